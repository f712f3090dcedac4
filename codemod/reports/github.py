"""The findings as annotations of GitHub Actions: workflow commands, one on each line.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, whose values are escaped as
`@actions/core` does it. The runner puts the text into its log, where a line break that came out of a source could pose as
a command: what comes from outside is made inert first, and the only breaks are those between sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

from codemod.model import Finding, Problem
from codemod.reports.excerpt import Sheet, Style
from codemod.reports.inert import inert
from codemod.reports.wording import told

SHOWN = 10  # so many errors of a step become annotations; the log has all of them


def render(sheets: Sequence[Sheet], problems: Sequence[Problem], style: Style) -> str:
    """One command for each finding, and then for each file that could not be checked."""
    lines = [_finding(finding, style) for sheet in sheets for finding in sheet.findings]
    return "".join(f"{line}\n" for line in [*lines, *(_problem(problem, style) for problem in problems)])


def hint(number: int) -> str | None:
    """What to know when there are more annotations than GitHub shows."""
    return f"GitHub shows {SHOWN} of these {number} as annotations: the log has them all." if number > SHOWN else None


def _finding(finding: Finding, style: Style) -> str:
    start, end = finding.place.start, finding.place.end
    where = {"line": start.row, "col": start.column, "endLine": end.row, "endColumn": end.column}
    message, *more = told(finding, style)
    # The log shows the text without the properties.
    title = f"{_shown(finding.place.path, style)}:{start.row}:{start.column}: {finding.code} {message}"
    return _command(f"sessfix ({finding.code})", finding.place.path, where, [title, *more], style)


def _problem(problem: Problem, style: Style) -> str:
    point = problem.location
    where = {"line": point.row, "col": point.column} if point else {}
    row = f":{point.row}:{point.column}" if point else ""
    text = f"{_shown(problem.path, style)}{row}: {inert(problem.message)}"
    return _command("sessfix", problem.path, where, [text], style)


def _command(title: str, path: str, where: dict[str, int], lines: Sequence[str], style: Style) -> str:
    # Standard input is no file of the repository: the annotation is the run's.
    file = {"file": _file(path, style), **where} if path != "-" else {}
    properties = ",".join(f"{name}={value}" for name, value in {"title": _property(title), **file}.items())
    return f"::error {properties}::" + "%0A".join(map(_escaped, lines))


def _shown(path: str, style: Style) -> str:
    return inert(style.named(path))


def _file(path: str, style: Style) -> str:
    # A line break in a name is escaped, not shown: GitHub is to find the file.
    lines = ("\r".join(map(inert, line.split("\r"))) for line in style.named(path).split("\n"))
    return _property("\n".join(lines))


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
