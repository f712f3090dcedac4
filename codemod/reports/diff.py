"""A patch that `git apply` and `patch -p1` accept from the current folder, whatever the names and newlines.

No `diff --git` line: with it git reads the names from the top of the repository, and in a subfolder does nothing.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator

from codemod.edits.text_edits import common_ends
from codemod.frozen import TYPE_CHECKING
from codemod.reports.excerpt import BOLD, CYAN, GREEN, RED, Style
from codemod.reports.inert import inert_source

if TYPE_CHECKING:
    from typing import TypeAlias

    _Block: TypeAlias = tuple[int, int, int]  # its first line in one file and in the other, from 0, and its length

_FEW = 200  # from here on `difflib` is slow, and passes over the lines that are frequent
_MOST_EDITS = 1000  # half a second
_SHORT = {9: b"\\t", 10: b"\\n", 13: b"\\r", 34: b'\\"', 92: b"\\\\"}


def git_diff(path: str, before: bytes, after: bytes) -> bytes:
    """The patch of one file; `path` is relative to the folder where it will be applied, an absolute one to the root."""
    name = os.fsencode(path.replace(os.sep, "/").lstrip("/"))
    old, new = _quoted(b"a/" + name), _quoted(b"b/" + name)
    # Without the tab, `patch` ends a name at its first space.
    tab = b"\t" if b" " in old and old[:1] != b'"' else b""
    parts = [b"--- %s%s\n+++ %s%s\n" % (old, tab, new, tab)]
    for line in _hunks(_lines(before), _lines(after)):
        parts.append(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n")
    return b"".join(parts)


class _Matcher(difflib.SequenceMatcher[bytes]):
    """Groups the lines that stay and those that change as `difflib` does, but finds them in a time that files bear.

    `difflib` takes quadratic time for many lines that are alike, or gives up and calls the whole file changed.
    """

    def __init__(self, before: list[bytes], after: list[bytes]) -> None:
        super().__init__(a=[], b=[])
        self.before, self.after = before, after

    def get_matching_blocks(self) -> list[difflib.Match]:
        """The stretches that stay: what both files begin and end with, and those found in between."""
        head, tail = common_ends(self.before, self.after)
        old, new = len(self.before), len(self.after)
        between = _common_blocks(self.before[head : old - tail], self.after[head : new - tail])
        blocks = [(0, 0, head), *((i + head, j + head, size) for i, j, size in between), (old - tail, new - tail, tail)]
        # The empty one at the end is how `difflib` knows where that is.
        return [difflib.Match(*block) for block in [*(block for block in blocks if block[2]), (old, new, 0)]]


def _common_blocks(old: list[bytes], new: list[bytes]) -> list[_Block]:
    """The stretches of lines that both have, in their order."""
    if max(len(old), len(new)) < _FEW:
        return [(i, j, size) for i, j, size in difflib.SequenceMatcher(None, old, new).get_matching_blocks()]
    return _fewest_edits(old, new)


def _fewest_edits(old: list[bytes], new: list[bytes]) -> list[_Block]:
    """The stretches that the shortest edit script keeps; none when that script is very long.

    Myers, "An O(ND) Difference Algorithm and Its Variations": the time grows with the edits, of which a move makes few,
    and hardly with the lines. `reached` holds, for each number of edits, how far into `old` they lead at most on each
    diagonal `i - j`, from the lowest.
    """
    reached: list[list[int]] = []
    for edits in range(_MOST_EDITS + 1):
        row = []
        for diagonal in range(-edits, edits + 1, 2):
            i = _after_edit(reached, edits, diagonal)[0]
            j = i - diagonal
            while i < len(old) and j < len(new) and old[i] == new[j]:
                i, j = i + 1, j + 1
            row.append(i)
            if i >= len(old) and j >= len(new):
                return _way_back(reached, len(old), len(new))
        reached.append(row)
    return []


def _after_edit(reached: list[list[int]], edits: int, diagonal: int) -> tuple[int, bool]:
    """How far into `old` the last of some edits leads on a diagonal, and whether it puts in a line of `new`."""
    if not edits:
        return 0, False
    before = reached[edits - 1]
    above = (diagonal + edits) // 2  # where the next diagonal stands in the row before; the last one is to its left
    if diagonal == -edits or (diagonal != edits and before[above - 1] < before[above]):
        return before[above], True
    return before[above - 1] + 1, False


def _way_back(reached: list[list[int]], i: int, j: int) -> list[_Block]:
    """The stretches without an edit on the way that ends at `i` and `j`."""
    blocks = []
    for edits in range(len(reached), -1, -1):
        start, inserts = _after_edit(reached, edits, i - j)
        blocks.append((start, start - (i - j), i - start))
        i, j = (start, blocks[-1][1] - 1) if inserts else (start - 1, blocks[-1][1])
    return [block for block in reversed(blocks) if block[2]]


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
