"""Tasks and watchers put into a file that has others: what is there stays byte for byte, or nothing is done.

Nothing is printed anew. The place is found in the bytes, ours are put in there, and the result is read again: it must
be what was there and ours.
"""

from __future__ import annotations

import json
import re
from xml.parsers import expat

from codemod.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_STRING = r'"(?:[^"\\\r\n]|\\.)*"'
_COMMENT = re.compile(rf"{_STRING}|//[^\r\n]*|/\*.*?\*/|\ufeff", re.DOTALL)
_LAST_COMMA = re.compile(rf"{_STRING}|,(?=\s*[\]}}])")
_BLANK = re.compile(r"[ \t\r\n]*")
_DEEPEST = 100
_UNIT = "  "  # what `editors/` is indented by


class Unmergeable(Exception):
    """Why nothing can be put into a file, in one sentence."""


class Part(NamedTuple):
    """A member of an object or an item of an array (with no key), and where its value begins and ends."""

    key: str
    value: Any
    start: int
    end: int


def with_tasks(there: bytes, ours: bytes) -> bytes:
    """A `tasks.json` of Visual Studio Code with those of our tasks whose labels it has not."""
    try:
        return _with_tasks(there.decode(), ours.decode()).encode()
    except UnicodeDecodeError as error:
        raise Unmergeable("is not UTF-8") from error
    except RecursionError as error:
        raise Unmergeable("is nested too deeply") from error


def _with_tasks(there: str, ours: str) -> str:
    text = Json(there)
    members, top, end = text.parts(0)
    keys = [member.key for member in members]
    if any(keys.count(key) > 1 for key in ("tasks", "version")):
        raise Unmergeable("has a key twice")
    whole = {member.key: member for member in members}
    if "version" not in whole or whole["version"].value != "2.0.0":
        raise Unmergeable('has no "version": "2.0.0", so its tasks have another form')
    tasks = whole.get("tasks")
    if tasks is not None and not isinstance(tasks.value, list):
        raise Unmergeable('has "tasks" that are no list')
    labels = [task.get("label") for task in tasks.value if isinstance(task, dict)] if tasks else []
    missing = [part for part in _our_tasks(ours) if part.value["label"] not in labels]
    if not missing:
        return there
    wanted = {**text.value, "tasks": [*(tasks.value if tasks else ()), *(part.value for part in missing)]}
    blocks = [ours[part.start : part.end] for part in missing]
    if tasks:
        items, start, end = text.parts(tasks.start)
        after = text.appended(items, start, end, [_moved(block, 2, 0) for block in blocks])
    else:
        lines = ",\n".join(_UNIT + _moved(block, 2, 1) for block in blocks)
        after = text.appended(members, top, end, [f'"tasks": [\n{lines}\n]'])
    if Json(after).value != wanted:
        raise Unmergeable("is written in a way that cannot be added to")
    return after


def _our_tasks(ours: str) -> Sequence[Part]:
    text = Json(ours)
    [tasks] = [member for member in text.parts(0)[0] if member.key == "tasks"]
    return text.parts(tasks.start)[0]


def _moved(block: str, before: int, after: int) -> str:
    """The lines below the first, which are indented by so many units, indented by others; no string has a newline."""
    return block.replace("\n" + _UNIT * before, "\n" + _UNIT * after)


