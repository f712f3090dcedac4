"""Generated programs run before and after the repair: Starlette itself says whether the order is right.

A run takes 200 programs, always the same; the slow test takes 20,000 others. ``SESSFIX_ORACLE_PROGRAMS`` sets another
number.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import warnings
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from oracle import fixers
from oracle.catalogue import body_of
from oracle.description import Application, Layer, Program, all_layers
from oracle.outcome import Fixer, asked
from oracle.programs import programs, simple_programs
from oracle.render import text_of
from oracle.truth import Stack, answers, applications, is_wrong
from oracle.verdict import case_of, judge
from starlette.testclient import TestClient

from codemod.probe import SessionProbe

COUNT = int(os.environ.get("SESSFIX_ORACLE_PROGRAMS", "200"))
# One in so many programs is also asked through a client: that is slow.
CLIENT_SHARE = 20


def quiet(count: int, derandomize: bool = False, phases: Collection[Phase] = tuple(Phase)) -> settings:
    """So many programs, the same in every run when they are derandomized; nothing is kept between runs."""
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=derandomize,
        phases=phases,
    )


def pasted(program: Program, complaints: list[str]) -> str:
    """A failure as a reader wants it: what is wrong, and the program that can be made a golden."""
    after = asked(case_of(program).source)
    findings = "\n".join(f"  {finding}" for finding in after.findings)
    return "\n".join(
        [
            "",
            *(f"* {said}" for said in complaints),
            "findings:",
            findings,
            "before.py:",
            text_of(program),
            "after.py:",
            after.after.decode(),
        ]
    )


def check(program: Program) -> None:
    complaints = judge(program, asked)
    if not complaints and zlib.crc32(text_of(program).encode()) % CLIENT_SHARE == 0:
        complaints = client_complaints(program)
    if complaints:
        pytest.fail(pasted(program, complaints), pytrace=False)


def client_complaints(program: Program) -> list[str]:
    """What a client sees of the repaired program: no request may end for want of a session."""
    case = case_of(program)
    after = asked(case.source).after
    found = []
    for world, stacks in zip(case.worlds, case.stacks(after), strict=True):
        whole = [not is_wrong(stack) and has_providers(stack) for stack in stacks]
        errors = answers(after, case.entries, world)
        found += [f"a request fails: {error!r}" for error, right in zip(errors, whole, strict=True) if right and error]
    return found


def has_providers(stack: Stack) -> bool:
    provided = {key for layer in stack for key in layer.provides}
    return all(layer.requires <= provided for layer in stack)


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    """Newer releases of Starlette warn that their client wants another library; programs may import it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@quiet(COUNT, derandomize=True)
@given(programs())
def test_repairs_what_starlette_calls_wrong_and_nothing_else(program: Program) -> None:
    check(program)


@pytest.fixture
def _asked_for(request: pytest.FixtureRequest) -> None:
    """Half an hour of work is done only when someone names the marker."""
    if "slow" not in request.config.option.markexpr:
        pytest.skip("run it with -m slow")


@pytest.mark.slow
@pytest.mark.usefixtures("_asked_for")
@quiet(int(os.environ.get("SESSFIX_ORACLE_PROGRAMS", "20000")))
@given(programs())
def test_repairs_what_starlette_calls_wrong_in_many_programs(program: Program) -> None:
    check(program)


@pytest.mark.slow
@quiet(int(os.environ.get("SESSFIX_ORACLE_PROGRAMS", "1000")), derandomize=True)
@given(programs())
def test_probe_sees_what_starlette_calls_wrong(program: Program) -> None:
    case = case_of(program)
    if any(application.doubled for application in program.applications):
        return  # with a session outside, what asks for it has one
    for world, stacks in zip(case.worlds, case.stacks(case.source), strict=True):
        for stack, application in zip(stacks, applications(case.source, case.entries, dict(world)), strict=True):
            probe = SessionProbe(application)
            with suppress(Exception):
                TestClient(probe).get("/")
            # What a lambda makes is not known before it runs; a layer further out may fail before that.
            named = any(finding.provider for finding in probe.findings)
            said = f"{text_of(program)}\n{[*map(str, probe.findings)]}"
            assert bool(probe.findings) >= is_wrong(stack) >= named, said


@quiet(150, derandomize=True, phases=[Phase.generate])
@given(simple_programs())
def test_accepts_a_right_fixer(program: Program) -> None:
    assert judge(program, fixers.right) == []


@pytest.mark.parametrize("program", [fixers.WRONG, fixers.WRONG_INSIDE, fixers.RIGHT, fixers.TWO_APPLICATIONS])
def test_accepts_a_right_fixer_of_the_programs_that_others_break(program: Program) -> None:
    assert judge(program, fixers.right) == []


@pytest.mark.parametrize(
    ("fixer", "program", "complaint"),
    fixers.BROKEN,
    ids=[f"{fixer.__name__}-{number}" for number, (fixer, _, _) in enumerate(fixers.BROKEN)],
)
def test_complains_of_a_wrong_fixer(fixer: Fixer, program: Program, complaint: str) -> None:
    said = judge(program, fixer)
    assert any(complaint in sentence for sentence in said), said


def test_complains_of_a_repair_that_crosses_a_trap() -> None:
    base = fixers.WRONG
    trapped = base._replace(applications=(base.applications[0]._replace(expect="refuse"),))
    assert any("has a trap, and was changed" in said for said in judge(trapped, fixers.right))


def disagreements(application: Application, stack: Stack) -> list[str]:
    """Layers of which the catalogue and Starlette say different things."""
    running = {layer.token: layer.requires for layer in stack}
    described = [layer for layer in all_layers(application) if isinstance(layer, Layer) and layer.name in running]
    return [layer.name for layer in described if set(body_of(layer.shape, layer.body).keys) != running[layer.name]]


@quiet(300, derandomize=True, phases=[Phase.generate])
@given(programs())
def test_programs_run_and_layers_use_what_the_catalogue_says(program: Program) -> None:
    case = case_of(program)
    for stacks in case.stacks(case.source):
        for application, stack in zip(program.applications, stacks, strict=True):
            assert disagreements(application, stack) == [], text_of(program)


def ruff_leaves_alone(folder: Path) -> set[str]:
    """The names of the files that `ruff format` would not touch."""
    tool = shutil.which("ruff", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if tool is None:
        pytest.skip("ruff is not installed")
    done = subprocess.run(
        [tool, "format", "--check", "--isolated", "--no-cache", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    touched = {
        line.removeprefix("Would reformat: ")
        for line in done.stdout.splitlines()
        if line.startswith("Would reformat: ")
    }
    return {path.name for path in folder.iterdir()} - {Path(name).name for name in touched}


def test_ruff_leaves_alone_what_it_left_alone_before(tmp_path: Path) -> None:
    found: list[Program] = []

    @quiet(150, derandomize=True, phases=[Phase.generate])
    @given(programs())
    def gather(program: Program) -> None:
        found.append(program)

    gather()
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
    for number, program in enumerate(program for program in found if program.formatted):
        case = case_of(program)
        (before / f"{number}.py").write_bytes(case.source)
        (after / f"{number}.py").write_bytes(asked(case.source).after)
    spoilt = ruff_leaves_alone(before) - ruff_leaves_alone(after)
    assert not spoilt, "\n".join((after / name).read_text() for name in sorted(spoilt)[:1])
