"""The language server as editors drive it: a real process, with what their clients say that they can do."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import copy_of, expected, fixed_by, in_short, path_of, repaired, text_of, told_by
from conftest import BROKEN, FIXED, STUCK
from language_client import MINIMAL, Client, edited, edits_in, running, span, uri_of

from codemod.server.main import MISSING

CLIENTS = ["visual_studio_code_v1.65.2", "neovim_v0.11.0", "neovim_v0.7.0", "emacs_v29.1", "minimal"]
MAIN = """\
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from guards import Guard

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key")
app.add_middleware(Guard)
"""
GUARDS = """\
class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        print(scope["session"])
        await self.app(scope, receive, send)
"""
HARMLESS = GUARDS.replace('scope["session"]', 'scope["path"]')
LITERALS = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}}}
PUSHED: dict[str, Any] = {
    "textDocument": {"publishDiagnostics": {"relatedInformation": True}, "codeAction": LITERALS},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


def capabilities_of(name: str) -> dict[str, Any]:
    if name == "minimal":
        return MINIMAL
    found = importlib.util.find_spec("pytest_lsp")  # imported it would bring its plugins
    assert found is not None
    assert found.origin is not None
    recorded = json.loads((Path(found.origin).parent / "clients" / f"{name}.json").read_text())
    capabilities: dict[str, Any] = recorded.get("capabilities", recorded)
    return capabilities


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def started(client: Client, folder: Path, options: Any = None, **more: Any) -> None:
    client.initialize([folder], {**PUSHED, **more}, options)


# One file


@pytest.mark.parametrize("name", CLIENTS)
def test_a_finding_and_its_repair_reach_every_client(name: str, tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN, "fine.py": FIXED})
    with running(tmp_path) as client:
        capabilities = capabilities_of(name)
        encoding = client.initialize([tmp_path], capabilities)["capabilities"]["positionEncoding"]
        assert encoding in ("utf-8", "utf-16", "utf-32")
        uri, fine = client.open(tmp_path / "app.py"), client.open(tmp_path / "fine.py")
        if capabilities.get("textDocument", {}).get("diagnostic"):
            params = {"textDocument": {"uri": uri}}
            (found,) = client.ask("textDocument/diagnostic", params)["items"]
            assert client.ask("textDocument/diagnostic", {"textDocument": {"uri": fine}})["items"] == []
        else:
            (found,) = client.told(uri)
            assert client.told(fine) == []
        assert (found["code"], found["source"], found["severity"]) == ("SES001", "sessfix", 1)
        assert found["message"].startswith("`SessionMiddleware` lies inside `require_login`")
        assert "help: Move `SessionMiddleware` to after line 11" in found["message"]
        actions = client.actions(uri, (4, 0), (4, 0))
        text = edited(BROKEN, edits_in(actions[0])[str(tmp_path / "app.py")])
        assert text == FIXED
        if "kind" in actions[0]:
            assert (actions[0]["kind"], actions[0]["isPreferred"]) == ("quickfix", True)
        client.change(uri, text)
        assert client.actions(uri, (4, 0), (12, 0)) == []
        assert client.actions(fine, (4, 0), (12, 0)) == []
        assert client.end() == 0
        assert client.stderr == b""


def test_a_client_without_literals_gets_commands_that_make_the_edit(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN})
    with running(tmp_path) as client:
        client.initialize([tmp_path], MINIMAL)
        uri = client.open(tmp_path / "app.py")
        (action, *_) = client.actions(uri, (4, 0), (4, 0))
        client.ask("workspace/executeCommand", {"command": action["command"], "arguments": action["arguments"]})
        client.until(lambda: any(one["method"] == "workspace/applyEdit" for one in client.heard))
        (asked,) = [one for one in client.heard if one["method"] == "workspace/applyEdit"]
        assert edited(BROKEN, asked["params"]["edit"]["changes"][uri]) == FIXED


def test_what_is_not_repaired_says_why(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": STUCK})
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py")
        (found,) = client.told(uri)
        assert "not fixed: " in found["message"]
        assert [action["title"] for action in client.actions(uri, (5, 0), (5, 0))] == ["sessfix: ignore SES001 here"]


def test_fix_all_repairs_a_file_and_is_offered_for_what_it_begins_with(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN, "fine.py": FIXED})
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py")
        for only in ["source", "source.fixAll", "source.fixAll.sessfix"]:
            (action,) = client.actions(uri, (0, 0), (0, 0), [only])
            assert action["kind"] == "source.fixAll.sessfix"
        assert client.actions(uri, (4, 0), (4, 0), ["refactor"]) == []
        assert client.actions(uri, (4, 0), (4, 0), ["source.fixAll.other"]) == []
        assert fixed_by(client, uri, BROKEN) == FIXED
        assert fixed_by(client, client.open(tmp_path / "fine.py"), FIXED) == FIXED


def test_edits_are_for_the_version_that_was_looked_at(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN})
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py")
        version = client.change(uri, "\n" + BROKEN)
        (action, *_) = client.actions(uri, (5, 0), (5, 0))
        (change,) = action["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri, "version": version}
        assert edited("\n" + BROKEN, change["edits"]) == "\n" + FIXED


# Silencing


@pytest.mark.parametrize(
    ("line", "silenced"),
    [
        ('app.add_middleware(SessionMiddleware, secret_key="key")', "  # sessfix: ignore[SES001]"),
        ('app.add_middleware(SessionMiddleware, secret_key="key")  # the cookie', "  # sessfix: ignore[SES001]"),
        ('app.add_middleware(SessionMiddleware, secret_key="#")', "  # sessfix: ignore[SES001]"),
    ],
)
def test_ignore_here_adds_a_comment_at_the_end_of_the_line(line: str, silenced: str, tmp_path: Path) -> None:
    text = BROKEN.replace('app.add_middleware(SessionMiddleware, secret_key="key")', line)
    put(tmp_path, {"app.py": text})
    assert ignored(tmp_path / "app.py", text).split("\n")[4] == line + silenced


def ignored(path: Path, text: str) -> str:
    """The text after "ignore here", which is then silent."""
    with running(path.parent) as client:
        started(client, path.parent)
        uri = client.open(path)
        (found,) = client.told(uri)
        row = found["range"]["start"]["line"]
        action = client.actions(uri, (row, 0), (row, 0), ["quickfix"])[-1]
        assert action["title"] == "sessfix: ignore SES001 here"
        after = edited(text, edits_in(action)[str(path)])
        client.change(uri, after)
        assert client.told(uri) == []
    return after


def test_ignore_here_joins_a_comment_that_is_there(tmp_path: Path) -> None:
    text = BROKEN.replace('"key")\n\n', '"key")  # sessfix: ignore[SES003]\n\n')
    put(tmp_path, {"app.py": text})
    assert '"key")  # sessfix: ignore[SES003, SES001]\n' in ignored(tmp_path / "app.py", text)


def test_ignore_here_finds_the_last_line_of_a_statement_of_several(tmp_path: Path) -> None:
    text = BROKEN.replace(
        '(SessionMiddleware, secret_key="key")', '(\n    SessionMiddleware,\n    secret_key="key",\n)'
    )
    put(tmp_path, {"app.py": text})
    assert "\n)  # sessfix: ignore[SES001]\n" in ignored(tmp_path / "app.py", text)


# Several files


def test_an_edit_in_one_file_changes_the_finding_in_another(tmp_path: Path) -> None:
    put(tmp_path, {"main.py": MAIN, "guards.py": HARMLESS})
    with running(tmp_path) as client:
        started(client, tmp_path)
        main, guards = client.open(tmp_path / "main.py"), client.open(tmp_path / "guards.py")
        assert client.told(main) == []
        client.change(guards, GUARDS)
        client.settle(main)
        (found,) = client.diagnostics[main]["diagnostics"]
        related = {
            (path_of(item["location"]["uri"]), item["location"]["range"]["start"]["line"])
            for item in found["relatedInformation"]
        }
        assert related == {(str(tmp_path / "main.py"), 7), (str(tmp_path / "guards.py"), 5)}
        client.change(guards, HARMLESS)
        client.settle(main)
        assert client.diagnostics[main]["diagnostics"] == []


def test_the_repair_of_a_file_that_is_not_open_is_offered_where_it_is_named(tmp_path: Path) -> None:
    put(tmp_path, {"main.py": MAIN, "guards.py": GUARDS})
    with running(tmp_path) as client:
        started(client, tmp_path)
        guards = client.open(tmp_path / "guards.py")
        assert client.told(guards) == []
        assert told_by(client) == expected(tmp_path)
        fix, ignore = client.actions(guards, (5, 20), (5, 20))
        assert fix["title"].endswith(" in main.py")
        assert ignore["title"] == "sessfix: ignore SES001 in main.py"
        (change,) = fix["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri_of(tmp_path / "main.py"), "version": None}
        assert edited(MAIN, change["edits"]) == repaired(tmp_path, tmp_path / "main.py")
        assert client.actions(guards, (0, 0), (0, 0)) == []


def test_a_closed_buffer_gives_the_file_back_to_the_disk(tmp_path: Path) -> None:
    put(tmp_path, {"main.py": MAIN, "guards.py": HARMLESS})
    with running(tmp_path) as client:
        started(client, tmp_path)
        main, guards = client.open(tmp_path / "main.py"), client.open(tmp_path / "guards.py", GUARDS)
        assert len(client.told(main)) == 1
        client.notify("textDocument/didClose", {"textDocument": {"uri": guards}})
        client.settle(main)
        assert client.diagnostics[main]["diagnostics"] == []


def test_a_new_file_counts_before_it_is_saved(tmp_path: Path) -> None:
    put(tmp_path, {"main.py": MAIN})
    with running(tmp_path) as client:
        started(client, tmp_path)
        main = client.open(tmp_path / "main.py")
        assert client.told(main) == []
        client.open(tmp_path / "guards.py", GUARDS)
        client.settle(main)
        assert len(client.diagnostics[main]["diagnostics"]) == 1


def test_nothing_is_written(tmp_path: Path) -> None:
    put(tmp_path, {"main.py": MAIN, "guards.py": GUARDS, "app.py": BROKEN})
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*")}
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py", BROKEN + "\n")
        client.actions(uri, (0, 0), (9, 0))
        assert client.end() == 0
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.rglob("*")} == before


# Texts


WIDE = BROKEN.replace("secret_key", "https_only=bool('\U0001f511é'), secret_key")
TEXTS = {
    "crlf": BROKEN.replace("\n", "\r\n"),
    "old mac": BROKEN.replace("\n", "\r"),
    "form feed": BROKEN.replace("\n\n\n", "\n\f\n\n"),
    "wide": WIDE,
    "line separator": WIDE.replace("'\U0001f511", "'\u2028\U0001f511"),
    "no end": BROKEN.rstrip("\n"),
    "mixed": BROKEN.replace("\n", "\r\n", 3),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_places_and_edits_are_those_of_the_command_line(encoding: str, tmp_path: Path) -> None:
    codec, size = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    # What is all ASCII is the same in each of them.
    texts = {name: text for name, text in TEXTS.items() if encoding == "utf-16" or not text.isascii()}
    for name, text in texts.items():
        put(tmp_path / name, {"app.py": text})
    with running(tmp_path) as client:
        capabilities = {**PUSHED, "general": {"positionEncodings": [encoding]}}
        result = client.initialize([tmp_path / name for name in texts], capabilities)
        assert result["capabilities"]["positionEncoding"] == encoding
        for name, text in texts.items():
            uri = client.open(tmp_path / name / "app.py", text)
            assert (name, {path_of(uri): in_short(client.told(uri))}) == (name, expected(tmp_path / name, codec))
            after = fixed_by(client, uri, text, codec)
            assert (name, after) == (name, repaired(tmp_path / name, tmp_path / name / "app.py"))
            # The same by edits in the middle of a line: what is typed, and taken back.
            row, column = 4, len(text_before_call(text).encode(codec)) // size
            client.change(uri, {"range": span((row, column), (row, column)), "text": "x"})
            client.change(uri, {"range": span((row, column), (row, column + 1)), "text": ""})
            assert (name, fixed_by(client, uri, text, codec)) == (name, after)


def text_before_call(text: str) -> str:
    line = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[4]
    return line[: line.index(", secret_key")]


def test_a_syntax_error_is_told_as_information_and_its_repair_takes_it_away(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN})
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py", BROKEN + "def (\n")
        (found,) = client.told(uri)
        assert (found["severity"], found["message"][:13]) == (3, "not checked: ")
        assert found["range"]["start"]["line"] == 11
        assert client.actions(uri, (0, 0), (12, 0)) == []
        client.change(uri, BROKEN)
        assert [one["code"] for one in client.told(uri)] == ["SES001"]


def test_a_file_of_another_encoding_keeps_its_bytes(tmp_path: Path) -> None:
    text = "# coding: latin-1\n" + BROKEN.replace('"key"', '"clé"')
    (tmp_path / "app.py").write_bytes(text.encode("latin-1"))
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py", text)
        assert [one["code"] for one in client.told(uri)] == ["SES001"]
        assert '"clé"' in fixed_by(client, uri, text)
        client.change(uri, text.replace("clé", "cl€"))
        client.settle(uri)
        assert client.process.poll() is None


# Folders and settings


def test_several_folders_come_and_go(tmp_path: Path) -> None:
    put(tmp_path, {"one/app.py": BROKEN, "two/app.py": BROKEN})
    with running(tmp_path) as client:
        started(client, tmp_path / "one")
        uri = client.open(tmp_path / "one" / "app.py")
        client.told(uri)
        assert told_by(client) == expected(tmp_path / "one")
        two = {"uri": uri_of(tmp_path / "two"), "name": "two"}
        event: dict[str, Any] = {"added": [two], "removed": []}
        client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        client.settle(uri)
        assert told_by(client) == expected(tmp_path / "one") | expected(tmp_path / "two")
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [two]}})
        client.settle(uri)
        assert told_by(client) == expected(tmp_path / "one")


def test_a_file_outside_of_all_folders_is_checked_alone(tmp_path: Path) -> None:
    put(tmp_path, {"one/app.py": FIXED, "elsewhere/app.py": BROKEN, "elsewhere/other.py": BROKEN})
    with running(tmp_path) as client:
        started(client, tmp_path / "one")
        uri = client.open(tmp_path / "elsewhere" / "app.py")
        assert len(client.told(uri)) == 1
        assert list(told_by(client)) == [path_of(uri)]


def test_settings_of_the_project_are_watched(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN, "pyproject.toml": "[tool.sessfix]\nignore = ['SES001']\n"})
    with running(tmp_path) as client:
        watching = {"didChangeWatchedFiles": {"dynamicRegistration": True}, **PUSHED["workspace"]}
        started(client, tmp_path, workspace=watching)
        uri = client.open(tmp_path / "app.py")
        assert client.told(uri) == []
        (asked,) = [one for one in client.heard if one["method"] == "client/registerCapability"]
        (registration,) = asked["params"]["registrations"]
        globs = {watcher["globPattern"] for watcher in registration["registerOptions"]["watchers"]}
        assert {"**/*.py", "**/pyproject.toml"} <= globs
        put(tmp_path, {"pyproject.toml": ""})
        event = {"uri": uri_of(tmp_path / "pyproject.toml"), "type": 2}
        client.notify("workspace/didChangeWatchedFiles", {"changes": [event]})
        client.settle(uri)
        assert len(client.diagnostics[uri]["diagnostics"]) == 1


def test_models_of_the_project_are_read_and_watched(tmp_path: Path) -> None:
    main = MAIN.replace("from guards", "from acme")
    table = '[tool.sessfix]\nmodels = ["models"]\n'
    put(tmp_path, {"app.py": main, "models/acme.py": HARMLESS, "pyproject.toml": table})
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py")
        assert client.told(uri) == []
        put(tmp_path, {"models/acme.py": GUARDS})
        event = {"uri": uri_of(tmp_path / "models" / "acme.py"), "type": 2}
        client.notify("workspace/didChangeWatchedFiles", {"changes": [event]})
        client.settle(uri)
        assert len(client.diagnostics[uri]["diagnostics"]) == 1
        assert told_by(client) == expected(tmp_path)


def test_settings_of_the_editor_are_those_of_the_command_line(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN})
    with running(tmp_path) as client:
        started(client, tmp_path, {"ignore": ["SES001"]})
        uri = client.open(tmp_path / "app.py")
        assert client.told(uri) == []
        client.notify("workspace/didChangeConfiguration", {"settings": {"sessfix": {"ignore": ["SES003"]}}})
        client.settle(uri)
        assert len(client.diagnostics[uri]["diagnostics"]) == 1
        client.notify("workspace/didChangeConfiguration", {"settings": {"sessfix": {"exclude": ["app.py"]}}})
        client.settle(uri)
        assert client.diagnostics[uri]["diagnostics"] == []


def test_settings_are_asked_for_where_the_editor_has_it_so(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN})
    with running(tmp_path) as client:
        client.settings = {"ignore": ["SES001"]}
        started(client, tmp_path, workspace={"configuration": True})
        uri = client.open(tmp_path / "app.py")
        client.until(lambda: client.diagnostics.get(uri, {}).get("diagnostics") == [])


def test_a_wrong_setting_is_said_once_and_nothing_is_checked(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN})
    with running(tmp_path) as client:
        started(client, tmp_path, {"ignroe": ["SES001"]})
        uri = client.open(tmp_path / "app.py")
        assert client.told(uri) == []
        client.change(uri, BROKEN + "\n")
        client.settle(uri)
        said = [one["params"]["message"] for one in client.heard if one["method"] == "window/showMessage"]
        assert len(said) == 1
        assert "ignroe" in said[0]


def test_what_git_ignores_or_is_excluded_stays_silent(tmp_path: Path) -> None:
    put(tmp_path, {".gitignore": "out.py\n", "out.py": BROKEN, "venv/app.py": BROKEN, "app.py": BROKEN})
    (tmp_path / ".git").mkdir()
    with running(tmp_path) as client:
        started(client, tmp_path)
        opened = [client.open(tmp_path / name) for name in ("out.py", "venv/app.py", "app.py")]
        assert [len(client.told(uri)) for uri in opened] == [0, 0, 1]


# The rest of the protocol


def test_hover_on_a_registration_shows_the_stack(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN})
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py")
        document = {"textDocument": {"uri": uri}}
        shown = client.ask("textDocument/hover", {**document, "position": {"line": 4, "character": 3}})
        stack = subprocess.run(
            [sys.executable, "-m", "codemod", "--stack", "--quiet"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert shown["contents"]["value"] == stack.stdout.strip("\n")
        assert client.ask("textDocument/hover", {**document, "position": {"line": 0, "character": 3}}) is None
        (lens,) = client.ask("textDocument/codeLens", document)
        assert lens["command"]["title"] == "stack: require_login > SessionMiddleware"


def test_pulled_diagnostics_are_unchanged_when_they_are(tmp_path: Path) -> None:
    put(tmp_path, {"main.py": MAIN, "guards.py": GUARDS})
    with running(tmp_path) as client:
        text = {**PUSHED["textDocument"], "diagnostic": {"relatedDocumentSupport": False}}
        started(client, tmp_path, textDocument=text, workspace={"diagnostics": {"refreshSupport": True}})
        main, guards = client.open(tmp_path / "main.py"), client.open(tmp_path / "guards.py")
        first = client.ask("textDocument/diagnostic", {"textDocument": {"uri": main}})
        assert (first["kind"], len(first["items"])) == ("full", 1)
        again = {"textDocument": {"uri": main}, "previousResultId": first["resultId"]}
        assert client.ask("textDocument/diagnostic", again)["kind"] == "unchanged"
        client.change(guards, HARMLESS)
        assert client.ask("textDocument/diagnostic", again)["items"] == []
        client.settle(main)
        assert any(one["method"] == "workspace/diagnostic/refresh" for one in client.heard)
        assert told_by(client) == {}
        unknown = {"textDocument": {"uri": uri_of(tmp_path / "unknown.py")}}
        assert client.ask("textDocument/diagnostic", unknown)["items"] == []


def test_a_request_can_be_cancelled_and_the_next_is_answered(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN, **{f"part{number}.py": BROKEN for number in range(40)}})
    with running(tmp_path) as client:
        started(client, tmp_path)
        uri = client.open(tmp_path / "app.py")
        params = {"textDocument": {"uri": uri}, "range": span((4, 0), (4, 0)), "context": {"diagnostics": []}}
        number = client.begin("textDocument/codeAction", params)
        client.notify("$/cancelRequest", {"id": number})
        assert client.wait(number)["error"]["code"] == -32800
        assert len(client.actions(uri, (4, 0), (4, 0))) == 3


def test_the_first_look_at_many_files_is_shown_as_progress(tmp_path: Path) -> None:
    put(tmp_path, {"app.py": BROKEN, **{f"part{number}.py": "import os\n" for number in range(400)}})
    with running(tmp_path) as client:
        started(client, tmp_path, window={"workDoneProgress": True})
        client.told(client.open(tmp_path / "app.py"))
        kinds = [one["params"]["value"]["kind"] for one in client.heard if one["method"] == "$/progress"]
        assert kinds[:1] == ["begin"] or not kinds
        assert any(one["method"] == "window/workDoneProgress/create" for one in client.heard)
    with running(tmp_path) as client:
        started(client, tmp_path)
        client.told(client.open(tmp_path / "app.py"))
        assert not any(one["method"] in ("$/progress", "window/workDoneProgress/create") for one in client.heard)


def test_initialize_is_answered_before_the_analysis_is_imported() -> None:
    code = (
        "import sys; from codemod.server.features import server; server()\n"
        "print([name for name in sys.modules if name.startswith(('codemod.interpreter', 'codemod.engine.fix', 'libcst'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_pygls_the_script_says_how_to_install_it(tmp_path: Path) -> None:
    code = (
        "import importlib.util, sys; import codemod.server.main as main\n"
        "importlib.util.find_spec = lambda name: None\n"
        "main.run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parents[2])},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == MISSING


def test_the_server_ends_when_its_editor_is_gone(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        started(client, tmp_path)
        assert client.process.stdin is not None
        client.process.stdin.close()
        client.process.wait(20)


__all__ = ["copy_of", "text_of"]
