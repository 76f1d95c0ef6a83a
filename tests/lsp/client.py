"""A client of the language server, with a few words for what the tests do."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pytest_lsp")
from lsprotocol import types

from artlint.lsp.documents import Document
from tests.support import processes, python_path

FAULT = (
    "The talks ended on Thursday, officials said.\n\nIt was **cold** in Doha.\n\nRelated Articles\nOne more headline\n"
)


def capabilities(encoding: str = "", *, pull: bool = False, watch: bool = False) -> types.ClientCapabilities:
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[encoding] if encoding else None),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities() if pull else None,
            code_action=types.CodeActionClientCapabilities(
                code_action_literal_support=types.ClientCodeActionLiteralOptions(
                    types.ClientCodeActionKindOptions([types.CodeActionKind.QuickFix])
                )
            ),
        ),
        workspace=types.WorkspaceClientCapabilities(
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
            if watch
            else None,
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        ),
    )


class Published(dict[str, list[types.Diagnostic]]):
    """The last diagnostics of each document, and all that came before them."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[tuple[str, list[types.Diagnostic]]] = []

    def __setitem__(self, uri: str, found: list[types.Diagnostic]) -> None:
        self.history.append((uri, found))
        super().__setitem__(uri, found)


class Client:
    """A client with a few words for what the tests do."""

    def __init__(self, real: Any, folder: Path) -> None:
        self.real, self.folder, self.versions = real, folder, dict[str, int]()
        real.diagnostics = Published()

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "plaintext") -> None:
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), language, 1, text)
        self.real.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, name: str, range_: types.Range | None, text: str) -> None:
        self.versions[name] += 1
        change = (
            types.TextDocumentContentChangePartial(range_, text)
            if range_
            else types.TextDocumentContentChangeWholeDocument(text)
        )
        about = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.real.text_document_did_change(types.DidChangeTextDocumentParams(about, [change]))

    def close(self, name: str) -> None:
        about = types.TextDocumentIdentifier(self.uri(name))
        self.real.text_document_did_close(types.DidCloseTextDocumentParams(about))

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    async def told(self, name: str, until: Callable[[list[types.Diagnostic]], bool] = bool) -> list[types.Diagnostic]:
        """What the server has published of a document, once it is as expected."""
        end = time.monotonic() + processes.PATIENCE
        while time.monotonic() < end:
            found = list(self.real.diagnostics.get(self.uri(name), []))
            if until(found):
                return found
            await asyncio.sleep(0.01)
        raise AssertionError(f"published: {self.real.diagnostics.get(self.uri(name))}")

    async def checked(self, name: str) -> list[types.Diagnostic]:
        """What the server has published of a document, once all of it has been checked as it is now."""
        await self.actions(name, types.Range(types.Position(0, 0), types.Position(0, 0)))
        return list(self.real.diagnostics[self.uri(name)])

    def seconds(self) -> float:
        """The processor time that the server has taken so far."""
        return processes.seconds(self.real._server.pid)

    async def actions(self, name: str, at: types.Range, only: list[str] | None = None) -> list[types.CodeAction]:
        about = types.TextDocumentIdentifier(self.uri(name))
        params = types.CodeActionParams(about, at, types.CodeActionContext([], only=only))
        return list(await self.real.text_document_code_action_async(params) or [])


@asynccontextmanager
async def server(folder: Path, told: types.ClientCapabilities) -> AsyncIterator[Client]:
    import pytest_lsp

    real = pytest_lsp.make_test_lsp_client()
    environment = {**os.environ, "PYTHONPATH": python_path(), "ARTLINT_CACHE_DIR": str(folder / ".cache")}
    await real.start_io(sys.executable, "-m", "artlint", "lsp", env=environment, cwd=folder)
    await real.initialize_session(types.InitializeParams(told, root_uri=folder.as_uri()))
    try:
        yield Client(real, folder)
    finally:
        await real.shutdown_session()
        await real.stop()


def talk(folder: Path, what: Callable[[Client], Awaitable[None]], told: types.ClientCapabilities | None = None) -> None:
    async def both() -> None:
        async with server(folder, told or capabilities()) as client:
            await what(client)

    asyncio.run(asyncio.wait_for(both(), 300))


def codes(found: list[types.Diagnostic]) -> list[str]:
    return [str(d.code) for d in found]


def apply(text: str, action: types.CodeAction) -> str:
    """The text after an action, as a client counts in UTF-16."""
    assert action.edit
    assert action.edit.document_changes
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    document = Document("file:///a.txt", "plaintext", 1, text, "utf-16")
    spans = [(document.span(edit.range), edit.new_text) for edit in change.edits]
    for span, new in sorted(spans, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text
