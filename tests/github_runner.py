"""A runner of GitHub's composite actions, without GitHub: shell steps are run as it runs them, other actions are noted.

https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax; of the expressions those that compare two values.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")  # what `shell: bash` stands for
SECONDS = 600


class Ran(NamedTuple):
    """What came of an action: whether it went well, its outputs, what it printed, and what other actions it called with."""

    ok: bool
    outputs: Mapping[str, str]
    stdout: str
    stderr: str
    summary: str
    used: Mapping[str, Mapping[str, str]]


def run_action(
    action: Path, inputs: Mapping[str, str], workspace: Path, temp: Path, skipped: tuple[str, ...] = ()
) -> Ran:
    """Run the action of a folder in a checkout; ``skipped`` are steps, by their id, whose work is done already."""
    metadata: dict[str, Any] = yaml.safe_load((action / "action.yml").read_bytes())
    assert inputs.keys() <= metadata["inputs"].keys(), "an input that the action does not have"
    given = {name: inputs.get(name, declared["default"]) for name, declared in metadata["inputs"].items()}
    files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    context = {f"inputs.{name}": value for name, value in given.items()} | {"runner.temp": str(temp)}
    context |= {"github.action_path": str(action), "github.workspace": str(workspace)}
    environment = {**os.environ, **{name: str(path) for name, path in files.items()}, "GITHUB_ACTIONS": "true"}
    environment |= {"RUNNER_TEMP": str(temp), "GITHUB_ACTION_PATH": str(action), "GITHUB_WORKSPACE": str(workspace)}
    files["GITHUB_STEP_SUMMARY"].write_text("")
    ok, stdout, stderr, used = True, "", "", {}
    for step in metadata["runs"]["steps"]:
        if not ok or step.get("id") in skipped or not _holds(step.get("if", "'' == ''"), context):
            continue
        if "uses" in step:
            used[step["uses"].partition("@")[0]] = {
                name: evaluated(value, context) for name, value in step["with"].items()
            }
            continue
        assert step["shell"] == "bash"
        script = temp / "step.sh"
        script.write_text(step["run"])
        files["GITHUB_OUTPUT"].write_text("")
        own = {name: evaluated(value, context) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            [*SHELL, script],
            cwd=workspace / evaluated(step.get("working-directory", "."), context),
            env={**environment, **own},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        ok, stdout, stderr = done.returncode == 0, stdout + done.stdout, stderr + done.stderr
        for line in files["GITHUB_OUTPUT"].read_text().splitlines():
            name, _, value = line.partition("=")
            context[f"steps.{step['id']}.outputs.{name}"] = value
    outputs = {name: evaluated(declared["value"], context) for name, declared in metadata["outputs"].items()}
    return Ran(ok, outputs, stdout, stderr, files["GITHUB_STEP_SUMMARY"].read_text(), used)


def evaluated(text: str, context: Mapping[str, str]) -> str:
    """A text with its expressions replaced by what they stand for."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: _value(found[1].strip(), context), text)


def _holds(condition: str, context: Mapping[str, str]) -> bool:
    left, sign, right = condition.split(" ")
    assert sign in ("==", "!=")
    return (_value(left, context) == _value(right, context)) == (sign == "==")


def _value(word: str, context: Mapping[str, str]) -> str:
    if literal := re.fullmatch(r"'(.*)'", word):
        return literal[1]
    assert re.fullmatch(r"[\w-]+(\.[\w-]+)+", word), f"an expression that this runner does not know: {word}"
    # An output that was not set is empty; anything else that is not there is a mistake.
    return context.get(word, "") if re.match(r"steps\.[\w-]+\.outputs\.", word) else context[word]
