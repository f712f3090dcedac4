"""Runs all benchmarks and writes what they measured: `RESULTS.md`, and the curves of growth as `growth.svg`.

.venv/bin/python benchmarks/report.py
"""

from __future__ import annotations

import argparse
import io
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import growth
import packages
import pyperf
import start
from packages import FLOOR, MIXED, SESSFIX, Tree

HERE = Path(__file__).resolve().parent
HEAD = """\
# Results

Written by `benchmarks/report.py`; [README.md](README.md) says how, and what each figure means. Ratios come first: the
seconds at the end are those of one machine, and are there for the proportions only.
"""
GROWTH = """\
![The cost of a run over the size of a project, both in logarithms](growth.svg)

Solid: a run. Dotted: parsing the same files once.
"""


def rows(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A table of Markdown: numbers stand at the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(cells) + " |" for cells in body)]) + "\n"


def start_section(seconds: Mapping[str, float]) -> str:
    """One small file: multiples of the bare interpreter."""
    body = [(name, f"{one / seconds[start.BARE]:.1f}") for name, one in seconds.items()]
    return "## One file\n\n" + rows(["", "bare interpreters"], body)


def growth_section(seconds: Mapping[str, float]) -> str:
    """The exponent of each kind, and its multiple of the floor at the largest size."""
    body = []
    for kind, (make, _) in growth.KINDS.items():
        points = growth.curve(kind, seconds)
        many = points[-1]
        what = (make.__doc__ or kind).rstrip(".")
        power = f"n^{growth.exponent(points):.2f}"
        body.append((what, f"{points[0].size} to {many.size}", power, f"{many.cost / many.floor:.1f}"))
    return "## Growth\n\n" + rows(["", "size", "grows as", "times parsing"], body) + "\n" + GROWTH


def packages_section(trees: Sequence[Tree]) -> str:
    """The multiples of the floor of every tool, and how each run of sessfix ended."""
    tools = [tool for tool in trees[0].costs if tool != FLOOR]
    ratios = [(tree.name, f"{tree.files:,}", *(_ratio(tree, tool) for tool in tools)) for tree in trees]
    ends = [(tree.name, *_end(tree)) for tree in trees]
    return (
        "## Packages: times parsing\n\n"
        + rows(["", "files", *tools], ratios)
        + (f"\n`{MIXED}`: the others, side by side in one project.\n" if trees[-1].name == MIXED else "")
        + "\n## Packages: how sessfix ended\n\n"
        + rows(["", "exit status", "not checked", "MiB", "MiB of parsing"], ends)
    )


def _ratio(tree: Tree, tool: str) -> str:
    ratio = tree.ratio(tool)
    return "did not end" if ratio is None else f"{ratio:.2f}"


def _end(tree: Tree) -> tuple[str, ...]:
    cost = tree.costs[SESSFIX]
    status = "did not end" if cost.status is None else str(cost.status)
    return status, str(cost.unchecked), f"{cost.memory:.0f}", f"{tree.costs[FLOOR].memory:.0f}"


def seconds_section(small: Mapping[str, float], grown: Mapping[str, float], trees: Sequence[Tree]) -> str:
    """What the ratios are made of: seconds of processor time above the start, and for one file with it."""
    body = [("one file", f"{small[start.BARE]:.3f}", f"{small['sessfix, a finding with its move']:.3f}")]
    for kind in growth.KINDS:
        many = growth.curve(kind, grown)[-1]
        body.append((f"{many.size} {kind}", f"{many.floor:.2f}", f"{many.cost:.2f}"))
    for tree in trees:
        cost = tree.costs[SESSFIX]
        ended = "did not end" if cost.status is None else f"{cost.cpu:.2f}"
        body.append((tree.name, f"{tree.costs[FLOOR].cpu:.2f}", ended))
    return "## Seconds\n\n" + rows(["", "floor", SESSFIX], body)


