"""Moves of one file that do not touch each other are made and proved together, with what they would come to alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_cases import FOLDERS

from codemod.engine import analysis, repair
from codemod.engine.fix import fix_source
from codemod.interpreter.machine import Machine
from codemod.model import Finding
from codemod.project.modules import Modules, Project
from codemod.stacks.trace import started

HEAD = b"""\
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


async def guard(request, call_next):
    if not request.session.get("user"):
        pass
    return await call_next(request)
"""


def applications(count: int) -> bytes:
    blocks = (
        b"\n\napp%d = FastAPI()\n# signs the cookie\napp%d.add_middleware(SessionMiddleware, secret_key='x')\n"
        b"app%d.middleware('http')(guard)\n" % (number, number, number)
        for number in range(count)
    )
    return HEAD + b"".join(blocks)


def edited(source: bytes, finding: Finding) -> bytes:
    """The source with the edits of one finding."""
    assert finding.fix is not None
    lines = source.decode().split("\n")
    text = source.decode()

    def offset(location: tuple[int, int]) -> int:
        row, column = location
        return sum(len(line) + 1 for line in lines[: row - 1]) + column - 1

    for edit in reversed(finding.fix.edits):
        text = text[: offset(edit.start)] + edit.content + text[offset(edit.end) :]
    return text.encode()


def test_any_number_of_applications_is_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def counted(modules: Modules) -> Machine:
        assert modules.entry is not None
        looks.append(modules.entry.path)
        return started(modules)

    monkeypatch.setattr(analysis, "started", counted)
    result = fix_source(applications(60), "main.py")
    assert len(result.findings) == 60
    assert result.remaining == ()
    assert len(looks) == 2  # the file as it was, and as it is after all the moves
    assert result.after.count(b"(guard)\n# signs the cookie\n") == 60


def test_the_edits_of_each_finding_make_its_move_alone() -> None:
    source = applications(3)
    result = fix_source(source, "main.py")
    for finding in result.findings:
        after = edited(source, finding)
        left = fix_source(after, "main.py").findings
        assert [one.registration.start.row for one in left] == [
            one.registration.start.row for one in result.findings if one is not finding
        ]


def test_what_one_move_needs_of_another_is_seen_one_by_one() -> None:
    """Two layers that move on one application depend on each other: the look at both together is not asked for."""
    source = (
        HEAD.replace(
            b"import FastAPI\n",
            b"import FastAPI\nfrom starlette.middleware.authentication import AuthenticationMiddleware\n",
        )
        + b"""

async def who(request, call_next):
    request.session, request.user
    return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key='x')
app.add_middleware(AuthenticationMiddleware, backend=make())
app.middleware('http')(who)
"""
    )
    result = fix_source(source, "main.py")
    assert {finding.code for finding in result.findings} == {"SES001", "SES011"}
    assert result.remaining == ()


def with_several_findings() -> list[Path]:
    """The cases of one file whose report tells of two moves at least."""
    reports = (path for folder in FOLDERS if (path := folder / "report.txt").exists())
    return [path.parent / "before.py" for path in reports if path.read_bytes().count(b"[*]") > 1]


@pytest.mark.parametrize(
    "path", [path for path in with_several_findings() if path.exists()], ids=lambda path: path.parent.name
)
def test_together_and_one_by_one_give_the_same(path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    source = path.read_bytes()
    together = fix_source(source, str(folder / path.name), Project())
    monkeypatch.setattr(repair, "joined", lambda *given: repair.Joint({}, None))
    alone = fix_source(source, str(folder / path.name), Project())
    assert together.after == alone.after
    assert together.findings == alone.findings
    assert together.remaining == alone.remaining
