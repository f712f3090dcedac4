"""What a day of edits leaves in the server: nothing for each of them."""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from language_client import MINIMAL

from codemod.server.features import server


class Deaf:
    """An editor that hears nothing."""

    def write(self, data: bytes) -> None:
        """Take it."""

    def close(self) -> None:
        """Go."""


def message(method: str, params: Any, number: int | None = None) -> dict[str, Any]:
    found = {"jsonrpc": "2.0", "method": method, "params": params}
    return found if number is None else {**found, "id": number}


async def kept_after(edits: int, folder: Path) -> int:
    """How many outcomes there are when so many edits have been told of."""
    made, features = server()
    protocol: Any = made.protocol  # whose messages are plain here
    protocol.set_writer(Deaf())
    uri = (folder / "main.py").as_uri()
    text = {"uri": uri, "languageId": "python", "version": 0, "text": ""}
    protocol.handle_message(message("initialize", {"processId": None, "rootUri": None, "capabilities": MINIMAL}, 1))
    await asyncio.sleep(0)
    protocol.handle_message(message("textDocument/didOpen", {"textDocument": text}))
    for version in range(1, edits + 1):
        change = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": f"n = {version}\n"}]}
        protocol.handle_message(message("textDocument/didChange", change))
    assert features.desk.documents[uri].text == (f"n = {edits}\n" if edits else "")
    features.desk.close()
    gc.collect()
    return sum(isinstance(one, Future) for one in gc.get_objects())


def test_nothing_is_kept_of_an_edit_that_was_told_of(tmp_path: Path) -> None:
    assert asyncio.run(kept_after(100, tmp_path)) == asyncio.run(kept_after(0, tmp_path))
