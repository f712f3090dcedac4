"""Registrations handed to something that is not followed: `stack.callback(app.add_middleware, Trace)`, `pool.submit(setup, app)`.

When they are made, and in which order, is not known; that they may be made is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codemod.interpreter.calls import registers, some
from codemod.interpreter.classes import linearized
from codemod.interpreter.expressions import look_up
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    Alternatives,
    Application,
    Arguments,
    Class,
    Frame,
    Function,
    Instance,
    ListObject,
    Native,
    Partial,
    Registrar,
    TupleValue,
    Value,
    alternatives,
)
from codemod.project.nodes import nodes_in

_REGISTERS = frozenset({"add_middleware", "middleware", "user_middleware"})
_FURTHER = 3  # functions that a function calls, and those that these call


def note_handed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame, text: str | None = None) -> None:
    """The applications on which something that is not followed may register, for what it is given; ``text`` if not the call's own."""
    if not machine.following and not is_decorator(machine, node):
        for value in arguments.all():
            note_called(machine, value, text, node, frame)


def note_called(machine: Machine, value: Value, text: str | None, node: ast.AST, frame: Frame) -> None:
    """What may be called by something that is not followed may register."""
    for application in dict.fromkeys(registered_on(machine, value)):
        machine.note(application, "opaque", text or ast.unparse(node)[:60], node, frame)
        application.is_handed = True


def is_decorator(machine: Machine, node: ast.AST) -> bool:
    """What is decorated is handed to the decorator: one that is not read is taken to give it back, and to call it never."""
    statement = machine.chain[-1].block[machine.chain[-1].position] if machine.chain else None
    return node in getattr(statement, "decorator_list", ())


def registered_on(machine: Machine, value: Value, depth: int = 0) -> Iterator[Application]:
    """The applications that something registers on when it is called, if it does: `app.add_middleware`, or what calls that."""
    match value:
        case Native(owner=Application() as application, name="add_middleware" | "middleware") | Registrar(application):
            yield application
        case Partial(function, arguments):
            for part in (function, *arguments.all()):
                yield from registered_on(machine, part, depth)
        case Alternatives(values):
            for part in some(values, depth):
                yield from registered_on(machine, part, depth)
        case ListObject() | TupleValue() if depth < 2:
            for item in some(value.items, depth):
                yield from registered_on(machine, item.value, depth + 1)
        case Function() if may_register(machine, value):
            yield from reached(machine, value)
        case Instance(cls=Class() as cls):
            for method in own_methods(cls):
                if may_register(machine, method):
                    yield from reached(machine, method._replace(bound=value))


def may_register(machine: Machine, function: Function) -> bool:
    is_one = isinstance(function.node, ast.Lambda) or registers(function, machine.modules.project.graph.handles)
    return is_one and says_registration(function)


def own_methods(cls: Class) -> Iterator[Function]:
    for entry in linearized(cls):
        for member in entry.names.values() if isinstance(entry, Class) else ():
            if isinstance(member, Function):
                yield member


def says_registration(function: Function, further: int = _FURTHER) -> bool:
    """Whether a function, or one that it calls by name, says `add_middleware`, or another word for it."""
    words, attributes = said(function.node)
    if attributes & _REGISTERS:
        return True
    found = (function_called(word, function) for word in words) if further else ()
    return any(other is not None and says_registration(other, further - 1) for other in found)


def function_called(name: str, function: Function) -> Function | None:
    here: Frame | None = function.frame
    while here is not None and name not in here.names:
        here = here.parent
    value = here.names[name] if here is not None else None
    return value if isinstance(value, Function) and value.node is not function.node else None


@once
def said(node: ast.AST) -> tuple[frozenset[str], frozenset[str]]:
    """The names and the attributes that a function mentions."""
    parts = [*nodes_in(node)]
    return (
        frozenset(part.id for part in parts if isinstance(part, ast.Name)),
        frozenset(part.attr for part in parts if isinstance(part, ast.Attribute)),
    )


def reached(machine: Machine, function: Function) -> Iterable[Application]:
    """The applications that a function can reach by its object or by a name; all, where it has none at hand."""
    words, _ = said(function.node)
    bound = function.bound.attributes.values() if isinstance(function.bound, Instance) else ()
    named = (look_up(machine, word, function.frame) for word in sorted(words))
    found = [*applications_in([*bound, *(value for value in named if value is not None)])]
    if isinstance(function.bound, Application):
        found.append(function.bound)
    return found or [one for one in machine.applications if one.kind == "application"]


def applications_in(values: Iterable[Value]) -> Iterator[Application]:
    for value in values:
        for part in alternatives(value):
            if isinstance(part, Application):
                yield part
