"""Planned moves made, proved and kept: what a finding says of its fix, and what a file is after its repair."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from codemod.edits.guard import Unverified
from codemod.edits.proved import Mover
from codemod.edits.text_edits import edits_of_move, edits_of_moves
from codemod.engine.analysis import (
    Analysis,
    Thorough,
    Wanted,
    analyse_changed,
    diagnoses_in,
    looked_at_thoroughly,
)
from codemod.engine.findings import (
    Diagnosis,
    fix_of,
    moved_rows,
)
from codemod.engine.thorough import are_known, changed_decision, changed_layer, changed_test
from codemod.frozen import NamedTuple
from codemod.interpreter.binding import source_text
from codemod.interpreter.walking import dump_of
from codemod.model import CannotMove, Finding, Move, Problem, Result, StatementMove
from codemod.project.module import NotParsed
from codemod.project.modules import Project
from codemod.rules.executed_code import registrations_in
from codemod.rules.suspects import Suspect, says_more
from codemod.rules.violations import Violation
from codemod.stacks.trace import Stack

_ROUNDS = 25  # moves of one file, besides two for each finding


class Step(NamedTuple):
    """One verified move: the bytes after it, and what the programs then say."""

    after: bytes
    analysis: Analysis


class Joint(NamedTuple):
    """Moves that were made and proved together: their findings, by number of the diagnosis, and what they come to."""

    findings: dict[int, Finding]
    step: Step | None


class Trial:
    """Makes moves in one file and proves them, each once: what a finding says of its fix is what `--write` then does."""

    def __init__(self, project: Project, path: str, wanted: Wanted, mover: Mover) -> None:
        self.project, self.path, self.wanted, self.mover = project, path, wanted, mover
        self._known: dict[tuple[bytes, Move | None], Step | str] = {}

    def of(self, source: bytes, analysis: Analysis, diagnosis: Diagnosis) -> Step | str:
        """The move of a diagnosis, made, or why it does not hold."""
        key = source, move_of(diagnosis)
        if key not in self._known:
            self._known[key] = tried(source, analysis, diagnosis, self)
        return self._known[key]

    def look(self, source: bytes, before: Analysis) -> Analysis:
        """What the programs say when the file holds these bytes. Raises NotParsed."""
        return analyse_changed(self.project, before, self.path, source)

    def changed(self, source: bytes, after: bytes, analysis: Analysis, diagnoses: Sequence[Diagnosis]) -> str | None:
        """Why a move changes what a layer is given, as a sentence: the program is run at both places with all calls followed."""
        doubt = next((one.plan.doubt for one in diagnoses if one.plan is not None and one.plan.doubt), None)
        if not any(map(reads_something, diagnoses)):
            return doubt
        moved = frozenset().union(*(moved_layers(analysis, one) for one in diagnoses))
        runs_all = any(one.plan is not None and one.plan.runs_modules for one in diagnoses)

        def looked(text: bytes) -> Thorough:
            return looked_at_thoroughly(self.project, analysis, self.path, text, runs_all)

        were = looked(source)

        def what_changes(are: Thorough) -> str | None:
            return changed_layer(were.stacks, are.stacks, moved) or changed_test(were, are, diagnoses)

        are = looked(after)
        what = what_changes(are)
        if what is None:
            why = unsure(were, moved, diagnoses, doubt)
            what = changed_decision(were, are, diagnoses) if why is None else None
            if what is None:
                return why
        if doubt is not None:
            return doubt

        def changed_at(text: bytes) -> str | None:
            there = looked(text)
            return what_changes(there) or changed_decision(were, there, diagnoses)

        if were.asks_line:
            return f"something asks for the line that it is called on, and a move {what}"
        found = self.changing(source, diagnoses[0], changed_at, what) if len(diagnoses) == 1 else None
        if found is None:
            return f"what stands between the registration and its new place {what}"
        culprit, what = found
        return f"`{source_text(culprit)}` on line {culprit.lineno} {what}"

    def changing(
        self, source: bytes, diagnosis: Diagnosis, what_changes: Callable[[bytes], str | None], what: str
    ) -> tuple[ast.stmt | ast.expr, str] | None:
        """The first statement past which the move changes something, found by halving what lies between, and what that does.

        None when that fails; ``what`` is what the whole move does.
        """
        plan = diagnosis.plan
        if plan is None or plan.target is None or not isinstance(plan.move, StatementMove) or not plan.move.after:
            return None
        block = plan.step.block
        # Nothing changes at the first, something does at the second.
        low, high = plan.step.position, plan.target.position
        while high - low > 1:
            middle = (low + high) // 2
            try:
                there = self.mover(source, [plan.move._replace(target_row=block[middle].lineno)])
                found = what_changes(there)
                what = found or what
                low, high = (low, middle) if found else (middle, high)
            except (CannotMove, NotParsed):
                return None
        return block[high], what

    def diagnoses(self, source: bytes, analysis: Analysis) -> list[Diagnosis]:
        """Those of the file, when it holds these bytes."""
        return diagnoses_in(analysis, self.project.shown(self.path), source, self.wanted)


def repaired_file(plain: Result, first: Analysis, diagnoses: Sequence[Diagnosis], trial: Trial) -> Result:
    """What becomes of a file with these diagnoses: ``plain`` is what there is to say of it without them."""
    source = plain.before
    try:
        joint = joined(source, first, diagnoses, trial)
        findings = tuple(
            joint.findings.get(number) or settled(source, first, diagnosis, trial)
            for number, diagnosis in enumerate(diagnoses)
        )
        after, last = repaired(source, first, diagnoses, trial, joint.step)
        if last is first:
            findings = tuple(unordered(finding) for finding in findings)
    except Unverified as error:
        why = f"internal error: the fix could not be verified: {error}"
        return Result(plain.path, source, source, problem=Problem(plain.path, why))
    left = findings
    if last is not first:
        left = tuple(settled(after, last, diagnosis, trial) for diagnosis in trial.diagnoses(after, last))
    return plain._replace(after=after, findings=findings, remaining=left)


def joined(source: bytes, analysis: Analysis, diagnoses: Sequence[Diagnosis], trial: Trial) -> Joint:
    """The moves that do not touch each other, made at once and proved by one look at the result.

    None of them when that fails: then each is made and proved alone, and says what stands in its way.
    """
    apart = Joint({}, None)
    chosen = independent(diagnoses)
    plans = [one.plan for one in chosen.values() if one.plan is not None]
    # From below, so that what is known of the lines above a move stays true.
    moves = [plan.move for plan in reversed(plans) if plan.move is not None]
    if len(moves) < 2:
        return apart
    try:
        after = trial.mover(source, moves)
        edits = edits_of_moves(source, after, [moved_rows(plan) for plan in plans])
        if edits is None:
            return apart
        again = trial.look(after, analysis)
    except (CannotMove, Unverified, NotParsed):
        return apart
    made = list(chosen.values())
    if any(disproofs(analysis, again, made)) or trial.changed(source, after, analysis, made):
        return apart
    findings = {
        number: one.finding._replace(fix=fix_of(one, edit, *stack_of(one, analysis, again)))
        for (number, one), edit in zip(chosen.items(), edits, strict=True)
    }
    return Joint(findings, Step(after, again))


def independent(diagnoses: Sequence[Diagnosis]) -> dict[int, Diagnosis]:
    """The diagnoses, by number, whose statements move alone on their application: what else moves there depends on them."""
    movable = {number: one for number, one in enumerate(diagnoses) if move_of(one) is not None}
    counts = Counter(id(one.fault.stack.application) for one in movable.values())
    return {
        number: one
        for number, one in movable.items()
        if counts[id(one.fault.stack.application)] == 1 and isinstance(move_of(one), StatementMove)
    }


def tried(source: bytes, analysis: Analysis, diagnosis: Diagnosis, trial: Trial) -> Step | str:
    """Make one move and prove it; a sentence when it does not hold. Raises Unverified, which is a bug of sessfix."""
    move = move_of(diagnosis)
    assert move is not None
    try:
        after = trial.mover(source, [move])
    except CannotMove as error:
        return str(error)
    again = trial.look(after, analysis)
    why = disproof(analysis, again, diagnosis) or trial.changed(source, after, analysis, [diagnosis])
    return why or Step(after, again)


def disproof(before: Analysis, after: Analysis, diagnosis: Diagnosis) -> str | None:
    """Why a move is not to be kept, as a sentence; None when it holds."""
    return next(disproofs(before, after, [diagnosis]), None)


def disproofs(before: Analysis, after: Analysis, diagnoses: Sequence[Diagnosis]) -> Iterator[str]:
    """Why the stacks after some moves are not those before with the moved layers in their new places; nothing when they are.

    A move may leave its application with another fault, which is then repaired in its turn; no other application may get one.
    """
    name = diagnoses[0].finding.layer
    moved = frozenset().union(*(moved_layers(before, one) for one in diagnoses))
    were, are = layers(before), layers(after)
    if [sorted(stack) for stack in were] != [sorted(stack) for stack in are]:
        changed = (one.plan.doubt for one in diagnoses if one.plan is not None and one.plan.doubt)
        yield next(changed, f"moving `{name}` would register other middleware than before: move it by hand")
        return
    if others(were, moved) != others(are, moved):
        yield f"moving `{name}` would change the order of other middleware: move it by hand"
        return
    numbers = {before.number(one.fault.stack): one for one in diagnoses}
    if new_faults(before, after) - numbers.keys():
        yield f"moving `{name}` would put it inside of what needs it on another application: move it by hand"
        return
    for fault in after.faults:
        one = numbers.get(after.number(fault.stack))
        if one is not None and is_same_fault(fault, one.fault):
            layer = one.finding.layer
            yield f"`{layer}` and what needs it stand in one order or in the other, as a condition has it: reorder them by hand"


def is_same_fault(one: Violation, other: Violation) -> bool:
    """Whether a layer lies inside of the very layers that it lay in before its move."""

    def nodes(fault: Violation) -> list[str]:
        members = (fault.provider, *(member for member, _ in fault.victims))
        return [dump_of(member.slot.layer.node) for member in members]

    return one.code == other.code and nodes(one) == nodes(other)


def layers(analysis: Analysis) -> list[list[str]]:
    """The layers of each stack, outermost first, as they are written."""
    return [[dump_of(slot.layer.node) for slot in stack.slots] for stack in analysis.stacks]


def moved_layers(analysis: Analysis, diagnosis: Diagnosis) -> frozenset[str]:
    step = diagnosis.plan.step if diagnosis.plan else None
    machines = [run.trace.machine for run in analysis.runs] if step else []
    found = (registrations_in(machine, step) for machine in machines if step)
    return frozenset(dump_of(slot.layer.node) for slots in found for _, slot in slots)


def others(stacks: list[list[str]], moved: frozenset[str]) -> list[list[str]]:
    return [[layer for layer in stack if layer not in moved] for stack in stacks]


def new_faults(before: Analysis, after: Analysis) -> set[int]:
    """The applications, by their number, that have a misplaced layer after and had none such before."""

    def found(analysis: Analysis) -> set[tuple[int, str, str]]:
        return {
            (analysis.number(fault.stack), fault.code, dump_of(fault.provider.slot.layer.node))
            for fault in analysis.faults
        }

    return {number for number, _, _ in found(after) - found(before)}


def settled(source: bytes, analysis: Analysis, diagnosis: Diagnosis, trial: Trial) -> Finding:
    """The finding with its fix, or with the reason why its move was not kept."""
    move = move_of(diagnosis)
    if move is None:
        return diagnosis.finding
    step = trial.of(source, analysis, diagnosis)
    if isinstance(step, str):
        return diagnosis.finding._replace(refusal=step)
    assert diagnosis.plan is not None
    edits = edits_of_move(source, step.after, moved_rows(diagnosis.plan))
    return diagnosis.finding._replace(fix=fix_of(diagnosis, edits, *stack_of(diagnosis, analysis, step.analysis)))


def stack_of(diagnosis: Diagnosis, before: Analysis, after: Analysis) -> tuple[Stack, Stack]:
    """The stack that a fault was found in, and what a move makes of it."""
    pairs = zip(before.stacks, after.stacks, strict=True)
    return next(pair for pair in pairs if pair[0] is diagnosis.fault.stack)


def repaired(
    source: bytes, first: Analysis, diagnoses: Sequence[Diagnosis], trial: Trial, joint: Step | None
) -> tuple[bytes, Analysis]:
    """Make the moves one after the other, each on what those before left, until none is left to make."""
    current, analysis = joint or (source, first)
    given_up: set[tuple[str, str, int]] = set()
    for _ in range(_ROUNDS + 2 * len(diagnoses)):
        movable = [
            one
            for one in trial.diagnoses(current, analysis)
            if move_of(one) is not None and subject_of(analysis, one) not in given_up
        ]
        if not movable:
            return current, analysis
        diagnosis = max(movable, key=lambda one: needed_inside(one, movable))
        step = trial.of(current, analysis, diagnosis)
        if isinstance(step, str):
            given_up.add(subject_of(analysis, diagnosis))
        else:
            current, analysis = step.after, step.analysis
    return source, first  # two layers that each need the other: no order is right


def move_of(diagnosis: Diagnosis) -> Move | None:
    return diagnosis.plan.move if diagnosis.plan is not None else None


def subject_of(analysis: Analysis, diagnosis: Diagnosis) -> tuple[str, str, int]:
    """What a diagnosis is about, as long as its file is repaired: its rows change with every move."""
    return diagnosis.finding.code, diagnosis.finding.layer, analysis.number(diagnosis.fault.stack)


def unordered(finding: Finding) -> Finding:
    """A finding whose move did not last: made one after the other, the moves came back to where they began."""
    if finding.fix is None:
        return finding
    why = f"`{finding.layer}` and a layer that needs it each need the other: no order of them is right"
    return finding._replace(fix=None, refusal=why)


def needed_inside(diagnosis: Diagnosis, others: list[Diagnosis]) -> int:
    """How many other misplaced layers must end outside of this one: the innermost moves first, so that each moves once."""
    node = diagnosis.fault.provider.slot.layer.node
    return sum(any(victim.slot.layer.node is node for victim, _ in other.fault.victims) for other in others)


def suspects_of(diagnosis: Diagnosis) -> tuple[Suspect, ...]:
    return diagnosis.plan.suspects if diagnosis.plan is not None else ()


def was_run(suspect: Suspect, seen: Thorough) -> bool:
    """Whether what is suspected was run between the two places, so that all it does was seen.

    What was given away before that may be called then, and not where it was given away, is seen nowhere.
    """
    first = min(suspect.rows, default=0)
    if any(function == suspect.function and row < first for function, row in seen.given):
        return False
    if any((suspect.function, row) in seen.unseen for row in suspect.rows):
        return False
    if suspect.is_import:
        return not seen.imports_any
    if suspect.is_variable:
        return not seen.sets_any
    if suspect.call is not None:
        place, functions = suspect.call
        called = {one for row in suspect.rows for one in seen.chosen.get((place, row), ())}
        return bool(called) and called <= functions
    return (
        suspect.is_seen
        or suspect.place in seen.located
        or any((suspect.function, row) in seen.ran for row in suspect.rows)
    )


def is_elsewhere(suspect: Suspect, seen: Thorough) -> bool:
    """Whether what is changed is seen to be something else, or a library's, which was given nothing through which it could change
    what the program has.
    """
    return seen.is_whole and (suspect.is_run or suspect.place in seen.apart)


def unsure(seen: Thorough, moved: frozenset[str], diagnoses: Sequence[Diagnosis], doubt: str | None) -> str | None:
    """What running the program did not show, and may change what a layer is given."""
    is_known = seen.is_whole and are_known(seen.stacks, moved)
    suspected = (
        suspect.why
        for one in diagnoses
        for suspect in suspects_of(one)
        if not (is_known and was_run(suspect, seen)) and not is_elsewhere(suspect, seen)
    )
    return doubt if doubt is not None and not is_known else next(suspected, None)


def reads_something(diagnosis: Diagnosis) -> bool:
    """Whether the statement that moves says more than names of functions and classes, and literals."""
    return diagnosis.plan is not None and says_more(diagnosis.plan.step)
