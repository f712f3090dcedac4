"""Judges what a fixer made of a program: every complaint is one sentence, and a right answer has none."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import NamedTuple

from . import wording
from .definitions import flags_of
from .description import (
    Application,
    Compound,
    Helper,
    Item,
    Loop,
    Program,
    Registration,
    Session,
    Trap,
    all_layers,
    layers_of,
    nested,
)
from .outcome import Fixer, Outcome, Reported, mentions
from .render import entry, name_of, source_of
from .truth import Seen, Stack, is_wrong, misplaced, outside, stacks
from .wording import World

CODES = {"session": "SES001", "user": "SES011", "auth": "SES011"}
# Traps for the arguments of a session: another layer may be moved past them.
FOR_ARGUMENTS = {
    "rebind",
    "augment",
    "attribute",
    "setattr",
    "options_item",
    "options_update",
    "load_dotenv",
    "environ_item",
    "environ_default",
}


class Case(NamedTuple):
    """A program with everything that its judgement rests on: its bytes, and its stacks in every world."""

    program: Program
    source: bytes
    entries: tuple[str, ...]
    worlds: tuple[World, ...]

    def stacks(self, source: bytes) -> list[tuple[Stack, ...]]:
        return [stacks(source, self.entries, world) for world in self.worlds]


def case_of(program: Program) -> Case:
    flags = flags_of(program)
    choices = (
        itertools.product("10", repeat=len(flags)) if len(flags) < 3 else [("1",) * len(flags), ("0",) * len(flags)]
    )
    worlds = tuple(tuple((f"FLAG_{flag}", on) for flag, on in zip(flags, choice, strict=True)) for choice in choices)
    return Case(program, source_of(program), tuple(entry(app) for app in program.applications), worlds)


def judge(program: Program, fixer: Fixer) -> list[str]:
    """All that is wrong with the fixer's answer for this program."""
    case = case_of(program)
    outcome = fixer(case.source)
    if outcome.problem is not None:
        return [f"the file has a problem: {outcome.problem}"]
    complaints = wording.complaints(program, case.source, outcome)
    try:
        after = case.stacks(outcome.after)
    except Exception as error:
        return [*complaints, f"the program no longer runs: {error!r}"]
    before = case.stacks(case.source)
    for index, application in enumerate(program.applications):
        pairs = [(old[index], new[index]) for old, new in zip(before, after, strict=True)]
        complaints += [
            f"{case.entries[index]}: {said}" for said in application_complaints(case, application, pairs, outcome)
        ]
    complaints += whole_complaints(case, before, outcome)
    if outcome.after != case.source:
        complaints += second_run(fixer(outcome.after), outcome)
    return complaints


def second_run(again: Outcome, outcome: Outcome) -> list[str]:
    found = [] if again.after == outcome.after else ["a second run changes the file again"]
    return found + [f"a second run still wants to repair line {f.first}" for f in again.findings if f.fixed]


def whole_complaints(case: Case, before: list[tuple[Stack, ...]], outcome: Outcome) -> list[str]:
    """What concerns the program and not one of its applications: that a right one is left in peace."""
    everything = [stack for world in before for stack in world]
    codes = {finding.code for finding in outcome.findings}
    found = []
    if not any(is_wrong(stack) for stack in everything):
        found += [f"{code} for a program in the right order" for code in sorted(codes & {"SES001", "SES011"})]
        if outcome.after != case.source:
            found.append("a program in the right order was changed")
    if "SES002" in codes and all(any("session" in layer.provides for layer in stack) for stack in everything):
        found.append("SES002, although every application has a session layer")
    doubled = any(app.doubled for app in case.program.applications)
    exclusive = any(sum("session" in layer.provides for layer in stack) > 1 for stack in everything)
    if "SES003" in codes and not (doubled or exclusive):
        found.append("SES003, although no application has two session layers")
    return found + named_too_much(case, everything, outcome)


