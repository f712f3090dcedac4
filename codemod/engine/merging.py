"""What all programs of a project say, put together: one finding for each statement that moves, right in every program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codemod.engine.findings import Diagnosis, users
from codemod.model import Finding, Place, Related
from codemod.rules.steps import out_of_reach


def reconciled(diagnoses: Sequence[Diagnosis]) -> list[Diagnosis]:
    """One diagnosis for each statement, in the order of their places; it is refused when one program needs more than it gives."""
    found = merged(diagnoses)
    found = [beyond(one, diagnoses) for one in found]
    return first_hand(found)


def merged(diagnoses: Iterable[Diagnosis]) -> list[Diagnosis]:
    """One finding for each statement that moves: two arms of one `if` may each hold a session that lies wrong."""
    found: dict[tuple[str, Place], Diagnosis] = {}
    for diagnosis in diagnoses:
        key = (diagnosis.finding.code, diagnosis.finding.place)
        known = found.get(key)
        found[key] = diagnosis if known is None else _both(known, diagnosis)
    fixable = {_repaired_by(one.finding) for one in found.values() if one.finding.refusal is None}
    kept = [
        one
        for one in found.values()
        # A list that two applications take: what repairs it for one may do so for the other, or the next look will tell.
        if one.finding.refusal is None or _repaired_by(one.finding) not in fixable
    ]
    return sorted(kept, key=lambda one: (one.finding.place.path, one.finding.place.start, one.finding.code))


def _both(known: Diagnosis, other: Diagnosis) -> Diagnosis:
    """Two diagnoses of one statement: refused when one is, else the move that reaches further, with what both rest on."""
    refused = known if known.finding.refusal else other if other.finding.refusal else known
    if not refused.finding.refusal and _moves_further(other, known):
        refused = other
    one, two = known.finding, other.finding
    return refused._replace(
        finding=refused.finding._replace(
            dependents=tuple(dict.fromkeys((*one.dependents, *two.dependents))),
            crossed=tuple(dict.fromkeys((*one.crossed, *two.crossed))),
            related=tuple(dict.fromkeys((*one.related, *two.related))),
            notes=tuple(dict.fromkeys((*one.notes, *two.notes))),
        )
    )


def _repaired_by(finding: Finding) -> object:
    return finding.code, finding.registration, finding.place.path


def _moves_further(one: Diagnosis, other: Diagnosis) -> bool:
    mine, theirs = one.plan, other.plan
    if mine is None or theirs is None or mine.target is None or theirs.target is None:
        return False
    return abs(mine.target.position - mine.step.position) > abs(theirs.target.position - theirs.step.position)


# A move that is right here, and would repair half of an application that is built on there


def beyond(own: Diagnosis, others: Iterable[Diagnosis]) -> Diagnosis:
    """A diagnosis that is refused when another place shows that its move would not reach far enough.

    A helper that registers the session and one layer that uses it may be called by a file that adds another such layer.
    """
    if own.plan is None:
        return own
    for other in others:
        if (
            other.plan is not None
            and other.finding.refusal
            and other.finding.place.path != own.finding.place.path
            and other.fault.provider.slot.layer.node is own.fault.provider.slot.layer.node
        ):
            own = _reached_past(own, other)
    return own


def _reached_past(own: Diagnosis, other: Diagnosis) -> Diagnosis:
    known = {dependent.place for dependent in own.finding.dependents}
    further = [dependent for dependent in other.finding.dependents if dependent.place not in known]
    if not further or own.plan is None:
        return own
    layer, last = own.fault.provider.slot.layer, further[-1]
    dependents = [*own.finding.dependents, *further]
    finding = own.finding._replace(
        message=f"`{layer.name}` lies inside {users(layer, dependents)}",
        dependents=tuple(dependents),
        related=(*own.finding.related, Related(other.finding.place, f"`{layer.name}` is registered by way of this")),
        refusal=own.finding.refusal or out_of_reach(layer.name, last.name, last.place.start.row, last.place.path),
    )
    return own._replace(finding=finding, plan=own.plan._replace(move=None, refusal=finding.refusal))


# One registration that several files lead to


def first_hand(found: Sequence[Diagnosis]) -> list[Diagnosis]:
    """Of the findings about one registration those that stand in its file, unless only another file can be repaired.

    Where there is none in its file, it is right in itself, and each of the others tells of a caller of its own, unless one of
    them names the place of another.
    """
    groups: dict[object, list[Diagnosis]] = {}
    for one in found:
        groups.setdefault((one.finding.code, _spot(one.finding.registration)), []).append(one)
    tellers = {id(one) for group in groups.values() for one in _tellers(group)}
    return [one for one in found if id(one) in tellers]


def _tellers(group: list[Diagnosis]) -> list[Diagnosis]:
    pairs = ((one.finding.place, related.place) for one in group for related in one.finding.related)
    named = {_spot(other) for place, other in pairs if other != place}
    group = [one for one in group if _spot(one.finding.place) not in named]
    at_home = [one for one in group if one.finding.place.path == one.finding.registration.path]
    away = [one for one in group if _is_movable(one) and one not in at_home]
    if not at_home:
        return group
    return away if away and not any(map(_is_movable, at_home)) else at_home


def _is_movable(one: Diagnosis) -> bool:
    return one.plan is not None and one.plan.move is not None


def _spot(place: Place) -> object:
    return place.path, place.start
