"""Which statement of a chain somebody can act on: chains lead from a module to a registration."""

from __future__ import annotations

import ast
import os
from itertools import takewhile

from codemod.interpreter.values import Chain, Step


def statement_step(chain: Chain) -> Step:
    """The innermost step of a chain that is a statement."""
    return next(step for step in reversed(chain) if isinstance(step.block[step.position], ast.stmt))


def is_import(step: Step) -> bool:
    return isinstance(step.block[step.position], (ast.Import, ast.ImportFrom))


def home_step(chain: Chain) -> Step:
    """The innermost statement of a chain in the file that does more than import the next one: its user can act there."""
    home = next((step.module for step in chain if not is_import(step)), chain[0].module)
    steps = [step for step in chain if step.module is home and isinstance(step.block[step.position], ast.stmt)]
    return steps[-1] if steps else statement_step(chain)


def common_block(one: Chain, other: Chain) -> tuple[Step, Step] | None:
    """The innermost block that holds both chains, as the step of each in it; None when one statement holds both."""
    for mine, theirs in zip(one, other, strict=False):
        if not mine.shares_block(theirs):
            return None
        if mine.position != theirs.position:
            return mine, theirs
    return None


def shared_step(one: Chain, other: Chain) -> Step:
    """The innermost statement that holds both chains."""
    pairs = takewhile(lambda pair: pair[0].is_same(pair[1]), zip(one, other, strict=False))
    shared = tuple(mine for mine, _ in pairs)
    return statement_step(shared or one)


def out_of_reach(layer: str, name: str, row: int, path: str) -> str:
    """Why a move within one file is not made: what another file registers would still lie outside."""
    where = f"line {row} of {os.path.basename(path)}"
    return (
        f"`{name}`, registered on {where}, needs it too and lies outside of all that is registered here: "
        f"register `{layer}` after that, by a statement of its own"
    )
