"""The part of a file that a move concerns: the top-level statements from the one that moves to the one that it moves past.

libcst takes its time for each line that it parses. Above and below the part stands a statement in place of the rest of the file, so
that comments and blank lines at its edges belong to what they belong to in the file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from codemod.files.decoding import encoding_of
from codemod.frozen import NamedTuple
from codemod.model import ElementMove, Move, StatementMove
from codemod.project.module import NotParsed, parse
from codemod.rules.lines import first_row

SMALL = 16 << 10  # bytes that libcst may as well parse whole
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")
_STAND_IN = b"pass"


class Part(NamedTuple):
    """A stretch of a file between two others, as a source of its own, and the moves with their rows in it."""

    above: bytes
    source: bytes
    below: bytes
    moves: tuple[Move, ...]
    stands_in: tuple[bytes, bytes]  # the lines that were put above and below

    def whole(self, changed: bytes) -> bytes | None:
        """The file with the part changed; None when the change took hold of what stands for the rest."""
        first, last = self.stands_in
        if not changed.startswith(first) or not changed.endswith(last):
            return None
        return self.above + changed[len(first) : len(changed) - len(last)] + self.below


def part_of(source: bytes, moves: Sequence[Move]) -> Part | None:
    """The part of a large file that these moves concern; None when there is none that is smaller."""
    if len(source) <= SMALL or encoding_of(source) != "utf-8":
        return None
    try:
        body = parse(source).body
    except NotParsed:
        return None
    rows = [row for move in moves for row in rows_of(move)]
    inside = [number for number, node in enumerate(body) if _holds(node, min(rows), max(rows))]
    lines = _LINE.findall(source)[:-1]
    newline = lines[0][len(lines[0].rstrip(b"\r\n")) :]
    if not inside or not newline:
        return None
    before, after = inside[0] - 1, inside[-1] + 1
    start = (body[before].end_lineno or 0) if before >= 0 else 0
    end = first_row(body[after]) - 1 if after < len(body) else len(lines)
    first = _STAND_IN + newline if before >= 0 else b""
    last = _STAND_IN + newline if after < len(body) else b""
    shift = start - bool(first)
    return Part(
        b"".join(lines[:start]),
        first + b"".join(lines[start:end]) + last,
        b"".join(lines[end:]),
        tuple(shifted(move, shift) for move in moves),
        (first, last),
    )


def rows_of(move: Move) -> tuple[int, ...]:
    """The rows that a move names."""
    return (move.row, move.target_row) if isinstance(move, StatementMove) else (move.display.row,)


def shifted(move: Move, by: int) -> Move:
    """The same move where so many rows are left out above."""
    if isinstance(move, ElementMove):
        return move._replace(display=move.display._replace(row=move.display.row - by))
    return move._replace(row=move.row - by, target_row=move.target_row - by)


def _holds(node: ast.stmt, low: int, high: int) -> bool:
    return first_row(node) <= high and low <= (node.end_lineno or node.lineno)
