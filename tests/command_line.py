"""What the command line says of a folder, in the words of the language server: what its answers are compared with."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from language_client import Client, edited, edits_in, lines_of, span

from codemod.cli.main import main

Spot = tuple[int, int]


def report_of(folder: Path, *argv: str) -> list[dict[str, Any]]:
    """The findings of a run in a folder, as JSON has them."""
    (said, told), before = (io.TextIOWrapper(io.BytesIO(), write_through=True) for _ in range(2)), Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
            main([*argv, "--output-format", "json", "--quiet"])
    finally:
        os.chdir(before)
    said.seek(0)
    found: list[dict[str, Any]] = json.loads(said.read())
    return found


def units(text: str, place: dict[str, int], encoding: str = "utf-16-le") -> Spot:
    """A place of JSON as the protocol counts."""
    row = place["row"] - 1
    lines = lines_of(text)
    before = lines[row][: place["column"] - 1] if row < len(lines) else ""
    return row, len(before.encode(encoding, "surrogatepass")) // {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}[encoding]


def expected(folder: Path, encoding: str = "utf-16-le", *argv: str) -> dict[str, list[Any]]:
    """The diagnostics of each file that has findings, in short: code, range, message, related places."""
    found: dict[str, list[Any]] = {}
    for one in report_of(folder, *argv):
        text = text_of(Path(one["filename"]))
        found.setdefault(one["filename"], []).append(
            (
                one["code"],
                units(text, one["location"], encoding),
                units(text, one["end_location"], encoding),
                one["message"],
                sorted(
                    {
                        (
                            item["filename"],
                            units(text_of(Path(item["filename"])), item["location"], encoding),
                            item["message"],
                        )
                        for item in one["related"]
                    }
                ),
            )
        )
    return {path: sorted(told) for path, told in found.items()}


def text_of(path: Path) -> str:
    """A text as an editor has it, with the ends of its lines."""
    return path.read_bytes().decode(errors="replace")


def in_short(diagnostics: list[dict[str, Any]]) -> list[Any]:
    """Diagnostics of the server in the same form, without the problems."""
    return sorted(
        (
            one["code"],
            spot(one["range"]["start"]),
            spot(one["range"]["end"]),
            one["message"].split("\n")[0],
            sorted(
                {
                    (path_of(item["location"]["uri"]), spot(item["location"]["range"]["start"]), item["message"])
                    for item in one.get("relatedInformation") or ()
                }
            ),
        )
        for one in diagnostics
        if one["severity"] == 1
    )


def spot(position: dict[str, int]) -> Spot:
    return position["line"], position["character"]


def path_of(uri: str) -> str:
    from urllib.parse import unquote

    return unquote(uri.removeprefix("file://"))


def told_by(client: Client) -> dict[str, list[Any]]:
    """All findings that were pushed, by path."""
    found = {path_of(uri): in_short(one["diagnostics"]) for uri, one in client.diagnostics.items()}
    return {path: told for path, told in found.items() if told}


def copy_of(folder: Path, texts: dict[Path, str], to: Path) -> Path:
    """The folder, at the same place for imports, with other texts."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    for path, text in texts.items():
        target = to / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8", "surrogatepass"))
    return to


def repaired(folder: Path, path: Path, *argv: str) -> str:
    """The text of a file after `sessfix --write` of this file alone, which leaves the others as they are."""
    subprocess.run([sys.executable, "-m", "codemod", "--write", "--quiet", *argv, str(path)], cwd=folder, check=False)
    return text_of(path)


def fixed_by(client: Client, uri: str, text: str, encoding: str = "utf-16-le") -> str:
    """The text after all that `source.fixAll.sessfix` changes in it."""
    for action in client.actions(uri, (0, 0), (0, 0), ["source.fixAll.sessfix"]):
        text = edited(text, edits_in(action)[path_of(uri)], encoding)
    return text


__all__ = ["copy_of", "expected", "fixed_by", "in_short", "repaired", "report_of", "span", "told_by"]
