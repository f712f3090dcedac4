"""One bad file costs that file, and no more than 10 seconds and 2 GiB; what a run says does not depend on `--jobs`."""

from __future__ import annotations

import io
import json
import operator
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import BROKEN, FIXED, ROOT, STUCK

from codemod.cli.main import main
from codemod.edits import part
from codemod.edits.proved import previewed, written, written_deeply
from codemod.engine import checking, limits, repair
from codemod.engine.fix import fix_files, fix_source
from codemod.engine.limits import Checker
from codemod.engine.tasks import File, HandOver, Task
from codemod.files import workers
from codemod.files.workers import Crew, Limit, Worker
from codemod.model import Broken, CannotMove, Late, Problem, Result, StatementMove, Stopped
from codemod.project.blocks import blocks_of
from codemod.project.index import Graph, Index
from codemod.project.modules import Project
from codemod.project.resolver import Resolver
from codemod.project.roots import import_lines
from codemod.settings.config import Settings

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

LIMIT = Limit(60, 60)

# libcst takes minutes for each, some of them a few lines long; Python reads all in no time.
NESTED_CASE = "def never(x):\n    match x:\n        case " + "{'a': " * 14 + "1" + "}" * 14 + ":\n            pass\n"
BOMBS = {
    "mappings": NESTED_CASE,
    "sequences": "def never(x):\n    match x:\n        case " + "[" * 30 + "]" * 30 + ":\n            pass\n",
    "sum": "def never(a):\n    return " + "+".join("a" * 10_000) + "\n",
    "calls": "def never(a):\n    return a" + "()" * 10_000 + "\n",
    "both": NESTED_CASE.replace("{'a': ", "[{'a': ").replace("}", "}]"),
}
# Of a large file libcst sees the part that a move concerns, and no bomb elsewhere.
SEEN = [name for name, text in BOMBS.items() if len(text) < part.SMALL]


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


# A process for one call after the other


def test_a_worker_answers(worker: Worker) -> None:
    assert worker.call(LIMIT, operator.add, 1, 2) == 3
    first = worker.call(LIMIT, os.getpid)
    assert worker.call(LIMIT, os.getpid) == first != os.getpid()


def test_a_worker_passes_on_what_is_raised(worker: Worker) -> None:
    with pytest.raises(CannotMove, match="libcst would change line 1"):
        worker.call(LIMIT, written, b"\fx = 1\ny = 2\n", [StatementMove(1, 2, True)])
    with pytest.raises(Broken, match="JSONDecodeError: Expecting value"):
        worker.call(LIMIT, json.loads, "")
    with pytest.raises(Stopped, match="the parser crashed"):
        worker.call(LIMIT, sys.exit, 3)
    assert worker.call(LIMIT, operator.add, 1, 2) == 3


def test_what_a_library_prints_is_no_answer(worker: Worker) -> None:
    assert worker.call(LIMIT, os.write, 1, b"noise") == 5
    assert worker.call(LIMIT, operator.add, 1, 2) == 3


def test_a_call_that_computes_for_ever_is_ended(worker: Worker) -> None:
    with pytest.raises(Late, match="processor"):
        worker.call(Limit(0.2, 60), sum, range(10**12))
    assert worker.call(LIMIT, operator.add, 1, 2) == 3


def test_a_call_that_does_not_end_is_ended(worker: Worker) -> None:
    worker.call(LIMIT, os.getpid)
    start = time.monotonic()
    with pytest.raises(Late):
        worker.call(Limit(60, 0.3), time.sleep, 1000)
    assert time.monotonic() - start < 30
    assert worker.call(LIMIT, operator.add, 1, 2) == 3


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (signal.SIGSEGV, "the parser crashed, not checked"),
        (signal.SIGABRT, "needs more memory than 2 GiB, not checked"),
        (signal.SIGKILL, "needs more memory than 2 GiB, not checked"),
    ],
)
def test_a_crash_costs_one_call(worker: Worker, number: int, message: str) -> None:
    with pytest.raises(Stopped, match=message):
        worker.call(LIMIT, signal.raise_signal, number)
    assert worker.call(LIMIT, operator.add, 1, 2) == 3


def test_an_alarm_of_its_own_ends_a_worker_whose_parent_is_gone(worker: Worker) -> None:
    with pytest.raises(Late):
        worker.call(LIMIT, signal.raise_signal, signal.SIGALRM)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded where the system does it")
