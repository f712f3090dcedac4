"""Tests of what a program is configured with, where that is not known: `if FLAGS["session"]:`, filled from the environment.

Such a test comes out alike for every request, and nobody who reads the program can say how. It settles nothing, and has no outlook.
But what a layer does under it is there for some who run the program, and for others not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.classes import linearized
from codemod.interpreter.containers import place_of
from codemod.interpreter.memoisation import once
from codemod.interpreter.switches import is_for_good
from codemod.interpreter.values import (
    Class,
    Connection,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Imported,
    Inner,
    Instance,
    KeyValue,
    Lazy,
    ListObject,
    Native,
    Presence,
    Scope,
    Value,
    alternatives,
)
from codemod.interpreter.walking import statements_in, times_rebound
from codemod.library_names import INITIALIZERS, last_name
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from typing import Any

    from codemod.interpreter.machine import Machine

    Outcome = Callable[[ast.expr], "bool | None"]

_ARMS = frozenset({"body", "else"})
_OTHER = {"body": "else", "else": "body"}
_OF_REQUESTS = (Connection, Scope, Inner, KeyValue, Presence, Lazy, Native)
# Modules of Python's own that answer otherwise each time.
_CHANGING = frozenset({"asyncio", "contextvars", "datetime", "random", "secrets", "threading", "time", "uuid"})
_WAITING = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Lambda, ast.comprehension)


def open_arms(machine: Machine, test: ast.expr, frame: Frame, outcome: Outcome, unset: Outcome) -> frozenset[str]:
    """The arms of a test that are taken only as the configuration says, of which that is not known.

    ``outcome`` is what a test comes to as long as nobody turns a switch, ``unset`` where no variable of the environment is set, either.
    """
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return frozenset(_OTHER[arm] for arm in open_arms(machine, operand, frame, outcome, unset))
        case ast.BoolOp(op=op, values=operands):
            each = [open_arms(machine, operand, frame, outcome, unset) for operand in operands]
            one = "body" if isinstance(op, ast.And) else "else"  # for which each of them must come out so
            return frozenset.intersection(*each) | (frozenset({one}) & frozenset().union(*each))
    if not is_configured(machine, test, frame) or _is_object(machine, test, frame) or outcome(test) is not None:
        return frozenset()
    is_true = unset(test)
    if is_true is None and machine.following:  # before that, to evaluate it again might register something again
        is_true = _is_filled_with_true(machine, test, frame)
    return _ARMS if is_true is None else frozenset({"else" if is_true else "body"})


def _is_filled_with_true(machine: Machine, test: ast.expr, frame: Frame) -> bool | None:
    """What `FLAGS["session"]` says of a dict that is not written out, where nothing but one constant was put there for certain."""
    if not isinstance(test, ast.Subscript):
        return None
    holder, key, value = (machine.evaluate(part, frame) for part in (test.value, test.slice, test))
    if not isinstance(holder, DictObject) or not isinstance(key, Constant) or not isinstance(value, Constant):
        return None
    return None if machine.set_under(holder, place_of(holder, key)) else bool(value.value)


def is_configured(machine: Machine, test: ast.expr, frame: Frame, links: int = 3) -> bool:
    """Whether all that an expression asks was there before the first request came, and no request changes it."""
    names = names_asked(test) if links else None  # a name of a function may stand for another, or for more of itself
    return names is not None and bool(names) and all(_is_kept(machine, *name, frame, links) for name in names)


@once
def names_asked(test: ast.expr) -> frozenset[tuple[str, str]] | None:
    """The names of an expression, each with the first attribute that is asked of it; None where it binds some, or waits."""
    parts = [*nodes_in(test)]
    if any(isinstance(part, _WAITING) for part in parts):
        return None
    owners = {id(part.value): part.attr for part in parts if isinstance(part, ast.Attribute)}
    return frozenset((part.id, owners.get(id(part), "")) for part in parts if isinstance(part, ast.Name))


@once
def spelled_out(
    test: ast.expr, function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, links: int = 3
) -> ast.expr:
    """A test with what the function binds its names to in their place: `kind == "http"` is `scope["type"] == "http"`."""
    given = {part.id: bound_once(function, part.id) for part in nodes_in(test) if isinstance(part, ast.Name)}
    known = {name: value for name, value in given.items() if value is not None}
    if not known or not links:
        return test

    def value_of(name: str) -> ast.expr | None:
        value = known.get(name)
        return None if value is None else spelled_out(value, function, links - 1)

    filled: ast.expr = _filled(test, value_of)
    return filled


def _filled(node: Any, value_of: Callable[[str], ast.expr | None]) -> Any:
    """A copy of an expression with values in the place of names; of what was worked out for its nodes it has nothing."""
    if isinstance(node, list):
        return [_filled(part, value_of) for part in node]
    if not isinstance(node, ast.AST):
        return node
    value = value_of(node.id) if isinstance(node, ast.Name) else None
    if value is not None:
        return value
    return ast.copy_location(
        type(node)(**{name: _filled(part, value_of) for name, part in ast.iter_fields(node)}), node
    )


def _is_object(machine: Machine, test: ast.expr, frame: Frame) -> bool:
    """`if self.store`, `if self.store is not None`: an object is what it is, though nobody knows its class."""
    asked = test.left if isinstance(test, ast.Compare) else test
    is_name = isinstance(asked, ast.Name) or (isinstance(asked, ast.Attribute) and machine.following)
    value = machine.evaluate(asked, frame) if is_name else None
    return isinstance(value, Instance) and last_name(getattr(value.cls, "dotted", "C"))[:1].isupper()


def _is_kept(machine: Machine, name: str, attribute: str, frame: Frame, links: int) -> bool:
    here: Frame | None = frame
    while here is not None:
        if name in here.names and (here.kind != "class" or here is frame):
            break
        here = here.parent
    if here is None:
        return True  # a builtin
    if here.kind == "module":
        return _is_kept_by_module(machine, here, name)
    value = here.names[name]
    if isinstance(value, Instance) and value is here.this:
        return _is_kept_by_object(machine, value, attribute)
    if here is frame:
        given = bound_once(here.node, name) if here.node is not None else None
        return given is not None and is_configured(machine, given, frame, links - 1)
    # The function around made this one, and was given no request.
    is_asked = not all(map(_may_be_kept, here.names.values()))
    return not is_asked and here.node is not None and times_rebound(here.node)[name] < 2


def _is_kept_by_module(machine: Machine, frame: Frame, name: str) -> bool:
    value, module = frame.names[name], frame.module
    for _ in range(5):
        if not isinstance(value, Imported):
            break
        module, name = value.module, value.name
        found = machine.global_of(module, name)
        if found is None:
            return True
        value = found
    if isinstance(value, External):
        return value.dotted.partition(".")[0] not in _CHANGING
    if isinstance(value, (Function, Class)):
        return True
    if not (_may_be_kept(value) and is_for_good(machine, module, name)):
        return False
    return not (isinstance(value, (ListObject, DictObject)) and machine.modules.changes_items(name))


def _is_kept_by_object(machine: Machine, owner: Instance, attribute: str) -> bool:
    """Whether a layer has an attribute from its constructor, for good."""
    value = owner.attributes.get(attribute)
    classes = [entry for entry in linearized(owner.cls) if isinstance(entry, Class)]
    is_set = any(attribute in attributes_set_later(entry.node) for entry in classes)
    return value is not None and not is_set and not machine.modules.sets_attribute(attribute) and _may_be_kept(value)


def _may_be_kept(value: Value) -> bool:
    """Whether a value is nothing that a request brings, or that holds another thing for each."""
    return not any(
        isinstance(part, _OF_REQUESTS)
        or (isinstance(part, Instance) and getattr(part.cls, "dotted", "").partition(".")[0] in _CHANGING)
        for part in alternatives(value)
    )


@once
def attributes_set_later(node: ast.ClassDef) -> frozenset[str]:
    """The attributes that the methods of a class set or change which are no constructors."""
    methods = (part for part in node.body if getattr(part, "name", "") not in INITIALIZERS)
    return frozenset(
        part.attr
        for method in methods
        for part in nodes_in(method)
        if isinstance(part, ast.Attribute) and not isinstance(part.ctx, ast.Load)
    )


@once
def bound_once(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, name: str) -> ast.expr | None:
    """What a function binds a name to, if by one assignment only."""
    if isinstance(node, ast.Lambda) or times_rebound(node)[name] != 1:
        return None
    for statement in statements_in(node.body):
        match statement:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                return value
    return None
