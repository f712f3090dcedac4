"""Each move is a name, a before and an after; the session moves to the guard, everything else stays."""

from __future__ import annotations

import ast
import random
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

import black
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codemod.edits.guard import verify
from codemod.edits.move import apply_moves
from codemod.edits.proved import previewed
from codemod.model import CannotMove, ElementMove, Location, StatementMove

SESSION, GUARD = "add(Session", "uard"


def row_of(source: str, text: str) -> int:
    return next(row for row, line in enumerate(source.split("\n"), 1) if text in line)


def down(source: str) -> StatementMove:
    return StatementMove(row_of(source, SESSION), row_of(source, GUARD), after=True)


def up(source: str) -> StatementMove:
    return StatementMove(row_of(source, SESSION), row_of(source, GUARD), after=False)


def checked(source: bytes, *moves: StatementMove | ElementMove) -> bytes:
    result = apply_moves(source, moves)
    verify(source, result, moves)
    return result


STAYS = {
    "nothing_planned": "app = App()\n\n\n# about the session\nadd(Session)\nadd(Guard)\n",
    "nothing_planned_between_definitions": "def f(): ...\n# x\n\n\n\nadd(Session)\nclass Guard: ...",
}

DOWN = {
    "simple_below_simple": (
        "app = App()\nadd(Session)\nadd(Guard)\nadd(Other)\n",
        "app = App()\nadd(Guard)\nadd(Session)\nadd(Other)\n",
    ),
    "comment_block_travels": (
        "app = App()\n\n# signs\n# the cookie\nadd(Session)  # here\n\nadd(Guard)  # there\n# other\nadd(Other)\n",
        "app = App()\n\nadd(Guard)  # there\n\n# signs\n# the cookie\nadd(Session)  # here\n# other\nadd(Other)\n",
    ),
    "heading_stays": (
        "app = App()\n\n# --- middleware ---\n\n# signs\nadd(Session)\nadd(Guard)\n\nadd(Other)\n",
        "app = App()\n\n# --- middleware ---\n\nadd(Guard)\n# signs\nadd(Session)\n\nadd(Other)\n",
    ),
    "below_decorated_function": (
        "app = App()\n\nadd(Session)\n\n\n@app.middleware\nasync def guard(r, n):\n    pass\n\n\n@app.get\n"
        "def f():\n    pass\n",
        "app = App()\n\n\n@app.middleware\nasync def guard(r, n):\n    pass\n\n\nadd(Session)\n\n\n"
        "@app.get\ndef f():\n    pass\n",
    ),
    "below_last_function": (
        "app = App()\nadd(Session)\n\n\nclass Guard:\n    pass\n",
        "app = App()\n\n\nclass Guard:\n    pass\n\n\nadd(Session)\n",
    ),
    "above_main": (
        "app = App()\n\nadd(Session)\n\n\ndef guard():\n    pass\n\n\nif __name__ == '__main__':\n    run()\n",
        "app = App()\n\n\ndef guard():\n    pass\n\n\nadd(Session)\n\n\nif __name__ == '__main__':\n    run()\n",
    ),
    "one_blank_line_style": (
        "app = App()\n\nadd(Session)\n\n@app.middleware\ndef guard():\n    pass\n\n@app.get\ndef f():\n    pass\n",
        "app = App()\n\n@app.middleware\ndef guard():\n    pass\n\nadd(Session)\n\n@app.get\ndef f():\n    pass\n",
    ),
    "in_a_factory": (
        "def create():\n    app = App()\n    # signs\n    add(Session)\n    add(Guard)\n\n    return app\n",
        "def create():\n    app = App()\n    add(Guard)\n    # signs\n    add(Session)\n\n    return app\n",
    ),
    "in_a_factory_below_function": (
        "def create():\n    add(Session)\n\n    @app.middleware\n    def guard():\n        pass\n\n    return app\n",
        "def create():\n    @app.middleware\n    def guard():\n        pass\n\n    add(Session)\n\n    return app\n",
    ),
    "first_of_if_before_function": (
        "if debug:\n    add(Session)\n\n    def guard():\n        pass\n\n    go()\n",
        "if debug:\n\n    def guard():\n        pass\n\n    add(Session)\n\n    go()\n",
    ),
    "first_of_if": (
        "if debug:\n    add(Session)\n\n    go()\n    add(Guard)\nelse:\n    stop()\n",
        "if debug:\n    go()\n    add(Guard)\n    add(Session)\nelse:\n    stop()\n",
    ),
    "below_if_that_ends_in_function": (
        "app = App()\nadd(Session)\nif debug:  # guard\n\n    def f():\n        pass\n\n\ngo()\n",
        "app = App()\nif debug:  # guard\n\n    def f():\n        pass\n\n\nadd(Session)\n\n\ngo()\n",
    ),
    "last_below_function_before_else": (
        "if debug:\n    go()\n    add(Session)\n\n    def guard():\n        pass\n\nelse:\n    stop()\n",
        "if debug:\n    go()\n\n    def guard():\n        pass\n\n    add(Session)\n\nelse:\n    stop()\n",
    ),
    "footer_stays_last": (
        "if debug:\n    add(Session)\n    add(Guard)\n\n    # end of the block\ngo()\n",
        "if debug:\n    add(Guard)\n    add(Session)\n\n    # end of the block\ngo()\n",
    ),
    "module_footer_stays_last": (
        "go()\nadd(Session)\nadd(Guard)\n\n# the end\n",
        "go()\nadd(Guard)\nadd(Session)\n\n# the end\n",
    ),
    "footer_of_the_guard_is_the_guards": (
        "go()\nadd(Session)\nif on:  # guard\n    pass\n    # end\n# about go\ngo()\n",
        "go()\nif on:  # guard\n    pass\n    # end\nadd(Session)\n# about go\ngo()\n",
    ),
    "after_imports": (
        "import os\n\nadd(Session)\n\nadd(Guard)\n",
        "import os\n\nadd(Guard)\n\nadd(Session)\n",
    ),
    "after_docstring": (
        '"""Doc."""\n\nadd(Session)\n\n\nadd(Guard)\n',
        '"""Doc."""\n\nadd(Guard)\n\nadd(Session)\n',
    ),
    "after_docstring_before_function": (
        '"""Doc."""\n\nadd(Session)\n\n\ndef guard():\n    pass\n',
        '"""Doc."""\n\n\ndef guard():\n    pass\n\n\nadd(Session)\n',
    ),
    "several_lines": (
        "go()\nadd(Session)(\n    # in between\n    key=key,\n)\n\nadd(Guard)\n",
        "go()\n\nadd(Guard)\nadd(Session)(\n    # in between\n    key=key,\n)\n",
    ),
    "deeper_comment_below_a_block_is_the_blocks": (
        "if x:\n    go()\n    # end of x\n# signs\nadd(Session)\nadd(Guard)\n",
        "if x:\n    go()\n    # end of x\nadd(Guard)\n# signs\nadd(Session)\n",
    ),
    "in_every_kind_of_block": (
        "try:\n    pass\nexcept E:\n    match x:\n        case 1:\n            add(Session)\n            add(Guard)\n",
        "try:\n    pass\nexcept E:\n    match x:\n        case 1:\n            add(Guard)\n            add(Session)\n",
    ),
    "class_body": (
        "class A:\n    x = 1\n    add(Session)\n\n    def guard(self):\n        pass\n\n    y = 2\n",
        "class A:\n    x = 1\n\n    def guard(self):\n        pass\n\n    add(Session)\n\n    y = 2\n",
    ),
    "trailing_semicolon": ("add(Session);\nadd(Guard)\ngo()\n", "add(Guard)\nadd(Session);\ngo()\n"),
    "strings_with_odd_separators": (
        "a = '\u2028 \x1c'\nadd(Session)('''\nx\n''')\nadd(Guard)\ngo()\n",
        "a = '\u2028 \x1c'\nadd(Guard)\nadd(Session)('''\nx\n''')\ngo()\n",
    ),
    "page_break_stays": (
        "go()\n\n\x0c\n# signs\nadd(Session)\nadd(Guard)\n",
        "go()\n\n\x0c\nadd(Guard)\n# signs\nadd(Session)\n",
    ),
    "first_of_the_module": (
        "#!/usr/bin/env python\n# signs\nadd(Session)\nadd(Guard)\n",
        "#!/usr/bin/env python\nadd(Guard)\n# signs\nadd(Session)\n",
    ),
    "licence_stays_on_top": (
        "# Copyright A\n# and B\nadd(Session)\nadd(Guard)\n",
        "# Copyright A\n# and B\nadd(Guard)\nadd(Session)\n",
    ),
    "header_is_cut_at_its_last_blank_line": (
        "# the application\n\n# signs\nadd(Session)\nadd(Guard)\n",
        "# the application\n\nadd(Guard)\n# signs\nadd(Session)\n",
    ),
    "no_blank_line_at_the_top": ("add(Session)\n\n\nadd(Guard)\n", "add(Guard)\nadd(Session)\n"),
}