def versions_section(tools: Mapping[str, str], trees: Sequence[Tree]) -> str:
    """All that the numbers depend on, but for the machine and the code."""
    named = {packages.TOOLS[tool].distribution or tool: number for tool, number in tools.items()}
    for distribution in ("black", "libcst", "matplotlib", "pyperf", "pyupgrade"):
        with suppress(PackageNotFoundError):
            named.setdefault(distribution, version(distribution))
    body = [(platform.python_implementation(), platform.python_version()), *sorted(named.items())]
    body += [(tree.name, _version(tree)) for tree in trees if tree.version]
    return "## Versions\n\n" + rows(["", "version"], body)


def _version(tree: Tree) -> str:
    pinned = packages.PINS.get(tree.name, tree.version)
    return tree.version if tree.version == pinned else f"{tree.version}, as {pinned} was not there"


def draw(seconds: Mapping[str, float], path: Path) -> None:
    """The curves of growth. Only now that all is measured: a process begins with the memory of the one that starts it."""
    import matplotlib

    matplotlib.use("svg")
    # Text stays text, and the same numbers make the same file.
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "sessfix", "axes.grid": True})
    from matplotlib import pyplot
    from matplotlib.ticker import ScalarFormatter

    figure, axes = pyplot.subplots(figsize=(7, 5), layout="constrained")
    for kind in growth.KINDS:
        points = growth.curve(kind, seconds)
        sizes = [point.size for point in points]
        label = f"{kind}: n^{growth.exponent(points):.2f}"
        [line] = axes.loglog(sizes, [point.cost for point in points], marker="o", label=label)
        axes.loglog(sizes, [point.floor for point in points], linestyle=":", color=line.get_color())
    axes.set(xlabel="files or parts", ylabel="seconds of processor time", axisbelow=True)
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.set_xticks([50, 100, 200, 400, 800], minor=False)
    axes.minorticks_off()
    axes.legend()
    text = io.StringIO()
    figure.savefig(text, metadata={"Date": None, "Creator": None})
    path.write_text("".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines()), encoding="utf-8")


def medians(path: Path) -> dict[str, float]:
    """What pyperf wrote: seconds by name."""
    return {one.get_name(): one.median() for one in pyperf.BenchmarkSuite.load(str(path))}


def fastest(path: Path) -> dict[str, float]:
    """The same, of the runs that were disturbed least."""
    return {one.get_name(): growth.least(one) for one in pyperf.BenchmarkSuite.load(str(path))}


def measure(script: str, raw: Path, *options: str) -> Path:
    """Run one of the benchmarks, unless its numbers are there already. What it prints is progress."""
    path = raw / f"{script}.json"
    if not path.exists():
        made = path.with_suffix(".new.json")
        made.unlink(missing_ok=True)
        command = [sys.executable, str(HERE / f"{script}.py"), "-o", str(made), *options]
        subprocess.run(command, check=True, stdout=sys.stderr)
        made.rename(path)
    return path


def results(small: Path, grown: Path, measured: Path) -> str:
    """The document."""
    trees, tools = packages.load(measured)
    few, many = medians(small), fastest(grown)
    sections = [
        HEAD,
        start_section(few),
        growth_section(many),
        packages_section(trees),
        versions_section(tools, trees),
        seconds_section(few, many, trees),
    ]
    return "\n".join(sections)


def main() -> None:
    """Measure what is not measured yet, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    packages.add_options(parser)
    parser.add_argument("--raw", type=Path, help="a folder of numbers, which are kept and not measured again")
    parser.add_argument("--to", type=Path, default=HERE, help="where to write; default: the folder of this file")
    options = parser.parse_args()
    handed = [*options.names, "--cache", str(options.cache), "--limit", str(options.limit)]
    with tempfile.TemporaryDirectory() as folder:
        raw: Path = options.raw or Path(folder)
        raw.mkdir(parents=True, exist_ok=True)
        small, grown = measure("start", raw, "--quiet"), measure("growth", raw, "--quiet")
        measured = measure("packages", raw, *handed, *(["--slow"] if options.slow else []))
        (options.to / "RESULTS.md").write_text(results(small, grown, measured), encoding="utf-8")
        draw(fastest(grown), options.to / "growth.svg")


if __name__ == "__main__":
    main()
