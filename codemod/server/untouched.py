"""Edits that change nothing: those inside of the body of a function that the analysis never looked into.

An edit is such a one when all of this holds.

- It lies between the first and the last line of the body of one function, before and after, and the rest of the file is the same text.
- The analysis has not looked into that body. It is asked for it, not guessed: a body notes that somebody walks through it. What was
  worked out for a kept value (`once`) is worked out again, and must be the same.
- What is read off the text of a file without its tree is the same: `Facts`.
- The statement at the margin that the function is in says nothing of registering, before and after (`Index.is_silent`).

Then the new body takes the place of the old one in the tree that was analysed, so that the next edit can be asked about, too.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, SupportsIndex

from codemod.files.decoding import decode
from codemod.frozen import NamedTuple
from codemod.interpreter.memoisation import PLAIN, Looking
from codemod.interpreter.walking import blocks_in, statements_in
from codemod.model import Location, Place
from codemod.project import module
from codemod.project.module import _MAKES, KEPT, items_changed_in, set_attributes
from codemod.project.modules import _COMPUTES, _MOUNTS
from codemod.project.roots import import_lines, names_in_strings
from codemod.project.signs import has_sign
from codemod.stacks.meddling import SETS_COOKIES

IDENTIFIER = re.compile(r"\w+")
ITEM = re.compile(rb"\w+\[-?\d+\]")  # what a plan asks the text for
_SETS_COOKIES = re.compile(SETS_COOKIES.encode())
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Body(list[ast.stmt]):
    """The statements of a function; they know whether somebody has looked at them."""

    looked = False

    def _look(self) -> None:
        if not Looking.is_for_a_kept_value:
            self.looked = True

    def __iter__(self) -> Iterator[ast.stmt]:
        self._look()
        return super().__iter__()

    def __reversed__(self) -> Iterator[ast.stmt]:
        self._look()
        return super().__reversed__()

    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        self._look()
        return super().__getitem__(index)

    def __len__(self) -> int:
        self._look()
        return super().__len__()

    def __contains__(self, item: object) -> bool:
        self._look()
        return super().__contains__(item)

    def __add__(self, other: list[Any]) -> list[Any]:
        self._look()
        return [*super().__iter__(), *other]


def watched(tree: ast.Module) -> ast.Module:
    """The tree, whose functions note who looks into them."""
    # Their statements are listed before they note anything.
    for statement in [*statements_in(tree.body)]:
        if isinstance(statement, _FUNCTIONS):
            statement.body = Body(statement.body)
    return tree


class Facts(NamedTuple):
    """What the analysis reads off the text of a file."""

    is_relevant: bool
    has_global: bool
    relevant: frozenset[str]
    attributes: frozenset[str]
    bound: Counter[str]
    globals_set: frozenset[str]
    filled: frozenset[str]
    told_of: frozenset[str]
    postpones: bool
    imports: tuple[bytes, ...]
    named: tuple[bytes, ...]
    flags: tuple[bool, ...]
    only_imported: frozenset[str]


def facts_of(source: bytes, tree: ast.Module) -> Facts:
    """The facts of a file."""
    known = module.Facts(source, lambda: tree)
    with unnoticed():
        relevant = known.relevant
    found = Facts(
        known.is_relevant,
        known.has_global,
        relevant,
        frozenset[str]().union(*(attributes_of(piece.text) for piece in known.pieces)),
        known.times_bound,
        known.globals_set,
        known.filled_in_passing,
        known.told_of,
        known.postpones_annotations,
        tuple(match[0] for match in import_lines(source)),
        tuple(names_in_strings(source)),
        (
            has_sign(source),
            *(pattern.search(source) is not None for pattern in (_MAKES, _COMPUTES, _MOUNTS, _SETS_COOKIES)),
        ),
        known.only_imported,
    )
    known.let_go()
    return found


@functools.lru_cache(KEPT)
def attributes_of(text: bytes) -> frozenset[str]:
    """The names of the attributes that a statement at the margin sets; one that nothing is called, where it may set any."""
    found = set_attributes(text)
    return frozenset({""}) if "" in found else found


class Change(NamedTuple):
    """Where two texts differ: rows from 1, ``first`` to ``last`` of the old one, to ``last + shift`` of the new one."""

    first: int
    last: int
    shift: int
    gone: bytes
    come: bytes


def change_between(old: bytes, new: bytes) -> Change | None:
    """Where two texts differ; None where lines end otherwise than at LF."""
    if old.count(b"\r") != old.count(b"\r\n") or new.count(b"\r") != new.count(b"\r\n"):
        return None
    before, after = old.split(b"\n"), new.split(b"\n")
    most = min(len(before), len(after))
    start = next((row for row in range(most) if before[row] != after[row]), most)
    end = next((row for row in range(most - start) if before[-1 - row] != after[-1 - row]), most - start)
    gone, come = before[start : len(before) - end], after[start : len(after) - end]
    return Change(start + 1, len(before) - end, len(after) - len(before), b"\n".join(gone), b"\n".join(come))


def function_around(tree: ast.Module, source: bytes, first: int, last: int) -> tuple[list[tuple[int, int]], list[Any]]:
    """The way to the outermost function whose body nobody has looked into and that has these rows in it: numbers of blocks and
    statements, and the statements; both empty when there is none. A stretch without rows lies between two of the body.
    """
    way: list[tuple[int, int]] = []
    nodes: list[Any] = []
    blocks: list[list[ast.stmt]] = [tree.body]
    low, high = (first, last) if first <= last else (last, first)
    while blocks:
        found = next(
            (
                (number, index, statement)
                for number, block in enumerate(blocks)
                for index, statement in enumerate(list.__iter__(block))
                if statement.lineno <= low and high <= (statement.end_lineno or 0)
            ),
            None,
        )
        if found is None:
            return [], []
        number, index, statement = found
        way.append((number, index))
        nodes.append(statement)
        if isinstance(statement, _FUNCTIONS) and isinstance(statement.body, Body) and not statement.body.looked:
            if first_row_of(statement, source) <= low:
                return way, nodes
            return [], []
        blocks = [*blocks_in(statement)]
    return [], []


def first_row_of(function: ast.FunctionDef | ast.AsyncFunctionDef, source: bytes) -> int:
    """The row of the first statement, where it begins its line; else one below the function."""
    statement = list.__getitem__(function.body, 0)
    row = min([statement.lineno, *(part.lineno for part in getattr(statement, "decorator_list", ()))])
    line = source.split(b"\n", row)[row - 1]
    starts = not line[: statement.col_offset].strip() or row < statement.lineno
    return row if starts and row > function.lineno else (function.end_lineno or row) + 1


class Settled(NamedTuple):
    """A file as it was analysed: its bytes, its tree with the looks noted, its facts."""

    source: bytes
    tree: ast.Module
    facts: Facts
    counts: Counter[str]


def settled(source: bytes, tree: ast.Module) -> Settled:
    """The file as it was analysed."""
    return Settled(source, tree, facts_of(source, tree), Counter(IDENTIFIER.findall(decode(source))))


def after_edit(
    known: Settled,
    change: Change,
    source: bytes,
    tree: ast.Module,
    telling: frozenset[str],
    is_silent: Callable[[bytes], bool],
) -> Settled | None:
    """The same for the file with other bytes, whose tree is given, where nothing that was found out can be otherwise; else None.

    ``telling`` are the names of the file that may lead to an application; ``is_silent`` says whether statements say nothing of
    registering.
    """
    way, old = function_around(known.tree, known.source, change.first, change.last)
    if not way:
        return None
    new = nodes_on(tree, way)
    if not is_same_place(old, new, change, source):
        return None
    counts = known.counts.copy()
    gone, come = (Counter(IDENTIFIER.findall(decode_part(part, source))) for part in (change.gone, change.come))
    counts.subtract(gone)
    counts.update(come)
    facts = facts_of(source, tree)
    if facts != known.facts or not is_same_items(change, known.facts, facts) or facts.flags[2] and facts.flags[3]:
        return None
    if not is_same_use(known, counts, gone, come, telling):
        return None
    top, again = old[0], new[0]
    texts = rows(known.source, top), rows(source, again)
    if not all(is_silent(b"# FastAPI\n" + text) for text in texts):  # taken to be a file of the web
        return None
    body, fresh = old[-1].body, Body(new[-1].body)
    old[-1].body = fresh
    if not all(is_kept_value_same(node) for node in (known.tree, *old)):
        old[-1].body = body
        return None
    shift_rows(known.tree, old[-1], change)
    return Settled(source, known.tree, facts, counts)


def is_same_items(change: Change, *facts: Facts) -> bool:
    """Whether what is gone and what has come ask for the same items by number, and change, or hand on, the same lists and dicts of the
    module.
    """
    known = imported_in(facts[0]).union(*(one.bound for one in facts))
    gone, come = (
        {name for is_part, name in items_changed_in(text) if is_part or name in known}
        for text in (change.gone, change.come)
    )
    return gone == come and set(ITEM.findall(change.gone)) == set(ITEM.findall(change.come))


def imported_in(facts: Facts) -> frozenset[str]:
    """The words of the imports of a file."""
    return frozenset(word for line in facts.imports for word in IDENTIFIER.findall(line.decode("utf-8", "replace")))


def is_as_broken(known: bytes, source: bytes) -> bool:
    """Whether two texts that cannot be parsed say the same, to all that is read off a text without its tree."""
    change = change_between(known, source)
    if change is None:
        return False
    one, other = read_off(known), read_off(source)
    # What is read off single lines is the same where they are: it is enough to ask those that are not.
    rows = change._replace(gone=change.gone + b"\n", come=change.come + b"\n")
    return one == other and is_same_items(rows, one, other) and not (one.flags[2] and one.flags[3])


@functools.lru_cache(2)
def read_off(text: bytes) -> Facts:
    """The facts of a text that cannot be parsed."""
    return facts_of(text, ast.Module([], []))


def decode_part(text: bytes, source: bytes) -> str:
    """Some lines of a file, as far as words are concerned."""
    return text.decode("utf-8", "replace")


def nodes_on(tree: ast.Module, way: list[tuple[int, int]]) -> list[Any]:
    """The statements on a way; fewer where it does not lead on."""
    nodes: list[Any] = []
    blocks: list[list[ast.stmt]] = [tree.body]
    for number, index in way:
        if number >= len(blocks) or index >= list.__len__(blocks[number]):
            return []
        nodes.append(list.__getitem__(blocks[number], index))
        blocks = [*blocks_in(nodes[-1])]
    return nodes


def is_same_place(old: list[Any], new: list[Any], change: Change, source: bytes) -> bool:
    """Whether the new statements are the old ones but for the rows that changed, which lie in the body of the last."""
    same = len(old) == len(new) and all(
        type(one) is type(other)
        and one.lineno == other.lineno
        and (one.end_lineno or 0) + change.shift == other.end_lineno
        for one, other in zip(old, new, strict=True)
    )
    if not same:
        return False
    low, high = sorted((change.first, change.last + change.shift))
    return first_row_of(new[-1], source) <= low and high <= new[-1].end_lineno


def is_same_use(
    known: Settled, counts: Counter[str], gone: Counter[str], come: Counter[str], telling: frozenset[str]
) -> bool:
    """Whether no name is mentioned for the first time, or no longer, that an import binds or that may lead to an application."""
    imported = imported_in(known.facts)
    return not any(
        (word in imported and (known.counts[word] < 2) != (counts[word] < 2)) or word in telling
        for word in {*(gone - come), *(come - gone)}
    )


def rows(source: bytes, statement: ast.stmt) -> bytes:
    """The lines of a statement, with its decorators."""
    first = min([statement.lineno, *(part.lineno for part in getattr(statement, "decorator_list", ()))])
    return b"\n".join(source.split(b"\n")[first - 1 : statement.end_lineno])


def is_kept_value_same(node: ast.AST) -> bool:
    """Whether all that was worked out once for a node still comes out as it did."""
    kept = [
        (name, rest, value)
        for name, found in node.__dict__.items()
        if "." in name
        for rest, value in found.items()
        if all(isinstance(one, PLAIN) for one in rest)
    ]
    with unnoticed():
        return all(again(name, node, rest) == value for name, rest, value in kept)


def again(name: str, node: ast.AST, rest: tuple[object, ...]) -> object:
    """What a function that remembers gives now."""
    module, _, function = name.rpartition(".")
    return getattr(sys.modules[module], function).__wrapped__(node, *rest)


@contextmanager
def unnoticed() -> Iterator[None]:
    """Look at bodies without their noting it."""
    before = Looking.is_for_a_kept_value
    Looking.is_for_a_kept_value = True
    try:
        yield
    finally:
        Looking.is_for_a_kept_value = before


def shift_rows(tree: ast.Module, function: ast.AST, change: Change) -> None:
    """Count the rows below a change anew, but for those of the new body, which have been counted."""
    if not change.shift:
        return
    fresh = {id(statement) for statement in list.__iter__(function.body)}  # type: ignore[attr-defined]
    queue: list[ast.AST] = [tree]
    while queue:
        node = queue.pop()
        if (getattr(node, "end_lineno", None) or 0) >= change.last and hasattr(node, "lineno"):
            node.end_lineno += change.shift  # type: ignore[attr-defined]
            node.lineno += change.shift if node.lineno > change.last else 0
        for _, value in ast.iter_fields(node):
            if isinstance(value, list):
                queue += [part for part in list.__iter__(value) if isinstance(part, ast.AST) and id(part) not in fresh]
            elif isinstance(value, ast.AST):
                queue.append(value)


def shifted(value: Any, path: str, change: Change) -> Any:
    """Values of the model with the places in a file where they are after a change."""
    if isinstance(value, Place):
        if value.path != path:
            return value
        return Place(path, *(_moved(point, change) for point in (value.start, value.end)))
    if isinstance(value, tuple):
        parts = [shifted(part, path, change) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _moved(point: Location, change: Change) -> Location:
    return Location(point.row + change.shift, point.column) if point.row > change.last else point
