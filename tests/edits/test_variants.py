"""Every golden again in other bytes: the same move, and not a byte more."""

from __future__ import annotations

import ast
import re
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from golden_cases import CASES, Case, alone
from test_goldens import wanted

from codemod.edits.proved import previewed, written
from codemod.engine.fix import fix_source
from codemod.project.modules import Project
from codemod.project.roots import read_file

COOKIE = b"# -*- coding: latin-1 -*-\n# caf\xe9\n\n"


def crlf(source: bytes) -> bytes | None:
    return None if b"\r" in source else source.replace(b"\n", b"\r\n")


def marked(source: bytes) -> bytes | None:
    return None if source.startswith(b"\xef\xbb\xbf") or has_cookie(source) else b"\xef\xbb\xbf" + source


def latin_1(source: bytes) -> bytes | None:
    if source.startswith((b"\xef\xbb\xbf", b"#!")) or has_cookie(source):
        return None
    try:
        return COOKIE + source.decode().encode("latin-1")
    except UnicodeError:
        return None


def tabs(source: bytes) -> bytes | None:
    changed = re.sub(rb"^(?: {4})+", lambda match: b"\t" * (len(match[0]) // 4), source, flags=re.MULTILINE)
    return changed if is_python(changed) else None


def no_end(source: bytes) -> bytes | None:
    return re.sub(rb"(?:\r\n|\r|\n)\Z", b"", source)


def has_cookie(source: bytes) -> bool:
    return any(b"coding" in line for line in source.split(b"\n")[:2])


def is_python(source: bytes) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


Variant = Callable[[bytes], "bytes | None"]
VARIANTS: dict[str, Variant] = {
    "LF": lambda source: source,
    "CRLF": crlf,
    "BOM": marked,
    "latin-1": latin_1,
    "tabs": tabs,
    "no end": no_end,
}


def varied(files: dict[str, bytes], variant: Variant) -> dict[str, bytes]:
    """The files in other bytes; those that cannot be so written stay."""
    return {name: (variant(data) or data) if name.endswith(".py") else data for name, data in files.items()}


def pairs() -> Sequence[object]:
    """Every golden in every variant; in the quick run each second one in one of them."""
    names = list(VARIANTS)
    found = []
    for case in CASES:
        quick = dict(enumerate(names)).get(zlib.crc32(case.name.encode()) % (2 * len(names)))
        for name in names:
            marks = () if name == quick else pytest.mark.slow
            found.append(pytest.param(case, name, id=f"{case.name}-{name}", marks=marks))
    return found


@pytest.mark.parametrize(("case", "name"), pairs())
def test_the_golden_in_other_bytes(case: Case, name: str, request: pytest.FixtureRequest) -> None:
    if len(case.given) > 1:
        given = [file for file in case.given if case.before[file] != case.after[file]] or list(case.given)
    else:
        given = list(case.given)
    before, after = varied(case.before, VARIANTS[name]), varied(case.after, VARIANTS[name])
    if name == "tabs" and any(
        (before[file] == case.before[file]) != (after[file] == case.after[file]) for file in given
    ):
        pytest.skip("cannot be written with tabs")

    root = alone(case)

    def read(path: str) -> bytes | None:
        try:
            return before.get(Path(path).relative_to(root).as_posix()) or read_file(path)
        except ValueError:
            return read_file(path)

    mover = written if request.config.option.markexpr == "slow" else previewed
    for file in given:
        result = fix_source(before[file], str(root / file), Project(read=read), wanted, mover)
        assert result.problem is None
        assert result.after == after[file]
