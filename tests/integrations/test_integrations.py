"""The command of libcst and the rule of Fixit: every golden of one file through each, and both as their users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import libcst
import pytest
from conftest import BROKEN, FIXED, ROOT, STUCK
from fixit import Config, LintViolation, QualifiedRule
from fixit.api import fixit_bytes
from fixit.util import capture
from golden_cases import CASES, Case, alone, each
from libcst.codemod import CodemodContext

from codemod.engine.fix import fix_source
from codemod.integrations.libcst_command import NotChecked, SessionOrder
from codemod.integrations.one_file import Verbatim, parsed
from codemod.settings.config import ConfigError

RULE = "codemod.integrations.fixit_rule:SessionOrder"
COMMAND = "codemod.integrations.libcst_command.SessionOrder"
SINGLE = [case for case in CASES if case.given == ("before.py",) and list(case.before) == ["before.py"]]
# Both tools parse a file with libcst before they ask anybody.
UNREADABLE = {"libcst_cannot_parse_refused"}
# Fixit would write it without its form feed: what is there is offered as the fix.
KEPT = {"bytes_form_feed_before_a_statement_refused"}
READABLE = [case for case in SINGLE if case.name not in UNREADABLE]
each_case = each(READABLE, 8, KEPT)
# Of a large file sessfix gives libcst only the part that a move concerns.
UNPARSED = BROKEN + "\n\n(retries): int = 3\n" + "retries += 1\n" * 2000
MAIN = """\
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from guards import Guard

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key")
app.add_middleware(Guard)
"""
GUARDS = """\
class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        print(scope["session"])
        await self.app(scope, receive, send)
