"""Whatever stands in a file name, a source line or a setting, the output is inert: 500 hostile strings in every format."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from conftest import BROKEN, STUCK
from shapes import SHAPES, misfits

from codemod.cli import main as cli
from codemod.cli.main import main
from codemod.reports.inert import inert
from codemod.settings.given import FOR_MACHINES, FORMATS

Capture = pytest.CaptureFixture[bytes]

PARTS = [
    *(chr(code) for code in (*range(1, 0x20), *range(0x7F, 0xA0))),
    *("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"),
    *("\udc80", "\udcff", "\udcc3("),  # bytes that are not UTF-8
    *("\x1b[31m", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\", "\x1b[2J", "\x9b31m", "\x1b[1000D", "\x08\x08"),
    *("::error file=a.py,line=1::own", "::set-output name=a::b", "##[error]", "\n::warning::x", "\r::stop-commands::x"),
    *(
        "[red]",
        "[/]",
        "[link=http://x]",
        "<script>alert(1)</script>",
        "${{ secrets.KEY }}",
        "%0A::error::",
        "%25",
        "file://x",
    ),
    *(
        '"',
        "'",
        "\\",
        "\\n",
        "&amp;",
        "a:1:1: SES001",
        "--- a/x",
        "+++ b/x",
        "@@ -1 +1 @@",
        "diff --git a/x b/x",
        "`id`",
        "$(id)",
    ),
    *(
        "名",
        "é",
        "e\u0301",
        "\U0001f600",
        "ﬀ",
        "\u200b",
        "\xa0",
        " ",
        "..",
        "-",
        "~",
        "#",
        "*",
        "?",
        "[a]",
        "{a}",
        "a" * 60,
    ),
]
FORBIDDEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
NUMBER = 500


def hostile() -> Iterator[str]:
    """Every part alone, then some together; always the same."""
    chance = random.Random(4)
    yield from PARTS
    while True:
        yield "".join(chance.choices(PARTS, k=chance.randint(2, 5)))


STRINGS = list(islice(hostile(), NUMBER))


def check(text: bytes, commands: int = 0) -> str:
    """Output as a terminal and a build service may see it: so many lines are commands."""
    shown = text.decode("utf-8")
    assert FORBIDDEN.search(shown) is None
    assert len(re.findall(r"^\s*::", shown, re.MULTILINE)) == commands
    return shown


def as_name(text: str) -> str:
    return os.fsdecode(os.fsencode(text.replace("/", "_"))[:200])


def as_comment(text: str) -> bytes:
    """What may stand on a line of Python."""
    return re.sub("[\r\n\x0c\ud800-\udfff]", " ", text).encode()


@pytest.fixture
def files(folder: Path) -> list[str]:
    """Files with these names, which hold these comments; every second one can be repaired."""
    names = set()
    for number, text in enumerate(STRINGS):
        name = f"{number}{as_name(text)}.py"
        source = (BROKEN, STUCK)[number % 2].encode()
        mark = as_comment(text)
        source = source.replace(b'secret_key="key")', b'secret_key="key")  # ' + mark + b"\n# " + mark + b"\nx = 1", 1)
        source = source.replace(b"secret_key=key)", b"secret_key=key)  # " + mark, 1)
        (folder / name).write_bytes(source)
        names.add(name)
    assert len(names) == NUMBER
    return sorted(names, key=os.fsencode)


@pytest.mark.parametrize("output", FORMATS)
def test_findings_are_inert(output: str, files: list[str], capfdbinary: Capture) -> None:
    assert main(["--output-format", output, "--jobs", "1"]) == 1
    out, err = capfdbinary.readouterr()
    shown = check(out, commands=NUMBER if output == "github" else 0)
    assert check(err).count("\n") == (2 if output == "github" else 1)  # that not all are shown as annotations
    if output == "github":
        check_commands(shown, files)
    elif output in FOR_MACHINES:
        assert shown.isascii()
        found = PLACES[output](json.loads(shown))
        assert found == [name_in(output, name) for name in files]
        assert misfits(json.loads(shown), SHAPES.get(output, list)) == []
    elif output == "concise":
        lines = shown.splitlines()
        assert len(lines) == NUMBER
        assert all(re.search(r":\d+:\d+: SES001 ", line) for line in lines)
    else:
        assert len(re.findall(r"^SES001 ", shown, re.MULTILINE)) == NUMBER


def test_stacks_are_inert(files: list[str], capfdbinary: Capture) -> None:
    assert main(["--stack", "--jobs", "1"]) == 1
    out, err = capfdbinary.readouterr()
    assert check(err).count("\n") == 1
    assert len(re.findall(r"^app = .*:\d+$", check(out), re.MULTILINE)) == NUMBER


def check_commands(shown: str, files: list[str]) -> None:
    """Each line is one command, with the properties that it is to have and no others."""
    lines = shown.splitlines()
    assert len(lines) == NUMBER
    for line, name in zip(lines, files, strict=True):
        command = re.fullmatch(r"::error ([^:]*)::(.*)", line)
        assert command
        properties = dict(part.split("=", 1) for part in command[1].split(","))
        assert list(properties) == ["title", "file", "line", "col", "endLine", "endColumn"]
        assert unescaped(properties["file"]) == "\n".join(
            "\r".join(map(inert, a.split("\r"))) for a in name.split("\n")
        )
        assert re.match(r".*:\d+:\d+: SES001 ", unescaped(command[2]))


def unescaped(value: str) -> str:
    """The value as GitHub's runner reads it."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(code, character)
    return value


