"""Violations and plans to findings: the sentences, places and evidence that every report shows."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable

from codemod.edits.text_edits import Moved
from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.machine import Event
from codemod.interpreter.values import Chain, Layer, Registration, Step
from codemod.interpreter.walking import dump_of
from codemod.model import LOADED, Dependent, Edit, Finding, Fix, Hop, Level, Place, Related, Use, in_words
from codemod.project.module import Module
from codemod.rules.lines import attached_from, first_row
from codemod.rules.steps import home_step
from codemod.rules.violations import Member, Violation
from codemod.stacks.trace import Stack

if TYPE_CHECKING:
    from codemod.rules.plan import Plan


class Diagnosis(NamedTuple):
    """A finding, and the plan that it came from; a finding without a plan is never fixed."""

    finding: Finding
    plan: Plan | None
    fault: Violation


def place_of(module: Module, node: ast.AST) -> Place:
    return module.place(node)


def statement_place(chain: Chain) -> Place:
    step = home_step(chain)
    return place_of(step.module, step.block[step.position])


def registered_at(slot: Registration) -> Place:
    """Where a layer is registered; what the model of a library registers, the statement registers that calls the library."""
    layer = slot.layer
    return statement_place(slot.chain) if layer.module.is_model else place_of(layer.module, layer.node)


def use_of(key: str, event: Event, slot: Registration) -> Use:
    """The evidence of an event: the expression, where it stands, and the helpers on the way to it."""
    event = event.outside_models
    at_registration = event.node is slot.layer.node
    place = registered_at(slot) if at_registration else place_of(event.module, event.node)
    text = in_words(key).strip("`") if at_registration else source_of(event)
    via = tuple(
        Hop(call.name.replace("<lambda>", "lambda"), place_of(call.module, call.node))
        for call in event.calls[1:]
        if hasattr(call.node, "lineno") and not call.module.is_model
    )
    return Use(key, text, place, via, event.certain, event.late, event.own, event.refuses)


def source_of(event: Event) -> str:
    """The expression of a use; of a key in a pattern, which alone says little, the line with the pattern."""
    if not isinstance(event.node, (ast.Constant, ast.Name)):
        return event.module.segment(event.node)
    line = event.module.lines[event.node.lineno - 1].strip().removesuffix(":")
    return line if len(line) <= 60 else line[:57] + "..."


def dependent_of(member: Member, events: tuple[Event, ...], key: str = "") -> Dependent:
    """A layer with its uses; ``key`` when they are of another key than the events tell, which is the case for one."""
    uses = (use_of(key or event.key, event, member.slot) for event in events)
    return Dependent(member.slot.layer.name, registered_at(member.slot), distinct(uses))


def distinct(uses: Iterable[Use]) -> tuple[Use, ...]:
    """One use for each expression, line and way to it: `session["n"] = session["n"] + 1` is one to a reader."""
    found: dict[object, Use] = {}
    for use in uses:
        ways = tuple((hop.name, hop.place.path, hop.place.start.row) for hop in use.via)
        same = (use.key, use.text, use.place.path, use.place.start.row, ways)
        known = found.get(same)
        if known is None:
            found[same] = use
        else:
            found[same] = known._replace(crashes=known.crashes or use.crashes, late=known.late and use.late)
    return tuple(found.values())


def quoted(names: list[str]) -> str:
    """`a`, `b` and `c`."""
    shown = [f"`{name}`" for name in dict.fromkeys(names)]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def misplaced_finding(fault: Violation, plan: Plan) -> Finding:
    layer = fault.provider.slot.layer
    step = plan.step
    place = place_of(step.module, step.block[step.position])
    key = LOADED if fault.keys == {LOADED} else ""
    members = dict.fromkeys(dependent_of(member, events, key) for member, events in fault.victims)
    dependents = sorted(members, key=_in_file(place))
    crossed = [Related(registered_at(member.slot), f"`{member.slot.layer.name}`") for member in plan.crossed]
    unseen = [
        f"`{member.slot.layer.name}` is crossed and cannot be followed: {member.usage.unseen}"
        for member in plan.crossed
        if member.usage.unseen
    ]
    moments = [f"`{moment.text}` on line {moment.node.lineno} may register middleware too" for moment in plan.moments]  # type: ignore[attr-defined]
    return Finding(
        code=fault.code,
        message=f"`{layer.name}` lies inside {users(layer, dependents)}",
        place=place,
        registration=registered_at(fault.provider.slot),
        layer=layer.name,
        dependents=tuple(dependents),
        crossed=tuple(sorted(crossed, key=_in_file(place))),
        refusal=plan.refusal,
        notes=(*plan.notes, *unseen, *moments),
    )


def _in_file(place: Place) -> Callable[[Dependent | Related], tuple[bool, Place]]:
    """An order to read in: the file's own lines from above to below, then other files."""
    return lambda item: (item.place.path != place.path, item.place)


