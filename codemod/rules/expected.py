"""Tests that want the failure: an order that is wrong on purpose is reported and left alone."""

from __future__ import annotations

import ast
import os
import re

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import Step
from codemod.library_names import last_name
from codemod.project.module import Module
from codemod.project.nodes import nodes_in
from codemod.rules.lines import Refused
from codemod.rules.violations import Violation

if TYPE_CHECKING:
    from typing import TypeAlias

    Definition: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"

_TEST_FILE = re.compile(r"test_.*\.py|.*_tests?\.py|tests?\.py|conftest\.py")
_ON_PURPOSE = frozenset(
    ["wrong", "bad", "broken", "incorrect", "invalid", "misordered", "misplaced", "raises", "fails", "failing", "fail"]
)
_EXPECTS = frozenset({"raises", "assertRaises", "assertRaisesRegex"})
_FAILURES = frozenset({"AssertionError", "Exception"})


def check_expected(machine: Machine, fault: Violation) -> None:
    """No test wants the failure that the move would take away."""
    chain = fault.provider.slot.chain
    around = [function for step in chain for function in functions_around(step)]
    named = next((one for one in around if _TEST_FILE.fullmatch(_file_of(chain)) and _says_so(one.name)), None)
    if named is not None:
        raise Refused(
            f"`{named.name}` (line {named.lineno}) has the wrong order on purpose, as its name says: what it tests would be gone"
        )
    wanted = [part for function in around for part in failures_wanted(function)]
    home = chain[-1].module
    names = {binding.name for binding in machine.bindings if binding.application is fault.stack.application}
    wanted += (
        [part for part in failures_wanted(home.tree) if _mentions(part, _derived(home, names))] if not around else []
    )
    if wanted:
        raise Refused(f"the test on line {wanted[0].lineno} wants the failure: what it tests would be gone")


def functions_around(step: Step) -> list[Definition]:
    """The functions of its file that a statement stands in, from the outermost in."""
    row = step.block[step.position].lineno
    return [node for node in functions_in(step.module.tree) if node.lineno < row <= (node.end_lineno or 0)]


@once
def functions_in(tree: ast.Module) -> tuple[Definition, ...]:
    """All functions of a file, from the outermost in."""
    return tuple(node for node in nodes_in(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


@once
def failures_wanted(tree: ast.AST) -> tuple[ast.With | ast.AsyncWith, ...]:
    """`with pytest.raises(AssertionError):`, `with self.assertRaises(AssertionError):`."""
    return tuple(
        node
        for node in nodes_in(tree)
        if isinstance(node, (ast.With, ast.AsyncWith)) and any(_expects(item.context_expr) for item in node.items)
    )


def _expects(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and last_name(ast.unparse(node.func)) in _EXPECTS
        and any(not _FAILURES.isdisjoint(re.findall(r"\w+", ast.unparse(argument))) for argument in node.args[:1])
    )


def _file_of(chain: tuple[Step, ...]) -> str:
    return os.path.basename(chain[0].module.path)


def _says_so(name: str) -> bool:
    return not _ON_PURPOSE.isdisjoint(name.lower().split("_"))


def _derived(module: Module, names: set[str]) -> set[str]:
    """These names, and those that the module binds by way of them: `client = TestClient(app)`."""
    found = {
        target.id
        for statement in module.tree.body
        if isinstance(statement, ast.Assign) and _mentions(statement.value, names)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    return names | found


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(part, ast.Name) and part.id in names for part in nodes_in(node))
