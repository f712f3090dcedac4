"""Which files put together what other files register, read off their text: `setup_session(app)` never says "middleware".

More files than are needed, never fewer; but each costs an analysis, so that what is called once, on its own, is not enough.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from codemod.nouns import NamedTuple
from codemod.roots import names_in_strings

MOST_SEARCH = 500_000_000  # bytes that are looked at for the ends of the blocks of one file: some seconds
_WORD = re.compile(rb"\w+")
REGISTERS = re.compile(
    rb"add_middleware|user_middleware|\.middleware\b|Middleware[ \t]*\(|middleware[ \t]*=|(?:Session|Authentication)Middleware"
)
_HEAD = re.compile(rb"^([ \t]*)(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.MULTILINE)
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t](?:[^\n(]*\([^)]*\)|[^\n]*)", re.MULTILINE)
_OPEN_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t][^\n]*", re.MULTILINE)
_CALL = re.compile(rb"(?<!def )(?<!class )\b(\w+)[ \t]*\(")
_HANDED_ON = re.compile(rb"(return[ \t]+(?:await[ \t]+)?)?\b(\w+)[ \t]*\(\s*(\w*)")
_PARAMETERS = re.compile(rb"\(([^)]*)")
_MAKES = re.compile(rb"\b(?:FastAPI|Starlette)[ \t]*\(")


def callers(
    paths: Sequence[str],
    read: Callable[[str], bytes],
    found: Mapping[str, bytes],
    remarked: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """The files that register by what they call or import, in two places at least, or on an application of their own.

    ``found`` holds the files with the word in their code. What such a file defines and passes on is followed to those that import
    it. Those that say the word in a remark (``remarked``) are taken at it: one place is enough.
    """

    def most(path: str, data: bytes) -> int:
        return 0 if path in remarked else most_alone(data)

    followed = {path: data for path, data in found.items() if REGISTERS.search(data)}
    effects = frozenset(stem_of(path) for path, data in followed.items() if registers_when_imported(data))
    others = [path for path in paths if path not in found]
    followed |= {path: data for path in others if imports_some(data := read(path), effects, most(path, data))}
    registering: dict[bytes, frozenset[bytes]] = {}
    known: dict[str, Words] = {}

    def words(path: str, data: bytes) -> Words:
        if path not in known:
            known[path] = words_in(data)
        return known[path]

    while True:
        before = registering
        registering = names_by_stem(followed, registering, words)
        rest = ((path, read(path)) for path in others if path not in followed)
        fresh = {path: data for path, data in rest if is_caller(path, data, registering, words)}
        followed |= fresh
        if not fresh and registering == before:
            break
    added = ((path, data) for path, data in followed.items() if path not in found)
    return frozenset(
        path for path, data in added if puts_together(words(path, data), registering, effects, most(path, data))
    )


class Words(NamedTuple):
    """The identifiers of a file: those in its import statements, and those that it calls, once for each call."""

    imported: frozenset[bytes]
    called: tuple[bytes, ...]


def words_in(data: bytes) -> Words:
    return Words(words_of(imports_of(data)), tuple(_CALL.findall(data)))


def names_by_stem(
    files: Mapping[str, bytes], registering: Mapping[bytes, frozenset[bytes]], words: Callable[[str, bytes], Words]
) -> dict[bytes, frozenset[bytes]]:
    """For each module what it defines or passes on that registers, with what is known so far."""
    result: dict[bytes, frozenset[bytes]] = {}
    for path, data in files.items():
        own, imported = stem_of(path), words(path, data).imported
        known = frozenset().union(*(names for stem, names in registering.items() if stem in imported or stem == own))
        names = registering_names(data, known) | (known & imported)
        if names:
            result[own] = result.get(own, frozenset()) | names
    return result


def stem_of(path: str) -> bytes:
    """The last part of a module's name; of a package that of its folder."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.fsencode(os.path.basename(folder) if name == "__init__.py" else os.path.splitext(name)[0])


def words_of(data: bytes) -> frozenset[bytes]:
    return frozenset(_WORD.findall(data))


