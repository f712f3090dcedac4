"""The report for people: what is wrong, where, what happens because of it, and the move that repairs it.

The first two lines are ruff's, and the second is a link in every terminal of an editor: ` --> path:line:col`.
"""

from __future__ import annotations

from collections.abc import Sequence

from codemod.files.decoding import decode
from codemod.frozen import NamedTuple
from codemod.model import LOADED, Dependent, Edit, Finding, Location, Place, Use, in_words
from codemod.reports.before_after import before_and_after
from codemod.reports.excerpt import BLUE, BOLD, CYAN, GREEN, RED, Sheet, Style, split_lines, width
from codemod.reports.inert import inert, inert_source

_CONTEXT = 1
_MOST_LINES = 12
_LAYER = {"session": "SessionMiddleware", "user": "AuthenticationMiddleware", "auth": "AuthenticationMiddleware"}


def render(sheets: Sequence[Sheet], style: Style) -> str:
    """The findings of all files, in their order, each followed by an empty line."""
    blocks = []
    for sheet in sheets:
        lines = split_lines(decode(sheet.source))
        blocks += ["\n".join(_finding(finding, lines, style)) + "\n\n" for finding in sheet.findings]
    return "".join(blocks)


def _finding(finding: Finding, lines: Sequence[str], style: Style) -> list[str]:
    picture = _picture(lines, finding.fix.edits) if finding.fix else []
    gutter = len(str(max([finding.place.end.row + _CONTEXT, *(row.number for row in picture)])))
    return [
        _title(finding, style),
        _arrow(finding, style),
        *_snippet(finding, lines, gutter, style),
        *_registration(finding, style),
        *(line for dependent in finding.dependents for line in _dependent(finding, dependent, style)),
        *_crossed(finding, style),
        *_repair(finding, picture, gutter, style),
        *(before_and_after(finding.fix, gutter, style) if finding.fix else []),
        *(f"{style.paint('note', BOLD)}: {inert(note)}" for note in finding.notes),
    ]


def _title(finding: Finding, style: Style) -> str:
    mark = f"[{style.paint('*', CYAN)}] " if finding.fix else ""
    return f"{style.paint(finding.code, BOLD, RED)} {mark}{style.paint(inert(finding.message), BOLD)}"


def _arrow(finding: Finding, style: Style) -> str:
    # Nothing else on this line, and no colour in the path: PyCharm and VS Code look for it with a pattern.
    row, column = finding.place.start
    return f" {style.paint('-->', BLUE)} {style.shown(finding.place.path)}:{row}:{column}"


def _snippet(finding: Finding, lines: Sequence[str], gutter: int, style: Style) -> list[str]:
    start, end = finding.place.start, finding.place.end
    first, last = max(start.row - _CONTEXT, 1), min(end.row + _CONTEXT, len(lines))
    bar = style.paint("|", BLUE)
    out = [f"{'':{gutter}} {bar}"]
    for row in range(first, last + 1):
        if start.row + 3 < row < end.row - 2 and end.row - start.row > 8:
            if row == start.row + 4:
                out.append(f"{'.' * gutter} {bar} {style.paint('|', RED)} ...")
            continue
        out.append(_source_line(lines[row - 1], row, start, end, gutter, style))
        if row == start.row == end.row:
            out.append(f"{'':{gutter}} {bar} {style.paint(_carets(lines[row - 1], start.column, end.column), RED)}")
    if start.row < end.row:
        # Below the last line of the statement, not below the file's next.
        place = len(out) - (last - end.row)
        out.insert(place, f"{'':{gutter}} {bar} {style.paint('|_^', RED)}")
    return [*(line.rstrip() for line in out), f"{'':{gutter}} {bar}"]


