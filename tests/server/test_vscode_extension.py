"""The extension for Visual Studio Code: what it says of itself, and, slow, that it is built and finds the server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from codemod import VERSION
from codemod.settings.config import KEYS

EXTENSION = ROOT / "editors/vscode/extension"
PACKAGE: dict[str, Any] = json.loads((EXTENSION / "package.json").read_bytes())
SETTINGS: dict[str, Any] = PACKAGE["contributes"]["configuration"]["properties"]
OWN = set(json.loads(re.findall(r"const OWN = (\[.*\]);", (EXTENSION / "src/extension.ts").read_text())[0]))


def test_version_is_that_of_the_server() -> None:
    assert PACKAGE["version"] == VERSION
    lock = json.loads((EXTENSION / "package-lock.json").read_bytes())
    assert (lock["version"], lock["packages"][""]["devDependencies"]) == (VERSION, PACKAGE["devDependencies"])


def test_server_is_given_settings_that_it_knows() -> None:
    names = {name.split(".")[1]: name for name in SETTINGS}
    assert set(names) - OWN <= set(KEYS)
    assert set(names) >= OWN
    # What nobody has set must not win over `pyproject.toml`.
    assert [name for name in set(names) - OWN if SETTINGS[names[name]]["default"] is not None] == []


def test_page_names_every_setting() -> None:
    text = (EXTENSION / "README.md").read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"`{name}`" not in text and name != "sessfix.trace.server"] == []


def test_it_is_built_as_the_page_says() -> None:
    [commands] = re.findall(r"^```sh\n(.*?)^```", (ROOT / "editors/README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert commands.splitlines() == [
        "cd editors/vscode/extension",
        "cp ../../../LICENSE . && npm ci && npm run vsix",  # what the tests below do
        "code --install-extension dist/sessfix.vsix",
    ]


def npm(folder: Path, *words: str) -> None:
    done = subprocess.run(["npm", *words], cwd=folder, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the extension with what it is built with."""
    if shutil.which("npm") is None:
        pytest.skip("no npm on the PATH")
    folder = tmp_path_factory.mktemp("vscode") / "extension"
    shutil.copytree(EXTENSION, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    shutil.copy(ROOT / "LICENSE", folder)
    npm(folder, "ci", "--no-audit", "--no-fund")
    return folder


@pytest.mark.slow
def test_extension_is_built(installed: Path) -> None:
    npm(installed, "run", "vsix")
    with zipfile.ZipFile(installed / "dist/sessfix.vsix") as archive:
        files = {name.partition("/")[2] for name in archive.namelist() if name.startswith("extension/")}
        assert files == {"package.json", "readme.md", "LICENSE.txt", "dist/extension.js"}
        shipped = json.loads(archive.read("extension/package.json"))
        assert (shipped["version"], shipped["main"]) == (VERSION, "./dist/extension.js")
        program = archive.read("extension/dist/extension.js")
    # All that is left to be found is the editor itself and what Node has.
    needed = set(re.findall(rb'\brequire\("([^"]+)"\)', program))
    builtin = subprocess.run(["node", "-p", "require('module').builtinModules.join()"], capture_output=True, check=True)
    known = set(builtin.stdout.strip().split(b","))
    assert {name for name in needed if name.removeprefix(b"node:") not in known} == {b"vscode"}


@pytest.fixture(scope="module")
def finder(installed: Path) -> Path:
    """A script that prints where the server is, for what the editor knows."""
    npm(installed, "run", "bundle:server")
    script = installed / "dist" / "find.js"
    script.write_text('console.log(require("./server.js").serverCommand(JSON.parse(process.argv[2])) ?? "");\n')
    return script


@pytest.mark.slow
def test_server_is_found(finder: Path, tmp_path: Path) -> None:
    def found(**more: Any) -> str:
        known = {"setting": "", "folders": [str(project)], "isTrusted": True, "path": f":.:{tmp_path / 'path'}", **more}
        done = subprocess.run(
            ["node", finder, json.dumps(known)], cwd=project, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def put(path: str) -> str:
        server = tmp_path / path / "sessfix-lsp"
        server.parent.mkdir(parents=True)
        server.touch(0o755)
        return os.fspath(server)

    project = tmp_path / "my app"
    project.mkdir()
    assert found() == ""
    (project / "sessfix-lsp").touch(0o755)
    assert found() == ""  # `.` on the search path is the workspace
    (tmp_path / "path/sessfix-lsp").mkdir(parents=True)
    assert found() == ""
    (tmp_path / "path/sessfix-lsp").rmdir()
    (tmp_path / "path").rmdir()
    searched = put("path")
    assert found() == searched
    own = put("my app/venv/bin")
    assert found() == own
    hidden = put("my app/.venv/bin")
    assert found() == hidden
    chosen = put("environment/bin")
    for python in ("environment", "environment/bin/python"):
        assert found(python=str(tmp_path / python)) == chosen
    assert found(python=str(tmp_path / "none/bin/python")) == hidden
    assert found(python=str(tmp_path / "environment"), isTrusted=False) == searched
    assert found(python=str(tmp_path / "environment"), setting="mine") == "mine"
