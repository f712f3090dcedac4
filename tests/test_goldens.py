"""Every golden through every door: one program in, the same bytes out, the same words said. DESIGN section 5.

`pytest tests/test_goldens.py --regenerate` writes the `report.txt` of the cases whose repair is as expected.
"""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pytest
from conftest import ROOT
from golden_runtime import Run, run

from codemod.cli import main
from codemod.fix import fix_source
from codemod.model import Finding, Result
from codemod.project import Module, Project
from codemod.suppress import is_suppressed

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GOLDEN = ROOT / "golden"
RUNTIMES = ("crash", "silent", "works", "none")
MOVED = ("SES001", "SES011")
Capture = pytest.CaptureFixture[bytes]


class Case(NamedTuple):
    """A folder of `golden`: the files before and after, the files that are given to sessfix, and what it is to say.

    ``root`` is where the files lie, ``after_root`` where they lie after the repair, when there is one.
    """

    name: str
    root: Path
    after_root: Path | None
    before: dict[str, bytes]
    after: dict[str, bytes]
    given: tuple[str, ...]
    runs: str
    expected: dict[str, Any]

    @property
    def report(self) -> Path:
        return GOLDEN / self.name / "report.txt"

    @property
    def changes(self) -> bool:
        return self.after != self.before


def read_case(folder: Path) -> Case:
    expected = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    if (folder / "before.py").is_file():
        before = {"before.py": (folder / "before.py").read_bytes()}
        there = (folder / "after.py").is_file()
        after = {"before.py": (folder / "after.py").read_bytes()} if there else before
        return Case(
            folder.name, folder, folder if there else None, before, after, ("before.py",), "before.py", expected
        )
    # Files that the repair does not touch need no copy in `after/`.
    before = tree(folder / "before")
    after_root = folder / "after" if (folder / "after").is_dir() else None
    after = {**before, **tree(after_root)} if after_root else before
    given = as_tuple(expected.get("main", sorted(name for name in before if name.endswith(".py"))))
    runs = next(name for name in ("main.py", "app.py", "app/main.py", *given) if name in before)
    return Case(folder.name, folder / "before", after_root, before, after, given, runs, expected)


def as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def tree(root: Path) -> dict[str, bytes]:
    """The files below a folder, by their names with slashes."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


CASES = [read_case(path.parent) for path in sorted(GOLDEN.glob("*/case.toml"))]
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


@cache
def results(name: str) -> dict[str, Result]:
    """What `fix_source` says of the given files, each with the others as they were; silenced findings left out."""
    case = next(case for case in CASES if case.name == name)
    return {given: fixed(case.before[given], case.root / given) for given in case.given}


def fixed(source: bytes, path: Path) -> Result:
    return fix_source(source, str(path), Project(), wanted)


def wanted(module: Module, finding: Finding) -> bool:
    return not is_suppressed(module.lines, finding)


def findings_of(case: Case) -> list[Finding]:
    return [finding for result in results(case.name).values() for finding in result.findings]


def remaining_of(case: Case) -> list[Finding]:
    return [finding for result in results(case.name).values() for finding in result.remaining]


# Door 1: the pure function


@each_case
def test_fix_source(case: Case) -> None:
    found = results(case.name)
    assert [result.problem for result in found.values()] == [None] * len(found)
    assert {**case.before, **{given: result.after for given, result in found.items()}} == case.after
    assert sorted(finding.code for finding in findings_of(case)) == sorted(case.expected["codes"])
    assert [finding for finding in remaining_of(case) if finding.fix] == []
    for given, result in found.items():
        check_equations(case.before[given], result.after)


@each_case
def test_every_finding_is_fixed_or_says_why_not(case: Case) -> None:
    findings = findings_of(case)
    assert all((finding.fix is None) != (finding.refusal is None) for finding in findings)
    refusals = [finding.refusal for finding in findings if finding.refusal and finding.code in MOVED]
    phrase = case.expected.get("refusal")
    assert (phrase is not None) == bool(refusals), refusals
    assert phrase is None or any(phrase in refusal for refusal in refusals), refusals


# Doors 2 and 3: the command line


@pytest.fixture
def here(case: Case, folder: Path) -> Path:
    """A copy of the case, made the current folder."""
    put(folder, case.before)
    return folder


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@each_case
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


@pytest.mark.parametrize("case", CASES[::10], ids=[case.name for case in CASES[::10]])
def test_diff_is_what_patch_accepts(case: Case, here: Path, capsysbinary: Capture) -> None:
    main(["--diff", *case.given])
    patch = capsysbinary.readouterr().out
    if patch:
        # Without --binary, a patch program that is built for it would strip CRs.
        apply(["patch", "-p1", "--binary", "--no-backup-if-mismatch"], patch, here)
    assert tree(here) == case.after


def apply(command: list[str], patch: bytes, folder: Path) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=folder, input=patch, capture_output=True)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@each_case
def test_write(case: Case, here: Path, capsysbinary: Capture) -> None:
    left = int(bool(remaining_of(case)))
    assert main(["--write", *case.given]) == left
    assert tree(here) == case.after
    # The second pass finds nothing to do.
    capsysbinary.readouterr()
    assert main(["--diff", *case.given]) == left
    assert capsysbinary.readouterr().out == b""


# What is said


@each_case
def test_report(case: Case, here: Path, capsysbinary: Capture, request: pytest.FixtureRequest) -> None:
    assert main([*case.given]) == int(bool(case.expected["codes"]))
    report = capsysbinary.readouterr().out
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
# What an exception must name, so that it is the one that the finding tells of.
NAMED = {
    "SES011": re.compile("AuthenticationMiddleware|user|auth"),
    "": re.compile("session", re.IGNORECASE),
}


@pytest.mark.parametrize("case", RUNNABLE, ids=[case.name for case in RUNNABLE])
def test_starlette_agrees(case: Case) -> None:
    before = run(case.root, case.runs)
    check_before(case, before)
    if case.after_root is not None:
        after = run(*program_after(case))
        assert after.error is None
        assert case.expected["runtime"] != "silent" or after != before
        assert case.expected["runtime"] != "works" or after.works


def check_before(case: Case, before: Run) -> None:
    match case.expected["runtime"]:
        case "crash":
            pattern = NAMED["SES011" if "SES011" in case.expected["codes"] else ""]
            assert isinstance(before.error, (AssertionError, KeyError)), before
            assert pattern.search(str(before.error)), before
        case "silent":
            assert before.error is None
        case "works":
            assert before.works, before


def program_after(case: Case) -> tuple[Path, str]:
    assert case.after_root is not None
    return case.after_root, "after.py" if case.after_root == case.root else case.runs


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


def test_folders_are_whole() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir() if path.is_dir()) == [case.name for case in CASES]
    for case in CASES:
        assert {"why", "codes", "runtime"} <= case.expected.keys() <= {"why", "codes", "runtime", "refusal", "main"}, case
        assert case.expected["runtime"] in RUNTIMES, case.name
        assert case.given, case.name
        assert set(case.after) == set(case.before), case.name
        assert case.changes == (case.after_root is not None), f"{case.name}: after is before"
        assert {path.name for path in (GOLDEN / case.name).iterdir()} <= {
            *("case.toml", "report.txt"),
            *(("before", "after") if case.root.name == "before" else ("before.py", "after.py")),
        }, case.name


def test_there_are_enough_and_two_in_five_change_nothing() -> None:
    unchanged = [case for case in CASES if not case.changes]
    assert len(CASES) >= 150
    assert len(unchanged) * 5 >= len(CASES) * 2
