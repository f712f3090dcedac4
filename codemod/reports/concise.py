"""One line for each finding, `path:line:col: CODE [*] message`: for grep, problem matchers and quickfix lists."""

from __future__ import annotations

from collections.abc import Sequence

from codemod.model import Finding, Problem
from codemod.reports.excerpt import BOLD, CYAN, RED, Sheet, Style
from codemod.reports.inert import inert


def render(sheets: Sequence[Sheet], style: Style) -> str:
    """The findings of all files, in their order."""
    return "".join(f"{finding_line(finding, style)}\n" for sheet in sheets for finding in sheet.findings)


def finding_line(finding: Finding, style: Style, reason: bool = False) -> str:
    """A finding in one line; with `reason` it ends in why it is not repaired."""
    path, (row, column) = style.shown(finding.place.path), finding.place.start
    colon = style.paint(":", CYAN)
    where = f"{style.paint(path, BOLD)}{colon}{row}{colon}{column}{colon}"
    mark = f"[{style.paint('*', CYAN)}] " if finding.fix else ""
    text = f"{where} {style.paint(finding.code, BOLD, RED)} {mark}{inert(finding.message)}"
    return f"{text} (not fixed: {inert(finding.refusal)})" if reason and finding.refusal else text


def problem_line(problem: Problem, style: Style) -> str:
    """A file that could not be read, checked or written, in one sentence with its path."""
    row = f":{problem.location.row}:{problem.location.column}" if problem.location else ""
    return f"{style.paint('error', BOLD, RED)}: {style.shown(problem.path)}{row}: {inert(problem.message)}"
