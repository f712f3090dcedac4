"""The command: what it prints where, what it writes, and how it exits."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BROKEN, FIXED, ROOT, STUCK

from codemod.cli import main as cli
from codemod.cli.main import main, wants_color
from codemod.cli.options import OPTIONS
from codemod.engine import checking
from codemod.settings.given import FOR_MACHINES, FORMATS

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def app(folder: Path) -> Path:
    path = folder / "app.py"
    path.write_text(BROKEN)
    return path


def stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


CASES = {
    "clean": ({"a.py": FIXED}, [], 0),
    "no middleware": ({"a.py": "x = 1"}, [], 0),
    "nothing to check": ({}, [], 0),
    "findings": ({"a.py": BROKEN}, [], 1),
    "findings, concise": ({"a.py": BROKEN}, ["--output-format", "concise"], 1),
    "findings, json": ({"a.py": BROKEN}, ["--output-format", "json"], 1),
    "findings, exit zero": ({"a.py": BROKEN}, ["--exit-zero"], 0),
    "findings, switched off": ({"a.py": BROKEN}, ["--ignore", "SES001"], 0),
    "findings, others selected": ({"a.py": BROKEN}, ["--select", "SES002"], 0),
    "diff": ({"a.py": BROKEN}, ["--diff"], 1),
    "diff, clean": ({"a.py": FIXED}, ["--diff"], 0),
    "diff, nothing can be fixed": ({"a.py": STUCK}, ["--diff"], 1),
    "diff, exit zero": ({"a.py": BROKEN}, ["--diff", "--exit-zero"], 0),
    "write, all fixed": ({"a.py": BROKEN}, ["--write"], 0),
    "write, one stays": ({"a.py": BROKEN, "b.py": STUCK}, ["--write"], 1),
    "write, one stays, exit zero": ({"a.py": STUCK}, ["--write", "--exit-zero"], 0),
    "syntax error": ({"a.py": "middleware ="}, [], 2),
    "syntax error, diff": ({"a.py": "middleware ="}, ["--diff"], 2),
    "syntax error, exit zero": ({"a.py": "middleware ="}, ["--exit-zero"], 2),
    "syntax error and findings": ({"a.py": "middleware =", "b.py": BROKEN}, [], 2),
    "syntax error, nothing about middleware": ({"a.py": "x ="}, [], 0),
    "null byte": ({"a.py": "middleware\0"}, [], 2),
    "missing": ({"a.py": FIXED}, ["a.py", "gone.py"], 2),
    "folder called .py": ({"d.py/a.py": BROKEN}, ["d.py"], 1),
    "bad option": ({}, ["--nope"], 2),
    "missing value": ({}, ["--select"], 2),
    "diff and write": ({}, ["--diff", "--write"], 2),
    "quiet and verbose": ({}, ["--quiet", "--verbose"], 2),
    "stdin and a file": ({}, ["-", "a.py"], 2),
    "stdin name and a file": ({}, ["--stdin-filename", "b.py", "a.py"], 2),
    "unknown rule": ({}, ["--select", "XYZ"], 2),
    "unknown setting": ({"pyproject.toml": "[tool.sessfix]\nx = 1"}, [], 2),
    "explain": ({}, ["--explain", "SES001"], 0),
    "explain nothing": ({}, ["--explain", "SES999"], 2),
    "version": ({}, ["--version"], 0),
    "help": ({}, ["--help"], 0),
}


@pytest.mark.parametrize(("files", "argv", "status"), CASES.values(), ids=CASES)
def test_exit_status(folder: Path, files: dict[str, str], argv: list[str], status: int, capfd: Capture) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    assert main(argv) == status
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err
    assert status != 2 or err


def test_an_interrupt_exits_130(app: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "fix_files", interrupt)
    assert main(["app.py"]) == 130
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "error", [ValueError("a\x1bb"), RecursionError("deep"), MemoryError(), OSError(5, "x")], ids=repr
)
def test_an_escaped_exception_exits_2(
    app: Path, error: Exception, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "find_targets", fail)
    assert main(["app.py"]) == 2
    err = capfd.readouterr().err
    assert err.startswith("error: internal error: " + type(error).__name__)
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_reader_that_goes_away_changes_nothing(folder: Path) -> None:
    (folder / "app.py").write_text(BROKEN + "# padding\n" * 20000)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "codemod", "--output-format", "json", "app.py"]
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    process.stdout.close()
    try:
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 1
    assert err == b"Found 1 finding (1 fixable with --write).\n"


def test_a_signal_ends_the_process_with_130(folder: Path) -> None:
    code = "import os, signal, sys; from codemod.cli import main as cli; "
    code += (
        f"cli.find_targets = lambda *_: os.kill(os.getpid(), {int(signal.SIGINT)}); sys.argv = ['sessfix']; cli.run()"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (130, b"")


def test_findings_go_out_and_the_summary_to_the_side(app: Path, capfd: Capture) -> None:
    main(["--output-format", "concise"])
    out, err = capfd.readouterr()
    assert out.startswith("app.py:5:1: SES001 [*] ")
    assert err == "Found 1 finding (1 fixable with --write).\n"


def test_write(app: Path, capfd: Capture) -> None:
    assert main(["--write"]) == 0
    assert app.read_text() == FIXED
    assert capfd.readouterr() == ("", "Fixed 1 finding in 1 file.\n")
    assert main([]) == 0
    assert capfd.readouterr() == ("", "All clear: 1 file checked.\n")


def test_write_reports_what_stays_where_it_is_now(folder: Path, capfd: Capture) -> None:
    (folder / "a.py").write_text(BROKEN)
    (folder / "b.py").write_text(STUCK)
    main(["--write", "--output-format", "concise"])
    out, err = capfd.readouterr()
    assert [line.split(":")[0] for line in out.splitlines()] == ["b.py"]
    assert err == "Fixed 1 finding in 1 file, 1 remains.\n"
    main(["--write", "b.py", "--quiet"])
    out, err = capfd.readouterr()
    assert "not fixed: " in out
    assert err == ""
    main(["--write", "b.py"])
    assert capfd.readouterr().err == "Fixed nothing, 1 finding remains.\n"


def test_a_file_that_cannot_be_written(app: Path, capfd: Capture) -> None:
    app.chmod(0o444)
    assert main(["--write"]) == 2
    out, err = capfd.readouterr()
    assert "SES001 [*]" in out
    assert err.splitlines()[0] == "error: app.py: not written: it is read-only"
    assert app.read_text() == BROKEN


def test_diff_prints_the_patch_and_writes_nothing(
    folder: Path, app: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "b.py").write_text(STUCK)
    (folder / "crlf.py").write_bytes(BROKEN.replace("\n", "\r\n").encode())
    assert main(["--diff", "--output-format", "json"]) == 1
    out, err = capfdbinary.readouterr()
    assert app.read_text() == BROKEN
    left, summary = err.decode().splitlines()
    assert left.startswith("b.py:6:1: SES001 ")
    assert "(not fixed: " in left
    assert summary == "Would fix 2 findings in 2 files, 1 remains."
    subprocess.run(["git", "apply"], cwd=folder, input=out, check=True)
    assert app.read_text() == FIXED
    assert (folder / "crlf.py").read_bytes() == FIXED.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(("argv", "text", "out", "status"), [
    (["--write", "-"], BROKEN, FIXED, 0),
    (["--write", "-"], FIXED, FIXED, 0),
    (["--write", "-"], STUCK, STUCK, 1),
    (["--write", "-"], "def (middleware\r\n", "def (middleware\r\n", 2),
    (["--write", "-"], "", "", 0),
    (["--write", "--stdin-filename", "x.py"], BROKEN, FIXED, 0),
    (["--write", "-"], "#" * (2 * 1024 * 1024 + 1), "#" * (2 * 1024 * 1024 + 1), 2),
    (["--write", "--force-exclude", "--stdin-filename", "venv/x.py", "-"], BROKEN, BROKEN, 0),
    (["--diff", "-"], FIXED, "", 0),
    (["-"], FIXED, "", 0),
    (["--output-format", "json", "-"], FIXED, "[]\n", 0),
    (["--output-format", "gitlab", "-"], FIXED, "[]\n", 0),
    (["--output-format", "github", "-"], "x = 1\n", "", 0),
], ids=str)  # fmt: skip
def test_standard_input(
    folder: Path, argv: list[str], text: str, out: str, status: int, monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    stdin(monkeypatch, text)
    assert main(argv) == status
    assert capfdbinary.readouterr().out == out.encode()


def test_standard_input_is_reported_under_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    for argv, name in ((["-"], "-"), (["--stdin-filename", "a b.py", "-"], "a b.py")):
        stdin(monkeypatch, BROKEN)
        assert main([*argv, "--output-format", "concise"]) == 1
        assert capfd.readouterr().out.startswith(f"{name}:5:1: SES001 [*] ")
        stdin(monkeypatch, BROKEN)
        assert main([*argv, "--diff"]) == 1
        assert capfd.readouterr().out.startswith(f"--- a/{name}")


def test_every_error_names_its_file_and_the_rest_is_done(folder: Path, app: Path, capfd: Capture) -> None:
    os.mkfifo(folder / "pipe.py")
    (folder / "bad.py").write_text("middleware = (\n")
    (folder / "big.py").write_text("#" * (2 * 1024 * 1024 + 1))
    assert main(["gone.py", "pipe.py", "bad.py", "big.py", "app.py", "--output-format", "concise"]) == 2
    out, err = capfd.readouterr()
    assert out.startswith("app.py:5:1: ")
    assert err.splitlines() == [
        "error: bad.py:1:14: SyntaxError: '(' was never closed",
        "error: big.py: larger than 2 MiB, not checked",
        "error: gone.py: cannot be read: No such file or directory",
        "error: pipe.py: is a FIFO, not a file",
        "Found 1 finding (1 fixable with --write). 4 files could not be checked.",
    ]


UNDECODABLE = {
    "not UTF-8": (
        b'# middleware\nx = "\xff"\n',
        r"2:\d+: SyntaxError: \(unicode error\) 'utf-8' .* 0xff in position 0",
    ),
    "not UTF-8, in a comment": (b"# middleware \xff\n", r"1:14: .*'utf-8' .* 0xff in position"),
    "not ASCII": (b"# coding: ascii\n# middleware \xff\n", r"2:14: SyntaxError: 'ascii' .* 0xff in position"),
    "unknown": (b"# coding: nope\n# middleware\n", "1:11: SyntaxError: unknown encoding: nope"),
    "two": (b"\xef\xbb\xbf# coding: latin-1\n# middleware\n", "1:11: SyntaxError: encoding problem: .*with BOM"),
}


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(("source", "error"), UNDECODABLE.values(), ids=UNDECODABLE)
def test_a_file_in_a_wrong_encoding_costs_that_file_alone(
    app: Path, source: bytes, error: str, output_format: str, capfd: Capture
) -> None:
    app.with_name("bad.py").write_bytes(source)
    assert main(["--output-format", output_format]) == 2
    out, err = capfd.readouterr()
    assert "SES001" in out
    first, summary = err.splitlines()
    assert re.match(f"error: bad.py:{error}", first)
    assert summary == "Found 1 finding (1 fixable with --write). 1 file could not be checked."
    assert main(["--write"]) == 2
    assert app.read_text() == FIXED
    assert app.with_name("bad.py").read_bytes() == source


def test_the_first_line_may_be_in_the_encoding_that_the_second_names(app: Path, capfd: Capture) -> None:
    app.write_bytes(f"# é\n# coding: latin-1\n{BROKEN}".encode("latin-1"))
    assert main([]) == 1
    assert " --> app.py:7:1\n" in capfd.readouterr().out


def test_a_folder_without_python(folder: Path, capfd: Capture) -> None:
    assert main([]) == 0
    assert capfd.readouterr() == ("", "warning: no Python files found under .\n")
    assert main(["--quiet", "--output-format", "json"]) == 0
    assert capfd.readouterr() == ("[]\n", "")


def test_quiet_and_verbose(app: Path, folder: Path, capfd: Capture) -> None:
    (folder / "plain.py").write_text("x = 1\n")
    main(["--verbose"])
    err = capfd.readouterr().err
    assert "checked: app.py\n" in err
    assert "skipped, registers no middleware: plain.py\n" in err
    main(["--quiet"])
    assert capfd.readouterr().err == ""
    main(["--quiet", "plain.py"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: SES001", "# sessfix: ignore[SES001]"])
def test_a_comment_silences(folder: Path, comment: str, capfd: Capture) -> None:
    text = BROKEN.replace('"key")', f'"key")  {comment}')
    (folder / "app.py").write_text(text)
    assert main(["--write"]) == 0
    assert (folder / "app.py").read_text() == text


def test_settings_of_the_project_hold(app: Path, folder: Path, capfd: Capture) -> None:
    (folder / "pyproject.toml").write_text('[tool.sessfix]\noutput-format = "json"\nignore = ["SES002"]\n')
    assert main([]) == 1
    assert [item["code"] for item in json.loads(capfd.readouterr().out)] == ["SES001"]
    (folder / "pyproject.toml").write_text('[tool.sessfix]\nignore = ["SES001"]\n')
    assert main([]) == 0
    assert main(["--isolated"]) == 1


def test_help_gives_no_value_to_a_switch(capfd: Capture) -> None:
    assert main(["--help"]) == 0
    said = capfd.readouterr().out
    switches = [option.flag for option in OPTIONS if not option.metavar]
    assert [flag for flag in switches if re.search(rf"{flag} +(-\w +)?<", said) or flag not in said] == []


def test_the_caller_of_two_helpers_is_found(folder: Path, capfd: Capture) -> None:
    (folder / "layers.py").write_text(
        "from starlette.middleware.sessions import SessionMiddleware\n\n\n"
        "def set_up_session(app):\n    app.add_middleware(SessionMiddleware, secret_key='k')\n\n\n"
        "def set_up_guard(app):\n    @app.middleware('http')\n    async def guard(request, call_next):\n"
        "        print(request.session)\n        return await call_next(request)\n"
    )
    (folder / "main.py").write_text(
        "from fastapi import FastAPI\nfrom layers import set_up_guard, set_up_session\n\n"
        "app = FastAPI()\nset_up_session(app)\nset_up_guard(app)\n"
    )
    assert main(["--write"]) == 0
    assert (folder / "main.py").read_text().endswith("set_up_guard(app)\nset_up_session(app)\n")


COLORS = [
    ("always", {"NO_COLOR": "1"}, False, True),
    ("never", {"FORCE_COLOR": "1"}, True, False),
    ("auto", {}, True, True),
    ("auto", {}, False, False),
    ("auto", {"NO_COLOR": "1"}, True, False),
    ("auto", {"NO_COLOR": ""}, True, True),
    ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ("auto", {"FORCE_COLOR": "1"}, False, True),
    ("auto", {"FORCE_COLOR": "0"}, False, False),
    ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
    ("auto", {"TERM": "dumb"}, True, False),
    ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
]


@pytest.mark.parametrize(("choice", "env", "terminal", "wanted"), COLORS)
def test_colors(
    folder: Path, choice: str, env: dict[str, str], terminal: bool, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    assert wants_color(choice, stream) is wanted


def test_machines_get_no_color(app: Path, capfd: Capture) -> None:
    for output_format in FOR_MACHINES:
        main(["--output-format", output_format, "--color", "always", "--quiet"])
        out, err = capfd.readouterr()
        assert "SES001" in out
        assert "\x1b" not in out + err


def test_a_patch_on_a_terminal_is_inert(folder: Path) -> None:
    (folder / "app.py").write_text(BROKEN.replace('"key"', '"\x1b[2J"'))
    leader, follower = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "codemod", "--diff"]
    subprocess.run(command, cwd=folder, env=env, stdout=follower, stderr=subprocess.DEVNULL, timeout=60)
    os.close(follower)
    shown = os.read(leader, 65536)
    os.close(leader)
    assert b"\\x1b[2J" in shown
    assert b"\x1b" not in shown


def test_progress_is_shown_late_and_erased(app: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    job = cli.Job("report", "full", "auto", ".", quiet=False, verbose=False, exit_zero=False, jobs=None)
    monkeypatch.setattr(cli, "_is_terminal", lambda stream: True)
    progress = cli.Progress(3, job)
    progress.step("a.py")
    assert capfd.readouterr().err == ""
    progress.next = 0
    progress.step("b\x1b.py")
    progress.erase()
    assert capfd.readouterr().err == "\r\x1b[K2/3 b\\x1b.py\r\x1b[K"


def test_on_a_terminal_a_rule_says_where_it_is_explained(
    app: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    cli.main(["--color", "never", "app.py"])
    assert "--explain" not in capfd.readouterr().err
    monkeypatch.setattr(cli, "_is_terminal", lambda stream: stream is sys.stderr)
    for argv, said in (
        (["app.py"], True),
        (["--output-format", "concise"], False),
        (["--stack"], False),
        (["--statistics"], False),
    ):
        cli.main(["--color", "never", *argv])
        assert ("sessfix --explain SES001\n" in capfd.readouterr().err) is said


def test_the_module_does_not_import_from_the_folder_it_checks(folder: Path, sessfix: Run) -> None:
    for name in ("fnmatch", "difflib", "json", "ast", "tokenize"):
        (folder / f"{name}.py").write_text("raise SystemExit('executed')\n")
    (folder / "app.py").write_text(BROKEN)
    done = sessfix("--output-format", "json", "app.py")
    assert (done.returncode, done.stderr) == (1, b"Found 1 finding (1 fixable with --write).\n")


def test_a_console_that_is_not_utf8(folder: Path, sessfix: Run) -> None:
    (folder / "é名.py").write_text(BROKEN)
    done = sessfix("--output-format", "concise", env={"PYTHONIOENCODING": "latin-1"})
    assert done.stdout.startswith("é\\u540d.py:5:1".encode("latin-1"))


def test_completion_is_for_typer(folder: Path, sessfix: Run) -> None:
    env = {"_SESSFIX_COMPLETE": "complete_bash", "COMP_WORDS": "sessfix --dif", "COMP_CWORD": "1"}
    assert sessfix(env=env).stdout.split() == [b"--diff"]


def test_a_chain_of_helpers_that_is_too_long_is_said(folder: Path, capfd: Capture) -> None:
    calls = "".join(f"\n\ndef h{n}(request):\n    return h{n + 1}(request)\n" for n in range(400))
    source = BROKEN.replace("print(request.session)", "print(h0(request))")
    (folder / "app.py").write_text(f"{source}{calls}\n\ndef h400(request):\n    return request.session\n")
    assert main(["--verbose"]) == 0
    assert (
        "`require_login` is taken as not using the session: it calls more than can be followed"
        in capfd.readouterr().err
    )


def test_a_use_of_the_session_in_a_stack_that_is_edited_is_said(folder: Path, capfd: Capture) -> None:
    edit = "\napp.user_middleware[:] = arranged(app.user_middleware)\n\n\n@app.middleware"
    (folder / "app.py").write_text("from elsewhere import arranged\n" + BROKEN.replace("\n@app.middleware", edit, 1))
    assert main(["--verbose"]) == 0
    assert (
        "whether `require_login` finds the session is not known: `user_middleware` is assigned"
        in capfd.readouterr().err
    )


def test_a_place_that_may_register_layers_is_said(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(
        "from elsewhere import install\nfrom fastapi import FastAPI\n\napp = FastAPI()\ninstall(app)\n"
    )
    assert main(["--verbose"]) == 0
    place = "not followed: app.py:5: `app = FastAPI()` may have layers that are not seen"
    assert f"{place}: `install(...)` may register middleware that cannot be seen" in capfd.readouterr().err


def test_what_is_wrong_under_a_switch_only_is_said(folder: Path, capfd: Capture) -> None:
    layer = 'if DEBUG:\n    app.middleware("http")(require_login)\n'
    text = BROKEN.replace('@app.middleware("http")\n', "").replace("app =", "DEBUG = False\napp =") + layer
    (folder / "app.py").write_text(text)
    assert main([]) == 0
    said = "1 fault is there only when something is switched or called otherwise: --verbose names it."
    assert capfd.readouterr().err == f"All clear: 1 file checked. {said}\n"
    assert main(["--verbose"]) == 0
    assert re.search(
        r"^at times only: app.py:\d+: .* only if `DEBUG`, which is False", capfd.readouterr().err, re.MULTILINE
    )


@pytest.mark.parametrize(
    ("argv", "hint"),
    [([], " 1 place could not be followed: --verbose names it."), (["--verbose"], ""), (["--stack"], "")],
    ids=["hint", "named", "drawn"],
)
def test_a_clean_report_says_that_not_all_was_followed(
    folder: Path, argv: list[str], hint: str, capfd: Capture
) -> None:
    (folder / "app.py").write_text(
        "from elsewhere import install\nfrom fastapi import FastAPI\n\napp = FastAPI()\ninstall(app)\n"
    )
    assert main(argv) == 0
    assert capfd.readouterr().err.splitlines()[-1] == f"All clear: 1 file checked.{hint}"


def test_a_clean_report_of_what_was_followed_says_no_more(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(FIXED)
    assert main([]) == 0
    assert capfd.readouterr().err == "All clear: 1 file checked.\n"


def test_what_a_fault_takes_that_is_not_there_is_said(folder: Path, capfd: Capture) -> None:
    registration = next(line for line in BROKEN.splitlines() if line.startswith("app.add_middleware"))
    source = BROKEN.replace(registration, f"if STATEFUL:\n    {registration}")
    (folder / "app.py").write_text(source.replace("app =", "STATEFUL = False\napp =", 1))
    assert main(["--verbose"]) == 1
    told = capfd.readouterr()
    assert "the session middleware is registered only if `STATEFUL`, which is False" in told.out
    assert "lies inside `require_login`, which uses the session, only if `STATEFUL`, which is False" in told.err


def test_a_session_that_the_environment_decides_of_is_said(folder: Path, capfd: Capture) -> None:
    registration = next(line for line in BROKEN.splitlines() if line.startswith("app.add_middleware"))
    source = BROKEN.replace(registration, "")
    (folder / "app.py").write_text(f'{source}\nimport os\nif os.environ.get("STATEFUL"):\n    {registration}\n')
    assert main(["--verbose"]) == 0
    assert 'the session middleware is registered only if `os.environ.get("STATEFUL")` (line ' in capfd.readouterr().err


FACTORY = """\
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

