"""Which cases of a `match` may be taken, as far as what is matched is settled."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codemod.interpreter.attributes import annotated_names
from codemod.interpreter.classes import linearized
from codemod.interpreter.constant_conditions import compared, decided, is_unsure, settled
from codemod.interpreter.kinds import any_or_all, has, is_of
from codemod.interpreter.machine import Machine
from codemod.interpreter.values import (
    Class,
    Connection,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Layer,
    ListObject,
    Scope,
    TupleValue,
    Value,
    alternatives,
)

_NO_SEQUENCE = (Constant, DictObject, Class, Function, Scope, Connection, Layer)
_NO_MAPPING = (Constant, TupleValue, ListObject, Class, Function, Layer)


def cases_left(machine: Machine, node: ast.Match, frame: Frame) -> tuple[list[ast.match_case], bool]:
    """The cases of a `match` that may be taken, and whether one of them is: none below one that is certain to be taken."""
    left = []
    for case in node.cases:
        outcome = fits(machine, node.subject, case.pattern, frame)
        if case.guard is not None and outcome is not False:
            outcome = any_or_all(ast.And(), [outcome, guarded(machine, node.subject, case, frame)])
        if outcome is not False:
            left.append(case)
        if outcome:
            return left, True
    return left, False


def guarded(machine: Machine, subject: ast.expr, case: ast.match_case, frame: Frame) -> bool | None:
    """The outcome of a guard, with the names of its pattern."""
    assert case.guard is not None
    names, derived = dict(frame.names), frame.derived
    for name, part in captured(case.pattern, subject):
        frame.names[name] = machine.evaluate(part, frame)
        if settled(machine, part, frame) is not None:
            frame.derived = {**frame.derived, name: frame.names[name]}
    outcome = decided(machine, case.guard, frame)
    frame.names, frame.derived = names, derived
    return outcome


def captured(pattern: ast.pattern, subject: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The names in a pattern, each with an expression for what it stands for."""
    match pattern:
        case ast.MatchAs(pattern=inner, name=name):
            if name is not None:
                yield name, subject
            if inner is not None:
                yield from captured(inner, subject)
        case ast.MatchSequence(patterns=patterns):
            for part, inner in elements(subject, patterns):
                yield from captured(inner, part)
        case ast.MatchMapping(keys=keys, patterns=patterns):
            for key, inner in zip(keys, patterns, strict=True):
                yield from captured(inner, item(subject, key))
        case ast.MatchClass(patterns=[inner], kwd_attrs=[]):
            yield from captured(inner, subject)  # `str(name)`
        case ast.MatchClass(kwd_attrs=names, kwd_patterns=patterns):
            for name, inner in zip(names, patterns, strict=True):
                yield from captured(inner, attribute(subject, name))


def elements(subject: ast.expr, patterns: list[ast.pattern]) -> Iterator[tuple[ast.expr, ast.pattern]]:
    """The parts of a sequence that have a pattern of their own; behind a star they are counted from the end."""
    star = next((index for index, inner in enumerate(patterns) if isinstance(inner, ast.MatchStar)), len(patterns))
    for index, inner in enumerate(patterns):
        if index != star:
            at = index if index < star else index - len(patterns)
            key: ast.expr = ast.copy_location(ast.Constant(at), subject)
            is_written = isinstance(subject, ast.Tuple) and -len(subject.elts) <= at < len(subject.elts)
            yield (subject.elts[at] if is_written and isinstance(subject, ast.Tuple) else item(subject, key)), inner


def item(subject: ast.expr, key: ast.expr) -> ast.expr:
    """An expression for a part of what another one stands for, at its place."""
    return ast.copy_location(ast.Subscript(subject, key, ast.Load()), subject)


def attribute(subject: ast.expr, name: str) -> ast.expr:
    """The same for an attribute."""
    return ast.copy_location(ast.Attribute(subject, name, ast.Load()), subject)


