"""What shells complete, asked of the shells themselves."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

from codemod.cli.options import OPTIONS
from codemod.settings.given import PRINTED


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    """An environment where `sessfix` is a command, and nobody's own settings count."""
    command = folder / "bin/sessfix"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m codemod "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join([str(command.parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(folder), "TERM": "dumb"}


def script_for(shell: str, folder: Path, environment: dict[str, str]) -> Path:
    """The file that a shell is to read."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    done = subprocess.run(["sessfix"], env={**environment, "_SESSFIX_COMPLETE": f"source_{shell}"}, capture_output=True)
    script = folder / f"completion.{shell}"
    script.write_bytes(done.stdout)
    return script


FORMATS = [name for name in PRINTED if name.startswith("s")]


def test_bash(folder: Path, environment: dict[str, str]) -> None:
    ask = (
        f"source {script_for('bash', folder, environment)}\n"
        "COMP_WORDS=(sessfix --output-format s); COMP_CWORD=2; _sessfix_completion sessfix; echo ${COMPREPLY[@]}\n"
        "complete -p sessfix\n"
    )
    done = subprocess.run(["bash", "--norc", "-c", ask], env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines() == [" ".join(FORMATS), "complete -o default -F _sessfix_completion sessfix"]


@pytest.mark.slow
def test_bash_completes_each_option(folder: Path, environment: dict[str, str]) -> None:
    ask = (
        f"source {script_for('bash', folder, environment)}\n"
        "COMP_WORDS=(sessfix --); COMP_CWORD=1; _sessfix_completion sessfix; echo ${COMPREPLY[@]}\n"
    )
    done = subprocess.run(["bash", "--norc", "-c", ask], env=environment, capture_output=True, text=True)
    assert {option.flag for option in OPTIONS} <= {*done.stdout.split()}


@pytest.mark.slow
def test_fish(folder: Path, environment: dict[str, str]) -> None:
    (folder / "program.py").touch()
    ask = (
        f"source {script_for('fish', folder, environment)}\n"
        'complete -C "sessfix --output-format s"\ncomplete -C "sessfix --statis"\ncomplete -C "sessfix prog"\n'
    )
    done = subprocess.run(["fish", "--no-config", "-c", ask], env=environment, capture_output=True, text=True)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == [*FORMATS, "--statistics", "program.py"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("sessfix --statis", "--statistics "),
        ("sessfix --output-format merm", "mermaid "),
        ("sessfix prog", "program.py "),
    ],
)
def test_zsh(typed: str, completed: str, folder: Path, environment: dict[str, str]) -> None:
    (folder / "program.py").touch()
    script = script_for("zsh", folder, environment)
    child, terminal = pty.fork()
    if not child:
        os.execvpe("zsh", ["zsh", "--no-rcs", "--interactive"], environment)
    try:
        os.write(
            terminal, f"PS1='ready> '; autoload -Uz compinit; compinit -D -u; source {script}; echo beg''in\n".encode()
        )
        answer(terminal, "begin", 20)
        os.write(terminal, f"{typed}\t".encode())
        assert completed in answer(terminal, completed, 20)
    finally:
        os.kill(child, 9)
        os.close(terminal)
        os.waitpid(child, 0)


def answer(terminal: int, awaited: str, seconds: float) -> str:
    """What a terminal shows until it shows what is awaited."""
    shown, end = "", time.monotonic() + seconds
    while awaited not in shown and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 4096).decode(errors="replace")
    return shown
