"""Stacks as `--stack` draws them: every application of a module with its layers, what they do, and what could not be followed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.values import Application
from codemod.model import Drawing, Drawn, Place, Related
from codemod.rules.violations import CODES, Member, Survey, Violation, ancestors, undecided

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine
    from codemod.stacks.trace import Stack


UNORDERED = "their order is not known"


def unordered_layers(drawings: Iterable[Drawing]) -> Iterator[Related]:
    """The layers that use the session where the order is not known, so that nothing can be found."""
    for drawing in drawings:
        is_told = any(layer.codes for layer in drawing.layers)
        for layer in drawing.layers if UNORDERED in drawing.doubts and not is_told else ():
            if any(key == "session" for key, _ in layer.uses) and "session" not in layer.provides:
                why = (
                    ", ".join(doubt for doubt in drawing.doubts if doubt != UNORDERED)
                    or "the order of the layers cannot be followed"
                )
                yield Related(layer.place, f"whether `{layer.name}` finds the session is not known: {why}")


def drawings_of(machine: Machine, found: Survey, faults: tuple[Violation, ...]) -> tuple[Drawing, ...]:
    """The stacks of a module with the faults that were found in them, in the order in which they are built."""
    return tuple(_drawing(machine, stack, members, faults) for stack, members in found.stacks)


def _drawing(machine: Machine, stack: Stack, members: tuple[Member, ...], faults: tuple[Violation, ...]) -> Drawing:
    application = stack.application
    # What another caller would register stands in the place of what this one did, not beside it.
    again = {member.slot.layer.node for member in members if member.slot.run} if stack.run else set()
    own = [member for member in members if member.application is application]
    doubts = [*application.opaque, *([UNORDERED] * application.is_scrambled)]
    for provider, member in undecided(stack, members):
        doubts.append(
            f"which branch is taken when is not known, one adds `{provider.slot.layer.name}`, another `{member.slot.layer.name}`"
        )
    return Drawing(
        title_of(machine, application),
        _place_of(application),
        tuple(title_of(machine, ancestor) for ancestor in ancestors(application)),
        tuple(_drawn(member, faults) for member in own if member.slot.run or member.slot.layer.node not in again),
        tuple(dict.fromkeys(doubts)),
        machine.modules.entry.path if machine.modules.entry is not None and stack.run == 0 else "",
    )


def title_of(machine: Machine, application: Application) -> str:
    """`app = FastAPI()`, or what is known of an application that is made elsewhere."""
    names = dict.fromkeys(binding.name for binding in machine.bindings if binding.application is application)
    if application.kind == "stranger" or application.node is None or application.module is None:
        name = next(iter(names), None) or getattr(application.node, "arg", None)
        return f"{name}, an application that is made elsewhere" if name else "an application that is made elsewhere"
    if isinstance(application.node, ast.ClassDef):  # that nobody makes an object of
        return f"{application.node.name}(...)"
    made = application.module.segment(application.node)
    return " = ".join([*list(names)[:1], made])


def _place_of(application: Application) -> Place | None:
    if application.node is None or application.module is None:
        return None
    return application.module.place(application.node)


def _drawn(member: Member, faults: tuple[Violation, ...]) -> Drawn:
    layer, usage = member.slot.layer, member.usage
    uses = [(key, usage.requires[key][0].outside_models) for key in CODES if key in usage.requires]
    return Drawn(
        layer.name,
        layer.module.place(layer.node),
        tuple(key for key in CODES if key in usage.provides),
        tuple((key, event.module.place(event.node)) for key, event in uses),
        bool(member.slot.conditions),
        usage.unseen,
        tuple(dict.fromkeys(fault.code for fault in faults if fault.provider.slot is member.slot)),
        next((gap.text or "at times only" for gap in usage.gaps if gap.kind == "http"), ""),
    )
