"""A patch that `git apply` and `patch -p1` accept from the current folder, whatever the names and newlines.

No `diff --git` line: with it git reads the names from the top of the repository, and in a subfolder does nothing.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator

from codemod.edits import common_ends
from codemod.report.inert import inert_source
from codemod.report.sheet import BOLD, CYAN, GREEN, RED, Style

_CONTEXT = 3
_MARGIN = 200  # equal lines kept on either side: a hunk may slide along them, and needs its context there
_HEAD_ROW = re.compile(rb"(?<=[-+])\d+")
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


def _hunks(before: list[bytes], after: list[bytes]) -> Iterator[bytes]:
    """The lines of the hunks, each after a head with its rows: `@@ -5,7 +5,10 @@`."""
    head, tail = common_ends(before, after)
    # `difflib` takes quadratic time for equal lines, or makes a patch of the whole file: it gets those that differ.
    start, left_out = max(head - _MARGIN, 0), max(tail - _MARGIN, 0)
    old, new = before[start : len(before) - left_out], after[start : len(after) - left_out]
    for line in list(difflib.diff_bytes(difflib.unified_diff, old, new, n=_CONTEXT))[2:]:
        is_head = line.startswith(b"@@")
        yield _HEAD_ROW.sub(lambda row: b"%d" % (int(row[0]) + start), line) if is_head else line


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
