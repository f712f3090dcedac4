"""What is not followed may change what it is given, or what it can reach from there: a thorough look takes it to be changed.

What is read of a changed object is a value of its own for each place that changes it, so that two runs of a program can be compared.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.descriptions import described, is_from_file, is_item, whole_of
from codemod.interpreter.values import (
    Alternatives,
    Arguments,
    BaseMethod,
    Class,
    Constant,
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
    View,
    is_lost,
)
from codemod.library_names import CHANGES_NOTHING, CONFIG, is_reading_name, is_unchangeable, last_name

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine


def mark(node: ast.AST) -> Unknown:
    """What is read of an object after a node has changed it in a way that is not seen."""
    # Not by its row: the statement that moves may be one that changes something.
    return Unknown(f"changed by {ast.unparse(node)}")


def also(before: Value | None, now: Unknown) -> Unknown:
    """What is read of an object that was changed before: it is changed again."""
    if not isinstance(before, Unknown) or not is_lost(before):
        return now
    return Unknown(f"{now.kind}, which was {hash(before.kind):x}")


def changes_nothing(name: str) -> bool:
    """Whether a function or method of this name, whose source is not at hand, leaves what it is given as it is."""
    return name in CHANGES_NOTHING or is_reading_name(name)


def change(machine: Machine, value: Value, node: ast.AST) -> None:
    """Something that is not followed may have changed an object and what hangs on it."""
    if machine.thorough:
        _change(whole_of(value), mark(node), set())


def change_any_attribute(machine: Machine, attributes: DictObject, node: ast.AST) -> None:
    """Any attribute of the object whose attributes are in a dict may be another now, also one that its class has given it."""
    owner = attributes.of
    if machine.thorough and owner is not None:
        owner.changed = also(owner.changed, mark(node))


def change_given(machine: Machine, arguments: Arguments, node: ast.AST) -> None:
    """Something that is not followed may have changed what it was given: of a file of data the part alone."""
    for value in arguments.all() if machine.thorough else ():
        _change(value, mark(node), set())


def scramble(machine: Machine, owner: ListObject, node: ast.AST) -> None:
    """The elements of a list are not where they were, or not the same."""
    owner.scramble()
    if machine.thorough:  # they themselves are what they were
        now = also(Unknown(str(described(owner))), mark(node))
        owner.items[:] = [item._replace(value=now) for item in owner.items]


def _change(value: Value, now: Unknown, seen: set[int]) -> None:
    if id(value) in seen or (isinstance(value, Instance) and is_unchanged(value)):
        return
    seen.add(id(value))
    for part in _parts(value):
        _change(part, now, seen)
    match value:
        case DictObject(items=parts):
            parts.update({key: also(part, now) for key, part in parts.items()})
            value.open = True  # it may have other keys
        case View():
            pass  # which shows what there is
        case ListObject(items=items):
            items[:] = [item._replace(value=also(item.value, now)) for item in items]
            value.open = True
        case Instance(attributes=attributes) | Opaque(attributes=attributes):
            attributes.update({name: also(part, now) for name, part in attributes.items()})
            value.changed = also(value.changed, now)
        case Class(names=names):
            names.update({name: now for name, held in names.items() if isinstance(held, Constant)})


def is_unchanged(value: Instance) -> bool:
    return isinstance(value.cls, External) and is_unchangeable(value.cls.dotted)


def _parts(value: Value) -> list[Value]:
    """What can be reached from an object: what a class known only by name was given, it may have kept."""
    match value:
        case DictObject(items=parts):
            return [*parts.values()]
        case ListObject(items=items) | TupleValue(items=items):
            return [item.value for item in items]
        case Opaque(attributes=attributes):
            return [*attributes.values()]
        case Instance(cls=External("collections.ChainMap"), attributes=attributes, arguments=given):
            return [*attributes.values(), *given.positional[:1]]  # it writes into the first that it was given
        case Instance(attributes=attributes) if is_item(value):
            return [*attributes.values()]  # what holds it holds the others as they were
        case Instance(cls=cls, attributes=attributes, arguments=given):
            kept = () if isinstance(cls, Class) else given.all()
            return [*attributes.values(), *(part for part in kept if not is_only_asked(part))]
        case BaseMethod(instance):
            return [instance]
        case Alternatives(values):
            return [*values]
    return []


def is_only_asked(value: Value) -> bool:
    """What an object that was given it does no more than ask: `OAuth(config)` looks there for the keys of its clients."""
    return isinstance(value, Instance) and value.cls == External(CONFIG)


FLAT = 4  # how deep a copy is that shares what it holds


def copy_of(value: Value, depth: int = 0, own_copy: Callable[[Value], Value | None] = lambda _: None) -> Value:
    """A copy of a value and of what it holds; ``own_copy`` gives that of an object whose class says how it is copied."""

    def inner(part: Value) -> Value:
        return copy_of(part, depth + 1, own_copy)

    match value:
        case DictObject(items=parts) if depth < 5:
            return DictObject({key: inner(part) for key, part in parts.items()}, value.open)
        case ListObject(items=items) if depth < 5:
            return ListObject([item._replace(value=inner(item.value)) for item in items], value.open)
        case Instance() if depth < 5:
            own = own_copy(value)
            if own is not None:
                return own
            twin = Instance(value.cls, value.arguments, value.node, value.chain)
            twin.attributes = {name: inner(part) for name, part in value.attributes.items()}
            twin.changed, twin.row = value.changed, value.row
            return twin
    return value


def held(machine: Machine, name: str, *values: Value, node: ast.AST) -> Value | None:
    """What something that is not followed gives: it may be, or hold, each object that it was given. None where it holds none."""
    if not machine.thorough or not any(isinstance(value, _OBJECTS) for value in values):
        return None
    return as_seen(Instance(External(name), Arguments(values), node))


def as_seen(value: Instance) -> Instance:
    """Keep with what a function gave back how that was which it was given: it says what it was made of."""
    twins: dict[int, Value] = {}
    value.seen = tuple(_snapshot(part, twins) for part in value.arguments.all())
    return value


def _snapshot(value: Value, twins: dict[int, Value]) -> Value:
    """The value as it is now; ``twins`` are those of the objects that were met, so that each is copied once."""
    if id(value) in twins:
        return twins[id(value)]
    match value:
        case DictObject(items=parts):
            copy = twins[id(value)] = DictObject({}, value.open)
            copy.items = {key: _snapshot(part, twins) for key, part in parts.items()}
            return copy
        case ListObject(items=items):
            row = twins[id(value)] = ListObject([], value.open)
            row.items = [item._replace(value=_snapshot(item.value, twins)) for item in items]
            return row
        case Instance() if value.seen is not None and is_unchanged(value):
            return value  # a text that was read before what it was read from was changed or closed
        case Instance():
            twin = twins[id(value)] = Instance(value.cls, value.arguments, value.node, value.chain)
            twin.changed = value.changed
            if is_from_file(value):
                twin.attributes = {name: _snapshot(part, twins) for name, part in value.attributes.items()}
            given = value.arguments.all()
            twin.seen = tuple(_snapshot(part, twins) for part in given) if given else value.seen
            return twin
        case Class(names=names):
            held = {name: part for name, part in names.items() if isinstance(part, _CONTAINERS)}
            if held:
                told = tuple((name, described(part)) for name, part in held.items())
                return Unknown(f"{value.node.name} of {hash(told):x}")
    return value


_OBJECTS = (DictObject, ListObject, TupleValue, Instance, Opaque, BaseMethod, Alternatives)
_CONTAINERS = (DictObject, ListObject, Instance)  # what a class may have that is changed in place
_CALLED = (Function, Partial)


def is_called(arguments: Arguments) -> bool:
    """Whether a function is given, which whoever is given it is taken to call: that is followed, and is all that is done."""
    return any(isinstance(value, _CALLED) for value in arguments.all())


def is_holder(value: Instance) -> bool:
    """Whether an object is what a function that is not followed gave back: it may be one of those that this was given."""
    return isinstance(value.cls, External) and last_name(value.cls.dotted)[:1].islower()
