"""Settings: the nearest pyproject.toml, --config, the command line over both, and every way to get them wrong."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from codemod.cli.options import read_argv
from codemod.settings.config import CODES, DEFAULT_EXCLUDE, MAX_CONFIG, ConfigError, Settings, settings_reader
from codemod.settings.discovery import is_excluded


def settings(folder: Path, *argv: str, below: str = "") -> Settings:
    values = read_argv(argv)
    assert values is not None
    return settings_reader(values, str(folder))(os.path.normpath(folder / below))


def write(folder: Path, table: str) -> str:
    (folder / "pyproject.toml").write_text(f"[tool.sessfix]\n{table}\n")
    return str(folder / "pyproject.toml")


def test_without_any_settings(folder: Path) -> None:
    assert settings(folder) == Settings(root=str(folder))
    assert settings(folder).exclude == DEFAULT_EXCLUDE


def test_every_key(folder: Path) -> None:
    origin = write(
        folder,
        'exclude = ["a", "b/c/"]\nextend-exclude = ["d*"]\nforce-exclude = true\nselect = ["SES0"]\n'
        'ignore = ["SES003"]\n'
        'output-format = "json"\ncolor = "never"\nsrc = ["src"]\nproviders = ["x.Y"]\ndependents = ["z.W"]\n'
        'python = ".venv"',
    )
    assert settings(folder) == Settings(
        root=str(folder),
        origin=origin,
        exclude=("a", str(folder / "b/c")),
        extend_exclude=("d*",),
        force_exclude=True,
        select=("SES0",),
        ignore=("SES003",),
        output_format="json",
        color="never",
        src=(str(folder / "src"),),
        providers=("x.Y",),
        dependents=("z.W",),
        python=str(folder / ".venv"),
    )


def test_models_are_no_part_of_the_program(folder: Path) -> None:
    (folder / "a [b]").mkdir()
    (folder / "a [b]" / "acme.py").write_text("class Layer: ...\n")
    write(folder, 'models = ["a [b]"]\nextend-exclude = ["c"]')
    found = settings(folder)
    assert (found.models, found.extend_exclude) == ((str(folder / "a [b]"),), ("c", str(folder / "a [[]b]")))
    assert is_excluded(str(folder / "a [b]" / "acme.py"), found)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "'models': {folder}/models is no folder"),
        (
            {"models/acme.txt": ""},
            "'models': {folder}/models holds no model: a file such as acme/sessions.py stands for",
        ),
        ({"models/acme.py": "def f(:\n"}, "'models': {folder}/models/acme.py:1 is not Python: "),
        ({"models/acme.py": "\0"}, "'models': {folder}/models/acme.py"),
        (
            {"models/fastapi/routing.py": ""},
            "routing.py would stand for a part of fastapi, which is known without a model",
        ),
    ],
)
def test_what_is_wrong_with_models(folder: Path, files: dict[str, str], sentence: str) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    write(folder, 'models = ["models"]')
    with pytest.raises(ConfigError, match=re.escape(sentence.format(folder=folder))):
        settings(folder)


def test_models_lie_in_the_project(folder: Path) -> None:
    write(folder, 'models = ["../models"]')
    with pytest.raises(ConfigError, match=r"'models' must stay inside .*: \.\./models"):
        settings(folder)


def test_the_nearest_file_holds_alone(folder: Path) -> None:
    write(folder, 'select = ["SES001"]\nignore = ["SES002"]')
    (folder / "inner" / "deep").mkdir(parents=True)
    write(folder / "inner", 'select = ["SES003"]')
    deep = settings(folder, below="inner/deep")
    assert (deep.select, deep.ignore, deep.root) == (("SES003",), (), str(folder / "inner"))


def test_a_file_without_our_table_is_passed_over(folder: Path) -> None:
    write(folder, 'select = ["SES001"]')
    (folder / "inner").mkdir()
    (folder / "inner" / "pyproject.toml").write_text('[project]\ndependencies = ["sessfix"]\n')
    assert settings(folder, below="inner").select == ("SES001",)


def test_broken_toml_of_a_project_that_does_not_use_us_is_none_of_our_business(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[[[")
    assert settings(folder).origin is None


def test_a_fifo_of_that_name_does_not_hang(folder: Path) -> None:
    os.mkfifo(folder / "pyproject.toml")
    assert settings(folder).origin is None


def test_isolated_reads_no_file(folder: Path) -> None:
    write(folder, 'select = ["SES001"]')
    assert settings(folder, "--isolated").select == ("SES",)


def test_the_command_line_wins(folder: Path) -> None:
    write(folder, 'select = ["SES001"]\nignore = ["SES002"]\nexclude = ["a"]\nextend-exclude = ["b"]\ncolor = "never"')
    words = ["--select", "SES003,SES011", "--ignore", "SES003", "--exclude", "c", "--extend-exclude", "d/e"]
    found = settings(folder, *words, "--color", "always", "--output-format", "concise", "--force-exclude")
    assert found.select == ("SES003", "SES011")
    assert found.ignore == ("SES002", "SES003")
    assert found.exclude == ("c",)
    assert found.extend_exclude == ("b", str(folder / "d/e"))
    assert (found.color, found.output_format, found.force_exclude) == ("always", "concise", True)


def test_an_environment_is_named_from_where_it_is_written(folder: Path) -> None:
    write(folder, 'python = "own"')
    site = folder / "inner" / "mine" / "lib" / "python3.12" / "site-packages"
    site.mkdir(parents=True)
    assert settings(folder, below="inner").python == str(folder / "own")
    for words in (["--python", "mine"], ["--python", "mine/bin/python"], ["--config", "python = 'mine'"]):
        values = read_argv(words)
        assert values is not None
        found = settings_reader(values, str(folder / "inner"))(str(folder))
        assert str(found.python).startswith(str(folder / "inner" / "mine"))
    assert settings(folder, "--python", "").python is None


def test_config_names_a_file_that_holds_for_all(folder: Path) -> None:
    write(folder, 'select = ["SES001"]')
    (folder / "own.toml").write_text('select = ["SES002"]\n')
    (folder / "pyproject2.toml").write_text('[tool.sessfix]\nselect = ["SES003"]\n')
    assert settings(folder, "--config", "own.toml").select == ("SES002",)
    assert settings(folder, "--config", "pyproject2.toml").select == ("SES003",)


def test_config_on_the_command_line_is_over_the_file(folder: Path) -> None:
    write(folder, 'select = ["SES001"]\nignore = ["SES002"]')
    found = settings(folder, "--config", "select = ['SES003']")
    assert (found.select, found.ignore) == (("SES003",), ("SES002",))
    assert settings(folder, "--isolated", "--config", "color='always'").color == "always"


@pytest.mark.parametrize(
    ("select", "ignore", "wanted"),
    [
        (("SES",), (), {*CODES}),
        (("SES00",), (), {"SES001", "SES002", "SES003"}),
        (("SES",), ("SES00",), {"SES011"}),
        (("SES001",), ("SES00",), {"SES001"}),
        (("SES001",), ("SES001",), set()),
        (("SES002", "SES003"), (), {"SES002", "SES003"}),
    ],
)
def test_the_longest_prefix_decides(select: tuple[str, ...], ignore: tuple[str, ...], wanted: set[str]) -> None:
    found = Settings(select=select, ignore=ignore)
    assert {code for code in CODES if found.wants(code)} == wanted


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("exlude = []", "unknown setting 'exlude'; did you mean 'exclude'?"),
        ("zzz = 1", "unknown setting 'zzz'; there are exclude, extend-exclude,"),
        ("exclude = 'a'", "'exclude' must be a list of strings"),
        ("select = [1]", "'select' must be a list of strings"),
        ("force-exclude = 1", "'force-exclude' must be true or false"),
        ("python = 3.12", "'python' must be a string"),
        ("output-format = 'xml'", "'output-format' must be one of full, concise, json, sarif, github, gitlab, rdjson"),
        ("select = ['SES01', 'SES9']", "unknown rule 'SES9'"),
        ("ignore = ['']", "unknown rule ''"),
        ("src = ['../other']", "'src' must stay inside"),
        ("exclude = [", "is not valid TOML: "),
    ],
)
def test_what_is_wrong_with_a_table(folder: Path, table: str, sentence: str) -> None:
    path = write(folder, table)
    with pytest.raises(ConfigError) as error:
        settings(folder)
    assert str(error.value).startswith(path)
    assert sentence in str(error.value)


def test_the_position_in_broken_toml(folder: Path) -> None:
    write(folder, "select = [\n  'SES001'\n  'SES002']")
    with pytest.raises(ConfigError, match=r"at line 4, column 3"):
        settings(folder)


def test_a_table_that_is_none(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool]\nsessfix = 1\n")
    with pytest.raises(ConfigError, match=r"tool\.sessfix must be a table"):
        settings(folder)


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    (folder / "pyproject.toml").write_bytes(b"# sessfix \xff\n")
    with pytest.raises(ConfigError, match="is not UTF-8: byte 10"):
        settings(folder)


def test_a_file_that_is_too_large(folder: Path) -> None:
    write(folder, "#" * MAX_CONFIG)
    with pytest.raises(ConfigError, match="is larger than 256 KiB"):
        settings(folder)


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--config", "gone.toml"], "cannot read .*gone.toml: No such file"),
        (["--config", "."], r"is not a file"),
        (["--config", "select = 1"], "--config select = 1: 'select' must be a list"),
        (["--config", "= 1"], "--config = 1 is not valid TOML"),
        (["--config", "pyproject.toml"], r"has no table \[tool.sessfix\]"),
        (["--isolated", "--config", "pyproject.toml"], "cannot be used together"),
        (["--select", "SESS"], r"--select: unknown rule 'SESS'; did you mean 'SES"),
        (["--ignore", "ses001"], r"--ignore: unknown rule 'ses001'; did you mean 'SES001'\?"),
        (["--select", "ses"], r"--select: unknown rule 'ses'; did you mean 'SES'\?"),
        (["--python", "nowhere"], r"--python nowhere: no environment with a folder site-packages is there"),
    ],
)
def test_what_is_wrong_with_a_command_line(folder: Path, argv: list[str], sentence: str) -> None:
    (folder / "pyproject.toml").write_text("")
    with pytest.raises(ConfigError, match=sentence):
        settings(folder, *argv)


def test_a_number_that_no_integer_holds(folder: Path) -> None:
    write(folder, "jobs = " + "1" * 5000)
    with pytest.raises(ConfigError, match="is not valid TOML"):
        settings(folder)
