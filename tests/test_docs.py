"""What the pages of `docs/` say is so: their commands and programs are run, and what they say is printed is printed."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from conftest import ROOT
from terminal import screen
from test_readme import Block, broken_links, commands_in, environment, project, read_blocks, run

from codemod.reports.explain import explanation
from codemod.settings.config import CODES

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))

__all__ = ["environment", "project"]


def blocks_of(page: str, language: str) -> list[Block]:
    """The blocks of a page that are in a language."""
    return [block for block in read_blocks((DOCS / page).read_text(encoding="utf-8")) if block.language == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_probe_says_what_is_shown(project: Path, environment: dict[str, str]) -> None:
    programs, [command] = blocks_of("probe.md", "python"), commands_in(blocks_of("probe.md", "sh"))
    development, _, test = (block.text for block in programs)
    [said] = (block.text for block in blocks_of("probe.md", "text"))
    (project / "probed.py").write_text(development)
    (project / "test_order.py").write_text(test)
    environment |= {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    ask = "from probed import app; from starlette.testclient import TestClient; TestClient(app).get('/test-session')"
    assert run(f'python -W ignore -c "{ask}"', project, environment).stderr == said
    done = run(command[0], project, environment)
    assert (done.returncode, "1 passed, 1 error" in done.stdout) == (command[1], True), done.stdout


def test_model_is_read_as_shown(project: Path, environment: dict[str, str]) -> None:
    model, program, _ = (block.text for block in blocks_of("models.md", "python"))
    [table], [command] = blocks_of("models.md", "toml"), commands_in(blocks_of("models.md", "sh"))
    [said] = (block.text for block in blocks_of("models.md", "text"))
    (project / "models" / "acme").mkdir(parents=True)
    (project / "models" / "acme" / "__init__.py").write_text(model)
    (project / "pyproject.toml").write_text(table.text)
    (project / "app.py").write_text(program)
    done = run(command[0], project, environment)
    assert (done.returncode, done.stdout + done.stderr) == (command[1], said)


@pytest.mark.slow
def test_plugin_is_named_as_shown(project: Path, environment: dict[str, str]) -> None:
    _, plugin, test = (block.text for block in blocks_of("probe.md", "python"))
    (project / "conftest.py").write_text(plugin)
    (project / "test_order.py").write_text(test)
    environment |= {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    assert blocks_of("probe.md", "text")[0].text.strip() in run("pytest", project, environment).stdout


# What pages are made of


@pytest.mark.parametrize("code", CODES)
def test_rules_are_what_is_explained(code: str, request: pytest.FixtureRequest) -> None:
    page = DOCS / "rules" / f"{code}.md"
    if request.config.getoption("--regenerate"):
        page.write_text(str(explanation(code)), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == explanation(code)


def test_pictures_show_what_is_printed(project: Path, environment: dict[str, str]) -> None:
    stack = run("sessfix --stack --output-format svg app.py", project, environment).stdout
    assert (DOCS / "stack.svg").read_text(encoding="utf-8") == stack
    shown = re.findall(
        r"<text [^>]*clip-path[^>]*>(.*?)</text>", (DOCS / "run.svg").read_text(encoding="utf-8"), re.DOTALL
    )
    printed = screen(["sessfix", "app.py"], project, environment | {"TERM": "xterm-256color", "NO_COLOR": "1"}, 100)
    assert "".join("".join(map(unescape, shown)).split()) == "".join(f"$ sessfix app.py {printed}".split())
    assert "url(" not in re.sub(r"url\(#", "", (DOCS / "run.svg").read_text(encoding="utf-8"))


def test_figures_are_those_of_the_benchmarks() -> None:
    rows = re.findall(r"^\|.*\d.*\|$", (DOCS / "comparison.md").read_text(encoding="utf-8"), re.MULTILINE)
    results = (ROOT / "benchmarks/RESULTS.md").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 4
    assert [row for row in rows if row not in results] == []


def test_guarantees_name_tests() -> None:
    named = re.findall(r"`(tests/[\w./]*)`", (DOCS / "guarantees.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_refusals_that_are_explained_are_said() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "golden").rglob("report.txt"))
    [section] = re.findall(
        r"^### The sentences.*?(?=^## )", (DOCS / "limits.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    phrases = [
        phrase for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for phrase in re.findall("`(.*?)`", row)
    ]
    refused = [line for line in said.splitlines() if line.startswith("not fixed: ")]
    assert len(phrases) > 10
    assert [phrase for phrase in phrases if not any(phrase in line for line in refused)] == []


def test_every_page_can_be_found() -> None:
    listed = re.findall(r"([\w/-]+\.md)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(page.relative_to(DOCS).as_posix() for page in PAGES)


@pytest.mark.slow
def test_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed: it comes with the extra `docs`")
    offline = [
        "env",
        "no_proxy=",
        *(f"{name}=http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "all_proxy")),
    ]
    command = [*offline, sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, "WARNING" in done.stderr) == (0, False), done.stderr
    built = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.html")}
    assert built == {page.relative_to(DOCS).with_suffix(".html").as_posix() for page in PAGES} | {"404.html"}
    # Without them the theme's choice of light or dark fails.
    sheets = [f'<style id="hljs-{mode}">' for mode in ("light", "dark")]
    pages = {name: (tmp_path / "site" / name).read_text(encoding="utf-8") for name in built}
    assert [name for name, page in pages.items() if not all(sheet in page for sheet in sheets)] == []
    loaded = r"<(?:script|link rel=.stylesheet.|img)[^>]*(?:src|href)=.?(?:https?:)?//"
    assert [name for name, page in pages.items() if re.search(loaded, page)] == []
