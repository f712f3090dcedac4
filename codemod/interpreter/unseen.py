"""What is not followed may change what it is given, or what it can reach from there: a thorough look takes it to be changed.

What is read of a changed object is a value of its own for each place that changes it, so that two runs of a program can be compared.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.library_names import CHANGES_NOTHING, READING_METHODS, last_name
from codemod.interpreter.values import (
    Alternatives,
    Arguments,
    BaseMethod,
    Class,
    DictObject,
    External,
    Function,
    Instance,
    ListObject,
    Opaque,
    Partial,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

_DEEP = 5  # objects in objects


def mark(node: ast.AST) -> Unknown:
    """What is read of an object after a node has changed it in a way that is not seen."""
    return Unknown(
        f"changed by {ast.unparse(node)}"
    )  # not by its row: a moved statement may be one that changes something


def changes_nothing(name: str) -> bool:
    """Whether a function or method of this name, whose source is not at hand, leaves what it is given as it is."""
    return name in CHANGES_NOTHING or name.startswith(READING_METHODS)


def change(machine: Machine, value: Value, node: ast.AST) -> None:
    """Something that is not followed may have changed an object and what hangs on it."""
    if machine.thorough:
        _change(value, mark(node), 0)


def change_given(machine: Machine, arguments: Arguments, node: ast.AST) -> None:
    """Something that is not followed may have changed what it was given."""
    for value in arguments.all():
        change(machine, value, node)


def scramble(machine: Machine, owner: ListObject, node: ast.AST) -> None:
    """The elements of a list are not where they were, or not the same."""
    owner.scramble()
    if machine.thorough:  # they themselves are what they were
        owner.items[:] = [item._replace(value=mark(node)) for item in owner.items]


def _change(value: Value, now: Unknown, depth: int) -> None:
    if depth > _DEEP:
        return
    match value:
        case DictObject(items=parts):
            for part in [*parts.values()]:
                _change(part, now, depth + 1)
            parts.update(dict.fromkeys(parts, now))
        case ListObject(items=items):
            for item in items:
                _change(item.value, now, depth + 1)
            value.items[:] = [item._replace(value=now) for item in items]
        case TupleValue(items):
            for item in items:
                _change(item.value, now, depth + 1)
        case Opaque(attributes=attributes):
            for part in [*attributes.values()]:
                _change(part, now, depth + 1)
            attributes.update(dict.fromkeys(attributes, now))
            value.changed = now
        case Instance(attributes=attributes):
            for part in [*attributes.values()]:
                _change(part, now, depth + 1)
            attributes.update(dict.fromkeys(attributes, now))
            value.changed = now
            if not isinstance(value.cls, Class):
                for part in value.arguments.all():
                    _change(part, now, depth + 1)
        case BaseMethod(instance):
            _change(instance, now, depth + 1)
        case Alternatives(values):
            for part in values:
                _change(part, now, depth + 1)


def held(machine: Machine, name: str, *values: Value, node: ast.AST) -> Value | None:
    """What something that is not followed gives: it may be, or hold, each object that it was given. None where it holds none."""
    if not machine.thorough or not any(isinstance(value, _OBJECTS) for value in values):
        return None
    return as_seen(Instance(External(name), Arguments(values), node))


def as_seen(value: Instance) -> Instance:
    """Keep with what a function gave back how that was which it was given: it says what it was made of."""
    value.seen = tuple(_snapshot(part) for part in value.arguments.all())
    return value


def _snapshot(value: Value, depth: int = 0) -> Value:
    match value:
        case DictObject(items=parts) if depth < _DEEP:
            return DictObject({key: _snapshot(part, depth + 1) for key, part in parts.items()}, value.open)
        case ListObject(items=items) if depth < _DEEP:
            return ListObject([item._replace(value=_snapshot(item.value, depth + 1)) for item in items], value.open)
        case Instance() if depth < _DEEP:
            twin = Instance(value.cls, value.arguments, value.node, value.chain)
            twin.seen = tuple(_snapshot(part, depth + 1) for part in value.arguments.all())
            twin.changed = value.changed
            return twin
    return value


_OBJECTS = (DictObject, ListObject, TupleValue, Instance, Opaque, BaseMethod, Alternatives)
_CALLED = (Function, Partial)


def is_called(arguments: Arguments) -> bool:
    """Whether a function is given, which whoever is given it is taken to call: that is followed, and is all that is done."""
    return any(isinstance(value, _CALLED) for value in arguments.all())


def is_holder(value: Instance) -> bool:
    """Whether an object is what a function that is not followed gave back: it may be one of those that this was given."""
    return isinstance(value.cls, External) and last_name(value.cls.dotted)[:1].islower()