def named_too_much(case: Case, everything: list[Stack], outcome: Outcome) -> list[str]:
    """Dependents that Starlette knows nothing of."""
    found = []
    for finding in outcome.findings:
        keys = {key for key, code in CODES.items() if code == finding.code}
        true = {
            s.token for stack in everything for i in misplaced(stack) for s in dependents(stack, i) if s.requires & keys
        }
        lines = [
            named for named in finding.dependents if not any(wording.is_about(named, t, case.source) for t in true)
        ]
        if finding.code in ("SES001", "SES011"):
            found += [
                f"{finding.code} names {named.name}, which lies in the right place or uses nothing" for named in lines
            ]
    return found


def dependents(stack: Stack, provider: int) -> list[Seen]:
    return [stack[i] for i in outside(stack, provider)]


def application_complaints(
    case: Case, application: Application, pairs: list[tuple[Stack, Stack]], outcome: Outcome
) -> list[str]:
    wrong = any(is_wrong(old) for old, _ in pairs)
    unchanged = all(old == new for old, new in pairs)
    if not wrong:
        return [] if unchanged else ["its stack was right and was changed"]
    found: list[str] = []
    repaired = not any(is_wrong(new) for _, new in pairs)
    moving = {signature for old, _ in pairs for signature in movers(old)}
    for old, new in pairs:
        found += move_complaints(application, old, new, moving)
    if application.expect == "fix" and not repaired:
        found.append("is wrong, has no trap, and is not repaired")
    held = all(of_sessions(application, old) == of_sessions(application, new) for old, new in pairs)
    if application.expect == "refuse" and not held:
        found.append("has a trap, and was changed")
    if application.expect == "either" and not (repaired or held):
        found.append("was changed and is still wrong")
    return found + finding_complaints(case, application, pairs, outcome, {"SES001": held, "SES011": unchanged})


def of_sessions(application: Application, stack: Stack) -> Stack:
    """The stack as far as it must stay when the session may not move: without the authentication, where that may."""
    traps = {item.kind for item in nested(application.items) if isinstance(item, Trap)}
    if application.expect == "fix" or not traps or not traps <= FOR_ARGUMENTS:
        return stack
    return tuple(layer for layer in stack if not layer.provides or "session" in layer.provides)


def movers(stack: Stack) -> set[str]:
    """The layers that may move: those that lie wrong, and the providers of what these need themselves."""
    moving = {stack[i].signature for i in misplaced(stack)}
    needed = {key for layer in stack if layer.signature in moving for key in layer.requires}
    return moving | {layer.signature for layer in stack if layer.provides & needed}


def move_complaints(application: Application, old: Stack, new: Stack, moving: set[str]) -> list[str]:
    """Only the misplaced layers may move, whole, and where they lie wrong no further than they must.

    In a world where they lie right, because a condition is off, the statement may still have crossed others.
    """
    found = []
    if Counter(old) != Counter(new):
        found.append(f"its layers are other ones: {shown(old)} became {shown(new)}")
    if [s for s in old if s.signature not in moving] != [s for s in new if s.signature not in moving]:
        found.append(f"layers that were right changed places: {shown(old)} became {shown(new)}")
    if found or not is_wrong(old) or old == new:
        return found
    return [
        f"{new[i].token} moved too far: {shown(new)}" for i in moved(old, new, moving) if too_far(application, new, i)
    ]


def moved(old: Stack, new: Stack, moving: set[str]) -> list[int]:
    """The places in ``new`` of the layers that other layers than the moving ones have changed sides with."""

    def inside(stack: Stack, signature: str) -> int:
        place = next(i for i, layer in enumerate(stack) if layer.signature == signature)
        return sum(layer.signature not in moving for layer in stack[place:])

    return [
        i
        for i, layer in enumerate(new)
        if layer.signature in moving and inside(old, layer.signature) != inside(new, layer.signature)
    ]


def too_far(application: Application, stack: Stack, place: int) -> bool:
    """Directly inside a moved layer lies one that needs it, or one that was registered by the same statement as one."""
    users = [layer for layer in stack[place + 1 :] if layer.requires & stack[place].provides]
    if not users or place + 1 == len(stack):
        return True
    inner = stack[place + 1]
    groups = statement_numbers(application)
    together = {groups.get(user.token) for user in users} - {None}
    return inner not in users and groups.get(inner.token) not in together


