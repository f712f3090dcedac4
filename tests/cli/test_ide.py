"""What `editors/` has, printed and put into projects: all that was there is there afterwards, or nothing is written."""

from __future__ import annotations

import json
import os
import re
import stat
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from codemod.cli import ide
from codemod.cli.main import main
from codemod.cli.options import EDITORS, INSTALLABLE

Capture = pytest.CaptureFixture[str]
FILES = {"pycharm": ".idea/watcherTasks.xml", "vscode": ".vscode/tasks.json"}
OURS = {
    "pycharm": (ROOT / "editors/pycharm/watcherTasks.xml").read_text(),
    "vscode": (ROOT / "editors/vscode/tasks.json").read_text(),
}
TASKS = json.loads(OURS["vscode"])["tasks"]
LABELS = [task["label"] for task in TASKS]


def put(project: Path, name: str, text: str) -> Path:
    path = project / FILES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def plain(text: str) -> Any:
    """JSON whose comments are on lines of their own or behind two blanks, and whose last commas end a line."""
    text = re.sub(r"(^|  )//.*$|/\*.*?\*/", "", text.removeprefix("\ufeff"), flags=re.MULTILINE)
    return json.loads(re.sub(r",(\s*[\]}])", r"\1", text))


def watchers(text: str) -> list[str]:
    """The names of the watchers that PyCharm finds."""
    options = ET.fromstring(text).findall("component[@name='ProjectTasksOptions']/TaskOptions/option[@name='name']")
    return [option.attrib["value"] for option in options]


def is_kept(before: str, after: str) -> bool:
    """Whether a text is there, in order, with insertions only."""
    rest = iter(after)
    return all(character in rest for character in before)


def test_every_file_has_a_name() -> None:
    files = {path.relative_to(ROOT / "editors").as_posix() for path in (ROOT / "editors").glob("*/*") if path.is_file()}
    assert sorted(EDITORS.values()) == sorted(files)


