"""Columns as other programs count them: in UTF-16 code units or in bytes of UTF-8, where sessfix counts characters."""

from __future__ import annotations

from collections.abc import Sequence

from codemod.model import Location

UTF_8, UTF_16 = "utf-8", "utf-16-le"
_WIDTH = {UTF_8: 1, UTF_16: 2}


def column_in(encoding: str, lines: Sequence[str], location: Location) -> int:
    """The column of a point, from 1, in code units of an encoding; `lines` are those of its file."""
    line = lines[location.row - 1] if location.row <= len(lines) else ""  # the end of a file may be below its last line
    before = line[: location.column - 1]
    if before.isascii():
        return location.column
    return len(before.encode(encoding, "surrogatepass")) // _WIDTH[encoding] + 1
