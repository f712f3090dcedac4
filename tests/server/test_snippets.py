"""What `editors/` says of the language server: each file is parsed, and what it runs is run; by the editor itself where it is there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BROKEN, FIXED, ROOT
from language_client import Client

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EDITORS = ROOT / "editors"
CHECK = """
vim.cmd('filetype on | edit app.py')
if not vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50) then vim.cmd('cq') end
vim.lsp.buf.code_action({ context = { only = { 'source.fixAll.sessfix' }, diagnostics = {} }, apply = true })
if not vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 50) then vim.cmd('cq') end
vim.cmd('write | qa!')
"""
EMACS = """
(require 'eglot) (require 'project) (setq eglot-sync-connect t) (find-file "app.py")
(let ((known (eglot--guess-contact))) (apply #'eglot known))
(dotimes (_ 200) (unless (flymake-diagnostics) (accept-process-output nil 0.1)))
(princ (flymake-diagnostic-text (car (flymake-diagnostics))))
"""


def command_of(name: str) -> list[str]:
    """The command that a file has an editor run, without what is asked for a file."""
    text = (EDITORS / name).read_text()
    if name.endswith(".toml"):
        found = tomllib.loads(text)
        assert found["language"][0]["language-servers"] == ["sessfix"]
        return [found["language-server"]["sessfix"]["command"]]
    if name.startswith("sublime"):
        found = json.loads(text)
        assert found["lsp_code_actions_on_save"] == {"source.fixAll.sessfix": True}
        client = found["clients"]["sessfix"]
        assert (client["enabled"], client["selector"]) == (True, "source.python")
        command: list[str] = client["command"]
        return command
    if name.startswith("vscode"):
        found = json.loads(text)
        assert found["glspc.server.languageId"] == ["python"]
        return [found["glspc.server.command"], *found["glspc.server.commandArguments"]]
    (words,) = re.findall(r"cmd = \{ (.*?) \}|\. \((.*?)\)\)", text)
    return shlex.split("".join(words))


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A folder with the commands, as installing them makes it."""
    scripts = tmp_path / "the scripts"
    scripts.mkdir()
    for name, module in (("sessfix-lsp", "codemod.server.main"), ("sessfix", "codemod")):
        words = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m {module}"
        (scripts / name).write_text(f'#!/bin/sh\n{words} "$@"\n')
        (scripts / name).chmod(0o755)
    return scripts


@pytest.mark.parametrize(
    "name",
    [
        "neovim/sessfix.lua",
        "neovim/sessfix-0.8.lua",
        "emacs/sessfix.el",
        "helix/languages.toml",
        "sublime/LSP.sublime-settings",
        "vscode/settings.json",
    ],
)
def test_the_command_of_each_file_is_the_server(name: str, scripts: Path, tmp_path: Path) -> None:
    command = command_of(name)
    project = tmp_path / "my app"
    project.mkdir()
    (project / "app.py").write_text(BROKEN)
    client = Client(project, [os.fspath(scripts / command[0]), *command[1:]])
    try:
        client.initialize([project], {})
        assert len(client.told(client.open(project / "app.py"))) == 1
        assert client.end() == 0
    finally:
        client.kill()


def test_the_formatter_of_zed_repairs_what_it_is_given(scripts: Path, tmp_path: Path) -> None:
    external = json.loads((EDITORS / "zed/settings.json").read_bytes())["languages"]["Python"]["formatter"]["external"]
    words = [word.replace("{buffer_path}", str(tmp_path / "app.py")) for word in external["arguments"]]
    for given, wanted in ((BROKEN, FIXED), (FIXED, FIXED)):
        done = subprocess.run(
            [scripts / external["command"], *words],
            input=given,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == wanted


def environment_of(scripts: Path, home: Path) -> dict[str, str]:
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home)}


@pytest.mark.skipif(shutil.which("nvim") is None, reason="no Neovim on the PATH")
@pytest.mark.parametrize("name", ["sessfix.lua", "sessfix-0.8.lua"])
def test_neovim_shows_the_finding_and_repairs_it(name: str, scripts: Path, tmp_path: Path) -> None:
    project = tmp_path / "my app"
    project.mkdir()
    (project / ".git").mkdir()
    (project / "app.py").write_text(BROKEN)
    (tmp_path / "check.lua").write_text((EDITORS / "neovim" / name).read_text() + CHECK)
    done = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-l", os.fspath(tmp_path / "check.lua")],
        cwd=project,
        env=environment_of(scripts, tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (project / "app.py").read_text() == FIXED


@pytest.mark.skipif(shutil.which("emacs") is None, reason="no Emacs on the PATH")
def test_emacs_shows_the_finding(scripts: Path, tmp_path: Path) -> None:
    project = tmp_path / "my app"
    (project / ".git").mkdir(parents=True)
    (project / "app.py").write_text(BROKEN)
    (tmp_path / "check.el").write_text((EDITORS / "emacs/sessfix.el").read_text() + EMACS)
    done = subprocess.run(
        ["emacs", "--batch", "-q", "-f", "package-initialize", "-l", os.fspath(tmp_path / "check.el")],
        cwd=project,
        env=environment_of(scripts, tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "`SessionMiddleware` lies inside `require_login`" in done.stdout, done.stderr
