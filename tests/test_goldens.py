"""Every golden through every door: one program in, the same bytes out, the same words said.

`pytest tests/test_goldens.py --regenerate` writes the `report.txt` of the cases whose repair is as expected.
"""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from golden_cases import CASES, FOLDERS, GOLDEN, Case, alone, each, tree
from golden_runtime import Run, run

from codemod.cli.main import main
from codemod.engine.fix import fix_source
from codemod.engine.limits import Checker
from codemod.files.workers import Crew
from codemod.model import Finding, Result
from codemod.project.module import Module
from codemod.project.modules import Project
from codemod.rules.suppression import is_suppressed

KEYS = {"why", "codes", "refusal", "runtime", "main"}
RUNTIMES = ("crash", "silent", "works", "none")
MOVED = ("SES001", "SES011")
Capture = pytest.CaptureFixture[bytes]
CHANGING = [case for case in CASES if case.changes]
STAYING = [case for case in CASES if not case.changes]
SHARE = 6  # of what is the same work for all of them, one in so many in the quick run


@cache
def results(name: str) -> dict[str, Result]:
    """What `fix_source` says of the given files, each with the others as they were; silenced findings left out."""
    case = next(case for case in CASES if case.name == name)
    return {given: fixed(case.before[given], alone(case) / given) for given in case.given}


def fixed(source: bytes, path: Path) -> Result:
    return fix_source(source, str(path), Project(), wanted)


def wanted(module: Module, finding: Finding) -> bool:
    return not is_suppressed(module.lines, finding)


def findings_of(case: Case) -> list[Finding]:
    return [finding for result in results(case.name).values() for finding in result.findings]


def remaining_of(case: Case) -> list[Finding]:
    return [finding for result in results(case.name).values() for finding in result.remaining]


# Door 1: the pure function


@each(CASES)
def test_fix_source(case: Case) -> None:
    """The bytes and the codes; every finding is fixed, or says why not."""
    found = results(case.name)
    assert [result.problem for result in found.values()] == [None] * len(found)
    assert {**case.before, **{given: result.after for given, result in found.items()}} == case.after
    assert sorted(finding.code for finding in findings_of(case)) == sorted(case.expected["codes"])
    assert [finding for finding in remaining_of(case) if finding.fix] == []
    for given, result in found.items():
        check_equations(case.before[given], result.after)
    check_reasons(case, findings_of(case))


def check_reasons(case: Case, findings: list[Finding]) -> None:
    assert all((finding.fix is None) != (finding.refusal is None) for finding in findings)
    refusals = [finding.refusal for finding in findings if finding.refusal and finding.code in MOVED]
    phrase = case.expected.get("refusal")
    assert (phrase is not None) == bool(refusals), refusals
    assert phrase is None or any(phrase in refusal for refusal in refusals), refusals
    assert [text for text in refusals if not any(re.fullmatch(row, text) for row in REFUSALS.values())] == []
    # The authentication is no session.
    others = [finding.refusal for finding in findings if finding.refusal and finding.code == "SES011"]
    assert [text for text in others if "the session" in text] == []


# Doors 2 and 3: the command line


@pytest.fixture
def here(case: Case, folder: Path) -> Path:
    """A copy of the case, made the current folder."""
    put(folder, case.before)
    return folder


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    """The process that libcst runs in."""
    kept = Checker(writes=True).crew
    yield kept
    kept.close()


