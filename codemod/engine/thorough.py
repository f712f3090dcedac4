"""What a move would change of what a layer is given: two runs of a program, with all calls followed, compared."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from codemod.engine.analysis import Thorough
from codemod.engine.findings import Diagnosis
from codemod.interpreter.binding import source_text
from codemod.interpreter.values import Registration
from codemod.interpreter.walking import dump_of
from codemod.project.nodes import nodes_in
from codemod.rules.arguments import changed_arguments, is_known
from codemod.stacks.trace import Stack


def changed_layer(before: Sequence[Stack], after: Sequence[Stack], moved: frozenset[str]) -> str | None:
    """What a move does to a layer that is given something else after, first of those that moved; None when there is none.

    Where it is certain of some arguments, these are told; else all that may be others.
    """

    def given(stacks: Sequence[Stack]) -> dict[tuple[str, str], list[Registration]]:
        found: dict[tuple[str, str], list[Registration]] = {}
        for stack in stacks:
            for slot in stack.slots:
                found.setdefault((dump_of(slot.layer.node), slot.layer.name), []).append(slot)
        return found

    were, are = given(before), given(after)
    for node, name in sorted(were, key=lambda key: (key[0] not in moved, key)):
        ones, others = were[node, name], are.get((node, name), [])
        for one, other in zip(ones, others, strict=False):
            found = changed_arguments(one.layer.arguments, other.layer.arguments)
            if found:
                certain = [argument for argument, is_certain in found.items() if is_certain]
                verb = "changes" if certain else "may change"
                return f"{verb} {listed(certain or [*found], one.layer.node, name)}"
        if len(ones) != len(others):
            return f"changes whether `{name}` is registered"
    return None


def listed(arguments: list[str], node: ast.AST, name: str) -> str:
    """These arguments of a layer; one alone as the registration writes it."""
    written = as_written(node, arguments[0]) if len(arguments) == 1 else ""
    *most, last = arguments
    return f"{' and '.join([', '.join(most), last] if most else [last])} of `{name}`{written}"


def as_written(node: ast.AST, argument: str) -> str:
    """How the registration writes an argument, as a report adds it: that is what the user looks for."""
    if not isinstance(node, ast.Call):
        return ""
    named = {f"`{keyword.arg}`": keyword.value for keyword in node.keywords if keyword.arg is not None}
    unpacked = [keyword.value for keyword in node.keywords if keyword.arg is None]
    given = [named[argument]] if argument in named else unpacked
    return f", given as `{source_text(given[0])}`" if len(given) == 1 else ""


def are_known(stacks: Sequence[Stack], moved: frozenset[str]) -> bool:
    """Whether all that moved layers are given is known, so that what seems the same is the same."""
    slots = (slot for stack in stacks for slot in stack.slots if dump_of(slot.layer.node) in moved)
    return all(is_known(slot.layer.arguments) for slot in slots)


def changed_test(before: Thorough, after: Thorough, diagnoses: Sequence[Diagnosis]) -> str | None:
    """What decides, elsewhere after, whether a layer is registered; None when that stays."""
    for one in diagnoses:
        step = one.plan.step if one.plan is not None else None
        for node in nodes_in(step.block[step.position]) if step is not None else ():
            key = dump_of(node.test) if isinstance(node, ast.If) else ""
            if before.tests.get(key) != after.tests.get(key):
                return f"changes whether `{one.finding.layer}` is registered"
    return None


def changed_decision(before: Thorough, after: Thorough, diagnoses: Sequence[Diagnosis]) -> str | None:
    """What a registration works out by other decisions after, though the same may come out: `next(k for k in keys if not k.used)`."""
    for one in diagnoses:
        slot, step = one.fault.provider.slot, one.plan.step if one.plan is not None else None
        depth = next((depth for depth, part in enumerate(slot.chain) if step is not None and part.is_same(step)), None)
        if depth is not None and _decisions(before, slot.layer.node, depth) != _decisions(
            after, slot.layer.node, depth
        ):
            return f"may change {_what_is_worked_out(slot.layer.node, one.finding.layer)}"
    return None


def _decisions(look: Thorough, node: ast.AST, depth: int) -> list[list[object]]:
    """What decided something in each run of the statement that registers a layer, which is so deep in the chain of that."""
    layer = dump_of(node)
    chains = (slot.chain for stack in look.stacks for slot in stack.slots if dump_of(slot.layer.node) == layer)
    steps = [chain[depth] for chain in chains if len(chain) > depth]
    return [
        [made for chain, made in look.decisions if len(chain) > depth and chain[depth].is_same(step)] for step in steps
    ]


def _what_is_worked_out(node: ast.AST, name: str) -> str:
    """The arguments of a layer that say more than a literal; where there is none, it is a question of whether there is a layer."""
    named = node.keywords if isinstance(node, ast.Call) else []
    found = [f"`{part.arg}`" for part in named if part.arg is not None and not isinstance(part.value, ast.Constant)]
    return listed(found, node, name) if found else f"whether `{name}` is registered"
