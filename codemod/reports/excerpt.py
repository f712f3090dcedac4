"""What the reports have in common: findings with their source, names of files as a person reads them, colours."""

from __future__ import annotations

import os
import re

from codemod.frozen import NamedTuple
from codemod.model import Finding
from codemod.reports.inert import inert

_NEWLINE = re.compile(r"(?<=\r\n)|(?<=\n)|(?<=\r)(?!\n)")


class Sheet(NamedTuple):
    """The findings of one file, with the source that their rows and columns count in."""

    path: str
    source: bytes
    findings: tuple[Finding, ...]


class Style(NamedTuple):
    """How a report is written: with names relative to `cwd`, and with colours or without.

    What a service reads has the names that the files have there: relative to `top`, the top of its checkout.
    ``columns`` is the width of the terminal that it is written to, 0 where there is none.
    """

    cwd: str
    color: bool = False
    top: str = ""
    columns: int = 0

    def paint(self, text: str, *codes: int) -> str:
        """The text in these colours, when colours are wanted."""
        return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m" if self.color and text else text

    def shown(self, path: str) -> str:
        """The path from the current folder, or absolute when it lies outside; made inert."""
        return inert(relative(path, self.cwd))

    def named(self, path: str) -> str:
        """The path from the top of the checkout, with slashes, or absolute when it lies outside; as it is, not inert."""
        if path == "-":
            return path
        return relative(os.path.join(self.cwd, path), self.top or self.cwd).replace(os.sep, "/")

    def text_of(self, path: str) -> str:
        """That name as text for JSON: a reader that is strict calls a document invalid for half a surrogate pair."""
        return os.fsencode(self.named(path)).decode("utf-8", "backslashreplace")


BOLD, RED, GREEN, BLUE, CYAN = 1, 31, 32, 34, 36


def relative(path: str, cwd: str) -> str:
    """A path below the current folder without that folder, any other absolute; `-` stays."""
    if path == "-":
        return path
    absolute = os.path.normpath(os.path.join(cwd, path))
    start = cwd.rstrip(os.sep) + os.sep
    return absolute[len(start) :] if absolute.startswith(start) else absolute


def split_lines(text: str) -> list[str]:
    """The lines with their ends, split where CPython splits them: never at a form feed or U+2028."""
    lines = _NEWLINE.split(text)
    return lines[:-1] if lines and not lines[-1] else lines


def width(text: str) -> int:
    """The columns of a text in a terminal, where East Asian characters take two."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) != 0 for character in text)
