"""Violations of a mover, each over several sources: the guard refuses them all, and nothing that is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import pytest

from codemod.edits.guard import Unverified, paste, verify
from codemod.edits.move import apply_moves
from codemod.edits.proved import previewed
from codemod.model import ElementMove, Location, Move, StatementMove


class Source(NamedTuple):
    text: str
    moves: tuple[Move, ...]


MODULE = '''#!/usr/bin/env python
"""The application."""
from fastapi import FastAPI

app = FastAPI()
\x0c
# --- middleware ---

# signs the cookie
# with a key
app.add_middleware(SessionMiddleware, secret_key="key", same_site="lax")  # first

# the gate
@app.middleware("http")
@traced
async def guard(request, call_next):
    """Lets
    nobody pass.
    """
    # look first
    if request.session:
        allow()  # in
    else:
        deny()
    return await call_next(request)  # out
    # end of guard


# the routes
@app.get("/")
async def route(request):
    return {"a": 1}


# the end
'''

FACTORY = '''import os


def create_app(key, other):
    app = FastAPI()
    # signs
    app.add_middleware(SessionMiddleware, secret_key=key)

    # --- gates ---

    app.add_middleware(Guard, a=1, b='two')  # gate
    if key:
        app.add_middleware(Other)
        # end of if
    else:
        text = """
    # no comment
        """

    return app  # done
'''

FLUSH = "go()\nadd(Session, 'a', 'b')\n\n# gate\nadd(Guard)  # x  \n\nadd(Other)\nif x:\n    y()\nelse:\n    z()\n"

DISPLAY = """app = FastAPI(
    middleware=[
        # outermost
        Middleware(Guard, a=1),  # gate
        # --- more ---

        # signs
        Middleware(SessionMiddleware, secret_key="key", b=2),  # first
    ],
)

