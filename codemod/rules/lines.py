"""What the lines of a file say about a move: statements that share a line, region comments, comments that travel."""

from __future__ import annotations

import ast
import re

from codemod.interpreter.values import Step
from codemod.project.module import Module


class Refused(Exception):
    """Why a registration is not moved, in a sentence that the user can act on."""


# Comments of formatters, folds of editors (region, editor-fold, braces), parts that documents quote. What is said of the next line only
# (`disable-next`) goes with it.
_REGION = re.compile(
    r"#\s*(?:(?:fmt|yapf|isort|autopep8)\s*:\s*(?:off|on|disable|enable|split|skip_file)\b|(?:end)?region\b|%%"
    r"|</?editor-fold\b|.*(?:\{\{\{|\}\}\})|-+8<-+|\[(?:start|end)\b|(?:tag|end)::|docs?:\s*(?:start|end|begin)\b"
    r"|(?:pylint|mypy|ruff)\s*:(?!\s*disable-next\b))",
    re.IGNORECASE,
)


_MISLEADING = re.compile(r"\b(?:first|before|top|beginning|earliest)\b", re.IGNORECASE)


def check_lines(step: Step, target: Step, between: list[Step]) -> None:
    """No statement shares its line with another, and no region comment stands in between."""
    block = step.block
    moved = block[step.position]
    for other in (*block[max(step.position - 1, 0) : step.position], *block[step.position + 1 : step.position + 2]):
        if other.end_lineno == first_row(moved) or other.lineno == moved.end_lineno:
            raise Refused(f"line {moved.lineno} holds two statements: put each on a line of its own")
    for part in (step, target):
        node = block[part.position]
        if _shares_line_with_opener(step.module, block[first_on_line(block, part.position)]):
            raise Refused(
                f"line {node.lineno} holds a statement and the `:` that opens its block: put it on a line of its own"
            )
    body = getattr(block[step.position], "body", None)
    if isinstance(body, list) and _shares_line_with_opener(step.module, body[0]):
        row = block[step.position].lineno
        raise Refused(f"line {row} holds a whole block on one line: break the line after the colon first")
    inside = [block[part.position] for part in (step, *between)]
    first = min(first_row(node) for node in inside)
    last = max(node.end_lineno or 0 for node in inside)
    for row, text in own_line_comments(step.module, attached_from(step.module, first), last):
        if not any(first_row(node) <= row <= (node.end_lineno or 0) for node in inside) and _REGION.match(text):
            raise Refused(f"`{text}` on line {row} marks a region: the registration must not move across it")


def first_on_line(block: list[ast.stmt] | list[ast.expr], position: int) -> int:
    """Where the line begins on which a statement stands."""
    while position and block[position - 1].end_lineno == first_row(block[position]):
        position -= 1
    return position


def first_row(node: ast.AST) -> int:
    """The first row of a statement, its decorators included."""
    rows: list[int] = [decorator.lineno for decorator in getattr(node, "decorator_list", [])]
    return min([node.lineno, *rows])  # type: ignore[attr-defined, no-any-return]


def _shares_line_with_opener(module: Module, node: ast.AST) -> bool:
    line = module.lines[first_row(node) - 1]
    column = module.location(first_row(node), node.col_offset).column - 1  # type: ignore[attr-defined]
    return bool(line[:column].strip("\ufeff \t\f@"))


def own_line_comments(module: Module, first: int, last: int) -> list[tuple[int, str]]:
    """The lines from ``first`` to ``last`` that hold a comment and nothing else."""
    found = []
    for row in range(max(first, 1), last + 1):
        text = module.lines[row - 1].strip()
        if text.startswith("#"):
            found.append((row, text))
    return found


def attached_from(module: Module, row: int) -> int:
    """The first row of the comment block that touches the line ``row`` from above."""
    while row > 1 and module.lines[row - 2].strip().startswith("#"):
        row -= 1
    return row


def comment_notes(step: Step) -> tuple[str, ...]:
    """A travelling comment that says "first" may have become false."""
    node = step.block[step.position]
    start = first_row(node)
    texts = own_line_comments(step.module, attached_from(step.module, start), start - 1)
    texts += [
        (row, line)
        for row in range(start, (node.end_lineno or start) + 1)
        if "#" in (line := step.module.lines[row - 1])
    ]
    for row, text in texts:
        comment = text[text.index("#") :]
        if _MISLEADING.search(comment):
            return (f"the comment on line {row} may be false after the move: {comment.strip()}",)
    return ()
