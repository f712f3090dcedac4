"""What a layer puts into the scope: `scope["session"] = {}`, `scope | extra`, `{**scope, "session": {}}`, `scope.update(pairs)`."""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.conditions import key_set
from codemod.interpreter.containers import is_open, items_of, keys_of
from codemod.interpreter.values import (
    Arguments,
    Class,
    Connection,
    Context,
    Copy,
    DictObject,
    Frame,
    Function,
    Instance,
    KeyValue,
    Partial,
    Scope,
    Value,
    alternatives,
    constant,
    join,
)
from codemod.library_names import PROPERTIES, SESSION

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine


WITHOUT = "hands on a scope that may be without the session"
COPIED = "hands on a scope that may have a copy of the session, and what is put into that is lost"


def is_scope(value: Value) -> bool:
    """Whether a value is the scope, or a connection, which is a mapping over it."""
    return any(isinstance(part, (Scope, Connection)) for part in alternatives(value))


def scope_in(value: Value) -> Scope:
    """The scope that a value is, or a connection is over."""
    found = next((part for part in alternatives(value) if isinstance(part, (Scope, Connection))), Scope())
    return Scope(copies=found.copies, is_given=found.is_given)


def connected(value: Value, made: str = "") -> Connection:
    """A connection over the scope that a value is, of the class with this name."""
    scope = scope_in(value)
    return Connection(copies=scope.copies, is_given=scope.is_given, made=made)


def copied(value: Value, lacks: str = "") -> Scope:
    """A dict with all that a scope has: what is put into it is not in the scope."""
    copies = scope_in(value).copies
    gone = [conditions for copy in copies for conditions in copy.gone] if len(copies) == 1 else []
    keys = {key: node for copy in copies for key, node in copy.keys.items()}
    known = next((copy.lacks for copy in copies if copy.lacks), "")
    made = Copy(keys, lacks or known)
    made.gone += gone
    return Scope(copies=(made,), is_given=False)


def look(machine: Machine, owner: Scope | Connection, key: str, node: ast.AST, frame: Frame, raises: str = "") -> None:
    """A key of the scope is asked for; what the layer has put into a copy itself it finds there."""
    if not any(key in copy.keys for copy in owner.copies):
        machine.observe("use", key, node, frame, raises)


def put(
    machine: Machine, owner: Scope | Connection, key: Value, node: ast.AST, frame: Frame, kind: str = "provide"
) -> None:
    """The scope is given a value under a key; one that is not known may be any."""
    name = key_set(key)
    if name is None:
        machine.lose(node, frame)
        return
    for copy in owner.copies:
        copy.keys.setdefault(name, node)
    if owner.is_given:
        machine.observe(kind, name, node, frame)


def keep(machine: Machine, key: Value, value: Value) -> None:
    """`scope["visit"] = Visit(request)`: whoever asks for it, here or further in, finds that object, and no longer what was there.

    Where it may be something else as well, that is what the scope holds under the key, as far as it is known.
    """
    name = key_set(key)
    if name is None or name in SESSION:
        return
    parts = alternatives(value)
    own = [part for part in parts if is_kept(name, part)]
    if own:
        other = [KeyValue(name)] if len(own) < len(parts) else []
        machine.context = {**machine.context, machine.held_on_state(f"[{name}]"): join([*own, *other])}
    else:
        forget(machine, name)


def is_kept(key: str, value: Value) -> bool:
    """Whether a value that the scope is given may lead to the connection; of users those that the program has a class for."""
    if isinstance(value, Instance) and key in PROPERTIES:
        return isinstance(value.cls, Class)
    return isinstance(value, (Connection, Scope, Instance, Function, Partial))


def forget(machine: Machine, key: str) -> None:
    """What the scope had under a key is not there any more."""
    if kept(machine, key) is not None:
        machine.context = {**machine.context, machine.held_on_state(f"[{key}]"): KeyValue(key)}


