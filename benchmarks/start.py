"""What a run over one small file costs in processor time, beside the bare interpreter and two other tools.

.venv/bin/python benchmarks/start.py
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

import pyperf
import running

BARE = "bare interpreter"
# Nothing to do for anybody: what is left is the start. The example is the file of the README, with one move in it.
PLAIN = 'def add(one: int, other: int) -> int:\n    """The sum."""\n    return one + other\n'
WRONG = (running.ROOT / "example" / "app.py").read_text(encoding="utf-8")
RIGHT = (running.ROOT / "golden" / "document" / "after.py").read_text(encoding="utf-8")
COMMANDS = {
    BARE: ["-c", "pass"],
    "sessfix, nothing about middleware": ["-m", "codemod", "plain.py"],
    "sessfix, an application in order": ["-m", "codemod", "right.py"],
    "sessfix, a finding with its move": ["-m", "codemod", "wrong.py"],
    "sessfix --diff": ["-m", "codemod", "--diff", "wrong.py"],
    "sessfix --write": ["-m", "codemod", "--write", "wrong.py"],
    "pyupgrade": ["-m", "pyupgrade", "plain.py"],
    "black --check": ["-m", "black", "--check", "plain.py"],
}


def cpu_seconds(runs: int, words: Sequence[str]) -> float:
    """The processor time of some runs of a command, which other processes disturb much less than the time on the clock."""
    return sum(_once(words) for _ in range(runs))


def _once(words: Sequence[str]) -> float:
    # Anew for each run: `--write` repairs it.
    with tempfile.TemporaryDirectory() as folder:
        running.put({"plain.py": PLAIN, "right.py": RIGHT, "wrong.py": WRONG}, folder)
        return running.cpu_seconds([sys.executable, *words], folder)


def table(medians: Mapping[str, float]) -> str:
    """The medians in milliseconds, and how many bare interpreters each command costs."""
    width = max(map(len, medians))
    rows = [f"{'':{width}}  CPU ms  ratio"]
    for name, seconds in medians.items():
        rows.append(f"{name:{width}}  {seconds * 1000:6.1f}  {seconds / medians[BARE]:5.1f}")
    return "\n".join(rows)


def main() -> None:
    """Measure every command whose tool is installed. pyperf repeats each in processes of its own and takes options."""
    runner = pyperf.Runner(processes=5)
    medians = {}
    for name, words in COMMANDS.items():
        if words[0] != "-m" or find_spec(words[1]):
            benchmark = runner.bench_time_func(name, cpu_seconds, words)
            # The processes that pyperf starts run this, too, each for a part of one benchmark.
            if not runner.args.worker:
                medians[name] = benchmark.median()
    if medians:
        print(table(medians))


if __name__ == "__main__":
    main()
