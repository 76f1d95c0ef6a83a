"""The open documents: what is checked when, what is said of them, and what is asked."""

from __future__ import annotations

import asyncio
import os

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from artlint.base.errors import ArtlintError
from artlint.base.startup import disk_cache
from artlint.base.version import __version__
from artlint.lsp import config_documents, incremental, protocol
from artlint.lsp.documents import Document, path_of, uri_of
from artlint.lsp.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.base.model import Diagnostic
    from artlint.engine.linter import Linter
    from artlint.project.lint_options import LintOptions
    from artlint.ruleset.rule import RuleRecord
    from artlint.text.article import Article


class OpenDocument:
    """A document that is open, and what was found in it. `whole` says whether all of it was checked as it is now.
    `generation` counts what makes a check that is under way useless: changes of the text, of the rules, and its end."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Diagnostic] = []
        self.whole = False
        self.generation = 0
        self.checking: asyncio.Task[None] | None = None


class Server(LanguageServer):
    def __init__(self, options: LintOptions) -> None:
        super().__init__("artlint", __version__)
        self.project = Project(self._root_of, options)
        self.open: dict[str, OpenDocument] = {}
        self._shown: set[str] = set()  # files that are not open, and of which an error is shown
        self._complaint = ""

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics, and is not told of them."""
        text_document = self.client_capabilities.text_document
        return bool(text_document and text_document.diagnostic)

    @property
    def refreshes(self) -> bool:
        """Whether it asks again when it is told to."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.diagnostics and workspace.diagnostics.refresh_support)

    @property
    def encoding(self) -> str:
        given = self.workspace.position_encoding
        return str(getattr(given, "value", given) or "utf-16")

    def _root_of(self, path: str) -> str:
        """The folder of the workspace that a path is in; without one, the path's own."""
        folders = [path_of(uri) for uri in self.workspace.folders]
        folders += [self.workspace.root_path] if self.workspace.root_path else []
        above = [f for f in folders if (path + os.sep).startswith(os.path.join(f, ""))]
        return max(above, key=len) if above else os.path.dirname(os.path.abspath(path))

    # What is checked when

    def opened(self, item: types.TextDocumentItem) -> None:
        document = Document(item.uri, item.language_id, item.version, item.text, self.encoding)
        self.open[item.uri] = OpenDocument(document)
        self.check(self.open[item.uri])

    def closed(self, uri: str) -> None:
        one = self.open.pop(uri, None)
        if one:
            one.generation += 1
        if not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        one = self.open.get(params.text_document.uri)
        if one is None or not params.content_changes:
            return
        document = one.document
        edits = document.change(params.content_changes, params.text_document.version)
        linter = self.project.linter_of(document) if len(document.text) > incremental.MIN_CHARACTERS else None
        if linter is None:
            self.check(one)
            return
        made = linter

        def lint(part: Article) -> list[Diagnostic]:
            return self.project.unknown(document, made, made.lint(part))

        self._check_later(one)
        try:
            one.found = incremental.update(one.found, edits, self.project.article(document, linter), lint)
        except ArtlintError:  # which the whole check will tell of
            one.found = incremental.map_through(one.found, edits)
        self.tell(one)

    def check(self, one: OpenDocument) -> None:
        """Check a document now, and say what was found."""
        one.generation += 1
        one.found, one.whole = [], True
        linter = self.project.linter_of(one.document)
        if linter:
            try:
                one.found = self.project.lint(one.document, linter)
                self._complaint = ""
            except ArtlintError as error:
                self.complain(error)
        self.tell(one)
        self._tell_errors()

    def _check_later(self, one: OpenDocument) -> None:
        """Check a long document apart from the protocol, again as long as it changes meanwhile."""
        one.generation += 1
        one.whole = False
        if one.checking is None or one.checking.done():
            one.checking = asyncio.get_running_loop().create_task(self._checked(one))

    async def _checked(self, one: OpenDocument) -> None:
        document = one.document
        while not one.whole and self.open.get(document.uri) is one:
            generation, linter = one.generation, self.project.linter_of(document)
            found: list[Diagnostic] = []
            if linter:
                try:
                    found = await asyncio.to_thread(self.project.lint, document, linter, document.text)
                except ArtlintError as error:
                    self.complain(error)
            if one.generation == generation:
                one.found, one.whole = found, True
                self.tell(one)
                self.refresh()

    def reload(self) -> None:
        """Rules, configurations or baselines have changed."""
        self.project.reload()
        for one in self.open.values():
            if len(one.document.text) > incremental.MIN_CHARACTERS:
                self._check_later(one)
            else:
                self.check(one)
        self._tell_errors()
        self.refresh()

    # What is said

    def items(self, one: OpenDocument) -> list[types.Diagnostic]:
        document = one.document
        if kind := config_documents.kind_of(document, self.project):
            error = config_documents.error(document, kind, self.project)
            return [protocol.problem(error, document)] if error else []
        return [protocol.diagnostic(d, document) for d in one.found]

    def tell(self, one: OpenDocument) -> None:
        if not self.pulls:
            document = one.document
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(document.uri, self.items(one), document.version)
            )

    def refresh(self) -> None:
        if self.pulls and self.refreshes and self.open:
            self.workspace_diagnostic_refresh(None)

    def _tell_errors(self) -> None:
        """Show errors of configurations in their files; those of open ones come with their documents."""
        errors = {uri_of(getattr(e, "path", "") or path): e for path, e in self.project.errors.items()}
        errors = {uri: error for uri, error in errors.items() if uri not in self.open}
        for uri in {*self._shown, *errors} - (set() if self.pulls else self.open.keys()):
            items = []
            if uri in errors:
                text = (disk_cache.read(path_of(uri)) or b"").decode("utf-8", "replace")
                items = [protocol.problem(errors[uri], Document(uri, "yaml", None, text, self.encoding))]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items))
        self._shown = set(errors)

    def complain(self, error: ArtlintError) -> None:
        """Say what went wrong; the same not at every key."""
        if str(error) != self._complaint:
            self._complaint = str(error)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"artlint: {error}"))

    # What is asked

    async def exact(self, uri: str) -> OpenDocument | None:
        """An open article, once its diagnostics are those of all of its text as it is now."""
        one = self.open.get(uri)
        while one and not one.whole and one.checking:
            await asyncio.shield(one.checking)
            one = self.open.get(uri)
        return one if one and one.document.format else None

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        one = await self.exact(params.text_document.uri)
        if one is None:
            return []
        document = one.document
        found = list(protocol.actions(one.found, document, params))
        if any(d.fix and d.fix.safety == "safe" for d in one.found):
            abilities = self.client_capabilities.text_document and self.client_capabilities.text_document.code_action
            resolves = bool(abilities and abilities.resolve_support and "edit" in abilities.resolve_support.properties)
            if protocol.asked(params, protocol.FIX_ALL, unasked=resolves):
                every = protocol.fix_all(document)
                found.append(every if resolves else await self.resolved(every))
        return found

    async def resolved(self, action: types.CodeAction) -> types.CodeAction:
        """An action with its edit."""
        one = await self.exact(str(action.data))
        linter = self.project.linter_of(one.document) if one else None
        if one is None or linter is None:
            return action
        document, made = one.document, linter
        try:
            edits = await asyncio.to_thread(
                protocol.all_safe, document, lambda text: self.project.lint(document, made, text)
            )
        except ArtlintError as error:
            self.complain(error)
            return action
        action.edit = protocol.edit(document, edits)
        return action

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        one = self.open.get(params.text_document.uri)
        if one is None:
            return None
        document = one.document
        at = document.offset(params.position)
        if kind := config_documents.kind_of(document, self.project):
            return config_documents.hover(document, kind, at, self.project)
        linter = self.project.linter(document.path) if one.found else None
        return protocol.hover(one.found, document, at, _with_examples(linter)) if linter else None

    def completions(self, params: types.CompletionParams) -> list[types.CompletionItem]:
        one = self.open.get(params.text_document.uri)
        kind = config_documents.kind_of(one.document, self.project) if one else ""
        if one is None or not kind:
            return []
        at = one.document.offset(params.position)
        return config_documents.completions(one.document, kind, at, self.project)

    async def suppress(self, uri: str, fingerprints: Sequence[str]) -> None:
        one = await self.exact(uri)
        linter = self.project.linter_of(one.document) if one else None
        if one and linter and (chosen := [d for d in one.found if d.fingerprint in fingerprints]):
            self.project.suppress(one.document, linter, chosen)
            self.reload()


def _with_examples(linter: Linter) -> dict[str, RuleRecord]:
    """The rules by name; those that are kept for runs have no examples."""
    from artlint.ruleset import rule_packs

    try:
        records = rule_packs.load(linter.settings.rule_paths, examples=True)
    except ArtlintError:  # a rule file is being written: what was last right holds
        records = linter.selection.records
    return {r.name: r for r in records}
