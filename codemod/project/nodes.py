"""The nodes of a tree, one after the other: what `ast.walk` gives, in less time, for nothing else is done as often."""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Fields that hold no nodes: names and numbers; or such as nobody asks for: operators, and how a name is used.
_TEXTS = frozenset(
    ["arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "lineno", "module"]
    + ["name", "op", "ops", "rest", "simple", "str", "tag", "type_comment"]
)
# Other fields that hold none, of these kinds of nodes only; and those in whose lists there may be None: `{**options}` has no key there.
_VALUES = {ast.Constant: "value", ast.MatchSingleton: "value", ast.Global: "names", ast.Nonlocal: "names"}
_SPARSE = ("keys", "kw_defaults")
_PARTS: dict[type[ast.AST], tuple[str, ...]] = {}


def _fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that hold nodes, or lists of them."""
    found = (name for name in kind._fields if name not in _TEXTS and name != _VALUES.get(kind))
    _PARTS[kind] = ("name", *found) if kind.__name__ == "TypeAlias" else tuple(found)
    return _PARTS[kind]


def nodes_in(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all nodes inside of it, from outside in, but for operators and what says how a name is used (`ast.Load`)."""
    queue = [node]
    for one in queue:  # which grows as it goes
        yield one
        kind = type(one)
        for name in _PARTS[kind] if kind in _PARTS else _fields_of(kind):
            part = getattr(one, name, None)
            if isinstance(part, list):
                queue += part if name not in _SPARSE else filter(None, part)
            elif part is not None:
                queue.append(part)


def children_of(node: ast.AST) -> list[ast.AST]:
    """The nodes directly inside of a node, in their order, but for operators and what says how a name is used."""
    found: list[ast.AST] = []
    for name in _PARTS[type(node)] if type(node) in _PARTS else _fields_of(type(node)):
        part = getattr(node, name, None)
        if isinstance(part, list):
            found += part if name not in _SPARSE else filter(None, part)
        elif part is not None:
            found.append(part)
    return found