def users(layer: Layer, dependents: list[Dependent]) -> str:
    """`a` and `b`, which use the session."""
    names = [dependent.name for dependent in dependents]
    same = [f" (line {dependent.place.start.row})" for dependent in dependents if dependent.name == layer.name]
    keys = sorted({use.key for dependent in dependents for use in dependent.uses}, reverse=True)
    verb = "use" if len(set(names)) > 1 else "uses"
    what = " and ".join(dict.fromkeys(map(in_words, keys)))
    return f"{quoted(names)}{''.join(same[:1])}, which {verb} {what}"


def missing_finding(fault: Violation, not_there: str) -> Finding:
    """The finding of a layer without a session; ``not_there`` says why the program has one in its text, and does not have it."""
    member, events = fault.victims[0]
    layer = member.slot.layer
    dependent = dependent_of(member, events)
    message = f"`{layer.name}` uses the session, and the application has no session middleware"
    # What is put around an application lies outside of all that `add_middleware` adds.
    is_around = member.slot.end == "wrap"
    how = (
        "wrap a session layer around the result" if is_around else "add a session layer with `add_middleware` after it"
    )
    refusal = not_there or f"{how}: sessfix never invents a secret key"
    if fault.session:
        message = f"`{layer.name}` uses the session, and the session middleware is registered {fault.session}"
        refusal = "register both under one condition: sessfix never adds a session layer, and turns no switch"
    if fault.by is not None:
        return _parted(fault, fault.by, dependent)
    if "session" in member.usage.provides:
        message = f"`{layer.name}` uses the session outside of the part of it that provides it"
        refusal = "wrap the part that provides the session around the one that uses it"
    return Finding(
        code="SES002",
        message=message,
        place=statement_place(member.slot.chain),
        registration=registered_at(member.slot),
        layer=layer.name,
        dependents=(dependent,),
        refusal=refusal,
    )


def _parted(fault: Violation, by: Member, dependent: Dependent) -> Finding:
    """The finding of a layer for which one outside of it has a session at times only, or hands requests on without it."""
    layer = fault.provider.slot.layer
    outer = f"`{by.slot.layer.name}`"
    when = next((gap.text for gap in by.usage.gaps if gap.text), "at times only")
    message = f"`{layer.name}` uses the session, and {outer}, outside of it, provides one {when}"
    refusal = f"let {outer} provide a session for each request, or use it under the same condition"
    if "session" not in by.usage.provides:
        when = next((f" {gap.text.removeprefix('only ')}" for gap in by.usage.gaps if gap.text), "")
        message = (
            f"`{layer.name}` uses the session, and {outer}, outside of it, hands requests on without it{when}"
            if by.usage.loses or by.usage.gaps
            else f"`{layer.name}` uses the session, and {outer}, outside of it, may hand requests on without it"
        )
        refusal = f"let {outer} hand on `session` as well, or register the session layer inside of it"
    place = registered_at(by.slot)
    return Finding(
        code="SES002",
        message=message,
        place=statement_place(fault.provider.slot.chain),
        registration=registered_at(fault.provider.slot),
        layer=layer.name,
        dependents=(dependent,),
        refusal=refusal,
        related=(Related(place, f"{by.slot.layer.name} is registered here"),),
    )


