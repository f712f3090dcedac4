"""What a `with` statement and an `ExitStack` of a library do when they are entered and left."""

from __future__ import annotations

import ast

from codemod.interpreter.calls import find_member
from codemod.interpreter.classes import linearized
from codemod.interpreter.lazies import resume, run_to_end
from codemod.interpreter.machine import Machine
from codemod.interpreter.unseen import change, change_given
from codemod.interpreter.values import (
    NONE,
    UNKNOWN,
    Application,
    Arguments,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Lazy,
    Native,
    Value,
    alternatives,
    join,
)
from codemod.libraries.requests import is_callable
from codemod.library_names import CLIENTS, ENTERED, PATCHES_DICTS

ENTERING = frozenset(["enter_context", "enter_async_context"])  # what enters another one through an `ExitStack`
_LEAVING = frozenset(["close", "aclose", "__exit__", "__aexit__"])  # what leaves an `ExitStack`


def enter_context(machine: Machine, owner: Value, node: ast.AST, frame: Frame) -> Value:
    """`with owner`: the program's own `__enter__` runs; a test client builds the stack."""
    if isinstance(owner, Lazy):  # under `@contextmanager`
        return resume(machine, owner, NONE, node, frame) or UNKNOWN
    if not isinstance(owner, Instance):
        return owner
    if isinstance(owner.cls, External):
        note_client(machine, owner, "with TestClient(...)", node, frame)
        patch_for_block(machine, owner, node)
        given = owner.arguments.positional
        return given[0] if owner.cls.dotted in ENTERED and given else owner
    entered: Value = owner
    for name in ("__enter__", "__aenter__"):
        method = find_member(machine, owner, name, linearized(owner.cls), node, frame)
        if isinstance(method, Function):
            entered = machine.complete(method, Arguments(), node, frame)
    return entered


def patch_for_block(machine: Machine, owner: Instance, node: ast.AST) -> None:
    """`with mock.patch.dict(options, key="key")` changes a dict up to the end of the block."""
    is_patch = machine.thorough and isinstance(owner.cls, External) and owner.cls.dotted in PATCHES_DICTS
    patched = owner.arguments.get(0, "in_dict") if is_patch else None
    if isinstance(patched, DictObject):
        before = DictObject(dict(patched.items), patched.open)
        before.keys = dict(patched.keys)
        machine.patched[owner] = patched, before
    if patched is not None:
        change(machine, patched, node)


def give_back(machine: Machine, owner: Instance) -> None:
    """Behind the block a dict has what it had before it, whatever was put into it there."""
    if owner in machine.patched:
        patched, before = machine.patched.pop(owner)
        patched.items.clear()
        patched.items.update(before.items)
        patched.keys, patched.open = before.keys, before.open


def leave_context(machine: Machine, owner: Value, node: ast.AST, frame: Frame) -> Value:
    """The block of `with owner` has come to its end."""
    if isinstance(owner, Lazy):
        return run_to_end(machine, owner, Arguments(), node, frame)
    if not isinstance(owner, Instance):
        return NONE
    if machine.thorough or machine.following:
        kept_by_stack(machine, owner, "__exit__", Arguments(), node, frame)
        give_back(machine, owner)
    for name in ("__exit__", "__aexit__"):
        method = find_member(machine, owner, name, linearized(owner.cls), node, frame)
        if isinstance(method, Function):
            machine.complete(method, Arguments(), node, frame)
    return NONE


def kept_by_stack(
    machine: Machine, client: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value | None:
    """What a method of an `ExitStack` gives: `stack.callback(load, config)` runs when the stack is closed; None for any other."""
    later = machine.later.setdefault(client, []) if name not in _LEAVING else machine.later.pop(client, [])
    first = arguments.positional[0] if arguments.positional else UNKNOWN
    if name in ("callback", "push_async_callback") and arguments.positional:
        later.append((first, arguments.without_first()))
    elif name in ("push", "push_async_exit") and arguments.positional:
        is_manager = isinstance(first, (Lazy, Instance)) and not is_callable(first)
        given = Arguments() if is_manager else Arguments((NONE, NONE, NONE))
        later.append((Native(first, "__exit__") if is_manager else first, given))
    elif name in ENTERING:
        managers = [Native(part, "__enter__") for part in alternatives(first)]
        entered = join([machine.call(manager, Arguments(), node, frame) for manager in managers])
        later += [(Native(manager.owner, "__exit__"), Arguments()) for manager in managers]
        if machine.thorough and isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Call):
            # What it is left with may change what it was made with.
            given = Arguments(tuple(machine.evaluate(part, frame) for part in node.args[0].args))
            later.append((None, given))
        return entered
    elif name == "pop_all":
        twin = Instance(client.cls, Arguments(), node, machine.chain)
        machine.later[twin] = machine.later.pop(client)
        return twin
    elif name in _LEAVING:
        for function, rest in reversed(later):
            if function is None:
                change_given(machine, rest, node)
            else:
                machine.call(function, rest, node, frame)
    else:
        return None
    return first


def note_client(machine: Machine, client: Instance, text: str, node: ast.AST, frame: Frame) -> None:
    application = client.arguments.get(0, "app")
    if isinstance(client.cls, External) and client.cls.dotted in CLIENTS and isinstance(application, Application):
        machine.note(application, "serves", text, node, frame)
