"""`--statistics`: how many findings there are of each rule, the most first, in ruff's shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from codemod.model import Finding
from codemod.reports.excerpt import BOLD, CYAN, RED, Style
from codemod.settings.config import CODES


def render(findings: Sequence[Finding], output_format: str, style: Style) -> str:
    """A line for each rule that was broken, or an array of objects as JSON."""
    counts = Counter(finding.code for finding in findings)
    fixable = Counter(finding.code for finding in findings if finding.fix)
    rows = [(code, counts[code], fixable[code]) for code in sorted(counts, key=lambda code: (-counts[code], code))]
    if output_format == "json":
        import json

        objects = [
            {"code": code, "count": count, "fixable": fixed == count, "fixable_count": fixed, "name": CODES[code]}
            for code, count, fixed in rows
        ]
        return json.dumps(objects, indent=2) + "\n"
    width = max((len(str(count)) for _, count, _ in rows), default=0)
    return "".join(
        f"{count:>{width}} {style.paint(code, BOLD, RED)} {_mark(count, fixed, style)} {CODES[code]}\n"
        for code, count, fixed in rows
    )


def _mark(count: int, fixed: int, style: Style) -> str:
    """`[*]` if all of them are repaired by --write, `[-]` if some are."""
    mark = "*" if fixed == count else "-" if fixed else " "
    return f"[{style.paint(mark, CYAN)}]"
