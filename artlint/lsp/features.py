"""What a client tells or asks, and who answers it (see server.py)."""

from __future__ import annotations

import os

from lsprotocol import types

from artlint.base.errors import ArtlintError
from artlint.lsp import answers, written
from artlint.lsp.server import Server

WATCHED = ("**/artlint.yaml", "**/artlint.yml", "**/.artlint.yaml", "**/pyproject.toml", "**/.artlint-baseline.json")


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
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.opened(params.text_document)

    @feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.changed(params)

    @feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: types.DidSaveTextDocumentParams) -> None:
        one = server.open.get(params.text_document.uri)
        if one and (written.kind(one.document, server.project) or one.document.path.endswith(".toml")):
            server.again()

    @feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)

    @feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        server.again()

    @feature(types.TEXT_DOCUMENT_DIAGNOSTIC, types.DiagnosticOptions(False, False, identifier="artlint"))
    async def pulled(params: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
        if not server.refreshes:
            await server.exact(params.text_document.uri)
        one = server.open.get(params.text_document.uri)
        return types.RelatedFullDocumentDiagnosticReport(server.items(one) if one else [])

    @feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        return server.hover(params)

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll, answers.FIX_ALL]

    @feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds, resolve_provider=True))
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await server.actions(params)

    @feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        return await server.resolved(action)

    @feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["-", " ", "[", ","]))
    def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        one = server.open.get(params.text_document.uri)
        kind = written.kind(one.document, server.project) if one else ""
        if one is None or not kind:
            return []
        return written.completions(one.document, kind, one.document.offset(params.position), server.project)

    @server.command(answers.BASELINE)
    async def baseline(uri: str, *fingerprints: str) -> None:
        try:
            await server.silence(uri, fingerprints)
        except ArtlintError as error:
            server.complain(error)

    return server


def serve() -> None:
    """Speak with a client until it ends. What a plugin prints goes to standard error, not between the messages."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    made().start_io(source, target)
