"""Tables that a function takes something out of: `return BACKENDS[kind]()`, where a class of `BACKENDS` speaks of the request.

Such a function has no word of ours itself, but what it gives has.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    UNKNOWN,
    Class,
    DictObject,
    Function,
    Instance,
    ListObject,
    ModuleValue,
    Partial,
    TupleValue,
    Value,
)
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

_LONG = 4_000  # bytes of a statement: a longer table is one of texts
_MANY = 24  # entries


def takes_of_table(machine: Machine, function: Function) -> bool:
    """Whether a function takes something out of a table of its module whose classes or functions speak of the request."""
    if function.frame.module.is_library:
        return False
    named = (table_named(machine, name, function) for name in sorted(tables_in(function.node)))
    return any(speaks(machine, part) for table in named for part in entries_of(table)[:_MANY])


@once
def tables_in(node: ast.AST) -> frozenset[str]:
    """What a function subscribes, or asks by `get` and `pop`, as it is written: `BACKENDS`, `registry.BACKENDS`."""
    found = set()
    for part in nodes_in(node):
        match part:
            case (
                ast.Subscript(value=ast.Name() | ast.Attribute(value=ast.Name()) as table, ctx=ast.Load())
                | ast.Call(
                    func=ast.Attribute(
                        value=ast.Name() | ast.Attribute(value=ast.Name()) as table, attr="get" | "pop" | "__getitem__"
                    )
                )
            ):
                found.add(ast.unparse(table))
    return frozenset(found)


def table_named(machine: Machine, name: str, function: Function) -> Value:
    """What a name of the function's module stands for, or an attribute of a module or class with that name."""
    module = function.frame.module
    root, _, attribute = name.partition(".")
    if sum(len(piece.text) for piece in module.waiting.get(root, ())) > _LONG:
        return UNKNOWN
    value = machine.resolved(machine.global_of(module, root) or UNKNOWN)
    if not attribute:
        return value
    is_asked = isinstance(value, (ModuleValue, Class))
    return machine.attribute(value, attribute, function.node, function.frame) if is_asked else UNKNOWN


def entries_of(value: Value) -> list[Value]:
    match value:
        case DictObject(items=entries):
            return [*entries.values()]
        case ListObject() | TupleValue():
            return [item.value for item in value.items]
    return []


def speaks(machine: Machine, value: Value) -> bool:
    """Whether a class or function, or that of an object, has one of the words that matter, or mentions one which has."""
    match machine.resolved(value):
        case Instance(cls=Class() as owner) | (Class() as owner):
            return owner.node.name in owner.frame.module.facts.relevant
        case Function(node=ast.Lambda(), frame=frame):
            return frame.module.facts.is_relevant
        case Function(node=ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name), frame=frame):
            return name in frame.module.facts.relevant
        case Partial(function=function):
            return speaks(machine, function)
    return False
