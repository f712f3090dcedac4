"""Code in newer syntax than that of the Python that sessfix runs on: the message says so, and what to do."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BROKEN

from codemod.cli.main import main
from codemod.engine.newer_syntax import needs_newer
from codemod.model import Location

SURE, MAYBE = "needs", "may need"
# Code, the version that reads it, and how sure that is.
NEWER = {
    "try:\n    pass\nexcept* ValueError:\n    pass\n": ((3, 11), SURE),
    "shape = tuple[*kinds]\n": ((3, 11), SURE),
    "type Name = str\n": ((3, 12), SURE),
    "type Pair[T] = tuple[T, T]\n": ((3, 12), SURE),
    "def first[T](items: list[T]) -> T: ...\n": ((3, 12), SURE),
    "async def first[T](items: list[T]) -> T: ...\n": ((3, 12), SURE),
    "class Box[T]: ...\n": ((3, 12), SURE),
    "name = f\"{names[\"first\"]}\"\n": ((3, 12), MAYBE),
    "name = f\"{\"first\"}\"\n": ((3, 12), MAYBE),
    "name = f\"{names[\n    0]}\"\n": ((3, 12), MAYBE),
    "def first[T = int](items: list[T]) -> T: ...\n": ((3, 13), SURE),
    "class Box[T = int]: ...\n": ((3, 13), SURE),
    "name = t\"{first}\"\n": ((3, 14), SURE),
    "try:\n    pass\nexcept ValueError, errors.TypeError:\n    pass\n": ((3, 14), MAYBE),
}  # fmt: skip
# What no Python reads, or only one that is older.
WRONG = (
    "print 'x'\n",
    "def f(:\n",
    "try:\n    pass\nexcept ValueError, error:\n    pass\n",
    "names = [*\n",
    "type = \n",
    "x = 'never ends\n",
    "x = (1 +\n",
)
ASK = """
import ast, json, sys, warnings

warnings.simplefilter("ignore")
answers = []
for text in json.load(sys.stdin):
    try:
        ast.parse(text)
        answers.append(None)
    except SyntaxError as error:
        answers.append((error.msg, error.lineno, error.offset))
json.dump([sys.version_info[:2], answers], sys.stdout)
"""


def pythons() -> list[str]:
    """The interpreters that are at hand: this one, those on the path, and those of pyenv."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    named = [shutil.which(f"python3.{minor}") for minor in range(10, 15)]
    return [sys.executable, *filter(None, named), *map(str, sorted(root.glob("versions/3.1[0-9]*/bin/python3")))]


@functools.cache
def errors() -> dict[tuple[int, int], dict[str, tuple[str, int, int] | None]]:
    """What each version of Python says of each text; None where it reads it."""
    texts, found = [*NEWER, *WRONG], {}
    for python in pythons():
        done = subprocess.run([python, "-c", ASK], input=json.dumps(texts), capture_output=True, text=True)
        if done.returncode == 0:  # one of pyenv's commands may be there for a version that is switched off
            (major, minor), answers = json.loads(done.stdout)
            found[major, minor] = dict(zip(texts, answers, strict=True))
    return {version: answers for version, answers in found.items() if version >= (3, 10)}


def advice(text: str, running: tuple[int, int]) -> str:
    """What is said of a text on a version of Python that does not read it."""
    message, row, column = errors()[running][text] or ("", 0, 0)
    return needs_newer(f"SyntaxError: {message}", text.encode(), Location(row, column), running)


def dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


@pytest.mark.parametrize("text", NEWER)
def test_newer_code(text: str) -> None:
    needed, how = NEWER[text]
    for running in errors():
        if needed <= running:
            assert errors()[running][text] is None
        else:
            do = "run" if how == SURE else "if it does, run"
            end = f" {how} Python {dotted(needed)}, and sessfix runs on {dotted(running)}: {do} sessfix with {dotted(needed)} or later"
            assert advice(text, running).endswith(end), (running, advice(text, running))


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_everywhere(text: str) -> None:
    assert [running for running in errors() if errors()[running][text] is None or advice(text, running)] == []


def test_what_has_no_place_or_is_no_syntax_error() -> None:
    assert needs_newer("SyntaxError: invalid syntax", b"type X = int\n", None, (3, 10)) == ""
    assert needs_newer("cannot be decoded", b"type X = int\n", Location(1, 6), (3, 10)) == ""
    assert needs_newer("SyntaxError: invalid syntax", b"type X = \xff\n", Location(1, 6), (3, 10)) == ""


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python reads all that is known to be newer")
def test_a_run_says_so(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "app.py").write_text(BROKEN + 'name = t"{first}"\n', encoding="utf-8")
    assert main(["--quiet", "app.py"]) == 2
    here = dotted(sys.version_info[:2])
    assert capfd.readouterr().err == (
        "error: app.py:12:9: SyntaxError: invalid syntax; a template string needs Python 3.14, "
        f"and sessfix runs on {here}: run sessfix with 3.14 or later\n"
    )
