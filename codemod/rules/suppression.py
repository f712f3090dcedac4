"""Whether a comment on a statement silences a finding: `noqa`, `noqa: SES001` or `sessfix: ignore[SES001]`.

The meaning of `noqa` is ruff's: https://docs.astral.sh/ruff/linter/#error-suppression
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemod.model import Edit, Finding, Location, Place
from codemod.settings.config import CODES

_NOQA = re.compile(r"#\s*noqa\b(?P<colon>\s*:(?P<codes>\s*[A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*)?)?", re.IGNORECASE)
_OWN = re.compile(r"#\s*sessfix\s*:\s*ignore\b(?P<colon>\s*\[(?P<codes>[^\]]*)\])?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]+[0-9]+")


def is_suppressed(lines: Sequence[str], finding: Finding) -> bool:
    """Whether a comment on a line of the finding's statement silences it; `lines` are those of its file."""
    comments = (comment for place in _places(finding) for comment in _comments(_rows(lines, place)))
    return any(_silences(comment, finding.code) for comment in comments)


def misspelt(lines: Sequence[str], finding: Finding) -> tuple[str, ...]:
    """What a comment of sessfix's own on the finding's statement names that is no rule: it silences nothing.

    `lines` are those of the file of the finding. A `noqa` names the rules of other tools, too.
    """
    return tuple(
        f"`{code}` in the comment `{match[0]}` is no rule, this is {finding.code}"
        for place in _places(finding)
        for comment in _comments(_rows(lines, place))
        for match in _OWN.finditer(comment)
        for code in re.findall(r"\w+", match["codes"] or "")
        if code.upper() not in CODES
    )


def _places(finding: Finding) -> list[Place]:
    # An `if` that moves as a whole holds the registration: a comment there is as good as one on the `if`.
    return [place for place in dict.fromkeys((finding.place, finding.registration)) if place.path == finding.place.path]


def _rows(lines: Sequence[str], place: Place) -> list[str]:
    return [line.rstrip("\r\n") for line in lines[place.start.row - 1 : place.end.row]]


def silenced(lines: Sequence[str], finding: Finding) -> Edit | None:
    """The edit that silences a finding by a comment on its registration, merged with one that is there; None where none would.

    `lines` are those of its file.
    """
    place = finding.registration if finding.registration.path == finding.place.path else finding.place
    for row in dict.fromkeys((place.end.row, place.start.row, finding.place.end.row, finding.place.start.row)):
        edit = _comment_at(lines[row - 1].rstrip("\r\n"), row, finding.code) if row <= len(lines) else None
        if edit is not None and is_suppressed(_edited(lines, edit), finding):
            return edit
    return None


def _comment_at(line: str, row: int, code: str) -> Edit:
    """The edit that puts a code into the comment at the end of a line."""
    found = _OWN.search(line)
    if found is not None and found["colon"] is not None:
        codes = [*_CODE.findall(found["codes"].upper()), code]
        return Edit(
            f"[{', '.join(codes)}]", Location(row, found.start("colon") + 1), Location(row, found.end("colon") + 1)
        )
    end = len(line.rstrip())
    return Edit(f"  # sessfix: ignore[{code}]", Location(row, end + 1), Location(row, len(line) + 1))


def _edited(lines: Sequence[str], edit: Edit) -> list[str]:
    changed = list(lines)
    line = changed[edit.start.row - 1]
    changed[edit.start.row - 1] = line[: edit.start.column - 1] + edit.content + line[edit.end.column - 1 :]
    return changed


def _silences(comment: str, code: str) -> bool:
    for pattern in (_NOQA, _OWN):
        for match in pattern.finditer(comment):
            # `noqa` silences everything, `noqa:` with nothing that is a code silences nothing.
            if match["colon"] is None or code in _CODE.findall((match["codes"] or "").upper()):
                return True
    return False


def _comments(lines: Sequence[str]) -> list[str]:
    """The comments of a statement, given as whole lines: no text in a string, and nothing in the block below a `def`."""
    if not any("noqa" in line.lower() or "sessfix" in line.lower() for line in lines):
        return []
    comments, whole = _read_comments(lines)
    if whole:
        return comments
    # An item of a list ends in brackets that were opened above it: then each line stands for itself.
    return [comment for line in lines for comment in _read_comments([line])[0]]


def _read_comments(lines: Sequence[str]) -> tuple[list[str], bool]:
    """The comments as far as the lines can be read, and whether that was to their end or to the statement's block."""
    import tokenize

    comments = []
    numbered = (line + "\n" for line in lines)
    last = ""
    try:
        for token in tokenize.generate_tokens(lambda: next(numbered, "")):
            if token.type == tokenize.COMMENT:
                comments.append(token.string)
            elif token.type == tokenize.NEWLINE and last == ":":
                break
            else:
                last = token.string
    except (tokenize.TokenError, SyntaxError):
        return comments, False
    return comments, True
