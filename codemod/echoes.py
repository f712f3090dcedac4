"""One finding for each misplaced registration, also when several files of a run lead to it. DESIGN section 3."""

from __future__ import annotations

from codemod.model import Finding, Place, Result


def without_echoes(results: list[Result]) -> list[Result]:
    """The results without the findings that say again, from another file, what a finding of the run says already.

    A finding that has a fix stands before one that has none, and one in the file of the registration before one elsewhere.
    """
    best: dict[tuple[str, Place], tuple[int, int, Finding]] = {}
    for number, result in enumerate(results):
        for finding in result.findings:
            key = (finding.code, finding.registration)
            rank = 0 if finding.fix else 1 if finding.place.path == finding.registration.path else 2
            if key not in best or (rank, number) < best[key][:2]:
                best[key] = (rank, number, finding)
    if len(best) == sum(len(result.findings) for result in results):
        return results

    def kept(number: int, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(
            finding
            for finding in findings
            if (finding.code, finding.registration) not in best or best[finding.code, finding.registration][1] == number
        )

    return [
        result._replace(findings=kept(number, result.findings), remaining=kept(number, result.remaining))
        for number, result in enumerate(results)
    ]
