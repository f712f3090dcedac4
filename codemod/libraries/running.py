"""What runs the functions that it was given at a time that the program says: a thread that is joined, an `ExitStack` that is left,
a pool of one worker. What of that has no end in the program may run at any time.
"""

from __future__ import annotations

import ast

from codemod.interpreter.containers import is_open, items_of
from codemod.interpreter.machine import Aside, Machine
from codemod.interpreter.values import (
    NONE,
    Arguments,
    BaseMethod,
    Constant,
    DictObject,
    External,
    Frame,
    Instance,
    TupleValue,
    Value,
)
from codemod.libraries.handed import note_called, registered_on
from codemod.libraries.standard import mapped

THREADS = frozenset({"threading.Thread"})
_STACKS = frozenset({"contextlib.ExitStack", "contextlib.AsyncExitStack"})
_POOLS = frozenset({"concurrent.futures.ThreadPoolExecutor", "concurrent.futures.thread.ThreadPoolExecutor"})


def run_by(machine: Machine, method: BaseMethod, arguments: Arguments, node: ast.AST, frame: Frame) -> Value | None:
    """What a method of one of these gives while the program is being set up; None for any other."""
    owner, name = method.instance, method.name
    if machine.following or machine.thorough or not isinstance(owner.cls, External):
        return None
    match method.base, name:
        case kind, "start" if kind in THREADS:
            function, given = owner.arguments.get(1, "target") or NONE, told(owner.arguments)
            machine.complete(function, given, node, frame)
            put_aside(machine, owner, (function,), given, node, frame)
        case kind, "join" if kind in THREADS:
            join_thread(machine, owner)
        case kind, "callback" | "push_async_callback" if kind in _STACKS:
            put_aside(machine, owner, arguments.positional[:1], arguments.without_first(), node, frame)
        case kind, "close" | "aclose" if kind in _STACKS:
            run_aside(machine, owner, node, frame)
        case kind, "submit" if kind in _POOLS and is_single(owner) and arguments.positional:
            machine.complete(arguments.positional[0], arguments.without_first(), node, frame)
        case kind, "map" if kind in _POOLS and is_single(owner):
            return mapped(machine, arguments, node, frame)
        case _:
            return None
    return NONE


def told(given: Arguments) -> Arguments:
    """What a thread calls its function with: `args=(app,), kwargs={"key": "k"}`."""
    args, kwargs = given.get(3, "args") or TupleValue(()), given.get(4, "kwargs") or DictObject()
    named = tuple(kwargs.items.items()) if isinstance(kwargs, DictObject) else ()
    known = isinstance(kwargs, DictObject) and not kwargs.open and not is_open(args)
    return Arguments(tuple(item.value for item in items_of(args) or ()), named, not known)


def is_single(pool: Instance) -> bool:
    """Whether what is given to a pool runs one after the other."""
    return pool.arguments.get(0, "max_workers") == Constant(1, "int")


def put_aside(
    machine: Machine, owner: Instance, functions: tuple[Value, ...], given: Arguments, node: ast.AST, frame: Frame
) -> None:
    """Keep what is to be run when that is told."""
    for function in functions:
        aside = Aside(function, given, machine.conditions, machine.tick(), node, frame)
        machine.asides.setdefault(owner, []).append(aside)


def join_thread(machine: Machine, owner: Instance) -> None:
    """What was registered since a thread was started lies nobody knows where among what the thread itself registers."""
    for aside in machine.asides.pop(owner, []):
        reached = {id(application) for application in registered_on(machine, aside.function)}
        for application in machine.applications:
            if id(application) in reached and any(slot.time > aside.time for slot in application.slots):
                machine.hide(application, "a thread registers something at the same time", aside.node, aside.frame)
                application.is_scrambled = True


def run_aside(machine: Machine, owner: Instance, node: ast.AST, frame: Frame) -> None:
    """Run what was put aside, the last one first."""
    for aside in reversed(machine.asides.pop(owner, [])):
        with machine.under(*aside.conditions):
            machine.complete(aside.function, aside.arguments, node, frame)


def leave(machine: Machine, owner: Value, node: ast.AST, frame: Frame) -> None:
    """The block of `with ExitStack() as stack` has come to its end."""
    if isinstance(owner, Instance) and isinstance(owner.cls, External) and owner.cls.dotted in _STACKS:
        run_aside(machine, owner, node, frame)


def note_asides(machine: Machine) -> None:
    """What was to be run and is not by the end of the program may register at any time; a thread may still do so."""
    for owner, asides in [*machine.asides.items()]:
        if isinstance(owner.cls, External) and owner.cls.dotted in THREADS:
            join_thread(machine, owner)
            continue
        for aside in asides:
            for value in (aside.function, *aside.arguments.all()):
                note_called(machine, value, None, aside.node, aside.frame)
    machine.asides = {}
