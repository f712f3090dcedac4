"""Generators and coroutines: to call their function does nothing, to go through them or to wait for them runs it.

A generator that is told to go on (`next`, `with` for one under `@contextmanager`) is run from one `yield` to the next, where each of
them is a statement of its own at the top of the function or in a `try` there. Of any other the whole is run, and what it registers
behind its first `yield` comes nobody knows when.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.binding import bind
from codemod.interpreter.calls import carries, frame_of_call, handles
from codemod.interpreter.containers import is_open, items_of, made_of
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.machine import CALLS, Call, Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    NONE,
    UNKNOWN,
    Application,
    Arguments,
    Frame,
    Function,
    Item,
    Lazy,
    ListObject,
    Step,
    Value,
    alternatives,
    join,
)
from codemod.interpreter.walking import decorators_of
from codemod.project.nodes import children_of

if TYPE_CHECKING:
    from typing import Any

Place = tuple[list[ast.stmt], int]  # a statement of a block

# Decorators that leave a generator or coroutine function what it is.
_PLAIN = frozenset(
    ["staticmethod", "classmethod", "abstractmethod", "override", "wraps", "contextmanager", "asynccontextmanager"]
)


class Part(NamedTuple):
    """A statement of a generator function, with the blocks that it lies in; ``is_last`` in a `finally`."""

    places: tuple[Place, ...]
    has_yield: bool
    is_last: bool

    @property
    def statement(self) -> ast.stmt:
        block, index = self.places[-1]
        return block[index]


# What is lazy


@once
def is_lazy(node: ast.AST) -> bool:
    """Whether calling a function gives a generator or coroutine, whatever its decorators are."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    if not _PLAIN.issuperset(decorators_of(node)):
        return False
    return isinstance(node, ast.AsyncFunctionDef) or any(map(_yields, node.body))


def _yields(node: ast.AST) -> bool:
    """Whether a `yield` of this function stands in a part of it."""
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return True
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return False
    return any(map(_yields, children_of(node)))


def deferred(machine: Machine, function: Function, arguments: Arguments, node: ast.AST, frame: Frame) -> Lazy:
    given = arguments.all() if function.bound is None else (*arguments.all(), function.bound)
    if function.frame.kind == "function":
        given = (*given, function)  # it may have anything in its frame
    lazy = Lazy(lambda: machine.call(function, arguments, node, frame), given, function, arguments)
    lazy.made_under = machine.conditions
    return lazy


