"""Names for findings that outlive edits of their file, so that a service knows an old finding from a new one.

A name is made of the rule, the file and the layer: not of a line number, and not of the line, whose arguments may change
or which a formatter may break while the finding is the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from codemod.model import Finding, Problem
from codemod.reports.excerpt import Style


def finding_key(finding: Finding, style: Style) -> tuple[str, ...]:
    """What a finding is the same by; two of one file may have the same."""
    return finding.code, style.named(finding.place.path), finding.layer


def problem_key(problem: Problem, style: Style) -> tuple[str, ...]:
    """What a problem is the same by: its file, whatever is wrong with it."""
    return "error", style.named(problem.path)


def fingerprints(keys: Iterable[tuple[str, ...]]) -> list[str]:
    """A hash for each key, all of them different: of equal keys each is told by how many stand before it."""
    seen: Counter[tuple[str, ...]] = Counter()
    names = []
    for key in keys:
        text = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        names.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return names
