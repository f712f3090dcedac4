"""What a run over one small file costs in processor time, beside the bare interpreter and two other tools.

.venv/bin/python benchmarks/start.py
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BARE = "bare interpreter"
# Nothing to do for anybody: what is left is the start. The example is the file of the README, with one move in it.
PLAIN = 'def add(one: int, other: int) -> int:\n    """The sum."""\n    return one + other\n'


def commands() -> dict[str, list[str]]:
    """What is measured, by name; a tool that is not installed is left out."""
    all_of_them = {
        BARE: ["-c", "pass"],
        "sessfix, nothing about middleware": ["-m", "codemod", "plain.py"],
        "sessfix, a finding with its move": ["-m", "codemod", "app.py"],
        "pyupgrade": ["-m", "pyupgrade", "plain.py"],
        "black --check": ["-m", "black", "--check", "plain.py"],
    }
    return {name: words for name, words in all_of_them.items() if words[0] != "-m" or find_spec(words[1])}


def cpu_seconds(words: Sequence[str], folder: str) -> float:
    """The processor time of one process, which other processes disturb much less than the time on the clock."""
    cache = os.path.join(folder, "cache")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": cache, "BLACK_CACHE_DIR": cache}
    process = subprocess.Popen(
        [sys.executable, *words], cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)} exited with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def measured(rounds: int) -> dict[str, float]:
    """The median of each command. They take turns: whatever slows the machine down for a while slows them all down."""
    chosen = commands()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "plain.py").write_text(PLAIN, encoding="utf-8")
        Path(folder, "app.py").write_bytes((ROOT / "example" / "app.py").read_bytes())
        for words in chosen.values():
            cpu_seconds(words, folder)  # compiles what it imports
        turns = [{name: cpu_seconds(words, folder) for name, words in chosen.items()} for _ in range(rounds)]
    return {name: statistics.median(turn[name] for turn in turns) for name in chosen}


def table(medians: Mapping[str, float]) -> str:
    width = max(map(len, medians))
    rows = [f"{'':{width}}  CPU ms  ratio"]
    for name, seconds in medians.items():
        rows.append(f"{name:{width}}  {seconds * 1000:6.1f}  {seconds / medians[BARE]:5.1f}")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15, help="how often each command runs (15)")
    print(table(measured(parser.parse_args().rounds)))


if __name__ == "__main__":
    main()