async def require_login(request, call_next):
    print(request.session)
    return await call_next(request)

def create_app(testing=False):
    app = FastAPI()
    app.middleware("http")(require_login)
    if testing:
        app.add_middleware(SessionMiddleware, secret_key="key")
    return app
"""


@pytest.mark.parametrize(
    ("source", "is_said"),
    [
        (FACTORY, True),
        (FACTORY.replace("    app.middleware", "    if testing: app.middleware"), False),
        (f"{FACTORY}\napp = create_app(True)\n", False),
    ],
    ids=["layer is always there", "layer is there with it", "called"],
)
def test_a_session_that_the_caller_of_a_factory_decides_of_is_said(
    folder: Path, source: str, is_said: bool, capfd: Capture
) -> None:
    (folder / "app.py").write_text(source)
    assert main(["--verbose"]) == 0
    said = "`require_login` uses the session, and the session middleware is registered only if `testing` (line "
    assert (said in capfd.readouterr().err) == is_said


@pytest.mark.parametrize(
    ("code", "when"),
    [
        ("if not STATE:\n    raise SystemExit\nSESSION", None),
        ("def setup():\n    if STATE:\n        return\n    SESSION\nsetup()", "not `STATE` (line "),
        ("match STATE:\n    case 1:\n        SESSION\n    case 2:\n        SESSION", "`STATE` is `2` (line "),
        ("match STATE:\n    case 1:\n        SESSION\n    case _:\n        raise SystemExit", None),
        (
            "try:\n    KEY = os.environ['KEY']\n    SESSION\nexcept KeyError:\n    pass",
            "its `try` is not left by an exception (",
        ),
        ("try:\n    KEY = os.environ['KEY']\n    SESSION\nexcept KeyError:\n    raise SystemExit", None),
        ("try:\n    KEY = os.environ['KEY']\n    SESSION\nexcept KeyError:\n    SESSION", None),
    ],
)
def test_a_session_that_is_there_at_times_is_said(code: str, when: str | None, folder: Path, capfd: Capture) -> None:
    registration = next(line for line in BROKEN.splitlines() if line.startswith("app.add_middleware"))
    source = BROKEN.replace(registration, "")
    setup = code.replace("SESSION", registration)
    (folder / "app.py").write_text(f"{source}\nimport os\nSTATE = os.environ.get('STATE')\n{setup}\n")
    assert main(["--verbose"]) == 0
    told = capfd.readouterr().err
    assert ("the session middleware is registered" in told) is (when is not None)
    assert f"only if {when}" in told or when is None


def test_a_session_of_one_environment_alone_is_said(folder: Path, capfd: Capture) -> None:
    for name, is_said in (("one_environment_without_a_session", True), ("every_environment_with_a_session", False)):
        source = (ROOT / "golden" / "rules" / f"list_of_{name}" / "before.py").read_text()
        (folder / "app.py").write_text(source)
        assert main(["--verbose"]) == 0
        assert ("only if what the program chooses has it (line 24)" in capfd.readouterr().err) is is_said


def test_what_is_worked_out_reads_no_standard_input(folder: Path, sessfix: Run) -> None:
    source = BROKEN.replace('secret_key="key"', "secret_key=shlex.split(None)")
    (folder / "app.py").write_text(f"import shlex\n{source}")
    waiting, unused = os.pipe()
    try:
        assert sessfix("app.py", stdin=waiting).returncode == 1
    finally:
        os.close(waiting)
        os.close(unused)


def test_closed_standard_input_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["-"]) == 2
    assert capfd.readouterr().err == "error: standard input is closed\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes")
def test_a_reader_that_is_slow_gets_the_whole_source(folder: Path) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    source = BROKEN + "# more\n" * 12_000
    command = [sys.executable, "-m", "codemod", "--write", "-"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=writing, env=env, cwd=folder) as process:
        os.close(writing)
        assert process.stdin is not None
        process.stdin.write(source.encode())
        process.stdin.close()
        with open(reading, "rb") as pipe:
            text = pipe.read().decode()
    assert process.returncode == 0
    assert sorted(filter(None, text.split("\n"))) == sorted(filter(None, source.split("\n")))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device")
@pytest.mark.parametrize("option", ["--diff", "--output-format=json", "--version"])
def test_a_full_disk_is_no_error_of_sessfix(option: str, folder: Path) -> None:
    (folder / "app.py").write_text(BROKEN)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "codemod", option, "app.py"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=env, cwd=folder, timeout=60)
    assert done.returncode == 2
    assert done.stderr == b"error: cannot write to standard output: No space left on device\n"


PROGRAM = {
    "main.py": "from factory import create_app\n\napp = create_app()\n",
    "factory.py": "from fastapi import FastAPI\nfrom starlette.middleware.sessions import SessionMiddleware\n\n"
    "from guards import Guard\n"
    "\n\ndef create_app():\n    app = FastAPI()\n    app.add_middleware(SessionMiddleware, secret_key='k')\n"
    "    app.add_middleware(Guard)\n    return app\n",
    "guards.py": "class Guard:\n    def __init__(self, app):\n        self.app = app\n\n"
    "    async def __call__(self, scope, receive, send):\n        print(scope['session'])\n"
    "        await self.app(scope, receive, send)\n",
}
ELSEWHERE = "note: factory.py, of the same program, has 1 finding: sessfix factory.py"
MADE_ELSEWHERE = "note: factory.py, of the same program, makes 1 application: sessfix --stack factory.py"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["main.py"], ["No findings: 1 file checked.", ELSEWHERE]),
        (["--diff", "main.py", "guards.py"], ["No findings: 2 files checked.", ELSEWHERE]),
        (["--stack", "main.py"], ["No findings: 1 file checked.", MADE_ELSEWHERE]),
        (["--ignore", "SES001", "main.py"], ["All clear: 1 file checked."]),
        (["--quiet", "main.py"], []),
    ],
    ids=" ".join,
)
def test_a_note_says_where_the_program_is_wrong(folder: Path, argv: list[str], said: list[str], capfd: Capture) -> None:
    for name, text in PROGRAM.items():
        (folder / name).write_text(text)
    assert main(argv) == 0
    out, err = capfd.readouterr()
    assert (out, err.splitlines()) == ("", said)


@pytest.mark.parametrize("argv", [["."], ["factory.py"], ["main.py", "factory.py"]], ids=" ".join)
def test_what_is_asked_about_needs_no_note(folder: Path, argv: list[str], capfd: Capture) -> None:
    for name, text in PROGRAM.items():
        (folder / name).write_text(text)
    assert main(argv) == 1
    assert "note:" not in capfd.readouterr().err


@pytest.mark.parametrize("mode", ["--diff", "--write"])
def test_what_to_know_of_a_move_that_is_made(app: Path, mode: str, capfd: Capture) -> None:
    app.write_text(BROKEN.replace("app.add_middleware", "# Add the session first\napp.add_middleware"))
    main([mode, "app.py"])
    note = "app.py:6: note: the comment on line 5 may be false after the move: # Add the session first"
    assert capfd.readouterr().err.splitlines()[0] == note
