"""Code that a newer Python reads than the one that sessfix runs on: what it takes to read it, in one sentence."""

from __future__ import annotations

import re
import sys

from codemod.files.decoding import decode, is_text
from codemod.frozen import NamedTuple
from codemod.model import Location

_NAMED = r"\s*(?:async\s+)?(?:def|class)\s+\w+\s*"


class _Form(NamedTuple):
    """What came into the language with a version: how its line looks up to the place of the error, and from there on.

    ``is_sure`` says that no other code looks so; ``message`` is what CPython says of it, or how that begins.
    """

    version: tuple[int, int]
    what: str
    before: str = ".*"
    after: str = ""
    is_sure: bool = True
    message: str = ""


_FORMS = (
    _Form((3, 11), "`except*`", r"\s*except\s*", r"\*"),
    _Form((3, 11), "`*` in a subscript", r".*[\w\])]\[", r"\*"),
    _Form((3, 13), "a type parameter with a default", _NAMED, r"\[[^\]]*=(?!=)"),
    _Form((3, 13), "a type parameter with a default", _NAMED + r"\[[^\]]*", "=(?!=)"),
    _Form((3, 12), "a function or class with type parameters", _NAMED, r"\["),
    _Form((3, 12), "a `type` statement", r"\s*type\s+", r"\w+\s*[=\[]"),
    _Form((3, 14), "a template string", r".*(?<!\w)(?:[tT][rR]?|[rR][tT])", r"['\"]"),
    _Form((3, 12), "such an f-string", is_sure=False, message="f-string: "),
    _Form((3, 12), "such an f-string", after=r"(?:[rR]?[fF]|[fF][rR])['\"]", is_sure=False, message="unterminated "),
    _Form((3, 14), "`except` without parentheses", r"\s*except\s+", r"[\w.]+,\s*(?:\w+\.)*[A-Z]\w*\s*:", is_sure=False),
)


def needs_newer(
    message: str, source: bytes, place: Location | None, running: tuple[int, int] = sys.version_info[:2]
) -> str:
    """What to do about a syntax error, to be put behind its message; nothing where no newer Python is known to help."""
    error = message.removeprefix("SyntaxError: ")
    if place is None or error == message or not is_text(source):
        return ""
    line = [*decode(source).split("\n"), ""][place.row - 1]
    before, after = line[: place.column - 1], line[place.column - 1 :]
    form = next((form for form in _FORMS if form.version > running and _is(form, error, before, after)), None)
    if form is None:
        return ""
    needed, here = (".".join(map(str, version)) for version in (form.version, running))
    verb, do = ("needs", "run") if form.is_sure else ("may need", "if it does, run")
    return f"; {form.what} {verb} Python {needed}, and sessfix runs on {here}: {do} sessfix with {needed} or later"


def _is(form: _Form, error: str, before: str, after: str) -> bool:
    return (
        error.startswith(form.message)
        and re.fullmatch(form.before, before) is not None
        and re.match(form.after, after) is not None
    )
