"""Findings and problems as an editor shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lsprotocol import types

from codemod.model import Finding, Location, Place, Problem
from codemod.reports.excerpt import Style
from codemod.reports.inert import inert
from codemod.reports.json import related_places
from codemod.reports.wording import advice, told
from codemod.server.documents import lines_of, range_of, uri_of
from codemod.server.state import Told

SOURCE = "sessfix"
FOLDED = 300  # characters of a line that a problem marks: one that cannot be parsed may be as long as its file


def diagnostics_of(
    known: Told, encoding: str, address: Callable[[str], str] = uri_of, shows_related: bool = True
) -> list[types.Diagnostic]:
    """What is said of one file; ``address`` gives the address of another file that it names."""
    if known.result.problem:
        return [_of_problem(known.result.problem, known, encoding)]
    return [_of_finding(finding, known, encoding, address, shows_related) for finding in known.result.findings]


def _of_finding(
    finding: Finding, known: Told, encoding: str, address: Callable[[str], str], shows_related: bool
) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(address(item.place.path), range_in(known, item.place, encoding)), inert(item.message)
        )
        for item in dict.fromkeys(related_places(finding))
    ]
    return types.Diagnostic(
        range=range_in(known, finding.place, encoding),
        message="\n".join(_lines(finding, shows_related)),
        severity=types.DiagnosticSeverity.Error,
        code=finding.code,
        source=SOURCE,
        related_information=related if shows_related else None,
    )


def _lines(finding: Finding, shows_related: bool) -> Iterator[str]:
    """The message and the advice; and the places where the editor shows none."""
    if not shows_related:
        yield from told(finding, Style(""))
        return
    yield inert(finding.message)
    yield from advice(finding)


def _of_problem(problem: Problem, known: Told, encoding: str) -> types.Diagnostic:
    """No finding: the file is not checked, and the editor has better to say about a syntax error."""
    start = problem.location or Location(1, 1)
    lines = lines_of(known.result.before)
    line = lines[start.row - 1].rstrip("\r\n") if start.row <= len(lines) else ""
    place = Place(problem.path, start, Location(start.row, max(start.column, min(len(line), FOLDED) + 1)))
    return types.Diagnostic(
        range=range_in(known, place, encoding),
        message=f"not checked: {inert(problem.message)}",
        severity=types.DiagnosticSeverity.Information,
        source=SOURCE,
    )


def range_in(known: Told, place: Place, encoding: str) -> types.Range:
    """A place as the editor counts."""
    return range_of(lines_of(known.sources.get(place.path, b"")), place.start, place.end, encoding)


def places_of(finding: Finding) -> Iterator[Place]:
    """All places that a finding names, its own first."""
    yield finding.place
    yield from (item.place for item in related_places(finding))