@pytest.mark.parametrize("name", EDITORS)
def test_prints_the_file(name: str, folder: Path, capfd: Capture) -> None:
    assert main(["--print-ide", name]) == 0
    out, err = capfd.readouterr()
    assert out == (ROOT / "editors" / EDITORS[name]).read_text()
    assert err == f"This is for {ide.place_of(name)}\n"
    assert main(["--quiet", "--print-ide", name]) == 0
    assert capfd.readouterr() == (out, "")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("system", "place"),
    [("linux", "~/.config/JetBrains/"), ("darwin", "~/Library/Application Support/"), ("win32", "%APPDATA%\\")],
)
def test_the_place_is_that_of_the_system(system: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert ide.place_of("pycharm").startswith(place)


def test_a_file_that_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    monkeypatch.setattr(ide, "PACKAGE", str(folder / "codemod"))
    for argv in (["--print-ide", "zed"], ["--install-ide", "vscode"]):
        assert main(argv) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert "cannot be read" in err
    assert list(folder.iterdir()) == []


def test_the_package_comes_before_what_lies_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    for place in ("codemod/editors", "editors"):
        (folder / place / "zed").mkdir(parents=True)
        (folder / place / EDITORS["zed"]).write_text(place)
    monkeypatch.setattr(ide, "PACKAGE", str(folder / "codemod"))
    assert main(["--print-ide", "zed"]) == 0
    assert capfd.readouterr().out == "codemod/editors"


def test_what_can_be_installed_is_known() -> None:
    assert set(FILES) == set(INSTALLABLE)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", INSTALLABLE)
def test_an_empty_folder(name: str, named: bool, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    project = folder / "my app"
    project.mkdir()
    if not named:
        monkeypatch.chdir(project)
    argv = ["--install-ide", name, *(["my app"] if named else [])]
    path = project / FILES[name]
    assert main(argv) == 0
    out, err = capfd.readouterr()
    shown = os.path.join("my app" if named else "", FILES[name])
    assert (out, err.splitlines()[0].partition(":")[0]) == ("", f"Wrote {shown}")
    assert path.read_text() == OURS[name]
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
    assert main(argv) == 0
    assert capfd.readouterr().err.startswith(f"Unchanged: {shown} has ")
    assert path.read_text() == OURS[name]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert [entry.name for entry in project.iterdir()] == [path.parent.name]


def test_the_mode_is_that_of_other_new_files(folder: Path) -> None:
    main(["--install-ide", "vscode"])
    (folder / "other").touch()
    assert (folder / FILES["vscode"]).stat().st_mode == (folder / "other").stat().st_mode


def test_pycharm_is_told_where_the_tools_go(folder: Path, capfd: Capture) -> None:
    main(["--install-ide", "pycharm"])
    err = capfd.readouterr().err
    assert "sessfix --print-ide pycharm" in err
    assert ide.place_of("pycharm") in err


@pytest.mark.parametrize("name", INSTALLABLE)
def test_quiet_says_nothing(name: str, folder: Path, capfd: Capture) -> None:
    for _ in range(2):
        assert main(["--quiet", "--install-ide", name]) == 0
        assert capfd.readouterr() == ("", "")


TASK = '{"label": "build", "type": "shell", "command": "make // not a comment, ] } /* nor this */"}'
JSON_FILES = {
    "empty": " \n",
    "no tasks": '{\n  "version": "2.0.0"\n}\n',
    "no tasks, inputs": '{\n    "version": "2.0.0",\n    "inputs": [],  // none\n}\n',
    "empty list": '{"version": "2.0.0", "tasks": []}',
    "empty list with a comment": '{\n  "version": "2.0.0",\n  "tasks": [\n    // none yet\n  ]\n}\n',
    "one line": f'{{"version": "2.0.0", "tasks": [{TASK}]}}',
    "four blanks": f'{{\n    "version": "2.0.0",\n    "tasks": [\n        {TASK}\n    ]\n}}\n',
    "tabs": f'{{\n\t"version": "2.0.0",\n\t"tasks": [\n\t\t{TASK}\n\t]\n}}\n',
    "carriage returns": f'{{\r\n  "version": "2.0.0",\r\n  "tasks": [\r\n    {TASK}\r\n  ]\r\n}}\r\n',
    "byte order mark": f'\ufeff{{\n  "version": "2.0.0",\n  "tasks": [\n    {TASK}\n  ]\n}}',
    "comments": f"""\
// See https://go.microsoft.com/fwlink/?LinkId=733558
{{
    "version": "2.0.0",  // "tasks": [
    /* "tasks": [] */
    "tasks": [
        // the first, the last
        {TASK},  // ours, [really]
        // more to come ]
    ],
    "inputs": [],
}}
""",
    "comment at the bracket": f'{{"version": "2.0.0", "tasks": [\n  {TASK} /* the end ] */ ] }}',
    "several": f'{{\n  "tasks": [\n    {TASK},\n    "odd",\n    {TASK}\n  ],\n  "version": "2.0.0"\n}}\n',
}


@pytest.mark.parametrize("case", JSON_FILES)
def test_other_tasks_are_kept(case: str, folder: Path, capfd: Capture) -> None:
    before = JSON_FILES[case]
    path = put(folder, "vscode", before)
    assert main(["--install-ide", "vscode"]) == 0
    assert capfd.readouterr().err.startswith("Added to .vscode/tasks.json: ")
    after = path.read_bytes().decode()
    if not before.strip():
        assert after == OURS["vscode"]
        return
    was = plain(before)
    assert plain(after) == {**was, "tasks": [*was.get("tasks", []), *TASKS]}
    assert is_kept(before, after)
    assert ("\r\n" in before) == ("\r\n" in after)
    assert after.count("\n") == after.count("\r\n") or "\r" not in after
    comments = re.compile(r'^ *//.*|  //.*|/\*[^"]*\*/', re.MULTILINE)
    assert comments.findall(before) == comments.findall(after)[: len(comments.findall(before))]
    assert main(["--install-ide", "vscode"]) == 0
    assert capfd.readouterr().err.startswith("Unchanged")
    assert path.read_bytes().decode() == after


def test_ours_are_indented_as_the_file_is(folder: Path) -> None:
    path = put(folder, "vscode", JSON_FILES["comments"])
    main(["--install-ide", "vscode"])
    lines = path.read_text().splitlines()
    at = lines.index("        // more to come ]")
    assert lines[at + 1 : at + 4] == [
        "        {",
        '            "label": "sessfix: report",',
        '            "type": "process",',
    ]
    path = put(folder, "vscode", JSON_FILES["tabs"])
    main(["--install-ide", "vscode"])
    lines = path.read_text().splitlines()
    assert lines[3:6] == [f"\t\t{TASK},", "\t\t{", '\t\t\t"label": "sessfix: report",']
    assert lines[-3:] == ["\t\t}", "\t]", "}"]
    path = put(folder, "vscode", JSON_FILES["no tasks"])
    main(["--install-ide", "vscode"])
    assert path.read_text() == OURS["vscode"]


def test_a_task_of_that_name_is_left_alone(folder: Path) -> None:
    mine = '{"label": "sessfix: fix this file", "type": "shell", "command": "mine"}'
    path = put(folder, "vscode", f'{{"version": "2.0.0", "tasks": [{mine}]}}')
    assert main(["--install-ide", "vscode"]) == 0
    tasks = json.loads(path.read_text())["tasks"]
    assert tasks[0] == json.loads(mine)
    assert [task["label"] for task in tasks] == ["sessfix: fix this file", *LABELS[:2]]


OTHER = """\
    <TaskOptions isEnabled="false">
      <option name="arguments" value="a &gt; b > c" />
      <option name="name" value="Black" />
      <envs />
    </TaskOptions>
"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<project version="4">\n'
XML_FILES = {
    "empty": "",
    "no component": f"{HEAD}</project>",
    "empty project": '<project version="4"/>',
    "another component": f'{HEAD}  <component name="Black">\n    <option name="name" value="sessfix" />\n  </component>\n</project>\n',
    "nothing in it": f'{HEAD}  <component name="ProjectTasksOptions" suppressed-tasks="Babel;a>b" />\n</project>\n',
    "nothing in it, one line": '<project version="4"><component name="ProjectTasksOptions"/></project>',
    "nothing in it, two tags": '<project><component name="ProjectTasksOptions"></component></project>',
    "another watcher": f'{HEAD}  <component name="ProjectTasksOptions">\n{OTHER}  </component>\n</project>\n',
    "carriage returns": f'{HEAD}  <component name="ProjectTasksOptions">\n{OTHER}  </component>\n</project>\n'.replace(
        "\n", "\r\n"
    ),
    "comments": f'{HEAD}  <!-- </component> -->\n  <component name="ProjectTasksOptions" >\n{OTHER}    <!-- é -->\n  </component >\n'
    '  <component name="ProjectTasksOptions2" />\n</project>\n',
    "byte order mark": f'\ufeff{HEAD}  <component name="ProjectTasksOptions">\n{OTHER}  </component>\n</project>\n',
}


@pytest.mark.parametrize("case", XML_FILES)
def test_other_watchers_are_kept(case: str, folder: Path, capfd: Capture) -> None:
    before = XML_FILES[case]
    path = put(folder, "pycharm", before)
    assert main(["--install-ide", "pycharm"]) == 0
    assert capfd.readouterr().err.startswith("Added to .idea/watcherTasks.xml: ")
    after = path.read_bytes().decode()
    if before:
        assert watchers(after) == [*watchers(before), "sessfix"]
        assert is_kept(before.replace("/>", ">"), after)
        assert (OTHER in before) == (OTHER in after)
    assert after.count("\n") == after.count("\r\n") or "\r" not in after
    assert main(["--install-ide", "pycharm"]) == 0
    assert capfd.readouterr().err.startswith("Unchanged")
    assert path.read_bytes().decode() == after


def test_ours_is_put_where_pycharm_would(folder: Path) -> None:
    own = OURS["pycharm"].partition('Options">\n')[2].partition("  </component>")[0]
    for case in ("no component", "nothing in it"):
        path = put(folder, "pycharm", XML_FILES[case].replace(' suppressed-tasks="Babel;a>b"', ""))
        main(["--install-ide", "pycharm"])
        assert path.read_text().strip() == OURS["pycharm"].strip()
    path = put(folder, "pycharm", XML_FILES["another watcher"])
    main(["--install-ide", "pycharm"])
    assert path.read_text() == XML_FILES["another watcher"].replace(OTHER, OTHER + own)


def test_a_watcher_of_that_name_is_left_alone(folder: Path, capfd: Capture) -> None:
    path = put(folder, "pycharm", XML_FILES["another watcher"].replace("Black", "sessfix"))
    before = path.read_bytes()
    assert main(["--install-ide", "pycharm"]) == 0
    assert capfd.readouterr().err.startswith("Unchanged")
    assert path.read_bytes() == before


UNMERGEABLE = [
    ("vscode", '{"version": "2.0.0", "tasks": [}', "is not valid"),
    ("vscode", '{"version": "2.0.0", /* "tasks": [] }', "is not valid"),
    ("vscode", '{"version": "2.0.0", "tasks": [', "is not valid"),
    ("vscode", "[]", "holds no object"),
    ("vscode", "{}", 'has no "version": "2.0.0"'),
    ("vscode", '{"version": "0.1.0", "command": "make"}', 'has no "version": "2.0.0"'),
    ("vscode", '{"version": "2.0.0", "tasks": {}}', 'has "tasks" that are no list'),
    ("vscode", '{"version": "2.0.0", "tasks": [], "tasks": []}', "has a key twice"),
    ("vscode", '{"version": "2.0.0", "x": %s}' % ("[" * 100_000 + "]" * 100_000), "is nested too deeply"),
    ("vscode", "\udcff{}", "is not UTF-8"),
    ("pycharm", "<project>", "is not valid"),
    ("pycharm", "<project></component></project>", "is not valid"),
    ("pycharm", "<other />", "holds no project"),
    ("pycharm", "<project>\udcff</project>", "is not UTF-8"),
    ("pycharm", '<?xml version="1.0" encoding="latin-1"?><project />', "is not UTF-8"),
    ("pycharm", '<!DOCTYPE project [<!ENTITY a "b">]><project>&a;</project>', "has a document type"),
    ("pycharm", "<project>" + "<a>" * 1000 + "</a>" * 1000 + "</project>", "is nested too deeply"),
]


@pytest.mark.parametrize(("name", "text", "why"), UNMERGEABLE, ids=[text[:40] for _, text, _ in UNMERGEABLE])
def test_a_broken_file_is_left_alone(name: str, text: str, why: str, folder: Path, capfd: Capture) -> None:
    path = put(folder, name, "")
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = path.stat()
    assert main(["--quiet", "--install-ide", name]) == 2
    out, err = capfd.readouterr()
    assert out == OURS[name]
    assert err.startswith(f"error: {FILES[name]}: {why}")
    assert "nothing was written" in err
    assert path.read_bytes() == text.encode("utf-8", "surrogateescape")
    assert path.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("name", INSTALLABLE)
def test_what_cannot_be_written_is_said(name: str, folder: Path, capfd: Capture) -> None:
    path = folder / FILES[name]
    text = XML_FILES["another watcher"] if name == "pycharm" else JSON_FILES["tabs"]
    outside = folder.parent / "outside"
    outside.mkdir()

    def refused(why: str) -> None:
        assert main(["--install-ide", name]) == 2
        out, err = capfd.readouterr()
        assert (out, err.startswith(f"error: {FILES[name]}: ")) == ("", True)
        assert why in err
        assert "\nAdded" not in err

    path.parent.write_text("a file")
    refused("not written")
    path.parent.unlink()
    path.parent.symlink_to(outside)
    refused("outside of the folders")
    assert list(outside.iterdir()) == []
    path.parent.unlink()
    path.mkdir(parents=True)
    refused("is a folder")
    path.rmdir()
    path.symlink_to("nowhere")
    refused("cannot be read")
    path.unlink()
    put(folder, name, text).chmod(0o444)
    refused("read-only")
    assert path.read_bytes().decode() == text


def test_a_file_that_comes_meanwhile_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    path = put(folder, "vscode", "mine")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    assert main(["--install-ide", "vscode"]) == 2
    assert "not written: File exists" in capfd.readouterr().err
    assert [(entry.name, entry.read_text()) for entry in path.parent.iterdir()] == [("tasks.json", "mine")]


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (["--print-ide", "zed", "--install-ide", "vscode"], "--print-ide and --install-ide cannot be used together"),
        (["--print-ide", "zed", "app.py"], "--print-ide takes no files: app.py"),
        (["--install-ide", "vscode", "--diff"], "--install-ide and --diff cannot be used together"),
        (["--install-ide", "vscode", "--write"], "--install-ide and --write cannot be used together"),
        (["--install-ide", "vscode", "--stack"], "--install-ide and --stack cannot be used together"),
        (["--install-ide", "vscode", "a", "b"], "--install-ide takes one folder"),
        (["--install-ide", "vscode", "-"], "--install-ide takes one folder"),
        (["--install-ide", "vscode", "no folder"], "no folder: is no folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_does_not_go_together(argv: list[str], why: str, folder: Path, capfd: Capture) -> None:
    assert main(argv) == 2
    assert capfd.readouterr().err.startswith(f"error: {why}")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("argv", [["--print-ide", "word"], ["--install-ide", "emacs"], ["--install-ide"]])
def test_an_unknown_editor(argv: list[str], folder: Path, capfd: Capture) -> None:
    assert main(argv) == 2
    assert "Error" in capfd.readouterr().err
    assert list(folder.iterdir()) == []