def kept(machine: Machine, key: str) -> Value | None:
    """What the scope was seen to be given under a key, if that is an object that may lead to the connection."""
    return machine.context.get(machine.held_on_state(f"[{key}]")) if machine.context else None


def replaced(machine: Machine, before: Context, merged: Context, arms: list[Context]) -> Context:
    """What the arms of a branch leave behind; a key of the scope that one of them puts another value to has the old one no more."""
    found: Context = {}
    for key, place in machine.on_state.items() if before and len(arms) > 1 else ():
        values = [arm[place] for arm in arms if place in before and arm[place] is not before[place]]
        if values and key.startswith("["):
            found[place] = join(values)
    return {**merged, **found} if found else merged


def take_out(machine: Machine, owner: Value, key: str, node: ast.AST, frame: Frame) -> None:
    """`del scope["session"]`, `scope.pop("session")`."""
    scope = scope_in(owner)
    for copy in scope.copies:
        copy.keys.pop(key, None)
        if key == "session" and not scope.is_given:
            copy.lacks = copy.lacks or WITHOUT
            copy.gone.append(machine.conditions)
    if scope.is_given:
        forget(machine, key)
        machine.observe("remove", key, node, frame)


def hand_inside(machine: Machine, arguments: Arguments, frame: Frame) -> None:
    """What lies inside the layer is given a copy of the scope: what was put into it is there."""
    for value in arguments.all():
        for part in alternatives(value):
            for copy in part.copies if isinstance(part, (Scope, Connection)) else ():
                for key, node in copy.keys.items():
                    machine.observe("provide", key, node, frame)


def merge(machine: Machine, owner: Scope | Connection, extra: Value | None, node: ast.AST, frame: Frame) -> None:
    """The scope is given all that a dict has, or a list of pairs; of one that is not seen as a whole there may be more."""
    for part in alternatives(extra) if extra is not None else ():
        match part:
            case Scope() | Connection():
                names = [key for copy in part.copies for key in copy.keys]
                if COPIED in (copy.lacks for copy in part.copies):
                    _replace_session(owner)
                pairs: list[tuple[Value, Value | None]] = [(constant(name), None) for name in names]
                is_whole = True
            case DictObject():
                pairs, is_whole = [*zip(keys_of(part), part.items.values(), strict=True)], not part.open
            case _:
                rows = [[item.value for item in items_of(row.value) or ()] for row in items_of(part) or ()]
                pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
                is_whole = not is_open(part) and len(pairs) == len(rows)
        for key, value in pairs:
            put(machine, owner, key, node, frame)
            if value is not None:
                keep(machine, key, value)
        if not is_whole:
            machine.lose(node, frame)


def _replace_session(owner: Scope | Connection) -> None:
    """`child.update({key: deepcopy(value) for key, value in scope.items()})`."""
    for copy in owner.copies:
        copy.lacks = copy.lacks or COPIED


def updated(
    machine: Machine, owner: Scope | Connection, extra: Value | None, arguments: Arguments, node: ast.AST, frame: Frame
) -> Scope:
    """The scope with what a call gives besides: `dict(scope, session={})`, `scope.update(session={})`."""
    merge(machine, owner, extra, node, frame)
    merge(machine, owner, DictObject(dict(arguments.named), arguments.open), node, frame)
    return scope_in(owner)


def joined(machine: Machine, left: Value, right: Value, node: ast.AST, frame: Frame) -> Scope | None:
    """`scope | extra`, and the reverse; `scope |= extra` changes the scope itself. None where neither is a scope."""
    if not is_scope(left) and not is_scope(right):
        return None
    if isinstance(node, ast.AugAssign) and is_scope(left):
        owner, extra = scope_in(left), right
    else:
        owner, extra = (copied(left), right) if is_scope(left) else (copied(right), left)
    merge(machine, owner, extra, node, frame)
    return owner
