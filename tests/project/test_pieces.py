"""A file that is parsed by the statement says what the whole tree says: the same nodes at the same places, the same names."""

from __future__ import annotations

import ast
import sysconfig
from collections import Counter
from pathlib import Path

import pytest

from codemod.project import pieces
from codemod.project.module import EFFECTS, Facts, first_row, names_bound, names_served, parse, parse_at

ROOT = Path(__file__).parents[2]
LIBRARY = Path(sysconfig.get_paths()["stdlib"])
SOURCES = [*sorted((ROOT / "codemod").rglob("*.py")), *sorted(LIBRARY.glob("[a-c]*.py")), *LIBRARY.glob("asyncio/*.py")]

ODD = {
    "several on a line": "a = 1; b = 2\nimport os, re; c = os\n",
    "brackets whose lines begin at the margin": "a = [\n1,\n2,\n]\nb = (\n3)\n",
    "a string with what looks like code": 'TEXT = """\ndef no(): ...\nx = 1\n"""\ny = TEXT\n',
    "a string of strings": "TEXT = '''\n\"\"\"\n'''\ny = 1\n",
    "a hash in a string": "a = '#'\nb = \"it's #\"  # isn't it\nc = f'{a!r} # {b}'\n",
    "decorators": "@one\n@two(\n    3,\n)\n# why\nasync def f(): ...\n\n@three\nclass A:\n    x = 1\n",
    "else and except at the margin": "try:\n    import a\nexcept ImportError:\n    a = None\nelse:\n    b = 1\nfinally:\n    c = 2\n",
    "chains, targets and walrus": "a = b = 1\nc, d = 1, 2\ne: int = 3\nf: int\ng.h = 1\ni[0] = 2\nj = (k := 1)\nl += 1\n",
    "imports": "import a.b\nimport c.d as e, f\nfrom g import (\n    h as i,  # (why)\n    j,\n)\nfrom . import k\nfrom l import *\n",
    "names that are not ASCII": "é = 1\ndef été(): ...\nclass Ünder: ...\nfrom a import ö as ü\n",
    "lines that go on": "a = 1 + \\\n2\nif a: \\\n    b = 1\nwith open(a) as c, \\\nopen(b) as d: pass\n",
    "comments": "# first\n\n# second\nx = 1\n\n    # indented\ny = 2  # last\n# end",
    "a name that a stand-in has, too": "try:\n    _ = gettext\nexcept NameError:\n    _ = str\n\n@one\ndef f(): ...\n",
    "globals": "def f():\n    global a, b  # set here\n    a = 1\na = b = 0\n",
}


def said(source: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Facts, ast.Module]:
    """The facts of a file that is cut however small it is, and its tree."""
    monkeypatch.setattr(pieces, "SMALL", 0)
    return Facts(source, lambda: parse(source), parse_at), parse(source)


def check(source: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    facts, whole = said(source, monkeypatch)
    served: dict[str, set[int]] = {}
    for statement in whole.body:
        for name in names_served(statement):
            served.setdefault(name, set()).add(first_row(statement))
    waiting = {
        name: {first_row(statement) for piece in found for statement in piece.statements}
        for name, found in facts.waiting.items()
    }
    assert waiting.keys() - {EFFECTS} == served.keys() - {EFFECTS}
    assert all(served[name] <= waiting[name] for name in served)  # what stands on one line runs together
    assert {*facts.times_bound} <= {*names_bound(whole.body, is_top=True), *facts.globals_set}
    assert ast.dump(facts.tree, include_attributes=True) == ast.dump(whole, include_attributes=True)
    kept = {id(statement) for found in facts.waiting.values() for piece in found for statement in piece.statements}
    assert kept <= {id(statement) for statement in facts.tree.body}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check(ODD[name].encode(), monkeypatch)


def test_real_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(SOURCES) > 200
    for path in SOURCES:
        check(path.read_bytes(), monkeypatch)


def test_a_name_takes_only_its_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: Counter[str] = Counter()
    source = b"import os\nfrom a import b\n\ndef f(): ...\n\n@route('/')\ndef g():\n    1\n\nX = 1\n"

    def noted(text: bytes, row: int) -> ast.Module:
        parsed[text.decode().strip()] += 1
        return parse_at(text, row)

    monkeypatch.setattr(pieces, "SMALL", 0)
    facts = Facts(source, lambda: parse(source), noted)
    assert {*facts.waiting} == {"os", "b", "f", "g", "X", EFFECTS} - ({EFFECTS} if not facts.is_relevant else set())
    assert not parsed
    [piece] = facts.waiting["f"]
    assert piece.statements[0].lineno == 4
    assert parsed == {"def f(): ...": 1}


def test_what_cannot_be_parsed_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"a = 1\nb = (\nc = 2\n"
    monkeypatch.setattr(pieces, "SMALL", 0)
    facts = Facts(source, lambda: ast.Module([], []), parse_at)
    assert [*facts.waiting["b"]][0].statements == []
    assert facts.tree.body == []


def test_statements_of_a_line_stay_apart_where_the_whole_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    facts, tree = said(b"a = 1; b = 2\nc = [\n1,\n]\nd = (\n3)\n", monkeypatch)
    for piece in facts.pieces:
        _ = piece.statements
    assert ast.dump(facts.tree, include_attributes=True) == ast.dump(tree, include_attributes=True)
