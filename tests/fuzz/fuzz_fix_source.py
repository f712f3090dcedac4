"""Coverage-guided fuzzing of `fix_source` (atheris: Linux, CPython 3.11 or later):

    pip install atheris
    python tests/fuzz/fuzz_fix_source.py -max_total_time=1800 -rss_limit_mb=4096 corpus/

The corpus begins with the goldens. What it finds is a bug: an exception, a result that is not verified, a second pass that finds more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

with atheris.instrument_imports(include=["codemod"]):
    from codemod.fix import fix_source
    from codemod.guard import Unverified, paste
    from codemod.model import CannotMove, Move
    from codemod.project import Project

from golden_cases import CASES  # noqa: E402


def read_nothing(path: str) -> None:
    """No other file counts."""


def pasted(source: bytes, moves: Sequence[Move]) -> bytes:
    # libcst never ends on some input, and runs apart for that: what is looked for here are faults of our own.
    try:
        return paste(source, moves)
    except Unverified as error:
        raise CannotMove(str(error)) from error


def check(data: bytes) -> None:
    """One program, or what is none."""
    result = fix_source(data, "app.py", Project(read=read_nothing), mover=pasted)
    assert result.before == data
    if result.changed:
        assert not result.problem
        again = fix_source(result.after, "app.py", Project(read=read_nothing), mover=pasted)
        assert not again.problem
        assert again.after == result.after


def seeds(folder: Path) -> None:
    """The goldens of one file, as the first inputs."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        if case.root == case.folder:
            (folder / case.name).write_bytes(case.before["before.py"])


if __name__ == "__main__":
    folders = [word for word in sys.argv[1:] if not word.startswith("-")]
    if folders and not os.path.isdir(folders[0]):
        seeds(Path(folders[0]))
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
