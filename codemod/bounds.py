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

from codemod.config import Settings
from codemod.fix import Mover, fix_files
from codemod.model import Broken, Finding, Late, Move, Problem, Result, Stopped
from codemod.module import Module
from codemod.nouns import TYPE_CHECKING, NamedTuple
from codemod.project import Project
from codemod.proved import previewed, written_deeply
from codemod.suppress import is_suppressed

if TYPE_CHECKING:
    import ast

    from codemod.analysis import Wanted
    from codemod.apart import Crew, Limit
    from codemod.index import Graph

SECONDS = 10.0  # that one file may take
OF_MANY = 4.0  # of processor time that one of many may take: five that never end cost less than half a minute
FURTHER = 0.5  # more for each further file of the same programs
MOST = 120.0
BUSY = 2.5  # so many times that may pass on the clock, when others use the processor
FEW = 2
HERE = 1 / 4  # of its time, after which a file is handed over
LARGE = (
    128 << 10
)  # bytes: what is nested in a smaller file does not overflow STACK, which Python 3.10 and 3.11 do not see to
STACK = 8 << 20
WORTH = 384 << 10  # bytes of candidates that several processes check sooner than one, their start included
EACH = 4 << 10  # bytes that a file counts for, however small
USUAL_JOBS = 8  # by default: each may take the memory of a file


class File(NamedTuple):
    """A file to check: its bytes, its path, and the settings that hold for it."""

    source: bytes
    path: str
    settings: Settings


class Task(NamedTuple):
    """Files whose programs belong together, and what is known of the modules around them."""

    files: tuple[File, ...]
    graph: Graph

    @property
    def weight(self) -> int:
        """Bytes, by which the work is guessed."""
        return sum(len(file.source) + EACH for file in self.files)


class HandOver(BaseException):
    """No error: this file is better checked where it can be stopped."""


class Careful(Project):
    """Reads no module that may be too much for this process."""

    def checked_tree_of(self, path: str, source: bytes) -> ast.Module:
        """The tree of a file; raises NotParsed."""
        check_size(source)
        return super().checked_tree_of(path, source)


def check_size(source: bytes) -> None:
    if len(source) > LARGE or not has_large_stack():
        raise HandOver


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
            from codemod.apart import Crew

            self._crew = Crew(self.jobs, import_mover if self.writes else import_analysis)
        return self._crew

    def check_all(self, tasks: Sequence[Task]) -> Iterator[Result]:
        """The results of all files, as they come."""
        count = sum(len(task.files) for task in tasks)
        if min(self.jobs, len(tasks)) < 2 or sum(task.weight for task in tasks) < WORTH:
            for task in tasks:
                yield from self.check(task, count <= FEW)
            return
        calls = [(task, self.writes) for task in tasks]
        limits = [limit_of(time_of(task, count <= FEW), wall_of(time_of(task, count <= FEW))) for task in tasks]
        for number, outcome in self.crew.each(limits, check_apart, calls):
            if isinstance(outcome, Exception):
                yield from failed(tasks[number], outcome, limits[number].processor)
            else:
                yield from outcome

    def check(self, task: Task, is_one_of_few: bool = True) -> list[Result]:
        """The results of the files of a task, with a problem when they need more time or memory than they may have."""
        processor = time_of(task, is_one_of_few)
        end = time.monotonic() + wall_of(processor)

        def prove(source: bytes, moves: Sequence[Move]) -> bytes:
            after: bytes = self.crew.call(limit_of(processor, end - time.monotonic()), written_deeply, source, moves)
            return after

        mover = prove if self.writes else functools.partial(previewed, otherwise=prove)
        settings = task.files[0].settings
        if settings not in self._projects:
            self._projects[settings] = open_project(settings, Careful)
        try:
            with handing_over(HERE * processor):
                return checked(task, self._projects[settings], mover)
        except (HandOver, SystemError):  # CPython raises the latter where the former comes while it builds a tree
            pass
        except Exception as error:
            return failed(task, error, processor)
        try:
            results: list[Result] = self.crew.call(
                limit_of(processor, end - time.monotonic()), check_apart, task, self.writes
            )
            return results
        except Exception as error:
            return failed(task, error, processor)

    def close(self) -> None:
        """End the other processes."""
        if self._crew is not None:
            self._crew.close()


def time_of(task: Task, is_one_of_few: bool) -> float:
    """The seconds of processor time that a task may take: one program of many files may take longer than one of one."""
    return min((SECONDS if is_one_of_few else OF_MANY) + FURTHER * (len(task.files) - 1), MOST)


def wall_of(processor: float) -> float:
    return max(min(SECONDS, BUSY * processor), processor)


def limit_of(processor: float, wall: float) -> Limit:
    from codemod.apart import Limit

    return Limit(processor, max(wall, 0.1))


def default_jobs() -> int:
    """One for each processor that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), USUAL_JOBS)
    return min(os.cpu_count() or 1, USUAL_JOBS)


@functools.lru_cache(1)
def has_large_stack() -> bool:
    """Whether the stack is as large as it is by default."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    limit = resource.getrlimit(resource.RLIMIT_STACK)[0]
    return limit == resource.RLIM_INFINITY or limit >= STACK


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


def checked(task: Task, project: Project, mover: Mover) -> list[Result]:
    """The one door to the analysis."""
    settings = {file.path: file.settings for file in task.files}
    for file in task.files:
        project.give(file.path, file.source)
    project.graph = task.graph

    def wanted_in(path: str) -> Wanted:
        def wanted(module: Module, finding: Finding) -> bool:
            return settings[path].wants(finding.code) and not is_suppressed(module.lines, finding)

        return wanted

    return fix_files([file.path for file in task.files], project, wanted_in, mover)


def open_project(settings: Settings, kind: type[Project] = Project) -> Project:
    """What the analysis reads other files through: each is parsed once for all files that share their settings."""
    from codemod.environment import site_folders

    site = site_folders(settings.python, settings.root or os.getcwd(), os.environ)
    return kind(settings.src, site, frozenset(settings.providers), frozenset(settings.dependents))


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


# In the other process


def import_analysis() -> None:
    """Import this module, which the call does."""


def import_mover() -> None:
    """Import libcst as well."""
    import codemod.move  # noqa: F401


_project_apart = functools.lru_cache(open_project)


def check_apart(task: Task, writes: bool) -> list[Result]:
    """Check files where they can be stopped."""
    mover = written_deeply if writes else functools.partial(previewed, otherwise=written_deeply)
    return checked(task, _project_apart(task.files[0].settings), mover)
