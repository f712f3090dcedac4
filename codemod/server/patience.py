"""How long the analysis may take in a thread of the server, and how it is told to stop: by an exception that is raised in it."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from codemod.engine.limits import failed, time_of, wall_of
from codemod.engine.tasks import HandOver, Task
from codemod.model import Late, Result


class Interrupted(Exception):
    """The work is for a state of the texts that has passed."""


class Patience:
    """What one round of work may take; ``tell`` hears how far it is."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self.tell = tell
        self._lock = threading.Lock()
        self._thread: int | None = None  # the one that may be interrupted now
        self._is_over = False

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
        limit = wall_of(processor)
        end = time.monotonic() + limit
        self.check()
        timer = threading.Timer(limit, self._interrupt)
        timer.daemon = True
        timer.start()
        with self._lock:
            self._thread = threading.get_ident()
        try:
            return work()
        except (HandOver, SystemError):  # CPython raises the latter where the former comes while it builds a tree
            self.check()
            if time.monotonic() < end:
                raise
            return failed(task, Late("wall"), processor)
        except Exception as error:
            return failed(task, error, processor)
        finally:
            timer.cancel()
            self._close()

    def _interrupt(self) -> None:
        with self._lock:
            if self._thread is not None:
                _raise_in(self._thread, HandOver)

    def _close(self) -> None:
        """Be interrupted no more; an exception that is on its way is lost."""
        while self._thread is not None:
            with suppress(HandOver):
                with self._lock:
                    self._thread = None
                _raise_in(threading.get_ident(), None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    pointer = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), pointer)
