"""Makes what comes from outside (names, source lines, settings, exception texts) harmless to a terminal."""

from __future__ import annotations

# C0, DEL, C1; line and paragraph separators; bidirectional controls and marks; the byte order mark.
_UNSEEN = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    0x200E,
    0x200F,
    0x2028,
    0x2029,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
)


def _escaped(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_VISIBLE = {code: _escaped(code) for code in _UNSEEN}


def inert(text: str) -> str:
    """The text with every control character, bidirectional mark and lone surrogate written as an escape."""
    if text.isprintable():
        return text
    return "".join(map(_visible, text.translate(_VISIBLE)))


def _visible(character: str) -> str:
    return _escaped(ord(character)) if "\ud800" <= character <= "\udfff" else character


def inert_source(line: str) -> str:
    """A source line, whose tabs a terminal may show: as four spaces, so that carets can be counted."""
    return inert(line.replace("\t", "    "))
