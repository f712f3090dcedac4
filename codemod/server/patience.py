"""How long the analysis may take in a thread of the server, and how it is told to stop: it asks, again and again.

An exception that is raised in another thread was tried and left: CPython may hand it to a thread that was just started instead, which
then never runs, and one that is taken back leaves Python 3.11 in an endless loop where it is traced.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from codemod.engine.limits import failed, time_of
from codemod.engine.tasks import HandOver, Task
from codemod.model import Late, Result

PAUSE = 0.01  # seconds, in which no more processor time passes


class Interrupted(BaseException):
    """No error: the work is for a state of the texts that has passed."""


class Patience:
    """What one round of work may take; ``tell`` hears how far it is."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self.tell = tell
        self._is_over = False
        self._end = float("inf")  # of the processor time of the thread that works
        # On the clock, when that is asked for again: to ask for it may take longer than a step.
        self._next = float("inf")

    def step(self, number: int, total: int) -> None:
        """So many files of so many have been read. Raises Interrupted."""
        self.check()
        self.tell(number, total)

    def stop(self) -> None:
        """End the work, from another thread."""
        self._is_over = True

    def check(self) -> None:
        """Raise Interrupted when there is no more use for the work, HandOver when its time is over."""
        if self._is_over:
            raise Interrupted
        if time.perf_counter() > self._next:
            self._next = time.perf_counter() + PAUSE
            if time.thread_time() > self._end:
                raise HandOver

    def bounded(self, task: Task, work: Callable[[], list[Result]]) -> list[Result]:
        """What work that calls ``check`` comes to, or that it took too long. Raises Interrupted."""
        processor = time_of(task, True)
        self._end, self._next = time.thread_time() + processor, time.perf_counter()
        try:
            return work()
        except HandOver:
            return failed(task, Late("processor"), processor)
        except Exception as error:
            return failed(task, error, processor)
        finally:
            self._end = self._next = float("inf")
