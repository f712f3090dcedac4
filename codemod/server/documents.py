"""The texts that an editor has open, and how it names files and counts in them.

The lines of the protocol end where those of Python do: at CR LF, LF or CR, never at a form feed or U+2028. Its rows and columns
count from 0, columns in code units of what was agreed on; those of sessfix from 1, columns in characters.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from urllib.parse import quote, unquote_to_bytes, urlsplit

from lsprotocol import types

from codemod.files.decoding import decode, encoding_of
from codemod.model import Location
from codemod.reports.columns import UTF_8, UTF_16, UTF_32, characters_in, column_in
from codemod.reports.excerpt import split_lines

ENCODINGS = {
    types.PositionEncodingKind.Utf8: UTF_8,
    types.PositionEncodingKind.Utf16: UTF_16,
    types.PositionEncodingKind.Utf32: UTF_32,
}


class Document:
    """A text as the editor has it at one version. It is never changed: an edit gives another one."""

    def __init__(self, uri: str, version: int | None, text: str) -> None:
        self.uri, self.version, self.text = uri, version, text
        self.path = path_of(uri)

    @functools.cached_property
    def source(self) -> bytes | None:
        """The bytes that saving the text would give, or None when its encoding has none for it."""
        try:
            data = self.text.encode("utf-8")
            encoding = encoding_of(data)
            return data if encoding.startswith("utf-8") else self.text.encode(encoding)
        except (LookupError, ValueError):
            return None

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines with their ends."""
        return split_lines(self.text)

    def edited(
        self, version: int | None, changes: Sequence[types.TextDocumentContentChangeEvent], encoding: str
    ) -> Document:
        """The text after some changes, each of which counts on what those before it left."""
        document = self
        for change in changes:
            document = Document(self.uri, version, _changed(document, change, encoding))
        return document


def _changed(document: Document, change: types.TextDocumentContentChangeEvent, encoding: str) -> str:
    if not isinstance(change, types.TextDocumentContentChangePartial):
        return change.text
    start, end = sorted(
        offset_of(document.lines, position, encoding) for position in (change.range.start, change.range.end)
    )
    return document.text[:start] + change.text + document.text[end:]


def offset_of(lines: Sequence[str], position: types.Position, encoding: str) -> int:
    """How many characters lie before a position; one outside of the text counts as the nearest in it."""
    row = max(position.line, 0)
    if row >= len(lines):
        return sum(map(len, lines))
    line = lines[row].rstrip("\r\n")
    return sum(map(len, lines[:row])) + characters_in(encoding, line, max(position.character, 0))


def location_of(lines: Sequence[str], position: types.Position, encoding: str) -> Location:
    """A position as sessfix counts."""
    line = lines[position.line].rstrip("\r\n") if position.line < len(lines) else ""
    return Location(position.line + 1, characters_in(encoding, line, position.character) + 1)


def position_of(lines: Sequence[str], location: Location, encoding: str) -> types.Position:
    """A location as the editor counts."""
    return types.Position(location.row - 1, column_in(encoding, lines, location) - 1)


def range_of(lines: Sequence[str], start: Location, end: Location, encoding: str) -> types.Range:
    """A stretch as the editor counts."""
    return types.Range(position_of(lines, start, encoding), position_of(lines, end, encoding))


@functools.lru_cache(16)
def lines_of(source: bytes) -> Sequence[str]:
    """The lines of a file with their ends; none of one that cannot be decoded."""
    try:
        return split_lines(decode(source))
    except (LookupError, ValueError):
        return []


def path_of(uri: str) -> str | None:
    """The absolute path that a `file:` address names, byte by byte; None for any other."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file" or not parts.path.startswith("/"):
        return None
    path = os.fsdecode(unquote_to_bytes(parts.path))
    if os.name == "nt":
        path = path.lstrip("/")  # /c:/folder
    return os.path.normpath(path) if "\0" not in path else None


def uri_of(path: str) -> str:
    """The address of an absolute path."""
    path = path.replace(os.sep, "/")
    return "file://" + quote(os.fsencode(path if path.startswith("/") else "/" + path), safe="/~")


def owner_of(path: str, folders: Sequence[str]) -> tuple[str, bool]:
    """The innermost folder of the workspace that a file is in, or its own folder, which is then not looked at as a whole."""
    found = max((folder for folder in folders if path.startswith(folder.rstrip(os.sep) + os.sep)), key=len, default="")
    return (found, True) if found else (os.path.dirname(path), False)
