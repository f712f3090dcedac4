"""What a person, an editor and `git apply` get to see."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from codemod.config import CODES
from codemod.explain import explanation
from codemod.model import Dependent, Edit, Finding, Fix, Hop, Location, Place, Problem, Related, Use
from codemod.report import concise, full
from codemod.report import json as json_report
from codemod.report.diff import git_diff, shown_diff
from codemod.report.inert import inert
from codemod.report.sheet import Sheet, Style, decoded, edited, relative, split_lines
from codemod.suppress import is_suppressed

PLAIN = Style("/project")
SOURCE = b"""\
app = FastAPI()
# the session
app.add_middleware(SessionMiddleware)

app.add_middleware(GZip)
app.add_middleware(Guard)
run()
"""


def place(path: str, row: int, column: int, end_row: int, end_column: int) -> Place:
    return Place(path, Location(row, column), Location(end_row, end_column))


STATEMENT = place("app.py", 3, 1, 3, 38)
USES = (
    Use("session", "request.session", place("guards.py", 30, 5, 30, 20), (Hop("current_user", STATEMENT),), True),
    Use("session", '"session" in scope', place("/else/x.py", 4, 5, 4, 20), (), False),
)
MOVED = Fix(
    "Move `SessionMiddleware` to after line 6",
    (
        Edit("", Location(2, 1), Location(4, 1)),
        Edit("# the session\napp.add_middleware(SessionMiddleware)\n", Location(7, 1), Location(7, 1)),
    ),
)
FINDING = Finding(
    "SES001",
    "`SessionMiddleware` lies inside `Guard`, which uses the session",
    STATEMENT,
    STATEMENT,
    "SessionMiddleware",
    (Dependent("Guard", place("app.py", 6, 1, 6, 26), USES),),
    (Related(place("app.py", 5, 1, 5, 25), "GZip"),),
    MOVED,
    notes=("the comment on line 2 travels along",),
)
REFUSED = FINDING._replace(fix=None, refusal="`key` is assigned on line 4", registration=place("b.py", 9, 1, 9, 5))


def text_of(finding: Finding, source: bytes = SOURCE, style: Style = PLAIN) -> str:
    return full.render([Sheet("app.py", source, (finding,))], style)


def test_full() -> None:
    assert (
        text_of(FINDING)
        == """\
SES001 [*] `SessionMiddleware` lies inside `Guard`, which uses the session
 --> app.py:3:1
  |
2 | # the session
3 | app.add_middleware(SessionMiddleware)
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
4 |
  |
Guard, registered at line 6, runs outside it:
  - request.session at guards.py:30, through current_user (line 3)
  - "session" in scope at /else/x.py:4
  = crashes: AssertionError: SessionMiddleware must be installed to access request.session
  = fails silently: the session is never there, and what depends on it does not run
The move also crosses GZip (line 5), which will run inside it.
help: Move `SessionMiddleware` to after line 6
  |
2 | - # the session
3 | - app.add_middleware(SessionMiddleware)
. |
5 | + # the session
6 | + app.add_middleware(SessionMiddleware)
  |
note: the comment on line 2 travels along

