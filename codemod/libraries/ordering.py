"""Lists that Python's own library keeps in order: `heapq`, `bisect`. Who compares two runs takes them as changed instead."""

from __future__ import annotations

import ast

from codemod.interpreter.containers import is_changed_if
from codemod.interpreter.machine import Machine
from codemod.interpreter.unseen import scramble
from codemod.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Frame,
    ListObject,
    Value,
    constant,
)
from codemod.libraries.standard import Builtin, call_list, sort


def _push(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`heapq.heappush(steps, step)`: where it lies among the others is settled when one is taken out."""
    owner = arguments.get(0, "heap")
    if isinstance(owner, ListObject):
        call_list(machine, owner, "append", arguments.without_first(), node, frame)
    return NONE


def _pop(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`heapq.heappop(steps)` takes the smallest, the first of those that are equal."""
    owner = arguments.get(0, "heap")
    if not isinstance(owner, ListObject):
        return UNKNOWN
    if is_changed_if(machine, owner):
        scramble(machine, owner, node)
        return UNKNOWN
    sort(machine, owner, Arguments(), node, frame)
    return UNKNOWN if owner.open or not owner.items else owner.items.pop(0).value


def _insorted(is_first: bool) -> Builtin:
    """`bisect.insort(entries, entry, key=...)`, of a list that is in order: behind those that are equal, or before them."""

    def insorted(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
        owner, value = arguments.get(0, "a"), arguments.get(1, "x")
        if isinstance(owner, ListObject) and value is not None:
            place = constant(0 if is_first else len(owner.items))
            call_list(machine, owner, "insert", Arguments((place, value)), node, frame)
            sort(machine, owner, arguments._replace(positional=()), node, frame)
        return NONE

    return insorted


def _heapify(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return NONE  # the smallest is looked for when it is taken out


BUILTINS = {
    "heapq.heappush": _push,
    "heapq.heappop": _pop,
    "heapq.heapify": _heapify,
    "bisect.insort": _insorted(False),
    "bisect.insort_right": _insorted(False),
    "bisect.insort_left": _insorted(True),
}
