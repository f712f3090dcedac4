"""What is found in a file is the same whether the folder, the file alone or the files in any order are asked about."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import integers
from oracle.layouts import Project
from oracle.projects import projects

from codemod.cli.main import main
from codemod.engine import limits


def findings(*argv: str) -> list[object]:
    """The findings of a run, by file and place, with all that is said of them."""
    said, told = io.TextIOWrapper(io.BytesIO(), write_through=True), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        assert main([*argv, "--output-format", "json", "--quiet"]) in (0, 1), told.getvalue()
    said.seek(0)
    report = json.loads(said.read())
    return sorted(report["findings"] if isinstance(report, dict) else report, key=json.dumps)


def put(project: Project) -> list[str]:
    for name, text in project.files:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    Path(".git").mkdir()
    return sorted(name for name, _ in project.files if name.endswith(".py"))


def of_files(found: Sequence[object], names: Sequence[str]) -> list[object]:
    places = {os.path.abspath(name) for name in names}
    return [one for one in found if isinstance(one, dict) and os.path.abspath(one["filename"]) in places]


@settings(max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(projects(), integers(0, 1000))
def test_the_findings_of_a_file_are_the_same_whatever_is_asked(project: Project, seed: int) -> None:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        os.chdir(folder)
        try:
            names = put(project)
            whole = findings(".")
            for name in names:
                assert findings(name) == of_files(whole, [name]), name
            shuffled = random.Random(seed).sample(names, len(names))
            some = shuffled[: max(1, len(names) // 2)]
            assert findings(*shuffled) == whole
            assert findings(*some) == of_files(whole, some)
            patch.setattr(limits, "HEAVY", 0)  # in another process
            patch.setattr(limits, "WORTH", 0)
            assert findings("--jobs", "2", ".") == whole
        finally:
            os.chdir(before)
