"""What is checked and how that is asked: lists of files, what they come to, which settings hold, how many findings there are."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import BROKEN, FIXED, STUCK

from codemod.cli.main import main
from codemod.cli.options import read_argv, refusal
from codemod.settings.config import settings_reader

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def files(folder: Path) -> Path:
    """Three programs, one of them in a folder that is left out, and a file without a suffix."""
    (folder / "old").mkdir()
    for name, text in (
        ("broken.py", BROKEN),
        ("fixed.py", FIXED),
        ("stuck.py", STUCK),
        ("old/broken.py", BROKEN),
        ("script", BROKEN),
    ):
        (folder / name).write_text(text)
    (folder / "pyproject.toml").write_text('[tool.sessfix]\nextend-exclude = ["old"]\n')
    return folder


def found(capfd: Capture, *argv: str) -> list[str]:
    """The files that have findings."""
    assert main([*argv, "--output-format", "json"]) in (0, 1)
    return [os.path.relpath(one["filename"]) for one in json.loads(capfd.readouterr().out)]


@pytest.mark.parametrize(
    ("data", "options", "names"),
    [
        (b"broken.py\nfixed.py\n", [], ["broken.py"]),
        (b"stuck.py\r\n\r\nbroken.py", [], ["broken.py", "stuck.py"]),
        (b"broken.py\0fixed.py\0", ["-0"], ["broken.py"]),
        (b"broken.py", ["--null"], ["broken.py"]),
        (b"old\nscript\n", [], ["old/broken.py", "script"]),
        (b".\n", [], ["broken.py", "stuck.py"]),
        (b"", [], []),
        (b"\n\n", [], []),
    ],
)
def test_files_from(
    data: bytes, options: list[str], names: list[str], files: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "list").write_bytes(data)
    assert found(capfd, "--files-from", "list", *options) == names
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert found(capfd, "--files-from", "-", *options) == names


def test_a_name_may_hold_anything(files: Path, capfd: Capture) -> None:
    odd = os.fsdecode(b" new\nline\xff.py ")
    (files / odd).write_text(BROKEN)
    assert main(["--show-files", odd, "--null"]) == 0
    shown = os.fsencode(files / odd) + b"\0"
    capfd.readouterr()
    (files / "list").write_bytes(shown)
    assert main(["--files-from", "list", "-0", "--write", "--quiet"]) == 0
    assert (files / odd).read_text() == FIXED


def test_a_list_that_is_not_there_or_names_what_is_not_there(files: Path, capfd: Capture) -> None:
    assert main(["--files-from", "nothing"]) == 2
    assert capfd.readouterr().err == "error: --files-from nothing: cannot be read: No such file or directory\n"
    (files / "list").write_text("gone.py\nbroken.py\n")
    assert main(["--files-from", "list", "--output-format", "concise"]) == 2
    out, err = capfd.readouterr()
    assert out.startswith("broken.py:5")
    assert "error: gone.py: cannot be read: No such file or directory" in err


def test_show_files(files: Path, capfd: Capture) -> None:
    assert main(["--show-files"]) == 0
    assert capfd.readouterr() == ("".join(f"{files / name}\n" for name in ("broken.py", "fixed.py", "stuck.py")), "")
    assert main(["--show-files", "old/broken.py", "script"]) == 0  # what is named is checked
    assert capfd.readouterr().out == f"{files / 'old/broken.py'}\n{files / 'script'}\n"
    assert main(["--show-files", "--force-exclude", "old/broken.py", "gone"]) == 2
    assert capfd.readouterr() == ("", "error: gone: cannot be read: No such file or directory\n")


def test_shown_settings_are_settings(files: Path, capfd: Capture) -> None:
    (files / "src").mkdir()
    inline = [
        "--config",
        'src = ["src"]',
        "--ignore",
        "SES003",
        "--jobs",
        "3",
        "--color",
        "never",
        "--exclude",
        'a"b\\c,*.txt',
    ]
    assert main(["--show-settings", *inline, "old/broken.py"]) == 0
    out = capfd.readouterr().out
    assert out.startswith(f"# for old/broken.py\n# from {files / 'pyproject.toml'}\n[tool.sessfix]\n")
    values, shown = read_argv(inline), read_argv(["--config", "shown.toml"])
    assert values is not None
    assert shown is not None
    (files / "shown.toml").write_text(out)
    told = settings_reader(values, str(files))(str(files))
    assert settings_reader(shown, str(files))(str(files)) == told._replace(origin=str(files / "shown.toml"))


def test_shown_settings_without_any(folder: Path, capfd: Capture) -> None:
    assert main(["--show-settings"]) == 0
    out = capfd.readouterr().out
    assert "defaults" in out
    assert 'select = ["SES"]' in out


def test_statistics(files: Path, capfd: Capture) -> None:
    assert main(["--statistics"]) == 1
    out, err = capfd.readouterr()
    assert out == "2 SES001 [-] session-inside-its-user\n"
    assert err == "Found 2 findings (1 fixable with --write).\n"
    assert main(["--statistics", "--output-format", "json", "--exit-zero"]) == 0
    [row] = json.loads(capfd.readouterr().out)
    assert row == {
        "code": "SES001",
        "count": 2,
        "fixable": False,
        "fixable_count": 1,
        "name": "session-inside-its-user",
    }
    assert main(["--statistics", "--write"]) == 1  # what is left
    assert capfd.readouterr().out == "1 SES001 [ ] session-inside-its-user\n"
    assert main(["--statistics", "broken.py"]) == 0
    assert capfd.readouterr() == ("", "All clear: 1 file checked.\n")
    assert main(["--statistics", "--output-format", "json", "broken.py"]) == 0
    assert json.loads(capfd.readouterr().out) == []


@pytest.mark.parametrize(
    "argv",
    [
        ["--show-files", "--show-settings"],
        ["--show-files", "--write"],
        ["--show-settings", "--diff"],
        ["--show-settings", "--output-format", "json"],
        ["--stack", "--statistics"],
        ["--statistics", "--diff"],
        ["--statistics", "--output-format", "sarif"],
        ["--stack", "--output-format", "concise"],
        ["--output-format", "svg"],
        ["--write", "--output-format", "mermaid"],
        ["--files-from", "list", "a.py"],
        ["--files-from", "list", "-"],
        ["--files-from", "-", "--stdin-filename", "a.py"],
        ["--files-from", "list", "--print-ide", "zed"],
        ["--null"],
        ["--null", "--show-settings"],
    ],
    ids=" ".join,
)
def test_what_does_not_go_together(argv: Sequence[str], folder: Path, capfd: Capture) -> None:
    assert main([*argv]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("error: --")


def test_what_goes_together() -> None:
    for argv in (
        ["--statistics", "--write"],
        ["--show-files", "-0"],
        ["--files-from", "-", "-0", "--stack", "--output-format", "svg"],
    ):
        values = read_argv(argv)
        assert values is not None
        assert refusal(values) is None, argv
