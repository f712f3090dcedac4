"""The hooks: what the manifest promises, and, slow, pre-commit itself on a repository that has the fault."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

import pytest
import yaml
from conftest import BROKEN, FIXED, ROOT, STUCK

from codemod.cli.options import read_argv

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
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `pre-commit`, in an environment of its own."""
    folder = tmp_path_factory.mktemp("pre-commit")
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q", "pre-commit"], check=True, timeout=600)
    return folder / "bin" / "pre-commit"


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the hooks: the checkout as it lies there, committed."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    for path in (ROOT / "codemod").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            copy = folder / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "hooks")
    return folder


@pytest.mark.slow
def test_manifest_is_valid(pre_commit: Path) -> None:
    subprocess.run([pre_commit, "validate-manifest", MANIFEST], check=True, timeout=60)


@pytest.mark.slow
def test_hooks_report_and_repair(pre_commit: Path, hooks: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "app.py").write_text(BROKEN)
    (project / "stuck.py").write_text(STUCK)
    git(project, "init", "-q")
    git(project, "add", "-A")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHONPATH"))}
    environment["PRE_COMMIT_HOME"] = str(tmp_path / "home")

    def run(hook: str) -> subprocess.CompletedProcess[str]:
        command = [str(pre_commit), "try-repo", str(hooks), hook, "--all-files", "--color", "never"]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=600)

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
    assert run("sessfix-check").returncode == 0
