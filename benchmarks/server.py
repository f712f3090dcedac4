"""What the language server takes: for a keystroke, for a day of edits, and until it first says something of a file.

.venv/bin/python benchmarks/server.py
"""

from __future__ import annotations

import argparse
import ast
import itertools
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import running
from packages import PINS, package, tell

PACKAGE = "open-webui"
FILE = "open_webui/main.py"
SERVER = (sys.executable, "-m", "codemod.server.main")
CAPABILITIES = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
TYPED = "n = len(key)"
KEYS, STARTS, EDITS, FILES = 300, 3, 2000, 50
WARM = 100  # edits of a day after which memory is to stay as it is


class Text(NamedTuple):
    """An open text at one version; ``lines`` have no ends."""

    uri: str
    version: int
    lines: tuple[str, ...]

    def typed(self, row: int, line: str) -> tuple[Text, dict[str, Any]]:
        """The text with another line, and the change as the protocol has it."""
        before = len(self.lines[row].encode("utf-16-le")) // 2
        span = {"start": {"line": row, "character": 0}, "end": {"line": row, "character": before}}
        lines = (*self.lines[:row], line, *self.lines[row + 1 :])
        return Text(self.uri, self.version + 1, lines), {"range": span, "text": line}

    def broken(self, row: int) -> tuple[Text, dict[str, Any]]:
        """The text with an empty line below another."""
        spot = {"line": row + 1, "character": 0}
        lines = (*self.lines[: row + 1], "", *self.lines[row + 1 :])
        return Text(self.uri, self.version + 1, lines), {"range": {"start": spot, "end": spot}, "text": "\n"}


class Editor:
    """An editor that waits for an answer before it goes on."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            SERVER, cwd=folder, env=running.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        params = {
            "processId": None,
            "rootUri": folder.as_uri(),
            "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
            "capabilities": CAPABILITIES,
        }
        self._ask("initialize", params)
        self._send("initialized", {})

    def _send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(message if number is None else {**message, "id": number}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message

    def _ask(self, method: str, params: Any) -> None:
        self._send(method, params, 1)
        while self._hear().get("id") != 1:
            pass

    def _told(self, text: Text) -> None:
        while True:
            message = self._hear()
            params = message.get("params") or {}
            if (params.get("uri"), params.get("version")) == (text.uri, text.version):
                return

    def open(self, path: Path) -> Text:
        """Open a file, and wait until something is said of it."""
        source = path.read_text(encoding="utf-8")
        text = Text(path.as_uri(), 1, tuple(source.split("\n")))
        document = {"uri": text.uri, "languageId": "python", "version": 1, "text": source}
        self._send("textDocument/didOpen", {"textDocument": document})
        self._told(text)
        return text

    def edit(self, text: Text, change: dict[str, Any]) -> None:
        """Change a text to what it is then, and wait until something is said of that."""
        document = {"uri": text.uri, "version": text.version}
        self._send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        self._told(text)

    def settle(self, text: Text) -> None:
        """Wait until all is said of the whole workspace."""
        self._ask("textDocument/codeLens", {"textDocument": {"uri": text.uri}})

    @property
    def seconds(self) -> float:
        """Processor time that the server has taken. Linux numbers the clock of a process so."""
        return time.clock_gettime(~self._process.pid << 3 | 2)

    @property
    def memory(self) -> float:
        """MiB of the server and of the process that it has beside it, now."""
        number = str(self._process.pid)
        words = ["ps", "-o", "rss=", "-p", number, "--ppid", number]
        return sum(map(int, subprocess.run(words, capture_output=True, check=True).stdout.split())) / 1024

    def end(self) -> None:
        """Leave."""
        self._ask("shutdown", None)
        self._send("exit", None)
        self._process.communicate()


@contextmanager
def editor(folder: Path) -> Iterator[Editor]:
    """An editor whose server is gone afterwards."""
    made = Editor(folder)
    try:
        yield made
    finally:
        made.end()


def keystrokes(text: Text, numbers: random.Random) -> Iterator[tuple[Text, dict[str, Any]]]:
    """A line is begun below some other, typed letter by letter, and emptied; then another one at another place."""
    while True:
        row = numbers.choice(rows(text.lines))
        indent = text.lines[row][: len(text.lines[row]) - len(text.lines[row].lstrip())]
        text, change = text.broken(row)
        yield text, change
        for line in (*(indent + TYPED[:length] for length in range(1, len(TYPED) + 1)), ""):
            text, change = text.typed(row + 1, line)
            yield text, change


def rows(lines: Sequence[str]) -> list[int]:
    """The rows of simple statements, below which another one may stand."""
    tree = ast.parse("\n".join(lines))
    simple = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Import, ast.ImportFrom)
    return [node.end_lineno - 1 for node in ast.walk(tree) if isinstance(node, simple) and node.end_lineno]


def parsing(text: Text) -> float:
    """Processor time of one `ast.parse` of a text; none for one that is broken."""
    source = "\n".join(text.lines).encode()
    start = time.process_time()
    try:
        ast.parse(source)
    except SyntaxError:
        return 0.0
    return time.process_time() - start


class Typing(NamedTuple):
    """Of each keystroke, until something is said of the text: processor time of the server, and time on the clock; of each
    `ast.parse` of the text its processor time.
    """

    costs: tuple[float, ...]
    waits: tuple[float, ...]
    parses: tuple[float, ...]


def type_in(folder: Path, name: str, keys: int) -> Typing:
    """Type in a file, and parse it meanwhile in this process: what disturbs one of them disturbs the other."""
    costs, waits, parses = [], [], []
    with editor(folder) as made:
        text = made.open(folder / name)
        made.settle(text)
        for now, change in itertools.islice(keystrokes(text, random.Random(1)), keys):
            before, start = made.seconds, time.perf_counter()
            made.edit(now, change)
            waits.append(time.perf_counter() - start)
            made.settle(now)
            costs.append(made.seconds - before)
            parses.append(parsing(now))
    return Typing(tuple(costs), tuple(waits), tuple(one for one in parses if one))


def quantile(values: Sequence[float], part: float) -> float:
    """What so many of the values are not above."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def largest(folder: Path, count: int) -> list[Path]:
    """The largest files of a folder."""
    return sorted(folder.rglob("*.py"), key=lambda path: (-path.stat().st_size, path))[:count]


