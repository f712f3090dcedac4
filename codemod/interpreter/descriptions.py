"""Values described so that two runs of a program can be compared, and what is made of values that are not known.

A constant is its value. What is handed on as an object stays the same object wherever a registration stands, so its kind and its
origin are enough; of what a call itself builds, a list or a dict, the parts count.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.containers import items_of
from codemod.interpreter.values import (
    UNKNOWN,
    Alternatives,
    Arguments,
    BaseMethod,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Imported,
    Instance,
    ListObject,
    Opaque,
    TupleValue,
    Unknown,
    Value,
    alternatives,
)
from codemod.library_names import PARSES, last_name

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

DEEP = 5  # lists in lists
_PARTS = 3  # of them of what something is made of


def described(value: Value, depth: int = 0) -> object:
    """A value as far as two runs can be compared: equal when the same is given, as far as it is known."""
    match value:
        case Unknown(why):
            return "unknown", why
        case Opaque(name=name):
            return "opaque", name
        case Constant(value=constant):
            return type(constant).__name__, repr(constant)
        case Function(node=node):
            return "function", getattr(node, "name", "<lambda>")
        case Class(node=node):
            return "class", node.name
        case Instance(cls=Class() as cls, changed=now):  # one that is handed on stays the same, whatever becomes of it
            return "object", described(cls, depth), now if depth else None
        case Instance() if depth < DEEP and is_from_file(value):
            return _told_apart(value, depth), _changed_in(value, depth)
        case Instance(cls=cls, arguments=given, changed=now) if depth < DEEP:
            parts = tuple(described(part, depth + 1) for part in (given.all() if value.seen is None else value.seen))
            return "object", described(cls, depth), parts, now
        case BaseMethod(instance, _, name):
            return "member", name, described(instance, depth + 1)  # it may be something that the object holds
        case External(dotted):
            return "name", dotted
        case Imported(module=module, name=name):
            return "import", module.name, name
        case Alternatives(values):
            return frozenset(described(part, depth) for part in values)
        case DictObject(items=parts) if depth < DEEP:
            return "dict", tuple((key, described(part, depth + 1)) for key, part in parts.items())
    items = items_of(value) if depth < DEEP else None
    if items is not None:
        return "list", tuple(described(item.value, depth + 1) for item in items)
    return type(value).__name__


def is_from_file(value: Value) -> bool:
    """Whether a value is what was read of a file of data, or a part of it that has a key: `conf["db"]["url"]`."""
    match value:
        case Instance(cls=External(dotted)) if dotted in PARSES:
            return True
    return is_item(value)


def is_item(value: Value) -> bool:
    match value:
        case Instance(cls=External("item"), arguments=Arguments(positional=(whole, Constant(value=str())))):
            return is_from_file(whole)
    return False


def is_view(value: Value) -> bool:
    """Whether a value is data, or what shows it: `conf.items()`."""
    match value:
        case Instance(cls=External(dotted), arguments=Arguments(positional=(whole,))) if is_from_file(whole):
            return last_name(dotted) in ("items", "keys", "values")
    return is_from_file(value)


def whole_of(value: Value) -> Value:
    """Of a part all that was read: another part may be the same object, by an anchor of YAML."""
    while is_item(value) and isinstance(value, Instance):
        value = value.arguments.positional[0]
    return value


def _told_apart(value: Instance, depth: int) -> object:
    """What was read of a file, or a part of it, whatever became of other parts."""
    given = value.arguments.all() if value.seen is None else value.seen
    parts = tuple(
        _told_apart(part, depth + 1)
        if isinstance(part, Instance) and is_from_file(part)
        else described(part, depth + 1)
        for part in (given if depth < DEEP else ())
    )
    return described(value.cls), parts, value.changed


def _changed_in(value: Instance, depth: int) -> object:
    """What became of the parts."""
    parts = value.attributes.items() if depth < DEEP else ()
    inner = ((key, part.changed, _changed_in(part, depth + 1)) for key, part in parts if isinstance(part, Instance))
    return tuple(one for one in sorted(inner, key=lambda one: one[0]) if one[1] is not None or one[2])


def made_from(machine: Machine, what: str, *values: Value) -> Value:
    """What is made of values by something that is not worked out: unknown, but another one when they are others.

    Only in a thorough look, whose two runs are compared.
    """
    if not machine.thorough or machine.following:
        return UNKNOWN
    parts = tuple(described(value, DEEP - _PARTS) for value in values)
    return Unknown(f"{what} of {hash(parts):x}")


def note_decision(machine: Machine, value: Value) -> None:
    """Record, in a thorough look, what decided something that is not settled: one of several values is another one with it."""
    if machine.thorough and not machine.following:
        machine.decisions.append((machine.chain, _as_test(value)))


def note_choice(machine: Machine, function: Value, node: ast.expr, frame: Frame) -> None:
    """Record, in a thorough look, which function a table has that is called out of it: another one may do something else."""
    if machine.following:
        return
    machine.decisions.append((machine.chain, _as_callee(function)))
    for part in alternatives(function):
        machine.out_of_tables.append((machine.chain, (frame.module.path, node.lineno, node.col_offset), part))


def _as_callee(function: Value) -> object:
    match function:
        case Function(node=ast.Lambda() as node, frame=frame):
            return "lambda", frame.module.path, ast.dump(node)
        case Function(node=node, frame=frame):
            return "function", frame.module.path, getattr(node, "name", "")
    return described(function, 1)


def _as_test(value: Value) -> object:
    """What a test asks of a value: of a list or dict no more than whether something is in it."""
    match value:
        case DictObject(items=parts):
            return "dict", bool(parts), value.open
        case ListObject() | TupleValue():
            return "list", bool(value.items), value.open
    return described(value, 1)