def statement_numbers(application: Application) -> dict[str, int]:
    """For layers that share a statement (a helper's call, a loop, an `if`, a list taken in with a star): which one that is."""
    shared = [layers_of((item,)) for item in application.items if isinstance(item, (Compound, Helper, Loop))]
    if application.listing and application.listing.style == "starred":
        elements = application.listing.elements
        shared.append([element.layer for element in elements[: len(elements) // 2]])
    return {name_of(layer): number for number, layers in enumerate(shared) for layer in layers}


def shown(stack: Stack) -> str:
    return " > ".join(layer.token for layer in stack)


def finding_complaints(
    case: Case, application: Application, pairs: list[tuple[Stack, Stack]], outcome: Outcome, unchanged: dict[str, bool]
) -> list[str]:
    """Every misplaced layer has a finding at its statement, which names all who need it."""
    expected: dict[tuple[str, str], set[str]] = {}
    for old, _ in pairs:
        for i in misplaced(old):
            key = min(
                old[i].provides & frozenset().union(*(user.requires for user in dependents(old, i))),
                key=CODES.__getitem__,
            )
            expected.setdefault((CODES[key], described_as(application, old[i])), set()).update(
                u.token for u in dependents(old, i)
            )
    found = []
    for (code, name), users in expected.items():
        codes = {code, "SES003"} if application.doubled else {code}
        names = (
            [name_of(s) for s in all_layers(application) if isinstance(s, Session)] if application.doubled else [name]
        )
        rows = wording.rows_of(case.source, {token for each in names for token in tokens(application, each)})
        about = [f for f in outcome.findings if f.code in codes and f.first in rows]
        if not about:
            found.append(f"no {code} at the statement of {name}; found {[(f.code, f.first) for f in outcome.findings]}")
        elif not (application.doubled or assigns_the_stack(application)):
            found += missing_names(about, users, case.source, code)
        found += verdict_complaints(about, unchanged[code])
    return found


def assigns_the_stack(application: Application) -> bool:
    """Where `user_middleware` is assigned, nobody need know what the stack holds."""
    return any(isinstance(item, Trap) and item.kind == "assign" for item in nested(application.items))


def missing_names(about: list[Reported], users: set[str], source: bytes, code: str) -> list[str]:
    named = [dependent for finding in about for dependent in finding.dependents]
    missing = sorted(
        user for user in users if not any(wording.is_about(dependent, user, source) for dependent in named)
    )
    return [f"{code} at line {about[0].first} does not name {user}" for user in missing]


def verdict_complaints(about: list[Reported], unchanged: bool) -> list[str]:
    """A finding is either repaired or says why not, and does as it says."""
    found = [
        f"line {f.first} is neither repaired nor refused with a reason" for f in about if not f.fixed and not f.refusal
    ]
    found += [f"line {f.first} is both repaired and refused" for f in about if f.fixed and f.refusal]
    if about and unchanged and all(f.fixed for f in about):
        found.append(f"line {about[0].first} is said to be repaired, and nothing changed")
    if about and not unchanged and all(f.refusal for f in about):
        found.append(f"line {about[0].first} is refused, and the stack changed")
    return found


def described_as(application: Application, layer: Seen) -> str:
    """The name that the description has for a layer that was seen running: a session is known by its cookie."""
    running = layer.signature + layer.state
    for described in all_layers(application):
        if isinstance(described, Session) and mentions(f"cookie_{described.number}", running):
            return described.token
    return layer.token


def tokens(application: Application, name: str) -> set[str]:
    """What the statement that moves may be known by: the layer's own name, or a helper's around it."""
    return {name} | enclosing(application.items, name)


def enclosing(items: tuple[Item, ...], name: str) -> set[str]:
    found: set[str] = set()
    for item in items:
        if isinstance(item, Registration):
            continue
        inside = name in {name_of(layer) for layer in layers_of((item,))}
        if isinstance(item, Helper) and inside:
            found |= {item.name} | enclosing(item.body, name)
        elif isinstance(item, Compound) and inside:
            found |= {token for body in item.bodies for token in enclosing(body, name)}
    return found
