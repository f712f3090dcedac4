"""Moves an element of a list a second time, for the guard: as text, by cutting and pasting what the tokens delimit."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator, Sequence
from itertools import accumulate

from codemod.edits.guard_lines import (
    LAYOUT,
    LINE,
    NEWLINE,
    Display,
    Line,
    Splice,
    Unverified,
    blanks_from,
    closed_place,
    find_display,
    is_comment,
    row_now,
    spliced,
    stretch,
    tokens,
)
from codemod.frozen import NamedTuple
from codemod.model import ElementMove


class Piece(NamedTuple):
    """An element as tokens have it: rows from 1, columns from 0, the end exclusive, parentheses included."""

    start: tuple[int, int]
    end: tuple[int, int]


class Pieces(NamedTuple):
    """The pieces of a display, whether a comma ends it, and whether comments stand between its pieces."""

    each: tuple[Piece, ...]
    trailing_comma: bool
    commented: bool


def with_element_moved(lines: Sequence[Line], move: ElementMove, order: list[int]) -> list[Line]:
    source = "".join(line.text for line in lines)
    here = move.display._replace(row=row_now(lines, move.display.row))
    node = find_display(ast.parse(source), source, move._replace(display=here))
    order[:] = order or range(len(node.elts))
    index, before = order.index(move.element), order.index(move.before)
    if index < before:
        return list(lines)
    order.insert(before, order.pop(index))
    pieces = read_pieces(source, node, here.column - 1)
    return (with_rows_moved if pieces.commented else with_slices_moved)(lines, pieces, index, before)


def read_pieces(source: str, node: Display, column: int) -> Pieces:
    lines = NEWLINE.split(source)
    ends = [end_place(lines, element) for element in node.elts]
    last = end_place(lines, node)
    inside = [token for token in tokens(source) if (node.lineno, column) <= token.start and token.end <= last]
    chunks = split_at_commas(inside[1:-1] if is_bracketed(inside) else inside, ends)
    each = tuple(Piece(chunk[0].start, chunk[-1].end) for chunk in chunks if chunk)
    notes = [token.start for token in inside if token.type == tokenize.COMMENT]
    commented = any(not any(piece.start < note < piece.end for piece in each) for note in notes)
    return Pieces(each, not chunks[-1], commented)


def end_place(lines: Sequence[str], node: ast.expr) -> tuple[int, int]:
    row = node.end_lineno or node.lineno
    return row, len(lines[row - 1].encode()[: node.end_col_offset].decode())


def is_bracketed(inside: Sequence[tokenize.TokenInfo]) -> bool:
    # (A), B        <- begins with a bracket that is not the display's
    depths = [depth for depth, _ in with_depth(inside)]
    return inside[0].string in ("(", "[") and all(depth > 0 for depth in depths[1:-1])


def with_depth(inside: Sequence[tokenize.TokenInfo]) -> Iterator[tuple[int, tokenize.TokenInfo]]:
    """Each token with the number of brackets around it; a bracket stands outside itself."""
    depth = 0
    for token in inside:
        depth -= token.type == tokenize.OP and token.string in ")]}"
        yield depth, token
        depth += token.type == tokenize.OP and token.string in "([{"


def split_at_commas(
    inside: Sequence[tokenize.TokenInfo], ends: Sequence[tuple[int, int]]
) -> list[list[tokenize.TokenInfo]]:
    chunks: list[list[tokenize.TokenInfo]] = [[]]
    for depth, token in with_depth(inside):
        # lambda app, key: Session(app, key),       <- only the last comma, past the end of the element, ends it
        if depth == 0 and token.string == "," and token.start >= ends[len(chunks) - 1]:
            chunks.append([])
        elif token.type not in LAYOUT:
            chunks[-1].append(token)
    return chunks


def with_slices_moved(lines: Sequence[Line], pieces: Pieces, index: int, before: int) -> list[Line]:
    """Permute the texts of the elements; all that stands between them stays."""
    first, last = pieces.each[0].start[0] - 1, pieces.each[-1].end[0]
    text = "".join(line.text for line in lines[first:last])
    starts = [0, *accumulate(len(line.text) for line in lines[first:last])]
    cuts = [starts[row - 1 - first] + column for piece in pieces.each for row, column in piece]
    parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    # parts: space, element, space, element, ..., space
    elements = parts[1::2]
    elements.insert(before, elements.pop(index))
    parts[1::2] = elements
    moved = LINE.findall("".join(parts))
    rows = [line.row for line in lines[first:last]]
    return [*lines[:first], *map(Line, rows, moved), *lines[last:]]


def with_rows_moved(lines: Sequence[Line], pieces: Pieces, index: int, before: int) -> list[Line]:
    """Cut and paste the lines of an element that shares none with another."""
    places = [
        stretch(lines, above, piece.start[0] - 1, piece.end[0])
        for above, piece in zip([0, *(piece.end[0] for piece in pieces.each)], pieces.each, strict=False)
    ]
    ready = with_separators(lines, pieces, index, before)
    place, target = places[index], places[before]
    below = blanks_from(lines, place.end)
    at_end = index + 1 == len(places) and not is_comment(lines[place.end + len(below)].text)
    cut = Splice(place.gap, place.end, ()) if at_end else closed_place(ready, place)
    return spliced(ready, [cut, Splice(target.own, target.own, tuple(ready[place.own : place.end]))])


def with_separators(lines: Sequence[Line], pieces: Pieces, index: int, before: int) -> list[Line]:
    """Give each element the comma and the indentation of the position that it will have."""
    order = list(range(len(pieces.each)))
    order.insert(before, order.pop(index))
    result = list(lines)
    commas = len(order) - (not pieces.trailing_comma)
    for position, source in enumerate(order):
        (row, column), (last, end) = pieces.each[source]
        text, slot = lines[last - 1].text, pieces.each[position].start
        behind = text[end + 1 :] if source < commas else text[end:]
        if lines[row - 1].text[:column].strip() or not re.match(r"\s*(#|\Z)", behind):
            raise Unverified("elements that share a line have comments between them")
        result[last - 1] = Line(lines[last - 1].row, text[:end] + "," * (position < commas) + behind)
        indent = lines[slot[0] - 1].text[: slot[1]]
        result[row - 1] = Line(lines[row - 1].row, indent + result[row - 1].text[column:])
    return result
