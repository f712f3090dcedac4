"""Tests whose outcome is known because a call settles it: `setup(app, sessions=False)`, `if self.key is None`.

A flag that a module or a class of settings holds is a switch that somebody turns: it settles nothing. What a call gives does,
as long as nothing binds it again.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache

from codemod.machine import Machine
from codemod.values import (
    Class,
    Constant,
    External,
    Frame,
    Instance,
    Presence,
    Stranger,
    Unknown,
    Value,
    alternatives,
    constant,
    linearized,
)

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_INITIALIZERS = ("__init__", "__post_init__")
_COMPARISONS: dict[type, Callable[[object, object], bool]] = {
    ast.Eq: lambda one, other: one == other,
    ast.NotEq: lambda one, other: one != other,
    ast.Is: lambda one, other: one is other,
    ast.IsNot: lambda one, other: one is not other,
}


def decided(machine: Machine, test: ast.expr, frame: Frame) -> bool | None:
    """Whether a test is true in the call that is followed, or None when that is not known."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            outcome = decided(machine, operand, frame)
            return None if outcome is None else not outcome
        case ast.BoolOp(op=op, values=operands):
            return _any_or_all(op, [decided(machine, operand, frame) for operand in operands])
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(machine, left, op, right, frame)
        case ast.Name() | ast.Attribute():
            return _agreed(settled(machine, test, frame), _truth)
    return None


def _any_or_all(op: ast.boolop, outcomes: list[bool | None]) -> bool | None:
    decisive = isinstance(op, ast.Or)
    if decisive in outcomes:
        return decisive
    return None if None in outcomes else not decisive


def _compared(machine: Machine, left: ast.expr, op: ast.cmpop, right: ast.expr, frame: Frame) -> bool | None:
    one = settled(machine, left, frame)
    if isinstance(op, (ast.In, ast.NotIn)) and isinstance(right, (ast.Tuple, ast.List, ast.Set)):
        found = [_compared(machine, left, ast.Eq(), element, frame) for element in right.elts]
        among = _any_or_all(ast.Or(), found)
        return None if among is None else among is isinstance(op, ast.In)
    compare, other = _COMPARISONS.get(type(op)), settled(machine, right, frame)
    if compare is None or one is None or not isinstance(other, Constant):
        return None
    expected = other.value
    if isinstance(op, (ast.Is, ast.IsNot)) and not isinstance(expected, (bool, type(None))):
        return None
    return _agreed(one, lambda part: _outcome(part, compare, expected))


def _outcome(part: Value, compare: Callable[[object, object], bool], expected: object) -> bool | None:
    if isinstance(part, Constant):
        return compare(part.value, expected)
    # A function, a class, an object: not None, and of its equality with anything else nothing is known.
    is_none = expected is None and not isinstance(part, (Unknown, Stranger, Presence))
    return compare(part, None) if is_none else None


def _truth(value: Value) -> bool | None:
    return bool(value.value) if isinstance(value, Constant) else None


def _agreed(value: Value | None, outcome: Callable[[Value], bool | None]) -> bool | None:
    """The outcome for a value that may be one of several, when it is the same for all of them."""
    found = {outcome(part) for part in alternatives(value)} if value is not None else {None}
    return found.pop() if len(found) == 1 else None


def cases_left(machine: Machine, node: ast.Match, frame: Frame) -> tuple[list[ast.match_case], bool]:
    """The cases of a `match` that may be taken, and whether one of them is: none below one that is certain to be taken."""
    left = []
    for case in node.cases:
        outcome = _matches(machine, node.subject, case.pattern, frame) if case.guard is None else None
        if outcome is not False:
            left.append(case)
        if outcome:
            return left, True
    return left, False


def _matches(machine: Machine, subject: ast.expr, pattern: ast.pattern, frame: Frame) -> bool | None:
    match pattern:
        case ast.MatchValue(value=ast.Constant() as expected):
            return _compared(machine, subject, ast.Eq(), expected, frame)
        case ast.MatchSingleton(value=value):
            return _compared(machine, subject, ast.Is(), ast.Constant(value), frame)
        case ast.MatchOr(patterns=patterns):
            return _any_or_all(ast.Or(), [_matches(machine, subject, part, frame) for part in patterns])
        case ast.MatchAs(pattern=None):
            return True
    return None


def settled(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """What an expression is worth for good: a literal, a parameter that a call gave, what an object was made with."""
    match node:
        case ast.Constant(value=value):
            return constant(value)
        case ast.Name(id=name):
            return _settled_name(name, frame)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if machine.following:
            owner = _settled_name(name, frame)
            return _settled_attribute(owner, attribute) if isinstance(owner, Instance) else None
    return None


def _settled_name(name: str, frame: Frame) -> Value | None:
    here: Frame | None = frame
    while here is not None:
        if name in here.names and (here.kind != "class" or here is frame):
            return here.names[name] if name in here.settled else None
        here = here.parent
    return None


def _settled_attribute(owner: Instance, name: str) -> Value | None:
    """An attribute that only the constructor sets, or a class attribute that nothing sets."""
    classes = [entry for entry in linearized(owner.cls) if isinstance(entry, Class)]
    if any(is_set_later(entry.frame.module.tree, name) or is_open(entry.node) for entry in classes):
        return None
    if name in owner.attributes:
        return owner.attributes[name]
    for entry in linearized(owner.cls):
        if isinstance(entry, External) and not entry.dotted.startswith(("starlette.", "fastapi.", "abc.", "typing.")):
            return None
        if isinstance(entry, Class) and name in entry.names:
            value = entry.names[name]
            return value if isinstance(value, Constant) and name in assigned_names(entry.node) else None
    return None


@lru_cache(4096)
def is_set_later(tree: ast.Module, name: str) -> bool:
    """Whether a module sets an attribute of that name at any place but one at the top of an `__init__`."""
    stores = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == name and not isinstance(node.ctx, ast.Load)
    ]
    if not stores:
        return False
    first = [
        target
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in _INITIALIZERS
        for statement in node.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for target in ast.walk(statement)
        if target in stores
    ]
    return len(first) < len(stores) or len(stores) > 1


@lru_cache(4096)
def is_open(node: ast.ClassDef) -> bool:
    """Whether a class sets attributes by names that are made up: `setattr(self, key, value)`, `vars(self).update(...)`."""
    return any(
        (isinstance(part, ast.Name) and part.id in ("setattr", "vars"))
        or (isinstance(part, ast.Attribute) and part.attr in ("__dict__", "__setattr__", "setattr"))
        for part in ast.walk(node)
    )


@lru_cache(4096)
def assigned_names(node: ast.ClassDef) -> frozenset[str]:
    """The names that a class body assigns plainly and once; with an annotation a name may be a field that is set elsewhere."""
    targets = [
        target.id
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    ]
    return frozenset(name for name in targets if targets.count(name) == 1)


@lru_cache(4096)
def settled_targets(node: ast.For | ast.AsyncFor) -> frozenset[str]:
    """The names of a loop that stay what they are for a turn: nothing in its body binds them."""
    targets = frozenset(part.id for part in ast.walk(node.target) if isinstance(part, ast.Name))
    return targets - frozenset().union(*(rebound_names(statement) for statement in node.body))


@lru_cache(4096)
def rebound_names(node: Definition | ast.stmt) -> frozenset[str]:
    """The names that a function or statement, or a function inside of it, binds or deletes."""
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.alias(name=dotted, asname=name):
                found.add(name or dotted.partition(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.MatchMapping(rest=str(name)):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
    return frozenset(found)
