"""The two readers of the command line agree, and a run over files without middleware imports next to nothing."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import BROKEN, FIXED, ROOT, STUCK

from codemod import VERSION
from codemod.cli.options import OPTIONS, ask_typer, read_argv
from codemod.settings.given import FORMATS

HEAVY = {
    "argparse",
    "ast",
    "click",
    "codemod.cli.ide",
    "codemod.engine.fix",
    "codemod.model",
    "dataclasses",
    "difflib",
    "inspect",
    "json",
    "libcst",
    "logging",
    "pathlib",
    "re",
    "rignore",
    "tomli",
    "tomllib",
    "typer",
    "typing",
    "xml",
}

UNDERSTOOD = [
    [],
    ["."],
    ["a.py", "b.py"],
    ["-"],
    ["--", "--diff"],
    ["--", "-", "--"],
    ["a.py", "--", "b.py", "--write"],
    ["--diff", "a.py"],
    ["a.py", "--write"],
    ["--explain", "SES001"],
    ["--explain=SES001"],
    ["--explain="],
    ["--print-ide", "neovim-0.8"],
    ["--install-ide=vscode", "my app"],
    ["--stdin-filename", "a b.py", "-"],
    ["--stdin-filename", "--diff", "-"],
    ["--exclude", "a", "--exclude", "b,c"],
    ["--exclude=-x"],
    ["--exclude", "-x"],
    ["--exclude", "--", "a.py"],
    ["--extend-exclude", "a=b"],
    ["--force-exclude", "--isolated", "--exit-zero"],
    ["--select", "SES001", "--ignore", "SES"],
    ["--config", "select = ['SES']", "--config", "x.toml"],
    ["--output-format", "json"],
    ["--output-format", "sarif", "--output-format=github"],
    ["--output-format=gitlab", "--output-format", "rdjson"],
    ["--output-format=concise", "--output-format=full"],
    ["--color", "always"],
    ["--statistics", "--show-files", "--show-settings"],
    ["--files-from", "-", "-0"],
    ["--files-from=a b", "--null"],
    ["--stack", "--output-format", "mermaid"],
    ["--quiet", "--verbose", "--version"],
    [""],
    ["--diff", "--diff"],
]
HANDED_OVER = [
    ["--help"],
    ["-h"],
    ["--unknown"],
    ["-q"],
    ["-qv"],
    ["-0q"],
    ["-0=x"],
    ["--dif"],
    ["--diff=yes"],
    ["--exclude"],
    ["--output-format", "xml"],
    ["--output-format="],
    ["--output-format", "JSON"],
    ["--color", "--diff"],
    ["--print-ide", "word"],
    ["--install-ide", "emacs"],
    ["--no-diff"],
]


@pytest.mark.parametrize("argv", UNDERSTOOD, ids=" ".join)
def test_the_readers_agree(argv: list[str]) -> None:
    values = read_argv(argv)
    assert values is not None
    assert ask_typer(argv) == values


@pytest.mark.parametrize("argv", HANDED_OVER, ids=" ".join)
def test_what_only_typer_understands(argv: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert read_argv(argv) is None
    helps = argv in (["--help"], ["-h"])
    assert ask_typer(argv) == (0 if helps else 2)
    out, err = capfd.readouterr()
    assert ("Usage" in out) is helps
    assert ("Error" in err) is not helps


def test_help_names_every_option(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    ask_typer(["--help"])
    out = capfd.readouterr().out
    assert [option.flag for option in OPTIONS if option.flag not in out] == []
    assert "[[" not in out


def test_no_control_sequence_comes_back(capfd: pytest.CaptureFixture[str]) -> None:
    assert ask_typer(["--\x1b[31mred\u202e"]) == 2
    err = capfd.readouterr().err
    assert "\x1b[31mred" not in err
    assert "\u202e" not in err


def test_version_is_that_of_the_metadata() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text()


def imported_by(folder: Path, *argv: str) -> set[str]:
    """The modules that a run imports, over those of the bare interpreter."""
    code = "import sys; bare = set(sys.modules); from codemod.cli.main import main; code = main(sys.argv[1:]); "
    code += "print(*(set(sys.modules) - bare), file=open('modules.txt', 'w')); sys.exit(code)"
    # -S: what the installed packages hook into `site` is not ours. They themselves are to be found.
    paths = [str(ROOT), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    command = [sys.executable, "-S", "-c", f"import sys; sys.path += {paths!r}; {code}", *argv]
    subprocess.run(command, cwd=folder, capture_output=True, timeout=60)
    return set((folder / "modules.txt").read_text().split())


def test_a_file_without_middleware_costs_next_to_nothing(folder: Path) -> None:
    (folder / "plain.py").write_text("x = 1\n")
    (folder / "pyproject.toml").write_text("[tool.other]\n")
    modules = imported_by(folder, "--write", "--select", "SES001", "plain.py")
    assert "codemod.settings.discovery" in modules
    assert modules & HEAVY == set()


def test_a_folder_without_middleware_costs_the_walk(folder: Path) -> None:
    (folder / "plain.py").write_text("x = 1\n")
    modules = imported_by(folder, ".")
    assert "rignore" in modules
    assert modules & {"typer", "libcst", "tomllib", "tomli", "ast", "codemod.engine.fix", "codemod.model"} == set()


def test_the_version_costs_nothing(folder: Path) -> None:
    assert imported_by(folder, "--version") & HEAVY == set()


def test_a_file_with_middleware_needs_the_analysis_but_no_typer(folder: Path) -> None:
    (folder / "app.py").write_text(BROKEN)
    modules = imported_by(folder, "--output-format", "json", "app.py")
    assert {"codemod.engine.fix", "codemod.engine.repair", "codemod.rules.plan"} <= modules
    assert modules & {"typer", "click", "rignore"} == set()


def test_a_file_without_a_finding_needs_no_plan(folder: Path) -> None:
    (folder / "app.py").write_text(FIXED)
    modules = imported_by(folder, "--output-format", "json", "app.py")
    assert "codemod.engine.fix" in modules
    assert modules & {"codemod.engine.repair", "codemod.rules.plan", "codemod.rules.effects", "difflib"} == set()


@pytest.mark.parametrize("output_format", FORMATS)
def test_a_format_costs_those_who_ask_for_it(folder: Path, output_format: str) -> None:
    (folder / "app.py").write_text(FIXED)
    reports = {f"codemod.reports.{name}" for name in FORMATS}
    used = imported_by(folder, "--output-format", output_format, "app.py") & reports
    # What a finding rests on is told by the report that came first.
    assert used - {"codemod.reports.concise", "codemod.reports.json"} <= {f"codemod.reports.{output_format}"}


APART = {"libcst", "codemod.files.workers", "subprocess", "multiprocessing"}


@pytest.mark.parametrize("option", ["--quiet", "--diff", "--write"])
def test_another_process_is_for_what_is_written(folder: Path, option: str) -> None:
    for text, moves in ((FIXED, False), (STUCK, False), (BROKEN, True)):
        (folder / "app.py").write_text(text)
        modules = imported_by(folder, option, "app.py")
        assert ("codemod.files.workers" in modules) is (moves and option == "--write")
        assert "libcst" not in modules
        assert moves or modules & APART == set()
    assert (folder / "app.py").read_text() == (FIXED if option == "--write" else BROKEN)


def test_libcst_is_asked_before_what_it_may_refuse_is_shown(folder: Path) -> None:
    (folder / "app.py").write_text(BROKEN + "\f\nx = 1\n")
    assert "codemod.files.workers" in imported_by(folder, "--diff", "app.py")


def test_the_parser_of_toml_is_for_projects_that_use_sessfix(folder: Path) -> None:
    (folder / "plain.py").write_text("x = 1\n")
    (folder / "pyproject.toml").write_text("[tool.sessfix]\n")
    assert {"tomllib", "tomli"} & imported_by(folder, "plain.py")
