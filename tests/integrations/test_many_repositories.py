"""Many repositories: through all-repos on bare ones, and what is documented for other engines.

`SESSFIX_REPOSITORIES=1000 pytest -m slow tests/integrations/test_many_repositories.py` takes as many.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from conftest import BROKEN, FIXED, ROOT, STUCK
from shapes import BATCH_SPEC, misfits
from test_docs import blocks_of

from codemod.engine.fix import fix_source

COUNT = int(os.environ.get("SESSFIX_REPOSITORIES", "12"))
PLAIN = "def answer() -> int:\n    return 42\n"
# What a repository holds beside plain modules, and what is to come of it.
KINDS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"app.py": BROKEN}, {"app.py": FIXED}),
    ({"app.py": FIXED}, {}),
    ({"app.py": STUCK}, {}),
    (
        {"src/shop/app.py": BROKEN, "old.py": "import starlette.middleware\nprint 'x'\n", "stuck.py": STUCK},
        {"src/shop/app.py": FIXED},
    ),
    ({}, {}),
)


def git(folder: Path, *argv: str) -> str:
    done = subprocess.run(["git", *argv], cwd=folder, capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment() -> dict[str, str]:
    who = {
        f"GIT_{role}_{part}": "sessfix@example.com" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PYTHONPATH": str(ROOT)}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, **who, **alone, "PATH": path}


def repositories(folder: Path, modules: int) -> dict[str, str]:
    """Bare repositories of all kinds by turns, each with so many plain modules."""
    found = {}
    for kind, (files, _) in enumerate(KINDS):
        work = folder / f"work{kind}"
        plain = {f"plain/m{number}.py": PLAIN for number in range(modules)}
        for name, text in {**plain, **files}.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(text)
        git(folder, "init", "--quiet", "--initial-branch=main", str(work))
        git(work, "add", ".")
        git(work, "commit", "--quiet", "--message", "all")
    for number in range(COUNT):
        bare = folder / f"bare/r{number}.git"
        git(folder, "clone", "--quiet", "--bare", f"work{number % len(KINDS)}", str(bare))
        found[f"r{number}"] = str(bare)
    return found


@pytest.mark.slow
def test_all_repos(tmp_path: Path) -> None:
    pytest.importorskip("all_repos", reason="all-repos is not installed")
    names = repositories(tmp_path, 50)
    (tmp_path / "names.json").write_text(json.dumps(names))
    config = {
        "output_dir": str(tmp_path / "clones"),
        "source": "all_repos.source.json_file",
        "source_settings": {"filename": str(tmp_path / "names.json")},
        "push": "all_repos.push.merge_to_master",
        "push_settings": {"fast_forward": True},
    }
    (tmp_path / "all-repos.json").write_text(json.dumps(config))
    (tmp_path / "all-repos.json").chmod(0o600)
    subprocess.run([Path(sys.executable).parent / "all-repos-clone"], cwd=tmp_path, env=environment(), check=True)
    command = [sys.executable, "-m", "codemod.integrations.all_repos_command", "--color", "never", "--jobs", "2"]
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert (done.returncode, "Errored" in done.stdout) == (0, False), done.stdout + done.stderr
    came = Counter(len(git(Path(bare), "log", "--format=%h").splitlines()) for bare in names.values())
    repaired = sum(bool(KINDS[number % len(KINDS)][1]) for number in range(COUNT))
    assert came == Counter({2: repaired, 1: COUNT - repaired})
    for number, bare in enumerate(names.values()):
        before, after = KINDS[number % len(KINDS)]
        for name, text in {**before, **after}.items():
            assert git(Path(bare), "show", f"HEAD:{name}") == text


def test_batch_spec() -> None:
    [block] = blocks_of("many-repositories.md", "yaml")
    spec = {("on" if key is True else key): value for key, value in yaml.safe_load(block.text).items()}  # YAML 1.1
    assert misfits(spec, BATCH_SPEC) == []


@pytest.mark.parametrize(("text", "status"), [(BROKEN, 0), (STUCK, 0), ("import starlette.middleware\nprint 'x'\n", 1)])
def test_script(text: str, status: int, folder: Path) -> None:
    [script] = blocks_of("many-repositories.md", "bash")
    assert (
        script.text.splitlines()[1]
        in yaml.safe_load(blocks_of("many-repositories.md", "yaml")[0].text)["steps"][0]["run"]
    )
    (folder / "app.py").write_text(text)
    (folder / "sessfix").write_text(f'#!/bin/sh\nexec {sys.executable} -m codemod "$@"\n')
    (folder / "sessfix").chmod(0o755)
    environment_ = {**environment(), "PATH": f"{folder}:{os.environ['PATH']}"}
    assert (
        subprocess.run(["sh", "-c", script.text], cwd=folder, env=environment_, capture_output=True).returncode
        == status
    )
    assert (folder / "app.py").read_text() == (FIXED if text == BROKEN else text)


def test_from_python(folder: Path) -> None:
    [block] = blocks_of("many-repositories.md", "python")
    shutil.copy(ROOT / "example/app.py", folder)
    (folder / "mapped.txt").write_text(block.text)
    done = subprocess.run([sys.executable, "mapped.txt"], cwd=folder, env=environment(), capture_output=True, text=True)
    assert done.stdout == "app.py would change []\n", done.stderr
    result = fix_source(BROKEN.encode(), str(folder / "other.py"))
    assert pickle.loads(pickle.dumps(result)) == result