# after
go()
"""

SOURCES = {
    "module": Source(MODULE, (StatementMove(11, 16, True),)),
    "factory": Source(FACTORY, (StatementMove(7, 12, True),)),
    "factory_up": Source(FACTORY, (StatementMove(11, 7, False),)),
    "flush": Source(FLUSH, (StatementMove(2, 5, True),)),
    "no_final_newline": Source(FLUSH[:-1], (StatementMove(2, 8, True),)),
    "display": Source(DISPLAY, (ElementMove(Location(2, 16), 1, 0),)),
    "one_line": Source("x = [A, B(c=1, d='e'), *C]  # all\ny = 1\n", (ElementMove(Location(1, 5), 2, 0),)),
}
SHAPES: dict[str, Callable[[str], bytes]] = {
    "lf": str.encode,
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
}


@cache
def moved(before: bytes, moves: tuple[Move, ...]) -> bytes:
    return apply_moves(before, moves)


def sub(pattern: str, replacement: str, count: int = 1) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, replacement, text, count=count, flags=re.MULTILINE)


def without_line(text: str) -> Callable[[str], str]:
    return sub(rf"^[^\r\n]*{re.escape(text)}[^\r\n]*\r?\n", "")


def swapped(one: str, other: str) -> Callable[[str], str]:
    """Exchange the first line that holds ``one`` with the first that holds ``other``."""

    def fault(text: str) -> str:
        lines = re.split(r"(?<=\n)", text)
        here = next((row for row, line in enumerate(lines) if one in line), 0)
        there = next((row for row, line in enumerate(lines) if other in line), here)
        lines[here], lines[there] = lines[there], lines[here]
        return "".join(lines)

    return fault


def repeated(text: str) -> Callable[[str], str]:
    return sub(rf"^([^\r\n]*{re.escape(text)}[^\r\n]*\r?\n)", r"\1\1")


def shifted(text: str, rows: int) -> Callable[[str], str]:
    """Move the first line that holds ``text`` by so many lines."""

    def fault(result: str) -> str:
        lines = re.split(r"(?<=\n)", result)
        row = next((row for row, line in enumerate(lines) if text in line), None)
        if row is not None:
            lines.insert(row + rows, lines.pop(row))
        return "".join(lines)

    return fault


FAULTS: dict[str, Callable[[str], str]] = {
    "comment_dropped": without_line("# signs"),
    "comment_of_another_dropped": without_line("# look first"),
    "comment_doubled": repeated("# signs"),
    "comment_changed": sub("# signs", "# Signs"),
    "comment_space_lost": sub("# gate", "#gate"),
    "comment_moved_to_the_neighbour": shifted("# signs", -2),
    "comment_moved_below_the_statement": shifted("# with a key", 1),
    "comment_of_the_guard_taken_along": shifted("# the gate", 15),
    "comment_lines_swapped": swapped("# signs the cookie", "# with a key"),
    "comment_indented": sub("^( *)# signs", r"\1  # signs"),
    "trailing_comment_lost": sub(r"  # first", ""),
    "trailing_comment_of_another_lost": sub(r"  # (out|done|x)", ""),
    "trailing_comment_on_its_own_line": sub(r"  # (first|gate)(\r?\n)", r"\2# \1\2"),
    "trailing_comments_swapped": lambda text: (
        text.replace("# in", "# 0").replace("# out", "# in").replace("# 0", "# out")
    ),
    "heading_taken_along": shifted("# --- middleware ---", 20),
    "heading_lost": without_line("# ---"),
    "footer_lost": without_line("# end of"),
    "footer_dedented": sub(r"^ +(# end of)", r"\1"),
    "last_comment_lost": without_line("# the end"),
    "form_feed_dropped": sub("\x0c", ""),
    "form_feed_line_dropped": sub("\x0c\r?\n", ""),
    "shebang_lost": without_line("#!"),
    "bom_lost": lambda text: text.removeprefix("\ufeff"),
    "bom_added": lambda text: "\ufeff" + text if not text.startswith("\ufeff") else text,
    "crlf_turned_to_lf": lambda text: text.replace("\r\n", "\n"),
    "one_crlf_turned_to_lf": lambda text: text.replace("\r\n", "\n", 1),
    "lf_turned_to_crlf": lambda text: text.replace("\n", "\r\n") if "\r" not in text else text,
    "tabs_for_spaces": sub("^    ", "\t", 0),
    "wrong_indent_in_a_block": sub("^    (    [^#])", r"\1", 0),
    "deeper_indent_in_brackets": sub("^( +)Middleware", r"\1  Middleware"),
    "blank_line_eaten_at_the_top": sub(r"^\r?\n", ""),
    "blank_line_eaten_at_the_end": lambda text: "".join(text.rsplit("\r\n" if "\r" in text else "\n", 1)),
    "every_blank_line_eaten": sub(r"^\r?\n", "", 0),
    "extra_blank_line_at_the_top": lambda text: text.replace("\n", "\n\n", 1),
    "extra_blank_line_above_the_statement": sub(r"^( *)(# signs|add\(Session)", r"\n\1\2"),
    "extra_blank_line_below_the_statement": sub(r"^([^\r\n]*Session[^\r\n]*\r?\n)(?!\Z)", r"\1\n"),
    "blank_line_between_comment_and_statement": sub(r"^([^\r\n]*# (?:signs|gate)[^\r\n]*\r?\n)", r"\1\n"),
    "blank_line_in_a_string": sub(r"nobody pass\.", "\nnobody pass."),
    "whitespace_on_a_blank_line": sub(r"^(\r?\n)", r"  \1"),
    "trailing_whitespace_stripped": sub("  $", ""),
    "trailing_whitespace_added": sub(r"(\r?\n)", r" \1"),
    "final_newline_added": lambda text: text if text.endswith("\n") else text + "\n",
    "final_newline_removed": lambda text: text.removesuffix("\n").removesuffix("\r"),
    "final_newline_doubled": lambda text: text + "\n" if text.endswith("\n") else text,
    "statement_lost": without_line("Session"),
    "statement_doubled": repeated("Session"),
    "statement_of_another_lost": without_line("go()"),
    "statement_of_another_doubled": repeated("return"),
    "moved_one_too_far": shifted("add(Session", 1),
    "moved_one_too_short": shifted("add(Session", -1),
    "moved_to_the_top": swapped("go()", "add(Session"),
    "moved_the_wrong_statement": swapped("add(Guard", "add(Other"),
    "lines_swapped": swapped("return", "Session"),
    "decorators_swapped": swapped("@app.middleware", "@traced"),
    "decorator_lost": without_line("@traced"),
    "decorator_moved": shifted("@traced", 12),
    "branches_swapped": swapped("allow()", "deny()"),
    "branches_of_a_short_if_swapped": swapped("y()", "z()"),
    "else_lost": sub("^( *)else:", r"\1if 1:"),
    "argument_reordered": sub(r"\((\w+), (\w+=[^,)]+), (\w+=[^,)]+)\)", r"(\1, \3, \2)"),
    "argument_lost": sub(r", (a=1|same_site=\"lax\"|d='e')", ""),
    "argument_changed": sub("secret_key=", "secret="),
    "arguments_of_two_swapped": sub("'a', 'b'", "'b', 'a'"),
    "parameter_reordered": sub("key, other", "other, key"),
    "quote_style_changed": sub("['\"](two|key|a|e)['\"]", r"'''\1'''"),
    "string_changed": sub("(two|The application|http)", r"\1 "),
    "comment_in_a_string_dropped": without_line("# no comment"),
    "docstring_reindented": sub("^    nobody", "  nobody"),
    "trailing_comma_added": sub(r"([\w\"'])\)( *#|\r?$)", r"\1,)\2"),
    "trailing_comma_in_a_display_lost": sub(r"\),(  # gate)", r")\1"),
    "comma_doubled": sub(",", ",,"),
    "parentheses_added": sub("= (1|FastAPI\\(\\))", r"= (\1)"),
    "space_in_brackets": sub(r"\(", "( "),
    "semicolon_added": sub(r"(go\(\)|FastAPI\(\))(\r?\n)", r"\1;\2"),
    "import_sorted_away": without_line("import"),
    "element_moved_back": sub(r"\[\*C, A, B\(c=1, d='e'\)\]", r"[A, B(c=1, d='e'), *C]"),
    "element_not_far_enough": sub(r"\*C, A", r"A, *C"),
    "star_lost": sub(r"\*C", "C"),
    "another_assignment_changed": sub("y = 1", "y = 2"),
    "indentation_of_the_file_lost": sub("^ +", "", 0),
    "nothing_moved": lambda text: "",
    "cut_in_the_middle": lambda text: text[: len(text) // 2],
    "nul_added": lambda text: text + "\0",
}

CORRECT = [
    pytest.param(shape(source.text), source.moves, id=f"{name}-{kind}")
    for name, source in SOURCES.items()
    for kind, shape in SHAPES.items()
]


@pytest.mark.parametrize(("before", "moves"), CORRECT)
def test_accepts_what_is_right(before: bytes, moves: tuple[Move, ...]) -> None:
    verify(before, apply_moves(before, moves), moves)


@pytest.mark.parametrize(("before", "moves"), CORRECT)
def test_refuses_a_move_that_was_not_made(before: bytes, moves: tuple[Move, ...]) -> None:
    with pytest.raises(Unverified):
        verify(before, before, moves)


@pytest.mark.parametrize(("before", "moves"), CORRECT)
def test_refuses_a_move_that_was_not_planned(before: bytes, moves: tuple[Move, ...]) -> None:
    with pytest.raises(Unverified):
        verify(before, apply_moves(before, moves), [])


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_refuses(fault: Callable[[str], str]) -> None:
    tried = 0
    for source in SOURCES.values():
        for shape in SHAPES.values():
            before = shape(source.text)
            right = moved(before, source.moves)
            wrong = fault(right.decode()).encode()
            if wrong != right:
                tried += 1
                with pytest.raises(Unverified):
                    verify(before, wrong, source.moves)
    assert tried, "the fault fits none of the sources"


REASONS = {
    "comments": (b"s()  # s\ng()\n", b"g()\ns()\n", "comments"),
    "tree": (b"s()\ng()\nh()\n", b"g()\nh()\ns()\n", "tree"),
    "lines": (b"s()\ng( )\n", b"g()\ns()\n", "not blank"),
    "place": (b"# s\ns()\ng()\n", b"g()\ns()\n# s\n", "line 2"),
    "end": (b"s()\ng()", b"g()\ns()\n", "end of the file"),
    "mark": (b"\xef\xbb\xbfs()\ng()", b"g()\ns()", "byte order mark"),
    "parse": (b"s()\ng()\n", b"g()\ns(\n", "SyntaxError"),
}


@pytest.mark.parametrize(("before", "after", "reason"), REASONS.values(), ids=REASONS)
def test_says_what_is_wrong(before: bytes, after: bytes, reason: str) -> None:
    rows = (2, 3) if before.startswith(b"#") else (1, 2)
    with pytest.raises(Unverified, match=reason):
        verify(before, after, [StatementMove(*rows, after=True)])


IMPOSSIBLE = {
    "no such line": (b"s()\ng()\n", StatementMove(1, 9, after=True), "lines 1 and 9 are not two statements"),
    "another block": (b"s()\nif x:\n    g()\n", StatementMove(1, 3, after=True), "lines 1 and 3 are not two"),
    "stands there, below": (b"s()\ng()\n", StatementMove(2, 1, after=True), "already stands where it is to move"),
    "stands there, above": (b"s()\ng()\n", StatementMove(1, 2, after=False), "already stands where it is to move"),
    "no display there": (
        b"x = [A, B]\n",
        ElementMove(Location(1, 6), 1, 0),
        "begins at line 1, column 6",
    ),
    "no display in the line": (b"x = [A, B]\n", ElementMove(Location(2, 5), 1, 0), "no such display begins at line 2"),
    "no such element": (b"x = [A, B]\n", ElementMove(Location(1, 5), 2, 0), "no such display begins at line 1"),
}


@pytest.mark.parametrize(("source", "move", "reason"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_move_that_cannot_be_made(source: bytes, move: Move, reason: str) -> None:
    with pytest.raises(Unverified, match=reason):
        verify(source, source, [move])


def test_elements_between_comments_share_no_line() -> None:
    move = ElementMove(Location(1, 5), 2, 0)
    with pytest.raises(Unverified, match="elements that share a line have comments between them"):
        verify(b"x = [A,  # a\n     B, C]\n", b"x = [C,  # a\n     A, B]\n", [move])


def test_the_second_of_two_displays_on_a_line() -> None:
    before, move = b"f([A], [B, C])\n", ElementMove(Location(1, 8), 1, 0)
    after = apply_moves(before, [move])
    assert after == b"f([A], [C, B])\n"
    verify(before, after, [move])


def test_an_element_that_an_earlier_move_brought_there_stays() -> None:
    before, display = b"x = [A, B, C]\n", Location(1, 5)
    moves = [ElementMove(display, 2, 0), ElementMove(display, 2, 1)]
    after = apply_moves(before, moves)
    assert after == b"x = [C, A, B]\n"
    verify(before, after, moves)


@pytest.mark.parametrize("source", [b"x = (\ns()\ng()\n", b"# coding: none\ns()\ng()\n", b"s()\n\xff\ng()\n"])
def test_what_cannot_be_read_is_not_pasted(source: bytes) -> None:
    with pytest.raises(Unverified, match="cannot be checked"):
        paste(source, [StatementMove(2, 3, after=True)])


def test_encoding_that_changes_is_refused() -> None:
    before = "# coding: latin-1\nx = 1\ns('é')\ng()\n".encode("latin-1")
    move = StatementMove(3, 4, after=True)
    right = apply_moves(before, [move])
    verify(before, right, [move])
    with pytest.raises(Unverified):
        verify(before, right.decode("latin-1").encode(), [move])


def test_what_cannot_be_pasted_is_left_to_the_one_that_writes() -> None:
    asked: list[tuple[bytes, Sequence[Move]]] = []

    def written(source: bytes, moves: Sequence[Move]) -> bytes:
        asked.append((source, moves))
        return b"written\n"

    right, wrong = StatementMove(1, 2, True), StatementMove(1, 1, True)
    assert previewed(b"a()\nb()\n", [right], written) == b"b()\na()\n"
    assert not asked
    assert previewed(b"a()\nb()\n", [wrong], written) == b"written\n"
    assert asked == [(b"a()\nb()\n", [wrong])]
