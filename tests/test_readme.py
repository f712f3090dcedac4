"""What the README and the pages for users say is so: their commands are run, and what they say is printed is what is printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from conftest import ROOT
from terminal import screen

from codemod.cli.options import OPTIONS, read_argv
from codemod.engine.fix import fix_source
from codemod.settings.config import CODES, KEYS, settings_reader
from codemod.settings.given import DRAWN, FORMATS

# Their headings are not the same: a block belongs to the last heading before it, whatever the page.
NAMES = ("tutorial", "usage", "configuration", "editors", "ci", "session-middleware-must-be-installed", "your-stack")
PAGES = {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", *(f"docs/{name}.md" for name in NAMES))
}
README = "\n".join(PAGES.values())
PREAMBLE = "".join(
    f"from {module} import {names}\n"
    for module, names in (
        ("fastapi", "FastAPI, Request"),
        ("starlette.middleware.sessions", "SessionMiddleware"),
        ("starlette.responses", "RedirectResponse"),
    )
)


class Block(NamedTuple):
    """A fenced block: its heading, its language, its text, and the paragraph below it."""

    heading: str
    language: str
    text: str
    below: str


def read_blocks(document: str) -> list[Block]:
    blocks = []
    for match in re.finditer(r"^```(\w*)\n(.*?)^```(?=\n+([^\n]*(?:\n[^\n]+)*))", document, re.MULTILINE | re.DOTALL):
        # A `#` at the start of a line in a block is a comment, and no heading.
        prose = re.sub(r"^```.*?^```", "", document[: match.start()], flags=re.MULTILINE | re.DOTALL)
        heading = re.findall(r"^#+ (.*)$", prose, re.MULTILINE)[-1]
        blocks.append(Block(heading, match[1], match[2], match[3]))
    return blocks


BLOCKS = read_blocks(README)
COMMANDS = [block for block in BLOCKS if block.language == "sh"]
INSTALLING = [block for block in COMMANDS if re.search(r"\binstall ", block.text)]
OTHER_TOOLS = [block for block in COMMANDS if block.heading == "libcst and Fixit"]


def commands_in(chosen: list[Block]) -> list[tuple[str, int]]:
    """The commands of some blocks, each with the status that it is said to exit with."""
    lines = [line for block in chosen for line in block.text.splitlines()]
    stated = [re.findall(r"#.*exits with (\d)", line) for line in lines]
    return [
        (line.partition("#")[0].strip(), int((status or [0])[0])) for line, status in zip(lines, stated, strict=True)
    ]


RUNNING = list(
    dict.fromkeys(commands_in([block for block in COMMANDS if block not in INSTALLING and block not in OTHER_TOOLS]))
)


def blocks(heading: str, language: str) -> list[Block]:
    return [block for block in BLOCKS if (block.heading, block.language) == (heading, language)]


def section_of(heading: str) -> str:
    """What stands under a heading, without the blocks, whose comments look like headings."""
    prose = re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL)
    return prose.split(f" {heading}\n", 1)[1].split("\n#", 1)[0]


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    section = section_of(heading)
    rows = [re.split(r" *\| *", line.strip("| ")) for line in section.splitlines() if line.startswith("| ")]
    return rows[1:]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment where `sessfix` is a command, and `python3` this Python."""
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    command = scripts / "sessfix"
    python = shlex.quote(sys.executable)
    command.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {python} -m codemod "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join([str(scripts), str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path}


@pytest.fixture
def project(folder: Path) -> Path:
    """A project that holds the example and nothing else."""
    shutil.copy(ROOT / "example/app.py", folder)
    return folder


def run(command: str, folder: Path, environment: dict[str, str], seconds: int = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds
    )


def test_before_becomes_after(folder: Path) -> None:
    before, after = (block.text for block in blocks("The program", "python"))
    result = fix_source((PREAMBLE + before).encode(), str(folder / "app.py"))
    assert result.after.decode() == PREAMBLE + after


def test_every_command_is_run_by_a_test() -> None:
    assert [block.heading for block in INSTALLING] == ["Try it", "Development", "Development", "Install", "Install"]
    assert len(RUNNING) == 19
    assert len(commands_in(OTHER_TOOLS)) == 3