UP = {
    "simple_above_simple": ("go()\nadd(Guard)\nadd(Session)\n", "go()\nadd(Session)\nadd(Guard)\n"),
    "with_its_comments": (
        "go()\n\n# --- first ---\n\n# before\nadd(Guard)\n\n# signs\nadd(Session)\n\ngo()\n",
        "go()\n\n# --- first ---\n\n# signs\nadd(Session)\n\n# before\nadd(Guard)\n\ngo()\n",
    ),
    "above_function": (
        "go()\n\n\ndef guard():\n    pass\n\n\n# signs\nadd(Session)\ngo()\n",
        "go()\n\n\n# signs\nadd(Session)\n\n\ndef guard():\n    pass\n\n\ngo()\n",
    ),
    "above_first_of_the_module": (
        "#!/usr/bin/env python\n# about this\nadd(Guard)\n\nadd(Session)\ngo()\n",
        "#!/usr/bin/env python\nadd(Session)\n\n# about this\nadd(Guard)\n\ngo()\n",
    ),
    "last_of_its_block_leaves_its_heading": (
        "if x:\n    add(Guard)\n    go()\n\n    # --- heading ---\n\n    add(Session)\n\ngo()\n",
        "if x:\n    add(Session)\n\n    add(Guard)\n    go()\n\n    # --- heading ---\n\ngo()\n",
    ),
    "above_function_below_docstring": (
        '"""Doc."""\n\n\ndef guard():\n    pass\n\n\nadd(Session)\n',
        '"""Doc."""\n\nadd(Session)\n\n\ndef guard():\n    pass\n',
    ),
}

