"""The findings as a Code Quality report of GitLab, which compares those of two branches by their fingerprints.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from codemod.model import Finding, Problem
from codemod.reports.excerpt import Sheet, Style
from codemod.reports.fingerprint import finding_key, fingerprints, problem_key
from codemod.reports.inert import inert
from codemod.reports.wording import advice


def render(sheets: Sequence[Sheet], problems: Sequence[Problem], style: Style) -> str:
    """One array: the findings, and then the files that could not be checked, whose findings are not gone."""
    findings = [finding for sheet in sheets for finding in sheet.findings]
    keys = [*(finding_key(finding, style) for finding in findings), *(problem_key(item, style) for item in problems)]
    items = [*(_finding(finding, style) for finding in findings), *(_problem(problem, style) for problem in problems)]
    named = [{**item, "fingerprint": name} for item, name in zip(items, fingerprints(keys), strict=True)]
    return json.dumps(named, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def _finding(finding: Finding, style: Style) -> Mapping[str, object]:
    rows = {"begin": finding.place.start.row, "end": finding.place.end.row}
    text = "; ".join([inert(finding.message), *advice(finding)])
    return _item(finding.code, text, finding.place.path, rows, style)


def _problem(problem: Problem, style: Style) -> Mapping[str, object]:
    rows = {"begin": problem.location.row if problem.location else 1}
    return _item("error", inert(problem.message), problem.path, rows, style)


def _item(name: str, text: str, path: str, rows: Mapping[str, int], style: Style) -> Mapping[str, object]:
    return {
        "check_name": name,
        # GitLab shows no name of a check.
        "description": f"{name}: {text}",
        "location": {"lines": rows, "path": style.text_of(path)},
        "severity": "major",
    }
