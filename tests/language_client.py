"""A client of the language server that tests drive: the real process, over its standard input and output."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

MINIMAL: dict[str, Any] = {}
SECONDS = 20.0


def uri_of(path: Path | str) -> str:
    """The address of a file, as editors write it."""
    return "file://" + quote(os.fspath(path))


class Client:
    """A server process, and what it has said: diagnostics by address, requests and notices by method."""

    def __init__(self, cwd: Path, command: list[str] | None = None) -> None:
        self.process = subprocess.Popen(
            command or [sys.executable, "-m", "codemod.server.main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parents[1]), "PYTHONWARNINGS": "error"},
        )
        self.diagnostics: dict[str, dict[str, Any]] = {}
        self.heard: list[dict[str, Any]] = []
        self.answers: dict[int | str | None, dict[str, Any]] = {}
        self.settings: Any = None
        self.sent: dict[int | str, str] = {}
        self.stderr = b""
        self._number = 0
        self._versions: dict[str, int] = {}
        self._news: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._read, self._drain)]
        for thread in self._threads:
            thread.start()

    # Messages

    def send_raw(self, body: bytes) -> None:
        """A message, whatever it is."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def send(self, message: Any) -> None:
        """A value as a message."""
        self.send_raw(json.dumps(message).encode())

    def notify(self, method: str, params: Any = None) -> None:
        """A notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def begin(self, method: str, params: Any = None, is_word: bool = False) -> int | str:
        """The number of a request that is sent, and not waited for; a client may as well take a word for it."""
        self._number += 1
        number = f"request {self._number}" if is_word else self._number
        self.sent[number] = f"{method} {params}"
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number

    def wait(self, number: int | str) -> dict[str, Any]:
        """The answer to a request, with `result` or `error`."""
        self.until(lambda: number in self.answers, of=self.sent[number])
        return self.answers.pop(number)

    def ask(self, method: str, params: Any = None) -> Any:
        """The result of a request."""
        answer = self.wait(self.begin(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def until(self, condition: Any, seconds: float = SECONDS, of: str = "news") -> None:
        """Wait for what the server says."""
        while not condition():
            try:
                assert self.process.poll() is None, self.stderr.decode()[-3000:]
                self._news.get(timeout=seconds)
            except queue.Empty:
                raise AssertionError(f"no {of} came; heard {self.heard[-3:]}; {self.stderr.decode()[-2000:]}") from None

    def _read(self) -> None:
        out = self.process.stdout
        assert out is not None
        while line := out.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = out.readline()
            self._take(json.loads(out.read(length)))
            self._news.put(None)
        self._news.put(None)

    def _drain(self) -> None:
        assert self.process.stderr is not None
        while data := self.process.stderr.read1(65536):  # type: ignore[attr-defined]
            self.stderr += data

    def _take(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            self.answers[message["id"]] = message
            return
        if message["method"] == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]
        self.heard.append(message)
        if "id" in message:
            result: Any = None
            if message["method"] == "workspace/configuration":
                result = [self.settings for _ in message["params"]["items"]]
            if message["method"] == "workspace/applyEdit":
                result = {"applied": True}
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    # What an editor does

    def initialize(self, folders: list[Path], capabilities: dict[str, Any], options: Any = None) -> Any:
        """The beginning; what the server can do."""
        named = [{"uri": uri_of(folder), "name": folder.name} for folder in folders]
        params = {
            "processId": None,
            "rootUri": uri_of(folders[0]) if folders else None,
            "capabilities": capabilities,
            "workspaceFolders": named or None,
            "initializationOptions": options,
        }
        result = self.ask("initialize", params)
        self.notify("initialized", {})
        return result

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, with what is on disk or another text."""
        uri = uri_of(path)
        if text is None:
            text = path.read_bytes().decode()
        self._versions[uri] = 1
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri: str, *changes: Any) -> int:
        """Edit: each change is a whole text, or what the protocol has; the new version."""
        self._versions[uri] += 1
        version = self._versions[uri]
        items = [{"text": change} if isinstance(change, str) else change for change in changes]
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": items}
        self.notify("textDocument/didChange", params)
        return version

    def told(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        """The diagnostics that were pushed for a text in its version, when they come."""
        wanted = self._versions.get(uri) if version is None else version
        self.until(lambda: uri in self.diagnostics and self.diagnostics[uri].get("version") == wanted)
        self.settle(uri)
        found: list[dict[str, Any]] = self.diagnostics[uri]["diagnostics"]
        return found

    def settle(self, uri: str) -> None:
        """Wait until all is said: an answer about actions comes after the whole workspace was looked at."""
        self.actions(uri, (0, 0), (0, 0))

    def actions(
        self, uri: str, start: tuple[int, int], end: tuple[int, int], only: list[str] | None = None
    ) -> list[dict[str, Any]]:
        """The actions at a stretch."""
        context: dict[str, Any] = {"diagnostics": []}
        if only is not None:
            context["only"] = only
        params = {"textDocument": {"uri": uri}, "range": span(start, end), "context": context}
        return self.ask("textDocument/codeAction", params) or []

    def end(self) -> int:
        """The exit status of a server that is asked to go."""
        self.ask("shutdown")
        self.notify("exit")
        return self.process.wait(SECONDS)

    def kill(self) -> None:
        """End the server, whatever it is at."""
        self.process.kill()
        self.process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def span(start: tuple[int, int], end: tuple[int, int]) -> dict[str, Any]:
    """A range of the protocol."""
    return {
        "start": {"line": start[0], "character": start[1]},
        "end": {"line": end[0], "character": end[1]},
    }


@contextlib.contextmanager
def running(cwd: Path) -> Iterator[Client]:
    """A server that is gone afterwards, whatever happens."""
    client = Client(cwd)
    try:
        yield client
    finally:
        client.kill()


def edited(text: str, edits: list[dict[str, Any]], encoding: str = "utf-16-le") -> str:
    """A text after the edits of a server, made from below as the protocol has it."""
    lines = lines_of(text)

    def offset(position: dict[str, int]) -> int:
        row = position["line"]
        if row >= len(lines):
            return len(text)
        width = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}[encoding]
        cut = lines[row].encode(encoding)[: position["character"] * width]
        return sum(map(len, lines[:row])) + len(cut.decode(encoding))

    spans = [(offset(edit["range"]["start"]), offset(edit["range"]["end"]), edit["newText"]) for edit in edits]
    for start, end, new in sorted(spans, key=lambda one: one[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def lines_of(text: str) -> list[str]:
    """The lines as the protocol has them, with their ends."""
    found, begun, index = [], 0, 0
    while index < len(text):
        index += 2 if text.startswith("\r\n", index) else 1
        if text[index - 1] in "\r\n":
            found.append(text[begun:index])
            begun = index
    return [*found, text[begun:]]


def edits_in(action: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The edits of an action, by path."""
    edit = action.get("edit") or action["arguments"][0]
    if "documentChanges" in edit:
        found = {change["textDocument"]["uri"]: change["edits"] for change in edit["documentChanges"]}
    else:
        found = edit["changes"]
    return {unquote(uri.removeprefix("file://")): edits for uri, edits in found.items()}
