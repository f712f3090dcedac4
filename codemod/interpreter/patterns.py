"""What the names in a pattern of `match` stand for: the subject, or a part of it, which they are other names for."""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.binding import bind_name, elements_for
from codemod.interpreter.expressions import element_of
from codemod.interpreter.values import (
    UNKNOWN,
    Class,
    DictObject,
    External,
    Frame,
    ListObject,
    TupleValue,
    Value,
    alternatives,
    constant,
    join,
)
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine


def capture(machine: Machine, pattern: ast.pattern, value: Value, frame: Frame) -> None:
    """Bind the names in a pattern, as they are when a value fits it."""
    match pattern:
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None:
                capture(machine, inner, value, frame)
            _bind(machine, name, value, frame)
        case ast.MatchStar(name=name):
            _bind(machine, name, value, frame)
        case ast.MatchOr(patterns=patterns):
            _capture_either(machine, patterns, value, frame)
        case ast.MatchSequence(patterns=patterns):
            for inner, part in zip(patterns, _elements(patterns, value), strict=True):
                capture(machine, inner, part, frame)
        case ast.MatchMapping(keys=keys, patterns=patterns, rest=rest):
            for key, inner in zip(keys, patterns, strict=True):
                held = [
                    element_of(machine, part, machine.evaluate(key, frame), key, frame) for part in alternatives(value)
                ]
                capture(machine, inner, join(held), frame)
            _bind(machine, rest, _rest(keys, value), frame)
        case ast.MatchClass():
            _capture_of_class(machine, pattern, value, frame)


def _bind(machine: Machine, name: str | None, value: Value, frame: Frame) -> None:
    if name is not None:
        bind_name(machine, name, value, frame)


def _capture_either(machine: Machine, patterns: list[ast.pattern], value: Value, frame: Frame) -> None:
    """Of several patterns any may fit: they bind the same names."""
    found: dict[str, list[Value]] = {}
    for inner in patterns:
        capture(machine, inner, value, frame)
        for part in nodes_in(inner):
            if name := getattr(part, "name", None) or getattr(part, "rest", None):
                found.setdefault(name, []).append(frame.names.get(name, UNKNOWN))
    for name, values in found.items():
        bind_name(machine, name, join(values), frame)


def _elements(patterns: list[ast.pattern], value: Value) -> list[Value]:
    """What each pattern of a sequence stands for, a star for a list of its own."""
    targets: list[ast.expr] = [
        ast.Starred(ast.Name("")) if isinstance(inner, ast.MatchStar) else ast.Name("") for inner in patterns
    ]
    rows = [elements_for(targets, part) for part in alternatives(value) if isinstance(part, (ListObject, TupleValue))]
    fitting = [row for row in rows if len(row) == len(patterns)]
    return [join([row[index].value for row in fitting]) for index in range(len(patterns))]


def _rest(keys: list[ast.expr], value: Value) -> Value:
    """What `**rest` is: a dict of its own."""
    if not isinstance(value, DictObject):
        return UNKNOWN
    named = {key.value for key in keys if isinstance(key, ast.Constant)}
    return DictObject({key: part for key, part in value.items.items() if key not in named}, value.open)


def _capture_of_class(machine: Machine, pattern: ast.MatchClass, value: Value, frame: Frame) -> None:
    cls = machine.evaluate(pattern.cls, frame)
    if isinstance(cls, External) and len(pattern.patterns) == 1:  # `str(name)`: the value itself
        capture(machine, pattern.patterns[0], value, frame)
        return
    named = machine.attribute(cls, "__match_args__", pattern, frame) if isinstance(cls, Class) else UNKNOWN
    for index, inner in enumerate(pattern.patterns):
        attribute = element_of(machine, named, constant(index), pattern, frame)
        held = machine.attribute(value, str(getattr(attribute, "value", "")), pattern, frame)
        capture(machine, inner, held, frame)
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        capture(machine, inner, machine.attribute(value, name, pattern, frame), frame)