def day(folder: Path, edits: int, files: int) -> list[float]:
    """MiB of the server after each hundred of so many edits, which go from file to file."""
    found = []
    numbers = random.Random(2)
    with editor(folder) as made:
        texts = [keystrokes(made.open(path), numbers) for path in largest(folder, files)]
        for number in range(1, edits + 1):
            text, change = next(numbers.choice(texts))
            made.edit(text, change)
            if number % WARM == 0:
                made.settle(text)
                found.append(made.memory)
                tell(f"{number} edits: {found[-1]:.0f} MiB")
    return found


def first(folder: Path, name: str) -> float:
    """Processor time of a server from its start to what it first says of a file."""
    with editor(folder) as made:
        made.open(folder / name)
        return made.seconds


def cold(folder: Path, name: str, starts: int) -> tuple[float, float]:
    """The cheapest start of a server to what it says of a file, and the cheapest run over it: measured in turn."""
    pairs = [(first(folder, name), running.run([*running.SESSFIX, name], folder).cpu) for _ in range(starts)]
    servers, runs = zip(*pairs, strict=True)
    return min(servers), min(runs)


def tell_typing(typing: Typing) -> None:
    """The lines about keystrokes."""
    parse = statistics.median(typing.parses)
    for what, values in (("processor", typing.costs), ("clock", typing.waits)):
        parts = ", ".join(f"{name} {quantile(values, part) / parse:.1f}" for name, part in PARTS.items())
        print(f"a keystroke, {what}: {parts} x one ast.parse of the file ({parse * 1000:.0f} ms)")


PARTS = {"median": 0.5, "p95": 0.95, "slowest": 1.0}


def main() -> None:
    """Measure what is asked for; by default, all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("what", nargs="*", metavar="WHAT", help="of key, day, start; default: all")
    parser.add_argument("--tree", type=Path, help=f"a folder of one's own, instead of {PACKAGE} {PINS[PACKAGE]}")
    parser.add_argument("--file", default=FILE, help="the file in it; default: %(default)s")
    parser.add_argument("--keys", type=int, default=KEYS, help="how many keystrokes; default: %(default)s")
    parser.add_argument("--edits", type=int, default=EDITS, help="how many edits a day has; default: %(default)s")
    parser.add_argument("--cache", type=Path, default=running.CACHE, help="where packages are kept")
    options = parser.parse_args()
    folder = (options.tree or package(PACKAGE, options.cache)[0]).resolve()
    chosen = options.what or ["key", "start", "day"]
    if "key" in chosen:
        tell_typing(type_in(folder, options.file, options.keys))
    if "start" in chosen:
        server, once = cold(folder, options.file, STARTS)
        print(f"first diagnostics: {server / once:.2f} x a run over the file ({server:.2f} s, {once:.2f} s)")
    if "day" in chosen:
        memory = day(folder, options.edits, FILES)
        print(f"a day: {memory[0]:.0f} MiB after {WARM} edits, {max(memory):.0f} at most, {memory[-1]:.0f} at the end")


if __name__ == "__main__":
    main()