CASES: dict[str, tuple[str, str, Callable[[str], StatementMove]]] = {
    **{name: (before, after, down) for name, (before, after) in DOWN.items()},
    **{f"up_{name}": (before, after, up) for name, (before, after) in UP.items()},
}

VARIANTS: dict[str, Callable[[str], bytes]] = {
    "lf": str.encode,
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "bom_crlf": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "tabs": lambda text: text.replace("    ", "\t").encode(),
    "no_final_newline": lambda text: text[:-1].encode(),
    "crlf_no_final_newline": lambda text: text[:-1].replace("\n", "\r\n").encode(),
    "accents": lambda text: text.replace("add(", "ádd(").replace("# ", "# é ").encode(),
}


@pytest.mark.parametrize("source", STAYS.values(), ids=STAYS)
def test_no_move_changes_nothing(source: str) -> None:
    assert checked(source.encode()) == source.encode()


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize(("before", "after", "move"), CASES.values(), ids=CASES)
def test_statement(
    before: str, after: str, move: Callable[[str], StatementMove], variant: Callable[[str], bytes]
) -> None:
    assert checked(variant(before), move(before)).decode() == variant(after).decode()


COOKIES = {
    "latin-1": "# -*- coding: latin-1 -*-\n",
    "cp1252": "# vim: set fileencoding=cp1252 :\n",
    "iso-8859-15": "#!/bin/python\n# coding=iso-8859-15\n",
}


@pytest.mark.parametrize(("encoding", "cookie"), COOKIES.items(), ids=COOKIES)
def test_cookie_stays_on_top(encoding: str, cookie: str) -> None:
    before = cookie + "# signé\nadd(Session)\nadd(Guard)\n"
    after = cookie + "add(Guard)\n# signé\nadd(Session)\n"
    assert checked(before.encode(encoding), down(before)) == after.encode(encoding)


