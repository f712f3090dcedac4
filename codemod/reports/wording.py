"""A finding in sentences, for services that show one text for each."""

from __future__ import annotations

from codemod.model import Finding
from codemod.reports.excerpt import Style
from codemod.reports.inert import inert
from codemod.reports.json import related_places


def advice(finding: Finding) -> list[str]:
    """What repairs a finding, or why nothing does, and what is to be known of the repair; inert."""
    repair = [f"help: {inert(finding.fix.message)}"] if finding.fix else []
    refusal = [f"not fixed: {inert(finding.refusal)}"] if finding.refusal else []
    return [*repair, *refusal, *(f"note: {inert(note)}" for note in finding.notes)]


def told(finding: Finding, style: Style) -> list[str]:
    """The message, a line for each place that it rests on, and the advice; inert."""
    places = (
        f"{inert(style.named(item.place.path))}:{item.place.start.row}: {inert(item.message)}"
        for item in related_places(finding)
    )
    return [inert(finding.message), *dict.fromkeys(places), *advice(finding)]
