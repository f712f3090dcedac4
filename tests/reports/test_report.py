"""What a person, an editor and `git apply` get to see."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from golden_cases import CASES, Case, alone, each

from codemod.edits.text_edits import Moved, as_one, edits_of_move
from codemod.engine.fix import fix_source
from codemod.files.decoding import decode
from codemod.model import Dependent, Edit, Finding, Fix, Hop, Location, Place, Problem, Related, Result, Use
from codemod.reports import concise, full
from codemod.reports import json as json_report
from codemod.reports.diff import git_diff, shown_diff
from codemod.reports.excerpt import Sheet, Style, relative, split_lines
from codemod.reports.explain import explanation
from codemod.reports.inert import inert
from codemod.reports.outcome import Outcome, Tally, findings_text
from codemod.rules.suppression import is_suppressed
from codemod.settings.config import CODES
from codemod.settings.given import FORMATS

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
`Guard`, registered on line 6, runs outside it and uses the session:
  - request.session at guards.py:30, through `current_user` (line 3)
  - "session" in scope at /else/x.py:4
  = crashes: AssertionError: SessionMiddleware must be installed to access request.session
  = fails silently: the session is never there, and what depends on it does not run
The move also crosses GZip (line 5), which will run inside it.
help: Move `SessionMiddleware` to after line 6
  |
2 | - # the session
3 | - app.add_middleware(SessionMiddleware)
. |
6 |   app.add_middleware(Guard)
  | + # the session
  | + app.add_middleware(SessionMiddleware)
  |
note: the comment on line 2 travels along

"""
    )


def test_full_says_why_not() -> None:
    lines = text_of(REFUSED).splitlines()
    assert lines[0] == "SES001 `SessionMiddleware` lies inside `Guard`, which uses the session"
    assert "`SessionMiddleware` is registered at b.py:9." in lines
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
    assert [line for line in lines if "more lines" in line] == ["   | - ... 3 more lines", "   | + ... 2 more lines"]


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


def test_a_move_up_comes_above_its_target() -> None:
    edits = (
        Edit("    Session,\n", Location(2, 1), Location(2, 1)),
        Edit("", Location(3, 1), Location(4, 1)),
    )
    text = text_of(FINDING._replace(fix=Fix("Move it", edits)), b"[\n    Guard,\n    Session,\n]\n")
    assert "  |\n  | +     Session,\n2 |       Guard,\n3 | -     Session,\n  |\n" in text


def test_a_line_written_anew_stands_below_the_old_one() -> None:
    edits = (Edit("layers = [Session, Guard]", Location(1, 1), Location(1, 26)),)
    text = text_of(FINDING._replace(fix=Fix("Move it", edits)), b"layers = [Guard, Session]")
    assert "  |\n1 | - layers = [Guard, Session]\n  | + layers = [Session, Guard]\n  |\n" in text


ASSERTION = "crashes: AssertionError: SessionMiddleware must be installed to access request.session"
SENT = "the cookie is sent, writes are lost"
EFFECTS = {
    "attribute": (Use("session", "items[0].session", STATEMENT, (), True), ASSERTION),
    "user": (
        Use("user", "request.user", STATEMENT, (), True),
        "crashes: AssertionError: AuthenticationMiddleware must be installed to access request.user",
    ),
    "subscript": (Use("session", 'request.scope["session"]', STATEMENT, (), True), "crashes: KeyError: 'session'"),
    "pop": (Use("session", 'scope.pop("session")', STATEMENT, (), True), "crashes: KeyError: 'session'"),
    "loaded": (Use("loaded session", "x", STATEMENT, (), True), "crashes: the session is not loaded yet"),
    "silent": (Use("auth", "request.auth", STATEMENT, (), False), "fails silently: the auth is never there"),
    "other key": (Use("tenant", 'scope["tenant"]', STATEMENT, (), True), "crashes: KeyError: 'tenant'"),
    "late": (Use("session", "x", STATEMENT, (), False, True), f"comes after the response: {SENT}"),
    "late user": (Use("user", "x", STATEMENT, (), False, True), "comes after the response: the user is not there if"),
}


@pytest.mark.parametrize(("use", "effect"), EFFECTS.values(), ids=EFFECTS)
def test_effects(use: Use, effect: str) -> None:
    guard = FINDING.dependents[0]
    assert f"\n  = {effect}" in text_of(FINDING._replace(dependents=(guard._replace(uses=(use,)),)))


def test_who_crashes_does_not_come_to_the_response() -> None:
    guard = FINDING.dependents[0]
    late, use = (EFFECTS[name][0] for name in ("late", "attribute"))
    text = text_of(FINDING._replace(dependents=(guard._replace(uses=(late, use)),)))
    assert ASSERTION in text
    assert SENT not in text


