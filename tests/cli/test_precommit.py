"""The hooks: what the manifest promises, and, slow, pre-commit and prek themselves on a repository that has the fault."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import BROKEN, FIXED, ROOT, STUCK, copy_package, new_environment

from codemod.cli.options import read_argv

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_bytes())}


def test_one_hook_repairs_and_one_reports() -> None:
    assert {name: hook["entry"] for name, hook in HOOKS.items()} == {
        "sessfix": "sessfix --write",
        "sessfix-check": "sessfix",
    }


@pytest.mark.parametrize("name", HOOKS)
def test_hook_looks_at_the_whole_project_once(name: str) -> None:
    hook = HOOKS[name]
    assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)
    assert (hook["language"], hook["types_or"]) == ("python", ["python"])
    assert read_argv(hook["entry"].split()[1:]) is not None


def git(folder: Path, *words: str) -> None:
    own = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands `pre-commit` and `prek`, and `uv`, with which prek makes environments."""
    return new_environment(tmp_path_factory.mktemp("tools"), "pre-commit", "prek", "uv", "wheel")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the hooks: the checkout as it lies there, committed."""
    folder = tmp_path_factory.mktemp("hooks")
    copy_package(folder)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "hooks")
    return folder


@pytest.fixture(scope="module")
def wheels(tools: Path, hooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is needed to install the hooks, but not they themselves."""
    folder = tmp_path_factory.mktemp("wheels")
    built = [str(hooks), *PROJECT["build-system"]["requires"]]
    subprocess.run([tools / "python", "-m", "pip", "wheel", "-q", "-w", folder, *built], check=True, timeout=600)
    [own] = folder.glob("sessfix-*.whl")
    own.unlink()
    return folder


@pytest.mark.slow
def test_manifest_is_valid(tools: Path) -> None:
    for command in ("pre-commit", "prek"):
        subprocess.run([tools / command, "validate-manifest", MANIFEST], check=True, timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["pre-commit", "prek"])
def test_hooks_report_and_repair(command: str, tools: Path, hooks: Path, wheels: Path, tmp_path: Path) -> None:
    """No registry is asked: all that is installed lies in a folder."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "app.py").write_text(BROKEN)
    (project / "stuck.py").write_text(STUCK)
    git(project, "init", "-q")
    git(project, "add", "-A")
    ours = ("GIT_", "PYTHONPATH", "PIP_", "UV_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"PRE_COMMIT_HOME": str(tmp_path / "home"), "PREK_HOME": str(tmp_path / "prek")}
    environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    environment |= {"UV_OFFLINE": "1", "UV_NO_INDEX": "1", "UV_FIND_LINKS": str(wheels), "UV_NO_CONFIG": "1"}
    environment |= {"UV_CACHE_DIR": str(tmp_path / "cache")}
    environment["PATH"] = f"{tools}{os.pathsep}{environment['PATH']}"

    def run(hook: str) -> subprocess.CompletedProcess[str]:
        words = [str(tools / command), "try-repo", str(hooks), hook, "--all-files", "--color", "never"]
        return subprocess.run(words, cwd=project, env=environment, capture_output=True, text=True, timeout=600)

    done = run("sessfix-check")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Found 2 findings (1 fixable with --write)." in done.stdout
    assert (project / "app.py").read_text() == BROKEN

    done = run("sessfix")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Fixed 1 finding in 1 file, 1 remains." in done.stdout
    assert [(project / "app.py").read_text(), (project / "stuck.py").read_text()] == [FIXED, STUCK]

    git(project, "rm", "-q", "-f", "stuck.py")
    git(project, "add", "-A")
    done = run("sessfix-check")
    assert done.returncode == 0, done.stdout + done.stderr