"""
    )


def test_full_says_why_not() -> None:
    lines = text_of(REFUSED).splitlines()
    assert lines[0] == "SES001 `SessionMiddleware` lies inside `Guard`, which uses the session"
    assert "SessionMiddleware is registered at b.py:9." in lines
    assert "not fixed: `key` is assigned on line 4" in lines
    assert not any(line.startswith("help") for line in lines)


def test_a_statement_over_several_lines() -> None:
    source = b"app = 1\nadd(\n    a,\n)\nrun()\n"
    lines = text_of(REFUSED._replace(place=place("app.py", 2, 1, 4, 2)), source).splitlines()
    assert lines[2:10] == [
        "  |",
        "1 |   app = 1",
        "2 | / add(",
        "3 | |     a,",
        "4 | | )",
        "  | |_^",
        "5 |   run()",
        "  |",
    ]


def test_a_long_statement_is_cut() -> None:
    source = b"\n".join(b"line %d" % row for row in range(1, 31))
    lines = text_of(REFUSED._replace(place=place("app.py", 2, 1, 28, 3)), source).splitlines()
    assert lines[3:12] == [
        " 1 |   line 1",
        " 2 | / line 2",
        " 3 | | line 3",
        " 4 | | line 4",
        " 5 | | line 5",
        ".. | | ...",
        "26 | | line 26",
        "27 | | line 27",
        "28 | | line 28",
    ]


def test_a_long_move_is_cut() -> None:
    source = "".join(f"line {row}\n" for row in range(1, 31))
    edits = (Edit("", Location(2, 1), Location(17, 1)), Edit("new\n" * 14, Location(31, 1), Location(31, 1)))
    lines = text_of(FINDING._replace(fix=Fix("Move it", edits)), source.encode()).splitlines()
    assert "13 | - line 13" in lines
    assert "14 | - line 14" not in lines
    assert [line for line in lines if "more lines" in line] == [".. | - ... 3 more lines", ".. | + ... 2 more lines"]


@pytest.mark.parametrize(
    ("line", "start", "end", "marked"),
    [
        ("  add()", 3, 8, "  ^^^^^"),
        ("\tadd()", 2, 7, "    ^^^^^"),
        ("名 = add()", 5, 10, "     ^^^^^"),
        ("é; add()", 4, 9, "   ^^^^^"),
        ("x\x1b; add()", 5, 10, "       ^^^^^"),
    ],
)
def test_carets_stand_below_what_they_mean(line: str, start: int, end: int, marked: str) -> None:
    found = REFUSED._replace(place=place("app.py", 1, start, 1, end))
    assert f"  | {marked}" in text_of(found, line.encode()).splitlines()


@pytest.mark.parametrize(
    ("key", "text", "crashes", "effect"),
    [
        (
            "user",
            "request.user",
            True,
            "AssertionError: AuthenticationMiddleware must be installed to access request.user",
        ),
        ("session", 'request.scope["session"]', True, "crashes: KeyError: 'session'"),
        ("loaded", "x", True, "crashes: KeyError: 'loaded'"),
        ("auth", "request.auth", False, "fails silently: the auth is never there"),
    ],
)
def test_effects(key: str, text: str, crashes: bool, effect: str) -> None:
    use = Use(key, text, STATEMENT, (), crashes)
    assert effect in text_of(FINDING._replace(dependents=(Dependent("Guard", STATEMENT, (use,)),)))


@pytest.mark.parametrize("color", [False, True])
def test_editors_find_the_link(color: bool) -> None:
    text = text_of(FINDING._replace(place=STATEMENT._replace(path="my app/a b.py")), style=Style("/project", color))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert re.findall(r"^ *--> (.+):(\d+):(\d+)$", plain, re.MULTILINE) == [("my app/a b.py", "3", "1")]
    assert ("\x1b" in text) is color


PROBLEM_MATCHER = r"^(.+?):(\d+):(\d+): (SES\d+) (?:\[\*\] )?(.*)$"


def test_concise() -> None:
    lines = concise.render([Sheet("app.py", SOURCE, (FINDING, REFUSED))], PLAIN).splitlines()
    message = "`SessionMiddleware` lies inside `Guard`, which uses the session"
    assert lines == [f"app.py:3:1: SES001 [*] {message}", f"app.py:3:1: SES001 {message}"]
    for line in lines:
        match = re.match(PROBLEM_MATCHER, line)
        assert match
        assert match.groups() == ("app.py", "3", "1", "SES001", message)
    assert concise.finding_line(REFUSED, PLAIN, reason=True).endswith("(not fixed: `key` is assigned on line 4)")


def test_problem_line() -> None:
    line = concise.problem_line(Problem("/project/a.py", "SyntaxError: bad", Location(2, 3)), PLAIN)
    assert line == "error: a.py:2:3: SyntaxError: bad"
    assert concise.problem_line(Problem("/a.py", "gone"), PLAIN) == "error: /a.py: gone"


def test_json_has_the_shape_of_ruff(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nif x == None:\n    pass\n")
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--select",
        "E711",
        "--output-format",
        "json",
        "a.py",
    ]
    theirs = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True).stdout)[0]
    ours = json.loads(json_report.render([Sheet("app.py", SOURCE, (FINDING,))], PLAIN))[0]
    assert set(ours) == {*theirs, "related"}
    assert set(ours["fix"]) == set(theirs["fix"])
    assert set(ours["fix"]["edits"][0]) == set(theirs["fix"]["edits"][0])
    assert set(ours["location"]) == set(theirs["location"])
    assert ours["filename"] == "/project/app.py"
    assert ours["fix"]["edits"][0] == {
        "content": "",
        "location": {"row": 2, "column": 1},
        "end_location": {"row": 4, "column": 1},
    }
    assert [item["message"] for item in ours["related"]] == [
        "Guard is registered here",
        "Guard calls current_user",
        "Guard uses request.session: fails",
        'Guard uses "session" in scope: silently does without',
        "the move crosses GZip",
    ]


def test_json_of_a_finding_that_is_not_fixed() -> None:
    ours = json.loads(
        json_report.render([Sheet("-", SOURCE, (REFUSED._replace(place=STATEMENT._replace(path="-")),))], PLAIN)
    )
    assert (ours[0]["fix"], ours[0]["filename"]) == (None, "-")
    assert ours[0]["related"][0]["message"] == "SessionMiddleware is registered here"
    assert json_report.render([], PLAIN) == "[]\n"


HOSTILE = "a\x1b[31m\x07\n\r\x7f\x9b\u202e\u2066\u2028\udcff\ufeffz"


def test_inert() -> None:
    assert inert(HOSTILE) == r"a\x1b[31m\x07\x0a\x0d\x7f\x9b\u202e\u2066\u2028\udcff\ufeffz"
    assert inert("plain é 名 text") == "plain é 名 text"


@pytest.mark.parametrize("render", [full.render, concise.render, json_report.render], ids=["full", "concise", "json"])
def test_no_report_repeats_a_control(render: full.Render) -> None:
    name = HOSTILE + ".py"
    there = STATEMENT._replace(path=name)
    use = Use(HOSTILE, HOSTILE, there, (Hop(HOSTILE, there),), True)
    finding = FINDING._replace(
        message=HOSTILE,
        place=there,
        registration=place(HOSTILE, 1, 1, 1, 1),
        layer=HOSTILE,
        dependents=(Dependent(HOSTILE, there, (use,)),),
        crossed=(Related(there, HOSTILE),),
        notes=(HOSTILE,),
        related=(Related(there, HOSTILE),),
    )
    source = SOURCE.replace(b"the session", b"\x1b[2J\xe2\x80\xae\x9b")
    for item in (finding, finding._replace(fix=None, refusal=HOSTILE)):
        text = render([Sheet(name, source, (item,))], PLAIN)
        assert [c for c in text if not c.isprintable() and c != "\n"] == []


DIFFS = {
    "plain": ("a.py", b"1\n2\n3\n", b"1\n3\n2\n"),
    "crlf": ("a.py", b"1\r\n2\r\n3\r\n", b"1\r\n3\r\n2\r\n"),
    "no newline at the end": ("a.py", b"1\n2\n3", b"1\n3\n2"),
    "a newline appears": ("a.py", b"1\n2", b"1\n2\n"),
    "mixed newlines": ("a.py", b"1\r\n2\n3\r4\n", b"1\r\n3\r4\n2\n"),
    "byte order mark": ("a.py", b"\xef\xbb\xbf1\n2\n", b"\xef\xbb\xbf2\n1\n"),
    "form feed": ("a.py", b"1\n\x0c\n2\n", b"1\n2\n\x0c\n"),
    "separators": ("a.py", "1\u2028\x1c\n2\n".encode(), "2\n1\u2028\x1c\n".encode()),
    "space in the name": ("a b.py", b"1\n2\n", b"2\n1\n"),
    "quote in the name": ('a"b.py', b"1\n2\n", b"2\n1\n"),
    "backslash in the name": ("a\\b.py", b"1\n2\n", b"2\n1\n"),
    "tab in the name": ("a\tb.py", b"1\n2\n", b"2\n1\n"),
    "newline in the name": ("a\nb.py", b"1\n2\n", b"2\n1\n"),
    "folder": ("x/y z/a.py", b"1\n2\n", b"2\n1\n"),
    "letters": ("é名.py", b"1\n2\n", b"2\n1\n"),
    "bytes in the name": ("a\udcff.py", b"1\n2\n", b"2\n1\n"),
}


@pytest.mark.parametrize("tool", [["git", "apply"], ["patch", "-p1"]], ids=["git", "patch"])
@pytest.mark.parametrize("inside", [True, False], ids=["repository", "no repository"])
@pytest.mark.parametrize("case", DIFFS.values(), ids=DIFFS)
def test_a_patch_applies(tmp_path: Path, case: tuple[str, bytes, bytes], inside: bool, tool: list[str]) -> None:
    name, before, after = case
    if inside:
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    # In a subfolder of the repository, too, names start where the patch is applied.
    here = tmp_path / "sub"
    path = os.path.join(here, name)
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(before)
    options = ["--binary"] if tool[0] == "patch" else []
    done = subprocess.run([*tool, *options], cwd=here, input=git_diff(name, before, after), capture_output=True)
    assert done.returncode == 0, done.stderr
    with open(path, "rb") as file:
        assert file.read() == after


def test_a_patch_on_a_terminal() -> None:
    patch = git_diff("a.py", b"1\r\n\x1b[2J\r\n", b"1\r\n2\xff\r\n")
    assert shown_diff(patch, PLAIN) == "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n 1\n-\\x1b[2J\n+2\\udcff\n"
    assert "\x1b[31m-\\x1b[2J\x1b[0m\n" in shown_diff(patch, Style("/", color=True))


def test_paths() -> None:
    assert relative("/project/a/b.py", "/project") == "a/b.py"
    assert relative("./a/../b.py", "/project") == "b.py"
    assert relative("../b.py", "/project") == "/b.py"
    assert relative("/projects/b.py", "/project") == "/projects/b.py"
    assert relative("/a.py", "/") == "a.py"
    assert relative("-", "/project") == "-"


def test_lines_are_those_of_python() -> None:
    assert split_lines("1\r\n2\r3\n\x0c4\u20285") == ["1\r\n", "2\r", "3\n", "\x0c4\u20285"]
    assert split_lines("") == []
    assert decoded("# coding: latin-1\n# é".encode("latin-1")) == "# coding: latin-1\n# é"
    assert decoded(b"\xef\xbb\xbfx") == "x"


def test_edits_are_made_from_the_back() -> None:
    edits = [Edit("", Location(1, 1), Location(2, 1)), Edit("b\r\n", Location(3, 1), Location(3, 1))]
    assert edited(["b\r\n", "é = 1\r\n"], edits) == "é = 1\r\nb\r\n"
    assert edited(["abc"], [Edit("X", Location(1, 2), Location(1, 3))]) == "aXc"


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str) -> None:
    text = explanation(code.lower())
    assert text is not None
    assert text.startswith(f"# {code}: ")
    for heading in (
        "What it is",
        "Why it is bad",
        "Example",
        "never moved",
        "To silence it",
        f"ignore[{code}]",
        "Instead",
    ):
        assert heading in text
    assert max(map(len, text.splitlines())) <= 120


def test_an_unknown_code_is_not_explained() -> None:
    assert explanation("SES999") is None


NOT_SILENCED = [
    "add(x)",
    "add('# noqa')",
    'add("""\n# noqa\n""")',
    "add(x)  # noqa: E501",
    "add(x)  # noqa:",
    "add(x)  # noqa: nonsense",
    "add(x)  # noqa: SES0010",
    "add(x)  # noqabene",
    "add(x)  # sessfix: ignore[]",
    "add(x)  # sessfix: ignore[SES002]",
    "add('# noqa'))",
]
SILENCED = [
    "add(x)  # noqa",
    "add(x)  # NoQA",
    "add(x)  #noqa",
    "add(x)  # noqa: SES001",
    "add(x)  # noqa:ses001",
    "add(x)  # noqa: E501, SES001",
    "add(x)  # noqa: E501 SES001",
    "add(x)  # noqa: E501,SES001 because",
    "add(x)  # why  # noqa: SES001",
    "add(x)  # noqa: E501  # noqa: SES001",
    "add(x)  # sessfix: ignore[SES001]",
    "add(x)  # sessfix:ignore[SES002, SES001]",
    "add(x)  # sessfix: ignore",
    "add(  # noqa\n    x,\n)",
    "add(\n    x,  # noqa\n)",
    "add(\n    x,\n)  # noqa",
    "    add(x)  # noqa",
    "x]), # noqa",
    "add(x)  # noqa\r\n",
]


def silenced(statement: str) -> bool:
    lines = ["before  # noqa", *statement.splitlines(), "after  # noqa"]
    found = FINDING._replace(place=place("app.py", 2, 1, len(lines) - 1, len(lines[-2]) + 1))
    return is_suppressed(lines, found)


@pytest.mark.parametrize("statement", NOT_SILENCED)
def test_what_does_not_silence(statement: str) -> None:
    assert not silenced(statement)


@pytest.mark.parametrize("statement", SILENCED)
def test_what_silences(statement: str) -> None:
    assert silenced(statement)
