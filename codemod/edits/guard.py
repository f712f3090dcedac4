"""Proves that a result is the planned move and nothing else, before a byte of it is written.

Obeys docs/semantics.md, "The guard". It shares no code with the mover: the source is read as text and with the
standard library alone, the move is made a second time by cutting and pasting whole lines, and both must agree.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from codemod.edits.guard_elements import with_element_moved
from codemod.edits.guard_lines import (
    BOM,
    LAYOUT,
    LINE,
    Block,
    Line,
    Splice,
    Stretch,
    Unverified,
    blanks_from,
    closed_place,
    completed,
    dominant_newline,
    end_of_row,
    find_block,
    find_display,
    index_of_row,
    is_blank,
    is_comment,
    one_for_each_line,
    row_now,
    spliced,
    stretch,
    tokens,
)
from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.model import ElementMove, Move, StatementMove

if TYPE_CHECKING:
    from typing import TypeAlias

__all__ = ["Unverified", "paste", "verify"]

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
UNREADABLE = (SyntaxError, ValueError, LookupError, RecursionError, tokenize.TokenError, StopIteration)


def verify(before: bytes, after: bytes, moves: Sequence[Move]) -> None:
    """Raise ``Unverified`` unless ``after`` is ``before`` with these moves made, and no byte more."""
    try:
        source, result = decoded(before), decoded(after)
        compare_ends(source, result)
        compare_trees(source, result, moves)
        compare_multisets(source, result, moves)
        compare_lines(pasted(source, moves), result)
    except UNREADABLE as error:
        raise Unverified(f"the result cannot be checked: {type(error).__name__}: {error}") from error


def paste(before: bytes, moves: Sequence[Move]) -> bytes:
    """``before`` with these moves made by cutting and pasting lines; raises ``Unverified`` when that gives another program."""
    try:
        encoding, source = encoding_of(before), decoded(before)
        result = pasted(source, moves)
        compare_ends(source, result)
        compare_trees(source, result, moves)
        compare_multisets(source, result, moves)
        return result.encode(encoding)
    except UNREADABLE as error:
        raise Unverified(f"the result cannot be checked: {type(error).__name__}: {error}") from error


def decoded(source: bytes) -> str:
    return source.decode(encoding_of(source))


def encoding_of(source: bytes) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return "utf-8" if encoding == "utf-8-sig" else encoding  # the mark is kept as a character


def compare_ends(source: str, result: str) -> None:
    if source.startswith(BOM) != result.startswith(BOM):
        raise Unverified("the byte order mark is not what it was")
    if source.endswith(("\n", "\r")) != result.endswith(("\n", "\r")):
        raise Unverified("the newline at the end of the file is not what it was")


def compare_trees(source: str, result: str, moves: Sequence[Move]) -> None:
    found, wanted = ast.parse(result.removeprefix(BOM)), moved_tree(source.removeprefix(BOM), moves)
    if ast.dump(found) != ast.dump(wanted):
        raise Unverified("the tree of the result is not the tree of the source with the moves made")


def compare_multisets(source: str, result: str, moves: Sequence[Move]) -> None:
    if Counter(comments(source)) != Counter(comments(result)):
        raise Unverified("the comments are not those of the source")
    if any(isinstance(move, ElementMove) for move in moves):
        if Counter(words(source)) != Counter(words(result)):
            raise Unverified("the tokens are not those of the source")
    elif Counter(code_lines(source)) != Counter(code_lines(result)):
        raise Unverified("the lines that are not blank are not those of the source")


def compare_lines(wanted: str, found: str) -> None:
    if wanted == found:
        return
    ours, theirs = LINE.findall(wanted), LINE.findall(found)
    row = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)))) + 1
    raise Unverified(f"line {row} is not the one that cutting and pasting the lines gives")


def code_lines(text: str) -> Iterator[str]:
    # the last line may have come from the middle of the file, and the other way round
    return (line for line in LINE.findall(completed(text.removeprefix(BOM))) if not is_blank(line))


def comments(text: str) -> list[str]:
    return [token.string for token in tokens(text) if token.type == tokenize.COMMENT]


def words(text: str) -> list[tuple[int, str]]:
    return [(token.type, token.string) for token in tokens(text) if token.type not in LAYOUT]


# The tree


def moved_tree(source: str, moves: Sequence[Move]) -> ast.Module:
    tree = ast.parse(source)
    displays = {move: find_display(tree, source, move) for move in moves if isinstance(move, ElementMove)}
    elements = {id(display): list(display.elts) for display in displays.values()}
    for move in moves:
        if isinstance(move, StatementMove):
            body = find_block(tree, move.row, move.target_row).body
            statement = body.pop(index_of_row(body, move.row))
            row = move.target_row
            body.insert(end_of_row(body, row) if move.after else index_of_row(body, row), statement)
        else:
            display = displays[move]
            element, target = (elements[id(display)][place] for place in (move.element, move.before))
            if display.elts.index(target) < display.elts.index(element):
                display.elts.remove(element)
                display.elts.insert(display.elts.index(target), element)
    return tree


# The text


def pasted(source: str, moves: Sequence[Move]) -> str:
    """Make the moves by cutting and pasting lines."""
    text = source.removeprefix(BOM)
    newline = dominant_newline(text)
    lines = [Line(row, line) for row, line in enumerate(LINE.findall(completed(text)), 1)]
    orders: dict[object, list[int]] = {}
    read = Read(ast.Module([], []), 0)
    for move in moves:
        if isinstance(move, StatementMove):
            read = (
                read
                if read.holds_for(lines, move)
                else Read(ast.parse("".join(line.text for line in lines)), len(lines))
            )
            splices = splices_of(lines, move, read.tree, Line(0, newline))
            lines, read = spliced(lines, splices), read.above(min(splice.start for splice in splices))
        else:
            lines = with_element_moved(lines, move, orders.setdefault(move.display, []))
            read = read.above(0)
    whole = "".join(line.text for line in lines)
    ended = text.endswith(("\n", "\r"))
    return source[: len(source) - len(text)] + (whole if ended else re.sub(r"(\r\n|\r|\n)\Z", "", whole))


class Read(NamedTuple):
    """The tree of the lines, which holds for the first ``rows`` of them: moves further down have changed the others."""

    tree: ast.Module
    rows: int

    def holds_for(self, lines: Sequence[Line], move: StatementMove) -> bool:
        """Whether a move down lies wholly in those lines; one up also looks at the statement below the one that moves."""
        row, target_row = row_now(lines, move.row), row_now(lines, move.target_row)
        if not move.after or self.rows <= target_row:
            return False
        body = one_for_each_line(find_block(self.tree, row, target_row).body)
        return end_of(lines, body[index_of_row(body, target_row)]) <= self.rows

    def above(self, rows: int) -> Read:
        return self._replace(rows=min(self.rows, rows))


# Statements as text


class Text(NamedTuple):
    """A block, the lines of the file, and a blank line to make others from."""

    lines: Sequence[Line]
    block: Block
    blank: Line

    @property
    def is_module(self) -> bool:
        return isinstance(self.block.owner, ast.Module)

    @property
    def usual_gap(self) -> int:
        return 2 if self.is_module else 1

    def place(self, index: int) -> Stretch:
        body = self.block.body
        floor = end_of(self.lines, body[index - 1]) if index else 0
        return stretch(self.lines, floor, first_row(body[index]) - 1, end_of(self.lines, body[index]))

    def gap(self, index: int) -> int:
        place = self.place(index)
        return place.own - place.gap

    def gap_under(self, index: int) -> int:
        return len(blanks_from(self.lines, self.place(index).end))

    def is_definition(self, index: int) -> bool:
        return isinstance(self.block.body[index], Definition)

    def wants_one_blank_below(self, index: int) -> bool:
        match self.block.body[index]:
            case ast.Import() | ast.ImportFrom():
                return True
            case ast.Expr(value=ast.Constant(value=str())):
                return index == 0 and self.is_module
        return False

    def is_last(self, index: int) -> bool:
        return index + 1 == len(self.block.body)

    def definition_gap(self, index: int) -> int:
        return (self.gap(index) if self.is_definition(index) else 0) or self.usual_gap


def splices_of(lines: Sequence[Line], move: StatementMove, tree: ast.Module, blank: Line) -> list[Splice]:
    row, target_row = row_now(lines, move.row), row_now(lines, move.target_row)
    block = find_block(tree, row, target_row)
    text = Text(lines, block._replace(body=one_for_each_line(block.body)), blank)
    index, at = index_of_row(text.block.body, row), index_of_row(text.block.body, target_row)
    if index == at or index == at + (1 if move.after else -1):
        raise Unverified("the statement already stands where it is to move")
    arrival = arrive_below if move.after else arrive_above
    return [leave(text, index), *arrival(text, index, at)]


def leave(text: Text, index: int) -> Splice:
    place = text.place(index)
    if not text.is_last(index):
        return closed_place(text.lines, place, most_blanks(text, index, place))
    below = blanks_from(text.lines, place.end)
    following = text.lines[place.end + len(below) :]
    if following and (text.is_module or belongs_below(following[0].text, indent_of(text.lines, text.block.body[0]))):
        return closed_place(text.lines, place)
    return Splice(place.gap, place.end, ())


def most_blanks(text: Text, index: int, place: Stretch) -> int | None:
    under = place.end + text.gap_under(index)
    leading = text.lines[under : text.place(index + 1).first]
    gap = place.own - place.gap
    if place.gap > place.top:
        return None
    if index == 0:
        opens_suite = not text.is_module and not isinstance(text.block.owner, Definition)
        return None if opens_suite and text.is_definition(index + 1) and not leading else gap
    definition = text.is_definition(index + 1) and all(is_comment(line.text) for line in leading)
    return max(1, gap) if text.wants_one_blank_below(index - 1) and not definition else None


def arrive_below(text: Text, index: int, at: int) -> list[Splice]:
    place, target = text.place(index), text.place(at)
    block = text.lines[place.own : place.end]
    if ends_in_definition(text.block.body[at]):
        gap = text.definition_gap(at) if text.is_last(at) else text.gap_under(at)
    else:
        gap = max(min(text.gap(index), text.gap(at), 1), int(text.wants_one_blank_below(at)))
    if text.is_definition(index):
        gap = max(gap, text.definition_gap(index))
    missing = 0 if text.is_last(at) else max(0, gap_taken_along(text, index) - text.gap_under(at))
    return [Splice(target.end, target.end, (text.blank,) * gap + tuple(block) + (text.blank,) * missing)]


def arrive_above(text: Text, index: int, at: int) -> list[Splice]:
    place, target = text.place(index), text.place(at)
    block = tuple(text.lines[place.own : place.end])
    gap = text.definition_gap(at) if text.is_definition(at) else min(text.gap(index), 1)
    gap = max(gap, gap_taken_along(text, index))
    above = tuple(text.lines[target.gap : target.own])
    first = target.gap == target.top
    if text.is_definition(index):
        above += (text.blank,) * (0 if first and at == 0 else text.definition_gap(index) - len(above))
    elif first and at > 0 and text.wants_one_blank_below(at - 1):
        above = above[:1]
    return [Splice(target.gap, target.own, above + block + (text.blank,) * gap)]


def gap_taken_along(text: Text, index: int) -> int:
    if not ends_in_definition(text.block.body[index]):
        return 0
    return (0 if text.is_last(index) else text.gap_under(index)) or text.usual_gap


def first_row(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def end_of(lines: Sequence[Line], statement: ast.stmt) -> int:
    """Past the last line of a statement, and past the comments that end its own block.

    if debug:
        app.add_middleware(Trace)

        # end of the block
    # about the next statement
    """
    end = statement.end_lineno or statement.lineno
    body = last_body(statement)
    indent = indent_of(lines, body[0]) if body else None
    if indent is None:
        return end
    for row, line in enumerate(lines[end:], end + 1):
        if belongs_below(line.text, indent):
            end = row
        elif not is_blank(line.text):
            break
    return end


def belongs_below(text: str, indent: str | None) -> bool:
    return indent is not None and is_comment(text) and text.startswith(indent)


def indent_of(lines: Sequence[Line], statement: ast.stmt) -> str | None:
    """The indentation of a statement, or None when it stands behind a colon."""
    text = lines[first_row(statement) - 1].text
    before = text[: len(text) - len(text.lstrip(" \t\f"))]
    return before if len(before) >= statement.col_offset or first_row(statement) != statement.lineno else None


def last_body(statement: ast.AST) -> list[ast.stmt]:
    """The last suite of a statement: of `else`, of `finally`, of the last `except` or `case`."""
    for name in ("finalbody", "orelse", "handlers", "cases", "body"):
        match getattr(statement, name, None):
            case [*_, ast.ExceptHandler() | ast.match_case() as last]:
                return last.body
            case [ast.If() as last] if name == "orelse" and isinstance(statement, ast.If):
                return last_body(last)
            case [ast.stmt(), *_] as body:
                return list(body)
    return []


def ends_in_definition(statement: ast.stmt) -> bool:
    body = last_body(statement)
    return isinstance(statement, Definition) or (bool(body) and ends_in_definition(body[-1]))
