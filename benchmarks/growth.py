"""How the cost of a run grows with what it looks at, beside the floor that Python sets: reading and parsing the same files once.

.venv/bin/python benchmarks/growth.py
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pyperf
import running

SESSION = "from fastapi import FastAPI\nfrom starlette.middleware.sessions import SessionMiddleware\n"
GUARD = (
    "\n\nasync def guard(request, call_next):\n    request.session.get('user')\n    return await call_next(request)\n"
)
WRONG = "\n\napp{0} = FastAPI()\napp{0}.add_middleware(SessionMiddleware, secret_key='x')\napp{0}.middleware('http')(guard)\n"
LAYER = (
    "\n\n@app.middleware('http')\nasync def layer{0}(request, call_next):\n    return await guard(request, call_next)\n"
)
SHOP = {"shop/__init__.py": "", "pyproject.toml": '[project]\nname = "shop"\nversion = "0"\n'}
MAKE = (
    "\n\ndef make():\n    app = FastAPI()\n    app.add_middleware(SessionMiddleware, secret_key='x')\n    return app\n"
)
ROUTE = "\n\n@router.get('/{0}')\nasync def get{0}(request: Request):\n    return request.session.get('middleware')\n"


def applications(count: int) -> dict[str, str]:
    """Wrong applications in one file."""
    return {"main.py": SESSION + GUARD + "".join(map(WRONG.format, range(count)))}


def layers(count: int) -> dict[str, str]:
    """Layers that use the session, added after it to one application."""
    return {"main.py": SESSION + GUARD + WRONG.format("") + "".join(map(LAYER.format, range(count)))}


def modules(count: int) -> dict[str, str]:
    """Modules that speak of middleware in their docstrings, and import each other."""
    files = dict(SHOP)
    for number in range(count):
        before = f"from shop.part{number - 1} import work as before\n" if number else ""
        body = "".join(f"\n\nclass C{one}:\n    def run(self, x):\n        return [x, {one}]\n" for one in range(10))
        files[f"shop/part{number}.py"] = (
            f'"""Called by the middleware."""\n{before}\n\ndef work(x):\n    return x\n{body}'
        )
    files["shop/main.py"] = f"from shop.part{count - 1} import work\n{SESSION}{GUARD}{WRONG.format('')}"
    return files


def routers(count: int) -> dict[str, str]:
    """Modules of routes that use the session, all of one application that a factory of another module makes."""
    files = {**SHOP, "shop/guards.py": GUARD.lstrip(), "shop/factory.py": SESSION + MAKE}
    head = "from fastapi import APIRouter, Request\nfrom shop.guards import guard\n\nrouter = APIRouter()\n"
    for number in range(count):
        files[f"shop/router{number}.py"] = head + "".join(map(ROUTE.format, range(8)))
    imports = "".join(f"from shop import router{number}\n" for number in range(count))
    uses = "".join(f"app.include_router(router{number}.router)\n" for number in range(count))
    files["shop/main.py"] = (
        f"from shop.factory import make\nfrom shop.guards import guard\n{imports}\n"
        f"app = make()\napp.middleware('http')(guard)\n{uses}"
    )
    return files


def services(count: int) -> dict[str, str]:
    """Services of five files, each a project with a wrong application."""
    files = {}
    for number in range(count):
        home, name = f"service{number}", f"svc{number}"
        files[f"{home}/pyproject.toml"] = f'[project]\nname = "{name}"\nversion = "0"\n'
        files[f"{home}/{name}/__init__.py"] = ""
        files[f"{home}/{name}/settings.py"] = "SECRET = 'x'\n"
        files[f"{home}/{name}/guards.py"] = GUARD.lstrip()
        files[f"{home}/{name}/setup.py"] = (
            f"{SESSION}from {name}.settings import SECRET\n\n\n"
            "def session(app):\n    app.add_middleware(SessionMiddleware, secret_key=SECRET)\n"
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
    "routers": (routers, 400),
    "services": (services, 160),
}
RUN, PARSE, START = "run", "parse", "start"


class Point(NamedTuple):
    """What a run over a project of some size costs, and the floor: seconds of processor time, without those of the start."""

    size: int
    cost: float
    floor: float


def sizes(most: int) -> tuple[int, ...]:
    """A quarter of the size, half of it, and the whole."""
    return most // 4, most // 2, most


def cpu_seconds(runs: int, files: Mapping[str, str], command: str) -> float:
    """The processor time of some runs of a command over a project."""
    with tempfile.TemporaryDirectory() as folder:
        running.put({**files, "plain.py": "x = 1\n"}, folder)
        Path(folder, ".git").mkdir()  # nothing above it is the project's
        return sum(_once(command, folder) for _ in range(runs))


def _once(command: str, folder: str) -> float:
    if command == PARSE:
        return running.floor(folder).cpu
    return running.cpu_seconds([*running.SESSFIX, "." if command == RUN else "plain.py"], folder)


def least(benchmark: pyperf.Benchmark) -> float:
    """The fastest of the runs: what other processes disturb is only ever slower."""
    return float(min(benchmark.get_values()))


def curve(kind: str, seconds: Mapping[str, float]) -> list[Point]:
    """The points of a kind; what is too small to be measured is a millisecond."""
    return [
        Point(
            size,
            max(seconds[f"{kind} {size} {RUN}"] - seconds[START], 1e-3),
            seconds[f"{kind} {size} {PARSE}"],
        )
        for size in sizes(KINDS[kind][1])
    ]


def exponent(points: list[Point]) -> float:
    """How the cost grows between the smallest and the largest: 1 is as the size, 2 as its square."""
    few, many = points[0], points[-1]
    return math.log(many.cost / few.cost) / math.log(many.size / few.size)


def table(seconds: Mapping[str, float]) -> str:
    """For each kind its cost above the start, the exponent of its growth, and its ratio to the floor."""
    rows = [f"{'':14}{'files or parts':>16}{'CPU s':>16}{'grows as':>10}{'times parsing':>15}"]
    for kind in KINDS:
        points = curve(kind, seconds)
        few, many = points[0], points[-1]
        span, costs = f"{few.size} -> {many.size}", f"{few.cost:.2f} -> {many.cost:.2f}"
        power = f"n^{exponent(points):.2f}"
        rows.append(f"{kind:14}{span:>16}{costs:>16}{power:>10}{many.cost / many.floor:>15.1f}")
    return "\n".join(rows)


def main() -> None:
    """Measure each kind at three sizes. pyperf's own options hold."""
    runner = pyperf.Runner(processes=3, values=1, warmups=0)
    seconds = {}

    def measure(name: str, files: Mapping[str, str], command: str) -> None:
        benchmark = runner.bench_time_func(name, cpu_seconds, files, command)
        # The processes that pyperf starts run this, too, each for a part of one benchmark.
        if not runner.args.worker:
            seconds[name] = least(benchmark)

    measure(START, {}, START)
    for kind, (make, most) in KINDS.items():
        for size in sizes(most):
            for command in (RUN, PARSE):
                measure(f"{kind} {size} {command}", make(size), command)
    if seconds:
        print(table(seconds))


if __name__ == "__main__":
    main()
