"""What the files for editors say is run as the editors would, in a project whose names hold spaces."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import BROKEN, FIXED, ROOT, STUCK

TOOLS = {tool.attrib["name"]: tool for tool in ET.parse(ROOT / "editors/pycharm/sessfix.xml").getroot()}
TASKS = {task["label"]: task for task in json.loads((ROOT / "editors/vscode/tasks.json").read_bytes())["tasks"]}
# PyCharm looks for this in every console, once it has taken the colours out.
ARROW = re.compile(r"^ *--> (.+):(\d+):(\d+)$", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Desk(NamedTuple):
    """A project called `my app` with the file `a b.py`, and a folder where the command `sessfix` lies."""

    project: Path
    file: Path
    scripts: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PATH": f"{self.scripts}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def desk(folder: Path) -> Desk:
    project, scripts = folder / "my app", folder / "the scripts"
    project.mkdir()
    scripts.mkdir()
    command = scripts / "sessfix"
    words = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m codemod"
    command.write_text(f'#!/bin/sh\n{words} "$@"\n')
    command.chmod(0o755)
    (project / "a b.py").write_text(BROKEN)
    return Desk(project, project / "a b.py", scripts)


def run_tool(name: str, desk: Desk) -> subprocess.CompletedProcess[str]:
    """Run an External Tool."""
    execution = TOOLS[name].find("exec")
    assert execution is not None
    option = {node.attrib["name"]: node.attrib["value"] for node in execution}
    return run_program(option["COMMAND"], option["PARAMETERS"], option["WORKING_DIRECTORY"], desk)


def run_watcher(desk: Desk) -> subprocess.CompletedProcess[str]:
    """Run the File Watcher, as PyCharm does when the file is saved."""
    [watcher] = ET.parse(ROOT / "editors/pycharm/watcherTasks.xml").getroot().iter("TaskOptions")
    option = {node.attrib["name"]: node.attrib.get("value", "") for node in watcher.findall("option")}
    assert (option["fileExtension"], option["output"]) == ("py", "$FilePath$")
    return run_program(option["program"], option["arguments"], option["workingDir"], desk)


def run_program(program: str, arguments: str, place: str, desk: Desk) -> subprocess.CompletedProcess[str]:
    """PyCharm replaces the macros and then splits the parameters at spaces outside of quotes."""
    macros = {
        "PyInterpreterDirectory": str(desk.scripts),
        "FilePath": str(desk.file),
        "ProjectFileDir": str(desk.project),
    }

    def expanded(text: str) -> str:
        return re.sub(r"\$(\w+)\$", lambda macro: macros[macro[1]], text)

    words = shlex.shlex(expanded(arguments), posix=True)
    words.whitespace_split, words.quotes, words.escape, words.commenters = True, '"', "", ""
    return subprocess.run(
        [expanded(program), *words],
        cwd=expanded(place),
        env={**os.environ, "PATH": os.defpath},
        capture_output=True,
        text=True,
    )


def run_task(label: str, desk: Desk) -> subprocess.CompletedProcess[str]:
    """Run a task of the type `process`: variables are replaced in each argument, and no shell splits them."""
    task = TASKS[label]
    assert task["type"] == "process"
    variables = {"workspaceFolder": str(desk.project), "file": str(desk.file)}
    words = [
        re.sub(r"\$\{(\w+)\}", lambda variable: variables[variable[1]], word)
        for word in (task["command"], *task["args"])
    ]
    return subprocess.run(words, cwd=desk.project, env=desk.environment, capture_output=True, text=True)


def problems(matcher: Mapping[str, Any], output: str) -> list[dict[str, str]]:
    """The entries that the editor makes of the lines of an output."""
    pattern = dict(matcher["pattern"])
    expression = re.compile(pattern.pop("regexp"))
    matches = [match for line in output.splitlines() if (match := expression.search(line))]
    return [{field: match[group] for field, group in pattern.items()} for match in matches]


def test_pycharm_names_the_set_as_the_file() -> None:
    assert ET.parse(ROOT / "editors/pycharm/sessfix.xml").getroot().attrib == {"name": "sessfix"}
    assert list(TOOLS) == ["sessfix: preview", "sessfix: fix file", "sessfix: fix project"]


def test_pycharm_reloads_after_what_writes() -> None:
    reloads = {name: tool.attrib["synchronizeAfterRun"] for name, tool in TOOLS.items()}
    assert reloads == {"sessfix: preview": "false", "sessfix: fix file": "true", "sessfix: fix project": "true"}


def test_pycharm_previews(desk: Desk) -> None:
    done = run_tool("sessfix: preview", desk)
    assert (done.returncode, COLOUR.sub("", done.stderr)) == (1, "Would fix 1 finding in 1 file.\n")
    assert "\x1b[" in done.stdout
    assert COLOUR.sub("", done.stdout).startswith("--- a/a b.py")
    assert desk.file.read_text() == BROKEN


def test_pycharm_fixes_the_file_only(desk: Desk) -> None:
    other = desk.project / "other.py"
    other.write_text(BROKEN)
    done = run_tool("sessfix: fix file", desk)
    assert (done.returncode, done.stdout) == (0, "")
    assert desk.file.read_text() == FIXED
    assert other.read_text() == BROKEN


def test_pycharm_fixes_the_project(desk: Desk) -> None:
    other = desk.project / "other.py"
    other.write_text(BROKEN)
    done = run_tool("sessfix: fix project", desk)
    assert (done.returncode, done.stdout) == (0, "")
    assert [desk.file.read_text(), other.read_text()] == [FIXED, FIXED]


@pytest.mark.parametrize("name", ["sessfix: fix file", "sessfix: fix project"])
def test_pycharm_links_what_is_left(desk: Desk, name: str) -> None:
    desk.file.write_text(STUCK)
    done = run_tool(name, desk)
    assert done.returncode == 1
    row = STUCK.splitlines().index("app.add_middleware(SessionMiddleware, secret_key=key)") + 1
    # An absolute name, or one that begins at the project.
    assert ARROW.findall(COLOUR.sub("", done.stdout)) == [("a b.py", str(row), "1")]


def test_the_watcher_of_pycharm_fixes_the_file_that_is_saved(desk: Desk) -> None:
    other = desk.project / "other.py"
    other.write_text(BROKEN)
    assert run_watcher(desk).returncode == 0
    assert [desk.file.read_text(), other.read_text()] == [FIXED, BROKEN]
    desk.file.write_text(STUCK)
    done = run_watcher(desk)
    assert (done.returncode, [name for name, _, _ in ARROW.findall(done.stdout)]) == (1, ["a b.py"])


def test_the_watcher_of_pycharm_leaves_out_what_the_settings_do(desk: Desk) -> None:
    (desk.project / "pyproject.toml").write_text('[tool.sessfix]\nextend-exclude = ["a*.py"]\n')
    assert run_watcher(desk).returncode == 0
    assert desk.file.read_text() == BROKEN


def test_vscode_lists_problems(desk: Desk) -> None:
    done = run_task("sessfix: report", desk)
    matcher = TASKS["sessfix: report"]["problemMatcher"]
    assert done.returncode == 1
    row = BROKEN.splitlines().index('app.add_middleware(SessionMiddleware, secret_key="key")') + 1
    assert problems(matcher, done.stdout) == [
        {
            "file": "a b.py",
            "line": str(row),
            "column": "1",
            "code": "SES001",
            "message": "`SessionMiddleware` lies inside `require_login`, which uses the session",
        }
    ]
    assert problems(matcher, done.stderr) == []


def test_vscode_lists_what_cannot_be_fixed(desk: Desk) -> None:
    desk.file.write_text(STUCK)
    found = problems(TASKS["sessfix: report"]["problemMatcher"], run_task("sessfix: report", desk).stdout)
    assert [(problem["file"], problem["code"]) for problem in found] == [("a b.py", "SES001")]


def test_vscode_keeps_apart_from_a_language_client() -> None:
    # A matcher that owns the same name would wipe the client's squiggles when the task runs.
    matcher = TASKS["sessfix: report"]["problemMatcher"]
    assert matcher["owner"] == "sessfix-cli"
    assert matcher["fileLocation"] == ["autoDetect", "${workspaceFolder}"]


def test_vscode_previews(desk: Desk) -> None:
    done = run_task("sessfix: preview this file", desk)
    assert done.returncode == 1
    assert done.stdout.startswith("--- a/a b.py\t\n")
    assert desk.file.read_text() == BROKEN


def test_vscode_fixes_the_file(desk: Desk) -> None:
    done = run_task("sessfix: fix this file", desk)
    assert (done.returncode, done.stdout) == (0, "")
    assert desk.file.read_text() == FIXED


def test_filter_passes_on_what_it_cannot_repair(desk: Desk) -> None:
    command = ["sessfix", "--write", "--stdin-filename", str(desk.file), "-"]
    done = [
        subprocess.run(command, input=source, env=desk.environment, capture_output=True, text=True)
        for source in (BROKEN, STUCK)
    ]
    assert [(one.returncode, one.stdout) for one in done] == [(0, FIXED), (1, STUCK)]