def test_memory_is_bounded(worker: Worker) -> None:
    with pytest.raises(Stopped, match="needs more memory than 2 GiB"):
        worker.call(LIMIT, bytearray, 3 << 30)
    assert len(worker.call(LIMIT, bytes, 1000)) == 1000


def test_an_interrupt_leaves_no_half_answer(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    first = worker.call(LIMIT, os.getpid)
    with monkeypatch.context() as patch:
        patch.setattr(pickle, "load", interrupt)
        with pytest.raises(KeyboardInterrupt):
            worker.call(LIMIT, os.getpid)
    assert worker.call(LIMIT, os.getpid) != first


def test_a_worker_that_is_busy_is_not_waited_for() -> None:
    worker = Worker()
    worker.call(LIMIT, os.getpid)

    def call() -> None:
        with pytest.raises((Stopped, ValueError, OSError)):  # ended at work, or before it had read its task
            worker.call(LIMIT, time.sleep, 1000)

    thread = threading.Thread(target=call)
    thread.start()
    time.sleep(0.2)
    worker.stop()
    thread.join(30)
    assert not thread.is_alive()


def test_a_crew_loses_only_what_crashes() -> None:
    crew = Crew(2)
    calls: list[tuple[object, ...]] = [(number,) for number in [0, 0, signal.SIGSEGV, 0, 0, 0]]
    outcomes = dict(crew.each([LIMIT] * len(calls), signal.raise_signal, calls))
    crew.close()
    assert sorted(outcomes) == [0, 1, 2, 3, 4, 5]
    assert [number for number, value in outcomes.items() if isinstance(value, Stopped)] == [2]


def test_a_crew_that_is_left_ends_at_once() -> None:
    crew = Crew(2)
    results = crew.each([Limit(600, 600)] * 4, time.sleep, [(0,), (500,), (500,), (500,)])
    assert next(results) == (0, None)
    start = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 30
    crew.close()


# In the worker, run here


def test_a_worker_ends_with_its_input() -> None:
    requests = b"".join(pickle.dumps((LIMIT, operator.add, (1, number))) for number in range(3))
    replies = io.BytesIO()
    workers.answer_all(io.BytesIO(requests), replies)
    replies.seek(0)
    assert [pickle.load(replies) for _ in range(3)] == [(False, 1), (False, 2), (False, 3)]


def test_a_worker_ends_when_nobody_reads_it() -> None:
    class Gone(io.BytesIO):
        def flush(self) -> None:
            raise BrokenPipeError

    requests = pickle.dumps((LIMIT, operator.add, (1, 1)))
    workers.answer_all(io.BytesIO(requests * 2), Gone())


def test_what_a_call_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(error: BaseException) -> None:
        raise error

    assert workers.answer(fail, (CannotMove("why"),))[1].args == ("why",)
    assert str(workers.answer(fail, (MemoryError(),))[1]) == "needs more memory than 2 GiB, not checked"
    assert str(workers.answer(fail, (ValueError("x"),))[1]) == "ValueError: x"
    assert str(workers.answer(fail, (GeneratorExit(),))[1]) == "the parser crashed, not checked"


def test_a_system_without_limits_or_alarms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "setitimer", raising=False)
    workers.set_alarms(1, 1)
    monkeypatch.setitem(sys.modules, "resource", None)
    workers.bound_memory()


