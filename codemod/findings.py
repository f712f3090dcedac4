"""Faults and plans to findings: the sentences, places and evidence that every report shows. DESIGN section 3."""

from __future__ import annotations

import ast
from typing import NamedTuple

from codemod.check import Fault, Member
from codemod.machine import Event
from codemod.model import Dependent, Finding, Fix, Hop, Place, Related, Use
from codemod.module import Module
from codemod.plan import Plan, statement_step
from codemod.values import Chain, Layer

_WHAT = {"session": "the session", "loaded session": "the session", "user": "`request.user`", "auth": "`request.auth`"}


class Diagnosis(NamedTuple):
    """A finding, and the plan that it came from; a finding without a plan is never fixed."""

    finding: Finding
    plan: Plan | None
    fault: Fault


def place_of(module: Module, node: ast.AST) -> Place:
    return module.place(node)


def statement_place(chain: Chain) -> Place:
    step = statement_step(chain)
    return place_of(step.module, step.block[step.position])


def use_of(key: str, event: Event, layer: Layer) -> Use:
    """The evidence of an event: the expression, where it stands, and the helpers on the way to it."""
    at_registration = event.node is layer.node
    text = _WHAT[key].strip("`") if at_registration else event.module.segment(event.node)
    via = tuple(
        Hop(call.name, place_of(call.module, call.node)) for call in event.calls[1:] if hasattr(call.node, "lineno")
    )
    return Use(key, text, place_of(event.module, event.node), via, event.certain)


def dependent_of(member: Member, events: tuple[Event, ...]) -> Dependent:
    layer = member.slot.layer
    uses = tuple(use_of(event.key, event, layer) for event in events)
    unique = tuple(dict.fromkeys(uses))
    return Dependent(layer.name, place_of(layer.module, layer.node), unique)


def quoted(names: list[str]) -> str:
    """`a`, `b` and `c`."""
    shown = [f"`{name}`" for name in dict.fromkeys(names)]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def misplaced_finding(fault: Fault, plan: Plan) -> Finding:
    layer = fault.provider.slot.layer
    dependents = tuple(dependent_of(member, events) for member, events in fault.victims)
    names = [dependent.name for dependent in dependents]
    keys = sorted({use.key for dependent in dependents for use in dependent.uses}, reverse=True)
    verb = "use" if len(set(names)) > 1 else "uses"
    what = " and ".join(dict.fromkeys(_WHAT[key] for key in keys))
    step = plan.step
    node = step.block[step.position]
    place = place_of(step.module, node)
    registration = place_of(layer.module, layer.node)
    crossed = tuple(
        Related(place_of(member.slot.layer.module, member.slot.layer.node), f"`{member.slot.layer.name}`")
        for member in plan.crossed
    )
    related = [Related(dependent.place, f"`{dependent.name}` is registered here") for dependent in dependents]
    related += [
        Related(use.place, f"`{dependent.name}` uses {_WHAT[use.key]} here: {use.text}")
        for dependent in dependents
        for use in dependent.uses
        if use.place != dependent.place
    ]
    if _statement_of(fault) != place:
        related.insert(0, Related(registration, f"`{layer.name}` is registered here"))
    unseen = [
        f"`{member.slot.layer.name}` is crossed and cannot be followed: {member.usage.unseen}"
        for member in plan.crossed
        if member.usage.unseen
    ]
    moments = [f"`{moment.text}` on line {moment.node.lineno} may register middleware too" for moment in plan.moments]  # type: ignore[attr-defined]
    return Finding(
        code=fault.code,
        message=f"`{layer.name}` lies inside {quoted(names)}, which {verb} {what}",
        place=place,
        registration=registration,
        layer=layer.name,
        dependents=dependents,
        crossed=crossed,
        refusal=plan.refusal,
        notes=(*plan.notes, *unseen, *moments),
        related=tuple(dict.fromkeys(related)),
    )


def _statement_of(fault: Fault) -> Place:
    return statement_place(fault.provider.slot.chain)


def missing_finding(fault: Fault) -> Finding:
    member, events = fault.victims[0]
    layer = member.slot.layer
    dependent = dependent_of(member, events)
    return Finding(
        code="SES002",
        message=f"`{layer.name}` uses the session, and the application has no session middleware",
        place=statement_place(member.slot.chain),
        registration=place_of(layer.module, layer.node),
        layer=layer.name,
        dependents=(dependent,),
        refusal="add a session layer after it: sessfix never invents a secret key",
        related=tuple(
            Related(use.place, f"`{layer.name}` uses the session here: {use.text}") for use in dependent.uses
        ),
    )


def doubled_finding(fault: Fault) -> Finding:
    layer, first = fault.provider.slot.layer, fault.others[0].slot.layer
    where = place_of(first.module, first.node)
    return Finding(
        code="SES003",
        message=f"`{layer.name}` is a second session layer: the application already has `{first.name}` (line {where.start.row})",
        place=statement_place(fault.provider.slot.chain),
        registration=place_of(layer.module, layer.node),
        layer=layer.name,
        refusal="writes inside the inner one are lost and two cookies are sent: remove one of the two",
        related=(Related(where, f"`{first.name}` is registered here"),),
    )


def merged(diagnoses: list[Diagnosis]) -> list[Diagnosis]:
    """One finding for each statement that moves: two arms of one `if` may each hold a session that lies wrong."""
    found: dict[tuple[str, Place], Diagnosis] = {}
    for diagnosis in diagnoses:
        key = (diagnosis.finding.code, diagnosis.finding.place)
        known = found.get(key)
        if known is None:
            found[key] = diagnosis
            continue
        one, other = known.finding, diagnosis.finding
        refused = known if one.refusal else diagnosis if other.refusal else known
        if not refused.finding.refusal and _moves_further(diagnosis, known):
            refused = diagnosis
        found[key] = refused._replace(
            finding=refused.finding._replace(
                dependents=tuple(dict.fromkeys((*one.dependents, *other.dependents))),
                crossed=tuple(dict.fromkeys((*one.crossed, *other.crossed))),
                related=tuple(dict.fromkeys((*one.related, *other.related))),
                notes=tuple(dict.fromkeys((*one.notes, *other.notes))),
            )
        )
    return sorted(found.values(), key=lambda diagnosis: (diagnosis.finding.place.start, diagnosis.finding.code))


def _moves_further(one: Diagnosis, other: Diagnosis) -> bool:
    mine, theirs = one.plan, other.plan
    if mine is None or theirs is None or mine.target is None or theirs.target is None:
        return False
    return abs(mine.target.position - mine.step.position) > abs(theirs.target.position - theirs.step.position)


__all__ = ["Diagnosis", "Fix", "doubled_finding", "merged", "misplaced_finding", "missing_finding"]
