"""Orders that Python's own library works out of what has to come before what: `graphlib.TopologicalSorter`."""

from __future__ import annotations

import ast
import graphlib

from codemod.interpreter.containers import is_one_thing, is_open, is_scrambled, items_of, keys_of
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.machine import Machine
from codemod.interpreter.values import (
    CONTENT,
    NONE,
    UNKNOWN,
    Arguments,
    DictObject,
    Frame,
    Instance,
    Item,
    ListObject,
    TupleValue,
    Value,
)

SORTER = "graphlib.TopologicalSorter"


class NotKnown(Exception):
    """A graph of which a node, or what lies before it, is not known."""


def call_sorter(
    machine: Machine, sorter: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`TopologicalSorter(AFTER).static_order()`, also of what `add(node, *before)` has put there one by one."""
    if name == "add":
        row = TupleValue(tuple(Item(value, (), frozenset()) for value in arguments.positional), arguments.open)
        sorter.attributes.setdefault(CONTENT, ListObject())
        added = sorter.attributes[CONTENT]
        if isinstance(added, ListObject):
            added.items.append(Item(row, machine.chain, machine.conditions))
        return NONE
    if name != "static_order":
        return UNKNOWN
    given, added = sorter.arguments.get(0, "graph") or NONE, sorter.attributes.get(CONTENT) or ListObject()
    try:
        order, other = (order_of(machine, given, added, step) for step in (1, -1))
    except (NotKnown, graphlib.CycleError, TypeError):
        return made_from(machine, name, given, added)
    items = [Item(value, machine.chain, machine.conditions) for value in order]
    return ListObject(items, is_scrambled=order != other)


def order_of(machine: Machine, given: Value, added: Value, step: int) -> list[Value]:
    """The nodes of a graph in order, where sets are gone through in this direction. Raises NotKnown."""
    graph = graphlib.TopologicalSorter[Value]()
    if isinstance(given, DictObject) and not given.open:
        for key, before in zip(keys_of(given), given.items.values(), strict=True):
            graph.add(*nodes_in([key, *elements(machine, before, step)]))
    elif given != NONE:
        raise NotKnown
    for row in elements(machine, added, step):
        graph.add(*nodes_in(elements(machine, row, step)))
    return [*graph.static_order()]


def elements(machine: Machine, value: Value, step: int) -> list[Value]:
    """What a list, tuple, set or dict holds for certain."""
    if isinstance(value, DictObject):
        return keys_of(value)
    items = [*(items_of(value) or ())]
    if is_open(value) or not all(item.conditions <= machine.conditions for item in items):
        raise NotKnown
    return [item.value for item in items][:: step if is_scrambled(value) else 1]


def nodes_in(values: list[Value]) -> list[Value]:
    if not all(map(is_one_thing, values)):
        raise NotKnown
    return values
