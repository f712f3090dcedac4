"""Whatever stands in a file name, a source line or a setting, the output is inert: 500 hostile strings in every format."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from conftest import BROKEN, STUCK

from codemod import cli
from codemod.cli import main

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


def check(text: bytes) -> str:
    """Output as a terminal and a build service may see it."""
    shown = text.decode("utf-8")
    assert FORBIDDEN.search(shown) is None
    assert not re.search(r"^\s*::", shown, re.MULTILINE)
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


@pytest.mark.parametrize("output", ["full", "concise", "json"])
def test_findings_are_inert(output: str, files: list[str], capfdbinary: Capture) -> None:
    assert main(["--output-format", output, "--jobs", "1"]) == 1
    out, err = capfdbinary.readouterr()
    shown = check(out)
    assert check(err).count("\n") == 1
    if output == "json":
        objects = json.loads(shown)
        assert len(objects) == NUMBER
        assert shown.isascii()
    elif output == "concise":
        lines = shown.splitlines()
        assert len(lines) == NUMBER
        assert all(re.search(r":\d+:\d+: SES001 ", line) for line in lines)
    else:
        assert len(re.findall(r"^SES001 ", shown, re.MULTILINE)) == NUMBER


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
