"""The findings as a SARIF log, for code scanning and viewers.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. A log names no folder of the machine that it was made
on: names are relative to a base that its reader knows, and of files outside of it absolute.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from codemod import VERSION
from codemod.files.decoding import decode
from codemod.model import Edit, Finding, Fix, Location, Place, Problem, Related
from codemod.reports.columns import UTF_16, column_in
from codemod.reports.excerpt import Sheet, Style, split_lines
from codemod.reports.explain import explanation, summary
from codemod.reports.fingerprint import finding_key, fingerprints
from codemod.reports.inert import inert
from codemod.reports.json import related_places
from codemod.reports.wording import advice
from codemod.settings.config import CODES

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "SRCROOT"


def render(sheets: Sequence[Sheet], problems: Sequence[Problem], style: Style) -> str:
    """One log with one run; ASCII only."""
    findings = [
        (finding, lines)
        for sheet in sheets
        for lines in [split_lines(decode(sheet.source))]
        for finding in sheet.findings
    ]
    names = fingerprints(finding_key(finding, style) for finding, _ in findings)
    run = {
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(problems, style)],
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {_BASE: {"description": {"text": "The top of the source tree."}}},
        "results": [
            _result(finding, name, lines, style) for (finding, lines), name in zip(findings, names, strict=True)
        ],
        "tool": {"driver": _driver()},
    }
    log = {"$schema": _SCHEMA, "runs": [run], "version": "2.1.0"}
    return json.dumps(log, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def _driver() -> Mapping[str, object]:
    return {
        "name": "sessfix",
        "rules": [_rule(code) for code in CODES],
        "semanticVersion": VERSION,
        "version": VERSION,
    }


def _rule(code: str) -> Mapping[str, object]:
    short, full = summary(code)
    text = explanation(code)
    return {
        "defaultConfiguration": {"level": "error"},
        "fullDescription": {"text": full},
        "help": {"markdown": text, "text": text},
        "id": code,
        "name": CODES[code],
        "shortDescription": {"text": short},
    }


def _result(finding: Finding, name: str, lines: Sequence[str], style: Style) -> Mapping[str, object]:
    related = list(dict.fromkeys(related_places(finding)))
    result: dict[str, object] = {
        "level": "error",
        "locations": [{"physicalLocation": _physical(finding.place, lines, style)}],
        "message": {"text": _message(finding, related)},
        "partialFingerprints": {"sessfix/v1": name},
        "ruleId": finding.code,
        "ruleIndex": list(CODES).index(finding.code),
    }
    if finding.fix:
        result["fixes"] = [_fix(finding.fix, finding.place.path, lines, style)]
    if related:
        result["relatedLocations"] = [
            # Of other files the lines are not at hand, to count columns in.
            _related(number, item, lines if item.place.path == finding.place.path else None, style)
            for number, item in enumerate(related, 1)
        ]
    return result


def _related(number: int, item: Related, lines: Sequence[str] | None, style: Style) -> Mapping[str, object]:
    return {
        "id": number,
        "message": {"text": inert(item.message)},
        "physicalLocation": _physical(item.place, lines, style),
    }


def _message(finding: Finding, related: Sequence[Related]) -> str:
    """The message and the advice, and links to the related places: GitHub shows those only that a text links to."""
    links = (f"[{_link_text(item.message)}]({number})" for number, item in enumerate(related, 1))
    return "\n".join([inert(finding.message), *(f"- {link}" for link in links), *advice(finding)])


def _link_text(text: str) -> str:
    return inert(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _fix(fix: Fix, path: str, lines: Sequence[str], style: Style) -> Mapping[str, object]:
    change = {
        "artifactLocation": _artifact(path, style),
        "replacements": [_replacement(edit, lines) for edit in fix.edits],
    }
    return {"artifactChanges": [change], "description": {"text": inert(fix.message)}}


def _replacement(edit: Edit, lines: Sequence[str]) -> Mapping[str, object]:
    inserted = {"insertedContent": {"text": edit.content}} if edit.content else {}
    return {"deletedRegion": _region(edit.start, edit.end, lines), **inserted}


def _invocation(problems: Sequence[Problem], style: Style) -> Mapping[str, object]:
    notes = {"toolExecutionNotifications": [_notification(problem, style) for problem in problems]} if problems else {}
    return {"executionSuccessful": not problems, **notes}


def _notification(problem: Problem, style: Style) -> Mapping[str, object]:
    where: dict[str, object] = {"artifactLocation": _artifact(problem.path, style)}
    if problem.location:
        where["region"] = {"startLine": problem.location.row}
    return {"level": "error", "locations": [{"physicalLocation": where}], "message": {"text": inert(problem.message)}}


def _physical(place: Place, lines: Sequence[str] | None, style: Style) -> Mapping[str, object]:
    region = {"startLine": place.start.row} if lines is None else _region(place.start, place.end, lines)
    return {"artifactLocation": _artifact(place.path, style), "region": region}


def _region(start: Location, end: Location, lines: Sequence[str]) -> Mapping[str, int]:
    return {
        "endColumn": column_in(UTF_16, lines, end),
        "endLine": end.row,
        "startColumn": column_in(UTF_16, lines, start),
        "startLine": start.row,
    }


def _artifact(path: str, style: Style) -> Mapping[str, str]:
    """A file as a URI: its bytes, so that any name is one, and all but letters escaped, so that `a:b.py` is no scheme."""
    name = style.named(path)
    uri = quote(os.fsencode(name), safe="/")
    if os.path.isabs(name):
        return {"uri": f"file://{uri if uri.startswith('/') else '/' + uri}"}
    return {"uri": uri, "uriBaseId": _BASE} if path != "-" else {"uri": uri}
