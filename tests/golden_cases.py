"""The cases of `golden/`, wherever in its groups they lie, sorted by their names. `golden/README.md` says what a case is."""

from __future__ import annotations

import functools
import sys
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


class Case(NamedTuple):
    """A folder in a group of `golden`: the files before and after, the files that are given to sessfix, and what it is to say.

    ``folder`` is that of the case, ``root`` that of its files, ``runs`` the file of the application, ``expected`` what
    `case.toml` says.
    """

    folder: Path
    root: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    given: tuple[str, ...]
    runs: str
    expected: dict[str, Any]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def group(self) -> str:
        return self.folder.parent.name

    @property
    def report(self) -> Path:
        return self.folder / "report.txt"

    @property
    def changes(self) -> bool:
        return self.after != self.before


def read_case(folder: Path) -> Case:
    expected = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    if (folder / "before.py").is_file():
        before = {"before.py": (folder / "before.py").read_bytes()}
        after = {"before.py": path.read_bytes()} if (path := folder / "after.py").is_file() else before
        return Case(folder, folder, before, after, ("before.py",), "before.py", expected)
    before = tree(folder / "before")
    after = {**before, **tree(folder / "after")}  # files that the repair does not touch need no copy
    given = as_tuple(expected.get("main", sorted(name for name in before if name.endswith(".py"))))
    runs = next(name for name in ("main.py", "app.py", "app/main.py", *given) if name in before)
    return Case(folder, folder / "before", before, after, given, runs, expected)


def as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def tree(root: Path) -> dict[str, bytes]:
    """The files below a folder, by their names with slashes."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


# By name, not by group: a case that goes to another group stays where it is in every sample.
FOLDERS = sorted((path.parent for path in GOLDEN.glob("*/*/case.toml")), key=lambda folder: folder.name)
CASES = [read_case(folder) for folder in FOLDERS]


def each(cases: Iterable[Case], share: int = 1, always: Iterable[str] = ()) -> pytest.MarkDecorator:
    """A test of some cases: of one in ``share`` in the quick run, and of those that are named; of the others in the slow one.

    A case stays in or out of it whatever other cases there are.
    """

    def marks(case: Case) -> tuple[()] | pytest.MarkDecorator:
        is_quick = zlib.crc32(case.name.encode()) % share == 0 or case.name in always
        return () if is_quick else pytest.mark.slow

    return pytest.mark.parametrize("case", [pytest.param(case, id=case.name, marks=marks(case)) for case in cases])


@functools.cache
def _copies() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def alone(case: Case) -> Path:
    """The folder of a case where nothing else is: beside the others it would be one program among a thousand of the same project."""
    root = Path(_copies().name, case.name)
    if not root.exists():
        for name, data in case.before.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return root