def fits(machine: Machine, subject: ast.expr, pattern: ast.pattern, frame: Frame) -> bool | None:
    """Whether what an expression is worth for good fits a pattern, or None where that is not settled."""
    match pattern:
        case ast.MatchValue(value=(ast.Constant() | ast.Attribute()) as expected):
            return compared(machine, subject, ast.Eq(), expected, frame)
        case ast.MatchSingleton(value=value):
            return compared(machine, subject, ast.Is(), ast.Constant(value), frame)
        case ast.MatchOr(patterns=patterns):
            return any_or_all(ast.Or(), [fits(machine, subject, part, frame) for part in patterns])
        case ast.MatchAs(pattern=None):
            return True
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return fits(machine, subject, inner, frame)
        case ast.MatchSequence(patterns=patterns):
            return _fits_sequence(machine, subject, patterns, frame)
        case ast.MatchMapping():
            return _fits_mapping(machine, subject, pattern, frame)
        case ast.MatchClass():
            return _fits_class(machine, subject, pattern, frame)
    return None


def _fits_sequence(machine: Machine, subject: ast.expr, patterns: list[ast.pattern], frame: Frame) -> bool | None:
    known = settled(machine, subject, frame)
    if isinstance(known, _NO_SEQUENCE):
        return False
    size = len(subject.elts) if isinstance(subject, ast.Tuple) else None
    if isinstance(known, (TupleValue, ListObject)) and not is_unsure(known):
        size = len(known.items)
    least = sum(not isinstance(inner, ast.MatchStar) for inner in patterns)
    if size is None:
        return None
    if size < least or (size > least and least == len(patterns)):
        return False
    return any_or_all(ast.And(), [fits(machine, part, inner, frame) for part, inner in elements(subject, patterns)])


def _fits_mapping(machine: Machine, subject: ast.expr, pattern: ast.MatchMapping, frame: Frame) -> bool | None:
    known = settled(machine, subject, frame)
    if isinstance(known, _NO_MAPPING):
        return False
    if not isinstance(known, DictObject) or known.open:
        return None
    outcomes: list[bool | None] = []
    for key, inner in zip(pattern.keys, pattern.patterns, strict=True):
        is_there = getattr(key, "value", None) in known.items if isinstance(key, ast.Constant) else None
        outcomes += [is_there, fits(machine, item(subject, key), inner, frame) if is_there else is_there]
    return any_or_all(ast.And(), outcomes)


def _fits_class(machine: Machine, subject: ast.expr, pattern: ast.MatchClass, frame: Frame) -> bool | None:
    known, cls = settled(machine, subject, frame), machine.evaluate(pattern.cls, frame)
    if known is None:
        return None
    outcomes = {is_of(machine, part, cls) for part in alternatives(known)}
    outcome = outcomes.pop() if len(outcomes) == 1 else None
    if not outcome:
        return outcome
    parts = list(zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True))
    if isinstance(cls, External) and pattern.patterns:  # `str("session")`: the value itself
        is_itself = len(pattern.patterns) == 1 and not parts and cls.dotted.startswith("builtins.")
        return fits(machine, subject, pattern.patterns[0], frame) if is_itself else None
    names = names_by_place(cls) if isinstance(cls, Class) and pattern.patterns else []
    if len(names) < len(pattern.patterns):
        return None
    parts += zip(names, pattern.patterns, strict=False)
    found = [fits(machine, attribute(subject, name), inner, frame) for name, inner in parts]
    return any_or_all(ast.And(), [*(has(machine, known, name) for name, _ in parts), *found])


def names_by_place(cls: Class) -> list[str]:
    """`__match_args__`: of a dataclass its fields."""
    for entry in linearized(cls):
        written: Value | None = entry.names.get("__match_args__") if isinstance(entry, Class) else None
        if isinstance(written, TupleValue):
            return [str(one.value.value) for one in written.items if isinstance(one.value, Constant)]
    known = [entry for entry in reversed(linearized(cls)) if isinstance(entry, Class)]
    return list(dict.fromkeys(name for entry in known for name in annotated_names(entry.node)))