def _source_line(line: str, row: int, start: Location, end: Location, gutter: int, style: Style) -> str:
    rail = ""
    if start.row < end.row:
        rail = {start.row: style.paint("/", RED) + " "}.get(row, style.paint("|", RED) + " ")
        rail = rail if start.row <= row <= end.row else "  "
    number, bar = style.paint(f"{row:>{gutter}}", BLUE), style.paint("|", BLUE)
    return f"{number} {bar} {rail}{inert_source(line.rstrip(chr(10) + chr(13)))}"


def _carets(line: str, start: int, end: int) -> str:
    before, marked = inert_source(line[: start - 1]), inert_source(line[start - 1 : end - 1])
    return " " * width(before) + "^" * max(width(marked), 1)


def _registration(finding: Finding, style: Style) -> list[str]:
    """Where the layer is registered, unless the arrow says so already."""
    there, here = finding.registration, finding.place
    if (there.path, there.start.row) == (here.path, here.start.row) or finding.code == "SES002":
        return []
    return [f"`{inert(finding.layer)}` is registered {_where(there, finding, style)}."]


def _where(place: Place, finding: Finding, style: Style) -> str:
    """A place in few words: the name of the finding's own file stands above already."""
    row = place.start.row
    return f"on line {row}" if place.path == finding.place.path else f"at {style.shown(place.path)}:{row}"


def _aside(place: Place, finding: Finding, style: Style) -> str:
    return f"({_where(place, finding, style).partition(' ')[2]})"


def _dependent(finding: Finding, dependent: Dependent, style: Style) -> list[str]:
    name, where = style.paint(inert(dependent.name), BOLD), _where(dependent.place, finding, style)
    what = " and ".join(sorted({inert(in_words(use.key)) for use in dependent.uses}, reverse=True))
    outside = "" if finding.code == "SES002" else "runs outside it and "
    uses = dict.fromkeys(f"  - {_use(use, dependent, finding, style)}" for use in dependent.uses)
    effects = (f"  {style.paint('=', BLUE)} {effect}" for effect in _effects(dependent))
    return [f"`{name}`, registered {where}, {outside}uses {what}:", *uses, *effects]


def _use(use: Use, dependent: Dependent, finding: Finding, style: Style) -> str:
    """request.session at guards.py:30, through `current_user` (line 8)"""
    if _is_unseen(use, dependent):
        return f"{inert(use.text)}, in its own code"
    hops = [f"`{inert(hop.name)}` {_aside(hop.place, finding, style)}" for hop in use.via]
    through = f", through {', '.join(hops)}" if hops else ""
    return f"{inert(use.text)} {_where(use.place, finding, style)}{through}"


def _is_unseen(use: Use, dependent: Dependent) -> bool:
    """A layer that is known by name: the use is in the code of its library, and no line can be shown."""
    return use.place == dependent.place


def _effects(dependent: Dependent) -> list[str]:
    """What happens now, once for each way to fail: it is what makes someone act on a Friday."""
    uses = [use for use in dependent.uses if not use.late] or dependent.uses
    return list(dict.fromkeys(_effect(use, dependent) for use in (uses if dependent.crashes else dependent.uses)))


def _effect(use: Use, dependent: Dependent) -> str:
    key = inert(use.key)
    what = f"the {key}" if key in _LAYER else in_words(key)
    if use.own:
        return f"loses what it writes: a layer inside puts another {key} in the place of the one that it makes"
    if use.late and key == "session":
        return "comes after the response: the cookie is sent, writes are lost; reads fail if a layer in between answers"
    if use.late:
        return f"comes after the response: {what} is not there if a layer in between answers"
    if use.refuses and not use.crashes:
        return f"fails: {what} is never there, and the layer {use.refuses}"
    if not use.crashes:
        return f"fails silently: {what} is never there, and what depends on it does not run"
    if key == LOADED:
        return "crashes: the session is not loaded yet"
    if _is_unseen(use, dependent):
        return f"crashes: {what} is not there"
    if use.text.endswith("]") or ".pop(" in use.text or key not in _LAYER:
        return f"crashes: KeyError: '{key}'"
    return f"crashes: AssertionError: {_LAYER[key]} must be installed to access request.{key}"


