"""Whether a layer may send one request through what lies inside of it more than once: a retry, a shadow of it, a second path.

Each time is given a session of its own by a session layer inside; one that lies outside gives all of them the same.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from codemod.interpreter.machine import Entry
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import compatible
from codemod.project.nodes import nodes_in
from codemod.stacks.meddling import parents_in

TWICE = "may run what lies inside of it more than once for one request, and all of that would share one session"
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_ENDS = (ast.Return, ast.Raise)


def may_repeat(entries: Sequence[Entry]) -> bool:
    """Whether of the calls of what lies inside, in the order in which they were followed, two may happen for one request."""
    return any(is_in_loop(function, node) for entry in entries for function, node in entry.path) or any(
        _follows(other, one) for number, other in enumerate(entries) for one in entries[:number]
    )


def _follows(other: Entry, one: Entry) -> bool:
    if not compatible(one.conditions, other.conditions):
        return False
    for (function, first), (another, second) in zip(one.path, other.path, strict=False):
        if first is not second:
            return function is another and not _ends_between(function, first, second)
    return False


def _ends_between(function: ast.AST, first: ast.AST, second: ast.AST) -> bool:
    """Whether a function ends after a call, before the next: it is returned, or a statement behind it is a `return`.

    A `break` after the first passes the `else` of its loop by.
    """
    others = {id(block): place for _, block, place in _blocks_around(function, second)}
    is_broken = False
    for owner, block, place in _blocks_around(function, first):
        if _leaves(block[: others.get(id(block), len(block))], place, _ENDS):
            return True
        is_broken = is_broken or _leaves(block, place, (ast.Break,))
        if isinstance(owner, _LOOPS) and block is owner.body:
            if is_broken and id(owner.orelse) in others:
                return True
            is_broken = False
        if id(block) in others:
            return False
    return False


@once
def _calls_in_loops(function: ast.AST) -> frozenset[ast.AST]:
    """The calls of a function that its loops may make again."""
    calls = (node for node in nodes_in(function) if isinstance(node, ast.Call))
    return frozenset(node for node in calls if _is_repeated(function, node))


def is_in_loop(function: ast.AST, node: ast.AST) -> bool:
    return node in _calls_in_loops(function)


def _is_repeated(function: ast.AST, node: ast.AST) -> bool:
    """A `return` in a `try` may not be reached: `for attempt in range(3): try: return await self.app(...)`."""
    is_left = is_tried = False
    for owner, block, place in _blocks_around(function, node):
        is_body = block is getattr(owner, "body", None)
        is_tried = is_tried or (isinstance(owner, ast.Try) and is_body and not all(map(_ends, owner.handlers)))
        is_left = is_left or (_leaves(block, place, (*_ENDS, ast.Break)) and not is_tried)
        if isinstance(owner, _LOOPS) and is_body:
            return is_tried or not is_left
    return False


def _ends(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], (*_ENDS, ast.Break))


def _leaves(block: Sequence[ast.stmt], place: int, kinds: tuple[type[ast.stmt], ...]) -> bool:
    return any(isinstance(statement, kinds) for statement in block[place:])


def _blocks_around(function: ast.AST, node: ast.AST) -> Iterator[tuple[ast.AST, list[ast.stmt], int]]:
    """The blocks that a node of a function lies in, from the innermost, each with what has it and the place in it."""
    parents = parents_in(function)
    here = node
    while here is not function and (owner := parents.get(here)) is not None:
        for field in ("body", "orelse", "finalbody"):
            block = getattr(owner, field, None)
            if isinstance(block, list) and here in block:
                yield owner, block, block.index(here)
        here = owner
