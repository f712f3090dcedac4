"""The findings in reviewdog's format, a DiagnosticResult, with columns in bytes of UTF-8 and ends that are exclusive.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf: its reader refuses keys that it does not know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from codemod.edits.text_edits import as_one
from codemod.files.decoding import decode
from codemod.model import Finding, Location, Problem
from codemod.reports.columns import UTF_8, column_in
from codemod.reports.excerpt import Sheet, Style, split_lines
from codemod.reports.inert import inert
from codemod.reports.wording import told


def render(sheets: Sequence[Sheet], problems: Sequence[Problem], style: Style) -> str:
    """One object: the findings, and then the files that could not be checked."""
    diagnostics = [
        _finding(finding, text, style)
        for sheet in sheets
        for text in [decode(sheet.source)]
        for finding in sheet.findings
    ]
    diagnostics += [_problem(problem, style) for problem in problems]
    result = {"diagnostics": diagnostics, "severity": "ERROR", "source": {"name": "sessfix"}}
    return json.dumps(result, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def _finding(finding: Finding, text: str, style: Style) -> Mapping[str, object]:
    place, lines = finding.place, split_lines(text)
    diagnostic: dict[str, object] = {
        "code": {"value": finding.code},
        "location": {"path": style.text_of(place.path), "range": _range(lines, place.start, place.end)},
        "message": "\n".join(told(finding, style)),
        "severity": "ERROR",
    }
    if finding.fix:
        # reviewdog offers each suggestion with a button of its own: half of a move would delete the session.
        edit = as_one(finding.fix.edits, text)
        diagnostic["suggestions"] = [{"range": _range(lines, edit.start, edit.end), "text": edit.content}]
    return diagnostic


def _problem(problem: Problem, style: Style) -> Mapping[str, object]:
    location: dict[str, object] = {"path": style.text_of(problem.path)}
    if problem.location:
        # The column that CPython gives counts characters of a line that could not be read.
        location["range"] = {"start": {"line": problem.location.row}}
    return {"location": location, "message": inert(problem.message), "severity": "ERROR"}


def _range(lines: Sequence[str], start: Location, end: Location) -> Mapping[str, object]:
    return {"end": _position(lines, end), "start": _position(lines, start)}


def _position(lines: Sequence[str], location: Location) -> Mapping[str, int]:
    return {"column": column_in(UTF_8, lines, location), "line": location.row}
