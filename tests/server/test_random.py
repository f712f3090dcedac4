"""Whatever comes, in whatever order: the server lives, answers everything, and says what the command line says."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from command_line import copy_of, expected, fixed_by, in_short, repaired, told_by
from conftest import BROKEN, FIXED, STUCK
from language_client import Client, lines_of, running, span, uri_of

CAPABILITIES: dict[str, Any] = {
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}, "workspaceFolders": True},
}
GUARD = """\
class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        {use}
        await self.app(scope, receive, send)
"""
MAIN = """\
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from guards import Guard

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key")
app.add_middleware(Guard)


@app.get("/")
async def home():
    return "é\U0001f511"
"""
FILES = {
    "main.py": [
        MAIN,
        MAIN.replace("app.add_middleware(Guard)\n", ""),
        MAIN + "def (\n",
        "",
        MAIN.replace("\n", "\r\n"),
    ],
    "guards.py": [GUARD.format(use='scope["session"]'), GUARD.format(use="pass"), "class (", "from main import app\n"],
    "app.py": [BROKEN, FIXED, STUCK, BROKEN.replace("\n", "\r\n"), BROKEN + "# \U0001f511\n"],
    "rest.py": ["import main\n", "x = 1\n", "from app import app\napp.add_middleware(x)\n"],
}
TYPED = ["x", "\n", "\r\n", "#", "(", ")", '"', "    ", "é\U0001f511", "pass\n", "request.session", "\u2028", "\f"]
WORDS = [
    None,
    True,
    -1,
    2**40,
    1.5,
    "",
    "x",
    "file:///",
    "untitled:1",
    [],
    {},
    [None],
    {"uri": 3},
    "\ud800",
    "file:///%zz%00",
]
METHODS = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "textDocument/codeAction",
    "textDocument/hover",
    "textDocument/codeLens",
    "textDocument/diagnostic",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "workspace/executeCommand",
    "$/cancelRequest",
    "$/setTrace",
    "initialize",
    "initialized",
    "window/workDoneProgress/cancel",
    "textDocument/completion",
    "no/such",
]


SETTINGS: list[tuple[Any, tuple[str, ...]]] = [
    ({}, ()),
    (7, ()),
    ({"sessfix": {"ignore": ["SES001"]}}, ("--ignore", "SES001")),
    ({"sessfix": {"select": ["SES00"]}}, ("--select", "SES00")),
    ({"exclude": ["main.py"]}, ("--exclude", "main.py")),
]
FAR = 10**6


class Chaos:
    """An editor that has gone mad, and remembers which texts it has open and which answers it waits for."""

    def __init__(self, client: Client, folder: Path, random: random.Random) -> None:
        self.client, self.folder, self.random = client, folder, random
        self.texts: dict[Path, str] = {}
        self.waiting: list[int | str] = []
        self.argv: tuple[str, ...] = ()

    def step(self) -> None:
        """One message."""
        often = [self.edit, self.ask, self.disturb]
        self.random.choice([*often, *often, self.toggle, self.rave, self.stray, self.save, self.set])()

    def path(self) -> Path:
        return self.folder / self.random.choice([*FILES])

    def toggle(self) -> None:
        path = self.path()
        if path in self.texts:
            del self.texts[path]
            self.client.notify("textDocument/didClose", {"textDocument": {"uri": uri_of(path)}})
        else:
            self.texts[path] = self.random.choice(FILES[path.name])
            self.client.open(path, self.texts[path])

    def edit(self) -> None:
        path = self.path()
        if path not in self.texts:
            return
        if self.random.random() < 0.5:
            self.texts[path] = self.random.choice(FILES[path.name])
            self.client.change(uri_of(path), self.texts[path])
            return
        # Several changes of one message count one on what another left.
        self.client.change(uri_of(path), *(self.typed(path) for _ in range(self.random.choice([1, 1, 1, 2, 3]))))

    def typed(self, path: Path) -> dict[str, Any]:
        """A change of a stretch of a text; one that begins or ends outside of the text counts as the nearest in it."""
        text = self.texts[path]
        start, end = sorted((self.spot(text) for _ in range(2)), key=lambda spot: spot[2])
        chance = self.random.random()
        if chance < 0.6:
            end = start
        elif chance < 0.7:
            end = FAR, self.random.choice([0, FAR]), len(text)
        elif chance < 0.8:
            end = start = (
                end[0],
                FAR,
                sum(len(line) for line in lines_of(text)[: end[0]]) + len(lines_of(text)[end[0]].rstrip("\r\n")),
            )
        new = self.random.choice(TYPED)
        self.texts[path] = text[: start[2]] + new + text[end[2] :]
        sides = [start[:2], end[:2]] if chance < 0.95 else [end[:2], start[:2]]
        return {"range": span(*sides), "text": new}

    def spot(self, text: str) -> tuple[int, int, int]:
        """A place in a text: row, column in UTF-16, index."""
        lines = lines_of(text)
        row = self.random.randrange(len(lines))
        line = lines[row].rstrip("\r\n")
        column = self.random.randint(0, len(line))
        return row, len(line[:column].encode("utf-16-le")) // 2, sum(map(len, lines[:row])) + column

    def ask(self) -> None:
        where = {"textDocument": {"uri": uri_of(self.path())}}
        spot = {"line": self.random.choice([0, 4, 6, 9, 10**6]), "character": self.random.choice([0, 3, 10**6])}
        asked: list[tuple[str, dict[str, Any]]] = [
            ("textDocument/codeAction", {"range": {"start": spot, "end": spot}, "context": {"diagnostics": []}}),
            ("textDocument/hover", {"position": spot}),
            ("textDocument/codeLens", {}),
            ("textDocument/diagnostic", {}),
        ]
        method, more = self.random.choice(asked)
        number = self.client.begin(method, {**where, **more}, self.random.random() < 0.2)
        self.waiting.append(number)
        if self.random.random() < 0.3:
            self.client.notify("$/cancelRequest", {"id": number})

    def disturb(self) -> None:
        """Something of the wrong shape, that changes nothing."""
        method = self.random.choice(METHODS)
        params: Any = self.random.choice(
            [*WORDS, {"textDocument": self.random.choice(WORDS)}, {"event": 1}, {"settings": 7}]
        )
        if method in ("$/cancelRequest", "initialized") or (method == "workspace/didChangeConfiguration"):
            params = self.random.choice([None, 7, "x", []])
        if self.random.random() < 0.5:
            self.waiting.append(self.client.begin(method, params))
        else:
            self.client.notify(method, params)

    def stray(self) -> None:
        """Something about a text that is not open, or that has no file, or is open already."""
        uri = self.random.choice(["untitled:1", uri_of(self.folder / "gone.py"), uri_of(self.folder), "file:///x/y.py"])
        document = {"uri": uri, "languageId": "python", "version": 1, "text": self.random.choice(FILES["app.py"])}
        path = self.path()
        kind = self.random.choice(["change", "close", "untitled", "again"])
        if kind == "change":
            change = {"textDocument": {"uri": uri, "version": 7}, "contentChanges": [{"text": BROKEN}]}
            self.client.notify("textDocument/didChange", change)
        elif kind == "close":
            self.client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        elif kind == "untitled":
            self.client.notify("textDocument/didOpen", {"textDocument": {**document, "uri": "untitled:1"}})
        elif path in self.texts:
            self.texts[path] = self.random.choice(FILES[path.name])
            self.client.open(path, self.texts[path])

    def save(self) -> None:
        """A file is another one on disk, whether it is open or not."""
        path = self.path()
        path.write_bytes(self.random.choice(FILES[path.name]).encode())
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri_of(path), "type": 2}]})

    def set(self) -> None:
        """Other settings, or none."""
        settings, self.argv = self.random.choice([*SETTINGS[:2], *SETTINGS])
        self.client.notify("workspace/didChangeConfiguration", {"settings": settings})

    def rave(self) -> None:
        """What is no message at all."""
        word = self.random.choice(WORDS)
        bodies = [
            b"{",
            b"[]",
            b"nul",
            b"\xff\xfe",
            json.dumps(word).encode(),
            json.dumps({"jsonrpc": "2.0", "x": word}).encode(),
        ]
        self.client.send_raw(
            self.random.choice([*bodies, b"[" * 50_000, json.dumps({"jsonrpc": 1, "method": "x"}).encode()])
        )

    def check(self, to: Path) -> None:
        """All is answered, and what is said is what the command line says of the same texts."""
        for number in self.waiting:
            self.client.wait(number)
        self.waiting.clear()
        self.client.settle(uri_of(self.path()))
        same = copy_of(self.folder, self.texts, to)
        wanted = {
            path.replace(str(to), str(self.folder)): found
            for path, found in at(expected(same, "utf-16-le", *self.argv), to, self.folder).items()
        }
        assert told_by(self.client) == wanted, self.texts
        for path, text in self.texts.items():
            fixed = fixed_by(self.client, uri_of(path), text)
            if fixed != text or str(path) in wanted:
                assert fixed == repaired(copy_of(self.folder, self.texts, to), to / path.name, *self.argv), text


def at(found: Any, before: Path, after: Path) -> Any:
    """What was found in one folder, as if it had been in another."""
    return json_like(found, str(before), str(after))


def json_like(value: Any, before: str, after: str) -> Any:
    if isinstance(value, str):
        return value.replace(before, after)
    if isinstance(value, dict):
        return {json_like(key, before, after): json_like(one, before, after) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(json_like(one, before, after) for one in value)
    return value


def run(seed: int, messages: int, each: int, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    (folder / ".git").mkdir(parents=True)
    for name, (text, *_) in FILES.items():
        (folder / name).write_bytes(text.encode())
    with running(folder) as client:
        client.initialize([folder], CAPABILITIES)
        chaos = Chaos(client, folder, random.Random(seed))
        for number in range(messages):
            chaos.step()
            if number % each == each - 1:
                chaos.check(tmp_path / "same")
        assert client.end() == 0


def test_random_messages(tmp_path: Path) -> None:
    run(1, 200, 50, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_many_random_messages(seed: int, tmp_path: Path) -> None:
    run(100 + seed, 1000, 50, tmp_path)


def race(client: Client, folder: Path, random: random.Random, to: Path) -> None:
    """Edits, and actions asked for while they come: an action is for the version that it names, and right for it."""
    chaos = Chaos(client, folder, random)
    versions: dict[tuple[str, int], str] = {}
    for name in FILES:
        chaos.texts[folder / name] = FILES[name][0]
        client.open(folder / name, FILES[name][0])
        versions[uri_of(folder / name), 1] = FILES[name][0]
    asked = []
    for _ in range(random.randint(2, 6)):
        chaos.edit()
        for path, text in chaos.texts.items():
            versions[uri_of(path), client._versions[uri_of(path)]] = text
        path = chaos.path()
        context = {"diagnostics": [], "only": ["source.fixAll"]}
        params = {"textDocument": {"uri": uri_of(path)}, "range": span((0, 0), (0, 0)), "context": context}
        asked.append(client.begin("textDocument/codeAction", params))
    for number in asked:
        for action in client.wait(number)["result"] or ():
            (change,) = action["edit"]["documentChanges"]
            document = change["textDocument"]
            assert (document["uri"], document["version"]) in versions
    chaos.check(to)
    for path in [*chaos.texts]:
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri_of(path)}})


def races(seed: int, count: int, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    (folder / ".git").mkdir(parents=True)
    for name, (text, *_) in FILES.items():
        (folder / name).write_bytes(text.encode())
    with running(folder) as client:
        client.initialize([folder], CAPABILITIES)
        numbers = random.Random(seed)
        for _ in range(count):
            race(client, folder, numbers, tmp_path / "same")


def test_races_of_edits_and_actions(tmp_path: Path) -> None:
    races(2, 20, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_many_races_of_edits_and_actions(seed: int, tmp_path: Path) -> None:
    races(200 + seed, 100, tmp_path)


__all__ = ["in_short"]
