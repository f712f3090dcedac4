"""The heart: source bytes in, findings and repaired bytes out. Pure; everything else calls it. DESIGN sections 2 and 4."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence

from codemod.check import Fault, Survey, faults, survey
from codemod.drawing import drawings_of
from codemod.findings import Diagnosis, doubled_finding, fix_of, merged, misplaced_finding, missing_finding
from codemod.model import CannotMove, Drawing, Finding, Move, Place, Problem, Related, Result
from codemod.module import Module, NotParsed
from codemod.nouns import NamedTuple
from codemod.outside import with_outside
from codemod.pieces import passes
from codemod.plan import plan
from codemod.project import Modules, Project
from codemod.proved import written
from codemod.trace import Stack, Trace, trace
from codemod.values import Slot, Stranger, Value

Wanted = Callable[[Module, Finding], bool]
Mover = Callable[[bytes, Sequence[Move]], bytes]  # raises CannotMove and Unverified
_ROUNDS = 25  # moves of one file, besides two for each finding
_IMPORTERS = 30  # files that import one module and are followed for it
_FRAMES = (
    12_000  # the machine recurses with the program's calls and nesting; CPython 3.10 takes some 20,000 frames of 8 MiB
)


class Analysis(NamedTuple):
    """What one version of a file says: its stacks, the faults in them, and the diagnoses of this file that are wanted."""

    module: Module
    stacks: tuple[Stack, ...]
    faults: tuple[Fault, ...]
    diagnoses: tuple[Diagnosis, ...]
    unseen: tuple[Related, ...]
    drawings: tuple[Drawing, ...]

    def number(self, stack: Stack) -> int:
        """Which application a stack belongs to, as the number of its first stack."""
        return next(index for index, other in enumerate(self.stacks) if other.application is stack.application)


class Step(NamedTuple):
    """One verified move: the bytes after it, and their analysis."""

    after: bytes
    analysis: Analysis


class Trial:
    """Makes moves and proves them, each once: what a finding says of its fix is what `--write` then does."""

    def __init__(self, project: Project, wanted: Wanted, mover: Mover) -> None:
        self.project, self.wanted, self.mover = project, wanted, mover
        self._known: dict[tuple[bytes, Move | None], Step | str] = {}

    def of(self, source: bytes, analysis: Analysis, diagnosis: Diagnosis) -> Step | str:
        key = source, move_of(diagnosis)
        if key not in self._known:
            self._known[key] = tried(source, analysis, diagnosis, self)
        return self._known[key]


def fix_source(
    source: bytes,
    path: str,
    project: Project | None = None,
    wanted: Wanted | None = None,
    mover: Mover = written,
) -> Result:
    """Analyse one file and repair what can be repaired.

    ``path`` names the file in the findings, and says where its imports are looked for; ``wanted`` leaves findings out (those that
    are switched off or silenced); ``mover`` makes the moves, by default with libcst. Nothing is read but what ``project`` reads,
    nothing is written.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _FRAMES))
    try:
        return _fix(source, path, project or Project(), wanted or _every, mover)
    except NotParsed as error:
        return Result(path, source, source, problem=Problem(path, str(error), error.location))
    except RecursionError:
        return Result(path, source, source, problem=Problem(path, "the program is nested too deeply to follow"))
    finally:
        sys.setrecursionlimit(limit)


def _every(module: Module, finding: Finding) -> bool:
    return True


def _fix(source: bytes, path: str, project: Project, wanted: Wanted, mover: Mover) -> Result:
    first = analyse(source, path, project, wanted)
    if not first.diagnoses:
        return Result(path, source, source, unseen=first.unseen, drawings=first.drawings)
    from codemod.guard import Unverified

    try:
        trial = Trial(project, wanted, mover)
        findings = tuple(settled(source, first, diagnosis, trial) for diagnosis in first.diagnoses)
        after, last = repaired(source, first, trial)
        if last is first:
            findings = tuple(unordered(finding) for finding in findings)
    except Unverified as error:
        return Result(
            path, source, source, problem=Problem(path, f"internal error: the fix could not be verified: {error}")
        )
    left = tuple(settled(after, last, diagnosis, trial) for diagnosis in last.diagnoses) if last is not first else ()
    remaining = left if last is not first else findings
    return Result(path, source, after, findings, remaining, first.unseen, first.drawings)


