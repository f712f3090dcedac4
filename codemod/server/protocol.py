"""JSON-RPC as pygls speaks it, made to answer whatever comes: a message that is none, or of the wrong shape, costs itself only."""

from __future__ import annotations

import sys
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

_NOT_YET, _INVALID_REQUEST, _INVALID_PARAMS = -32002, -32600, -32602


class Protocol(LanguageServerProtocol):
    """Takes messages apart one by one, and leaves the texts to the desk, which counts lines as Python does.

    What is told of a text is no generator as pygls has it: of one that answers nothing it keeps the outcome for ever.
    """

    def structure_message(self, data: dict[str, Any]) -> dict[str, Any]:
        """Leave it as it came: this is asked of each object inside of a message, too."""
        return data

    def handle_message(self, message: Any) -> None:
        """Answer a message, or say why not."""
        if not isinstance(message, dict):
            self._refuse(None, _INVALID_REQUEST, "a message must be an object")
            return
        number, method = message.get("id"), message.get("method")
        is_request = "id" in message and "method" in message
        if is_request and (not isinstance(number, (int, str)) or isinstance(number, bool)):
            self._refuse(None, _INVALID_REQUEST, "the id must be a number or a string")
            return
        if is_request and self._shutdown:
            self._refuse(number, _INVALID_REQUEST, "the server was shut down")
            return
        if self._workspace is None and method not in ("initialize", "exit"):
            if is_request:
                self._refuse(number, _NOT_YET, "the server has not been initialized")
            return
        if self._workspace is not None and method == "initialize":
            if is_request:
                self._refuse(number, _INVALID_REQUEST, "the server has been initialized")
            return
        try:
            structured = super().structure_message(message)
            # What only notifies has no number to answer under.
            is_message = hasattr(structured, "jsonrpc") and (hasattr(structured, "id") or not is_request)
        except (JsonRpcException, RecursionError):
            is_message = False
        if is_message:
            super().handle_message(structured)
        elif is_request:
            self._refuse(number, _INVALID_PARAMS, f"{method}: the parameters are not those of the protocol")

    def _refuse(self, number: int | str | None, code: int, why: str) -> None:
        self._send_data({"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": why}})

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Leave it to the desk."""
        self.fm.features[types.TEXT_DOCUMENT_DID_OPEN](params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Leave it to the desk."""
        self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE](params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Leave it to the desk."""
        self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE](params)

    @lsp_method(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Leave it to the desk."""
        self.fm.features[types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS](params)


class Server(LanguageServer):
    """A server whose errors go to standard error: no window opens in the editor because of a message."""

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Say it where the editor keeps its log."""
        sys.stderr.write(f"sessfix-lsp: {type(error).__name__}: {error}\n")
