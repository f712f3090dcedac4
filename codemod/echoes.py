"""One finding for each misplaced registration, also when several files of a run lead to it."""

from __future__ import annotations

import os

from codemod.model import Finding, Place, Result
from codemod.nouns import NamedTuple


class Told(NamedTuple):
    """A finding, and the number of the result that tells it."""

    number: int
    finding: Finding

    @property
    def is_at_home(self) -> bool:
        """Whether it stands in the file of the registration."""
        place, registration = self.finding.place, self.finding.registration
        return os.path.abspath(place.path) == os.path.abspath(registration.path)


def without_echoes(results: list[Result]) -> list[Result]:
    """The results without the findings that say again, from another file, what a finding of the run says already."""
    groups: dict[object, list[Told]] = {}
    for number, result in enumerate(results):
        for finding in result.findings:
            groups.setdefault(key_of(finding), []).append(Told(number, finding))
    tellers = {key: {told.number for told in first_hand(group)} for key, group in groups.items()}

    def kept(number: int, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(finding for finding in findings if number in tellers.get(key_of(finding), {number}))

    return [
        result._replace(findings=kept(number, result.findings), remaining=kept(number, result.remaining))
        for number, result in enumerate(results)
    ]


def key_of(finding: Finding) -> object:
    """What a finding is about; a file that was not given is named by its whole path, others as they were given."""
    return finding.code, spot(finding.registration)


def spot(place: Place) -> object:
    return os.path.abspath(place.path), place.start


def first_hand(group: list[Told]) -> list[Told]:
    """Of the findings about one registration those that stand in its file, unless only another file can be repaired.

    Where there is none in its file, it is right in itself, and each of the others tells of a caller of its own, unless one of
    them names the place of another.
    """
    named = {spot(related.place) for told in group for related in told.finding.related}
    group = [told for told in group if spot(told.finding.place) not in named]
    at_home = [told for told in group if told.is_at_home]
    away = [told for told in group if told.finding.fix and not told.is_at_home]
    if not at_home:
        return group
    return away if away and not any(told.finding.fix for told in at_home) else at_home
