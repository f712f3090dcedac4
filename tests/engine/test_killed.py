"""Whatever ends a run, and whenever: every file is wholly old or wholly new, and what is left over is recognised."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import BROKEN, FIXED, ROOT

from codemod.files import access

if sys.platform == "win32":
    pytest.skip("signals of POSIX", allow_module_level=True)

ENV = {**os.environ, "PYTHONPATH": str(ROOT)}

# A run that comes to grief at one call of the writer: before it, or (for signals) after it.
VICTIM = """\
import errno, os, signal, sys
from codemod.files import access
from codemod.cli.main import main

step, kind, when, nth = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
owner = access if step.startswith("_") else os
real, calls = getattr(owner, step), 0

def strike():
    if kind.startswith("SIG"):
        os.kill(os.getpid(), getattr(signal, kind))
    else:
        number = getattr(errno, kind)
        raise OSError(number, os.strerror(number))

def wrapper(*args, **options):
    global calls
    if step == "open" and not (len(args) > 1 and args[1] & os.O_CREAT):
        return real(*args, **options)
    calls += 1
    if calls == nth and when == "before":
        strike()
    result = real(*args, **options)
    if calls == nth and when == "after":
        strike()
    return result

setattr(owner, step, wrapper)
code = main(["--write", "--quiet"])
sys.exit(code)
"""
STEPS = [
    "realpath",
    "_read",
    "access",
    "_name_beside",
    "open",
    "_keep_attributes",
    "fchmod",
    "fsync",
    "replace",
    "_sync_folder",
]
STEPS += ["_remove_leftovers", "_check_place"]
SIGNALS, ERRORS = ["SIGKILL", "SIGINT", "SIGTERM"], ["ENOSPC", "EIO", "EACCES"]


def states(folder: Path) -> dict[str, str]:
    """Of each Python file whether it is old, new or torn."""
    known = {BROKEN.encode(): "old", FIXED.encode(): "new"}
    return {path.name: known.get(path.read_bytes(), "torn") for path in sorted(folder.glob("*.py"))}


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(access.PREFIX) and name.endswith(access.SUFFIX)]


def strike(folder: Path, step: str, kind: str, when: str, nth: int) -> subprocess.CompletedProcess[bytes]:
    for name in "abc":
        (folder / f"{name}.py").write_text(BROKEN)
    path = folder.parent / "victim.py"
    path.write_text(VICTIM.replace("owner = access if", "owner = os.path if step == 'realpath' else access if"))
    command = [sys.executable, str(path), step, kind, when, str(nth)]
    return subprocess.run(command, cwd=folder, env=ENV, capture_output=True, timeout=60)


def points() -> Sequence[object]:
    """Every step, before and after it, with every way to end; a few of them in the quick run."""
    found = []
    for number, step in enumerate(STEPS):
        for offset, kind in enumerate(SIGNALS + ERRORS):
            for when in ("before", "after") if kind in SIGNALS else ("before",):
                quick = (number + offset) % 6 == 0
                name = f"{when}-{step}-{kind}"
                found.append(pytest.param(step, kind, when, id=name, marks=() if quick else pytest.mark.slow))
    return found


@pytest.mark.parametrize(("step", "kind", "when"), points())
def test_every_step_of_the_writer(folder: Path, step: str, kind: str, when: str) -> None:
    # The second file: the first is written, the third is not.
    nth = {"realpath": 8, "_read": 6, "fsync": 3}.get(step, 2)
    done = strike(folder, step, kind, when, nth)
    found = states(folder)
    assert set(found.values()) <= {"old", "new"}
    assert len(leftovers(folder)) <= (1 if kind == "SIGKILL" else 0)
    if kind == "SIGKILL":
        assert done.returncode == -signal.SIGKILL
    elif kind == "SIGINT":
        assert done.returncode == 130
    elif kind == "SIGTERM":
        assert done.returncode in (143, -signal.SIGTERM)  # before anything is written it ends as any program does
    elif step not in ("realpath", "_sync_folder", "_remove_leftovers", "_name_beside"):
        assert done.returncode == 2
        assert found == {"a.py": "new", "b.py": "old", "c.py": "new"}
    check_again(folder)


def check_again(folder: Path) -> None:
    """Another run does the rest, and never takes what was left for a file of the project."""
    command = [sys.executable, "-m", "codemod", "--write", "--verbose"]
    done = subprocess.run(command, cwd=folder, env=ENV, capture_output=True, timeout=60)
    assert done.returncode == 0
    assert access.PREFIX.encode() not in done.stdout + done.stderr
    assert set(states(folder).values()) == {"new"}


@pytest.mark.parametrize("kind", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(("step", "written"), [("fchmod", "a"), ("_sync_folder", "ab")])
def test_an_interrupted_run_says_what_it_wrote(folder: Path, kind: str, step: str, written: str) -> None:
    done = strike(folder, step, kind, "before", 2)
    lines = [f"interrupted: {len(written)} of 3 files were written", *(f"written: {name}.py" for name in written)]
    assert done.stderr.decode().splitlines() == lines
    assert done.returncode == {"SIGINT": 130, "SIGTERM": 143}[kind]
    assert [name for name, state in states(folder).items() if state == "new"] == [f"{name}.py" for name in written]


def killed_at_random(folder: Path, rounds: int, count: int, seed: int) -> None:
    chance = random.Random(seed)
    command = [sys.executable, "-m", "codemod", "--write", "--quiet", "--jobs", "2"]
    fill(folder, count)
    start = time.monotonic()
    subprocess.run(command, cwd=folder, env=ENV, check=True, timeout=300)
    whole = time.monotonic() - start
    seen = set()
    for _ in range(rounds):
        fill(folder, count)
        process = subprocess.Popen(command, cwd=folder, env=ENV, stderr=subprocess.DEVNULL)
        # The writing comes last, and is a small part of the run.
        time.sleep(whole * chance.choice((chance.random(), 0.7 + 0.4 * chance.random())))
        process.kill()
        process.wait()
        found = states(folder)
        assert len(found) == count
        assert set(found.values()) <= {"old", "new"}
        assert len(leftovers(folder)) <= 1
        seen.add(len(set(found.values())))
        for name in leftovers(folder):
            (folder / name).unlink()
    assert seen


def fill(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"app{number:03}.py").write_text(BROKEN)


def test_killed_at_random_times(folder: Path) -> None:
    killed_at_random(folder, rounds=5, count=40, seed=1)


@pytest.mark.slow
def test_killed_three_hundred_times(folder: Path) -> None:
    killed_at_random(folder, rounds=300, count=200, seed=2)


def test_the_workers_of_a_killed_run_end(folder: Path) -> None:
    fill(folder, 120)
    mark = str(folder / "mark")
    process = subprocess.Popen(
        [sys.executable, "-m", "codemod", "--write", "--jobs", "2"],
        cwd=folder,
        env={**ENV, "SESSFIX_TEST_MARK": mark},
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while len(marked(mark)) < 2 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    while marked(mark) and time.monotonic() < deadline + 30:
        time.sleep(0.1)
    assert marked(mark) == []


def marked(mark: str) -> list[str]:
    """The processes that have the mark in their environment, where the system shows it."""
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        try:
            if name.isdigit() and mark.encode() in Path("/proc", name, "environ").read_bytes():
                found.append(name)
        except OSError:
            continue
    return found
