"""Draws the pictures of the pages from what sessfix really prints: `python docs/pictures.py`, in the root of a checkout."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

DOCS = Path(__file__).resolve().parent
EXAMPLE = DOCS.parent / "example"
ENVIRONMENT = {"PYTHONPATH": str(DOCS.parent), "PATH": "", "TERM": "xterm-256color"}
COLUMNS = 100

sys.path.append(str(DOCS.parent / "tests"))
from terminal import screen  # noqa: E402


def sessfix(*argv: str) -> str:
    """What a run over the example prints."""
    return subprocess.run(command(*argv), cwd=EXAMPLE, env=ENVIRONMENT, capture_output=True, text=True).stdout


def command(*argv: str) -> list[str]:
    return [sys.executable, "-m", "codemod", *argv, "app.py"]


def terminal(typed: str, output: str) -> str:
    """A picture of a terminal in which a command has printed this."""
    text = Text.from_ansi(f"$ {typed}\n{output.rstrip()}")
    width = max(len(line) for line in text.plain.splitlines())
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(text)
    picture = console.export_svg(title="sessfix", unique_id="sessfix")
    return re.sub(r"@font-face {.*?}\s*", "", picture, flags=re.DOTALL)  # nothing is loaded from elsewhere


if __name__ == "__main__":
    (DOCS / "run.svg").write_text(
        terminal("sessfix app.py", screen(command(), EXAMPLE, ENVIRONMENT, COLUMNS)), encoding="utf-8"
    )
    (DOCS / "stack.svg").write_text(sessfix("--stack", "--output-format", "svg"), encoding="utf-8")