def test_mixed_newlines_travel_with_their_lines() -> None:
    before = b"go()\n# signs\r\nadd(Session)\r\nadd(Guard)\ngo()\n"
    assert checked(before, StatementMove(3, 4, True)) == b"go()\nadd(Guard)\n# signs\r\nadd(Session)\r\ngo()\n"


def test_made_newline_is_the_dominant_one() -> None:
    before = b"go()\nadd(Session)\r\nif x:\r\n    add(Guard)"
    assert checked(before, StatementMove(2, 3, True)) == b"go()\nif x:\r\n    add(Guard)\r\nadd(Session)"


def test_moves_share_the_coordinates_of_the_source() -> None:
    before = b"# a\na()\n# b\nb()\n# c\nc()\n# d\nd()\n"
    after = b"# c\nc()\n# b\nb()\n# a\na()\n# d\nd()\n"
    assert checked(before, StatementMove(2, 6, True), StatementMove(4, 6, True)) == after


def test_moves_in_nested_blocks() -> None:
    before = b"s()\nif x:\n    t()\n    u()\nv()\n"
    after = b"if x:\n    u()\n    t()\ns()\nv()\n"
    assert checked(before, StatementMove(1, 2, True), StatementMove(3, 4, True)) == after


def test_statement_and_element_in_one_source() -> None:
    before = b"add(Session)\napp = App([A, B])\ngo()\n"
    after = b"app = App([B, A])\nadd(Session)\ngo()\n"
    assert checked(before, StatementMove(1, 2, True), ElementMove(Location(2, 11), 1, 0)) == after


def test_seed() -> None:
    before = (
        b"app = FastAPI()\n\n# first\napp.add_middleware(Session)\n\n@app.middleware('http')\nasync def guard(request, "
        b"call_next):\n    return response\n\n@app.get('/')\nasync def route(request):\n    return {}\n"
    )
    after = (
        b"app = FastAPI()\n\n@app.middleware('http')\nasync def guard(request, call_next):\n    return response\n\n"
        b"# first\napp.add_middleware(Session)\n\n@app.get('/')\nasync def route(request):\n    return {}\n"
    )
    assert checked(before, StatementMove(4, 7, True)) == after


def test_the_line_of_the_target_may_hold_several() -> None:
    assert checked(b"s()\ng(); go()\nx()\n", StatementMove(1, 2, True)) == b"g(); go()\ns()\nx()\n"
    before, after = b"s()\n# two\ng(); go(\n    1\n)\n\nx()\n", b"# two\ng(); go(\n    1\n)\ns()\n\nx()\n"
    assert checked(before, StatementMove(1, 3, True)) == after
    assert checked(b"g(); go()\ns()\n", StatementMove(2, 1, False)) == b"s()\ng(); go()\n"


REFUSED = {
    "several_statements_on_the_line": (b"go(); s()\ng()\n", 1, 2, "several statements"),
    "suite_on_one_line": (b"if x: s()\ng()\n", 1, 2, "whole block on one line"),
    "inside_suite_on_one_line": (b"s()\nif x:\n    y\nelse: g()\n", 1, 4, "no statement"),
    "other_block": (b"s()\nif x:\n    g()\n", 1, 3, "one block"),
    "itself": (b"s()\ng()\n", 1, 1, "one block"),
    "already_there": (b"g()\ns()\n", 2, 1, "already stands"),
    "no_such_row": (b"s()\n\ng()\n", 2, 3, "no statement"),
    "form_feed_before_a_statement": (b"s()\n\x0cg()\n", 1, 2, "line 2"),
    "backslash_before_a_statement": (b"s()\n\\\ng()\n", 1, 3, "line 2"),
    "space_before_a_colon": (b"try:\n    s()\n    g()\nexcept E :\n    pass\n", 2, 3, "line 4"),
    "syntax_error": (b"s(\n", 1, 2, "cannot parse"),
    "not_libcst": (b"s()\n(x): int = 1\n", 1, 2, "cannot parse"),
}