@pytest.mark.parametrize(("command", "status"), RUNNING, ids=[command for command, _ in RUNNING])
def test_command_does_what_is_said(command: str, status: int, project: Path, environment: dict[str, str]) -> None:
    done = run(command, project, environment)
    assert done.returncode == status, done.stderr
    assert "error" not in done.stderr
    repairs = "--write" in command or "git apply" in command
    assert ((project / "app.py").read_bytes() != (ROOT / "example/app.py").read_bytes()) == repairs


@pytest.mark.parametrize(("command", "status"), commands_in(OTHER_TOOLS))
def test_other_tool_does_what_is_said(command: str, status: int, project: Path, environment: dict[str, str]) -> None:
    broken = (project / "app.py").read_bytes()
    done = run(command, project, {**environment, "PYTHONPATH": str(ROOT)})
    assert done.returncode == status, done.stderr
    after = broken if " lint " in command else fix_source(broken, str(project / "app.py")).after
    assert (project / "app.py").read_bytes() == after
    assert ("SES001" in done.stdout) == command.startswith("fixit ")


def test_rule_is_enabled_as_said(project: Path, environment: dict[str, str]) -> None:
    [block] = blocks("libcst and Fixit", "toml")
    (project / "pyproject.toml").write_text(block.text)
    done = run("fixit lint app.py", project, {**environment, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 1, done.stderr
    assert "SessionOrder: SES001" in done.stdout


def test_try_it_prints_what_is_shown(project: Path, environment: dict[str, str]) -> None:
    (project / "example").mkdir()
    (project / "app.py").rename(project / "example/app.py")
    [block], [shown] = blocks("Try it", "sh")[:1], blocks("Repair it", "diff")
    command = block.text.rpartition("&&")[2].replace(".venv/bin/", "")
    done = run(command, project, environment)
    assert done.stdout.replace("example/app.py", "app.py") == shown.text.replace("example/app.py", "app.py")
    assert [str(done.returncode)] == re.findall(r"exits with (\d)", block.below)[:1]


def test_report_is_what_is_shown(project: Path, environment: dict[str, str]) -> None:
    report, beside, stack = blocks("See it", "text")
    [counted] = blocks("What a run comes to", "text")
    assert run("sessfix --statistics app.py", project, environment).stdout == counted.text
    assert run("sessfix app.py", project, environment).stdout.rstrip("\n") == report.text.rstrip("\n")
    wide = screen(["sessfix", "app.py"], project, environment | {"NO_COLOR": "1"}, 100)
    help_, note = report.text[report.text.index("help: ") :].split("note: ")
    assert f"{help_}{beside.text}note: {note}" in wide
    assert run("sessfix --stack app.py", project, environment).stdout.rstrip("\n") == stack.text.rstrip("\n")


def test_names_every_option() -> None:
    described = [re.findall(r"`(--[a-z-]+)", row[0])[0] for row in table("Options")]
    assert described == [option.flag for option in OPTIONS] + ["--help"]
    [formats] = [row[1] for row in table("Options") if "--output-format" in row[0]]
    for_findings, for_stacks = formats.split("--stack")
    assert tuple(re.findall(r"`(\w+)`", for_findings)) == FORMATS
    assert tuple(re.findall(r"`(\w+)`", for_stacks)) == ("full", *DRAWN)


def test_names_every_rule() -> None:
    assert [row[0] for row in table("Rules")] == list(CODES)


def test_configuration_is_valid(folder: Path) -> None:
    [block] = blocks("Configuration", "toml")
    (folder / "pyproject.toml").write_text(block.text)
    (folder / "models").mkdir()
    (folder / "models" / "acme.py").touch()
    values = read_argv([])
    assert values is not None
    settings = settings_reader(values, str(folder))(str(folder))
    assert settings.models == (str(folder / "models"),)
    assert settings.ignore == ("SES003",)
    assert settings.src == (str(folder / "src"), str(folder / "backend"))
    assert (settings.providers, settings.dependents) == (("company.sessions.Layer",), ("company.audit.Layer",))


def test_names_every_setting() -> None:
    section = PAGES["docs/configuration.md"]
    assert {key for key in KEYS if not re.search(rf"^{key} =|`{key}`", section, re.MULTILINE)} == set()


def test_comments_silence(project: Path, environment: dict[str, str]) -> None:
    [block] = blocks("Silencing a finding", "python")
    source = (project / "app.py").read_text()
    for line in block.text.splitlines():
        comment = line[line.index("#") :]
        text = source.replace('-string")\n', f'-string")  {comment}\n')
        assert text != source
        (project / "app.py").write_text(text)
        done = run("sessfix", project, environment)
        assert (done.returncode, done.stdout) == (0, ""), comment


def test_ruff_keeps_the_comment_only_with_the_setting(folder: Path, environment: dict[str, str]) -> None:
    [_, block] = [*blocks("Silencing a finding", "python"), *blocks("Silencing a finding", "toml")]
    (folder / "app.py").write_text("print()  # noqa: SES001\n")
    check = "ruff check --no-cache --extend-select RUF100,RUF102 app.py"
    assert run(check, folder, environment).returncode == 1
    (folder / "pyproject.toml").write_text(block.text)
    assert run(check, folder, environment).returncode == 0


def test_hooks_exist() -> None:
    [block] = blocks("pre-commit and continuous integration", "yaml")
    [repository] = yaml.safe_load(block.text)["repos"]
    named = {hook["id"] for hook in repository["hooks"]} | set(re.findall(r"sessfix-\w+", block.text))
    assert named == {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())}


def test_workflow_is_the_file_that_is_tested() -> None:
    [block] = blocks("GitHub, GitLab, Azure", "yaml")
    assert block.text == (ROOT / "pipelines/github.yml").read_text(encoding="utf-8")


def test_names_every_input_of_the_action() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_bytes())
    assert [row[0].strip("`") for row in table("GitHub, GitLab, Azure")] == list(action["inputs"])
    text = section_of("GitHub, GitLab, Azure")
    assert [name for name in action["outputs"] if f"`{name}`" not in text] == []


