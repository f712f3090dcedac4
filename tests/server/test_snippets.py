"""What `editors/` says of the language server: each file is parsed, and what it runs is run. Some editors are started elsewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
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
    if name.startswith("lsp4ij"):
        found = json.loads(text)
        # What its importer reads: a mapping without patterns or a language is passed over.
        [mapping] = found["fileTypeMappings"]
        assert (mapping["fileType"]["patterns"], mapping["languageId"]) == (["*.py", "*.pyw"], "python")
        assert (found["id"], found["name"]) == ("sessfix", "sessfix")
        return shlex.split(found["programArgs"]["default"])
    if name.startswith("vscode"):
        found = json.loads(text)
        assert found["glspc.server.languageId"] == ["python"]
        return [found["glspc.server.command"], *found["glspc.server.commandArguments"]]
    (words,) = re.findall(r"cmd = \{ (.*?) \}|\. \((.*?)\)\)", text)
    return shlex.split("".join(words))


@pytest.mark.parametrize(
    "name",
    [
        "neovim/sessfix.lua",
        "neovim/sessfix-0.7.lua",
        "neovim/sessfix-0.8.lua",
        "emacs/sessfix.el",
        "helix/languages.toml",
        "lsp4ij/template.json",
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
