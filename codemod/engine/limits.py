"""Checks programs within bounds of time and memory: here where that is safe and cheap, else in a process that can be stopped.

What a file comes to does not depend on where it is checked. A small program is checked here, which costs no process, and handed over
when it turns out to take its time. libcst only ever runs in the other process.
"""

from __future__ import annotations

import functools
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from codemod.engine.tasks import HandOver, Task
from codemod.frozen import TYPE_CHECKING
from codemod.model import Broken, Late, Problem, Result, Stopped

# What analyses is imported by the process that does it.
if TYPE_CHECKING:
    from typing import Any

    from codemod.files.workers import Crew, Limit
    from codemod.model import Move
    from codemod.project.modules import Project
    from codemod.settings.config import Settings

SECONDS = 10.0  # that one file may take
OF_MANY = 4.0  # of processor time that one of many may take: five that never end cost less than half a minute
FURTHER = 2.0  # more for each further file of the same programs
MODULES = 50  # that programs are made of, for which they have as much time as for a further file
MOST = 120.0
BUSY = 4  # so many times that may pass on the clock, when others use the processor
FEW = 2
HERE = 1 / 4  # of its time, after which a file is handed over
HEAVY = 384 << 10  # bytes of a task that are at once checked in the other process: it takes longer than starting one
WORTH = 384 << 10  # bytes of candidates that several processes check sooner than one, their start included
USUAL_JOBS = 8  # by default: each may take the memory of a file


class Checker:
    """Checks the files of a run. `writes` says that the results will be written, so that every move is to be proved twice."""

    def __init__(self, writes: bool, jobs: int = 1) -> None:
        self.writes, self.jobs = writes, jobs
        self._crew: Crew | None = None
        self._projects: dict[Settings, Project] = {}

    @property
    def crew(self) -> Crew:
        """The other processes; what they are made with is imported by those that need them."""
        if self._crew is None:
            from codemod.files.workers import Crew, import_module

            prepare = functools.partial(
                import_module, "codemod.edits.move" if self.writes else "codemod.engine.checking"
            )
            self._crew = Crew(self.jobs, prepare)
        return self._crew

    def check_all(self, tasks: Sequence[Task]) -> Iterator[Result]:
        """The results of all files, as they come."""
        count = sum(len(task.files) for task in tasks)
        if min(self.jobs, len(tasks)) < 2 or sum(task.weight for task in tasks) < WORTH:
            for task in tasks:
                yield from self.check(task, count <= FEW)
            return
        calls = [("codemod.engine.checking", "check_apart", task, self.writes) for task in tasks]
        limits = [limit_of(time_of(task, count <= FEW), wall_of(time_of(task, count <= FEW))) for task in tasks]
        from codemod.files.workers import call_in

        for number, outcome in self.crew.each(limits, call_in, calls):
            if isinstance(outcome, Exception):
                yield from failed(tasks[number], outcome, limits[number].processor)
            else:
                yield from outcome

    def check(self, task: Task, is_one_of_few: bool = True) -> list[Result]:
        """The results of the files of a task, with a problem when they need more time or memory than they may have."""
        processor = time_of(task, is_one_of_few)
        end = time.monotonic() + wall_of(processor)

        try:
            if task.weight > HEAVY:
                raise HandOver
            with handing_over(HERE * processor):
                return self._check_here(task, processor, end)
        except (HandOver, SystemError):  # CPython raises the latter where the former comes while it builds a tree
            pass
        except Exception as error:
            return failed(task, error, processor)
        try:
            limit = limit_of(processor, end - time.monotonic())
            results: list[Result] = self._call(limit, "codemod.engine.checking", "check_apart", task, self.writes)
            return results
        except Exception as error:
            return failed(task, error, processor)

    def _call(self, limit: Limit, module: str, function: str, *arguments: object) -> Any:
        from codemod.files.workers import call_in

        return self.crew.call(limit, call_in, module, function, *arguments)

    def _check_here(self, task: Task, processor: float, end: float) -> list[Result]:
        from codemod.engine import checking

        def prove(source: bytes, moves: Sequence[Move]) -> bytes:
            limit = limit_of(processor, end - time.monotonic())
            after: bytes = self._call(limit, "codemod.edits.proved", "written_deeply", source, moves)
            return after

        settings = task.files[0].settings
        if settings not in self._projects:
            self._projects[settings] = checking.open_project(settings, checking.Careful)
        return checking.checked_here(task, self._projects[settings], checking.mover_of(self.writes, prove))

    def close(self) -> None:
        """End the other processes."""
        if self._crew is not None:
            self._crew.close()


def time_of(task: Task, is_one_of_few: bool) -> float:
    """The seconds of processor time that a task may take: one program of many files may take longer than one of one."""
    further = len(task.files) - 1 + len(task.graph.loaded) // MODULES
    return min((SECONDS if is_one_of_few else OF_MANY) + FURTHER * further, MOST)


def wall_of(processor: float) -> float:
    """The seconds on the clock for so many of the processor: the last net, so that a busy machine gives the same answer."""
    return BUSY * processor


def limit_of(processor: float, wall: float) -> Limit:
    from codemod.files.workers import Limit

    return Limit(processor, max(wall, 0.1))


def default_jobs() -> int:
    """One for each processor that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), USUAL_JOBS)
    return min(os.cpu_count() or 1, USUAL_JOBS)


@contextmanager
def handing_over(seconds: float) -> Iterator[None]:
    """Raise HandOver after so many seconds of processor time, where there is such a clock."""

    def hand_over(*_: object) -> None:
        raise HandOver

    try:
        before = signal.signal(signal.SIGVTALRM, hand_over)
    except (AttributeError, ValueError) as error:  # not on Windows, and not in another thread than the first
        raise HandOver from error
    # And again after that: an exception that comes while Python runs a finalizer is lost.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        while signal.getsignal(signal.SIGVTALRM) is hand_over:
            with suppress(HandOver):
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
                signal.signal(signal.SIGVTALRM, before)


def failed(task: Task, error: Exception, processor: float) -> list[Result]:
    """The results of files whose check came to no end: the others are checked all the same."""
    if isinstance(error, Late):
        seconds = processor if str(error) == "processor" else wall_of(processor)
        why = f"took longer than {seconds:g} seconds, not checked"
    elif isinstance(error, Stopped):
        why = str(error)
    else:
        why = f"internal error: {error if isinstance(error, Broken) else f'{type(error).__name__}: {error}'}"
    return [Result(file.path, file.source, file.source, problem=Problem(file.path, why)) for file in task.files]
