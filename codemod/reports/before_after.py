"""The stack of an application without and with a move, side by side, in a finding on a wide terminal."""

from __future__ import annotations

from collections.abc import Sequence

from codemod.frozen import NamedTuple
from codemod.model import Fix, Level, in_words
from codemod.reports.excerpt import BLUE, BOLD, CYAN, GREEN, RED, Style, width
from codemod.reports.inert import inert

_LEAST_COLUMNS = 100  # a narrower terminal breaks the lines of a finding as it is
_MOST_LAYERS = 20
_BETWEEN = "    "
_PASSING = "A request passes these layers from above to below; each has only what those above it provide:"
_TRIED = "The move was tried: all other layers keep their order."


class _Cell(NamedTuple):
    """A layer in one of the two columns: its name, what it does, and the colour of that."""

    name: str
    does: str
    color: int


def before_and_after(fix: Fix, gutter: int, style: Style) -> list[str]:
    """Two columns of layers; nothing where they do not fit."""
    before, after = _column(fix.before, RED), _column(fix.after, GREEN)
    cells = [*before, *after]
    if not cells or len(before) > _MOST_LAYERS:
        return []
    name, does = (max(map(width, texts)) for texts in zip(*((cell.name, cell.does) for cell in cells), strict=True))
    column = name + 2 + does
    indent = " " * (gutter + 3)
    if style.columns < max(_LEAST_COLUMNS, len(indent) + 2 * column + len(_BETWEEN)):
        return []
    titles = f"{'now':{column}}{_BETWEEN}after the move"
    rows = (_BETWEEN.join(_drawn(cell, name, does, style) for cell in pair) for pair in zip(before, after, strict=True))
    point = f"{'':{gutter}} {style.paint('=', BLUE)}"
    return [
        f"{point} {_PASSING}",
        *(f"{indent}{row}".rstrip() for row in (style.paint(titles, BOLD), *rows)),
        f"{point} {_TRIED}",
    ]


def _column(levels: Sequence[Level], users: int) -> list[_Cell]:
    return [_Cell(inert(level.name), _does(level), users if level.uses else CYAN) for level in levels]


def _does(level: Level) -> str:
    """`provides the session`: the session is two keys where one layer makes it and another loads it."""
    provides, uses = (
        f"{verb} {' and '.join(dict.fromkeys(map(in_words, keys)))}" if keys else ""
        for verb, keys in (("provides", level.provides), ("uses", level.uses))
    )
    return inert(", ".join(filter(None, (provides, uses))))


def _drawn(cell: _Cell, name: int, does: int, style: Style) -> str:
    """A cell as wide as its column; spaces are not painted."""
    padding = " " * (name - width(cell.name) + 2), " " * (does - width(cell.does))
    return f"{cell.name}{padding[0]}{style.paint(cell.does, cell.color)}{padding[1]}"