def analyse(source: bytes, path: str, project: Project, wanted: Wanted) -> Analysis:
    """Trace a file, and those that use its functions in a way of their own, and diagnose the stacks; raises NotParsed."""
    module = project.module_at(path, source)
    own = trace(module, Modules(project, module))
    surveyed = survey(own.machine, own.stacks)
    found = diagnosed(own, surveyed, project)
    drawings = drawings_of(own.machine, surveyed, tuple(one.fault for one in found))
    stacks = list(own.stacks)
    for other in callers(own, project):
        found += diagnosed(other, survey(other.machine, other.stacks), project)
        stacks += other.stacks
    found = with_outside(module, merged(found), lambda: diagnosed_elsewhere(module, project))
    kept = [one for one in found if one.finding.place.path == path and wanted(module, one.finding)]
    unseen = tuple(
        Related(
            slot.layer.module.place(slot.layer.node), f"`{slot.layer.name}` is taken as not using the session: {why}"
        )
        for slot, why in surveyed.unseen
    )
    misplaced = tuple(one.fault for one in found if one.plan is not None)
    return Analysis(module, tuple(stacks), misplaced, tuple(kept), unseen, drawings)


def diagnosed_elsewhere(module: Module, project: Project) -> Iterator[Diagnosis]:
    """What the files that import a module, directly or not, say of its layers."""
    for other in traces_of(project.all_importers(module, _IMPORTERS), module, project):
        yield from diagnosed(other, survey(other.machine, other.stacks), project)


def diagnosed(traced: Trace, found: Survey, project: Project) -> list[Diagnosis]:
    diagnoses: list[Diagnosis] = []
    for fault in faults(found):
        if fault.code == "SES002":
            if is_whole(traced, fault, project):
                diagnoses.append(Diagnosis(missing_finding(fault), None, fault))
        elif fault.code == "SES003":
            diagnoses.append(Diagnosis(doubled_finding(fault), None, fault))
        else:
            decided = plan(traced.machine, fault)
            diagnoses.append(Diagnosis(misplaced_finding(fault, decided), decided, fault))
    return diagnoses


def is_whole(traced: Trace, fault: Fault, project: Project) -> bool:
    """Whether no other file gives the application a session: those that import it, or may do so, are followed."""
    application = fault.stack.application
    if application.module is not traced.module:
        return False  # told where the application is made
    importers = project.all_importers(traced.module, _IMPORTERS + 1)
    computing = [path for path in project.computed_importers(traced.module) if path not in importers]
    if len(importers) + len(computing) > _IMPORTERS:
        return False
    for other in traces_of([*importers, *computing], traced.module, project):
        if other.machine.imports_any and other.module.path in computing:
            return False
        for stack, members in survey(other.machine, other.stacks).stacks:
            is_same = stack.application.node is application.node
            if is_same and (not stack.is_known or any("session" in member.usage.provides for member in members)):
                return False
    return True


def callers(own: Trace, project: Project) -> Iterator[Trace]:
    """The traces of the files that say more of what this one registers: that give it layers, or take its lists."""
    given = (value for stack in own.stacks for slot in stack.slots for value in _registered(slot))
    placed = {id(slot.layer.node) for stack in own.stacks for slot in stack.slots}
    if not any(isinstance(value, Stranger) for value in given) and not own.machine.made - placed:
        return  # all that it registers is seen as it is
    yield from traces_of(project.importers(own.module)[:_IMPORTERS], own.module, project)


def traces_of(paths: list[str], module: Module, project: Project) -> Iterator[Trace]:
    """The traces of files that import a module, with the module as it is looked at."""
    for path in paths:
        try:
            other = project.module_at(path, project.source_of(path) or b"")
        except NotParsed:
            continue
        again = Module(module.path, module.name, module.source, module.tree)
        yield trace(other, Modules(project, other, again))


def _registered(slot: Slot) -> tuple[Value, ...]:
    return (slot.layer.cls, *slot.layer.arguments.all())


def move_of(diagnosis: Diagnosis) -> Move | None:
    return diagnosis.plan.move if diagnosis.plan is not None else None


