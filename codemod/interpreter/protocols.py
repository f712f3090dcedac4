"""Code that Python runs without its being called by name: when something is shown, compared, rebound, made.

A thorough look runs all of it, another one what an object itself has for an operator, an item, an attribute or a text.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.classes import method_of
from codemod.interpreter.conditions import call_special, truth_of
from codemod.interpreter.containers import items_of
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.values import (
    Arguments,
    Class,
    Constant,
    DictObject,
    Frame,
    Instance,
    ListObject,
    TupleValue,
    Value,
    alternatives,
    constant,
    join,
)

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

_DEEP = 3  # objects in lists in lists
SHOWN = ("__str__", "__repr__")  # what makes a text of an object, the first that there is
PLAINLY = Arguments((constant(""),))  # how `format(value)` shows it


def show(
    machine: Machine,
    value: Value,
    names: tuple[str, ...],
    node: ast.AST,
    frame: Frame,
    depth: int = 0,
    how: Arguments = PLAINLY,
) -> Value:
    """Make a text of a value, and of what a container holds: the first of these methods that its class has is run.

    Gives what that gave, where it is looked at thoroughly, else the value. ``how`` is what a `__format__` is given.
    """
    if depth > _DEEP:
        return value
    texts = [_shown(machine, part, names, node, frame, depth, how) for part in alternatives(value)]
    is_as_it_is = not machine.thorough or all(
        text is part for text, part in zip(texts, alternatives(value), strict=True)
    )
    return value if is_as_it_is else join(texts)


def _shown(
    machine: Machine, value: Value, names: tuple[str, ...], node: ast.AST, frame: Frame, depth: int, how: Arguments
) -> Value:
    is_shallow = not (machine.thorough or machine.following)
    match value:
        case Instance():
            found = (call_special(machine, value, name, _given(name, how), node, frame) for name in names)
            own = next((text for text in found if text is not None), None)
            return value if own is None else own
        case ListObject(items=items) | TupleValue(items=items) if not is_shallow:
            parts = [item.value for item in items]
        case DictObject(items=held) if not is_shallow:
            parts = [*held.values()]
        case _:
            return value
    texts = [show(machine, part, ("__repr__",), node, frame, depth + 1) for part in parts]
    if all(text is part for text, part in zip(texts, parts, strict=True)):
        return value
    return made_from(machine, "text", *texts)


def _given(name: str, how: Arguments = PLAINLY) -> Arguments:
    return how if name == "__format__" else Arguments()


def compare(machine: Machine, values: list[Value], name: str, node: ast.AST, frame: Frame) -> None:
    """Compare values with each other, as sorting and counting do; in a request each with one other, which tells what it asks for."""
    for value in values if machine.thorough or machine.following else ():
        if isinstance(value, Instance):
            for other in values if machine.thorough else values[:1]:
                call_special(machine, value, name, Arguments((other,)), node, frame)


def converted(machine: Machine, value: Value, names: tuple[str, ...], node: ast.AST, frame: Frame) -> Value | None:
    """What the first of these methods that an object has gives: `int(version)`."""
    found = (call_special(machine, value, name, _given(name), node, frame) for name in names)
    return next((own for own in found if own is not None), None)


# Functions of Python's own that go through what they are given, and those that ask whether its elements are true.
GATHERING = frozenset({f"builtins.{name}" for name in ("sum", "any", "all", "set", "frozenset", "bytearray", "bytes")})
_ASKING = ("any", "all")


def gone_through_by(machine: Machine, name: str, value: Value, node: ast.AST, frame: Frame) -> Value:
    """What such a function finds in an object of the program's own."""
    own = call_special(machine, value, "__iter__", Arguments(), node, frame)
    found = value if own is None else own
    if name not in _ASKING:
        return found
    items = [item.value for item in items_of(found) or ()]
    truths = [truth_of(machine, part, node, frame) for part in items]
    is_plain = all(truth is part for truth, part in zip(truths, items, strict=True))
    return found if is_plain else made_from(machine, name, *truths)


def item_of_class(machine: Machine, cls: Class, index: Value, node: ast.AST, frame: Frame) -> Value | None:
    """`Zone["WEB"]` of an enum, and what `__class_getitem__` or a metaclass gives; None where it is none of these."""
    if cls.is_enum and isinstance(index, Constant) and isinstance(index.value, str):
        return cls.names.get(index.value)
    method = method_of(cls.meta, "__getitem__") if cls.meta is not None else None
    method = method or method_of(cls, "__class_getitem__")
    if method is None:
        return None
    return machine.call(method._replace(bound=cls), Arguments((index,)), node, frame)
