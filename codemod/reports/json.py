"""The findings as a JSON array in the shape of ruff's, with one key more, `related`: what each rests on."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from codemod.model import Finding, Fix, Location, Place, Related, Use
from codemod.reports.excerpt import Sheet, Style
from codemod.reports.inert import inert
from codemod.settings.config import CODES


def render(sheets: Sequence[Sheet], style: Style) -> str:
    """One array for all files; ASCII only, so that no terminal and no encoding can spoil it."""
    objects = [_finding(finding, style.cwd) for sheet in sheets for finding in sheet.findings]
    return json.dumps(objects, indent=2, ensure_ascii=True) + "\n"


def _finding(finding: Finding, cwd: str) -> dict[str, object]:
    return {
        "cell": None,
        "code": finding.code,
        "end_location": location_of(finding.place.end),
        "filename": filename_of(finding.place, cwd),
        "fix": _fix(finding.fix) if finding.fix else None,
        "location": location_of(finding.place.start),
        "message": inert(finding.message),
        "name": CODES.get(finding.code, finding.code),
        "noqa_row": finding.place.end.row,
        "related": [_related(item, cwd) for item in related_places(finding)],
        "severity": "error",
        "url": None,
    }


def related_places(finding: Finding) -> list[Related]:
    """What a finding rests on: the registration, each layer that needs it, its uses and calls, what is crossed."""
    places = []
    if finding.registration != finding.place:
        places.append(Related(finding.registration, f"{finding.layer} is registered here"))
    for dependent in finding.dependents:
        places.append(Related(dependent.place, f"{dependent.name} is registered here"))
        for use in dependent.uses:
            places += [Related(hop.place, f"{dependent.name} calls {hop.name}") for hop in use.via]
            places.append(Related(use.place, f"{dependent.name} uses {use.text}: {_effect(use)}"))
    places += [Related(crossed.place, f"the move crosses {crossed.message}") for crossed in finding.crossed]
    return [*places, *finding.related]


def _effect(use: Use) -> str:
    if use.own:
        return "what it writes is lost"
    if use.late:
        return "after the response"
    return "fails" if use.crashes or use.refuses else "silently does without"


def _related(item: Related, cwd: str) -> dict[str, object]:
    return {
        "filename": filename_of(item.place, cwd),
        "location": location_of(item.place.start),
        "message": inert(item.message),
    }


def _fix(fix: Fix) -> dict[str, object]:
    edits = [
        {"content": edit.content, "end_location": location_of(edit.end), "location": location_of(edit.start)}
        for edit in fix.edits
    ]
    return {"applicability": "safe", "edits": edits, "message": inert(fix.message)}


def filename_of(place: Place, cwd: str) -> str:
    """The absolute name of a place's file."""
    return place.path if place.path == "-" else os.path.normpath(os.path.join(cwd, place.path))


def location_of(location: Location) -> dict[str, int]:
    """A point in a file."""
    return {"column": location.column, "row": location.row}
