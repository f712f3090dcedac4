"""Programs that nobody wrote: every outcome is a verified repair, no change, or a refusal; never an exception, never another byte."""

from __future__ import annotations

import ast
import random
import re
import shutil
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import BROKEN, FIXED, ROOT, STUCK
from golden_cases import FOLDERS

from codemod.decoding import decode
from codemod.fix import fix_source
from codemod.model import Result
from codemod.project import Project
from codemod.proved import previewed, written

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

SPECIAL = [
    b"\x00",
    b"\r",
    b"\n",
    b"\r\n",
    b"\x0c",
    b"\\\n",
    b"\t",
    b"\xff",
    b"\xef\xbb\xbf",
    b"#",
    b'"""',
    b"(",
    b")",
    b":",
    b";",
]
SPECIAL += [
    b"# coding: latin-1\n",
    b"# coding: utf-7\n",
    b"async ",
    b"await ",
    b"lambda: ",
    b"@",
    b"*",
    b" ",
    b"    ",
    b"\xc3\xa9",
    b"if x:\n",
]


def seeds() -> list[bytes]:
    goldens = [path.read_bytes() for folder in FOLDERS if (path := folder / "before.py").is_file()]
    return [BROKEN.encode(), STUCK.encode(), FIXED.encode(), *goldens]


def mutated(source: bytes, chance: random.Random) -> bytes:
    """The source with some bytes changed, cut out, doubled or swapped."""
    data = bytearray(source)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at, length = chance.randrange(len(data) + 1), chance.choice((0, 1, 1, 4, 30))
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at:at] = chance.choice(SPECIAL)
            case 4:
                lines = data.splitlines(keepends=True)
                if len(lines) > 1:
                    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
                    lines[one], lines[other] = lines[other], lines[one]
                    data = bytearray(b"".join(lines))
    return bytes(data)


def outcome(source: bytes, mover: Callable[..., bytes] = previewed) -> str:
    """What comes of a program, once it has been held against what is promised."""
    result = fix_source(source, "app.py", Project(read=lambda path: None), mover=mover)
    check_promises(source, result, mover)
    if result.problem:
        return "refused"
    return "repaired" if result.changed else "unchanged"


def check_promises(source: bytes, result: Result, mover: Callable[..., bytes]) -> None:
    assert result.before == source
    if result.problem:
        assert not result.changed
        assert "internal error" not in result.problem.message
        return
    if not result.changed:
        return
    ast.parse(result.after)
    # Whole lines move: those that are not blank are the same. Only a move in a list, which stands on one line, changes one.
    assert Counter(re.findall(r"\w+", decode(result.after))) == Counter(re.findall(r"\w+", decode(source)))
    again = fix_source(result.after, "app.py", Project(read=lambda path: None), mover=mover)
    assert again.problem is None
    assert again.after == result.after


def run_mutants(number: int, seed: int) -> Counter[str]:
    chance, start = random.Random(seed), seeds()
    counted: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(number):
            counted[outcome(mutated(chance.choice(start), chance))] += 1
    return counted


def test_mutated_programs() -> None:
    counted = run_mutants(300, seed=1)
    assert set(counted) == {"repaired", "unchanged", "refused"}


def test_spaces_before_a_lone_carriage_return() -> None:
    source = BROKEN.encode().replace(b"    return", b"    \rreturn")
    assert outcome(source, written) == "unchanged"


@pytest.mark.slow
def test_twenty_thousand_mutated_programs() -> None:
    counted = run_mutants(20_000, seed=2)
    print(dict(counted))
    assert min(counted.values()) > 1000


# Programs of a generator, with the fault among their lines

PIECES = BROKEN.split("\n\n", 1)


def generated(number: int) -> Iterator[str]:
    pysource = pytest.importorskip("pysource_codegen")
    for seed in range(number):
        yield pysource.generate(seed, node_limit=300)


def spliced(program: str) -> bytes:
    """The program between the lines of one with the fault."""
    head, body = PIECES
    first, rest = body.split("\n\n\n", 1)
    return f"{head}\n\n{first}\n\n\n{rest}\n\n{program}\n".encode("utf-8", "replace")


def run_programs(programs: Iterator[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for program in programs:
            counted[outcome(spliced(program), written)] += 1
    return counted


@pytest.mark.slow
def test_programs_of_pysource_codegen() -> None:
    counted = run_programs(generated(500))
    print(dict(counted))
    assert counted["repaired"] > 50


@pytest.mark.slow
def test_programs_of_hypothesmith() -> None:
    hypothesmith = pytest.importorskip("hypothesmith")
    from hypothesis import HealthCheck, given, settings

    counted: Counter[str] = Counter()

    @settings(max_examples=500, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(hypothesmith.from_grammar())
    def check(program: str) -> None:
        counted.update(run_programs(iter([program])))

    check()
    print(dict(counted))
    assert counted["repaired"] > 50


# Whole trees of other people's code


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def check_untouched(source: Path, folder: Path) -> None:
    """A run with `--write` over a copy leaves every byte and every time stamp."""
    copy = folder / "copy"
    shutil.copytree(
        source, copy, ignore=shutil.ignore_patterns("__pycache__", "site-packages"), ignore_dangling_symlinks=True
    )
    before = snapshot(copy)
    command = [sys.executable, "-m", "codemod", "--write", "--isolated", "--output-format", "concise", "copy"]
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=3000)
    assert done.returncode in (0, 1, 2)
    assert b"internal error" not in done.stderr
    after = snapshot(copy)
    assert [name for name in before if before[name] != after.get(name)] == []
    assert set(after) == set(before)


@pytest.mark.slow
def test_the_standard_library_is_left_alone(folder: Path) -> None:
    check_untouched(Path(ast.__file__).parent, folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["black", "hypothesis", "libcst", "mypy", "pip", "pydantic", "pygments", "rich", "_pytest", "fastapi"]
)
def test_a_large_package_is_left_alone(name: str, folder: Path) -> None:
    import importlib.util

    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        pytest.skip("not installed")
    check_untouched(Path(next(iter(found.submodule_search_locations))), folder)
