"""Runs the command line in the folder of a generated project, and judges it by what Starlette then has."""

from __future__ import annotations

import asyncio
import importlib
import io
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from codemod.cli.main import main

from .layouts import Project
from .outcome import mentions
from .truth import Stack, environment, is_wrong, misplaced, outside, stack_of

Files = tuple[tuple[str, bytes], ...]
CODES = re.compile(r"^(SES\d+) ", re.MULTILINE)
NAMES = ("VIRTUAL_ENV", "CONDA_PREFIX", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "_SESSFIX_COMPLETE")


class Run(NamedTuple):
    """One run of the command line: how it ended, what it said, and the files that it left."""

    status: int
    said: str
    errors: str
    files: Files

    @property
    def codes(self) -> list[str]:
        return CODES.findall(self.said)


class Answer(NamedTuple):
    """A project before and after: its stacks, and the runs with and without `--write`."""

    before: Stack
    after: Stack | str
    report: Run
    write: Run
    again: Run | None


def written(project: Project, folder: Path) -> None:
    for name, text in project.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def files_in(folder: Path) -> Files:
    return tuple(
        sorted((path.relative_to(folder).as_posix(), path.read_bytes()) for path in folder.rglob("*") if path.is_file())
    )


@contextmanager
def captured() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    before = sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdout, sys.stderr = io.TextIOWrapper(out, "utf-8"), io.TextIOWrapper(err, "utf-8")
    try:
        yield out, err
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.detach()
        sys.stdout, sys.stderr = before


def run(folder: Path, *options: str) -> Run:
    """What a user gets who types `sessfix [options] .` there."""
    here = os.getcwd()
    kept = {name: os.environ.pop(name) for name in NAMES if name in os.environ}
    os.chdir(folder)
    try:
        with captured() as (out, err):
            status = main([*options, "."])
        return Run(status, out.getvalue().decode(), err.getvalue().decode(), files_in(folder))
    finally:
        os.chdir(here)
        os.environ.update(kept)


@contextmanager
def fresh(project: Project, folder: Path) -> Iterator[None]:
    """Imports start in the project's own folder, and leave nothing behind."""
    tops = {
        Path(name).relative_to(project.root or ".").parts[0].removesuffix(".py")
        for name, _ in project.files
        if name.endswith(".py")
    }
    hidden = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in tops}
    for name in hidden:
        del sys.modules[name]
    before, path, writes = set(sys.modules), list(sys.path), sys.dont_write_bytecode
    sys.path.insert(0, str(folder / project.root))
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for name in set(sys.modules) - before:
            if name.partition(".")[0] in tops:
                del sys.modules[name]
        sys.modules.update(hidden)
        sys.path[:], sys.dont_write_bytecode = path, writes
        sys.path_importer_cache.pop(str(folder / project.root), None)


def stack_in(project: Project, folder: Path) -> Stack:
    with environment({}), fresh(project, folder):
        return asyncio.run(stack_of(importlib.import_module(project.main).app))


def asked(project: Project) -> Answer:
    """Write the project, ask the tool and Starlette, and forget it again."""
    with tempfile.TemporaryDirectory(prefix="project") as name:
        folder = Path(name).resolve()
        written(project, folder)
        before = stack_in(project, folder)
        report = run(folder)
        write = run(folder, "--write") if report.status else report
        if write.files == report.files:
            return Answer(before, before, report, write, None)
        try:
            after: Stack | str = stack_in(project, folder)
        except Exception as error:
            after = f"the project no longer runs: {error!r}"
        return Answer(before, after, report, write, run(folder, "--write"))