def run_to_end(machine: Machine, lazy: Lazy, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    if lazy.steps is not None and lazy.frame is not None:
        before = len(lazy.frame.yields)
        while lazy.steps:
            resume(machine, lazy, NONE, node, frame)
        lazy.value = ListObject(lazy.frame.yields[before:])
        return lazy.value
    run(machine, lazy, node, frame)
    return left_of(machine, lazy, None)


def run(machine: Machine, lazy: Lazy, node: ast.AST, frame: Frame) -> None:
    """Run what is lazy, the first time that somebody goes through it or waits for it."""
    if lazy.value is None:
        lazy.value = UNKNOWN  # for who goes through itself
        with machine.under(*lazy.made_under):
            lazy.value = machine.finished(lazy.make(), node, frame)


# What is left of an iterator


def left_of(machine: Machine, lazy: Lazy, count: int | None) -> Value:
    """What is still to come of an iterator, of which so many elements are taken now, all for None: each comes once.

    While a request is followed that is not told. Where it is not known how many are gone, what is left is another thing each time.
    """
    value = lazy.value or UNKNOWN
    if machine.following or not isinstance(value, ListObject) or _is_coroutine(lazy):
        return value
    if lazy.begun is not None and len(lazy.begun[0].items) != lazy.begun[1]:
        return made_from(machine, "what has other keys than before", value)
    lazy.is_blurred = lazy.is_blurred or is_open(value) or not lazy.drawn_under <= machine.conditions
    lazy.drawn_under |= machine.conditions
    before = lazy.drawn
    if not lazy.is_blurred:
        lazy.drawn = len(value.items) if count is None else min(before + count, len(value.items))
        return made_of(value.items[before:], value)
    lazy.drawn += 1
    if not before:
        return made_of([*value.items], value)
    rest = made_from(machine, f"what is left after {before}", value)
    return ListObject([Item(rest, machine.chain, machine.conditions)], open=True)


def put_back(machine: Machine, value: Value, before: int, count: int | None) -> None:
    """Only so many elements were taken of what was gone through, before which so many were gone; for None nobody knows how many."""
    for lazy in alternatives(value):
        if (
            isinstance(lazy, Lazy)
            and not machine.following
            and not lazy.is_blurred
            and isinstance(lazy.value, ListObject)
        ):
            lazy.is_blurred = count is None
            lazy.drawn = before + (1 if count is None else count)


def drawn_of(value: Value) -> int:
    """How many elements of an iterator are gone."""
    return value.drawn if isinstance(value, Lazy) else 0


def _is_coroutine(lazy: Lazy) -> bool:
    node = lazy.function.node if lazy.function is not None else None
    return isinstance(node, ast.AsyncFunctionDef) and not any(map(_yields, node.body))


def hand(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """Something that is not followed is given what is lazy: nobody knows whether it goes through it, or when."""
    for lazy in arguments.all():
        if not isinstance(lazy, Lazy) or lazy.value is not None:
            continue
        if machine.following:
            if _may_reach_request(machine, lazy):
                machine.lose(node, frame)
        elif handles(lazy, machine.modules.project.graph.handles):
            given = [value for value in lazy.given if isinstance(value, Application)]
            for application in given or machine.applications:
                machine.note(application, "opaque", f"{ast.unparse(node)[:60]}", node, frame)


def _may_reach_request(machine: Machine, lazy: Lazy) -> bool:
    """Whether a generator or coroutine may look at the request: it was given it, is of an inner function, or finds it in a context
    variable.
    """
    is_inner = lazy.function is not None and lazy.function.frame.kind != "module"
    return is_inner or carries(lazy) or any(map(carries, machine.context.values()))


def consumed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Arguments:
    """The arguments, once what is lazy among them has been gone through."""
    if not any(isinstance(value, Lazy) for value in arguments.all()):
        return arguments
    return arguments._replace(
        positional=tuple(machine.finished(value, node, frame) for value in arguments.positional),
        named=tuple((name, machine.finished(value, node, frame)) for name, value in arguments.named),
    )


def call_method(machine: Machine, lazy: Lazy, name: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`steps.send(layer)`, `steps.close()`."""
    if name in ("send", "asend", "__next__", "__anext__"):
        sent = arguments.positional[0] if arguments.positional else NONE
        given = resume(machine, lazy, sent, node, frame)
        if machine.following and lazy.steps is None and carries(sent):
            machine.lose(node, frame)  # where it goes in the generator is not followed
        return given or UNKNOWN
    if name in ("__await__", "__iter__", "__aiter__"):
        return lazy
    if name in ("close", "aclose", "throw", "athrow"):
        close(machine, lazy, node, frame)
    return NONE


# From one `yield` to the next


def resume(machine: Machine, lazy: Lazy, sent: Value, node: ast.AST, frame: Frame) -> Value | None:
    """Go on to the next `yield`, and give what it gives; None at the end."""
    if lazy.steps is None and (lazy.value is not None or not begin(machine, lazy, node, frame)):
        return _any_of(machine, lazy, node, frame)
    inner, steps = lazy.frame, lazy.steps
    assert inner is not None
    assert steps is not None
    if lazy.target is not None:
        bind(machine, lazy.target, sent, inner)
        lazy.target = None
    before = len(inner.yields)
    _run_steps(machine, lazy, steps, inner, node, frame)
    lazy.value = ListObject([*inner.yields])
    return join([item.value for item in inner.yields[before:]]) if len(inner.yields) > before else None


def close(machine: Machine, lazy: Lazy, node: ast.AST, frame: Frame) -> None:
    """`g.close()`: each `finally` that it is in runs."""
    machine.drop(lazy, node, frame)
    inner, steps = lazy.frame, lazy.steps
    if inner is not None and steps:
        steps[:] = [step for step in steps if step.is_last]
        _run_steps(machine, lazy, steps, inner, node, frame)


def begin(machine: Machine, lazy: Lazy, node: ast.AST, frame: Frame) -> bool:
    """Make a generator ready to be run from one `yield` to the next, if it can be."""
    function = lazy.function
    parts = parts_of(function.node) if function is not None else None
    if function is None or parts is None or len(machine.calls) >= CALLS or not machine.may_follow:
        return False
    assert lazy.arguments is not None
    lazy.steps, lazy.frame = [*parts], frame_of_call(machine, function, lazy.arguments, frame)
    lazy.frame.turn = machine.activation()
    lazy.activations = {id(function.node.body): lazy.frame.turn}
    return True


def _any_of(machine: Machine, lazy: Lazy, node: ast.AST, frame: Frame) -> Value | None:
    """What an iterator gives next that can only be run as a whole; None when nothing is left."""
    is_new, machine.paused = lazy.value is None, 0
    run(machine, lazy, node, frame)
    found = items_of(left_of(machine, lazy, 1))
    for application in machine.applications if is_new and machine.paused else ():
        if any(slot.time > machine.paused for slot in application.slots):
            machine.note(application, "opaque", f"{ast.unparse(node)[:60]}", node, frame)
            application.is_scrambled = True
    values = [item.value for item in found or ()]
    if not machine.following and not lazy.is_blurred and found is not None and not _is_coroutine(lazy):
        return values[0] if values else None
    return join(values) if values else UNKNOWN


def _run_steps(machine: Machine, lazy: Lazy, steps: list[Part], inner: Frame, node: ast.AST, frame: Frame) -> None:
    function = lazy.function
    assert function is not None
    assert not isinstance(function.node, ast.Lambda)
    chain, conditions, calls, caught = machine.chain, machine.conditions, machine.calls, machine.caught
    if not machine.following:
        machine.inlined.append((chain, function, inner))
        machine.executed.add(function.node)
    machine.calls = (*calls, Call(function.node.name, node, frame.module, function.node))
    machine.conditions = conditions | lazy.conditions | lazy.made_under
    try:
        while steps:
            step = steps.pop(0)
            machine.chain = (*chain, *(_step(machine, lazy, place, inner) for place in step.places))
            if machine.execute(step.statement, inner):
                steps[:] = [left for left in steps if left.is_last]
            if step.has_yield:
                targets = getattr(step.statement, "targets", [None])
                lazy.target = targets[0]
                return
    finally:
        lazy.conditions = machine.conditions - conditions
        machine.chain, machine.conditions, machine.calls, machine.caught = chain, conditions, calls, caught


def _step(machine: Machine, lazy: Lazy, place: Place, inner: Frame) -> Step:
    block, index = place
    activation = lazy.activations.setdefault(id(block), machine.activation())
    machine.frames[activation] = inner
    return Step(block, index, activation, inner.module)


@once
def parts_of(node: ast.AST) -> tuple[Part, ...] | None:
    """The statements of a generator function, those of a `try` one by one; None where a `yield` lies deeper in it."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not any(map(_yields, node.body)):
        return None
    found = tuple(_parts(node.body, (), False))
    return None if any(part.has_yield and not is_plain_yield(part.statement) for part in found) else found


def _parts(block: list[ast.stmt], around: tuple[Place, ...], is_last: bool) -> Iterator[Part]:
    for index, statement in enumerate(block):
        places = (*around, (block, index))
        has_yield = _yields(statement)
        is_split = isinstance(statement, ast.Try) and not any(map(_yields, (*statement.handlers, *statement.finalbody)))
        if not has_yield or not is_split:
            yield Part(places, has_yield, is_last)
            continue
        assert isinstance(statement, ast.Try)
        for body in (statement.body, statement.orelse):
            yield from _parts(body, places, is_last)
        yield from _parts(statement.finalbody, places, True)


def is_plain_yield(node: ast.stmt) -> bool:
    """`yield`, `yield app`, `layer = yield`."""
    match node:
        case ast.Expr(value=ast.Yield(value=given)) | ast.Assign(targets=[_], value=ast.Yield(value=given)):
            return given is None or not _yields(given)
    return False


CALLERS: dict[type, Callable[[Machine, Any, Arguments, ast.AST, Frame], Value]] = {Lazy: run_to_end}
