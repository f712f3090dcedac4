"""The extension for Visual Studio Code: what it says of itself, and, slow, that it is built, finds the server, and runs."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import BROKEN, FIXED, ROOT

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


@pytest.fixture(scope="module")
def vsix(installed: Path) -> Path:
    """The extension as it is installed."""
    npm(installed, "run", "vsix")
    return installed / "dist/sessfix.vsix"


@pytest.mark.slow
def test_extension_is_built(vsix: Path) -> None:
    with zipfile.ZipFile(vsix) as archive:
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


# The editor itself


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Visual Studio Code as a server for browsers. What is native in it is compiled here."""
    missing = [name for name in ("npm", "node", "chromium", "rg", "cc") if shutil.which(name) is None]
    if missing:
        pytest.skip(
            f"not on the PATH: {' '.join(missing)}; apt-get install nodejs npm chromium ripgrep build-essential"
        )
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("v20."):
        pytest.skip(f"code-server 4.100 needs Node 20, and this is {version}")
    folder = tmp_path_factory.mktemp("code-server")
    (folder / "package.json").write_text("{}")
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund")
    npm(folder, "install", *quiet, "code-server@4.100.3", "playwright-core@1")
    inner = folder / "node_modules/code-server/lib/vscode"
    npm(inner, "install", "--omit=dev", *quiet)
    npm(folder, "rebuild", "argon2")
    npm(inner, "rebuild", "@vscode/spdlog", "native-watchdog")
    # Its own script, after compiling, asks for a tool that is not there.
    subprocess.run(["npm", "rebuild", "node-pty"], cwd=inner, capture_output=True, timeout=600)
    assert (inner / "node_modules/node-pty/build/Release/pty.node").exists()
    search = inner / "node_modules/@vscode/ripgrep/bin"
    search.mkdir(exist_ok=True)
    (search / "rg").symlink_to(str(shutil.which("rg")))
    return folder


@pytest.fixture
def served(editor: Path, vsix: Path, scripts: Path, tmp_path: Path) -> Iterator[str]:
    """The address of an editor with the extension, and with `sessfix` on its path."""
    words = ["node", str(editor / "node_modules/code-server/out/node/entry.js")]
    words += ["--user-data-dir", str(tmp_path / "data"), "--extensions-dir", str(tmp_path / "extensions")]
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "SHELL": "/bin/bash",
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
    }
    install = [*words, "--install-extension", str(vsix)]
    subprocess.run(install, env=environment, check=True, capture_output=True, timeout=120)
    # It takes the search path from a login shell.
    (tmp_path / ".bash_profile").write_text(f"PATH={shlex.quote(str(scripts))}:$PATH\n")
    settings = tmp_path / "data/User/settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"workbench.startupEditor": "none", "files.autoSave": "off"}')
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    words += ["--auth", "none", "--bind-addr", address, "--disable-telemetry", "--disable-update-check"]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [*words, "--disable-workspace-trust"], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(address.split(":")[1]))):
                break
            time.sleep(0.1)
        yield f"http://{address}"
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@pytest.mark.slow
def test_editor_shows_the_finding_and_repairs_it(editor: Path, served: str, scripts: Path, tmp_path: Path) -> None:
    project = tmp_path / "my app"
    own = project / ".venv/bin"
    own.mkdir(parents=True)
    # The server is that of the workspace's environment: there is no other.
    (scripts / "sessfix-lsp").rename(own / "sessfix-lsp")
    (project / ".vscode").mkdir()
    shutil.copy(EXTENSION.parent / "tasks.json", project / ".vscode")
    (project / "app.py").write_text(BROKEN)
    pictures = ROOT / os.environ.get("SESSFIX_PICTURES", tmp_path)
    driver = Path(__file__).with_name("drive_vscode.js")
    done = subprocess.run(
        ["node", driver, served, project, str(shutil.which("chromium")), pictures],
        env={**os.environ, "NODE_PATH": str(editor / "node_modules")},
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["lenses"] == ["stack: require_login > SessionMiddleware"]
    assert "`SessionMiddleware` lies inside `require_login`" in seen["problems"][1]
    assert re.search(r"sessfix ?\(?SES001", seen["problems"][1])
    assert seen["actions"] == ["Move `SessionMiddleware` to after line 11", "sessfix: ignore SES001 here"]
    assert (seen["fixed"], seen["saved"]) == (FIXED, FIXED)
    assert seen["errors"] > 0  # the matcher of the task does not wipe what the server has said
