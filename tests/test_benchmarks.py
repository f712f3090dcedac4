"""What the benchmarks need is there, and they measure; how fast anything is, is no matter of a test."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BROKEN, ROOT

HERE = ROOT / "benchmarks"
README = (HERE / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line.partition(" #")[0].split() for block in BLOCKS for line in block.splitlines()]
PYPERF = {"--fast", "--quiet", "--rigorous", "-o"}


@pytest.mark.parametrize("words", [words for words in COMMANDS if "install" not in words], ids=" ".join)
def test_command_names_what_is_there(words: list[str]) -> None:
    python, script, *options = words
    assert python == ".venv/bin/python"
    source = (ROOT / script).read_text(encoding="utf-8")
    source += (HERE / "packages.py").read_text(encoding="utf-8") if script.endswith("report.py") else ""
    known = set(re.findall(r'"(-[-a-z]+)"', source)) | (PYPERF if "pyperf.Runner" in source else set())
    assert {option for option in options if option.startswith("-")} <= known


def test_every_script_has_its_heading() -> None:
    scripts = {path.name for path in HERE.glob("*.py")} - {"running.py"}
    assert set(re.findall(r"^## (\w+\.py)$", README, re.MULTILINE)) == scripts


def test_what_they_need_is_an_extra() -> None:
    [command] = [words for words in COMMANDS if "install" in words]
    assert command == [".venv/bin/pip", "install", "-e", "'.[bench]'"]
    assert "\nbench = [\n" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_a_tree_is_measured(tmp_path: Path) -> None:
    tree, output = tmp_path / "tree", tmp_path / "costs.json"
    (tree / ".git").mkdir(parents=True)
    (tree / "app.py").write_text(BROKEN, encoding="utf-8")
    options = ["--tree", str(tree), "--tool", "sessfix", "-o", str(output)]
    command = [sys.executable, str(HERE / "packages.py"), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^tree +1 +\d+\.\d\d$", done.stdout, re.MULTILINE), done.stdout
    [row] = json.loads(output.read_bytes())["trees"]
    assert [(name, cost["status"], cost["unchecked"]) for name, cost in row["costs"].items()] == [
        ("parsing", 0, 0),
        ("sessfix", 1, 0),
    ]


def test_what_does_not_end_is_ended_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(HERE)
    import running

    cost = running.run(["sh", "-c", "(sleep 1; echo late > late) & wait"], tmp_path, limit=0.3)
    assert cost.status is None
    ended = running.run(["sh", "-c", "sleep 1; echo 'a.py: not checked' >&2; exit 3"], tmp_path)
    assert (ended.status, ended.unchecked) == (3, 1)
    assert not (tmp_path / "late").exists()
