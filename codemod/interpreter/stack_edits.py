"""Layers that are taken out of `app.user_middleware` again: by `clear()`, `pop()`, `del layers[0]`, `layers[:] = []`.

It is followed where the application is set up: in the module that makes it, under no condition that its layers are not under. Else
the application has a stack that is not known from there.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.values import (
    ASKED,
    Application,
    Arguments,
    Constant,
    Frame,
    ListObject,
    Registration,
    StackList,
    TupleValue,
    Value,
)

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

_ENDS = ("outer", "inner")  # of what lies in the list


def has_started(machine: Machine, application: Application) -> bool:
    """Whether an application is starting, and so has built its stack: its list of middleware is read no more, unless the program has
    the stack built again.
    """
    return machine.starting is application and not machine.modules.says("middleware_stack")


def list_of_started(machine: Machine, application: Application, node: ast.AST, frame: Frame) -> ListObject:
    """`app.user_middleware` in a lifespan: what is put there is in no stack."""
    found = ListObject(open=True)
    machine.too_late.append((application, found, node, frame.module))
    return found


def layers_in_order(machine: Machine, application: Application) -> list[Registration] | None:
    """The layers that are in the list now, the outermost first; None where these may be others."""
    listed = [slot for slot in application.slots if slot.end in _ENDS]
    is_certain = all(machine.conditions <= slot.conditions for slot in listed)
    if machine.run or application.opaque or application.is_scrambled or not is_certain:
        return None
    layers: list[Registration] = []
    for slot in sorted(listed, key=lambda slot: slot.time):
        layers.insert(0 if slot.end == "outer" else len(layers), slot)
    return layers


def replace_layers(application: Application, before: list[Registration], after: list[Registration]) -> None:
    """Put these layers into the list, for those that were there."""
    application.slots = [*(slot for slot in application.slots if slot not in before), *after]


def drop_layers(machine: Machine, application: Application, index: int | None, frame: Frame) -> bool:
    """Take one layer out, or all, where the list is known and is being made."""
    layers = layers_in_order(machine, application) if _is_set_up(machine, application, frame) else None
    if layers is None or any(slot.conditions != machine.conditions for slot in layers if index is not None):
        return False
    if index is None:
        replace_layers(application, layers, [])
        return True
    if not -len(layers) <= index < len(layers):
        return False
    replace_layers(application, [layers[index]], [])
    return True


def _is_set_up(machine: Machine, application: Application, frame: Frame) -> bool:
    """Whether the application is being made, so that what is changed now is changed for whoever has it: it has not started."""
    is_comprehension = frame.kind == "function" and frame.node is None  # which may have any number of turns
    if machine.following or is_comprehension or frame.module is not application.module:
        return False
    started = [getattr(node, "body", None) for node in machine.lifecycle]
    return not any(step.block is body for step in machine.chain for body in started)


def took_out(machine: Machine, application: Application, name: str, given: Arguments, frame: Frame) -> bool:
    """Do what a method of the list does that takes out all, the last layer or one at a place; False where that is not known."""
    match name, given.positional:
        case "clear", ():
            return drop_layers(machine, application, None, frame)
        case "pop", ():
            return drop_layers(machine, application, -1, frame)
        case "pop" | "__delitem__", (Constant(int() as index),):
            return drop_layers(machine, application, index, frame)
    return False


def copy_of_stack(machine: Machine, stack: StackList) -> Value:
    """`list(app.user_middleware)`: what becomes of the copy is nothing to the stack, unless the program puts a list in its place."""
    return stack if machine.modules.says(_PUT_BACK) else ASKED


_PUT_BACK = r"""user_middleware["']|user_middleware\s*(\[[^\]\n]*\]\s*)?(:[^=\n]*)?\+?=(?!=)"""


def is_all(index: ast.expr) -> bool:
    """`:` in `layers[:]`."""
    return isinstance(index, ast.Slice) and index.lower is index.upper is index.step is None


def is_nothing(value: Value) -> bool:
    """`[]`, which is given for all that there is."""
    return isinstance(value, (ListObject, TupleValue)) and not value.items and not value.open
