"""Columns as other programs count them: in code units of UTF-16 or UTF-32 or in bytes of UTF-8, where sessfix counts characters."""

from __future__ import annotations

from collections.abc import Sequence

from codemod.model import Location

UTF_8, UTF_16, UTF_32 = "utf-8", "utf-16-le", "utf-32-le"
_WIDTH = {UTF_8: 1, UTF_16: 2, UTF_32: 4}


def column_in(encoding: str, lines: Sequence[str], location: Location) -> int:
    """The column of a point, from 1, in code units of an encoding; `lines` are those of its file."""
    line = lines[location.row - 1] if location.row <= len(lines) else ""  # the end of a file may be below its last line
    before = line[: location.column - 1]
    if before.isascii():
        return location.column
    return len(before.encode(encoding, "surrogatepass")) // _WIDTH[encoding] + 1


def characters_in(encoding: str, line: str, units: int) -> int:
    """How many characters of a line the first so many code units are; one that they end inside of does not count."""
    if line.isascii() or encoding == UTF_32:
        return min(units, len(line))
    cut = line.encode(encoding, "surrogatepass")[: units * _WIDTH[encoding]]
    return len(cut.decode(encoding, "ignore"))
