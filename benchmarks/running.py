"""What one command costs: processor time, memory, how it ended, and what it says it did not check."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SESSFIX = (sys.executable, "-m", "codemod")
# What no tool that looks at syntax trees of Python can be below, were it written in Python: each file read and parsed, once. It
# prints its seconds of processor time, without those of its own start.
FLOOR = (
    sys.executable,
    "-c",
    """
import ast, gc, pathlib, time, warnings
warnings.simplefilter("ignore")
gc.disable()
start = time.process_time()
for path in pathlib.Path().rglob("*.py"):
    try:
        ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        pass
print(time.process_time() - start)
""",
)
CACHE = Path(tempfile.gettempdir(), "sessfix-benchmarks")
LIMIT = 300.0  # seconds on the clock
ENOUGH = 5.0  # seconds of processor time after which a command is not repeated: what is noise there is little
UNIT = 1 if sys.platform == "darwin" else 1 << 10  # bytes, of `ru_maxrss`


class Cost(NamedTuple):
    """What a command took.

    ``cpu`` is in seconds of user and system time, with that of all processes it waited for; ``memory`` in MiB, that of the
    largest of these processes at its peak; ``status`` is None for one that did not end within its limit; ``unchecked`` are
    the lines that say "not checked".
    """

    cpu: float
    memory: float
    status: int | None
    unchecked: int


def environment() -> dict[str, str]:
    """Of this process, with the checkout's code and the tools beside this interpreter."""
    kept = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    # Black keeps its tables there, and what it found out about files: theirs are copies whose names are new each time.
    return {**kept, "PYTHONPATH": str(ROOT), "PATH": path, "BLACK_CACHE_DIR": str(CACHE / "black")}


def run(words: Sequence[str], folder: str | Path, limit: float = LIMIT, output: IO[bytes] | None = None) -> Cost:
    """Run a command in a folder, for so many seconds at most. What it prints goes to a file, or nowhere."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output or subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        cost = _wait(process, limit)
        errors.seek(0)
        return cost._replace(unchecked=sum(b"not checked" in line for line in errors))


def _wait(process: subprocess.Popen[bytes], limit: float) -> Cost:
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)  # not waited for yet: its number is still its own

    timer = threading.Timer(limit, end)
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    code = None if late.is_set() else process.returncode
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * UNIT / (1 << 20), code, 0)


def floor(folder: str | Path, limit: float = LIMIT) -> Cost:
    """What it takes to read and parse every Python file below a folder, once."""
    with tempfile.TemporaryFile() as output:
        cost = run(FLOOR, folder, limit, output)
        output.seek(0)
        told = output.read()
        return cost._replace(cpu=float(told)) if told else cost


def cpu_seconds(words: Sequence[str], folder: str | Path) -> float:
    """The processor time of a command that ends as one that found something, or nothing."""
    cost = run(words, folder)
    if cost.status not in (0, 1):
        ended = "did not end" if cost.status is None else f"exited with {cost.status}"
        raise SystemExit(f"{' '.join(words)} {ended}")
    return cost.cpu


def put(files: Mapping[str, str], folder: str | Path) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