def settled(source: bytes, analysis: Analysis, diagnosis: Diagnosis, trial: Trial) -> Finding:
    """The finding with its fix, or with the reason why its move was not kept."""
    move = move_of(diagnosis)
    if move is None:
        return diagnosis.finding
    step = trial.of(source, analysis, diagnosis)
    if isinstance(step, str):
        return diagnosis.finding._replace(refusal=step)
    return diagnosis.finding._replace(fix=fix_of(diagnosis, source, step.after))


def tried(source: bytes, analysis: Analysis, diagnosis: Diagnosis, trial: Trial) -> Step | str:
    """Make one move and prove it; a sentence when it does not hold. Raises Unverified, which is a bug of sessfix."""
    move = move_of(diagnosis)
    assert move is not None
    try:
        after = trial.mover(source, [move])
    except CannotMove as error:
        return str(error)
    again = analyse(after, analysis.module.path, trial.project, trial.wanted)
    why = disproof(analysis, again, diagnosis)
    return why or Step(after, again)


def disproof(before: Analysis, after: Analysis, diagnosis: Diagnosis) -> str | None:
    """Why the stacks after a move are not those before with the one layer in its new place; None when they are.

    The move may leave the same application with another fault, which is then repaired in its turn; no other application may get one.
    """
    name = diagnosis.finding.layer
    moved = moved_layers(before, diagnosis)
    if [sorted(stack) for stack in layers(before)] != [sorted(stack) for stack in layers(after)]:
        return f"moving `{name}` would register other middleware than before: move it by hand"
    if others(before, moved) != others(after, moved):
        return f"moving `{name}` would change the order of other middleware: move it by hand"
    number = before.number(diagnosis.fault.stack)
    if new_faults(before, after) - {number}:
        return f"moving `{name}` would put it inside of what needs it on another application: move it by hand"
    if any(after.number(fault.stack) == number and is_same_fault(fault, diagnosis.fault) for fault in after.faults):
        return f"`{name}` and what needs it stand in one order or in the other, as a condition has it: reorder them by hand"
    return None


def is_same_fault(one: Fault, other: Fault) -> bool:
    """Whether a layer lies inside of the very layers that it lay in before its move."""

    def nodes(fault: Fault) -> list[str]:
        members = (fault.provider, *(member for member, _ in fault.victims))
        return [ast.dump(member.slot.layer.node) for member in members]

    return one.code == other.code and nodes(one) == nodes(other)


def layers(analysis: Analysis) -> list[list[str]]:
    """The layers of each stack, outermost first, as they are written."""
    return [[ast.dump(slot.layer.node) for slot in stack.slots] for stack in analysis.stacks]


def moved_layers(analysis: Analysis, diagnosis: Diagnosis) -> frozenset[str]:
    step = diagnosis.plan.step if diagnosis.plan else None
    slots = [slot for stack in analysis.stacks for slot in stack.slots if step and passes(slot.chain, step)]
    return frozenset(ast.dump(slot.layer.node) for slot in slots)


def others(analysis: Analysis, moved: frozenset[str]) -> list[list[str]]:
    return [[layer for layer in stack if layer not in moved] for stack in layers(analysis)]


def new_faults(before: Analysis, after: Analysis) -> set[int]:
    """The applications, by their number, that have a misplaced layer after and had none such before."""

    def found(analysis: Analysis) -> set[tuple[int, str, str]]:
        return {
            (analysis.number(fault.stack), fault.code, ast.dump(fault.provider.slot.layer.node))
            for fault in analysis.faults
        }

    return {number for number, _, _ in found(after) - found(before)}


def repaired(source: bytes, first: Analysis, trial: Trial) -> tuple[bytes, Analysis]:
    """Make the moves one after the other, each on what the one before left, until none is left to make."""
    current, analysis = source, first
    given_up: set[tuple[str, str]] = set()
    for _ in range(_ROUNDS + 2 * len(first.diagnoses)):
        movable = [
            one
            for one in analysis.diagnoses
            if move_of(one) is not None and (one.finding.code, one.finding.layer) not in given_up
        ]
        if not movable:
            return current, analysis
        diagnosis = max(movable, key=lambda one: needed_inside(one, movable))
        step = trial.of(current, analysis, diagnosis)
        if isinstance(step, str):
            given_up.add((diagnosis.finding.code, diagnosis.finding.layer))
        else:
            current, analysis = step.after, step.analysis
    return source, first  # two layers that each need the other: no order is right


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


__all__ = ["Place", "fix_source"]
