"""Applications that the program itself calls: a dispatcher with `__call__(scope, receive, send)` stands around them, and what it
does to a request, or what stands around it, is not followed. Their stacks do not count as known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codemod.interpreter.containers import items_of
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    UNKNOWN,
    Application,
    DictObject,
    Frame,
    Function,
    Imported,
    Instance,
    Layer,
    Value,
    Wrapped,
    alternatives,
    frame_of,
    join,
)
from codemod.interpreter.walking import rebound_names
from codemod.project.module import ROUTES
from codemod.project.nodes import nodes_in

_DEEP = 6  # objects in objects


def hide_handed(machine: Machine) -> None:
    """Mark the applications that a callable of the program holds: a layer may call one that it is given as an option."""
    for callable_, around in machine.callables:
        held = held_by(machine, callable_)
        for application in held if around is None else (one for one in held if one is not around):
            application.opaque.append("the program calls it by code of its own")
    for owner in machine.applications:
        for slot in owner.slots:
            for application in within(slot.layer):
                if application is not owner:
                    application.opaque.append("a layer of another application is given it")


def held_by(machine: Machine, value: Value) -> Iterator[Application]:
    if not isinstance(value, Function):
        yield from within(value)
        return
    for name, is_asked in names_read(value.node):
        held = bound_so_far(name, value.frame)
        if not (is_asked and isinstance(held, Application)):  # `app.state.pool` does not call it
            yield from within(held)


@once
def names_read(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> tuple[tuple[str, bool], ...]:
    """The names of others that a function says, each with whether it only asks for an attribute."""
    own = rebound_names(node) | {argument.arg for argument in parameters(node)}
    asked: dict[str, bool] = {}
    attributes = {id(part.value) for part in nodes_in(node) if isinstance(part, ast.Attribute)}
    for part in nodes_in(node):
        if isinstance(part, ast.Name) and part.id not in own:
            asked[part.id] = asked.get(part.id, True) and id(part) in attributes
    return tuple(sorted(asked.items()))


def bound_so_far(name: str, frame: Frame) -> Value:
    """The value of a name as it was found; what nobody has asked for yet holds no application that the program made."""
    here: Frame | None = frame_of(frame.module) if name in frame.globals else frame
    while here is not None and (name not in here.names or (here.kind == "class" and here is not frame)):
        here = here.parent
    return found_so_far(here.names[name]) if here is not None else UNKNOWN


def found_so_far(value: Value, depth: int = 0) -> Value:
    """The same of what may be a name of another module, which may have it from another."""
    parts = [
        found_so_far(frame_of(part.module).names.get(part.name, UNKNOWN), depth + 1)
        if isinstance(part, Imported) and depth < _DEEP
        else part
        for part in alternatives(value)
    ]
    return join(parts)


def within(value: Value, depth: int = 0) -> Iterator[Application]:
    """The applications in a value, in its attributes and elements."""
    for part in alternatives(value) if depth < _DEEP else ():
        match part:
            case Application() | Wrapped():
                yield part if isinstance(part, Application) else part.application
            case Instance(attributes=parts) | DictObject(items=parts):
                children = list(parts.values())
                for child in children:
                    yield from within(child, depth + 1)
            case Layer(arguments=arguments):
                for child in arguments.all():
                    yield from within(child, depth + 1)
            case _:
                for item in items_of(part) or ():
                    yield from within(item.value, depth + 1)


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args]


def is_route(decorator: ast.expr) -> bool:
    """`@router.get("/")`: what it decorates is given no scope."""
    call = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(call, ast.Attribute) and call.attr in ROUTES


@once  # a function is defined again by every file that imports its module
def passes_request_on(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """`await something(scope, receive, send)`, in a function that is given the three as its last parameters."""
    names = [parameter.arg for parameter in parameters(node)][-3:]
    if len(names) < 3 or names[0] == "self" or not (isinstance(node, ast.AsyncFunctionDef) or node.name == "__call__"):
        return False
    if any(map(is_route, node.decorator_list)):
        return False
    return any(
        isinstance(part, ast.Call)
        and len(part.args) == 3
        and any(isinstance(name, ast.Name) and name.id == names[0] for name in nodes_in(part.args[0]))
        for part in nodes_in(node)
    )
