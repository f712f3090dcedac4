"""The walk over trees gives what `ast.walk` gives, but for operators and what says how a name is used."""

from __future__ import annotations

import ast
import sys

import pytest
from conftest import ROOT

from codemod.project.nodes import children_of, nodes_in

LEFT_OUT = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
SOURCES = [path.read_text() for path in sorted((ROOT / "codemod").rglob("*.py"))]
ODD = "match x:\n    case {'a': 1, **rest}: ...\n    case P(a=None): ...\ndef f(a, *, b, c=1): global d\nprint({**a, 'b': -c})\n"


def check(source: str) -> None:
    for node in ast.walk(tree := ast.parse(source)):
        assert children_of(node) == [part for part in ast.iter_child_nodes(node) if not isinstance(part, LEFT_OUT)]
    assert [*nodes_in(tree)] == [node for node in ast.walk(tree) if not isinstance(node, LEFT_OUT)]


def test_the_nodes_of_a_tree() -> None:
    for source in (*SOURCES, ODD):
        check(source)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="newer syntax")
def test_the_nodes_of_newer_statements() -> None:
    check("type Row[T: int] = list[T]\ndef first[T](rows: Row[T]) -> T: ...\n")