def test_a_use_in_a_library_has_no_line() -> None:
    guard = FINDING.dependents[0]
    use = Use("session", "the session", guard.place, (), True)
    text = text_of(FINDING._replace(dependents=(guard._replace(uses=(use,)),)))
    assert "  - the session, in its own code\n  = crashes: the session is not there\n" in text


def test_layers_that_are_crossed_are_a_list() -> None:
    crossed = (*FINDING.crossed, Related(place("b.py", 2, 1, 2, 5), "CORS"), Related(STATEMENT, "Log"))
    sentence = "The move also crosses GZip (line 5), CORS (b.py:2) and Log (line 3), which will run inside it."
    assert sentence in text_of(FINDING._replace(crossed=crossed)).splitlines()


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


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_report_repeats_a_control(output_format: str) -> None:
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
    source = SOURCE.replace(b"the session", "\x1b[2J\u202e\x9b".encode())
    for item in (finding, finding._replace(fix=None, refusal=HOSTILE)):
        outcome = Outcome(Result(name, source, source, (item,)))
        text = findings_text(Tally(1, (outcome,), (Problem(name, HOSTILE, Location(1, 1)),)), output_format, PLAIN)
        assert [c for c in text if not c.isprintable() and c != "\n"] == []
        if output_format == "github":
            assert text.count("\n") == text.count("::error ") == 2


