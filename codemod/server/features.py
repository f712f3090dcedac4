"""What the server offers, method by method: each asks the desk and words the answer in the terms of the protocol."""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Sequence
from typing import Any

from lsprotocol import types

from codemod import VERSION
from codemod.model import Drawing
from codemod.reports.columns import UTF_16
from codemod.reports.excerpt import Style
from codemod.server.actions import KINDS, Change, changes_at, fix_all, is_wanted, text_edits, workspace_edit
from codemod.server.desk import Desk
from codemod.server.diagnostics import diagnostics_of
from codemod.server.documents import ENCODINGS, Document, location_of, owner_of, path_of
from codemod.server.protocol import Protocol, Server
from codemod.server.settings import words_of
from codemod.server.state import Answer, Told

APPLY = "sessfix.apply"
MANY = 200  # files, from which on the first look at them is shown as progress
OFTEN = 50  # files between two reports of it
WATCHED = ("**/*.py", "**/*.pyw", "**/pyproject.toml", "**/.gitignore")
TOKEN = "sessfix/index"


class Features:
    """One editor: what it can do, what it was told, and the answers to what it asks."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.desk = Desk(self._publish, self._finish, self._progress)
        self.encoding = UTF_16
        self.capabilities = types.ClientCapabilities()
        self._published: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self._complaints: tuple[str, ...] = ()
        self._progressing = "no"

    # The beginning and the end

    def initialize(self, params: types.InitializeParams) -> None:
        """Note what the editor can do, and what it has."""
        self.capabilities = params.capabilities
        self.encoding = ENCODINGS[types.PositionEncodingKind(self.server.workspace.position_encoding or "utf-16")]
        folders = [folder.uri for folder in params.workspace_folders or ()]
        self.desk.set_folders(folders or ([params.root_uri] if params.root_uri else []))
        self.desk.set_words(words_of(params.initialization_options))

    def initialized(self, params: types.InitializedParams) -> None:
        """Ask for news of files and settings."""
        workspace = self.capabilities.workspace
        wanted = []
        if workspace and workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration:
            watchers = [types.FileSystemWatcher(glob) for glob in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted.append(types.Registration("sessfix/files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        settings = workspace.did_change_configuration if workspace else None
        if settings and settings.dynamic_registration:
            section = types.DidChangeConfigurationRegistrationOptions("sessfix")
            wanted.append(types.Registration("sessfix/settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
        if wanted:
            self.server.client_register_capability(types.RegistrationParams(wanted))
        self._ask_for_settings()

    def _ask_for_settings(self) -> None:
        workspace = self.capabilities.workspace
        if not (workspace and workspace.configuration):
            return

        def take(found: Sequence[Any] | None) -> None:
            if found and found[0]:
                self.desk.set_words(words_of(found[0]))

        item = types.ConfigurationItem(section="sessfix")
        self.server.workspace_configuration(types.ConfigurationParams([item]), take)

    def shutdown(self, params: None) -> None:
        """End the work."""
        self.desk.close()

    # What changes

    def did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take over a text."""
        given = params.text_document
        self.desk.open(Document(given.uri, given.version, given.text))

    def did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change a text."""
        given = params.text_document
        self.desk.edit(given.uri, lambda now: now.edited(given.version, params.content_changes, self.encoding))

    def did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Give back a text."""
        self.desk.close_document(params.text_document.uri)

    def did_save(self, params: types.DidSaveTextDocumentParams) -> None:
        """Look at the disk."""
        self.desk.look_again()

    def watched(self, params: types.DidChangeWatchedFilesParams) -> None:
        """Look at the disk."""
        self.desk.look_again()

    def folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Add and remove folders."""
        event = params.event
        self.desk.set_folders([folder.uri for folder in event.added], [folder.uri for folder in event.removed])

    def configuration(self, params: types.DidChangeConfigurationParams) -> None:
        """Take settings, or ask for them."""
        workspace = self.capabilities.workspace
        if params.settings or not (workspace and workspace.configuration):
            self.desk.set_words(words_of(params.settings))
        else:
            self._ask_for_settings()

    # Diagnostics

    @property
    def _is_pulled(self) -> bool:
        text = self.capabilities.text_document
        return text is not None and text.diagnostic is not None

    def _diagnostics(self, told: Told) -> list[types.Diagnostic]:
        text = self.capabilities.text_document
        pushed = text.publish_diagnostics if text else None
        shows_related = self._is_pulled or bool(pushed and pushed.related_information)
        return diagnostics_of(told, self.encoding, self.desk.address_of, shows_related)

    def _publish(self, told: Told) -> None:
        document = self.desk.open_at(told.result.path)
        if document is not None and (self._is_pulled or document.source != told.result.before):
            return
        version = document.version if document is not None else None
        self._push(self.desk.address_of(told.result.path), version, self._diagnostics(told))

    def _push(self, uri: str, version: int | None, found: list[types.Diagnostic]) -> None:
        if self._published.get(uri) != (version, found):
            self._published[uri] = version, found
            self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def _finish(self, answer: Answer) -> None:
        for path, told in answer.told.items():
            if told.result.findings or told.result.problem or self.desk.open_at(path) is not None:
                self._publish(told)
        opened = {document.uri for document in self.desk.documents.values()}
        loud = {
            self.desk.address_of(path)
            for path, told in answer.told.items()
            if told.result.findings or told.result.problem
        }
        for uri in [*self._published]:
            if uri not in loud and uri not in opened:
                self._push(uri, None, [])
                del self._published[uri]
        for document in self.desk.documents.values():
            if self._is_pulled:
                if self._published.get(document.uri, (None, []))[1]:  # from before it was opened
                    self._push(document.uri, document.version, [])
            elif document.path not in answer.told:
                self._push(document.uri, document.version, [])
        if self._is_pulled:
            self._refresh()
        self._complain(answer.complaints)
        self._end_progress()

    def _refresh(self) -> None:
        workspace = self.capabilities.workspace
        if workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self.server.workspace_diagnostic_refresh(None)

    def _complain(self, complaints: tuple[str, ...]) -> None:
        for text in complaints:
            if text not in self._complaints:
                self.server.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"sessfix: {text}"))
        self._complaints = complaints

    async def pull(self, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        """The diagnostics of one text, or that they are those of before."""
        document = self.desk.documents.get(params.text_document.uri)
        told = await self.desk.told_of(document) if document is not None else None
        found = self._diagnostics(told) if told is not None else []
        name = str(hash(repr(found)))
        if name == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(name)
        return types.RelatedFullDocumentDiagnosticReport(found, result_id=name)

    # Actions

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction | types.Command] | None:
        """What can be done at a stretch of a text."""
        uri = params.text_document.uri
        await self.desk.settled()
        document = self.desk.documents.get(uri)
        if document is None or document.path is None:
            return None
        only = [str(getattr(kind, "value", kind)) for kind in params.context.only] if params.context.only else None
        start, end = (
            location_of(document.lines, position, self.encoding) for position in (params.range.start, params.range.end)
        )
        changes = [*changes_at(self.desk.told.values(), document.path, start, end)]
        whole = self.desk.told.get(document.path)
        if whole is not None and (repair := fix_all(whole)) is not None:
            changes.append(repair)
        return [self._action(change) for change in changes if is_wanted(change.kind, only)]

    def _action(self, change: Change) -> types.CodeAction | types.Command:
        told = self.desk.told[change.path]
        document = self.desk.open_at(change.path)
        edit = workspace_edit(
            self.desk.address_of(change.path),
            document.version if document is not None else None,
            text_edits(change.edits, told.result.before, self.encoding),
            self._takes_versions,
        )
        text = self.capabilities.text_document
        if not (text and text.code_action and text.code_action.code_action_literal_support):
            return types.Command(change.title, APPLY, arguments=[edit])
        found = zip(told.result.findings, self._diagnostics(told), strict=False)
        return types.CodeAction(
            title=change.title,
            kind=change.kind,
            diagnostics=[shown for finding, shown in found if finding is change.finding] or None,
            is_preferred=change.is_preferred or None,
            edit=edit,
        )

    @property
    def _takes_versions(self) -> bool:
        workspace = self.capabilities.workspace
        return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """Have the editor make an edit that it was given as a command."""
        self.server.workspace_apply_edit(types.ApplyWorkspaceEditParams(edit))

    # The stack

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """The stack of the application that is made, or registered on, in a line."""
        await self.desk.settled()
        document = self.desk.documents.get(params.text_document.uri)
        if document is None or document.path is None:
            return None
        row = location_of(document.lines, params.position, self.encoding).row
        drawings = [drawing for drawing in self._drawings() if _is_at(drawing, document.path, row)]
        if not drawings:
            return None
        from codemod.reports.stack import distinct, render

        style = Style(self._root_of(document.path))
        text = render(distinct(drawings, style), style).rstrip("\n")
        markup = types.MarkupContent(types.MarkupKind.PlainText, text)
        general = self.capabilities.text_document
        hover = general.hover if general else None
        if hover and hover.content_format and types.MarkupKind.Markdown in hover.content_format:
            markup = types.MarkupContent(types.MarkupKind.Markdown, f"```text\n{text}\n```")
        return types.Hover(markup)

    def _drawings(self) -> list[Drawing]:
        return [drawing for told in self.desk.told.values() for drawing in told.result.drawings]

    def _root_of(self, path: str) -> str:
        return owner_of(path, self.desk.folders)[0]

    async def lenses(self, params: types.CodeLensParams) -> list[types.CodeLens]:
        """The layers of each application, outermost first, above the line that makes it."""
        await self.desk.settled()
        path = path_of(params.text_document.uri)
        found = []
        for drawing in self._drawings():
            if drawing.place is not None and drawing.place.path == path and drawing.layers:
                point = types.Position(drawing.place.start.row - 1, 0)
                title = "stack: " + " > ".join(layer.name for layer in drawing.layers)
                found.append(types.CodeLens(types.Range(point, point), types.Command(title, "")))
        return found

    # Progress

    def _progress(self, number: int, total: int) -> None:
        window = self.capabilities.window
        if total < MANY or not (window and window.work_done_progress):
            return
        if self._progressing == "no":
            self._progressing = "asked"
            params = types.WorkDoneProgressCreateParams(TOKEN)
            self.server.window_work_done_progress_create(params, lambda _: self._begin_progress())
        elif self._progressing == "shown" and number % OFTEN == 0:
            report = types.WorkDoneProgressReport(message=f"{number}/{total} files", percentage=100 * number // total)
            self.server.protocol.notify(types.PROGRESS, types.ProgressParams(TOKEN, report))

    def _begin_progress(self) -> None:
        if self._progressing == "asked":
            self._progressing = "shown"
            begin = types.WorkDoneProgressBegin("sessfix reads the workspace", percentage=0)
            self.server.protocol.notify(types.PROGRESS, types.ProgressParams(TOKEN, begin))

    def _end_progress(self) -> None:
        if self._progressing == "shown":
            self.server.protocol.notify(types.PROGRESS, types.ProgressParams(TOKEN, types.WorkDoneProgressEnd()))
        if self._progressing in ("shown", "asked"):
            self._progressing = "done"


def _is_at(drawing: Drawing, path: str, row: int) -> bool:
    places = [layer.place for layer in drawing.layers]
    places += [drawing.place] if drawing.place is not None else []
    return any(place.path == path and place.start.row == row for place in places)


def server() -> tuple[Server, Features]:
    """A server that nobody talks to yet."""
    made = Server("sessfix", VERSION, protocol_cls=Protocol)
    features = Features(made)
    actions = types.CodeActionOptions([*KINDS])
    diagnostics = types.DiagnosticOptions(True, False, identifier="sessfix")
    for method, handler, options in (
        (types.INITIALIZE, features.initialize, None),
        (types.INITIALIZED, features.initialized, None),
        (types.SHUTDOWN, features.shutdown, None),
        (types.TEXT_DOCUMENT_DID_OPEN, features.did_open, None),
        (types.TEXT_DOCUMENT_DID_CHANGE, features.did_change, None),
        (types.TEXT_DOCUMENT_DID_CLOSE, features.did_close, None),
        (types.TEXT_DOCUMENT_DID_SAVE, features.did_save, types.SaveOptions(False)),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, features.watched, None),
        (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, features.folders, None),
        (types.WORKSPACE_DID_CHANGE_CONFIGURATION, features.configuration, None),
        (types.TEXT_DOCUMENT_DIAGNOSTIC, features.pull, diagnostics),
        (types.TEXT_DOCUMENT_CODE_ACTION, features.actions, actions),
        (types.TEXT_DOCUMENT_HOVER, features.hover, None),
        (types.TEXT_DOCUMENT_CODE_LENS, features.lenses, types.CodeLensOptions(False)),
    ):
        # pygls notes something at it, and a method takes no notes.
        made.feature(method, options)(functools.partial(handler))

    @made.command(APPLY)
    def apply(edit: types.WorkspaceEdit) -> None:
        features.apply(edit)

    return made, features


def serve() -> None:
    """Serve the editor at the other end of standard input and output until it goes."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    made, features = server()
    with contextlib.suppress(BrokenPipeError):
        made.start_io()
    features.desk.close()