def test_names_every_report_for_a_service() -> None:
    names = [row[0].strip("`") for row in table("Reports for services")]
    assert names == ["github", "sarif", "gitlab", "rdjson"]


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "benchmarks/README.md",
        "editors/README.md",
        "golden/README.md",
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    assert [*broken_links(ROOT / page)] == []


def broken_links(page: Path) -> list[str]:
    """The links of a page to files that are not there, and to headings that these do not have."""
    links = re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", without_blocks(page))
    return [
        f"{link}#{anchor}"
        for link, anchor in links
        if not leads_somewhere(page.parent / link if link else page, anchor)
    ]


def leads_somewhere(target: Path, anchor: str) -> bool:
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    """The names by which the headings of a page can be linked to, on the site as on GitHub."""
    headings = re.findall(r"^#+ (.*)$", without_blocks(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def without_blocks(page: Path) -> str:
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def test_ci_runs_what_development_says() -> None:
    script = (ROOT / ".ci/run").read_text()
    assert [f'readme "{block.heading}"' in script for block in INSTALLING] == [True, True, True, False, False]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout, without what lies about in it."""
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".*_cache", ".venv", ".hypothesis", "golden"))
    return copy


@pytest.mark.slow
def test_try_it_as_written(checkout: Path, environment: dict[str, str]) -> None:
    block, [shown] = blocks("Try it", "sh")[0], blocks("Repair it", "diff")
    done = run(block.text, checkout, environment, 600)
    assert done.returncode == 1
    assert done.stdout.endswith(shown.text.replace("app.py", "example/app.py")), done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("Install", "sh"), ids=lambda block: block.text.split()[0])
def test_install_as_written(block: Block, checkout: Path, environment: dict[str, str]) -> None:
    tool = block.text.split()[0]
    tools, home = checkout.parent / "tools", checkout.parent / "home"
    venv.create(tools, with_pip=True)
    subprocess.run([tools / "bin/python", "-m", "pip", "install", "-q", tool], check=True, timeout=600)
    places = {"UV_TOOL_DIR": home / "uv", "UV_TOOL_BIN_DIR": home / "bin", "UV_CACHE_DIR": home / "cache"}
    places |= {"PIPX_HOME": home / "pipx", "PIPX_BIN_DIR": home / "bin", "PIPX_MAN_DIR": home / "man"}
    environment |= {name: str(place) for name, place in places.items()}
    environment["PATH"] = os.pathsep.join([str(tools / "bin"), environment["PATH"]])
    done = run(block.text, checkout, environment, 600)
    assert done.returncode == 0, done.stderr
    assert run(f"{shlex.quote(str(home / 'bin/sessfix'))} app.py", checkout / "example", environment).returncode == 1
