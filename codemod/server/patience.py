"""How long the analysis may take in a thread of the server, and how it is told to stop: by an exception that is raised in it."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from codemod.engine.limits import failed, time_of
from codemod.engine.tasks import HandOver, Task
from codemod.model import Late, Result

Value = TypeVar("Value")
AGAIN = 1.0  # seconds until a thread is interrupted once more: an exception that comes while Python runs a finalizer is lost


class Interrupted(Exception):
    """The work is for a state of the texts that has passed."""


class Patience:
    """What one round of work may take; ``tell`` hears how far it is."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self.tell = tell
        self._lock = threading.Lock()
        self._thread: int | None = None  # the one that may be interrupted now
        self._is_over = False
        self._sent = 0.0

    def step(self, number: int, total: int) -> None:
        """So many files of so many have been read. Raises Interrupted."""
        self.check()
        self.tell(number, total)

    def check(self) -> None:
        """Raise Interrupted when there is no more use for the work."""
        if self._is_over:
            raise Interrupted

    def stop(self) -> None:
        """End the work, from another thread."""
        self._is_over = True
        self._interrupt()

    def bounded(self, task: Task, work: Callable[[], list[Result]]) -> list[Result]:
        """What the work comes to, or that it took too long. Raises Interrupted."""
        processor = time_of(task, True)
        spent = clock_of_this_thread()
        end = spent() + processor
        self.check()
        done = threading.Event()
        timer = threading.Thread(target=self._end_after, args=(spent, end, done), daemon=True)
        timer.start()
        try:
            return self._interruptible(work)
        except (HandOver, SystemError):  # CPython raises the latter where the former comes while it builds a tree
            self.check()
            if spent() < end:
                raise
            return failed(task, Late("processor"), processor)
        except Exception as error:
            return failed(task, error, processor)
        finally:
            done.set()

    def stoppable(self, work: Callable[[], Value]) -> Value:
        """What the work comes to. Raises Interrupted, also in the midst of it."""
        self.check()
        try:
            return self._interruptible(work)
        except HandOver:
            raise Interrupted from None

    def _interruptible(self, work: Callable[[], Value]) -> Value:
        """The work, in the time of which the thread may be interrupted: once, so that nothing comes when it has ended."""
        failure: BaseException | None = None
        results: list[Value] = []
        try:
            with self._lock:
                self._thread = threading.get_ident()
            try:
                results.append(work())
            except BaseException as error:
                failure = error
            self._close()
        except HandOver as error:
            failure = error
            self._close()
        if failure is not None:
            raise failure
        return results[0]

    def _end_after(self, spent: Callable[[], float], end: float, done: threading.Event) -> None:
        while not done.wait(max(end - spent(), AGAIN)):
            if spent() >= end:
                self._interrupt()

    def _interrupt(self) -> None:
        with self._lock:
            if self._thread is not None and time.monotonic() > self._sent + AGAIN:
                self._sent = time.monotonic()
                _raise_in(self._thread, HandOver)

    def _close(self) -> None:
        """Be interrupted no more; an exception that is on its way is lost."""
        with self._lock:
            self._thread = None
            _raise_in(threading.get_ident(), None)


def clock_of_this_thread() -> Callable[[], float]:
    """A clock that any thread may read: the processor time of this one, where the system counts it."""
    try:
        number = time.pthread_getcpuclockid(threading.get_ident())
    except (AttributeError, OSError):
        return time.monotonic
    return lambda: time.clock_gettime(number)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    pointer = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), pointer)