@pytest.mark.parametrize(("source", "row", "target", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(source: bytes, row: int, target: int, reason: str) -> None:
    with pytest.raises(CannotMove, match=reason):
        apply_moves(source, [StatementMove(row, target, True)])


ELEMENTS = {
    "one_line": ("x = [A, B]\n", "x = [B, A]\n"),
    "one_line_trailing_comma": ("x = [A, B,]\n", "x = [B, A,]\n"),
    "tuple": ("x = (A, B)\n", "x = (B, A)\n"),
    "tuple_without_brackets": ("x = A, B\n", "x = B, A\n"),
    "tuple_that_begins_with_a_bracket": ("x = (A), B\n", "x = B, (A)\n"),
    "tuple_in_brackets": ("x =((A, B))\n", "x =((B, A))\n"),
    "starred": ("x = [*A, B]\n", "x = [B, *A]\n"),
    "nested_brackets": ("x = [A([1, 2]), B(c=[3])]\n", "x = [B(c=[3]), A([1, 2])]\n"),
    "lambda": ("x = [lambda a, b: c, B]\n", "x = [B, lambda a, b: c]\n"),
    "hanging": ("x = [A,\n     B]\n", "x = [B,\n     A]\n"),
    "odd_spaces": ("x = [ A ,B ]\n", "x = [ B ,A ]\n"),
    "lines": ("x = [\n    A,\n    B,\n]\n", "x = [\n    B,\n    A,\n]\n"),
    "lines_without_trailing_comma": ("x = [\n    A,\n    B\n]\n", "x = [\n    B,\n    A\n]\n"),
    "comments_travel": (
        "x = [  # all\n    # head\n\n    # about A\n    A,  # a\n    # about B\n    B(\n        1,  # in\n"
        "    )  # b\n    # end\n]\n",
        "x = [  # all\n    # head\n\n    # about B\n    B(\n        1,  # in\n    ),  # b\n    # about A\n"
        "    A  # a\n    # end\n]\n",
    ),
    "heading_stays": (
        "x = [\n    A,  # a\n\n    # --- b ---\n\n    # about B\n    B,\n]\n",
        "x = [\n    # about B\n    B,\n    A,  # a\n\n    # --- b ---\n]\n",
    ),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize(("before", "after"), ELEMENTS.values(), ids=ELEMENTS)
def test_element(before: str, after: str, variant: Callable[[str], bytes]) -> None:
    node = next(node for node in ast.walk(ast.parse(before)) if isinstance(node, ast.List | ast.Tuple))
    move = ElementMove(Location(1, node.col_offset + 1), 1, 0)
    assert checked(variant(before), move).decode() == variant(after).decode()


ELEMENTS_REFUSED = {
    "comment_between_elements_of_a_line": ("x = [A,  # a\n     B]\n", 1, "comments"),
    "two_elements_on_a_line": ("x = [\n    # both\n    A, B,\n]\n", 1, "comments"),
    "comment_before_a_comma": ("x = [A  # a\n     , B]\n", 1, "comments"),
    "space_before_a_comma": ("x = [\n    A ,  # a\n    B,\n]\n", 1, "comments"),
    "no_such_element": ("x = [A, B]\n", 2, "no list or tuple"),
    "no_display": ("y = (A)\n", 1, "no list or tuple"),
}


@pytest.mark.parametrize(("source", "index", "reason"), ELEMENTS_REFUSED.values(), ids=ELEMENTS_REFUSED)
def test_element_refused(source: str, index: int, reason: str) -> None:
    with pytest.raises(CannotMove, match=reason):
        apply_moves(source.encode(), [ElementMove(Location(1, 5), index, 0)])


def test_elements_share_the_coordinates_of_the_source() -> None:
    moves = [ElementMove(Location(1, 5), 2, 0), ElementMove(Location(1, 5), 1, 0)]
    assert checked(b"x = [A, B, C]\n", *moves) == b"x = [C, B, A]\n"


# Formatters


MODE = black.Mode()


def is_black(source: str) -> bool:
    return black.format_str(source, mode=MODE) == source


@pytest.mark.parametrize(("before", "after", "move"), CASES.values(), ids=CASES)
def test_black_leaves_alone_what_it_left_alone(before: str, after: str, move: Callable[[str], StatementMove]) -> None:
    before = black.format_str(before, mode=MODE)
    result = checked(before.encode(), move(before)).decode()
    assert black.format_str(result, mode=MODE) == result


def test_ruff_leaves_alone_what_it_left_alone(tmp_path: Path) -> None:
    ruff = Path(sysconfig.get_path("scripts"), "ruff")
    if not ruff.exists():
        pytest.skip("ruff is not installed")
    for name, (before, _, _) in CASES.items():
        (tmp_path / f"{name}.py").write_text(before, newline="")
    subprocess.run([ruff, "format", "--isolated", "--quiet", tmp_path], check=True)
    for name, (_, _, move) in CASES.items():
        path = tmp_path / f"{name}.py"
        source = path.read_text()
        path.write_bytes(checked(source.encode(), move(source)))
    done = subprocess.run(
        [ruff, "format", "--isolated", "--diff", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


PARTS = [
    "a()",
    "# about b\nb()",
    "# --- heading ---\n\n# about c\nc()",
    "c(\n    1,  # one\n)",
    "def f():\n    pass",
    "# about g\n@app.get\nasync def g():\n    x()\n    # end of g",
    "class C:\n    x = 1\n\n    def m(self):\n        pass",
    "if x:\n    y()",
    "if x:\n\n    def h():\n        pass\n\nelse:\n    y()",
    "for i in j:\n    k()\nelse:\n\n    class D:\n        pass",
    "try:\n    pass\nfinally:\n    # last\n    x = 1",
    "with a as b:\n    # first\n    c()",
]
OPENERS = ["", "import os\n", '"""Doc."""\n', "# top\n", "#!/bin/python\n\n", "from a import b\n\n# more\n"]
WRAPS = [
    "{}",
    "def create():\n{}",
    "if debug:\n{}\nelse:\n    z()",
    "class A:\n{}",
    "with a:\n{}\nz()",
    "try:\n{}\nexcept E:\n    z()",
]
GAPS = ["\n", "\n\n", "\n\n\n"]


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_black_is_stable_on_generated_blocks(data: st.DataObject) -> None:
    draw = data.draw
    parts = draw(st.lists(st.sampled_from(PARTS), min_size=2, max_size=5))
    moving, target = sorted(draw(st.lists(st.integers(0, len(parts) - 1), min_size=2, max_size=2, unique=True)))
    parts[moving] = draw(st.sampled_from(["S()", "# signs\nS()", "# --- S ---\n\nS()  # here"]))
    block = "".join(part + draw(st.sampled_from(GAPS)) for part in parts)
    wrap = draw(st.sampled_from(WRAPS))
    if wrap != "{}":
        block = "".join(f"    {line}\n" if line else "\n" for line in block.split("\n"))
    before = black.format_str(draw(st.sampled_from(OPENERS)) + wrap.format(block), mode=MODE)
    bodies = [
        body
        for node in ast.walk(ast.parse(before))
        for body in [getattr(node, "body", [])]
        if isinstance(body, list) and any(ast.unparse(statement) == "S()" for statement in body)
    ]
    rows = [statement.lineno for statement in bodies[0]]
    own = next(index for index, statement in enumerate(bodies[0]) if ast.unparse(statement) == "S()")
    move = StatementMove(rows[own], rows[own + target - moving], after=True)
    result = checked(before.encode(), move).decode()
    assert black.format_str(result, mode=MODE) == result


# Any Python


LIBRARY = sorted(path for path in Path(ast.__file__).parent.glob("*.py") if 500 < path.stat().st_size < 12_000)


@pytest.mark.parametrize("seed", range(40))
def test_library_move_is_what_cutting_and_pasting_gives(seed: int) -> None:
    chance = random.Random(seed)
    source = chance.choice(LIBRARY).read_bytes()
    bodies = [getattr(node, name, None) for node in ast.walk(ast.parse(source)) for name in ("body", "orelse")]
    blocks = [body for body in bodies if isinstance(body, list) and len(body) > 2]
    for _ in range(3):
        block = chance.choice(blocks)
        here, there = chance.sample(range(len(block)), 2)
        move = StatementMove(block[here].lineno, block[there].lineno, after=here < there)
        try:
            result = apply_moves(source, [move])
        except CannotMove:
            continue
        verify(source, result, [move])
        assert previewed(source, [move]) == result
        assert result != source
