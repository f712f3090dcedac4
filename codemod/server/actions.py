"""What an editor can do about findings: repair one, repair a file, silence one. Edits are given, never made."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from codemod.frozen import NamedTuple
from codemod.model import Edit, Finding, Location, Place
from codemod.rules.suppression import silenced
from codemod.server.diagnostics import places_of
from codemod.server.documents import lines_of, range_of
from codemod.server.state import Told

FIX_ALL = "source.fixAll.sessfix"
KINDS = (types.CodeActionKind.QuickFix.value, FIX_ALL)


class Change(NamedTuple):
    """Edits of one file, and how an editor offers them."""

    title: str
    kind: str
    path: str
    edits: tuple[Edit, ...]
    finding: Finding | None = None
    is_preferred: bool = False


def changes_at(told: Iterable[Told], path: str, start: Location, end: Location) -> Iterator[Change]:
    """What can be done about the findings that name a stretch of a file, which may be those of other files."""
    for known in told:
        for finding in known.result.findings:
            if not any(touches(place, path, start, end) for place in places_of(finding)):
                continue
            there = "" if finding.place.path == path else f" in {finding.place.path.rpartition('/')[2]}"
            if finding.fix is not None:
                title = f"{finding.fix.message}{there}"
                yield Change(title, KINDS[0], finding.place.path, finding.fix.edits, finding, True)
            comment = silenced(lines_of(known.result.before), finding)
            if comment is not None:
                title = (
                    f"sessfix: ignore {finding.code} here" if not there else f"sessfix: ignore {finding.code}{there}"
                )
                yield Change(title, KINDS[0], finding.place.path, (comment,), finding)


def fix_all(known: Told) -> Change | None:
    """The repair of a whole file."""
    result = known.result
    if not result.changed:
        return None
    title = "sessfix: repair the order of the middleware in this file"
    return Change(title, FIX_ALL, result.path, tuple(edits_between(lines_of(result.before), lines_of(result.after))))


def edits_between(before: Sequence[str], after: Sequence[str]) -> Iterator[Edit]:
    """The lines that differ, as edits that do not overlap, in the order of the file."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, low, high in matcher.get_opcodes():
        if kind != "equal":
            yield Edit("".join(after[low:high]), _line_start(before, first), _line_start(before, last))


def _line_start(lines: Sequence[str], number: int) -> Location:
    """The beginning of a line, counted from 0; the end of the text for the one after a last line without an end."""
    if number == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
        return Location(number, len(lines[-1]) + 1)
    return Location(number + 1, 1)


def touches(place: Place, path: str, start: Location, end: Location) -> bool:
    """Whether a place and a stretch have something in common; a point at either end is in it."""
    return place.path == path and place.start <= end and start <= place.end


def is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a kind of action was asked for: by itself or by what it begins with."""
    return only is None or any(kind == wanted or kind.startswith(f"{wanted}.") or not wanted for wanted in only)


def text_edits(edits: Iterable[Edit], source: bytes, encoding: str) -> list[types.TextEdit]:
    """Edits as the editor counts."""
    lines = lines_of(source)
    inside = (_inside(edit, lines) for edit in edits)
    return [types.TextEdit(range_of(lines, edit.start, edit.end, encoding), edit.content) for edit in inside]


def _inside(edit: Edit, lines: Sequence[str]) -> Edit:
    """The same edit in front of the last end of a line where it is behind it: some editors add a line of their own there."""
    last = lines[-1] if lines else ""
    text = last.rstrip("\r\n")
    newline = last[len(text) :]
    if edit.start.row <= len(lines) or not newline or not edit.content.endswith(newline):
        return edit
    end = Location(len(lines), len(text) + 1)
    return Edit(newline + edit.content[: -len(newline)], end, end)


def workspace_edit(
    uri: str, version: int | None, edits: list[types.TextEdit], is_versioned: bool
) -> types.WorkspaceEdit:
    """Edits of one file, for the version of it that they count in where the editor can tell versions."""
    if not is_versioned:
        return types.WorkspaceEdit(changes={uri: edits})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*edits])])
