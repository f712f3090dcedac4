"""`app.user_middleware` as the list that it is: read, changed, copied and put back, where all that is in it is known, in its order.

Layers are taken out only where the application is set up: by the module that makes it, or what that calls, under no condition that its
layers are not under. Else the application has a stack that is not known from there. What is made of the list goes on telling of the
layers that there are (`ListObject.is_of_stack`): a test of it asks the stack.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.values import (
    ASKED,
    Application,
    Frame,
    Item,
    Layer,
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
    return _in_order(machine, application, listed) if is_certain else None


def _in_order(machine: Machine, application: Application, listed: list[Registration]) -> list[Registration] | None:
    if machine.run or application.opaque or application.is_scrambled:
        return None
    layers: list[Registration] = []
    for slot in sorted(listed, key=lambda slot: slot.time):
        layers.insert(0 if slot.end == "outer" else len(layers), slot)
    return layers


def list_of_layers(machine: Machine, application: Application) -> ListObject | None:
    """`app.user_middleware` as the list that it is; None where it is not known what is in it, or in which order."""
    layers = layers_in_order(machine, application)
    if layers is None:
        return None
    made = ListObject([Item(slot.layer, slot.chain, slot.conditions, slot.grows) for slot in layers])
    made.is_of_stack = True
    return made


def put_back(machine: Machine, application: Application, listed: Value, frame: Frame) -> bool:
    """Make what is in a list the layers of the application; False where that is not known, or may be otherwise for who has it."""
    before = layers_in_order(machine, application)
    is_list = isinstance(listed, (ListObject, TupleValue)) and not listed.open
    if before is None or not is_list or not isinstance(listed, (ListObject, TupleValue)) or machine.following:
        return False
    known = {id(slot.layer): slot for slot in before}
    places = [id(item.value) for item in listed.items]
    is_plain = all(isinstance(item.value, Layer) for item in listed.items) and len({*places}) == len(places)
    is_less = not known.keys() <= {*places}
    if (
        not is_plain
        or getattr(listed, "is_scrambled", False)
        or (is_less and not _is_set_up(machine, application, frame))
    ):
        return False
    kept = [place for place in places if place in known]
    if kept != [place for place in known if place in places]:
        after = [_placed(machine, item._replace(chain=machine.chain), "inner", "list") for item in listed.items]
    else:
        after = _around(machine, [*listed.items], known)
    replace_layers(application, before, after)
    return True


def _around(machine: Machine, items: list[Item], known: dict[int, Registration]) -> list[Registration]:
    """Layers that are in a list with those that were there, which keep their order: only what comes between them moves these."""
    old = [index for index, item in enumerate(items) if id(item.value) in known]
    first, end = (old[0], old[-1] + 1) if old else (0, 0)
    is_split = len(old) < end - first
    stay: list[Registration] = []
    for item in items[first:end]:
        slot = known.get(id(item.value))
        if slot is None:
            stay.append(_placed(machine, item, "inner"))
            continue
        slot = slot._replace(conditions=item.conditions | machine.conditions)
        stay.append(slot._replace(time=machine.tick(), end="inner") if is_split else slot)
    front = [_placed(machine, item, "outer") for item in reversed(items[:first])]
    return [*stay, *front, *(_placed(machine, item, "inner") for item in items[end:])]


def _placed(machine: Machine, item: Item, end: str, form: str = "") -> Registration:
    is_element = len(item.chain) > len(machine.chain) and item.chain[: len(machine.chain)] == machine.chain
    chain, form = item.chain if is_element else machine.chain, form or ("list" if is_element else "edit")
    conditions = item.conditions | machine.conditions
    assert isinstance(item.value, Layer)
    return Registration(item.value, chain, conditions, machine.tick(), machine.run, end, form, item.grows)


def hide_changed(machine: Machine) -> None:
    """Mark the applications whose list is one that the program has changed since, by the name that it has elsewhere."""
    for application, listed, items, node, frame in machine.put:
        if listed.open or listed.items != items:
            machine.hide(application, "the list that `user_middleware` was given is changed", node, frame)
            application.is_scrambled = True


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
    is_done_by_its_module = any(step.module is application.module for step in machine.chain)
    if machine.following or is_comprehension or not is_done_by_its_module:
        return False
    started = [getattr(node, "body", None) for node in machine.lifecycle]
    return not any(step.block is body for step in machine.chain for body in started)


def copy_of_stack(machine: Machine, stack: StackList) -> Value:
    """`list(app.user_middleware)`: what becomes of the copy is nothing to the stack, unless the program puts a list in its place."""
    known = list_of_layers(machine, stack.application) if not machine.following else None
    if known is not None:
        return known
    return stack if machine.modules.says(_PUT_BACK) else ASKED


def layers_of(machine: Machine, value: Value) -> Value:
    """What goes through `app.user_middleware` has its layers as they are, where these are known."""
    known = (
        list_of_layers(machine, value.application) if isinstance(value, StackList) and not machine.following else None
    )
    return value if known is None else known


def list_to_ask(machine: Machine, value: Value) -> ListObject | None:
    """The layers that are for certain in `app.user_middleware` where it is gone through, for who only asks what they are."""
    if not isinstance(value, StackList) or machine.following:
        return None
    listed = [slot for slot in value.application.slots if slot.end in _ENDS]
    is_certain = all(slot.conditions <= machine.conditions for slot in listed)
    layers = _in_order(machine, value.application, listed) if is_certain else None
    if layers is None:
        return None
    made = ListObject([Item(slot.layer, slot.chain, machine.conditions, slot.grows) for slot in layers])
    made.is_of_stack = True
    return made


_PUT_BACK = r"""user_middleware["']|user_middleware\s*(\[[^\]\n]*\]\s*)?(:[^=\n]*)?\+?=(?!=)"""


def is_all(index: ast.expr) -> bool:
    """`:` in `layers[:]`."""
    return isinstance(index, ast.Slice) and index.lower is index.upper is index.step is None


def is_nothing(value: Value) -> bool:
    """`[]`, which is given for all that there is."""
    return isinstance(value, (ListObject, TupleValue)) and not value.items and not value.open
