"""What a run over one small file costs in processor time, beside the bare interpreter and two other tools.

.venv/bin/python benchmarks/start.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import pyperf

ROOT = Path(__file__).resolve().parent.parent
BARE = "bare interpreter"
# Nothing to do for anybody: what is left is the start. The example is the file of the README, with one move in it.
PLAIN = 'def add(one: int, other: int) -> int:\n    """The sum."""\n    return one + other\n'
COMMANDS = {
    BARE: ["-c", "pass"],
    "sessfix, nothing about middleware": ["-m", "codemod", "plain.py"],
    "sessfix, a finding with its move": ["-m", "codemod", "app.py"],
    "sessfix --write": ["-m", "codemod", "--write", "app.py"],
    "pyupgrade": ["-m", "pyupgrade", "plain.py"],
    "black --check": ["-m", "black", "--check", "plain.py"],
}


def cpu_seconds(runs: int, words: Sequence[str]) -> float:
    """The processor time of some runs of a command, which other processes disturb much less than the time on the clock."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "BLACK_CACHE_DIR": os.path.join(folder, "cache")}
        Path(folder, "plain.py").write_text(PLAIN, encoding="utf-8")
        return sum(_run(words, folder, env) for _ in range(runs))


def _run(words: Sequence[str], folder: str, env: Mapping[str, str]) -> float:
    # Anew for each run: `--write` repairs it.
    Path(folder, "app.py").write_bytes((ROOT / "example" / "app.py").read_bytes())
    process = subprocess.Popen(
        [sys.executable, *words], cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)} exited with {process.returncode}")
    return float(usage.ru_utime + usage.ru_stime)


def table(medians: Mapping[str, float]) -> str:
    """The medians, and how many bare interpreters each command costs."""
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
