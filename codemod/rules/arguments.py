"""What a layer is given, described so that two runs of a program can be compared: a move must not change it.

A constant is its value. What is handed on as an object stays the same object wherever the registration stands, so its kind and its
origin are enough; of what the call itself builds, a list or a dict, the parts count.
"""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.containers import items_of
from codemod.interpreter.values import (
    Alternatives,
    Arguments,
    BaseMethod,
    Class,
    Constant,
    DictObject,
    External,
    Function,
    Imported,
    Instance,
    ListObject,
    Opaque,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEP = 5  # lists in lists


def changed_argument(before: Arguments, after: Arguments) -> str | None:
    """How a report names the first argument that is another one after; None when there is none."""
    were, are = dict(_described(before)), dict(_described(after))
    return next((name for name in {**were, **are} if were.get(name) != are.get(name)), None)


def _described(arguments: Arguments) -> Iterator[tuple[str, object]]:
    for number, value in enumerate(arguments.positional, 1):
        yield f"argument {number}", described(value)
    for name, value in arguments.named:
        yield f"`{name}`", described(value)


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
        case Instance(cls=cls, arguments=given, changed=now) if depth < _DEEP:
            parts = tuple(described(part, depth + 1) for part in (given.all() if value.seen is None else value.seen))
            return "object", described(cls, depth), parts, now
        case BaseMethod(instance, _, name):
            return "member", name, described(instance, depth)
        case External(dotted):
            return "name", dotted
        case Imported(module=module, name=name):
            return "import", module.name, name
        case Alternatives(values):
            return frozenset(described(part, depth) for part in values)
        case DictObject(items=parts) if depth < _DEEP:
            return "dict", tuple((key, described(part, depth + 1)) for key, part in parts.items())
    items = items_of(value) if depth < _DEEP else None
    if items is not None:
        return "list", tuple(described(item.value, depth + 1) for item in items)
    return type(value).__name__


def is_known(arguments: Arguments) -> bool:
    """Whether a call is seen to give constants, functions, classes, and what is made of them, and nothing else.

    One of several is not known: the same ones may be chosen from otherwise at another place.
    """
    return not arguments.open and all(map(_is_known, arguments.all()))


def _is_known(value: Value, depth: int = 0) -> bool:
    match value:
        case Constant() | Function() | Class() | External():
            return True
        case DictObject(items=parts) if depth < _DEEP and not value.open:
            return all(_is_known(part, depth + 1) for part in parts.values())
        case ListObject(items=items) | TupleValue(items=items) if depth < _DEEP and not value.open:
            return all(_is_known(item.value, depth + 1) for item in items)
    return False
