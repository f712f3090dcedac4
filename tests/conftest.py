"""What the tests share: a folder of its own, and a program with the fault and without it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # A shell ignores Ctrl-C for what it runs in the background, and so would every process that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

BROKEN = """\
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key")


@app.middleware("http")
async def require_login(request: Request, call_next):
    print(request.session)
    return await call_next(request)
"""
FIXED = """\
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def require_login(request: Request, call_next):
    print(request.session)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="key")
"""
# The argument is bound in between, and nothing else is wrong: reported, not moved.
STUCK = BROKEN.replace('secret_key="key")\n', 'secret_key=key)\nkey = "other"\n').replace(
    "app = FastAPI()\n", 'app = FastAPI()\nkey = "key"\n'
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden reports anew")


# Where what writes and verifies files, and what bounds the work, is tested: coverage looks on there only, which takes its time.
COVERED = {"cli", "edits", "engine", "files", "server"}
UNCOVERED = {"test_variants.py"}  # all goldens again


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        parts = item.path.relative_to(ROOT / "tests").parts
        if COVERED.isdisjoint(parts) or item.path.name in UNCOVERED:
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def end_of_a_process() -> Callable[[int], NoReturn]:
    """`os._exit` as coverage has made it, once."""
    return os._exit


@pytest.fixture(autouse=True)
def one_end(end_of_a_process: Callable[[int], NoReturn]) -> None:
    """Coverage wraps `os._exit` again each time that it looks on again: after some thousand tests no process could end."""
    os._exit = end_of_a_process  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def nowhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start in an empty folder: a program that is named without one would be one of all that lie in the checkout."""
    empty = tmp_path_factory.getbasetemp() / "nowhere"
    empty.mkdir(exist_ok=True)
    monkeypatch.chdir(empty)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, made the current one, where no setting of the environment reaches."""
    pipeline = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "_SESSFIX_COMPLETE", *pipeline):
        monkeypatch.delenv(name, raising=False)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def sessfix(folder: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command in a process of its own, in the folder."""

    def run(*argv: str, **options: object) -> subprocess.CompletedProcess[bytes]:
        env = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}  # type: ignore[dict-item]
        command = [sys.executable, "-m", "codemod", *argv]
        return subprocess.run(command, env=env, cwd=folder, capture_output=True, timeout=60, **options)  # type: ignore[call-overload,no-any-return]

    return run


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


# What of the checkout its package is made of.
PACKAGED = ("codemod", "editors", "pyproject.toml", "README.md", "LICENSE", "action.yml", ".pre-commit-hooks.yaml")


def copy_package(to: Path) -> None:
    """Copy what services and hooks install sessfix from."""
    scraps = shutil.ignore_patterns("__pycache__", "node_modules", "dist")
    for name in PACKAGED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=scraps)
        else:
            shutil.copy(ROOT / name, to)


def new_environment(folder: Path, *packages: str) -> Path:
    """The scripts of an environment with these packages."""
    venv.create(folder, with_pip=True)
    if packages:
        install = [str(folder / "bin/python"), "-m", "pip", "install", "-q", *packages]
        subprocess.run(install, check=True, timeout=600)
    return folder / "bin"
