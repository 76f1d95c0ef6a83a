"""The server: what a client tells or asks, and who answers it."""

from __future__ import annotations

import asyncio
import os

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from artlint import __version__
from artlint.errors import ArtlintError
from artlint.lsp import answers, quick, written
from artlint.lsp.documents import Document, uri_of
from artlint.lsp.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from artlint.api import Linter
    from artlint.model import Diagnostic

WATCHED = ("**/artlint.yaml", "**/artlint.yml", "**/.artlint.yaml", "**/pyproject.toml", "**/.artlint-baseline.json")


class Open:
    """A document that is open, and what was found in it. `whole` says whether all of it was checked as it is now."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Diagnostic] = []
        self.whole = False
        self.checking: asyncio.Task[None] | None = None


class Server(LanguageServer):
    def __init__(self) -> None:
        super().__init__("artlint", __version__)
        self.project = Project()
        self.open: dict[str, Open] = {}
        self._shown: set[str] = set()  # files that are not open, and of which an error is shown

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics, and is not told of them."""
        text_document = self.client_capabilities.text_document
        return bool(text_document and text_document.diagnostic)

    # What is checked when

    def opened(self, item: types.TextDocumentItem) -> None:
        encoding = str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding) or "utf-16")
        document = Document(item.uri, item.language_id, item.version, item.text, encoding)
        self.open[item.uri] = Open(document)
        self.check(self.open[item.uri])

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        one = self.open.get(params.text_document.uri)
        if one is None or not params.content_changes:
            return
        document = one.document
        edits = document.change(params.content_changes, params.text_document.version)
        linter = self.project.linter_of(document)
        if linter and len(document.text) > quick.LONG:
            one.found = quick.answer(one.found, edits, self.project.article(document, linter), linter)
            one.whole = False
            self.tell(one)
            self._check_later(one)
        else:
            self.check(one)

    def check(self, one: Open) -> None:
        """Check a document now, and say what was found."""
        document = one.document
        one.found, one.whole = [], True
        linter = self.project.linter_of(document)
        if linter:
            try:
                one.found = self.project.lint(document, linter)
            except ArtlintError as error:
                self.complain(error)
        self.tell(one)
        self._tell_errors()

    def _check_later(self, one: Open) -> None:
        if one.checking is None or one.checking.done():
            one.checking = asyncio.get_running_loop().create_task(self._checked(one))

    async def _checked(self, one: Open) -> None:
        """Check a long document apart from the protocol, again as long as it changes meanwhile."""
        document = one.document
        while self.open.get(document.uri) is one and not one.whole:
            text, linter = document.text, self.project.linter_of(document)
            if linter is None:
                return
            try:
                found = await asyncio.to_thread(self.project.lint, document, linter, text)
            except ArtlintError as error:
                self.complain(error)
                return
            if text == document.text:
                one.found, one.whole = found, True
                self.tell(one)
                if self.pulls:
                    self.workspace_diagnostic_refresh(None)

    def again(self) -> None:
        """Rules, configurations or baselines have changed."""
        for one in self.open.values():
            self.check(one)
        if self.pulls and self.open:
            self.workspace_diagnostic_refresh(None)

    # What is said

    def items(self, one: Open) -> list[types.Diagnostic]:
        document = one.document
        if kind := written.kind(document, self.project):
            error = written.error(document, kind)
            return [answers.problem(error, document.text)] if error else []
        return [answers.diagnostic(d, document) for d in one.found]

    def tell(self, one: Open) -> None:
        if not self.pulls:
            document = one.document
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(document.uri, self.items(one), document.version)
            )

    def _tell_errors(self) -> None:
        """Show errors of configurations in their files; those of open ones come with their documents."""
        errors = {uri_of(getattr(e, "path", "") or path): e for path, e in self.project.errors.items() if path}
        errors = {uri: error for uri, error in errors.items() if uri not in self.open}
        for uri in {*self._shown, *errors} - (set() if self.pulls else self.open.keys()):
            items = [answers.problem(errors[uri], "")] if uri in errors else []
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items))
        self._shown = set(errors)

    def complain(self, error: ArtlintError) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"artlint: {error}"))

    # What is asked

    def whole(self, uri: str) -> tuple[Open, Linter] | None:
        """An open article whose diagnostics are those of all of its text as it is now, and its linter."""
        one = self.open.get(uri)
        linter = self.project.linter_of(one.document) if one else None
        if one is None or linter is None:
            return None
        if not one.whole:
            one.found, one.whole = self.project.lint(one.document, linter), True
        return one, linter

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        asked = self.whole(params.text_document.uri)
        if asked is None:
            return []
        one, linter = asked
        document = one.document
        return list(answers.actions(one.found, document, params, lambda t: self.project.lint(document, linter, t)))

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        one = self.open.get(params.text_document.uri)
        if one is None:
            return None
        document = one.document
        at = document.offset(params.position)
        if kind := written.kind(document, self.project):
            return written.hover(document, kind, at)
        linter = self.project.linter(document.path) if one.found else None
        if linter is None:
            return None
        return answers.hover(one.found, document, at, _with_examples(linter))

    def silence(self, uri: str, fingerprints: Sequence[str]) -> None:
        asked = self.whole(uri)
        if asked is None:
            return
        one, linter = asked
        chosen = [d for d in one.found if d.fingerprint in fingerprints]
        if chosen:
            self.project.silence(one.document, linter, chosen)
            self.again()


def _with_examples(linter: Linter) -> dict[str, Any]:
    """The rules by name; those that are kept for runs have no examples."""
    from artlint import packs

    return {r["name"]: r for r in packs.load(linter.settings.rule_paths, examples=True)}


def made() -> Server:
    """A server with all that it can do."""
    server = Server()
    feature = server.feature

    @feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watch = workspace and workspace.did_change_watched_files
        if watch and watch.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(glob) for glob in (*WATCHED, "**/*.yaml", "**/*.yml")]
            )
            one = types.Registration("artlint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([one]))

    @feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.opened(params.text_document)

    @feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.changed(params)

    @feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        one = server.open.get(params.text_document.uri)
        if one and (written.kind(one.document, server.project) or one.document.path.endswith(".toml")):
            server.again()

    @feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.open.pop(params.text_document.uri, None)
        if not server.pulls:
            server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))

    @feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.again()

    @feature(types.TEXT_DOCUMENT_DIAGNOSTIC, types.DiagnosticOptions(False, False, identifier="artlint"))
    def pulled(params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
        one = server.open.get(params.text_document.uri)
        return types.RelatedFullDocumentDiagnosticReport(server.items(one) if one else [])

    @feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        return server.hover(params)

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll, answers.FIX_ALL]

    @feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds))
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return server.actions(params)

    @feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["-", " ", "[", ","]))
    def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        one = server.open.get(params.text_document.uri)
        kind = written.kind(one.document, server.project) if one else ""
        return written.completions(one.document, kind, one.document.offset(params.position)) if one and kind else []

    @server.command(answers.BASELINE)
    def baseline(uri: str, *fingerprints: str) -> None:
        try:
            server.silence(uri, fingerprints)
        except ArtlintError as error:
            server.complain(error)

    return server


def serve() -> None:
    """Speak with a client until it ends. What a plugin prints goes to standard error, not between the messages."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    made().start_io(source, target)
