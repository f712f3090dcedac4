"""Edits of statements that do nothing, also where the analysis looked: what is begun to be typed reads a name or keeps one for itself.

An edit is such a one when all of this holds.

- What it takes away and what it puts there are whole statements of one block, and empty lines; the rest is the same text.
- Each of them only reads names and constants, or asks the length of something, and keeps the outcome at most in a name that is
  mentioned nowhere else where it could be seen.
- None of the names leads to an application, or comes from an import.
- What was worked out for a kept value of the statements around, and what is read off the text, differs in these names only.

Then no program can come to anything else. See `untouched` for edits where the analysis did not look, which may be of any kind.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from codemod.files.decoding import decode
from codemod.frozen import NamedTuple
from codemod.interpreter.memoisation import PLAIN
from codemod.interpreter.walking import blocks_in
from codemod.project.blocks import code_of
from codemod.project.signs import has_sign
from codemod.server.untouched import (
    IDENTIFIER,
    Change,
    Facts,
    Settled,
    again,
    decode_part,
    facts_of,
    imported_in,
    is_same_items,
    unnoticed,
)

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_JUMPS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_ASKS = {"len": "__len__", "bool": "__bool__", "int": "__int__", "float": "__float__", "abs": "__abs__", "id": ""}
_SESSION = re.compile(rb"""\.session\b|["']session["']|\bscope\b""")
_SEES_ALL = ("locals", "vars", "globals", "dir", "eval", "exec")  # names that nobody mentions


class Around(NamedTuple):
    """What is written in other files: the code of those that import the file, and the sources of its programs."""

    importers: tuple[bytes, ...]
    sources: tuple[bytes, ...]

    def mentions(self, names: Collection[str]) -> bool:
        """Whether a file may import one of these names."""
        return any(b"*" in code or not names_in(code).isdisjoint(names) for code in self.importers)

    def answers(self, method: str) -> bool:
        """Whether a class may have this method in a file that registers something, or speaks of the session."""
        having = (source for source in self.sources if f"def {method}".encode() in source)
        return any(has_sign(source) or _SESSION.search(source) for source in having)


class Spot(NamedTuple):
    """Where the statements of two trees differ: in one block of the old one from ``start`` on.

    ``way`` are the statements around, from the margin in, each as in the old and as in the new tree.
    """

    way: tuple[tuple[ast.stmt, ast.stmt], ...]
    block: list[ast.stmt]
    start: int
    gone: list[ast.stmt]
    come: list[ast.stmt]


def after_inert_edit(
    known: Settled,
    change: Change,
    source: bytes,
    tree: ast.Module,
    telling: frozenset[str],
    around: Around,
) -> Settled | None:
    """The file with other bytes, whose tree is given, where the change does nothing; else None.

    ``telling`` are the names of the file that may lead to an application.
    """
    if b"#" in change.gone + change.come or has_sign(change.gone + b"\n" + change.come):
        return None
    with unnoticed():
        spot = spot_of(known.tree.body, tree.body, change)
        if spot is None or not is_covered(change, spot):
            return None
        changed = [*spot.gone, *spot.come]
        facts, code = facts_of(source, tree), code_of(source)
        words = {word for part in (change.gone, change.come) for word in IDENTIFIER.findall(decode_part(part, source))}
        targets = {name for statement in changed for name in targets_of(statement)}
        if (
            not all(is_inert(statement, around) for statement in changed)
            or (spot.start and isinstance(spot.block[spot.start - 1], _JUMPS))
            or not words.isdisjoint(telling | imported_in(known.facts))
            or not targets.isdisjoint(_ASKS)
            or not is_same_but(known.facts, facts, targets)
            or not is_same_items(change, known.facts, facts)
            or not are_own(targets, spot, change, code, tree, around)
            or not all(is_bound_nowhere(name, code, change, tree) for name in words & _ASKS.keys())
        ):
            return None
        end = spot.start + len(spot.gone)
        spot.block[spot.start : end] = spot.come
        nodes = frozenset(node for statement in changed for node in ast.walk(statement))
        differing = Differing(frozenset(words), nodes, frozenset(targets))
        kept = [kept_again(node, differing) for node in (known.tree, *(old for old, _ in spot.way))]
        if None in kept:
            spot.block[spot.start : spot.start + len(spot.come)] = spot.gone
            return None
        for found, rest, fresh in (one for of_node in kept for one in of_node or ()):
            found[rest] = fresh
        if change.shift:
            fit(known.tree, tree, change)
    counts = known.counts.copy()
    counts.subtract(IDENTIFIER.findall(decode_part(change.gone, source)))
    counts.update(IDENTIFIER.findall(decode_part(change.come, source)))
    return Settled(source, known.tree, facts, counts)


def names_in(code: bytes) -> frozenset[str]:
    return frozenset(IDENTIFIER.findall(code.decode("utf-8", "replace")))


# Where it is


def spot_of(
    old: list[ast.stmt], new: list[ast.stmt], change: Change, way: tuple[tuple[ast.stmt, ast.stmt], ...] = ()
) -> Spot | None:
    """Where two blocks differ; None where that is no matter of whole statements."""
    least = min(len(old), len(new))
    start = next((at for at in range(least) if not is_before(old[at], new[at], change)), least)
    rest = least - start
    end = next((at for at in range(rest) if not is_after(old[-1 - at], new[-1 - at], change)), rest)
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if lie_in(gone, change.first, change.last) and lie_in(come, change.first, change.last + change.shift):
        return Spot(way, old, start, gone, come)
    if len(gone) != 1 or len(come) != 1 or not is_same_head(gone[0], come[0]):
        return None
    blocks = [[*blocks_in(statement)] for statement in (gone[0], come[0])]
    if len(blocks[0]) != len(blocks[1]):
        return None
    pairs = [*zip(*blocks, strict=True)]
    differing = [(one, other) for one, other in pairs if not is_same_block(one, other, change)]
    inner = (*way, (gone[0], come[0]))
    # An empty row between two statements, or between two blocks: in no text that goes on over it.
    pairs = differing or [(one, other) for one, other in pairs if is_around(one, change)]
    if blocks[0] and not pairs and not is_text_around(gone[0], change):
        return Spot(inner, blocks[0][0], 0, [], [])
    return spot_of(pairs[0][0], pairs[0][1], change, inner) if len(pairs) == 1 else None


def first_row(statement: ast.stmt) -> int:
    """Where a statement begins, with its decorators."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(part.lineno for part in decorators)])


def is_same_head(one: ast.stmt, other: ast.stmt) -> bool:
    return type(one) is type(other) and (one.lineno, one.col_offset) == (other.lineno, other.col_offset)


def is_before(one: ast.stmt, other: ast.stmt, change: Change) -> bool:
    """Whether a statement lies before the change, the same in both."""
    return is_same_head(one, other) and one.end_lineno == other.end_lineno and (one.end_lineno or 0) < change.first


def is_after(one: ast.stmt, other: ast.stmt, change: Change) -> bool:
    """Whether a statement lies after the change, the same in both."""
    return (
        type(one) is type(other)
        and first_row(one) > change.last
        and (one.lineno + change.shift, one.col_offset) == (other.lineno, other.col_offset)
        and (one.end_lineno or 0) + change.shift == other.end_lineno
    )


def is_same_block(one: list[ast.stmt], other: list[ast.stmt], change: Change) -> bool:
    return len(one) == len(other) and all(
        is_before(old, new, change) or is_after(old, new, change) for old, new in zip(one, other, strict=True)
    )


def is_around(block: list[ast.stmt], change: Change) -> bool:
    return bool(block) and first_row(block[0]) < change.first and change.last < (block[-1].end_lineno or 0)


def is_text_around(statement: ast.stmt, change: Change) -> bool:
    """Whether a change lies inside of a text of several rows."""
    texts = (node for node in ast.walk(statement) if isinstance(node, (ast.Constant, ast.JoinedStr)))
    return any(one.lineno < change.first and change.last < (one.end_lineno or 0) for one in texts)


def lie_in(statements: Iterable[ast.stmt], first: int, last: int) -> bool:
    return all(first <= first_row(one) and (one.end_lineno or 0) <= last for one in statements)


def is_covered(change: Change, spot: Spot) -> bool:
    """Whether each row that was changed is empty, or one of these statements."""
    return all(
        not row.strip() or any(one.lineno <= number <= (one.end_lineno or 0) for one in statements)
        for text, statements in ((change.gone, spot.gone), (change.come, spot.come))
        for number, row in enumerate(text.split(b"\n"), change.first)
    )


# What it does


def is_inert(statement: ast.stmt, around: Around) -> bool:
    """Whether a statement only reads names, and keeps the outcome at most in one."""
    match statement:
        case ast.Assign(targets=[ast.Name()], value=value) | ast.Expr(value=value):
            return only_reads(value, around)
    return False


def only_reads(value: ast.expr, around: Around) -> bool:
    match value:
        case ast.Constant() | ast.Name():
            return True
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _ASKS:
            asks = _ASKS[name]  # an object of the program's own may answer that itself
            return only_reads(argument, around) and not (asks and around.answers(asks))
    return False


def targets_of(statement: ast.stmt) -> list[str]:
    return [one.id for one in getattr(statement, "targets", ()) if isinstance(one, ast.Name)]


def is_same_but(one: Facts, other: Facts, names: Collection[str]) -> bool:
    """Whether the facts of two texts are the same but for how often these names are bound."""
    fresh = {name for name in one.bound.keys() | other.bound.keys() if one.bound[name] != other.bound[name]}
    same = one._replace(bound=Counter()) == other._replace(bound=Counter())
    return same and fresh <= set(names) and not (other.flags[2] and other.flags[3])


def are_own(targets: set[str], spot: Spot, change: Change, code: bytes, tree: ast.Module, others: Around) -> bool:
    """Whether nobody else mentions the names that are kept: in their function, or anywhere where they are the module's."""
    if not targets:
        return True
    around = [new for _, new in spot.way]
    if around and isinstance(around[-1], ast.ClassDef):
        return False
    scope = next((node for node in around if isinstance(node, _FUNCTIONS)), None)
    if scope is None and (others.mentions(targets) or any(isinstance(node, ast.ClassDef) for node in around)):
        return False
    said, own = (Counter(IDENTIFIER.findall(decode(text))) for text in (code, code_of(change.come)))
    if not any(said[name] > own[name] for name in (*targets, *_SEES_ALL)):
        return True
    skipped = {id(statement) for statement in spot.come}
    elsewhere = Counter(name for node in nodes_in(scope or tree, skipped) for name in names_said(node))
    return not any(elsewhere[name] for name in (*targets, *_SEES_ALL))


def is_bound_nowhere(name: str, code: bytes, change: Change, tree: ast.Module) -> bool:
    """Whether a name of Python's own means what it means."""
    # What the new lines say of it, the old ones said: they bind it no more than before.
    if said_otherwise(name.encode(), code) <= said_otherwise(name.encode(), code_of(change.come)):
        return True
    return hasattr(builtins, name) and not any(
        name in names_said(node)
        for node in nodes_in(tree, frozenset())
        if not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    )


def said_otherwise(name: bytes, code: bytes) -> int:
    """How often a text without strings says a name but to call it, or defines it."""
    return len(re.findall(rb"(?<![.\w])%b\b(?![ \t]*\()|(?:def|class)[ \t]+%b\b" % (name, name), code))


def nodes_in(tree: ast.AST, skipped: Collection[int]) -> Iterator[ast.AST]:
    """The nodes of a tree, without those below some."""
    queue = [tree]
    while queue:
        node = queue.pop()
        if id(node) not in skipped:
            yield node
            queue += ast.iter_child_nodes(node)


def names_said(node: ast.AST) -> Sequence[str]:
    """The names that a node itself reads or binds, but for those of attributes."""
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return names
        case ast.alias(name=name, asname=other):
            return (other or name.partition(".")[0],)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return (name,)
        case ast.MatchMapping(rest=str(name)):
            return (name,)
    return ()


# What was worked out of it


class Differing(NamedTuple):
    """In what values may differ: in these words, in these nodes, and in what is said of these names."""

    words: frozenset[str]
    nodes: frozenset[ast.AST]
    targets: frozenset[str]

    def is_alike(self, one: object, other: object) -> bool:
        """Whether two values are equal but for that."""
        match one, other:
            case (set() | frozenset(), set() | frozenset()):
                return self._has_all(one ^ other)
            case (dict(), dict()):
                both = (key for key in one.keys() & other.keys() if key not in self.targets)
                return self._has_all(one.keys() ^ other.keys()) and all(
                    isinstance(key, ast.expr_context) or self.is_alike(one[key], other[key]) for key in both
                )
            case (tuple(), tuple()):
                return self._left(one) == self._left(other)
        return one == other

    def _has_all(self, parts: Iterable[object]) -> bool:
        return all(part in self.words or part in self.nodes or isinstance(part, ast.expr_context) for part in parts)

    def _left(self, parts: Iterable[object]) -> list[object]:
        """What may not differ: a row is about its first element."""
        firsts = ((part, part[0] if isinstance(part, tuple) and part else part) for part in parts)
        return [part for part, first in firsts if first not in self.words and first not in self.nodes]


def kept_again(node: ast.AST, differing: Differing) -> list[tuple[dict[object, object], object, object]] | None:
    """What was worked out once for a node, as it comes out now: where it is kept, by what, and itself; None where it is not what it was
    but for what may differ.
    """
    kept = []
    remembered = [(name, found) for name, found in node.__dict__.items() if "." in name]
    for name, found in remembered:
        for rest, value in [*found.items()]:
            if all(isinstance(one, PLAIN) for one in rest):
                fresh = again(name, node, rest)
                if not differing.is_alike(value, fresh):
                    return None
                kept.append((found, rest, fresh))
    return kept


def fit(known: ast.Module, tree: ast.Module, change: Change) -> None:
    """Give the nodes of a tree the places that those of another have, which has the same nodes from a change on."""
    queue: list[tuple[ast.AST, ast.AST]] = [
        pair for pair in zip(known.body, tree.body, strict=True) if (pair[1].end_lineno or 0) >= change.first
    ]
    below: list[ast.AST] = []
    while queue:
        old, new = queue.pop()
        if old is new:
            continue
        if isinstance(old, ast.stmt) and first_row(old) > change.last:
            below.append(old)
            continue
        if hasattr(new, "lineno"):
            old.lineno, old.end_lineno = new.lineno, new.end_lineno  # type: ignore[attr-defined]
        queue += zip(ast.iter_child_nodes(old), ast.iter_child_nodes(new), strict=True)
    shift(below, change.shift)


def shift(nodes: list[ast.AST], rows: int) -> None:
    """Count the rows of these nodes anew, and of all that is in them."""
    while nodes:
        node = nodes.pop()
        own = node.__dict__
        if "lineno" in own:
            own["lineno"] += rows
            own["end_lineno"] += rows
        for name in node._fields:
            value = own.get(name)
            if isinstance(value, list):
                nodes += [part for part in value if isinstance(part, ast.AST)]
            elif isinstance(value, ast.AST):
                nodes.append(value)
