"""Runs functions in processes of their own, where what crashes, or takes too long or too much, costs that one call.

A time limit needs a process: libcst holds the interpreter while it parses, and neither a thread nor a signal gets through to it. A
process is started as `python -I`, so that nothing of the current folder is imported, and with a pipe at either end. Pools of
processes were measured and left: they fork beside threads or start `python -c`, which imports from the current folder, one that
crashes while it holds their lock stops the others, and the kindest of them grants three seconds more to what does not listen.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

from codemod.model import Broken, Late, Stopped

MEMORY = 2 << 30
# libcst and the machine recurse with the nesting of a program; only what is used is taken.
STACKS = (
    256 << 20,
    64 << 20,
    8 << 20,
)
# Seconds more on the clock for a call that a process is started for: on a busy machine imports take theirs.
START = 20.0
GRACE = 2.0  # seconds that a process lives on when the one that started it was killed before it could stop it
BOOT = "import sys; sys.path[:] = sys.argv[1:]; from codemod.files.workers import serve; serve()"

CRASHED = "the parser crashed, not checked"
TOO_MUCH = f"needs more memory than {MEMORY >> 30} GiB, not checked"


class Limit(NamedTuple):
    """Seconds that a call may take: of the processor, where the system counts them, and on the clock."""

    processor: float
    wall: float


class Worker:
    """A process that runs one call after the other; it is started when it is first needed, and again after it was stopped.

    What `prepare` does comes first, and does not count.
    """

    def __init__(self, prepare: Callable[[], object] = os.getpid) -> None:
        self._prepare = prepare
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, limit: Limit, function: Callable[..., Any], *arguments: object) -> Any:
        """What the function returns; raises its exceptions when they are sessfix's own, `Stopped` and `Broken`."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limit.wall, end)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(pickle.dumps((limit, function, arguments)))
            process.stdin.flush()
            failed, value = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.stop()
            code = process.wait()  # another thread may have stopped it
            raise Late("wall") if late.is_set() else end_of(code) from None
        except BaseException:
            self.stop()  # an answer that nobody has read would be taken for the next one
            raise
        finally:
            timer.cancel()
        if failed:
            raise value
        return value

    def stop(self) -> None:
        """End the process, whatever it is at."""
        self._end(patience=0)

    def close(self) -> None:
        """Let the process end, which waits for a call."""
        self._end(patience=1)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            paths = [path for path in sys.path if os.path.isabs(path)]
            plain = ["-B"] if sys.dont_write_bytecode else []
            self._process = subprocess.Popen(
                [sys.executable, "-I", *plain, "-c", BOOT, *paths],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self.call(Limit(START, START), self._prepare)
        return self._process

    def _end(self, patience: float) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        if patience:
            process.stdin.close()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # half a call that nobody will read
                pipe.close()


def end_of(code: int) -> Stopped:
    """Why a process ended that was not to end."""
    if code < 0 and -code in (getattr(signal, "SIGALRM", 0), getattr(signal, "SIGPROF", 0)):
        return Late("processor" if -code == signal.SIGPROF else "wall")
    # Rust aborts when it gets no memory, and the system kills when there is none.
    if code in (-signal.SIGABRT, -getattr(signal, "SIGKILL", 0)):
        return Stopped(TOO_MUCH)
    return Stopped(CRASHED)


class Crew:
    """Some workers, each started when it is first needed; `prepare` is what each does before its first call."""

    def __init__(self, size: int, prepare: Callable[[], object] = os.getpid) -> None:
        self._workers = [Worker(prepare) for _ in range(size)]

    def call(self, limit: Limit, function: Callable[..., Any], *arguments: object) -> Any:
        """Call a function in the first worker."""
        return self._workers[0].call(limit, function, *arguments)

    def each(
        self, limits: Sequence[Limit], function: Callable[..., Any], calls: Sequence[tuple[object, ...]]
    ) -> Iterator[tuple[int, Any]]:
        """The number and the outcome of each call, with a limit of its own, as they come: what it returned, or the exception."""
        waiting = enumerate(calls)  # each worker takes the next one
        taking = threading.Lock()
        stopped = threading.Event()
        done: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()

        def take() -> tuple[int, tuple[object, ...]] | None:
            with taking:
                return None if stopped.is_set() else next(waiting, None)

        def work(worker: Worker) -> None:
            while (taken := take()) is not None:
                number, arguments = taken
                try:
                    done.put((number, worker.call(limits[number], function, *arguments)))
                except Exception as error:
                    done.put((number, error))

        threads = [threading.Thread(target=work, args=(worker,), daemon=True) for worker in self._workers[: len(calls)]]
        for thread in threads:
            thread.start()
        try:
            for _ in calls:
                yield done.get()
        except BaseException:
            stopped.set()
            while any(thread.is_alive() for thread in threads):
                for worker, thread in zip(self._workers, threads, strict=False):
                    worker.stop()
                    thread.join(0.1)
            raise
        finally:
            for thread in threads:
                thread.join()

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.close()


# In the worker


def serve() -> None:
    """Run the functions that come over standard input, and send what they return over standard output, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the one that started this decides
    with contextlib.suppress(AttributeError):  # Windows has neither
        for number in (signal.SIGALRM, signal.SIGPROF):
            signal.signal(number, signal.SIG_DFL)  # the system ends the process, whatever it is at
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)  # what a library prints is no answer
    bound_memory()
    run_on_a_large_stack(lambda: answer_all(requests, replies))
    os._exit(0)  # without taking apart what the calls have left in memory


def bound_memory() -> None:
    """Take no more memory than one file may have, where the system can be told so."""
    try:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = MEMORY + STACKS[0]
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    except (ImportError, AttributeError, OSError, ValueError):
        pass  # Windows has no limits, macOS does not take this one


def run_on_a_large_stack(function: Callable[[], None]) -> None:
    """Run a function in a thread with as large a stack as the system gives."""
    for size in STACKS:
        try:
            threading.stack_size(size)
            thread = threading.Thread(target=function)
            thread.start()
        except (RuntimeError, ValueError):
            continue
        thread.join()
        return
    function()


def answer_all(requests: BinaryIO, replies: BinaryIO) -> None:
    while True:
        try:
            limit, function, arguments = pickle.load(requests)
        except EOFError:
            return
        set_alarms(limit.processor, limit.wall + GRACE)
        reply = pickle.dumps(answer(function, arguments))
        set_alarms(0, 0)
        try:
            replies.write(reply)
            replies.flush()
        except BrokenPipeError:
            return


def set_alarms(processor: float, wall: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, processor)
        signal.setitimer(signal.ITIMER_REAL, wall)


def import_module(name: str) -> None:
    """Import a module of sessfix."""
    importlib.import_module(name)


def call_in(module: str, function: str, *arguments: object) -> Any:
    """Call a function of a module that is imported here only: the process that asks for it does without."""
    return getattr(importlib.import_module(module), function)(*arguments)


def answer(function: Callable[..., Any], arguments: tuple[object, ...]) -> tuple[bool, Any]:
    """Whether a call failed, and its value or exception."""
    try:
        return False, function(*arguments)
    except MemoryError:
        return True, Stopped(TOO_MUCH)
    except Exception as error:
        # Those of libraries may not come through a pipe, and would import the library at the other end.
        own = type(error).__module__.startswith("codemod.")
        return True, error if own else Broken(f"{type(error).__name__}: {error}")
    except BaseException:
        return True, Stopped(CRASHED)  # a panic of Rust is no `Exception`
