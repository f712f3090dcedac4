"""How the bytes of a file become text, as PEP 263 has it."""

from __future__ import annotations

import re

COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_MARK = b"\xef\xbb\xbf"


def encoding_of(source: bytes) -> str:
    """The encoding as PEP 263 gives it: the byte order mark, else the cookie of line 1 or 2, else UTF-8."""
    if source.startswith(_MARK):
        return "utf-8-sig"
    for line in source.split(b"\n", 2)[:2]:
        if found := COOKIE.match(line):
            return found[1].decode("ascii", "replace")
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
    return "utf-8"


def decode(source: bytes) -> str:
    return source.decode(encoding_of(source))


def is_text(source: bytes) -> bool:
    """Whether the bytes can be decoded, and say so in one way."""
    cookies = [found for line in source.removeprefix(_MARK).split(b"\n", 2)[:2] if (found := COOKIE.match(line))]
    if source.startswith(_MARK) and cookies and cookies[0][1].lower() not in (b"utf-8", b"utf8"):
        return False
    try:
        decode(source)
    except (LookupError, ValueError):
        return False
    return True