def name_in(output: str, name: str) -> str:
    """The name of a file as the format has it: whole, or as text that strict readers take."""
    if output == "json":
        return os.path.join(os.getcwd(), name)
    return name if output == "sarif" else os.fsencode(name).decode("utf-8", "backslashreplace")


PLACES: dict[str, Callable[[Any], list[str]]] = {
    "json": lambda items: [item["filename"] for item in items],
    "gitlab": lambda items: [item["location"]["path"] for item in items],
    "rdjson": lambda result: [item["location"]["path"] for item in result["diagnostics"]],
    "sarif": lambda log: [
        os.fsdecode(unquote_to_bytes(item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]))
        for item in log["runs"][0]["results"]
    ],
}


@pytest.mark.parametrize("output", ["sarif", "github", "gitlab", "rdjson"])
def test_errors_in_a_report_are_inert(output: str, files: list[str], folder: Path, capfdbinary: Capture) -> None:
    for name in files:
        (folder / name).write_text(BROKEN + "x = (\n")
    assert main(["--output-format", output, "--jobs", "1"]) == 2
    out, err = capfdbinary.readouterr()
    shown = check(out, commands=NUMBER if output == "github" else 0)
    check(err)
    if output == "github":
        assert len(shown.splitlines()) == NUMBER
    else:
        assert shown.isascii()
        assert misfits(json.loads(shown), SHAPES[output]) == []
        assert shown.count("was never closed") == NUMBER


def test_what_is_said_of_files_is_inert(files: list[str], folder: Path, capfdbinary: Capture) -> None:
    for name in files:
        (folder / name).write_text(BROKEN + "x = (\n")
    assert main(["--verbose", "--jobs", "2"]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    shown = check(err).splitlines()
    assert sum(line.startswith("error: ") for line in shown) == NUMBER
    assert sum(line.startswith("checked: ") for line in shown) == NUMBER
    assert len(shown) == 2 * NUMBER + 1


def test_a_patch_on_a_terminal_is_inert(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capfdbinary: Capture
) -> None:
    monkeypatch.setattr(cli, "_is_terminal", lambda stream: True)
    monkeypatch.setattr(cli.Progress, "step", lambda self, path: None)
    assert main(["--diff", "--color", "never", "--jobs", "1"]) == 1
    out, err = capfdbinary.readouterr()
    shown = check(out)
    check(err)
    assert len(re.findall("^--- ", shown, re.MULTILINE)) == len(re.findall(r"^\+\+\+ ", shown, re.MULTILINE))


def test_a_patch_in_a_pipe_is_the_bytes(files: list[str], folder: Path, capfdbinary: Capture) -> None:
    assert main(["--diff", "--jobs", "1"]) == 1
    patch, err = capfdbinary.readouterr()
    check(err)
    # The names are quoted: each has one line, and no more lines begin as a header does than there are files.
    names = re.findall(rb"^--- (.*)\n\+\+\+ (.*)\n", patch, re.MULTILINE)
    assert len(names) == NUMBER // 2
    assert all(
        FORBIDDEN.search(name.decode("utf-8", "surrogateescape").replace("\t", "")) is None
        for pair in names
        for name in pair
    )


def test_settings_are_inert(folder: Path, capfdbinary: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    for text in STRINGS:
        plain = text.encode("utf-8", "replace").decode()
        for argv in (
            ["--select", text],
            ["--explain", text],
            ["--config", f"x = {text}"],
            ["--config", f"select = [{json.dumps(plain)}]"],
            ["--config", f"{json.dumps(plain)} = 1"],
            ["--python", text],
            [as_name(text) + ".missing"],
            ["--jobs", text],
        ):
            main([*argv, "--quiet"] if "--quiet" not in argv else argv)
            out, err = capfdbinary.readouterr()
            check(err)
            check(out)


def test_settings_of_a_project_are_inert(folder: Path, capfdbinary: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    for text in STRINGS[::5]:
        plain = json.dumps(text.encode("utf-8", "replace").decode())
        for line in (
            f"select = [{plain}]",
            f"output-format = {plain}",
            f"{plain} = 1",
            f"src = [{plain}]",
            f"x = {text}",
        ):
            data = f"[tool.sessfix]\n{line}\n".encode("utf-8", "surrogateescape")
            (folder / "pyproject.toml").write_bytes(data)
            main(["--quiet", "--output-format", "concise", "app.py"])
            out, err = capfdbinary.readouterr()
            check(out)
            check(err)
