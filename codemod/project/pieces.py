"""A file cut into the statements at its margin, each parsed when it is asked for: of most modules a program wants a name or two.

The cut is by bytes. Where it is wrong (brackets whose lines begin at the margin) a piece is no Python by itself, and then the file
is parsed as a whole. What is told of a piece without its tree is what its tree would tell.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator

from codemod.files.decoding import COOKIE
from codemod.project.blocks import noise_in

_ODD = (b"\r", b"\f", b"\0")  # rows are counted by line feeds
STAND_IN = "_"  # the name of what stands in for a definition
SMALL = 2 << 10  # bytes of a file that is sooner parsed than cut

_START = re.compile(rb"^(?![\s#)\]}]|(?:else|elif|except|finally)\b)", re.MULTILINE)
_DEFINITION = re.compile(rb"(?:async[ \t]+)?(def|class)[ \t]+(\w+)(?![\w\x80-\xff])")
_ASSIGNMENT = re.compile(rb"([^\W\d]\w*)[ \t]*(?::[^=\n]+)?=(?!=)")
_COMMENT = re.compile(rb"#[^\n]*")
_NAMES = rb"[\w.]+(?:[ \t\n]+as[ \t\n]+\w+)?(?:[ \t\n]*,[ \t\n]*[\w.]+(?:[ \t\n]+as[ \t\n]+\w+)?)*"
_IMPORT = re.compile(
    rb"from[ \t]+[.\w]+[ \t]+import[ \t]*(?:\(\s*("
    + _NAMES
    + rb")[ \t\n]*,?\s*\)|[ \t]("
    + _NAMES.replace(rb"\n", b"")
    + rb"))"
    rb"|import[ \t]+(" + _NAMES.replace(rb"\n", b"") + rb")"
)
_AGAIN = re.compile(rb"[\s(]*[\w.\[\]\"', \t*]+=(?!=)")  # `a = b = ...`, or no more than what looks like it


class Piece:
    """A statement, or several on one line, at the margin of a file; ``row`` is that of its first line.

    ``kind`` is "def", "class", "assign" or "import" where it is that alone, and empty for anything else; ``names`` is what it binds, as
    far as its text tells: None where only the tree does.
    """

    def __init__(self, text: bytes, row: int, parsed: Callable[[Piece], list[ast.stmt]]) -> None:
        self.text, self.row, self._parsed = text, row, parsed
        self.kind, self.names, self._start = _kind_of(text)

    @property
    def name(self) -> str:
        """What a definition or assignment binds, else nothing."""
        return self.names[0] if self.names and self.kind != "import" else ""

    @functools.cached_property
    def statements(self) -> list[ast.stmt]:
        """The trees, with the rows of the file."""
        return self._parsed(self)

    @property
    def is_decorated(self) -> bool:
        return self._start > 0

    @property
    def body(self) -> bytes:
        """The text without decorators."""
        return self.text[self._start :]

    @functools.cached_property
    def stand_ins(self) -> list[ast.stmt]:
        """What says as much as the trees of what it does where it stands: of a definition no more than its decorators."""
        if not self._start or "statements" in self.__dict__:
            return self.statements
        try:
            return ast.parse(self.text[: self._start] + f"def {STAND_IN}(): ...".encode()).body
        except SyntaxError:
            return self.statements


def _kind_of(text: bytes) -> tuple[str, tuple[str, ...] | None, int]:
    """The kind, the names, and where the text goes on after the decorators."""
    start = 0
    if text.startswith(b"@"):
        found = re.search(rb"^(?:async|def|class)\b", text, re.MULTILINE)
        start = found.start() if found is not None else 0
    if match := _DEFINITION.match(text, start):
        return match[1].decode(), (match[2].decode(),), start
    if text.startswith((b"import ", b"from ")):
        return "import", _imported_by(text), 0
    match = _ASSIGNMENT.match(text)
    if match and not (b":=" in text or b";" in text or _AGAIN.match(text, match.end())):
        return "assign", (match[1].decode(),), 0
    return "", None, 0


def _imported_by(text: bytes) -> tuple[str, ...] | None:
    """The names that an import binds: `from a import b as c, d` binds `c` and `d`, `import a.b` binds `a`."""
    plain = _COMMENT.sub(b"", text).strip()
    match = _IMPORT.fullmatch(plain)
    if match is None:
        return None
    parts = (part.split() for part in (match[1] or match[2] or match[3]).strip(b" \t\n,").split(b","))
    return tuple(
        (words[-1] if len(words) > 1 or match[3] is None else words[0].partition(b".")[0]).decode() for words in parts
    )


def cut(source: bytes, parsed: Callable[[Piece], list[ast.stmt]]) -> tuple[Piece, ...] | None:
    """The pieces of a file, in their order, or None where it is better parsed at once; ``parsed`` gives the trees of one."""
    if len(source) < SMALL or any(byte in source for byte in _ODD) or not _is_plain(source):
        return None
    pieces: list[Piece] = []
    begun, row, counted = 0, 1, 0
    starts = [*_starts_in(source), len(source)]
    for start in starts[1:]:
        row += source.count(b"\n", counted, begun)
        counted = begun
        pieces.append(Piece(source[begun:start], row, parsed))
        begun = start
    return tuple(pieces)


def _is_plain(source: bytes) -> bool:
    """Whether a file is UTF-8 without saying so."""
    if any(COOKIE.match(line) for line in source.split(b"\n", 2)[:2]):
        return False
    try:
        source.decode()
    except UnicodeDecodeError:
        return False
    return not source.startswith(b"\xef\xbb\xbf")


def _starts_in(source: bytes) -> Iterator[int]:
    """Where statements at the margin begin, with their decorators; the first is the start of the file."""
    strings = noise_in(source)
    inside, is_decorated, is_first = next(strings, None), False, True
    yield 0
    for match in _START.finditer(source):
        start = match.start()
        while inside is not None and inside[1] <= start:
            inside = next(strings, None)
        if start == len(source) or (inside is not None and inside[0] < start):
            continue
        if not is_decorated and not is_first:
            yield start
        is_first = False
        is_decorated = source.startswith(b"@", start)


def positioned(text: bytes, row: int) -> bytes:
    """A text that begins at a row of its file, as one that begins with the file."""
    return b"\n" * (row - 1) + text