class Json:
    """JSON with comments and last commas, as the editor reads it; places are those of the text as it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = _COMMENT.sub(lambda match: _blank(match[0]), text)
        self.strict = _LAST_COMMA.sub(lambda match: _blank(match[0]), self.plain)
        try:
            self.value = json.loads(self.strict)
        except ValueError as error:
            raise Unmergeable(f"is not valid: {error}") from error
        if not isinstance(self.value, dict):
            raise Unmergeable("holds no object")

    def parts(self, start: int) -> tuple[list[Part], int, int]:
        """The parts of the object or array that begins here, or after blanks, with its first and last character."""
        text, decode = self.strict, json.JSONDecoder().raw_decode
        start = _skip(text, start)
        parts = []
        at = _skip(text, start + 1)
        while text[at] not in "]}":
            key = ""
            if text[start] == "{":
                key, at = decode(text, at)
                at = _skip(text, _skip(text, at) + 1)  # over the colon
            value, end = decode(text, at)
            parts.append(Part(key, value, at, end))
            at = _skip(text, end)
            at = _skip(text, at + 1) if text[at] == "," else at
        return parts, start, at

    def appended(self, parts: Sequence[Part], start: int, end: int, blocks: Sequence[str]) -> str:
        """The text with blocks behind the last part of an object or array, indented as its parts are."""
        text = self.text
        outer = _indent(text, start)
        inner = self._indent_of(parts, start, outer)
        last = parts[-1].end if parts else start + 1
        comma = "," if parts and "," not in self.plain[last:end] else ""
        # Comments behind the last part stay where they are.
        at = max(last, len(text[:end].rstrip()))
        at += len(text[at:end]) - len(text[at:end].lstrip(" \t"))
        newline = "\r\n" if "\r\n" in text else "\n"
        unit = inner[len(outer) :]
        lines = ",\n".join(blocks).split("\n")
        added = "".join(newline + inner + _with_unit(line, unit) for line in lines)
        if at == end:
            added += newline + outer
        return text[:last] + comma + text[last:at] + added + text[at:]

    def _indent_of(self, parts: Sequence[Part], start: int, outer: str) -> str:
        if parts:
            indent = _indent(self.text, parts[0].start)
            if "\n" in self.text[start : parts[0].start] and indent.startswith(outer) and indent != outer:
                return indent
        return outer + (outer or _UNIT)


def _with_unit(line: str, unit: str) -> str:
    """A line of ours, indented as the file is."""
    content = line.lstrip(" ")
    return unit * ((len(line) - len(content)) // len(_UNIT)) + content


def _blank(text: str) -> str:
    return text if text[0] == '"' else " " * len(text)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    assert match is not None
    return match.end()


def _indent(text: str, at: int) -> str:
    """The blanks at the beginning of the line that has this place."""
    match = re.match(r"[ \t]*", text[text.rfind("\n", 0, at) + 1 :])
    assert match is not None
    return match[0]


def with_watcher(there: bytes, ours: bytes) -> bytes:
    """A `watcherTasks.xml` of PyCharm with our watcher, unless it has one of that name."""
    root = read_xml(there)
    if root.tag != "project":
        raise Unmergeable("holds no project")
    component = next(_components(root), None)
    [own] = _components(read_xml(ours))
    [watcher] = own.children
    if any(_name(child) == _name(watcher) for found in _components(root) for child in found.children):
        return there
    newline = b"\r\n" if b"\r\n" in there else b"\n"
    added = component or root
    piece = watcher if component else own
    margin = _UNIT * (2 if component else 1)
    block = margin.encode() + ours[piece.start : piece.end].replace(b"\n", newline)
    after = _put_in(there, added, block, newline, margin[len(_UNIT) :].encode())
    added.children.append(piece)  # what is wanted
    if read_xml(after).shape() != root.shape():
        raise Unmergeable("is written in a way that cannot be added to")
    return after


def _put_in(there: bytes, element: Element, block: bytes, newline: bytes, margin: bytes) -> bytes:
    """The bytes with a block on lines of its own before the last tag of an element, which gets one if it has none."""
    if element.last == element.end:
        opened = there[element.start : element.end].removesuffix(b"/>").rstrip() + b">"
        closed = newline + margin + b"</" + element.tag.encode() + b">"
        return there[: element.start] + opened + newline + block + closed + there[element.end :]
    at = len(there[: element.last].rstrip())
    end = b"" if b"\n" in there[at : element.last] else newline + margin
    return there[:at] + newline + block + end + there[at:]


class Element:
    """An element: its first tag begins at `start`, its last tag at `last`; that is `end` if it has none."""

    def __init__(self, tag: str, attributes: dict[str, str], start: int) -> None:
        self.tag, self.attributes, self.start = tag, attributes, start
        self.last = self.end = start
        self.text = ""
        self.children: list[Element] = []

    def shape(self) -> object:
        """What it says, without places and blanks."""
        return self.tag, self.attributes, "".join(self.text.split()), [child.shape() for child in self.children]


def _components(root: Element) -> Iterator[Element]:
    return (child for child in root.children if child.attributes.get("name") == "ProjectTasksOptions")


def _name(watcher: Element) -> str | None:
    return next(
        (child.attributes.get("value") for child in watcher.children if child.attributes.get("name") == "name"), None
    )


def read_xml(data: bytes) -> Element:
    """The root of a document in UTF-8."""
    parser = expat.ParserCreate()
    roots: list[Element] = []
    path: list[Element] = []

    def declared(_: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            raise Unmergeable("is not UTF-8")

    def has_doctype(*_: object) -> None:
        raise Unmergeable("has a document type of its own")

    def starts(tag: str, attributes: dict[str, str]) -> None:
        if len(path) == _DEEPEST:
            raise Unmergeable("is nested too deeply")
        element = Element(tag, attributes, parser.CurrentByteIndex)
        (path[-1].children if path else roots).append(element)
        path.append(element)

    def ends(tag: str) -> None:
        element = path.pop()
        element.last = element.end = parser.CurrentByteIndex
        if data.startswith(b"</" + tag.encode(), element.last):
            element.end = data.index(b">", element.last) + 1

    def says(text: str) -> None:
        path[-1].text += text

    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declared, has_doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = starts, ends, says
    try:
        data.decode()
        parser.Parse(data, True)
    except UnicodeDecodeError as error:
        raise Unmergeable("is not UTF-8") from error
    except expat.ExpatError as error:
        raise Unmergeable(f"is not valid: {error}") from error
    return roots[0]