def _crossed(finding: Finding, style: Style) -> list[str]:
    names = [f"{inert(layer.message)} {_aside(layer.place, finding, style)}" for layer in finding.crossed]
    if not names:
        return []
    shown = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    return [f"The move also crosses {shown}, which will run inside it."]


def _repair(finding: Finding, picture: Sequence[_Row], gutter: int, style: Style) -> list[str]:
    if finding.fix:
        bar = f"{'':{gutter}} {style.paint('|', BLUE)}"
        title = f"{style.paint('help', BOLD, CYAN)}: {inert(finding.fix.message)}"
        return [title, bar, *(_shown(row, gutter, style) for row in picture), bar]
    if finding.refusal:
        return [f"{style.paint('not fixed', BOLD, CYAN)}: {inert(finding.refusal)}"]
    return []


class _Row(NamedTuple):
    """A line of a picture: its number in the file (0 for a line that comes), `-`, `+` or nothing, and its text.

    A row without text stands for lines that are left out.
    """

    number: int
    mark: str
    text: str | None


def _shown(row: _Row, gutter: int, style: Style) -> str:
    bar = style.paint("|", BLUE)
    if row.text is None:
        return f"{'.' * gutter} {bar}"
    color = {"-": RED, "+": GREEN}.get(row.mark)
    text = f"{row.mark or ' '} {inert_source(row.text.rstrip())}"
    return f"{row.number or '':>{gutter}} {bar} {style.paint(text, color) if color else text}".rstrip()


def _picture(lines: Sequence[str], edits: Sequence[Edit]) -> list[_Row]:
    """The lines that go, with their numbers, and those that come, next to the line that they come to."""
    out: list[_Row] = []
    last = 0
    for edit in edits:
        rows = _change(lines, edit)
        if rows and not any(row.number for row in rows):
            # A move down goes below its target, a move up above it.
            rows = [*_above(lines, edit), *rows] if last else [*rows, *_below(lines, edit)]
        numbers = [row.number for row in rows if row.number]
        if last and numbers and numbers[0] > last + 1:
            out.append(_Row(0, "", None))
        out += rows
        last = max([last, *numbers])
    return out


def _change(lines: Sequence[str], edit: Edit) -> list[_Row]:
    """An edit of whole lines; blank ones that travel along say nothing in a picture, and `--diff` shows them."""
    first = edit.start.row + (edit.start.column > 1)  # at the end of a line, so the next one is the first
    last = edit.end.row - (edit.end.column == 1)
    gone = [_Row(row, "-", lines[row - 1]) for row in range(first, last + 1)]
    come = [_Row(0, "+", line) for line in split_lines(edit.content)]
    return [*_cut(_without_blank_ends(gone)), *_cut(_without_blank_ends(come))]


def _above(lines: Sequence[str], edit: Edit) -> list[_Row]:
    rows = range(edit.start.row - (edit.start.column == 1), 0, -1)
    return next(([_Row(row, "", lines[row - 1])] for row in rows if lines[row - 1].strip()), [])


def _below(lines: Sequence[str], edit: Edit) -> list[_Row]:
    rows = range(edit.end.row + (edit.end.column > 1), len(lines) + 1)
    return next(([_Row(row, "", lines[row - 1])] for row in rows if lines[row - 1].strip()), [])


def _without_blank_ends(rows: list[_Row]) -> list[_Row]:
    filled = [index for index, row in enumerate(rows) if row.text and row.text.strip()]
    return rows[filled[0] : filled[-1] + 1] if filled else []


def _cut(rows: list[_Row]) -> list[_Row]:
    if len(rows) <= _MOST_LINES:
        return rows
    return [*rows[:_MOST_LINES], _Row(0, rows[0].mark, f"... {len(rows) - _MOST_LINES} more lines")]