DIFFS = {
    "plain": ("a.py", b"1\n2\n3\n", b"1\n3\n2\n"),
    "equal lines around": ("a.py", b"\n" * 9 + b"1\n" + b"\n" * 9, b"\n" * 12 + b"1\n" + b"\n" * 6),
    "a line comes": ("a.py", b"1\n" * 9, b"1\n" * 10),
    "all lines go": ("a.py", b"1\n2\n", b""),
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
    "far, among equal lines": ("a.py", b"x\n" + b"1\n" * 999 + b"y\n", b"1\n" * 999 + b"x\ny\n"),
    "another file": ("a.py", b"".join(map(b"a%d\n".__mod__, range(1500))), b"".join(map(b"b%d\n".__mod__, range(700)))),
    "all many lines go": ("a.py", b"1\n" * 500, b""),
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


FAR = b"".join(b"%d\n" % row for row in range(1, 41))
FAR_MOVED = FAR.replace(b"20\n", b"", 1).replace(b"22\n", b"22\n20\n", 1)


def test_a_patch_is_as_long_as_the_move() -> None:
    lines = git_diff("a.py", FAR, FAR_MOVED).decode().splitlines()
    assert lines[2:] == ["@@ -17,9 +17,9 @@", " 17", " 18", " 19", "-20", " 21", " 22", "+20", " 23", " 24", " 25"]
    padding = b"# padding\n" * 20_000
    assert len(git_diff("a.py", padding + FAR + padding, padding + FAR_MOVED + padding).splitlines()) == len(lines)


def test_a_patch_of_a_far_move_is_short() -> None:
    block, other = b"a\n\nb\n", [b"%d\n" % (row % 7) for row in range(50_000)]
    between = b"".join(other)
    patch = git_diff("a.py", b"0\n" + block + between + b"end\n", b"0\n" + between + block + b"end\n").decode()
    changes = [line for line in patch.splitlines()[2:] if line[0] in "+-"]
    assert changes == ["-a", "-", "-b", "+a", "+", "+b"]


def test_a_patch_of_many_moves_says_each() -> None:
    lines = [b"%d\n" % (row % 90) for row in range(30_000)]
    before, after = list(lines), list(lines)
    for place in range(1_000, 26_000, 1_000):
        before.insert(place, b"moved %d\n" % place)
        after.insert(place + 500, b"moved %d\n" % place)
    changes = [line for line in git_diff("a.py", b"".join(before), b"".join(after)).splitlines() if line[:1] in b"+-"]
    assert len(changes) == 2 + 2 * 25


def test_a_patch_of_a_file_elsewhere_applies_from_the_root(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"1\n2\n")
    patch = git_diff(str(path), b"1\n2\n", b"2\n1\n")
    assert b"//" not in patch
    (tmp_path / "elsewhere").mkdir()
    done = subprocess.run(["patch", "-p1", "-d", "/"], cwd=tmp_path / "elsewhere", input=patch, capture_output=True)
    assert done.returncode == 0, done.stdout
    assert path.read_bytes() == b"2\n1\n"


# Not timed: with each pair of lines compared these would never end.
PADDING = "# padding\n" * 50_000
REPETITIVE = {
    "list between": (f"{PADDING}x = [A, B]\n{PADDING}", f"{PADDING}x = [B, A]\n{PADDING}"),
    "list above": (f"x = [A, B]\n{PADDING}", f"x = [B, A]\n{PADDING}"),
    "inside of a list": (f"x = [A,\n{PADDING}B]\n", f"x = [B,\n{PADDING}A]\n"),
    "statement": (f"{PADDING}a()\nb()\n{PADDING}", f"b()\n{PADDING}a()\n{PADDING}"),
    "statement that leaves comments": (f"{PADDING}a()\nb()\n{PADDING}", f"{PADDING}b()\na()\n{PADDING}"),
    "statement with some of them": (f"{PADDING}a()\nb()\n", f"{PADDING[:50]}b()\n{PADDING[50:]}a()\n"),
}


@pytest.mark.parametrize(("before", "after"), REPETITIVE.values(), ids=REPETITIVE)
def test_many_equal_lines_are_compared_in_linear_time(before: str, after: str) -> None:
    row = next(row for row, line in enumerate(before.splitlines(), 1) if "#" not in line)
    edits = edits_of_move(before.encode(), after.encode(), Moved(row, row, row + 2))
    assert edited(split_lines(before), edits) == after


def test_a_patch_on_a_terminal() -> None:
    patch = git_diff("a.py", b"1\r\n\x1b[2J\r\n", b"1\r\n2\xff\r\n")
    assert shown_diff(patch, PLAIN) == "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n 1\n-\\x1b[2J\n+2\\udcff\n"
    assert shown_diff(b"+\tx\x0c\n", PLAIN) == "+    x\\x0c\n"
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
    assert decode("# coding: latin-1\n# é".encode("latin-1")) == "# coding: latin-1\n# é"
    assert decode(b"\xef\xbb\xbfx") == "x"


def edited(lines: Sequence[str], edits: Sequence[Edit]) -> str:
    """The text after some edits that do not overlap."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    text = "".join(lines)

    def offset(location: Location) -> int:
        return min(starts[min(location.row, len(starts)) - 1] + location.column - 1, len(text))

    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: offset(edit.start)] + edit.content + text[offset(edit.end) :]
    return text


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
    "@add(x)\ndef f():\n    print()  # noqa",
    "@add(x)\nasync def f(a: dict[str, int]):  # why\n    # noqa\n    print()",
    "if x:\n    add(x)\n    other()  # noqa",
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
    "@add(x)  # noqa\ndef f():\n    pass",
    "@add(x)\n# noqa\ndef f(\n    a,\n):\n    pass",
    "@add(x)\nasync def f():  # noqa\n    pass",
    "if x: add(x)  # noqa",
]


def silenced(statement: str) -> bool:
    lines = ["before  # noqa", *statement.splitlines(), "after  # noqa"]
    there = place("app.py", 2, 1, len(lines) - 1, len(lines[-2]) + 1)
    found = FINDING._replace(place=there, registration=there)
    return is_suppressed(lines, found)


def test_a_comment_on_the_registration_in_a_statement_that_moves_as_a_whole() -> None:
    lines = ["if x:", "    add(y)", "    add(x)  # noqa", "    add(z)"]
    found = FINDING._replace(place=place("app.py", 1, 1, 4, 11), registration=place("app.py", 3, 5, 3, 11))
    assert is_suppressed(lines, found)
    assert not is_suppressed(lines, found._replace(registration=place("app.py", 4, 5, 4, 11)))
    assert not is_suppressed(lines, found._replace(registration=place("other.py", 3, 5, 3, 11)))


@pytest.mark.parametrize("statement", NOT_SILENCED)
def test_what_does_not_silence(statement: str) -> None:
    assert not silenced(statement)


@pytest.mark.parametrize("statement", SILENCED)
def test_what_silences(statement: str) -> None:
    assert silenced(statement)


# What the analysis says


WEB = b"""\
from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


class Count:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        %s
        await self.app(scope, receive, send)


"""
STATEMENTS = b'app = FastAPI()\napp.add_middleware(SessionMiddleware, secret_key="k")\napp.add_middleware(Count)\n'


def found_in(source: bytes) -> Finding:
    [finding] = fix_source(source, "/nowhere/app.py").findings
    return finding


def uses_in(body: str) -> list[tuple[str, int, bool, bool]]:
    uses = found_in(WEB % body.encode() + STATEMENTS).dependents[0].uses
    return [(use.text, use.place.start.row, use.crashes, use.late) for use in uses]


EVIDENCE = {
    "as written": ("""print(scope["session"])""", [('scope["session"]', 11, True, False)]),
    "once for a line": (
        'scope["session"]["n"] = scope["session"].get("n", 0) + 1',
        [('scope["session"]', 11, True, False)],
    ),
    "on one line": (
        "print(\n            scope.get(\n                'session',\n            )\n        )",
        [("scope.get('session',)", 12, False, False)],
    ),
    "without comments": (
        'scope.get(  # why\n            "session"\n        )',
        [("scope.get('session')", 11, False, False)],
    ),
    "cut": (
        'print(scope.get("session", {"theme": "dark", "language": "en", "basket": []}))',
        [('scope.get("session", {"theme": "dark", "language": "en", ...', 11, False, False)],
    ),
    "pattern": (
        'match scope:\n            case {"session": dict() as session}:\n                print(session)',
        [('case {"session": dict() as session}', 12, False, False)],
    ),
    "late": (
        'await self.app(scope, receive, send)\n        scope["session"]["n"] = 1\n        return',
        [('scope["session"]', 12, False, True)],
    ),
}


@pytest.mark.parametrize(("body", "expected"), EVIDENCE.values(), ids=EVIDENCE)
def test_evidence(body: str, expected: list[tuple[str, int, bool, bool]]) -> None:
    assert uses_in(body) == expected


HELPER = b"""\
def install():
    app.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
install()
app.add_middleware(Count)
"""
LAYERS = b"""\
app = FastAPI(
    middleware=[
        # counts
        Middleware(Count),
        Middleware(SessionMiddleware, secret_key="k"),
    ]
)
"""
MOVES = {
    "down": (STATEMENTS, "`SessionMiddleware` to after line 17"),
    "up": (LAYERS, "`SessionMiddleware` to before line 17"),
    "in a line": (
        b'app = FastAPI(middleware=[Middleware(Count), Middleware(SessionMiddleware, secret_key="k")])\n',
        "`SessionMiddleware` to before `Middleware(Count)`",
    ),
    "helper": (HELPER, "`install()`, which registers `SessionMiddleware`, to after line 21"),
    "block": (
        STATEMENTS.replace(b"app.add", b"if app:\n    app.add", 1),
        "the `if` that registers `SessionMiddleware` to after line 18",
    ),
}


@pytest.mark.parametrize(("statements", "move"), MOVES.values(), ids=MOVES)
def test_what_moves_and_where(statements: bytes, move: str) -> None:
    fix = found_in(WEB % b"print(scope['session'])" + statements).fix
    assert fix
    assert fix.message == f"Move {move}"


def test_one_line_that_registers_two_layers() -> None:
    source = WEB % b"pass" + HELPER.replace(b"install()\napp", b"install()\ninstall()\napp")
    message = "`SessionMiddleware` is registered twice on one application: line 16 is run twice"
    assert found_in(source).message == message


def test_the_missing_layer_is_named_once() -> None:
    source = WEB % b'print(scope["session"])' + b"app = FastAPI()\napp.add_middleware(Count)\n"
    text = text_of(found_in(source), source)
    assert text.count("registered") == 1
    assert "`Count`, registered on line 16, uses the session:\n" in text
    assert "runs outside it" not in text


MOVED_CASES = [case for case in CASES if case.changes]


ENDS = ["as it is", "crlf, no newline"]


@pytest.mark.parametrize("end", ENDS)
@each(MOVED_CASES, 4)
def test_edits_make_what_the_repair_makes(case: Case, end: str) -> None:
    for given in case.given:
        source = case.before[given]
        if "crlf" in end and b"\r" not in source:
            source = source.replace(b"\n", b"\r\n")
        source = source.rstrip(b"\r\n") if "no newline" in end else source
        result = fix_source(source, str(alone(case) / given))
        fixes = [finding.fix for finding in result.findings if finding.fix]
        for fix in fixes:
            check_edits(fix, source)
        if len(fixes) == 1:
            text, lines = decode(source), split_lines(decode(source))
            assert edited(lines, fixes[0].edits) == decode(result.after)
            one = as_one(fixes[0].edits, text)
            assert edited(lines, [one]) == decode(result.after)
            assert one.end.row <= len(lines)


def check_edits(fix: Fix, source: bytes) -> None:
    """They are in order and apart, and show what the sentence says: the same lines go and come, below that line."""
    ends = [point for edit in fix.edits for point in (edit.start, edit.end)]
    assert ends == sorted(ends)
    picture = full.render([Sheet("a.py", source, (FINDING._replace(fix=fix),))], PLAIN).partition("help: ")[2]
    rows = re.findall(r"^ *\d* \| ([-+]) (.*)$", picture, re.MULTILINE)
    assert rows
    if numbers := re.findall(r"after line (\d+)$", fix.message):
        assert [text for mark, text in rows if mark == "-"] == [text for mark, text in rows if mark == "+"]
        assert re.search(rf"^ *{numbers[0]} \| .*\n *\| \+ ", picture, re.MULTILINE)
