"""What other files add to the stacks of this one: a move that is right here repairs half of an application that is built on there.

A helper that registers the session and one layer that uses it may be called by a file that adds another such layer:
one finding for each misplaced registration, with every dependent.
"""

from __future__ import annotations

import os

from codemod.findings import Diagnosis, users
from codemod.model import Related
from codemod.nouns import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from codemod.model import Dependent
    from codemod.module import Module


def with_outside(
    module: Module, found: list[Diagnosis], elsewhere: Callable[[Collection[int]], Iterable[Diagnosis]]
) -> list[Diagnosis]:
    """The diagnoses of a file; a move of which another file shows that it would not reach far enough is refused."""
    movable = {
        id(one.fault.provider.slot.layer.node): index
        for index, one in enumerate(found)
        if one.plan is not None and one.finding.place.path == module.path
    }
    if not movable:
        return found
    result = list(found)
    for other in elsewhere(movable):
        index = movable.get(id(other.fault.provider.slot.layer.node))
        if index is not None and other.finding.refusal and other.finding.place.path != module.path:
            result[index] = reached_past(result[index], other)
    return result


def reached_past(own: Diagnosis, other: Diagnosis) -> Diagnosis:
    """A finding that names the dependents in the other file too, and says why its move is not made."""
    known = {dependent.place for dependent in own.finding.dependents}
    beyond = [dependent for dependent in other.finding.dependents if dependent.place not in known]
    if not beyond or own.plan is None:
        return own
    layer = own.fault.provider.slot.layer
    dependents = [*own.finding.dependents, *beyond]
    finding = own.finding._replace(
        message=f"`{layer.name}` lies inside {users(layer, dependents)}",
        dependents=tuple(dependents),
        related=(*own.finding.related, Related(other.finding.place, f"`{layer.name}` is registered by way of this")),
        refusal=own.finding.refusal or _reason(layer.name, beyond[-1]),
    )
    return own._replace(finding=finding, plan=own.plan._replace(move=None, refusal=finding.refusal))


def _reason(layer: str, beyond: Dependent) -> str:
    where = f"line {beyond.place.start.row} of {os.path.basename(beyond.place.path)}"
    return (
        f"`{beyond.name}`, registered on {where}, needs it too and lies outside of all that is registered here: "
        f"register `{layer}` after that, by a statement of its own"
    )
