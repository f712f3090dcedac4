"""What the guard reads a source with: its lines, its tokens, where a statement stands and what is its own."""

from __future__ import annotations

import ast
import copy
import io
import re
import tokenize
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.model import ElementMove
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from typing import TypeAlias

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # str.splitlines would also cut at form feeds and U+2028
NEWLINE = re.compile(r"\r\n|\r|\n")
TOP_LINE = re.compile(r"#!|#.*?coding[:=]")
LICENCE = re.compile(r"copyright|licen[cs]e|spdx", re.IGNORECASE)
BOM = "\ufeff"
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

Display: TypeAlias = ast.List | ast.Tuple


class Unverified(Exception):
    """The result is not the planned move; the message says in what it differs."""


class Line(NamedTuple):
    """A line with its newline, and the row that it had in the source; 0 for a line made by a move."""

    row: int
    text: str


class Stretch(NamedTuple):
    """Where a statement or an element stands with all that is its own, as indexes of lines.

    top      # --- middleware ---
    gap
    own      # signs the cookie
    first    app.add_middleware(Session)
    end
    """

    top: int
    gap: int
    own: int
    first: int
    end: int


class Splice(NamedTuple):
    """Replace the lines from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    lines: tuple[Line, ...]


class Block(NamedTuple):
    """The statements of one block, and what opens it."""

    owner: ast.AST
    body: list[ast.stmt]


# Text


def completed(text: str) -> str:
    return text if text.endswith(("\n", "\r")) else text + dominant_newline(text)


def dominant_newline(text: str) -> str:
    counts = Counter(NEWLINE.findall(text)).most_common(1)
    return counts[0][0] if counts else "\n"


def tokens(text: str) -> list[tokenize.TokenInfo]:
    # tokenize knows no lone `\r`
    unified = NEWLINE.sub("\n", completed(text.removeprefix(BOM)))
    return list(tokenize.generate_tokens(io.StringIO(unified, newline="\n").readline))


# The tree


def find_block(tree: ast.Module, row: int, target_row: int) -> Block:
    for node in nodes_in(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and {row, target_row} <= {statement.lineno for statement in body}:
                return Block(node, body)
    raise Unverified(f"lines {row} and {target_row} are not two statements of one block")


def index_of_row(body: Sequence[ast.stmt], row: int) -> int:
    return next(index for index, statement in enumerate(body) if statement.lineno == row)


def end_of_row(body: Sequence[ast.stmt], row: int) -> int:
    """The index past the last statement that begins on a row."""
    return max(index for index, statement in enumerate(body, 1) if statement.lineno == row)


def one_for_each_line(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Of several statements on a line (`a(); b()`) the first, which then reaches to the end of the last."""
    found: list[ast.stmt] = []
    for statement in body:
        if found and statement.lineno == found[-1].end_lineno:
            found[-1] = copy.copy(found[-1])
            found[-1].end_lineno = statement.end_lineno
        else:
            found.append(statement)
    return found


def find_display(tree: ast.Module, source: str, move: ElementMove) -> Display:
    lines = NEWLINE.split(source)
    # ast counts the bytes of UTF-8
    here = [
        node
        for node in nodes_in(tree)  # from outside
        if isinstance(node, ast.List | ast.Tuple)
        and node.lineno == move.display.row
        and len(lines[node.lineno - 1].encode()[: node.col_offset].decode()) + 1 == move.display.column
    ]
    if move.depth < len(here) and move.element < len(here[move.depth].elts):
        return here[move.depth]
    raise Unverified(f"no such display begins at line {move.display.row}, column {move.display.column}")


# Lines


def spliced(lines: Sequence[Line], splices: Sequence[Splice]) -> list[Line]:
    result = list(lines)
    for start, end, replacement in sorted(splices, reverse=True):
        result[start:end] = replacement
    return result


def row_now(lines: Sequence[Line], row: int) -> int:
    return next(now for now, line in enumerate(lines, 1) if line.row == row)


def is_blank(text: str) -> bool:
    return not text.strip(" \t\r\n")


def is_comment(text: str) -> bool:
    return text.lstrip(" \t\f").startswith("#")


def blanks_from(lines: Sequence[Line], start: int) -> tuple[Line, ...]:
    return tuple(takewhile(lambda line: is_blank(line.text), lines[start:]))


def stretch(lines: Sequence[Line], floor: int, first: int, end: int) -> Stretch:
    top = first
    while top > floor and (is_comment(lines[top - 1].text) or not lines[top - 1].text.strip()):
        top -= 1
    own = first
    pinned = top + (pinned_lines([line.text for line in lines[:first]]) if top == 0 else 0)
    while own > pinned and is_comment(lines[own - 1].text):
        own -= 1
    gap = own
    while gap > pinned and is_blank(lines[gap - 1].text):
        gap -= 1
    return Stretch(top, gap, own, first, end)


def pinned_lines(texts: Sequence[str]) -> int:
    """How many of the lines above the first statement stay on top of the file."""
    licence = next((row for row, text in enumerate(texts) if LICENCE.search(text)), None)
    if licence is not None:
        return licence + len(list(takewhile(is_comment, texts[licence:])))
    return max((row for row, text in enumerate(texts[:2], 1) if TOP_LINE.match(text)), default=0)


def closed_place(lines: Sequence[Line], place: Stretch, most: int | None = None) -> Splice:
    """Cut a stretch out; the larger of the two gaps stays, up to so many lines."""
    above, below = tuple(lines[place.gap : place.own]), blanks_from(lines, place.end)
    larger = above if len(above) >= len(below) else below
    return Splice(place.gap, place.end + len(below), larger[:most])
