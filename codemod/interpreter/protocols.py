"""Code that Python runs without its being called by name: when something is shown, compared, rebound, made.

A thorough look runs all of it, another one what an object itself has for an operator, an item, an attribute or a text.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.conditions import call_special
from codemod.interpreter.values import (
    Arguments,
    DictObject,
    Frame,
    Instance,
    ListObject,
    TupleValue,
    Value,
    alternatives,
)

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

_DEEP = 3  # objects in lists in lists
SHOWN = ("__str__", "__repr__")  # what makes a text of an object, the first that there is


def show(machine: Machine, value: Value, names: tuple[str, ...], node: ast.AST, frame: Frame, depth: int = 0) -> None:
    """Make a text of a value, and of what a container holds: the first of these methods that its class has is run."""
    is_shallow = not (machine.thorough or machine.following)
    if depth > _DEEP:
        return
    for part in alternatives(value):
        match part:
            case Instance():
                for name in names:
                    if call_special(machine, part, name, Arguments(), node, frame) is not None:
                        break
            case ListObject(items=items) | TupleValue(items=items) if not is_shallow:
                for item in items:
                    show(machine, item.value, ("__repr__",), node, frame, depth + 1)
            case DictObject(items=parts) if not is_shallow:
                for other in parts.values():
                    show(machine, other, ("__repr__",), node, frame, depth + 1)


def compare(machine: Machine, values: list[Value], name: str, node: ast.AST, frame: Frame) -> None:
    """Compare values with each other, as sorting and counting do; in a request each with one other, which tells what it asks for."""
    for value in values if machine.thorough or machine.following else ():
        if isinstance(value, Instance):
            for other in values if machine.thorough else values[:1]:
                call_special(machine, value, name, Arguments((other,)), node, frame)
