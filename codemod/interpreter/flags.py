"""Flags that are combined: `Collect.PATH | Collect.AGENT` of `class Collect(Flag)`."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

from codemod.interpreter.classes import linearized
from codemod.interpreter.values import Class, Constant, External, Instance, Value, constant

_BASES = frozenset({External("enum.Flag"), External("enum.IntFlag")})
_OPERATORS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
}


def is_of_flags(cls: Value) -> bool:
    return isinstance(cls, Class) and cls.is_enum and not _BASES.isdisjoint(linearized(cls))


def bits_of(value: Value | None) -> int | None:
    """The number that a flag, or several, stand for."""
    if not isinstance(value, Instance) or not is_of_flags(value.cls):
        return None
    number = value.attributes.get("value")
    return number.value if isinstance(number, Constant) and isinstance(number.value, int) else None


def combined(kind: ast.operator, one: Value, other: Value) -> Value | None:
    """What an operator makes of two flags of one class; None where they are none."""
    first, second = bits_of(one), bits_of(other)
    if first is None or second is None or type(kind) not in _OPERATORS:
        return None
    assert isinstance(one, Instance)
    assert isinstance(other, Instance)
    return flag(one, _OPERATORS[type(kind)](first, second)) if one.cls is other.cls else None


def flag(like: Instance, bits: int) -> Instance:
    made = Instance(like.cls, like.arguments, like.node, like.chain)
    made.attributes, made.settled = {"value": constant(bits)}, {"value"}
    return made


def number_in(node: ast.expr | None, known: dict[str, int]) -> int | None:
    """What the body of such a class gives a name by the names above it: `ALL = PATH | AGENT`."""
    match node:
        case ast.Name(id=name):
            return known.get(name)
        case ast.BinOp(left=left, op=kind, right=right) if type(kind) in _OPERATORS:
            one, other = number_in(left, known), number_in(right, known)
            return None if one is None or other is None else _OPERATORS[type(kind)](one, other)
    return None