@pytest.fixture
def one_process(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the runs share the process that libcst is imported in, which takes longer than all else that they do."""
    monkeypatch.setattr(Checker, "crew", crew)
    monkeypatch.setattr(Checker, "close", lambda self: None)


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@each(CASES, SHARE)
def test_diff(case: Case, here: Path, capsysbinary: Capture) -> None:
    assert main(["--diff", *case.given]) == int(bool(case.expected["codes"]))
    patch = capsysbinary.readouterr().out
    assert tree(here) == case.before
    assert bool(patch) == case.changes
    if patch:
        apply(["git", "apply"], patch, here)
        assert tree(here) == case.after
        apply(["git", "apply", "-R"], patch, here)
        assert tree(here) == case.before


@each(CHANGING, SHARE)
def test_diff_is_what_patch_accepts(case: Case, here: Path, capsysbinary: Capture) -> None:
    main(["--diff", *case.given])
    # Without --binary, a patch program that is built for it would strip CRs.
    apply(["patch", "-p1", "--binary"], capsysbinary.readouterr().out, here)
    assert tree(here) == case.after


def apply(command: list[str], patch: bytes, folder: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=folder, input=patch, capture_output=True)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@each(CHANGING)
@pytest.mark.usefixtures("one_process")
def test_write(case: Case, here: Path, capsysbinary: Capture) -> None:
    check_writing(case, here, capsysbinary)


@each(STAYING, SHARE)
@pytest.mark.usefixtures("one_process")
def test_write_nothing(case: Case, here: Path, capsysbinary: Capture) -> None:
    check_writing(case, here, capsysbinary)


def check_writing(case: Case, here: Path, capsysbinary: Capture) -> None:
    left = int(bool(remaining_of(case)))
    assert main(["--write", *case.given]) == left
    assert tree(here) == case.after
    # The second pass finds nothing to do.
    capsysbinary.readouterr()
    assert main(["--diff", *case.given]) == left
    assert capsysbinary.readouterr().out == b""


# What is said


@each(CASES)
def test_report(case: Case, here: Path, capsysbinary: Capture, request: pytest.FixtureRequest) -> None:
    assert main([*case.given]) == int(bool(case.expected["codes"]))
    report = capsysbinary.readouterr().out
    assert tree(here) == case.before
    if request.config.getoption("--regenerate"):
        test_fix_source(case)
        regenerate(case.report, report)
    assert report.decode() == (case.report.read_bytes().decode() if case.report.exists() else "")


def regenerate(path: Path, report: bytes) -> None:
    if report:
        path.write_bytes(report)
    else:
        path.unlink(missing_ok=True)


# What is true


RUNNABLE = [case for case in CASES if case.expected.get("runtime") != "none"]
# What the exception of a crash names, so that it is the one that the finding tells of.
NAMES = {"SES001": "session", "SES002": "session", "SES003": "session", "SES011": "AuthenticationMiddleware|user|auth"}


@each(RUNNABLE)
def test_starlette_agrees(case: Case, tmp_path: Path) -> None:
    put(tmp_path / "before", case.before)
    before = run(tmp_path / "before", case.runs)
    check_before(case, before)
    if case.changes:
        put(tmp_path / "after", case.after)
        after = run(tmp_path / "after", case.runs)
        assert after.error is None
        assert case.expected["runtime"] != "silent" or after != before
        assert case.expected["runtime"] != "works" or after.works


def check_before(case: Case, before: Run) -> None:
    match case.expected["runtime"]:
        case "crash":
            assert isinstance(before.error, (AssertionError, KeyError)), before
            names = "|".join(NAMES[code] for code in case.expected["codes"] or NAMES)
            assert re.search(names, str(before.error), re.IGNORECASE), before
        case "silent":
            assert before.error is None
        case "works":
            assert before.works, before


# What no repair may change


def check_equations(before: bytes, after: bytes) -> None:
    """The comments are those before, and so are the lines that are not blank; a list on few lines keeps its tokens."""
    assert Counter(comments(before)) == Counter(comments(after))
    lost = Counter(lines(before)) - Counter(lines(after))
    if lost:
        rows = [row for row, line in enumerate(lines(before), 1) if line in lost]
        assert set(rows) <= set(rows_of_lists(before)), "lines changed outside of a list"
        assert Counter(tokens(before)) == Counter(tokens(after))
    else:
        assert Counter(filter(None, lines(before))) == Counter(filter(None, lines(after)))


def lines(source: bytes) -> list[bytes]:
    """The lines without their ends; one that holds white space only counts as empty."""
    whole = (line.removesuffix(b"\r") for line in source.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    return [line if line.strip() else b"" for line in whole]


def rows_of_lists(source: bytes) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) > 1:
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def tokens(source: bytes) -> list[str]:
    return [token.string for token in tokenize.tokenize(io.BytesIO(source).readline) if token.string.strip()]


def comments(source: bytes) -> list[str]:
    return [token for token in tokens(source) if token.startswith("#")]


# The goldens as a whole


def test_every_case_is_found_once() -> None:
    folders = [folder for group in GOLDEN.iterdir() if group.is_dir() for folder in group.iterdir()]
    assert sorted(folders) == sorted(path.parent for path in GOLDEN.rglob("case.toml")) == sorted(FOLDERS)
    assert len(CASES) == len({case.name for case in CASES}) > 800
    assert [case.name for case in CASES] == sorted(case.name for case in CASES)


def test_groups_hold_what_their_page_says() -> None:
    page = (GOLDEN / "README.md").read_text(encoding="utf-8").partition("## Files")[0]
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == sorted({case.group for case in CASES})
    for case in CASES:
        assert (case.group == "projects") == (case.root != case.folder), case.name
        assert case.group != "refusals" or "refusal" in case.expected, case.name


def test_folders_are_whole() -> None:
    for case in CASES:
        assert {"why", "codes", "runtime"} <= case.expected.keys() <= {"why", "codes", "runtime", "refusal", "main"}, (
            case
        )
        assert case.expected["runtime"] in RUNTIMES, case.name
        assert case.given, case.name
        assert set(case.after) == set(case.before), case.name
        names = {path.name for path in case.folder.iterdir()} - {"case.toml", "report.txt"}
        assert names in ({"before", "after"}, {"before.py", "after.py"}) if case.changes else len(names) == 1, case.name


def test_there_are_enough_and_two_in_five_change_nothing() -> None:
    unchanged = [case for case in CASES if not case.changes]
    assert len(CASES) >= 150
    assert len(unchanged) * 5 >= len(CASES) * 2


# Why a registration is not moved: one golden at least for each sentence.
REFUSALS = {
    "line it is called on": r"something asks for the line that it is called on, and a move (?:may change|changes) .+",
    "backslash in the way": r"a backslash in front of an empty line is in the way of the move: .+",
    "another application": r".+ is registered on a mounted application and .+: register .+ on that one",
    "another application's list": r".+ is registered on a Mount, Router or Route and .+: register .+ on that one",
    "bound by the registration": r".+ is bound by the registration and needed on line .+, before its new place",
    "block ended by what moves": r"`.+` on line .+ ends the block for what stands between: register .+ apart from it",
    "asks for routes": r"`.+` on line .+ may change the routes or handlers of the application, for which the registration asks",
    "asked for by position": r"an element of `.+` is asked for by its position: reorder it by hand, and what asks",
    "nobody awaits it": r"nobody awaits or goes through `.+` on line .+ of .+, so that it registers nothing: .+",
    "nobody keeps it": r"nobody keeps what `.+` on line .+ of .+ gives back, so that the application is served without it: .+",
    "changed too late": r"`.+` on line .+ of .+ is changed when the application starts, and its stack has been built by then: .+",
    "one order or the other": r".+ and what needs it stand in one order or in the other, as a condition has it: reorder them .+",
    "changed between": r".+ is changed on line .+, between the registration and its new place",
    "changed between, by a call of a function": r".+ (by|in) `.+\(\.\.\.\)`, which is called on line .+, between .+",
    "changed between, by an import": r".+ when `.+` is imported, on line .+, between .+",
    "changed between, by whatever it is": r"`.+` on line .+ changes `.+` of `.+`(, given as `.+`)?",
    "perhaps changed between": r"`.+` on line .+ may change (`.+` of `.+`(, given as `.+`)?|whether `.+` is registered)",
    "patched between": r"`.+` on line .+ may patch something, and the registration may read what that replaces",
    "changed by what runs unnamed": r"`.+` on line .+ may run `.+` \(line .+\), which changes .+",
    "changed by a look-up": r".+ may be changed by `\[\.\.\.\]` on line .+, between the registration and its new place",
    "object that may go": r"`.+` on line .+ may end the life of an object that the registration reads",
    "folder changed": r".+ changes the folder in which the registration looks for files",
    "imported where it is asked for": r"`.+` on line .+ imports `.+`, and the registration asks whether it is there",
    "cookies kept for others": r"`.+` \(line .+\) keeps responses, with their cookies, for other requests: `.+` must not move past it",
    "cookies dropped": r"`.+` \(line .+\) drops the cookies of the response that it gets: `.+` must not move past it",
    "file changed": r"`.+` on line .+ may change the (files that|file `.+`, which) the registration reads",
    "files changed by the registration": r"`.+` on line .+ reads (files|the file `.+`), which the registration may change",
    "state changed by the registration": r"`.+` on line .+ asks for what the registration may change, through `.+`",
    "state of the process set": r"`.+` on line .+ changes what `.+` gives, and the registration reads what that may change",
    "changed by modules that are not known": r"`.+` on line .+ imports modules that are not known, and they may change what .+",
    "changed with the state of a module": r"`.+` on line .+ changes what `.+` does, and the registration reads what that may change",
    "changed by the registration": r".+ where the registration stands, and line .+ reads it before its new place",
    "comments in a line of elements": r"comments stand between elements that share a line: .+",
    "condition within an expression": r"line .+ registers it only under a condition: write that as an `if` statement",
    "conditional block does more": r"the `(if|try)` around it does more than register it .+",
    "constructor's list": r".+ stands in the constructor's list, and .+ is added later, outside of it: .+",
    "cookies kept one by one": r"`.+` \(line .+\) keeps one of several cookies of the response that it gets: .+ must not move past it",
    "headers as a whole": r"`.+` \(line .+\) works on all headers of the response, which may change its cookies: .+",
    "scope of another kind": r"`.+` \(line .+\) hands on a scope that may be without the session: .+ must not move past it",
    "session copied": r"`.+` \(line .+\) hands on a scope that may have a copy of the session, and what .+ must not move past it",
    "runs several times": r"`.+` \(line .+\) may run what lies inside of it more than once for one request, .+",
    "scope looked at": r"`.+` \(line .+\) looks at all keys of the scope: .+ must not move past it",
    "keys taken out": r"`.+` \(line .+\) may take the session out of the scope: .+ must not move past it",
    "session of another application": r"`.+` \(line .+\) hands requests to an application that has a session of its own: .+",
    "cookies encrypted": r".+ encrypts the cookies of the layers inside it: .+ must not move past it",
    "cookie of the session": r".+ sets or deletes the cookie `.+`: .+ must not move past it",
    "cookies read": r".+ reads or changes the `Set-Cookie` header: .+ must not move past it",
    "cookies of the request": r".+ changes the `Cookie` header of the request: .+ must not move past it",
    "decorated twice": r"line .+ has other decorators besides the one that registers it: .+",
    "defined between": r".+ is defined on line .+, between the registration and its new place",
    "deleted between": r".+ is deleted on line .+, between the registration and its new place",
    "different ends": r".+ and .+ are put at different ends of the list: reorder them by hand",
    "different lists": r".+ and .+ are put into different lists .+: write them into one, .+ first",
    "end of the block": r".+ may end the block before the new place is reached",
    "decimal numbers": r".+ changes how decimal numbers are worked out, and the registration reads one",
    "environment": r".+ (changes|may change) the (environment|time zone), which the registration reads( \(.+\))?",
    "environment set by the registration": r".+ changes .+, which line .+ needs as it is before the new place",
    "module imported by the registration": r"the registration imports `.+`, and line .+ asks whether it is there before the new place",
    "FastHTML": r"FastHTML puts its own session innermost: .+",
    "file that libcst changes": r"libcst would change line .+",
    "file that libcst cannot parse": r"libcst cannot parse this file .+",
    "handed over between": r".+ is handed to .+, which may change it, on line .+",
    "helper does more": r".+\(\.\.\.\)` does more than register it .+",
    "imported between": r".+ is imported on line .+, between the registration and its new place",
    "imported for its registration": r".+ is registered when .+ is imported \(line .+\): register it after .+",
    "innermost": r".+ is put innermost, and .+ is added later, outside of it: .+",
    "inside a block": r"it is registered inside a `(for|while|try|match)` .+",
    "inside a with block": r".+ is registered inside `with .+` \(line .+\), whose end may change what it is given: register .+",
    "list grown between": r".+ may be changed by `\S+=` on line .+, between the registration and its new place",
    "loop": r".+ and .+ are registered by one loop: .+",
    "list turned round": r".+ stands in a list whose order is turned round: reorder it by hand",
    "list whose order is made": r"the order of .+ and .+ in the list is made by line .+: change it there, .+",
    "made or bound": r"line .+ also makes or binds .+: register .+ apart from that",
    "main": r".+ is registered under `if __name__ == \.\.\.` .+: register it above that, .+",
    "method called between": r".+ may be changed by `\..+` on line .+, between the registration and its new place",
    "name assigned between": r".+ is assigned on line .+, between the registration and its new place",
    "name bound between": r".+ is bound on line .+, between the registration and its new place",
    "needed by the session layer": r".+ reads `.+`, which .+ sets: it must stay inside of it, so register .+ before .+ instead",
    "no order": r".+ each need the other: no order of them is right",
    "at the first request": r"`.+` is registered at the first request, after all else: register `.+` there, after it",
    "one statement": r".+ and .+ are registered by one statement .+: reorder it by hand",
    "other applications": r"moving .+ would put it inside of what needs it on another application: move it by hand",
    "other layers": r"the statement that registers .+ also registers .+: register them one by one",
    "other layers in another order": r"moving .+ would change the order of other middleware: move it by hand",
    "other layers registered": r"moving .+ would register other middleware than before: move it by hand",
    "outside in another file": r".+, registered on line .+, needs it too and lies outside of all .+: register .+ after that, .+",
    "raised within a try": r"`.+` on line .+ may raise, and the `(try|with)` around it \(line .+\) would go on without .+",
    "raised within a call that takes it": r"`.+` on line .+ may raise, and `.+(\.\.\.\)` on line .+|` of `.+`|, which runs it,) .+",
    "region": r".+ on line .+ marks a region: the registration must not move across it",
    "served": r".+ on line .+ serves the application: .+ must not move past it",
    "session provided as well": r".+ provides a session as well: .+ must not move past it",
    "session taken out": r".+ takes the session out of the scope, and .+ fails when it is gone: .+",
    "stack read": r"`.+` in `.+` \(line .+\), which line .+ runs, uses the stack as it is: .+ must not move past it",
    "stack read by the registration": r"the statement that registers .+ looks at the stack as it is(, in `.+` \(line .+\))?: .+",
    "stack used": r"`.+` on line .+ uses the stack as it is: .+ must not move past it",
    "startup, both": r".+ is registered in a function that runs when .+: register it where the application is made",
    "startup, the dependent": r".+ is registered in a function that runs when .+: register it .+, and .+ after it",
    "statement does more": r"line .+ does more than register it: register it by a statement of its own",
    "suite on one line": r"line .+ holds a whole block on one line: break the line after the colon first",
    "test named for it": r"`.+` \(line .+\) has the wrong order on purpose, as its name says: what it tests would be gone",
    "test that wants it": r"the test on line .+ wants the failure: what it tests would be gone",
    "two sessions": r"the application has two session layers, .+ and .+: remove one of them first",
    "two statements on a line": r"line .+ holds two statements: put each on a line of its own",
    "unknown names bound": r"`.+`.* on line .+ may bind any name that the registration reads( \(.+\))?: move it by hand",
    "wrapped": r".+ is wrapped around the whole application: wrap .+ around the result, outside of it",
}
# What only a fault of sessfix itself would say, or what another sentence says first, or what takes a library with its source or a
# model (`tests/libraries/test_models.py`).
UNREACHED = {
    "order of a library": r"a library puts `.+` around it, .+: register `.+` with `add_middleware` after that instead",
    "registered by a library": r"a library registers both, .+: it is to be mended there",
    "changed somewhere between": r"what stands between the registration and its new place .+",
    "block on the line of its opener": r"line .+ holds a statement and the `:` that opens its block: .+",
    "mover: already there": r"the statement on line .+ already stands where it is to move",
    "mover: no list": r"no list or tuple of .+ begins at line .+",
    "mover: no siblings": r"lines .+ and .+ are not siblings in one block: move by hand",
    "mover: no statement": r"no statement of a block begins on line .+",
    "mover: several statements": r"line .+ holds several statements: put each on a line of its own first",
}


def test_each_refusal_has_a_golden() -> None:
    refusals = {finding.refusal for case in CASES for finding in findings_of(case) if finding.refusal}
    assert [name for name, row in REFUSALS.items() if not any(re.fullmatch(row, text) for text in refusals)] == []
    for sentence in sorted(sentence for path in (ROOT / "codemod").rglob("*.py") for sentence in sentences(path)):
        is_unreached = any(re.fullmatch(row, sentence) for row in UNREACHED.values())
        row = ".+".join(map(re.escape, sentence.split("...")))
        assert is_unreached or any(re.fullmatch(row, text) for text in refusals), sentence


def sentences(path: Path) -> Iterator[str]:
    """The literals that a module raises as `Refused` or `CannotMove` or returns, with `...` for what is filled in."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Call(func=ast.Name(id="Refused" | "CannotMove"), args=[ast.Constant() | ast.JoinedStr() as text]):
                # Those of access.py are about files that cannot be read or replaced.
                if path.name != "access.py":
                    yield template(text)
            case ast.Return(value=ast.JoinedStr() as text) if path.name in ("plan.py", "fix.py"):
                yield template(text)


def template(text: ast.Constant | ast.JoinedStr) -> str:
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "..." for part in parts)