def doubled_finding(fault: Violation) -> Finding:
    layer, first = fault.provider.slot.layer, fault.others[0].slot.layer
    place, where = statement_place(fault.provider.slot.chain), registered_at(fault.others[0].slot)
    row = f"line {where.start.row}" + (f" of {os.path.basename(where.path)}" if where.path != place.path else "")
    registration = registered_at(fault.provider.slot)
    if first.node is layer.node:
        message = f"`{layer.name}` is registered twice on one application: {row} is run twice"
    else:
        message = f"`{layer.name}` is a second session layer: the application already has `{first.name}` ({row})"
    return Finding(
        code="SES003",
        message=message,
        place=place,
        registration=registration,
        layer=layer.name,
        refusal="writes inside the inner one are lost and two cookies are sent: remove one of the two",
        related=(Related(where, f"{first.name} is registered here"),),
    )


def fix_of(diagnosis: Diagnosis, edits: tuple[Edit, ...], before: Stack, after: Stack) -> Fix:
    """The move of a diagnosis, as a sentence, as the edits that make it, and as what it makes of a stack."""
    plan = diagnosis.plan
    assert plan is not None
    assert plan.target is not None
    goal, row = plan.target.block[plan.target.position], moved_rows(plan).goal
    last = goal.end_lineno or goal.lineno
    where = f"after line {last}" if plan.step.position < plan.target.position else f"before line {row}"
    beside = [part for part in plan.target.block if part is not goal and isinstance(part, ast.expr)]
    if any(part.lineno <= last and (part.end_lineno or 0) >= goal.lineno for part in beside):
        where = f"before `{plan.target.module.segment(goal)}`"
    message = f"Move {_what_moves(diagnosis.finding, plan.step)} to {where}"
    return Fix(message, edits, *(_levels(stack, diagnosis.fault) for stack in (before, after)))


def _levels(stack: Stack, fault: Violation) -> tuple[Level, ...]:
    """The layers of a stack, outermost first, with what a fault has to do with them."""
    used = {dump_of(member.slot.layer.node): _keys(events) for member, events in fault.victims}
    provided = {dump_of(fault.provider.slot.layer.node): _keys(one for _, events in fault.victims for one in events)}
    layers = [(slot.layer.name, dump_of(slot.layer.node)) for slot in stack.slots]
    return tuple(Level(name, provided.get(node, ()), used.get(node, ())) for name, node in layers)


def _keys(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(sorted({event.key for event in events}, reverse=True))


def moved_rows(plan: Plan) -> Moved:
    """The rows of what a plan moves, and the row that it is to stand above."""
    assert plan.target is not None
    node, goal = plan.step.block[plan.step.position], plan.target.block[plan.target.position]
    if plan.step.position < plan.target.position:
        row = (goal.end_lineno or goal.lineno) + 1
    else:
        row = attached_from(plan.target.module, first_row(goal))
    return Moved(first_row(node), node.end_lineno or node.lineno, row)


def _what_moves(finding: Finding, step: Step) -> str:
    """The layer, unless what moves is the call of a helper or a block around the registration."""
    node = step.block[step.position]
    if isinstance(node, (ast.If, ast.Try)):
        return f"the `{type(node).__name__.lower()}` that registers `{finding.layer}`"
    if isinstance(node, ast.Expr) and not _holds(finding.place, finding.registration):
        return f"`{step.module.segment(node.value)}`, which registers `{finding.layer}`,"
    return f"`{finding.layer}`"


def _holds(place: Place, other: Place) -> bool:
    return place.path == other.path and place.start <= other.start and other.end <= place.end


__all__ = ["Diagnosis", "doubled_finding", "fix_of", "misplaced_finding", "missing_finding", "moved_rows"]
