"""What the pages of `docs/` say is so: their commands and programs are run, and what they say is printed is printed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from test_readme import Block, commands_in, environment, project, read_blocks, run

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))

__all__ = ["environment", "project"]


def blocks_of(page: str, language: str) -> list[Block]:
    """The blocks of a page that are in a language."""
    return [block for block in read_blocks((DOCS / page).read_text(encoding="utf-8")) if block.language == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / link).exists(), link


def test_probe_says_what_is_shown(project: Path, environment: dict[str, str]) -> None:
    programs, [command] = blocks_of("probe.md", "python"), commands_in(blocks_of("probe.md", "sh"))
    development, plugin, test = (block.text for block in programs)
    [said] = (block.text for block in blocks_of("probe.md", "text"))
    (project / "probed.py").write_text(development)
    (project / "test_order.py").write_text(test)
    environment |= {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ask = "from probed import app; from starlette.testclient import TestClient; TestClient(app).get('/test-session')"
    assert run(f'python -W ignore -c "{ask}"', project, environment).stderr == said
    done = run(command[0], project, environment)
    assert (done.returncode, "1 passed, 1 error" in done.stdout) == (command[1], True), done.stdout
    (project / "conftest.py").write_text(plugin)
    shutil.rmtree(project / "__pycache__", ignore_errors=True)
    assert said.strip() in run("pytest", project, environment).stdout
