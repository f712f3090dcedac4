"""What a layer puts into the scope: `scope["session"] = {}`, `scope | extra`, `{**scope, "session": {}}`, `scope.update(pairs)`."""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.conditions import key_set
from codemod.interpreter.containers import is_open, items_of, keys_of
from codemod.interpreter.library_names import PROPERTIES
from codemod.interpreter.values import (
    Arguments,
    Connection,
    DictObject,
    Frame,
    Function,
    Instance,
    Scope,
    Value,
    alternatives,
)

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine


def is_scope(value: Value) -> bool:
    """Whether a value is the scope, or a connection, which is a mapping over it."""
    return any(isinstance(part, (Scope, Connection)) for part in alternatives(value))


def put(machine: Machine, key: Value, node: ast.AST, frame: Frame) -> None:
    """The scope is given a value under a key; one that is not known may be any."""
    name = key_set(key)
    if name is not None:
        machine.observe("provide", name, node, frame)
    else:
        machine.lose(node, frame)


def keep(machine: Machine, key: Value, value: Value) -> None:
    """`scope["visit"] = Visit(request)`: whoever asks for it, here or further in, finds that object."""
    name = key_set(key)
    if name is not None and name not in PROPERTIES and isinstance(value, (Connection, Scope, Instance, Function)):
        machine.context = {**machine.context, machine.held_on_state(f"[{name}]"): value}


def kept(machine: Machine, key: str) -> Value | None:
    """What the scope was seen to be given under a key, if that is an object that may lead to the connection."""
    return machine.context.get(machine.held_on_state(f"[{key}]")) if machine.context else None


def merge(machine: Machine, extra: Value | None, node: ast.AST, frame: Frame) -> None:
    """The scope is given all that a dict has, or a list of pairs; of one that is not seen as a whole there may be more."""
    for part in alternatives(extra) if extra is not None else ():
        match part:
            case Scope() | Connection():
                continue
            case DictObject():
                keys, is_whole = keys_of(part), not part.open
            case _:
                rows = [[item.value for item in items_of(row.value) or ()] for row in items_of(part) or ()]
                keys = [row[0] for row in rows if len(row) == 2]
                is_whole = not is_open(part) and len(keys) == len(rows)
        for key in keys:
            put(machine, key, node, frame)
        if not is_whole:
            machine.lose(node, frame)


def updated(machine: Machine, extra: Value | None, arguments: Arguments, node: ast.AST, frame: Frame) -> Scope:
    """The scope with what a call gives besides: `dict(scope, session={})`."""
    merge(machine, extra, node, frame)
    merge(machine, DictObject(dict(arguments.named), arguments.open), node, frame)
    return Scope()


def joined(machine: Machine, left: Value, right: Value, node: ast.AST, frame: Frame) -> Scope | None:
    """`scope | extra`, and the reverse; None where neither is a scope."""
    if not is_scope(left) and not is_scope(right):
        return None
    merge(machine, right if is_scope(left) else left, node, frame)
    return Scope()