def imports_of(data: bytes) -> bytes:
    """The import statements of a file, one after the other, and the strings by which it imports."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    # Past the last bracket none is closed: looking for its end from every line anew would take for ever.
    end = data.rfind(b")") + 1
    return b"\n".join(_IMPORT.findall(data[:end]) + _OPEN_IMPORT.findall(data[end:]) + names_in_strings(data))


def imports_some(data: bytes, stems: Iterable[bytes], most: int) -> bool:
    """Whether a file imports more than ``most`` of these modules."""
    stems = [stem for stem in stems if stem in data]
    return bool(stems) and len(words_of(imports_of(data)).intersection(stems)) > most


def most_alone(data: bytes) -> int:
    """In how many places a file may register without being worth it: what it imports by a string it may import many of."""
    return 0 if makes_one(data) or names_in_strings(data) else 1


def makes_one(data: bytes) -> bool:
    return _MAKES.search(data) is not None


def is_caller(
    path: str, data: bytes, registering: Mapping[bytes, frozenset[bytes]], words: Callable[[str, bytes], Words]
) -> bool:
    """Whether a file imports something of one of these modules, and calls one of its names or passes it on."""
    stems = [stem for stem in registering if stem in data]  # a search costs much less than all the words
    stems = [stem for stem in stems if stem in words(path, data).imported]
    if not stems:
        return False
    is_package = os.path.basename(path) == "__init__.py"
    mentioned = words_of(data) if is_package else frozenset(words(path, data).called)
    return any(not registering[stem].isdisjoint(mentioned) for stem in stems)


def puts_together(
    words: Words, registering: Mapping[bytes, frozenset[bytes]], effects: frozenset[bytes], most: int
) -> bool:
    """Whether a file registers in more than ``most`` places, by what it calls and imports."""
    names = frozenset().union(*(names for stem, names in registering.items() if stem in words.imported))
    places = sum(name in names for name in words.called) + len(words.imported & effects)
    return places > most


def registers_when_imported(data: bytes) -> bool:
    """Whether a registration stands outside of all functions and classes."""
    heads = [match for match in _HEAD.finditer(data) if not match[1]]
    outside, end = b"", 0
    for match in heads:
        outside += data[end : max(match.start(), end)]
        end = max(end, match.start() + len(_block_at(data, match.start(), 0)))
    return REGISTERS.search(outside + data[end:]) is not None


def registering_names(data: bytes, known: frozenset[bytes] = frozenset()) -> frozenset[bytes]:
    """The functions and classes that register, and those that pass their application on to a known one: rather more than fewer."""
    heads = list(_HEAD.finditer(data))
    names, searched = set(), 0
    for match in heads:
        block = _block_at(data, match.start(), len(match[1]))
        searched += len(block)
        if searched > MOST_SEARCH:  # as deep as it is long: nobody writes that by hand
            return frozenset(match[2] for match in heads)
        # Nobody calls `__init__` by name, but the class around it.
        if not match[2].startswith(b"__") and (REGISTERS.search(block) or hands_on(block, known)):
            names.add(match[2])
    return frozenset(names)


def hands_on(block: bytes, known: frozenset[bytes]) -> bool:
    """Whether a definition calls two known names, or gives one what it was given, or an application, or returns what it made."""
    calls = [(returned, first) for returned, name, first in _HANDED_ON.findall(block) if name in known]
    if len(calls) != 1 or makes_one(block):
        return bool(calls)
    [(returned, first)] = calls
    parameters = _PARAMETERS.search(block)
    return bool(returned) or first == b"self" or bool(parameters and first and first in words_of(parameters[1]))


def _block_at(data: bytes, start: int, indent: int) -> bytes:
    """The text from a `def` or `class` to the next line that is indented no deeper."""
    first = data.find(b"\n", start) + 1
    # A signature over several lines ends in `) -> App:` at the same depth: a closing bracket does not end the block.
    end = re.compile(rb"^[ \t]{0,%d}[^\s#)\]}]" % indent, re.MULTILINE).search(data, first) if first else None
    return data[start : end.start() if end else len(data)]
