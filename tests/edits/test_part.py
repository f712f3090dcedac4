"""libcst sees the part of a file that a move concerns: the bytes are those that it would make of the whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import BROKEN, FIXED
from golden_cases import FOLDERS

from codemod.edits import part, proved
from codemod.edits.proved import written
from codemod.engine.fix import fix_source
from codemod.model import ElementMove, Location, StatementMove
from codemod.project.modules import Project

CHANGED = [folder / "before.py" for folder in FOLDERS if (folder / "after.py").is_file()]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[part.Part | None]:
    """Every file is large enough; what was asked for."""
    found: list[part.Part | None] = []
    real = part.part_of

    def noted(*given: object) -> part.Part | None:
        found.append(real(*given))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(part, "SMALL", 0)
    monkeypatch.setattr(part, "part_of", noted)
    return found


@pytest.mark.parametrize("path", CHANGED[::4], ids=lambda path: path.parent.name)
def test_the_bytes_are_those_of_the_whole(path: Path, asked: list[part.Part | None], folder: Path) -> None:
    source = path.read_bytes()
    after = path.with_name("after.py").read_bytes()
    assert fix_source(source, str(folder / path.name), Project()).after == after
    assert asked


LINES = "".join(f"x{number} = {number}\n" for number in range(9))


def test_only_the_part_is_parsed(asked: list[part.Part | None]) -> None:
    source = (LINES + BROKEN + LINES).encode()
    row = source[: source.index(b"app.add")].count(b"\n") + 1
    target = source[: source.index(b"async def")].count(b"\n") + 1
    after = written(source, [StatementMove(row, target, True)])
    assert after.startswith((LINES + FIXED[: FIXED.index("@app")]).encode())
    assert after.endswith(LINES.encode())
    (found,) = asked
    assert found is not None
    assert b"x0" not in found.source
    assert found.source.startswith(b"pass\n")
    assert found.source.endswith(b"pass\n")


def test_an_element_of_a_list(asked: list[part.Part | None]) -> None:
    source = b"x = 1\ny = [\n    1,\n    2,\n]\nz = 3\n"
    after = written(source, [ElementMove(Location(2, 5), 1, 0)])
    assert after == b"x = 1\ny = [\n    2,\n    1,\n]\nz = 3\n"
    assert asked[0] is not None


@pytest.mark.parametrize(
    "source",
    [
        b"# coding: latin-1\nx = 1\nz = 3\nw = 4\n",
        b"x = (\n",
        b"x = 1",
    ],
)
def test_where_there_is_no_part(source: bytes, asked: list[part.Part | None]) -> None:
    assert part.part_of(source, [StatementMove(1, 2, True)]) is None


def test_a_change_beyond_the_part_is_not_taken(asked: list[part.Part | None]) -> None:
    found = part.part_of(b"x = 1\ny = 2\nz = 3\nw = 4\n", [StatementMove(2, 3, True)])
    assert found is not None
    assert found.whole(b"pass\nz = 3\ny = 2\npass\n") == b"x = 1\nz = 3\ny = 2\nw = 4\n"
    assert found.whole(b"z = 3\ny = 2\npass\n") is None


def test_a_small_file_is_parsed_whole() -> None:
    assert part.part_of(BROKEN.encode(), [StatementMove(5, 9, True)]) is None
    assert proved.written(b"x = 1\ny = 2\n", [StatementMove(1, 2, True)]) == b"y = 2\nx = 1\n"
