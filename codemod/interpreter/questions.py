"""Functions that answer what they are asked: `is_on("tracking")`, `Feature.TRACKING.is_enabled()`.

The call says what is asked for, the body what that is asked of: a table that a module writes out, most of the time. So the call has
an outcome where the question has one. A function that is told nothing gives back what a variable says, and that is a switch.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.interpreter.classes import linearized
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    UNKNOWN,
    Application,
    Class,
    Constant,
    DictObject,
    Frame,
    Function,
    Imported,
    Instance,
    ListObject,
    ModuleValue,
    TupleValue,
    Value,
)
from codemod.library_names import APPLICATIONS, BARE, last_name
from codemod.project.module import Module
from codemod.project.nodes import nodes_in

Settled = Callable[[ast.expr, Frame], "Value | None"]
_DEPTH = 4  # functions that ask each other
_PLAIN = frozenset({"cache", "lru_cache", "staticmethod"})  # decorators that give what the function gives


# What a call asks


def asked(machine: Machine, function: Value | None, node: ast.Call, frame: Frame, settled: Settled) -> Frame | None:
    """The names that a function has which a call asks something, where the call says all that it is told."""
    if not isinstance(function, Function) or not isinstance(function.node, ast.FunctionDef):
        return None
    is_switch = machine.looking is not None
    if machine.answering >= _DEPTH or not is_question(function.node, is_switch):
        return None
    if is_switch and not (node.args or node.keywords or defaults_of(function.node)):
        return _frame_with(function, function.node, {}) if _is_plain(function) else None
    told = _told(function, function.node.args, node, frame, settled)
    return None if told is None else _frame_with(function, function.node, told)


def asked_of_member(machine: Machine, member: Value | None, name: str, is_property: bool) -> Frame | None:
    """The same for a method or property of a member of an enum, which is told nothing but which one it is."""
    if not isinstance(member, Instance) or not isinstance(member.cls, Class) or not member.cls.is_enum:
        return None
    classes = [entry for entry in linearized(member.cls) if isinstance(entry, Class)]
    found = next((entry.names[name] for entry in classes if name in entry.names), None)
    if not isinstance(found, Function) or not isinstance(found.node, ast.FunctionDef) or machine.answering >= _DEPTH:
        return None
    names = [one.arg for one in found.node.args.args]
    plain = ["property"] if is_property else []
    if len(names) != 1 or _decorators(found.node) != plain or not is_question(found.node):
        return None
    return _frame_with(found, found.node, {names[0]: member})


def asked_of_object(
    machine: Machine, owner: Instance | Application, node: ast.Call, frame: Frame, settled: Settled
) -> Frame | None:
    """The same for a method of an object that is known: `flags.on("session")`, `self.is_protected(path)`. What it is told may be
    anything, where the answer does not depend on that.
    """
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    entries = linearized(owner.cls or UNKNOWN)
    plain = (*BARE, *APPLICATIONS) if isinstance(owner, Application) else BARE
    found = next((entry.names[name] for entry in entries if isinstance(entry, Class) and name in entry.names), None)
    if not isinstance(found, Function) or not isinstance(found.node, ast.FunctionDef) or name in owner.attributes:
        return None
    spec, is_whole = found.node.args, all(isinstance(entry, Class) or entry.dotted in plain for entry in entries)
    names = [one.arg for one in (*spec.posonlyargs, *spec.args)]
    is_plain = not (spec.vararg or spec.kwarg or spec.kwonlyargs or _decorators(found.node) or node.keywords)
    if not (is_plain and is_whole and len(names) == len(node.args) + 1 and machine.answering < _DEPTH):
        return None
    if not is_question(found.node, True):
        return None
    known = [settled(part, frame) for part in node.args]
    told = {one: value for one, value in zip(names[1:], known, strict=True) if value is not None}
    inner = _frame_with(found, found.node, {names[0]: owner, **told})
    inner.names = {**dict.fromkeys(names, UNKNOWN), **inner.names}
    return inner


def _told(
    function: Function, spec: ast.arguments, node: ast.Call, frame: Frame, settled: Settled
) -> dict[str, Value] | None:
    """What each parameter is: what the call says, or a default that is written out."""
    names = [one.arg for one in (*spec.posonlyargs, *spec.args)]
    if not _is_plain(function) or not (node.args or node.keywords) or len(node.args) > len(names):
        return None
    given = {**dict(zip(names, node.args, strict=False)), **{one.arg or "": one.value for one in node.keywords}}
    known = {name: settled(value, frame) for name, value in given.items()}
    known |= {name: value for name, value in function.defaults if name not in known}
    wanted = {*names, *(one.arg for one in spec.kwonlyargs)}
    told = {name: value for name, value in known.items() if value is not None and name in wanted}
    are_defaults_told = all(isinstance(told[name], Constant) for name in told.keys() - given.keys())
    return told if told.keys() == wanted == known.keys() and are_defaults_told else None


def _is_plain(function: Function) -> bool:
    spec = function.node.args
    return not (spec.vararg or spec.kwarg or function.bound) and _PLAIN.issuperset(_decorators(function.node))


def defaults_of(node: ast.FunctionDef) -> list[ast.expr | None]:
    return [*node.args.defaults, *node.args.kw_defaults]


def _frame_with(function: Function, node: ast.FunctionDef, told: dict[str, Value]) -> Frame:
    inner = Frame(function.frame.module, function.frame, "function")
    inner.node, inner.owner = node, function.owner
    inner.names, inner.settled = told, frozenset(told)
    return inner


@once
def is_question(node: ast.FunctionDef, of_a_switch: bool = False) -> bool:
    """Whether all that a function does is to give back something about what it is told, perhaps behind a test or two; of a switch it
    need be told nothing.
    """
    *tests, last = [part for part in node.body if not _is_text(part)] or [ast.Pass()]
    if not isinstance(last, ast.Return) or last.value is None or not all(map(_is_test, tests)):
        return False
    if of_a_switch:
        return True
    parameters = {one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    return any(isinstance(part, ast.Name) and part.id in parameters for one in node.body for part in nodes_in(one))


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_test(statement: ast.stmt) -> bool:
    """`if name in ENABLED: return True`."""
    match statement:
        case ast.If(body=[ast.Return(value=ast.expr())], orelse=[] | [ast.Return(value=ast.expr())]):
            return True
    return False


def answer_in(node: ast.FunctionDef, decided: Callable[[ast.expr], bool | None]) -> ast.expr | None:
    """What a function that is a question gives back, where the tests before it are ``decided``."""
    for statement in node.body:
        match statement:
            case ast.Return(value=value):
                return value
            case ast.If(test=test, body=[ast.Return(value=value)], orelse=orelse):
                outcome = decided(test)
                if outcome is None or outcome:
                    return value if outcome else None
                if orelse and isinstance(orelse[0], ast.Return):
                    return orelse[0].value
    return None


def _decorators(node: ast.AST) -> list[str]:
    found = getattr(node, "decorator_list", ())
    return [last_name(ast.unparse(part.func if isinstance(part, ast.Call) else part)) for part in found]


# What it is asked of


def function_of_module(machine: Machine, node: ast.expr, frame: Frame) -> Function | None:
    """`flags.is_on`, where the module has one function of that name for good."""
    place = _of_module(machine, node, frame)
    value = machine.global_of(*place) if place is not None else None
    value = machine.resolved(value) if value is not None else None
    is_one = isinstance(value, Function) and value.frame.kind == "module"
    return value if place and is_one and isinstance(value, Function) and _is_for_good(*place) else None


def kept(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """What a name of a module stands for, for good: of its own, of another one, or `features.ENABLED`."""
    place = _place(machine, node, frame)
    value = machine.global_of(*place) if place is not None and _is_for_good(*place) else None
    return machine.resolved(value) if value is not None else None


def table(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """A list, set or dict that a name stands for, for good: `ENABLED = ["tag"]` says of each name whether it is in it."""
    value = kept(machine, node, frame)
    return value if isinstance(value, (ListObject, TupleValue, DictObject)) and value.items else None


def is_only_read(machine: Machine, node: ast.expr, frame: Frame) -> bool:
    """Whether nothing in the program changes what such a name stands for, hands it on or gives it another name."""
    place = _place(machine, node, frame)
    if place is None or machine.modules.changes_items(place[1]):
        return False
    return not machine.modules.sets_attribute(place[1])


def _is_for_good(module: Module, name: str) -> bool:
    return module.facts.times_bound[name] == 1


def _place(machine: Machine, node: ast.expr, frame: Frame) -> tuple[Module, str] | None:
    """The module that a name belongs to, and the name that it has there."""
    if not isinstance(node, ast.Name):
        return _of_module(machine, node, frame)
    named = machine.global_of(frame.module, node.id)
    if named is None or machine.evaluate(node, frame) is not machine.resolved(named):
        return None
    return (named.module, named.name) if isinstance(named, Imported) else (frame.module, node.id)


def _of_module(machine: Machine, node: ast.expr, frame: Frame) -> tuple[Module, str] | None:
    match node:
        case ast.Attribute(value=ast.Name() as owner, attr=name):
            value = machine.evaluate(owner, frame)
            return (value.module, name) if isinstance(value, ModuleValue) else None
    return None
