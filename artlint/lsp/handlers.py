"""What a client tells or asks, and who answers it (see server.py)."""

from __future__ import annotations

import os

from lsprotocol import types

from artlint.base.errors import ArtlintError
from artlint.lsp import config_documents, protocol
from artlint.lsp.server import Server
from artlint.project.baselines import BASELINE
from artlint.project.lint_options import LintOptions
from artlint.ruleset import config

WATCHED = [f"**/{name}" for name in (*config.NAMES, "pyproject.toml", BASELINE)]
RULE_FILES = ("**/*.yaml", "**/*.yml")


def create_server(options: LintOptions) -> Server:
    """A server with all that it can do."""
    server = Server(options)
    _watch_files(server)
    _follow_documents(server)
    _answer_about_text(server)
    _offer_actions(server)
    return server


def _watch_files(server: Server) -> None:
    """Ask the client to tell of changes of configurations, rules and baselines, and reload them."""

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watch = workspace and workspace.did_change_watched_files
        if watch and watch.dynamic_registration:
            watchers = [types.FileSystemWatcher(glob) for glob in (*WATCHED, *RULE_FILES)]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = types.Registration("artlint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.reload()


def _follow_documents(server: Server) -> None:
    """Check documents as they are opened and changed."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.opened(params.text_document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.changed(params)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: types.DidSaveTextDocumentParams) -> None:
        one = server.open.get(params.text_document.uri)
        if one and (config_documents.kind_of(one.document, server.project) or one.document.path.endswith(".toml")):
            server.reload()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)


def _answer_about_text(server: Server) -> None:
    """Give diagnostics to a client that asks for them, hovers and completions."""

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, types.DiagnosticOptions(False, False, identifier="artlint"))
    async def pulled(params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
        if not server.refreshes:
            await server.exact(params.text_document.uri)
        one = server.open.get(params.text_document.uri)
        return types.RelatedFullDocumentDiagnosticReport(server.items(one) if one else [])

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        return server.hover(params)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["-", " ", "[", ","]))
    def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        return server.completions(params)


def _offer_actions(server: Server) -> None:
    """Offer fixes, and to put a diagnostic into the baseline."""
    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll, protocol.FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds, resolve_provider=True))
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await server.actions(params)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        return await server.resolved(action)

    @server.command(protocol.BASELINE)
    async def baseline(uri: str, *fingerprints: str) -> None:
        try:
            await server.suppress(uri, fingerprints)
        except ArtlintError as error:
            server.complain(error)


def serve(options: LintOptions) -> None:
    """Speak with a client until it ends. What a plugin prints goes to standard error, not between the messages."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    create_server(options).start_io(source, target)
