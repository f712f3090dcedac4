"""What a layer is given, compared in two runs of a program: a move must not change it."""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.descriptions import DEEP, described
from codemod.interpreter.values import (
    Arguments,
    Class,
    Constant,
    DictObject,
    External,
    Function,
    ListObject,
    TupleValue,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def changed_argument(before: Arguments, after: Arguments) -> str | None:
    """How a report names the first argument that is another one after; None when there is none."""
    were, are = dict(_described(before)), dict(_described(after))
    return next((name for name in {**were, **are} if were.get(name) != are.get(name)), None)


def _described(arguments: Arguments) -> Iterator[tuple[str, object]]:
    for number, value in enumerate(arguments.positional, 1):
        yield f"argument {number}", described(value)
    for name, value in arguments.named:
        yield f"`{name}`", described(value)


def is_known(arguments: Arguments) -> bool:
    """Whether a call is seen to give constants, functions, classes, and what is made of them, and nothing else.

    One of several is not known: the same ones may be chosen from otherwise at another place.
    """
    return not arguments.open and all(map(_is_known, arguments.all()))


def _is_known(value: Value, depth: int = 0) -> bool:
    match value:
        case Constant() | Function() | Class() | External():
            return True
        case DictObject(items=parts) if depth < DEEP and not value.open:
            return all(_is_known(part, depth + 1) for part in parts.values())
        case ListObject(items=items) | TupleValue(items=items) if depth < DEEP and not value.open:
            return all(_is_known(item.value, depth + 1) for item in items)
    return False