@pytest.mark.parametrize("refused", [1, 2, 3])
def test_a_system_that_gives_small_stacks_only(refused: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def stack_size(size: int) -> None:
        asked.append(size)
        if len(asked) <= refused:
            raise ValueError

    monkeypatch.setattr(threading, "stack_size", stack_size)
    ran: list[int] = []
    workers.run_on_a_large_stack(lambda: ran.append(1))
    assert ran == [1]
    assert asked == list(workers.STACKS[: refused + 1])


# What a file comes to


def tasks(*sources: str) -> list[Task]:
    """Files that have nothing to do with each other."""
    return [
        Task((File(source.encode(), f"f{number}.py", Settings()),), graph_of(f"f{number}.py", source.encode()))
        for number, source in enumerate(sources)
    ]


def graph_of(name: str, source: bytes) -> Graph:
    path = os.path.abspath(name)
    index = Index(lambda other: source if other == path else None, Resolver(lambda _: (), [path]))
    index.include([path])
    return index.graph()


def results(checker: Checker, given: list[Task]) -> list[Result]:
    try:
        return sorted(checker.check_all(given), key=lambda result: result.path)
    finally:
        checker.close()


@pytest.mark.parametrize("writes", [False, True])
def test_here_and_apart_give_the_same(folder: Path, writes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tasks(BROKEN, FIXED, STUCK, "def f(:\n", BROKEN + "\f\nx = 1\n", BROKEN + "\fx = 1\n", BROKEN + "x = (\n")
    here = results(Checker(writes), given)
    monkeypatch.setattr(limits, "WORTH", 0)
    assert results(Checker(writes, 2), given) == here
    monkeypatch.setattr(checking, "LARGE", 0)
    assert results(Checker(writes), given) == here
    assert here[0].after == FIXED.encode()
    mover = written if writes else previewed
    files = [file for task in given for file in task.files]
    assert [fix_source(file.source, file.path, mover=mover) for file in files] == here


def test_a_module_with_a_large_part_is_handed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    guard = "async def guard(request, call_next):\n    request.session\n" + "    # why\n" * 500
    app = "from guards import guard\n" + BROKEN.replace(
        "@app.middleware", "app.middleware('http')(guard)\n\n\n@app.middleware"
    )
    (folder / "guards.py").write_text(guard + "    return await call_next(request)\n")
    (folder / "app.py").write_text(app)
    call, calls = Checker._call, []

    def noted(checker: Checker, *given: Any) -> Any:
        calls.append(given)
        return call(checker, *given)

    monkeypatch.setattr(Checker, "_call", noted)
    assert main(["--diff", "app.py"]) == 1
    patch = capsys.readouterr().out
    assert not calls
    monkeypatch.setattr(checking, "LARGE", len(app))
    assert main(["--diff", "app.py"]) == 1
    assert capsys.readouterr().out == patch
    assert len(calls) == 1


def test_a_file_that_takes_its_time_is_handed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def for_ever(*_: object) -> list[Result]:
        while True:
            pass

    checker = Checker(writes=False)
    monkeypatch.setattr(checking, "fix_files", for_ever)  # here only
    monkeypatch.setattr(limits, "HERE", 0.005)
    (result,) = results(checker, tasks(BROKEN))
    assert result.after == FIXED.encode()


def test_a_tree_that_could_not_be_built_for_the_call_to_hand_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> list[Result]:
        raise SystemError("AST constructor recursion depth mismatch (before=300, after=322)")

    checker = Checker(writes=False)
    monkeypatch.setattr(checking, "fix_files", fail)  # here only
    (result,) = results(checker, tasks(BROKEN))
    assert result.after == FIXED.encode()


def test_a_module_that_is_too_large_is_read_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "layers.py").write_text("class Layer:\n    pass\n" + "#" * 200_000)
    text = "from layers import Layer\n" + BROKEN + "app.add_middleware(Layer)\n"
    checker = Checker(writes=False)
    calls: list[str] = []
    real = Crew.call

    def call(self: Crew, limit: Limit, function: Callable[..., object], *rest: object) -> object:
        calls.append(str(rest[1] if len(rest) > 1 else function))
        return real(self, limit, function, *rest)

    monkeypatch.setattr(Crew, "call", call)
    assert [result.problem for result in results(checker, tasks(text))] == [None]
    assert calls == ["check_apart"]
    (folder / "layers.py").write_text("class Layer:\n    pass\n")
    assert [result.problem for result in results(Checker(writes=False), tasks(text))] == [None]
    assert calls == ["check_apart"]


@pytest.mark.parametrize("place", ["another thread", "no clock"])
def test_where_there_is_no_clock_files_are_checked_apart(
    place: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Result] = []
    if place == "no clock":
        monkeypatch.delattr(signal, "SIGVTALRM")
        found += results(Checker(writes=False), tasks(BROKEN))
    else:
        thread = threading.Thread(target=lambda: found.extend(results(Checker(writes=False), tasks(BROKEN))))
        thread.start()
        thread.join(60)
    assert [result.after for result in found] == [FIXED.encode()]


def test_what_is_wrong_with_sessfix_costs_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(paths: list[str], *rest: object) -> list[Result]:
        if paths == ["f0.py"]:
            raise ValueError("a bug")
        return fix_files(paths, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "fix_files", fail)
    first, second = results(Checker(writes=False), tasks(BROKEN, BROKEN))
    assert first.problem == Problem("f0.py", "internal error: ValueError: a bug")
    assert second.after == FIXED.encode()


def test_what_is_handed_over_may_come_to_no_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> None:
        raise Late("processor")

    monkeypatch.setattr(checking, "LARGE", 0)
    monkeypatch.setattr(Crew, "call", late)
    (result,) = results(Checker(writes=False), tasks(BROKEN))
    assert result.problem == Problem("f0.py", "took longer than 10 seconds, not checked")


def test_what_swallows_the_first_call_to_hand_over(monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)

    class Finalizer:
        def __del__(self) -> None:
            wait_for_the_clock()

    def wait_for_the_clock() -> None:
        end = time.process_time() + 0.2
        while time.process_time() < end:
            pass

    def work() -> None:
        with limits.handing_over(0.05):
            Finalizer()
            while True:
                wait_for_the_clock()

    with pytest.raises(HandOver):
        work()
    wait_for_the_clock()
    assert lost


def test_the_sentences() -> None:
    (task,) = tasks("x\n")

    def why(error: Exception) -> str:
        (result,) = limits.failed(task, error, 4.0)
        problem = result.problem
        assert problem
        return problem.message

    assert why(Late("processor")) == "took longer than 4 seconds, not checked"
    assert why(Late("wall")) == "took longer than 16 seconds, not checked"
    assert why(Stopped("the parser crashed, not checked")) == "the parser crashed, not checked"
    assert why(Broken("KeyError: 1")) == "internal error: KeyError: 1"
    assert why(KeyError(1)) == "internal error: KeyError: 1"


def test_a_small_stack_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    for limit, large in ((1 << 20, False), (8 << 20, True), (resource.RLIM_INFINITY, True)):
        checking.has_large_stack.cache_clear()
        monkeypatch.setattr(resource, "getrlimit", lambda _, limit=limit: (limit, limit))
        assert checking.has_large_stack() is large
    checking.has_large_stack.cache_clear()
    monkeypatch.setitem(sys.modules, "resource", None)
    assert not checking.has_large_stack()
    with pytest.raises(HandOver):
        checking.check_size(b"")
    checking.has_large_stack.cache_clear()


def test_the_usual_number_of_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= limits.default_jobs() <= limits.USUAL_JOBS
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert limits.default_jobs() == 1


def test_libcst_gets_a_deep_stack_and_gives_it_back() -> None:
    before = sys.getrecursionlimit()
    assert written_deeply(b"x = 1\ny = 2\n", [StatementMove(1, 2, True)]) == b"y = 2\nx = 1\n"
    assert sys.getrecursionlimit() == before


# Whole runs


def fill(folder: Path, number: int) -> None:
    for count in range(number):
        (folder / f"app{count:03}.py").write_text(BROKEN)


@pytest.mark.parametrize(
    "jobs", [pytest.param("1", marks=pytest.mark.slow), "2", pytest.param("4", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("stack", [pytest.param("1024", marks=pytest.mark.slow), "8192"])
def test_five_bombs_among_a_hundred_files(folder: Path, jobs: str, stack: str) -> None:
    fill(folder, 95)
    for name, text in BOMBS.items():
        (folder / f"bomb_{name}.py").write_text(BROKEN + "\n\n" + text)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f'ulimit -s {stack}; exec "$0" -m codemod --write --jobs {jobs}'
    # Half a minute on a quiet machine; here others run beside it.
    done = subprocess.run(
        ["bash", "-c", command, sys.executable], cwd=folder, env=env, capture_output=True, timeout=300
    )
    said = re.sub(rb"\b(4|16) seconds", b"N seconds", done.stderr)  # 16 on the clock, when others use the processor
    assert said.decode().splitlines() == [
        *(f"error: bomb_{name}.py: took longer than N seconds, not checked" for name in sorted(SEEN)),
        "Fixed 97 findings in 97 files. 3 files could not be checked or written.",
    ]
    assert done.returncode == 2
    assert {path.read_text() for path in folder.glob("app*.py")} == {FIXED}
    for name, text in BOMBS.items():
        assert (folder / f"bomb_{name}.py").read_text() == (BROKEN if name in SEEN else FIXED) + "\n\n" + text


@pytest.mark.slow
def test_one_bomb_has_ten_seconds(folder: Path, sessfix: Run) -> None:
    (folder / "bomb.py").write_text(BROKEN + NESTED_CASE)
    done = sessfix("--write", "bomb.py")
    assert done.stderr.decode().replace("40 seconds", "10 seconds").splitlines() == [
        "error: bomb.py: took longer than 10 seconds, not checked",
        "No findings: 0 files checked. 1 file could not be checked or written.",
    ]
    assert done.returncode == 2


# What is long, and costs no more than it must.
LONG = {
    "alternatives": "x = 1\nif x == 0:\n    y = 0\n"
    + "".join(f"elif x == {i}:\n    y = {i}\n" for i in range(1, 3000)),
    "calls": "".join(f"def f{i}():\n    f{i + 1}()\n    f{i + 1}()\n" for i in range(300)) + "def f300(): pass\nf0()\n",
    "imports": "".join(f"import module{i}\n" for i in range(5000)),
}


@pytest.mark.parametrize("name", LONG)
def test_what_stands_beside_the_fault_may_be_long(name: str, folder: Path, sessfix: Run) -> None:
    (folder / "app.py").write_text(LONG[name] + BROKEN)
    done = sessfix("--write", "app.py")
    assert done.stderr.decode() == "Fixed 1 finding in 1 file.\n"
    assert (folder / "app.py").read_text() == LONG[name] + FIXED


# What Python's own parser and the analysis make of the worst; none of it may crash, or take for ever.
EXTREMES = {
    "terms of a sum": "x = " + "+".join("a" * 60_000) + "\n",
    "attributes": "x = a" + ".b" * 60_000 + "\n",
    "brackets": "x = " + "[" * 10_000 + "]" * 10_000 + "\n",
    "elif": "if a: pass\n" + "elif a: pass\n" * 8_000,
    "not": "x = " + "not " * 20_000 + "a\n",
    "lambda": "x = " + "lambda: " * 10_000 + "1\n",
    "strings": "x = (" + "'a' " * 20_000 + ")\n",
    "nested if": "".join(" " * depth + "if a:\n" for depth in range(99)) + " " * 99 + "pass\n",
    "decorators": "@d\n" * 10_000 + "def f(): pass\n",
    "backslashes": "x = 1\\\n" + "\\\n" * 50_000 + "\n",
    "half a string": "x = '''" + "a" * 100_000,
    "a long number": "x = " + "9" * 100_000 + "\n",
    "a long line": "x = '" + "a" * 1_900_000 + "'\n",
    "imports without an end": "from x import (\n" * 100_000,
    "definitions in definitions": "".join(" " * depth + f"def f{depth}():\n" for depth in range(1500)),
    "calls of two each": "".join(f"def f{n}(a):\n    f{n + 1}(a)\n    f{n + 1}(a)\n" for n in range(12)) + "f0(app)\n",
    "branches": "".join(f"if c{n}:\n    app.add_middleware(SessionMiddleware)\n" for n in range(200)),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_the_worst_ends(name: str, folder: Path, sessfix: Run) -> None:
    (folder / "bomb.py").write_text(BROKEN + "\n\n" + EXTREMES[name])
    (folder / "app.py").write_text(BROKEN)
    done = sessfix("--diff")
    assert done.returncode in (1, 2)
    assert b"--- a/app.py\n" in done.stdout
    assert b"internal error" not in done.stderr
    assert (b"error: bomb.py" in done.stderr) is (done.returncode == 2)


def test_looking_for_imports_is_linear() -> None:
    data = b"from a import (b)\n" + b"from x import (\n" * 50_000
    assert len(list(import_lines(data))) > 1
    deep = "".join(" " * depth + f"def f{depth}():\n" for depth in range(1500)).encode()
    assert len(blocks_of(deep)) == 1


def test_the_number_of_jobs_changes_nothing(folder: Path, sessfix: Run) -> None:
    fill(folder, 60)
    for number in range(60):
        (folder / f"mixed{number:02}.py").write_text([STUCK, FIXED, BROKEN + "x = (\n", BROKEN + "\f\n"][number % 4])
    runs = [
        sessfix("--diff", "--jobs", jobs, env={"PYTHONHASHSEED": seed})
        for jobs, seed in (("1", "0"), ("2", "1"), ("3", "2"))
    ]
    assert runs[0].returncode == 2
    assert len({(run.returncode, run.stdout, run.stderr) for run in runs}) == 1


@pytest.mark.parametrize("word", ["0", "-1", "x", "1.5", "99", "１", "10000000000"])
def test_a_number_of_jobs_that_is_none(word: str, folder: Path, sessfix: Run) -> None:
    done = sessfix(f"--jobs={word}")
    assert (done.returncode, done.stderr) == (2, b"error: --jobs must be a number from 1 to 64\n")


@pytest.mark.parametrize(("value", "status"), [("2", 0), ("0", 2), ("true", 2), ("'2'", 2), ("65", 2)])
def test_the_number_of_jobs_in_a_project(value: str, status: int, folder: Path, sessfix: Run) -> None:
    (folder / "app.py").write_text(FIXED)
    (folder / "pyproject.toml").write_text(f"[tool.sessfix]\njobs = {value}\n")
    done = sessfix("app.py")
    assert done.returncode == status
    assert (b"'jobs' must be a number from 1 to 64" in done.stderr) is (status == 2)


@pytest.mark.parametrize("count", [1, 120], ids=["one file", "many"])
def test_ctrl_c_ends_at_once(count: int, folder: Path) -> None:
    fill(folder, count)
    for number in range(count):
        (folder / f"bomb{number}.py").write_text(BROKEN + NESTED_CASE)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "codemod", "--write", "--jobs", "2"]
    process = subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.PIPE, start_new_session=True)
    try:
        time.sleep(3)
        start = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
        took = time.monotonic() - start
    finally:
        process.kill()
    assert (process.returncode, err) == (130, b"")
    assert took < 20
    assert {path.read_text() for path in folder.glob("app*.py")} == {BROKEN}


# Nothing of the folder is run

EVIL = "open('executed', 'a').write(__name__); raise SystemExit('executed')\n"


@pytest.mark.parametrize("start", ["module", "script"])
def test_nothing_of_a_hostile_folder_is_run(start: str, folder: Path, tmp_path: Path) -> None:
    names = {"click", "libcst", "ast", "typer", "subprocess", "pickle", "threading", "sitecustomize", "usercustomize"}
    names |= {
        "signal",
        "queue",
        "json",
        "re",
        "typing",
        "enum",
        "starlette",
        "fastapi",
        "rignore",
        "tomllib",
        "resource",
    }
    for name in names:
        (folder / f"{name}.py").write_text(EVIL)
    (folder / "conftest.py").write_text(EVIL)
    for number in range(120):
        (folder / f"app{number}.py").write_text(BROKEN + "\f\nx = 1\n")
    (folder / "pyproject.toml").write_text("[tool.sessfix]\nsrc = ['.']\n")
    script = tmp_path / "sessfix"
    script.write_text("import sys\nfrom codemod.cli.main import run\nrun()\n")
    if start == "script":  # `python -m codemod` would run a folder of that name before any line of ours
        (folder / "codemod").mkdir()
        (folder / "codemod" / "__init__.py").write_text(EVIL)
    command = [sys.executable, *(["-m", "codemod"] if start == "module" else [str(script)]), "--write", "--jobs", "2"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=120)
    assert not (folder / "executed").exists()
    assert done.stderr == b"Fixed 120 findings in 120 files.\n"
    assert done.returncode == 0


@pytest.mark.parametrize(
    "tail",
    ["    \n", "\n    \n", "\n\n\t\n\n", "\n  \r\n", "    \n#\n", "    \nx = 1\n", "\n    \n\n# about x\nx = 1\n"],
)
def test_blank_lines_with_spaces(tail: str) -> None:
    source = (BROKEN + tail).encode()
    results = [fix_source(source, "app.py", mover=mover) for mover in (previewed, written)]
    assert results[0] == results[1]
    assert results[0].problem is None
    (finding,) = results[0].findings
    assert results[0].changed or "by hand" in (finding.refusal or "")


def test_what_cannot_be_verified_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    from codemod.edits import guard

    def refuse(*_: object) -> None:
        raise guard.Unverified("no")

    monkeypatch.setattr(guard, "verify", refuse)
    with pytest.raises(guard.Unverified):
        written(b"x = 1\ny = 2\n", [StatementMove(1, 2, True)])
    with pytest.raises(CannotMove, match="blank lines that hold spaces"):
        written(b"x = 1\n\n\ndef f():\n    pass\n\n    \n", [StatementMove(1, 4, True)])


# Many findings

MANY = """\
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Visits(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = 1
        return await call_next(request)
"""
ONE_OF_MANY = """

def test_{0}():
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="key")
    app.add_middleware(Visits)
    return app
"""


def test_as_many_repairs_in_one_file_as_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair, "_ROUNDS", 3)
    source = MANY + "".join(map(ONE_OF_MANY.format, range(6)))
    result = fix_source(source.encode(), "app.py", Project(read=lambda path: None))
    assert len(result.findings) == 6
    assert all(finding.fix for finding in result.findings)
    assert result.remaining == ()
