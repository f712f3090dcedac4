"""Draws the pictures of Neovim: `python docs/neovim.py FOLDER`, with nvim 0.11, sessfix-lsp, msgpack and rich.

Neovim runs without a terminal: it tells a client, which this is, what it would show.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import msgpack
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 104, 28
PATIENCE = 30000  # milliseconds
WAIT = f"assert(vim.wait({PATIENCE}, function() return #vim.diagnostic.get(0) > 0 end, 50), 'no finding')"
SETUP = "vim.cmd('set number laststatus=0 noswapfile shortmess+=F noruler noshowcmd | filetype on | syntax on | edit app.py')"
FINDING = "vim.fn.cursor(7, 1); vim.diagnostic.open_float({ scope = 'line', focus = false })"
ACTIONS = "vim.cmd('fclose!'); vim.schedule(vim.lsp.buf.code_action)"


class Screen:
    """What Neovim shows: a cell is its text and the number of its style."""

    def __init__(self) -> None:
        self.cells = [[(" ", 0)] * WIDTH for _ in range(HEIGHT)]
        self.styles: dict[int, dict[str, Any]] = {0: {}}
        self.colors = (0, 0)

    def redraw(self, event: str, *rest: Any) -> None:
        """Take in one event of the interface of Neovim; those that are not drawn are left."""
        handler = getattr(self, f"_{event}", None)
        if handler is not None:
            handler(*rest)

    def _default_colors_set(self, foreground: int, background: int, *_: Any) -> None:
        self.colors = foreground, background

    def _hl_attr_define(self, number: int, style: dict[str, Any], *_: Any) -> None:
        self.styles[number] = style

    def _grid_clear(self, _: int) -> None:
        self.cells = [[(" ", 0)] * WIDTH for _ in range(HEIGHT)]

    def _grid_line(self, _: int, row: int, column: int, cells: list[list[Any]], *__: Any) -> None:
        number = 0
        for text, *more in cells:
            number = more[0] if more else number
            for _ in range(more[1] if len(more) > 1 else 1):
                self.cells[row][column] = text, number
                column += 1

    def _grid_scroll(self, _: int, top: int, bottom: int, left: int, right: int, rows: int, *__: Any) -> None:
        order = range(top, bottom - rows) if rows > 0 else range(bottom - 1, top - rows - 1, -1)
        for row in order:
            self.cells[row][left:right] = self.cells[row + rows][left:right]

    def picture(self) -> str:
        """The screen as SVG."""
        text = Text(no_wrap=True)
        for row in self.cells:
            for number, cells in groupby(row, key=lambda cell: cell[1]):
                text.append("".join(content for content, _ in cells), self._style(self.styles[number]))
            text.append("\n")
        console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
        console.print(text, end="")
        drawn = console.export_svg(title="Neovim", unique_id="neovim")
        return re.sub(r"@font-face {.*?}\s*", "", drawn, flags=re.DOTALL)  # nothing is loaded from elsewhere

    def _style(self, style: dict[str, Any]) -> Style:
        colors = style.get("foreground", self.colors[0]), style.get("background", self.colors[1])
        front, back = reversed(colors) if style.get("reverse") else colors
        is_marked = bool(style.get("underline") or style.get("undercurl"))
        return Style(color=f"#{front:06x}", bgcolor=f"#{back:06x}", bold=style.get("bold", False), underline=is_marked)


class Neovim:
    """A Neovim that shows what it has to this process."""

    def __init__(self, folder: Path) -> None:
        words = ["nvim", "--embed", "-u", "NONE", "-i", "NONE"]
        self._process = subprocess.Popen(words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._unpacker = msgpack.Unpacker(raw=False)
        self._number = 0
        self.screen = Screen()
        self.ask("nvim_ui_attach", WIDTH, HEIGHT, {"rgb": True, "ext_linegrid": True})

    def ask(self, method: str, *arguments: Any) -> Any:
        """The result of a request."""
        assert self._process.stdin is not None
        self._number += 1
        self._process.stdin.write(msgpack.packb([0, self._number, method, arguments]))
        self._process.stdin.flush()
        while True:
            for kind, *rest in self._messages():
                if kind == 1 and rest[0] == self._number:
                    if rest[1]:
                        raise SystemExit(str(rest[1]))
                    return rest[2]

    def run(self, script: str) -> None:
        """Run Lua in it."""
        self.ask("nvim_exec_lua", script, [])

    def until(self, condition: Callable[[Screen], bool]) -> None:
        """Wait for something to be shown."""
        while not condition(self.screen):
            for _ in self._messages():
                pass

    def _messages(self) -> list[Any]:
        """What it says next; events of its interface are taken in."""
        assert self._process.stdout is not None
        data = self._process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
        if not data:
            raise SystemExit("nvim has ended")
        self._unpacker.feed(data)
        messages = list(self._unpacker)
        for kind, *rest in messages:
            if kind == 2 and rest[0] == "redraw":
                for event, *calls in rest[1]:
                    for arguments in calls:
                        self.screen.redraw(event, *arguments)
        return messages

    def end(self) -> None:
        """End it, and its server with it."""
        self._process.kill()
        self._process.communicate()


def shows(*words: str) -> Callable[[Screen], bool]:
    """Whether a screen has these words."""

    def is_shown(screen: Screen) -> bool:
        text = "\n".join("".join(content for content, _ in row) for row in screen.cells)
        return all(word in text for word in words)

    return is_shown


def draw(to: Path) -> None:
    """The finding, and the repair that is offered."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pyproject.toml").touch()
        (folder / "app.py").write_bytes((ROOT / "example/app.py").read_bytes())
        editor = Neovim(folder)
        try:
            editor.run((ROOT / "editors/neovim/sessfix.lua").read_text(encoding="utf-8"))
            editor.run(SETUP)
            editor.run(WAIT)
            editor.run(FINDING)
            editor.until(shows("lies inside"))
            (to / "neovim-finding.svg").write_text(editor.screen.picture(), encoding="utf-8")
            editor.run(ACTIONS)
            editor.until(shows("1: ", "2: ", "Type number"))
            (to / "neovim-quick-fix.svg").write_text(editor.screen.picture(), encoding="utf-8")
        finally:
            editor.end()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
