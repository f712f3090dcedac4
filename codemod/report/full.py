"""The report for people: what is wrong, where, what happens because of it, and the move that repairs it.

The first two lines are ruff's, and the second is a link in every terminal of an editor: ` --> path:line:col`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from codemod.model import Dependent, Finding, Location, Use
from codemod.report.inert import inert, inert_source
from codemod.report.sheet import BLUE, BOLD, CYAN, GREEN, RED, Sheet, Style, decoded, edited, split_lines

Render = Callable[[Sequence[Sheet], Style], str]

_CONTEXT = 1
_MOST_LINES = 12
_LAYER = {"session": "SessionMiddleware", "user": "AuthenticationMiddleware", "auth": "AuthenticationMiddleware"}


def render(sheets: Sequence[Sheet], style: Style) -> str:
    """The findings of all files, in their order, each followed by an empty line."""
    blocks = []
    for sheet in sheets:
        lines = split_lines(decoded(sheet.source))
        blocks += ["\n".join(_finding(finding, lines, style)) + "\n\n" for finding in sheet.findings]
    return "".join(blocks)


def _finding(finding: Finding, lines: Sequence[str], style: Style) -> list[str]:
    gutter = len(str(finding.place.end.row + _CONTEXT))
    return [
        _title(finding, style),
        _arrow(finding, style),
        *_snippet(finding, lines, gutter, style),
        *_registration(finding, style),
        *(line for dependent in finding.dependents for line in _dependent(finding, dependent, style)),
        *_crossed(finding, style),
        *_repair(finding, lines, style),
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
    return " " * _width(before) + "^" * max(_width(marked), 1)


def _width(text: str) -> int:
    """The columns of a text in a terminal, where East Asian characters take two."""
    if text.isascii():
        return len(text)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) != 0 for character in text)


def _registration(finding: Finding, style: Style) -> list[str]:
    if finding.registration == finding.place:
        return []
    where = _where(finding.registration.path, finding.registration.start.row, finding, style)
    return [f"{inert(finding.layer)} is registered at {where}."]


def _where(path: str, row: int, finding: Finding, style: Style) -> str:
    """A place in few words: the name of the finding's own file stands above already."""
    return f"line {row}" if path == finding.place.path else f"{style.shown(path)}:{row}"


def _dependent(finding: Finding, dependent: Dependent, style: Style) -> list[str]:
    where = _where(dependent.place.path, dependent.place.start.row, finding, style)
    out = [f"{style.paint(inert(dependent.name), BOLD)}, registered at {where}, runs outside it:"]
    out += [f"  - {_use(use, finding, style)}" for use in dependent.uses]
    return [*out, *(f"  {style.paint('=', BLUE)} {effect}" for effect in _effects(dependent))]


def _use(use: Use, finding: Finding, style: Style) -> str:
    """`request.session` at guards.py:30, through current_user (line 8)."""
    text = f"{inert(use.text)} at {_where(use.place.path, use.place.start.row, finding, style)}"
    hops = [f"{inert(hop.name)} ({_where(hop.place.path, hop.place.start.row, finding, style)})" for hop in use.via]
    return f"{text}, through {', '.join(hops)}" if hops else text


def _effects(dependent: Dependent) -> list[str]:
    """What happens now, once for each way to fail: it is what makes someone act on a Friday."""
    effects = dict.fromkeys(_effect(use) for use in dependent.uses)
    return list(effects)


def _effect(use: Use) -> str:
    key = inert(use.key)
    if not use.crashes:
        return f"fails silently: the {key} is never there, and what depends on it does not run"
    if "[" in use.text or key not in _LAYER:
        return f"crashes: KeyError: '{key}'"
    return f"crashes: AssertionError: {_LAYER[key]} must be installed to access request.{key}"


def _crossed(finding: Finding, style: Style) -> list[str]:
    if not finding.crossed:
        return []
    names = [
        f"{inert(layer.message)} ({_where(layer.place.path, layer.place.start.row, finding, style)})"
        for layer in finding.crossed
    ]
    return [f"The move also crosses {', '.join(names)}, which will run inside it."]


def _repair(finding: Finding, lines: Sequence[str], style: Style) -> list[str]:
    out = []
    if finding.fix:
        out.append(f"{style.paint('help', BOLD, CYAN)}: {inert(finding.fix.message)}")
        out += _picture(lines, edited(lines, finding.fix.edits), style)
    elif finding.refusal:
        out.append(f"{style.paint('not fixed', BOLD, CYAN)}: {inert(finding.refusal)}")
    return out


def _picture(before: Sequence[str], text: str, style: Style) -> list[str]:
    """The lines that go and come, with the numbers that they have before and after."""
    import difflib

    after = split_lines(text)
    # No junk heuristic: `}` and `)` are what a registration over several lines consists of.
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    gutter = len(str(max(len(before), len(after))))
    bar = style.paint("|", BLUE)
    out = [f"{'':{gutter}} {bar}"]
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            if len(out) > 1 and old_end < len(before):
                out.append(f"{'.' * gutter} {bar}")
            continue
        out += _rows("-", before, *_without_blank_ends(before, old_start, old_end), gutter, style)
        out += _rows("+", after, *_without_blank_ends(after, new_start, new_end), gutter, style)
    return [*out, f"{'':{gutter}} {bar}"]


def _without_blank_ends(lines: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Blank lines that travel along say nothing in a picture; `--diff` shows them."""
    while start < end and not lines[start].strip():
        start += 1
    while start < end and not lines[end - 1].strip():
        end -= 1
    return start, end


def _rows(mark: str, lines: Sequence[str], start: int, end: int, gutter: int, style: Style) -> list[str]:
    color = RED if mark == "-" else GREEN
    bar = style.paint("|", BLUE)
    rows = []
    for index in range(start, min(end, start + _MOST_LINES)):
        text = inert_source(lines[index].rstrip("\r\n"))
        rows.append(f"{index + 1:>{gutter}} {bar} {style.paint(f'{mark} {text}'.rstrip(), color)}")
    if end - start > _MOST_LINES:
        rows.append(f"{'.' * gutter} {bar} {style.paint(f'{mark} ... {end - start - _MOST_LINES} more lines', color)}")
    return rows
