"""How the cost of a run grows with what it looks at, beside the floor that Python sets: reading and parsing the same files once.

.venv/bin/python benchmarks/growth.py
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyperf

ROOT = Path(__file__).resolve().parent.parent
SESSION = "from fastapi import FastAPI\nfrom starlette.middleware.sessions import SessionMiddleware\n"
GUARD = (
    "\n\nasync def guard(request, call_next):\n    request.session.get('user')\n    return await call_next(request)\n"
)
WRONG = "\n\napp{0} = FastAPI()\napp{0}.add_middleware(SessionMiddleware, secret_key='x')\napp{0}.middleware('http')(guard)\n"
LAYER = (
    "\n\n@app.middleware('http')\nasync def layer{0}(request, call_next):\n    return await guard(request, call_next)\n"
)
FLOOR = """
import ast, gc, pathlib
gc.disable()
for path in pathlib.Path().rglob("*.py"):
    ast.parse(path.read_bytes())
"""


def applications(count: int) -> dict[str, str]:
    """Wrong applications in one file."""
    return {"main.py": SESSION + GUARD + "".join(map(WRONG.format, range(count)))}


def layers(count: int) -> dict[str, str]:
    """Layers that use the session, added after it to one application."""
    return {"main.py": SESSION + GUARD + WRONG.format("") + "".join(map(LAYER.format, range(count)))}


def modules(count: int) -> dict[str, str]:
    """Modules that speak of middleware in their docstrings, and import each other."""
    files = {"shop/__init__.py": "", "pyproject.toml": '[project]\nname = "shop"\nversion = "0"\n'}
    for number in range(count):
        before = f"from shop.part{number - 1} import work as before\n" if number else ""
        body = "".join(f"\n\nclass C{one}:\n    def run(self, x):\n        return [x, {one}]\n" for one in range(10))
        files[f"shop/part{number}.py"] = (
            f'"""Called by the middleware."""\n{before}\n\ndef work(x):\n    return x\n{body}'
        )
    files["shop/main.py"] = f"from shop.part{count - 1} import work\n{SESSION}{GUARD}{WRONG.format('')}"
    return files


def services(count: int) -> dict[str, str]:
    """Services of some files, each a project with a wrong application."""
    files = {}
    for number in range(count):
        home, name = f"service{number}", f"svc{number}"
        files[f"{home}/pyproject.toml"] = f'[project]\nname = "{name}"\nversion = "0"\n'
        files[f"{home}/{name}/__init__.py"] = ""
        files[f"{home}/{name}/guards.py"] = GUARD.lstrip()
        files[f"{home}/{name}/setup.py"] = (
            f"{SESSION}\n\ndef session(app):\n    app.add_middleware(SessionMiddleware, secret_key='x')\n"
        )
        files[f"{home}/{name}/main.py"] = (
            f"from fastapi import FastAPI\nfrom {name}.guards import guard\nfrom {name}.setup import session\n\n"
            "app = FastAPI()\nsession(app)\napp.middleware('http')(guard)\n"
        )
    return files


KINDS: dict[str, tuple[Callable[[int], dict[str, str]], int]] = {
    "applications": (applications, 200),
    "layers": (layers, 400),
    "modules": (modules, 800),
    "services": (services, 160),
}
RUN, PARSE, START = "run", "parse", "start"
COMMANDS = {RUN: ["-m", "codemod", "."], PARSE: ["-c", FLOOR], START: ["-m", "codemod", "plain.py"]}


def cpu_seconds(runs: int, kind: str, count: int, command: str) -> float:
    """The processor time of some runs of a command over a project that was made for it."""
    make, _ = KINDS[kind]
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**make(count), "plain.py": "x = 1\n"}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return sum(_run(COMMANDS[command], folder) for _ in range(runs))


def _run(words: list[str], folder: str) -> float:
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)} exited with {process.returncode}")
    return float(usage.ru_utime + usage.ru_stime)


def table(medians: Mapping[tuple[str, int, str], float]) -> str:
    """For each kind its cost above the start, the exponent of its growth, and its ratio to the floor."""
    rows = [f"{'':14}{'files or parts':>16}{'CPU s':>16}{'grows as':>10}{'times parsing':>15}"]
    for kind, (_, most) in KINDS.items():
        start = medians[kind, most, START]
        few, many = (max(medians[kind, count, RUN] - start, 1e-3) for count in (most // 4, most))
        floor = max(medians[kind, most, PARSE], 1e-3)
        power = math.log(many / few, 4)
        sizes, costs = f"{most // 4} -> {most}", f"{few:.2f} -> {many:.2f}"
        rows.append(f"{kind:14}{sizes:>16}{costs:>16}{f'n^{power:.2f}':>10}{many / floor:>15.1f}")
    return "\n".join(rows)


def main() -> None:
    """Measure each kind at a quarter of its size and at the whole. pyperf's own options hold."""
    runner = pyperf.Runner(processes=3, values=1, warmups=0)
    medians = {}
    for kind, (_, most) in KINDS.items():
        for count, command in ((most // 4, RUN), (most, RUN), (most, PARSE), (most, START)):
            name = f"{kind} {count} {command}"
            benchmark = runner.bench_time_func(name, cpu_seconds, kind, count, command)
            if not runner.args.worker:
                medians[kind, count, command] = benchmark.median()
    if medians:
        print(table(medians))


if __name__ == "__main__":
    main()