def judge(project: Project, answer: Answer) -> list[str]:
    """All that is wrong with the tool's answer for this project."""
    source = tuple((name, text.encode()) for name, text in project.files)
    found = [] if answer.report.files == tuple(sorted(source)) else ["a run without --write changed a file"]
    found += [f"exit {r.status}: {r.errors}" for r in (answer.report, answer.write) if r.status not in (0, 1)]
    if isinstance(answer.after, str):
        return [*found, answer.after]
    if not is_wrong(answer.before):
        return found + right_complaints(answer)
    if "SES003" not in answer.report.codes:
        found += [f"{user} is not named" for user in users(answer.before) if not mentions(user, answer.report.said)]
    if set(answer.report.codes) <= {"SES002"}:
        return [*found, f"is wrong, and no finding says so: {shown(answer.before)}"]
    found += double_complaints(answer)
    if answer.write.files == answer.report.files:
        return found + refusal_complaints(project, answer)
    if project.expect == "refuse":
        found.append("has a trap, and was changed")
    return found + change_complaints(answer, answer.after)


def right_complaints(answer: Answer) -> list[str]:
    found = [f"{code} for a project in the right order" for code in answer.report.codes if code != "SES003"]
    if answer.write.files != answer.report.files:
        found.append("a project in the right order was changed")
    doubled = sum("session" in layer.provides for layer in answer.before) > 1
    if "SES003" in answer.report.codes and not doubled:
        found.append("SES003, although there is one session layer")
    return found if doubled or found else [f"exit {answer.report.status}"] * (answer.report.status != 0)


def double_complaints(answer: Answer) -> list[str]:
    wanted = {"SES011" if "user" in answer.before[i].provides else "SES001" for i in misplaced(answer.before)}
    return [
        f"{answer.report.codes.count(code)} findings {code}, for one layer"
        for code in wanted
        if answer.report.codes.count(code) != 1 and "SES003" not in answer.report.codes
    ]


def refusal_complaints(project: Project, answer: Answer) -> list[str]:
    found = [] if answer.write.status == 1 else [f"nothing was changed, and the exit status is {answer.write.status}"]
    reasons = [line for line in answer.write.said.splitlines() if line.startswith("not fixed: ")]
    if not reasons and "SES003" not in answer.report.codes:
        found.append("neither repaired nor refused with a reason")
    if project.expect == "fix":
        found.append(f"is wrong, has no trap, and is not repaired: {' / '.join(reasons)}")
    return found


def change_complaints(answer: Answer, after: Stack) -> list[str]:
    """A repair leaves a right stack of the same layers, with the other ones in the order they had."""
    before, found = answer.before, []
    if is_wrong(after):
        found.append(f"was changed and is still wrong: {shown(before)} became {shown(after)}")
    if Counter(before) != Counter(after):
        found.append(f"its layers are other ones: {shown(before)} became {shown(after)}")
    movers = {before[i].signature for i in misplaced(before)}
    needed = {key for layer in before if layer.signature in movers for key in layer.requires}
    movers |= {layer.signature for layer in before if layer.provides & needed}
    if [s for s in before if s.signature not in movers] != [s for s in after if s.signature not in movers]:
        found.append(f"layers that were right changed places: {shown(before)} became {shown(after)}")
    if lines(answer.report.files) != lines(answer.write.files):
        found.append("other lines than before")
    if answer.write.status != 0:
        found.append(f"repaired, and the exit status is {answer.write.status}")
    assert answer.again is not None
    if answer.again.files != answer.write.files:
        found.append("a second run changes the files again")
    return found if answer.again.status == 0 else [*found, f"a second run ends with {answer.again.status}"]


def lines(files: Files) -> Counter[bytes]:
    return Counter(line for _, data in files for line in data.split(b"\n") if line.strip())


def users(stack: Stack) -> list[str]:
    """The layers that lie outside of what they need."""
    found = {stack[user] for i in misplaced(stack) for user in outside(stack, i)}
    # A backend is an argument: the layer is the class that is given it.
    backend = "AuthenticationMiddleware"
    return sorted({backend if layer.signature.startswith(f"[{backend},") else layer.token for layer in found})


def shown(stack: Stack) -> str:
    return " > ".join(layer.token for layer in stack)