"""
Tool = Callable[..., subprocess.CompletedProcess[str]]
Repair = Callable[[bytes, Path], bytes]


def with_libcst(source: bytes, path: Path) -> bytes:
    """What `libcst.tool codemod` writes."""
    return SessionOrder(CodemodContext(filename=str(path))).transform_module(libcst.parse_module(source)).bytes


def with_fixit(source: bytes, path: Path) -> bytes:
    """What `fixit fix --automatic` writes."""
    return fixed_and_found(source, path)[0]


def fixed_and_found(source: bytes, path: Path) -> tuple[bytes, list[LintViolation]]:
    module, _, name = RULE.partition(":")
    config = Config(path=path, root=path.parent, enable=[QualifiedRule(module, name)])
    run = capture(fixit_bytes(path, source, config=config, autofix=True))
    results = list(run)
    for result in results:
        if result.error:
            raise result.error[0]
    return run.result or source, [result.violation for result in results if result.violation]


each_way = pytest.mark.parametrize("repair", [with_libcst, with_fixit])


def put(folder: Path, source: str, name: str = "app.py") -> Path:
    path = folder / name
    path.write_text(source)
    return path


@each_case
def test_libcst_writes_what_sessfix_writes(case: Case) -> None:
    assert with_libcst(case.before["before.py"], alone(case) / "before.py") == case.after["before.py"]


@each_case
def test_fixit_writes_what_sessfix_writes(case: Case) -> None:
    after, found = fixed_and_found(case.before["before.py"], alone(case) / "before.py")
    assert after == case.after["before.py"]
    assert sorted(violation.message.split()[0] for violation in found) == sorted(case.expected["codes"])
    assert any(violation.autofixable for violation in found) == (case.changes or case.name in KEPT)


@each_way
@pytest.mark.parametrize("name", sorted(UNREADABLE))
def test_what_libcst_cannot_parse_is_left_to_the_tool(name: str, repair: Repair) -> None:
    [case] = [case for case in SINGLE if case.name == name]
    with pytest.raises(libcst.ParserSyntaxError):
        repair(case.before["before.py"], alone(case) / "before.py")
    assert not case.changes


@each_way
def test_right_file_is_left_alone(folder: Path, repair: Repair) -> None:
    # libcst loses the form feed.
    for source in (FIXED.encode(), FIXED.replace("\n", "\r\n").encode(), FIXED.encode() + b"\x0c\nx = 1  \n\n"):
        path = folder / "app.py"
        path.write_bytes(source)
        assert repair(source, path) == source


@each_way
def test_files_around_count(folder: Path, repair: Repair) -> None:
    path = put(folder, MAIN, "main.py")
    assert repair(MAIN.encode(), path) == MAIN.encode()
    put(folder, GUARDS, "guards.py")
    lines = MAIN.splitlines(keepends=True)
    assert repair(MAIN.encode(), path).decode() == "".join([*lines[:-2], lines[-1], lines[-2]])


@each_way
def test_text_that_is_not_that_of_the_file_counts(folder: Path, repair: Repair) -> None:
    for other in (FIXED, "def\n"):
        assert repair(BROKEN.encode(), put(folder, other)) == FIXED.encode()
    assert repair(BROKEN.encode(), folder / "new.py") == FIXED.encode()


@each_way
@pytest.mark.parametrize("setting", ['ignore = ["SES001"]', 'exclude = ["app.py"]', 'select = ["SES002"]'])
def test_settings_hold(setting: str, folder: Path, repair: Repair) -> None:
    put(folder, f"[tool.sessfix]\n{setting}\n", "pyproject.toml")
    assert repair(BROKEN.encode(), put(folder, BROKEN)) == BROKEN.encode()


@each_way
def test_setting_that_cannot_be_used_is_told(folder: Path, repair: Repair) -> None:
    put(folder, "[tool.sessfix]\nignroe = []\n", "pyproject.toml")
    with pytest.raises(ConfigError, match="unknown setting 'ignroe'"):
        repair(BROKEN.encode(), put(folder, BROKEN))


@each_way
def test_comment_silences(folder: Path, repair: Repair) -> None:
    for comment in ("noqa: SES001", "sessfix: ignore[SES001]"):
        source = BROKEN.replace('"key")\n', f'"key")  # {comment}\n')
        assert repair(source.encode(), put(folder, source)) == source.encode()


@pytest.mark.parametrize("comment", ["lint-ignore", "lint-ignore: SessionOrder", "lint-fixme: Other, SessionOrderRule"])
def test_comment_of_fixit_silences(comment: str, folder: Path) -> None:
    behind = BROKEN.replace('"key")\n', f'"key")  # {comment}\n')
    above = BROKEN.replace("app.add", f"\n# {comment}\n# why\napp.add")
    for source in (behind, above):
        assert fixed_and_found(source.encode(), put(folder, source)) == (source.encode(), [])
    other = behind.replace(comment, "lint-ignore: Other")
    assert len(fixed_and_found(other.encode(), put(folder, other))[1]) == 1


def test_comment_of_fixit_silences_one_of_two(folder: Path) -> None:
    kept = BROKEN.replace("app", "kept").replace('"key")\n', '"key")  # lint-ignore\n')
    source, after = kept + "\n\n" + BROKEN.replace("login", "other"), kept + "\n\n" + FIXED.replace("login", "other")
    assert with_fixit(source.encode(), put(folder, source)) == after.encode()


def test_fixit_says_where_and_why(folder: Path) -> None:
    [violation] = fixed_and_found(STUCK.encode(), put(folder, STUCK))[1]
    start, end = violation.range.start, violation.range.end
    row = STUCK[: STUCK.index("app.add_middleware")].count("\n") + 1
    assert (start.line, start.column, end.line) == (row, 0, row)
    assert end.column == len(STUCK.splitlines()[row - 1])
    assert violation.message.startswith("SES001 `SessionMiddleware` lies inside `require_login`")
    assert "(not fixed: " in violation.message
    assert not violation.autofixable


def test_libcst_warns_of_what_is_left(folder: Path) -> None:
    context = CodemodContext(filename="app.py")
    put(folder, STUCK)
    assert SessionOrder(context).transform_module(libcst.parse_module(STUCK.encode())).code == STUCK
    [warning] = context.warnings
    assert warning.startswith("app.py:6:1: SES001 `SessionMiddleware` lies inside")


def test_libcst_takes_a_text_without_a_name(folder: Path) -> None:
    assert SessionOrder(CodemodContext()).transform_module(libcst.parse_module(BROKEN)).code == FIXED


@pytest.mark.parametrize(
    ("source", "why"), [(BROKEN + "x = b'é'\n", "ASCII"), (BROKEN + f"x = '{'x' * (2 << 20)}'\n", "larger than 2 MiB")]
)
def test_file_that_cannot_be_checked_is_told(source: str, why: str, folder: Path) -> None:
    path = put(folder, source)
    with pytest.raises(NotChecked, match=why):
        with_libcst(source.encode(), path)
    after, [violation] = fixed_and_found(source.encode(), path)
    assert after == source.encode()
    assert violation.message.startswith("not checked: ")
    assert why in violation.message


def test_changed_module_is_a_plain_one() -> None:
    source = b"\x0cx = 1\n"
    tree = parsed(source)
    assert isinstance(tree, Verbatim)
    assert (tree.bytes, tree.code.encode()) == (source, source)
    assert tree.deep_clone().bytes == source
    changed = [tree.with_changes(footer=()), tree.visit(libcst.CSTTransformer())]
    assert [type(module) for module in changed] == [libcst.Module] * 2


# The commands themselves


@pytest.fixture
def tool(folder: Path) -> Tool:
    def run(*argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *argv],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def test_libcst_tool(folder: Path, tool: Tool) -> None:
    broken, fixed, stuck = put(folder, BROKEN), put(folder, FIXED, "fixed.py"), put(folder, STUCK, "stuck.py")
    done = tool("libcst.tool", "codemod", "-x", "--no-format", COMMAND, "-j", "1", ".")
    assert done.returncode == 0, done.stderr
    assert [path.read_text() for path in (broken, fixed, stuck)] == [FIXED, FIXED, STUCK]
    assert "Transformed 3 files" in done.stderr
    assert "stuck.py:6:1: SES001" in done.stderr


def test_libcst_tool_fails_where_libcst_cannot_parse(folder: Path, tool: Tool) -> None:
    path = put(folder, UNPARSED)
    done = tool("libcst.tool", "codemod", "-x", "--no-format", COMMAND, "app.py")
    assert (done.returncode, path.read_text()) == (1, UNPARSED)
    assert fix_source(UNPARSED.encode(), str(path)).changed


def test_fixit_lint_and_fix(folder: Path, tool: Tool) -> None:
    broken, fixed, stuck = put(folder, BROKEN), put(folder, FIXED, "fixed.py"), put(folder, STUCK, "stuck.py")
    done = tool("fixit", "--rules", RULE, "lint", ".")
    assert done.returncode == 1, done.stderr
    assert sorted(line.split(":")[0] for line in done.stdout.splitlines()) == ["app.py@5", "stuck.py@6"]
    assert broken.read_text() == BROKEN
    done = tool("fixit", "--rules", RULE, "fix", "--automatic", ".")
    assert done.returncode == 0, done.stderr
    assert [path.read_text() for path in (broken, fixed, stuck)] == [FIXED, FIXED, STUCK]


def test_cases_of_the_rule_hold(folder: Path, tool: Tool) -> None:
    done = tool("fixit", "test", RULE)
    assert done.returncode == 0, done.stderr
    assert "Ran 3 tests" in done.stderr
