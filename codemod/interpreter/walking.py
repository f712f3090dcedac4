"""The statements of code, one after the other, without their expressions."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.memoisation import once
from codemod.project.module import names_bound
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from typing import Any, TypeGuard

_SIMPLE = (
    ast.Expr,
    ast.Assign,
    ast.Return,
    ast.AnnAssign,
    ast.AugAssign,
    ast.Raise,
    ast.Import,
    ast.ImportFrom,
    ast.Pass,
)


def statements_in(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """These statements and all inside of them, in no order."""
    queue = [*body]
    while queue:
        statement = queue.pop()
        yield statement
        for block in blocks_in(statement):
            queue += block


def blocks_in(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a statement, in their order."""
    if isinstance(statement, _SIMPLE):  # most are
        return
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        for part in (
            [getattr(statement, field, None)] if field not in ("handlers", "cases") else getattr(statement, field, ())
        ):
            block = part if isinstance(part, list) or part is None else part.body
            if block is not None:
                yield block


def targets_in(statement: ast.stmt) -> list[ast.expr]:
    """What a statement assigns to, the elements of a tuple one by one."""
    match statement:
        case ast.Assign(targets=found):
            targets = [*found]
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target) | ast.For(target=target):
            targets = [target]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            targets = [item.optional_vars for item in items if item.optional_vars is not None]
        case _:
            return []
    return [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]


def annotations_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """The annotations of a function, in the order in which Python evaluates them."""
    spec = function.args
    given = (*spec.posonlyargs, *spec.args, *filter(None, [spec.vararg]), *spec.kwonlyargs, *filter(None, [spec.kwarg]))
    return [part for part in (*(parameter.annotation for parameter in given), function.returns) if part is not None]


@once
def nodes_by_kind(node: ast.AST) -> dict[type[ast.AST], list[Any]]:
    """The nodes inside of a class or function that is asked for several kinds of them, by their kind."""
    found: dict[type[ast.AST], list[Any]] = {}
    for part in nodes_in(node):
        found.setdefault(type(part), []).append(part)
    return found


@once
def unparsed(node: ast.AST) -> str:
    """The source of a node, as `ast` writes it."""
    return ast.unparse(node)


@once
def dump_of(node: ast.AST) -> str:
    """What a node says, without its place: the same in two trees."""
    return ast.dump(node)


@once
def decorators_of(node: ast.AST, also_calls: bool = True) -> tuple[str, ...]:
    """The last names of the decorators of a function or class; of `@cache()` that of what is called, unless only the others count."""
    found = [one for one in getattr(node, "decorator_list", ()) if also_calls or not isinstance(one, ast.Call)]
    return tuple(ast.unparse(one.func if isinstance(one, ast.Call) else one).rpartition(".")[2] for one in found)


@once
def times_rebound(node: ast.AST) -> Counter[str]:
    """How often a function binds each name."""
    return Counter(names_bound([node]))


@once
def rebound_names(node: ast.AST) -> frozenset[str]:
    """The names that a function or statement, or a function inside of it, binds or deletes."""
    return frozenset(times_rebound(node))


def is_try(node: ast.AST) -> TypeGuard[ast.Try]:
    """`try`, also with `except*` (which has a type of its own from Python 3.11 on)."""
    return type(node).__name__ in ("Try", "TryStar")
