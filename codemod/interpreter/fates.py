"""What becomes of one element of many: of the header `set-cookie` in `[pair for pair in headers if pair[0] != b"server"]`.

The name of the element is known, its value is not. Text and bytes are taken for the same: headers are written in either way.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.containers import items_of
from codemod.interpreter.machine import as_text
from codemod.interpreter.scope import is_scope
from codemod.interpreter.values import Constant, DictObject, Frame, ListObject, Value, alternatives
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from typing import TypeAlias

    from codemod.interpreter.machine import Machine

_METHODS = frozenset(
    [
        "lower",
        "upper",
        "casefold",
        "strip",
        "decode",
        "encode",
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "title",
    ]
)
_CODINGS = frozenset({"decode", "encode"})
_LOOKS = (ast.Name, ast.Attribute, ast.Constant, ast.List, ast.Tuple, ast.Set)


class Element(NamedTuple):
    """An element: its name, or a pair of its name and a value that is not known."""

    name: str


class Open(NamedTuple):
    """A value that is not known."""

    kind: str = "open"


OPEN = Open()
Known: TypeAlias = "Element | Open | str | bool | int | None | float | frozenset[object]"
Names: TypeAlias = "dict[str, Known]"


def named(target: ast.expr, element: Element, iterable: ast.expr) -> Names:
    """The names that a loop gives to an element: of `enumerate(...)` the first is a number."""
    is_counted = (
        isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name) and iterable.func.id == "enumerate"
    )
    match target:
        case ast.Tuple(elts=[first, second]) if is_counted:
            counter: Names = {first.id: OPEN} if isinstance(first, ast.Name) else {}
            return {**counter, **named(second, element, second)}
        case ast.Tuple(elts=[ast.Name(id=name), ast.Name(id=value)]):
            return {value: OPEN, name: element.name}
        case ast.Name(id=name):
            return {name: element}
    return {part.id: OPEN for part in nodes_in(target) if isinstance(part, ast.Name)}


def is_itself(machine: Machine, node: ast.expr, target: ast.expr, names: Names, frame: Frame) -> bool:
    """Whether the element is given as it is: `pair for pair in ...`, `(name.lower(), value) for name, value in ...`."""
    match node, target:
        case ast.Tuple(elts=[name, value]), ast.Tuple(elts=[ast.Name(id=given), ast.Name() as same]):
            is_named = worked_out(machine, name, names, frame) == names.get(given, OPEN) != OPEN
            return is_named and ast.unparse(value) == same.id
    return ast.unparse(node).strip("()[]") == ast.unparse(target).strip("()[]")


def is_same(machine: Machine, node: ast.expr, target: ast.expr, names: Names, frame: Frame) -> bool:
    """Whether a value is taken over as it is: `value` or `scope[key]`; of `value if key in SHARED else copy(value)`, of each arm."""
    match node, target:
        case ast.IfExp(test=test, body=body, orelse=orelse), _:
            outcome = worked_out(machine, test, names, frame)
            arms = [body, orelse] if outcome is OPEN else [body if outcome else orelse]
            return all(is_same(machine, arm, target, names, frame) for arm in arms)
        case ast.Name(id=value), ast.Tuple(elts=[_, ast.Name(id=given)]):
            return value == given
        case (
            ast.Subscript(value=owner, slice=ast.Name(id=key)),
            ast.Tuple(elts=[ast.Name(id=given), _]) | ast.Name(id=given),
        ):
            return key == given and is_scope(machine.evaluate(owner, frame))
    return False


def is_kept(machine: Machine, tests: list[ast.expr], names: Names, frame: Frame) -> bool | None:
    """Whether an element passes all these tests; None when that is not known."""
    outcomes = [worked_out(machine, test, names, frame) for test in tests]
    if any(outcome is not OPEN and not outcome for outcome in outcomes):
        return False
    return None if OPEN in outcomes else True


def worked_out(machine: Machine, node: ast.expr, names: Names, frame: Frame) -> Known:
    def of(part: ast.expr) -> Known:
        found = worked_out(machine, part, names, frame)
        return found.name if isinstance(found, Element) else found

    match node:
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.Subscript(value=base, slice=ast.Constant(value=0)):
            found = worked_out(machine, base, names, frame)
            return found.name if isinstance(found, Element) else OPEN
        case ast.IfExp(test=test, body=body, orelse=orelse):
            outcome = of(test)
            return OPEN if outcome is OPEN else of(body if outcome else orelse)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            value = of(operand)
            return OPEN if value is OPEN else not value
        case ast.BoolOp(op=operator, values=parts):
            is_all = isinstance(operator, ast.And)
            values = [of(part) for part in parts]
            if any(value is not OPEN and bool(value) != is_all for value in values):
                return not is_all
            return OPEN if OPEN in values else is_all
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return compared(of(left), operator, of(right))
        case ast.Call(func=ast.Attribute(value=base, attr=method), args=args) if method in _METHODS:
            given = [] if method in _CODINGS else [of(part) for part in args]
            return asked(of(base), method, given)
        case ast.JoinedStr():
            return OPEN
    if isinstance(node, _LOOKS) and not any(isinstance(part, ast.Name) and part.id in names for part in nodes_in(node)):
        return plain(machine.evaluate(node, frame))
    return OPEN


def compared(left: Known, operator: ast.cmpop, right: Known) -> Known:
    if left is OPEN or right is OPEN:
        return OPEN
    match operator:
        case ast.Eq() | ast.Is():
            return left == right
        case ast.NotEq() | ast.IsNot():
            return left != right
        case ast.In() | ast.NotIn():
            is_text = isinstance(right, str) and isinstance(left, str)
            if not is_text and not isinstance(right, frozenset):
                return OPEN
            return (left in right) == isinstance(operator, ast.In)  # type: ignore[operator]
    return OPEN


def asked(text: Known, method: str, given: list[Known]) -> Known:
    """What a method of a text gives."""
    if not isinstance(text, str) or OPEN in given:
        return OPEN
    if method in _CODINGS:
        return text
    parts = [tuple(part) if isinstance(part, frozenset) else part for part in given]
    try:
        return getattr(text, method)(*parts)  # type: ignore[no-any-return]
    except TypeError:
        return OPEN


def plain(value: Value) -> Known:
    """A constant, and a collection of them, in which the order does not matter."""
    if isinstance(value, Constant):
        given = value.value
        return as_text(given) if isinstance(given, (str, bytes)) else given if isinstance(given, (bool, int)) else OPEN
    if isinstance(value, DictObject) and not value.open and not value.keys:
        return frozenset(value.items)
    items = items_of(value)
    if items is None or getattr(value, "open", False) or len(alternatives(value)) > 1:
        return OPEN
    if isinstance(value, ListObject) and any(item.conditions for item in items):
        return OPEN
    parts = [plain(item.value) for item in items]
    return OPEN if OPEN in parts else frozenset(parts)
