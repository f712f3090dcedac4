"""What code that may run unnamed changes by functions of other modules, which its own imports.

`def __eq__(self, other): ring.turn()` changes nothing by itself. Of a function of another module it is told by the imports which one
it is, not by its name alone: a `get` or `run` is in every project.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator, Mapping

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.memoisation import once
from codemod.project.nodes import nodes_in
from codemod.rules.hidden_calls import Hidden, changed_by, functions_named, handed_on, hidden_functions, with_called

if TYPE_CHECKING:
    from typing import TypeAlias

    from codemod.rules.hidden_calls import AnyFunction

Named: TypeAlias = tuple[str, str]  # the last name of a module, and that of something in it
_FAR = 4  # modules that functions call each other through


def changes_elsewhere(
    trees: Mapping[str, ast.Module], may_run: Callable[[Hidden], bool]
) -> Iterator[tuple[str, str, str | None, Hidden]]:
    """What functions of other modules change, as the path, name and part of each, with the code that calls them or gives them away."""
    homes: dict[str, list[str]] = {}
    for path in trees:
        homes.setdefault(_name_of(path), []).append(path)
    for path, tree in trees.items():
        for hidden, called in _calls_out(tree):
            if called.keys() & homes and may_run(hidden):
                for place, function in _found(trees, homes, called):
                    yield from ((path, *one, hidden) for one in changed_by(trees[place], function, False))
        for name in handed_on(tree) & _imported(tree).keys():
            given = _imported(tree)[name]
            if given[0] in homes and may_run(Hidden(name, 0)):
                for place, function in _found(trees, homes, _by_module([given])):
                    hidden = Hidden(name, function.lineno)
                    yield from ((place, *one, hidden) for one in changed_by(trees[place], function, False))


def _name_of(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.basename(folder) if name == "__init__.py" else name.removesuffix(".py")


def _by_module(names: list[Named]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for module, name in names:
        found.setdefault(module, set()).add(name)
    return {module: frozenset(parts) for module, parts in found.items()}


@once
def _imported(tree: ast.Module) -> Mapping[str, Named]:
    """What the names stand for that a module imports; a whole module has no name in it."""
    found: dict[str, Named] = {}
    for node in nodes_in(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    last = alias.name.rpartition(".")[2]
                    found[alias.asname or alias.name.partition(".")[0]] = last, ""
            case ast.ImportFrom(module=module, names=names):
                last = (module or "").rpartition(".")[2]
                found |= {alias.asname or alias.name: (last, alias.name) for alias in names}
    return found


@once
def _calls_out(tree: ast.Module) -> tuple[tuple[Hidden, Mapping[str, frozenset[str]]], ...]:
    """What the code of a module that may run unnamed calls of other modules."""
    found = (
        (hidden, [one for part in with_called(tree, function) for one in _called(tree, part)])
        for hidden, function in hidden_functions(tree)
    )
    return tuple((hidden, _by_module(names)) for hidden, names in found if names)


def _called(tree: ast.Module, function: AnyFunction) -> Iterator[Named]:
    """What a function calls of other modules: `turn()`, `ring.turn()`, where `ring` may be a module, or an object of one."""
    imported = _imported(tree)
    for node in nodes_in(function):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in imported:
                yield imported[name]
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if name in imported:
                module, part = imported[name]
                yield part or module, method
                yield module, method
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=module), attr=method)):
                yield module, method


def _found(
    trees: Mapping[str, ast.Module], homes: Mapping[str, list[str]], called: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, AnyFunction]]:
    """The functions that names stand for, and those of yet other modules that these call, each with the path of its module."""
    seen: set[AnyFunction] = set()
    queue = [(module, name, 0) for module, names in called.items() for name in names]
    while queue:
        module, name, depth = queue.pop()
        for path in homes.get(module, ()) if depth < _FAR else ():
            functions = functions_named(trees[path]).get(name, [])
            if not functions and name in _imported(trees[path]):  # it is handed on
                queue.append((*_imported(trees[path])[name], depth + 1))
            for function in (one for one in functions if one not in seen):
                seen.add(function)
                yield path, function
                more = (one for part in with_called(trees[path], function) for one in _called(trees[path], part))
                queue += [(*one, depth + 1) for one in more]
