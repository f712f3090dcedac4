"""What the goldens say holds for the releases of Starlette and FastAPI that people have: each is installed, and asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT

HELPERS = ("itsdangerous", "pytest", "attrs", "jinja2", "python-multipart", "tomli; python_version < '3.11'")
RELEASES = {
    "oldest": ("fastapi==0.95.2", "starlette==0.27.0", "httpx<0.28", "anyio<4"),
    "before_positional_arguments": ("fastapi==0.109.2", "starlette==0.36.3", "httpx<0.28"),
    "last_of_another_session": ("fastapi==0.115.0", "starlette==0.38.6", "httpx<0.28"),
    "newest": ("fastapi", "starlette", "httpx2"),
}
STARTS = {"crash": {"AssertionError", "KeyError"}, "silent": {"works", "silent"}, "works": {"works"}}
# Of what a release does not have: arguments by position, `request.app` in a layer.
LACKS = {"TypeError", "AttributeError"}
FEW = 20


class Said(NamedTuple):
    name: str
    runtime: str
    before: str
    after: str


def asked(python: Path) -> list[Said]:
    done = subprocess.run([python, "releases.py"], cwd=ROOT / "tests", capture_output=True, text=True, check=True)
    lines = (line for line in done.stdout.splitlines() if line.startswith('{"name"'))  # programs print, too
    return [Said(**json.loads(line)) for line in lines]


def is_as_said(one: Said) -> bool:
    """Whether it begins as the case says, and the repair, if there is one, leaves no exception."""
    is_left = one.after == one.before
    return one.before in STARTS[one.runtime] and (is_left or one.after in ("works", "silent"))


@pytest.mark.slow
@pytest.mark.parametrize("pins", RELEASES.values(), ids=RELEASES)
def test_release(pins: tuple[str, ...], tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    folder = "Scripts" if os.name == "nt" else "bin"
    python = tmp_path / "venv" / folder / Path(sys.executable).name.replace("python3", "python")[:6]
    subprocess.run([python, "-m", "pip", "install", "-q", *pins, *HELPERS], check=True, capture_output=True)
    found = [one for one in asked(python) if not one.before.startswith("import") and one.before != "absent"]
    lacking = [one for one in found if {one.before, one.after} & LACKS]
    assert len(found) > 900
    assert len(lacking) < FEW, lacking
    assert [one for one in found if one not in lacking and not is_as_said(one)] == []
