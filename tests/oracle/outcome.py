"""What a fixer says of a program, and the one door through which the real one is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from codemod.edits.proved import previewed
from codemod.engine.fix import fix_source

PATH = "/nowhere/generated.py"


class Named(NamedTuple):
    """A dependent as a finding names it, and the rows of its registration."""

    name: str
    first: int
    last: int


class Reported(NamedTuple):
    """One finding: its code, the rows of the statement that it is about, and what becomes of it."""

    code: str
    first: int
    last: int
    dependents: tuple[Named, ...]
    fixed: bool
    refusal: str | None = None


class Outcome(NamedTuple):
    after: bytes
    findings: tuple[Reported, ...] = ()
    problem: str | None = None


Fixer = Callable[[bytes], Outcome]


def asked(source: bytes) -> Outcome:
    """The tool's own answer; what it shows has to be what it writes."""
    result = fix_source(source, PATH)
    problem = None if result.problem is None else result.problem.message
    if result.findings and fix_source(source, PATH, mover=previewed).after != result.after:
        problem = "the preview is not what is written"
    findings = tuple(
        Reported(
            finding.code,
            finding.place.start.row,
            finding.place.end.row,
            tuple(Named(d.name, d.place.start.row, d.place.end.row) for d in finding.dependents),
            finding.fix is not None,
            finding.refusal,
        )
        for finding in result.findings
    )
    return Outcome(result.after, findings, problem)


def mentions(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
