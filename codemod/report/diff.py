"""A patch that `git apply` and `patch -p1` accept from the current folder, whatever the names and newlines.

No `diff --git` line: with it git reads the names from the top of the repository, and in a subfolder does nothing.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator

from codemod.edits import common_ends
from codemod.nouns import TYPE_CHECKING
from codemod.report.inert import inert_source
from codemod.report.sheet import BOLD, CYAN, GREEN, RED, Style

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

_Opcode: TypeAlias = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]
_SHORT = {9: b"\\t", 10: b"\\n", 13: b"\\r", 34: b'\\"', 92: b"\\\\"}


def git_diff(path: str, before: bytes, after: bytes) -> bytes:
    """The patch of one file; `path` is relative to the folder where it will be applied."""
    old, new = (_quoted(side + os.fsencode(path.replace(os.sep, "/"))) for side in (b"a/", b"b/"))
    # Without the tab, `patch` ends a name at its first space.
    tab = b"\t" if b" " in old and old[:1] != b'"' else b""
    parts = [b"--- %s%s\n+++ %s%s\n" % (old, tab, new, tab)]
    for line in _hunks(_lines(before), _lines(after)):
        parts.append(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n")
    return b"".join(parts)


class _Matcher(difflib.SequenceMatcher[bytes]):
    """Compares the lines between what two files begin and end with in common; rows count from the top of the files.

    `difflib` takes quadratic time for equal lines, or gives up and calls the whole file changed.
    """

    def __init__(self, before: list[bytes], after: list[bytes]) -> None:
        self.before, self.after = before, after
        self.head, self.tail = common_ends(before, after)
        super().__init__(
            None,
            before[self.head : len(before) - self.tail],
            after[self.head : len(after) - self.tail],
        )

    def get_opcodes(self) -> list[_Opcode]:
        head, old, new = self.head, len(self.before), len(self.after)
        between = super().get_opcodes()
        return [
            *_equal((0, head, 0, head)),
            *((tag, i1 + head, i2 + head, j1 + head, j2 + head) for tag, i1, i2, j1, j2 in between),
            *_equal((old - self.tail, old, new - self.tail, new)),
        ]


def _equal(rows: tuple[int, int, int, int]) -> list[_Opcode]:
    return [("equal", *rows)] if rows[0] < rows[1] else []


def _hunks(before: list[bytes], after: list[bytes]) -> Iterator[bytes]:
    """The lines of the hunks, each after a head with its rows: `@@ -5,7 +5,10 @@`."""
    for group in _Matcher(before, after).get_grouped_opcodes():
        rows = [group[0][1], group[-1][2], group[0][3], group[-1][4]]
        yield b"@@ -%s +%s @@\n" % (_range(*rows[:2]), _range(*rows[2:]))
        for tag, old, old_end, new, new_end in group:
            if tag == "equal":
                yield from (b" " + line for line in before[old:old_end])
            else:
                yield from (b"-" + line for line in before[old:old_end])
                yield from (b"+" + line for line in after[new:new_end])


def _range(start: int, end: int) -> bytes:
    """Rows count from 1; no rows are named by the row above them."""
    if end - start == 1:
        return b"%d" % end
    return b"%d,%d" % (start + (end > start), end - start)


def shown_diff(patch: bytes, style: Style) -> str:
    """The patch for a terminal: controls made visible, and in colours."""
    text = patch.decode("utf-8", "surrogateescape").removesuffix("\n")
    return "".join(f"{_painted(inert_source(line.removesuffix(chr(13))), style)}\n" for line in text.split("\n"))


def _painted(line: str, style: Style) -> str:
    if line.startswith(("--- ", "+++ ")):
        return style.paint(line, BOLD)
    colors = {"+": GREEN, "-": RED, "@": CYAN}
    color = colors.get(line[:1])
    return style.paint(line, color) if color else line


def _lines(data: bytes) -> list[bytes]:
    # `splitlines` also breaks at a form feed, at \x1c and at a lone CR; git and patch do not.
    *whole, last = data.split(b"\n")
    return [line + b"\n" for line in whole] + ([last] if last else [])


def _quoted(name: bytes) -> bytes:
    """A name as git writes it: in quotes, as C does, when it holds anything odd."""
    if not any(byte < 32 or byte > 126 or byte in b'"\\' for byte in name):
        return name
    parts = (_SHORT.get(byte) or (bytes([byte]) if 31 < byte < 127 else b"\\%03o" % byte) for byte in name)
    return b'"' + b"".join(parts) + b'"'
