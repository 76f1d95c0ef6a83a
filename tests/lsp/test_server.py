"""The language server, spoken to by real clients: pytest-lsp's for the corners of the protocol, and Neovim."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the language server takes artlint[lsp]")
pytest_lsp = pytest.importorskip("pytest_lsp")
from lsprotocol import types  # noqa: E402

from artlint import Linter  # noqa: E402
from artlint.base.model import Edit, Span  # noqa: E402
from artlint.lsp import incremental, protocol  # noqa: E402
from artlint.lsp.documents import Document  # noqa: E402
from artlint.text.position import Positions  # noqa: E402
from tests.support import python_path  # noqa: E402

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


class Client:
    """A client with a few words for what the tests do."""

    def __init__(self, real: Any, folder: Path) -> None:
        self.real, self.folder, self.versions = real, folder, dict[str, int]()

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

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    async def told(self, name: str, until: Callable[[list[types.Diagnostic]], bool] = bool) -> list[types.Diagnostic]:
        """What the server has published of a document, once it is as expected."""
        end = time.monotonic() + 15
        while time.monotonic() < end:
            found = list(self.real.diagnostics.get(self.uri(name), []))
            if until(found):
                return found
            await asyncio.sleep(0.01)
        raise AssertionError(f"published: {self.real.diagnostics.get(self.uri(name))}")

    async def actions(self, name: str, at: types.Range, only: list[str] | None = None) -> list[types.CodeAction]:
        about = types.TextDocumentIdentifier(self.uri(name))
        params = types.CodeActionParams(about, at, types.CodeActionContext([], only=only))
        return list(await self.real.text_document_code_action_async(params) or [])


@asynccontextmanager
async def server(folder: Path, told: types.ClientCapabilities) -> AsyncIterator[Client]:
    real = pytest_lsp.make_test_lsp_client()
    environment = {**os.environ, "ARTLINT_CACHE_DIR": str(folder / ".cache")}
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

    asyncio.run(asyncio.wait_for(both(), 60))


def codes(found: list[types.Diagnostic]) -> list[str]:
    return [str(d.code) for d in found]


def cut(text: str, range_: types.Range, encoding: str) -> str:
    """The characters of a range, by other means than the server's: encoded lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    name, width = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[encoding]
    units = [line.encode(name) for line in lines]
    a, b = range_.start, range_.end
    if a.line == b.line:
        return units[a.line][a.character * width : b.character * width].decode(name, "replace")
    parts = [units[a.line][a.character * width :], *units[a.line + 1 : b.line], units[b.line][: b.character * width]]
    return "\n".join(part.decode(name, "replace") for part in parts)


ODD = (
    "Title 😀 of it\r\n\r\n"
    "A 👩‍👩‍👧 family and e\u0301te\u0301 in 東京 \u2028 went\x0c on, أخبار, it was cold[3] there.\r\n\r\n"
    "𝔘nd so **bold** it ended[4] there 🎉 on Thursday.\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8"])
def test_positions_count_as_the_client_counts(tmp_path: Path, encoding: str) -> None:
    """Also behind U+2028 and a form feed, at which no editor ends a line, and after changes there."""

    async def what(client: Client) -> None:
        client.open("a.txt", ODD)
        found = await client.told("a.txt")
        expected = {ODD[slice(*d.span)].replace("\r\n", "\n") for d in Linter.from_config().lint_text(ODD)}
        assert {cut(ODD, d.range, encoding) for d in found} == expected
        assert len(expected) >= 2
        row = "A 👩‍👩‍👧 family".encode({"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding])
        width = len(row) // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
        place = types.Position(2, width)
        client.change("a.txt", types.Range(place, place), " 😀 and cold[9]")
        changed = ODD.replace(" family", " family 😀 and cold[9]")
        found = await client.told("a.txt", lambda ds: any("[9]" in cut(changed, d.range, encoding) for d in ds))
        expected = {changed[slice(*d.span)].replace("\r\n", "\n") for d in Linter.from_config().lint_text(changed)}
        assert {cut(changed, d.range, encoding) for d in found} == expected

    talk(tmp_path, what, capabilities(encoding if encoding != "utf-16" else ""))


def test_clients_that_ask_are_not_told(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.open("a.txt", FAULT)
        about = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(client.uri("a.txt")))
        report = await client.real.text_document_diagnostic_async(about)
        assert "BOI001" in codes(report.items)
        assert report.kind == "full"
        client.change("a.txt", None, "The talks ended on Thursday, officials said.\n")
        report = await client.real.text_document_diagnostic_async(about)
        assert not report.items
        assert client.uri("a.txt") not in client.real.diagnostics

    talk(tmp_path, what, capabilities(pull=True))


def test_a_fix_is_an_action_and_all_safe_ones_are_one(tmp_path: Path, seeds: Path) -> None:
    text = "It rained.\u200b It was cold there, they said\u200b on Thursday.\n\n" + FAULT

    async def what(client: Client) -> None:
        client.open("a.txt", text)
        found = await client.told("a.txt")
        block = next(d for d in found if d.code == "BOI001")
        actions = await client.actions("a.txt", block.range)
        fix = next(a for a in actions if getattr(a, "edit", None))
        assert "unsafe" in fix.title
        assert not fix.is_preferred
        assert apply(text, fix) == text[: text.index("\nRelated")]
        whole = types.Range(types.Position(0, 0), types.Position(99, 0))
        (every,) = await client.actions("a.txt", whole, ["source.fixAll"])
        assert apply(text, every) == text.replace("\u200b", "")
        assert await client.actions("a.txt", whole, ["refactor"]) == []

    talk(tmp_path, what)


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


def test_a_fault_is_left_to_the_baseline(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.write("artlint.yaml", "preview: false\n")
        client.write("a.txt", FAULT)
        client.open("a.txt", FAULT)
        found = await client.told("a.txt")
        one = next(d for d in found if d.code == "BOI001")
        titles = [a.title for a in await client.actions("a.txt", one.range)]
        assert "Leave it: put related-links here into the baseline" in titles
        # what lsprotocol's own client makes of an action with a command is a command without arguments
        params = types.ExecuteCommandParams(protocol.BASELINE, [client.uri("a.txt"), one.data["fingerprint"]])
        await client.real.workspace_execute_command_async(params)
        left = await client.told("a.txt", lambda ds: len(ds) == len(found) - 1)
        assert "BOI001" not in codes(left)
        known = json.loads((tmp_path / ".artlint-baseline.json").read_text())
        assert [e["rule"] for e in known["files"]["a.txt"]] == ["related-links"]

    talk(tmp_path, what)


def test_what_is_excluded_is_left_alone(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.write("artlint.yaml", "exclude: [drafts/]\n")
        client.write("drafts/a.txt", FAULT)
        client.open("drafts/a.txt", FAULT)
        client.open("b.txt", FAULT)
        client.open("c.py", FAULT, "python")
        await client.told("b.txt")
        assert not client.real.diagnostics.get(client.uri("drafts/a.txt"))
        assert not client.real.diagnostics.get(client.uri("c.py"))

    talk(tmp_path, what)


def test_a_hover_is_the_page_of_the_rule(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.open("a.txt", FAULT)
        found = await client.told("a.txt")
        one = next(d for d in found if d.code == "BOI001")
        about = types.TextDocumentIdentifier(client.uri("a.txt"))
        answer = await client.real.text_document_hover_async(types.HoverParams(about, one.range.start))
        assert answer.contents.value.startswith("# related-links (BOI001)")
        assert "## Examples" in answer.contents.value
        assert await client.real.text_document_hover_async(types.HoverParams(about, types.Position(0, 0))) is None

    talk(tmp_path, what)


@pytest.mark.parametrize("watch", [True, False], ids=["watching", "saving"])
def test_a_configuration_is_read_again_and_its_errors_are_shown_in_it(tmp_path: Path, watch: bool) -> None:
    """The last one that was right goes on to hold."""

    async def what(client: Client) -> None:
        async def say() -> None:
            if watch:
                event = types.FileEvent(client.uri("artlint.yaml"), types.FileChangeType.Changed)
                client.real.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            else:
                client.change("a.txt", types.Range(types.Position(0, 0), types.Position(0, 0)), "")

        client.write("artlint.yaml", "ignore: [BOI001]\n")
        client.open("a.txt", FAULT)
        first = await client.told("a.txt")
        assert "BOI001" not in codes(first)
        client.write("artlint.yaml", "ignore: []\n# changed\n")
        await say()
        second = await client.told("a.txt", lambda ds: "BOI001" in codes(ds))
        client.write("artlint.yaml", "ignore: []\n\nselct: [BOI]\n")
        await say()
        (error,) = await client.told("artlint.yaml")
        assert (error.range.start.line, error.range.start.character) == (2, 0)
        assert "did you mean “select”" in error.message
        assert codes(list(client.real.diagnostics[client.uri("a.txt")])) == codes(second)
        client.write("artlint.yaml", "select: [BOI]\n")
        await say()
        assert codes(await client.told("a.txt", lambda ds: len(ds) == 1)) == ["BOI001"]
        await client.told("artlint.yaml", lambda ds: not ds)

    talk(tmp_path, what, capabilities(watch=watch))


def test_an_error_is_shown_once(tmp_path: Path) -> None:
    """What was published of a file that was not open is taken back when the client asks for it itself."""

    async def what(client: Client) -> None:
        wrong = "selct: [BOI]\n"
        client.write("artlint.yaml", wrong)
        client.open("a.txt", FAULT)
        assert len(await client.told("artlint.yaml")) == 1
        client.open("artlint.yaml", wrong, "yaml")
        await client.told("artlint.yaml", lambda ds: not ds)
        about = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(client.uri("artlint.yaml")))
        assert len((await client.real.text_document_diagnostic_async(about)).items) == 1

    talk(tmp_path, what, capabilities(pull=True))


def test_a_configuration_that_is_open_is_checked_as_it_is_typed(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.open("artlint.yaml", "languages: [en]\nignore: [BOIX]\n", "yaml")
        (error,) = await client.told("artlint.yaml")
        assert error.range == types.Range(types.Position(1, 9), types.Position(1, 13))
        client.change("artlint.yaml", types.Range(types.Position(1, 9), types.Position(1, 13)), "BOI")
        await client.told("artlint.yaml", lambda ds: not ds)
        rule = "- name: our-rule\n  code: OUR001\n  check: patern\n  summary: s\n  why: w\n  message: m\n"
        client.open("ours.yaml", rule, "yaml")
        (error,) = await client.told("ours.yaml")
        assert "did you mean “pattern”" in error.message
        client.open("other.yaml", "selct: nothing of ours\n", "yaml")
        await asyncio.sleep(0.2)
        assert not client.real.diagnostics.get(client.uri("other.yaml"))

    talk(tmp_path, what)


def complete(text: str) -> tuple[str, types.Position]:
    """A text with the place of the cursor, which is shown as ‸."""
    before = text[: text.index("‸")]
    return text.replace("‸", ""), types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


@pytest.mark.parametrize(
    ("name", "text", "expected", "absent"),
    [
        ("artlint.yaml", "fail-on: error\n‸", {"select", "per-path", "rules"}, {"fail-on"}),
        ("artlint.yaml", "fail-on: ‸", {"info", "warning", "error"}, {"select"}),
        ("artlint.yaml", "preview: ‸", {"true", "false"}, set()),
        ("artlint.yaml", "ignore: [DUP, ‸", {"related-links", "BOI", "ALL"}, {"select"}),
        ("artlint.yaml", "ignore:\n  - ‸", {"related-links", "BOI"}, {"select"}),
        ("artlint.yaml", "rules:\n  ‸", {"related-links", "truncated-ending"}, {"select"}),
        ("artlint.yaml", "rules:\n  near-duplicate-article:\n    ‸", {"severity", "options"}, {"rules"}),
        ("artlint.yaml", "rules:\n  near-duplicate-article:\n    options:\n      ‸", {"threshold", "keep"}, set()),
        ("artlint.yaml", "per-path:\n  - paths: [a]\n    ‸", {"select", "ignore", "rules"}, {"paths", "corpus"}),
        ("ours.yaml", "- name: a\n  code: OUR001\n  check: ‸", {"pattern", "metric"}, set()),
        ("ours.yaml", "- name: a\n  check: metric\n  options:\n    ‸", {"metric", "max"}, {"patterns"}),
        ("ours.yaml", "- name: a\n  check: x\n  why: |\n    text:\n      more\n  ‸", {"severity"}, {"name", "why"}),
        ("ours.yaml", "- name: a\n  check: x\n  examples:\n  - ‸", {"bad", "good"}, {"name"}),
        ("ours.yaml", "- name: a\n  check: metric\n- name: b\n  ‸", {"check", "message"}, {"name"}),
        ("ours.yaml", "- name: a\n  check: metric\n- check: pattern # so\n  options:\n    ‸", {"patterns"}, {"metric"}),
        ("artlint.yaml", "per-path:\n  - paths: [a]\n    select: [DUP]\n  - paths: [b]\n    ‸", {"select"}, {"paths"}),
        ("artlint.yaml", "rules:\r\n\r\n  ‸", {"related-links"}, {"select"}),
        ("artlint.yaml", "ignore: [DUP] # for now ‸", set(), {"select", "BOI"}),
    ],
)  # fmt: skip
def test_completion_knows_what_can_stand_there(
    tmp_path: Path, name: str, text: str, expected: set[str], absent: set[str]
) -> None:
    async def what(client: Client) -> None:
        whole, at = complete(text)
        client.open(name, whole, "yaml")
        about = types.TextDocumentIdentifier(client.uri(name))
        found = await client.real.text_document_completion_async(types.CompletionParams(about, at))
        labels = {item.label for item in found or ()}
        assert expected <= labels
        assert not absent & labels

    talk(tmp_path, what)


OURS = """\
- name: our-rule
  code: OUR001
  check: pattern
  summary: Ours.
  why: Because.
  message: ours
  options: {patterns: [zebra]}
  examples: [{bad: "a ⟦zebra⟧"}, {bad: "one ⟦zebra⟧"}, {good: horse}, {good: mule}]
"""


def test_rules_of_ones_own_are_known(tmp_path: Path) -> None:
    """And once a rule file that stopped the configuration is mended, it holds without a change of artlint.yaml."""

    async def what(client: Client) -> None:
        client.write("rules/ours.yaml", OURS.replace("our-rule", "their-rule"))
        text = "rule-paths: [rules]\nextend-select: [our-rule]\n"
        client.write("artlint.yaml", text)
        client.open("artlint.yaml", text, "yaml")
        client.open("a.txt", "A zebra went by, they said.\n")
        assert "our-rule" in (await client.told("artlint.yaml"))[0].message
        client.write("rules/ours.yaml", OURS)
        event = types.FileEvent(client.uri("rules/ours.yaml"), types.FileChangeType.Changed)
        client.real.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        assert codes(await client.told("a.txt")) == ["OUR001"]
        await client.told("artlint.yaml", lambda ds: not ds)
        about = types.TextDocumentIdentifier(client.uri("artlint.yaml"))
        place = types.Position(1, 17)
        found = await client.real.text_document_completion_async(types.CompletionParams(about, place))
        assert {"our-rule", "OUR"} <= {item.label for item in found}
        page = await client.real.text_document_hover_async(types.HoverParams(about, place))
        assert page.contents.value.startswith("# our-rule (OUR001)")

    talk(tmp_path, what, capabilities(watch=True))


def test_an_error_in_another_file_names_it(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.write("base.yaml", "\n\n\n      selct: [x]\n")
        client.open("artlint.yaml", "names: [😀]\nextend: base.yaml\n", "yaml")
        (error,) = await client.told("artlint.yaml")
        assert error.range.start == types.Position(0, 0)
        assert "base.yaml:4:7" in error.message
        client.change("artlint.yaml", None, "names: [😀, 3]\n")
        (error,) = await client.told("artlint.yaml", lambda ds: bool(ds) and "base" not in ds[0].message)
        assert error.range == types.Range(types.Position(0, 12), types.Position(0, 13))

    talk(tmp_path, what)


def test_without_a_configuration_the_baseline_is_that_of_the_workspace(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.write("news/a.txt", FAULT)
        client.open("news/a.txt", FAULT)
        found = await client.told("news/a.txt")
        params = types.ExecuteCommandParams(
            protocol.BASELINE, [client.uri("news/a.txt"), *(d.data["fingerprint"] for d in found)]
        )
        await client.real.workspace_execute_command_async(params)
        await client.told("news/a.txt", lambda ds: not ds)
        assert list(json.loads((tmp_path / ".artlint-baseline.json").read_text())["files"]) == ["news/a.txt"]

    talk(tmp_path, what)


def test_hover_in_a_configuration(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.open("artlint.yaml", "ignore: [related-links]\nfail-on: error\n", "yaml")
        about = types.TextDocumentIdentifier(client.uri("artlint.yaml"))
        page = await client.real.text_document_hover_async(types.HoverParams(about, types.Position(0, 12)))
        assert page.contents.value.startswith("# related-links (BOI001)")
        key = await client.real.text_document_hover_async(types.HoverParams(about, types.Position(1, 3)))
        assert "exit with 1 from this severity on" in key.contents.value

    talk(tmp_path, what)


def test_a_long_article_is_answered_at_once_and_then_rightly(tmp_path: Path, seeds: Path) -> None:
    """A megabyte: from a change to diagnostics of it takes under 100 ms (twice that on a busy machine), and what is
    said in the end is what a whole check says."""
    text = long(seeds, 1_000_000)
    middle = text.index("\n", 500_000) + 1

    async def what(client: Client) -> None:
        client.open("a.txt", text)
        await client.told("a.txt")
        place = Document(client.uri("a.txt"), "plaintext", 1, text, "utf-16").position(middle)
        new = "Subscribe to our newsletter\u200b now.\n"
        took = []

        def marked(found: list[types.Diagnostic]) -> bool:
            return any(d.range.start.line == place.line and d.code == "MKP004" for d in found)

        for n in range(3):
            typed = new if n % 2 == 0 else ""
            end = types.Position(place.line + (n % 2), 0)
            before = client.versions["a.txt"]
            start = time.monotonic()
            client.real.diagnostics.pop(client.uri("a.txt"), None)
            client.change("a.txt", types.Range(place, end), typed)
            if typed:
                await client.told("a.txt", marked)
            else:
                await client.told("a.txt", lambda ds: bool(ds) and not marked(ds))
            took.append(time.monotonic() - start)
            assert client.versions["a.txt"] == before + 1
            await asyncio.sleep(3)
        changed = text[:middle] + new + text[middle:]
        whole = Linter.from_config().lint_text(changed)
        found = await client.told("a.txt", lambda ds: len(ds) == len(whole))
        assert sorted(codes(found)) == sorted(d.code for d in whole)
        assert min(took) < (0.1 if os.getloadavg()[0] < 1.5 else 0.3), took

    talk(tmp_path, what)


def long(seeds: Path, size: int = 150_000) -> str:
    bodies = [path.read_text(encoding="utf-8") for path in sorted(seeds.iterdir()) if path.suffix == ".txt"]
    text = ""
    while len(text) < size:
        text += bodies[len(text) % 5].replace("the", f"the{len(text) % 97}") + "\n\n"
    return text


def test_what_is_asked_while_a_long_text_is_checked(tmp_path: Path, seeds: Path) -> None:
    """Actions wait for the whole check and are those of the text as it is; what is published in the end is too, also
    where the configuration changes or the document is closed and opened again meanwhile."""
    text = long(seeds)

    async def what(client: Client) -> None:
        client.write("artlint.yaml", "select: [MKP]\n")
        client.open("a.txt", text)
        await client.told("a.txt")
        top = types.Range(types.Position(0, 0), types.Position(0, 0))
        for n in range(4):
            client.change("a.txt", top, f"**Bold{n}** it was.\n")
        changed = "".join(f"**Bold{n}** it was.\n" for n in (3, 2, 1, 0)) + text
        line = types.Range(types.Position(3, 0), types.Position(3, 1))
        actions = [a for a in await client.actions("a.txt", line) if getattr(a, "edit", None)]
        assert apply(changed, actions[0]).startswith(
            "**Bold3** it was.\n**Bold2** it was.\n**Bold1** it was.\nBold0 it"
        )
        whole = Linter.from_config(select=["MKP"]).lint_text(changed)
        await client.told("a.txt", lambda ds: len(ds) == len(whole))
        client.change("a.txt", top, "**More** of it.\n")
        client.write("artlint.yaml", "select: [DUP]\n# changed\n")
        event = types.FileEvent(client.uri("artlint.yaml"), types.FileChangeType.Changed)
        client.real.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await client.told("a.txt", lambda ds: bool(ds) and all(str(d.code).startswith("DUP") for d in ds))
        client.change("a.txt", top, "**More** of it.\n")
        about = types.TextDocumentIdentifier(client.uri("a.txt"))
        client.real.text_document_did_close(types.DidCloseTextDocumentParams(about))
        await asyncio.sleep(1.5)
        assert not client.real.diagnostics[client.uri("a.txt")]

    talk(tmp_path, what, capabilities(watch=True))


def test_what_a_baseline_knows_does_not_come_back_while_typing(tmp_path: Path, seeds: Path) -> None:
    text = "It was **cold** there, they said.\n\n" + long(seeds)

    async def what(client: Client) -> None:
        client.write("artlint.yaml", "select: [MKP001]\n")
        client.write("a.txt", text)
        client.open("a.txt", text)
        found = await client.told("a.txt")
        params = types.ExecuteCommandParams(protocol.BASELINE, [client.uri("a.txt"), found[0].data["fingerprint"]])
        await client.real.workspace_execute_command_async(params)
        await client.told("a.txt", lambda ds: len(ds) == len(found) - 1)
        seen = []
        client.change("a.txt", types.Range(types.Position(0, 3), types.Position(0, 3)), "really ")
        end = time.monotonic() + 2
        while time.monotonic() < end:
            seen.append([d.range.start.line for d in client.real.diagnostics[client.uri("a.txt")]])
            await asyncio.sleep(0.01)
        assert not any(0 in lines for lines in seen)

    talk(tmp_path, what)


def test_fix_all_is_worked_out_when_it_is_chosen(tmp_path: Path) -> None:
    told = capabilities()
    assert told.text_document
    assert told.text_document.code_action
    told.text_document.code_action.resolve_support = types.ClientCodeActionResolveOptions(["edit"])
    text = "It rained.\u200b It was cold there, they said\u200b on Thursday.\n"

    async def what(client: Client) -> None:
        client.open("a.txt", text)
        await client.told("a.txt")
        found = await client.actions("a.txt", types.Range(types.Position(0, 0), types.Position(1, 0)))
        every = next(a for a in found if a.title == "Fix all safe faults")
        assert every.edit is None
        every = await client.real.code_action_resolve_async(every)
        assert apply(text, every) == text.replace("\u200b", "")

    talk(tmp_path, what, told)


def test_marks_move_with_the_text() -> None:
    text = "One.\n\nIt was cold[3] here.\n\nRelated Articles\nOne more headline\n"
    found = Linter.from_config().lint_text(text)
    at = text.index("cold")
    edits = [Edit(Span(0, 0), "😀😀"), Edit(Span(at + 2, at + 6), "warm and dry")]
    changed = text
    for edit in edits:
        changed = changed[: edit.span.start] + edit.text + changed[edit.span.end :]
    assert any(d.fix for d in found)
    moved = incremental.map_through(found, edits)
    assert not any(d.fix for d in moved)
    assert [changed[slice(*d.span)] for d in moved] == [text[slice(*d.span)] for d in found]
    assert incremental.changed(edits) == Span(0, at + 2 + len("warm and dry"))
    assert not incremental.map_through(found, [Edit(Span(0, len(text)), "")])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_offsets_and_positions_are_each_others_inverse(encoding: str) -> None:
    positions = Positions(ODD + "last")
    there = {"utf-8": positions.utf8, "utf-16": positions.utf16, "utf-32": positions.at}[encoding]
    for offset in range(len(positions.text) + 1):
        if positions.text[offset - 1 : offset + 1] != "\r\n":
            assert positions.offset(*there(offset), encoding) == offset
    assert positions.offset(1, 999, encoding) == ODD.index("\r")
    assert positions.offset(99, 1, encoding) == len(positions.text)
    assert Positions("😀a").offset(1, 2, "utf-16") == 0  # inside of a pair


def test_what_is_replaced_is_little() -> None:
    old = "one\ntwo\r\nthree\nfour"
    for new in (old.replace("two", "2"), old + "\n", "", "zero\n" + old, old.replace("three\n", "")):
        text = old
        for span, more in sorted(protocol.differences(old, new), reverse=True):
            text = text[: span.start] + more + text[span.end :]
        assert text == new
    assert [old[slice(*s)] for s, _ in protocol.differences(old, old.replace("two", "2"))] == ["two\r\n"]


def test_without_pygls_it_is_said_what_to_install(artlint: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ImportError")
    ran = artlint("lsp", env={"PYTHONPATH": python_path(tmp_path)})
    assert ran.code == 2
    assert "pip install 'artlint[lsp]'" in ran.err


NEOVIM = """
local out = {}
local path = os.getenv("ARTICLE")
vim.cmd("edit " .. vim.fn.fnameescape(path))
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = "artlint", cmd = { os.getenv("PYTHON"), "-m", "artlint", "lsp" }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(buffer, id)
vim.bo[buffer].filetype = "text"
local function wait(test) return vim.wait(20000, test, 20) end
assert(wait(function() return #vim.diagnostic.get(buffer) > 0 end), "no diagnostics")
out.first = {}
for _, d in ipairs(vim.diagnostic.get(buffer)) do
  table.insert(out.first, { d.lnum, d.col, d.end_lnum, d.end_col, d.code, d.severity })
end
local wanted = os.getenv("CODE")
local one
for _, d in ipairs(vim.diagnostic.get(buffer)) do if d.code == wanted then one = d end end
local params = {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  range = one.user_data.lsp and { start = { line = one.lnum, character = 0 }, ["end"] = { line = one.end_lnum, character = 0 } },
  context = { diagnostics = {} },
}
params.range = { start = { line = one.lnum, character = 0 }, ["end"] = { line = one.lnum, character = 1 } }
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 10000)
local applied
for _, answer in pairs(answers) do
  for _, action in ipairs(answer.result) do
    if action.edit and not applied and action.diagnostics[1].code == wanted then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      applied = action.title
    end
  end
end
out.applied = applied
out.lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
assert(wait(function()
  for _, d in ipairs(vim.diagnostic.get(buffer)) do if d.code == wanted then return false end end
  return true
end), "the diagnostic stayed")
out.left = #vim.diagnostic.get(buffer)
local file = io.open(os.getenv("OUT"), "w")
file:write(vim.json.encode(out))
file:close()
vim.cmd("qa!")
"""


@pytest.mark.skipif(not shutil.which("nvim"), reason="there is no Neovim (nvim) here")
def test_neovim_shows_a_seed_and_mends_it(tmp_path: Path, articles: Path, environment: dict[str, str]) -> None:
    """Its diagnostics stand where artlint's do, and a code action leaves the buffer as the fix does."""
    path = sorted(articles.glob("*.txt"))[0]
    text = path.read_text(encoding="utf-8")
    found = Linter.from_config().lint_text(text, str(path))
    fixable = next(d for d in found if d.fix)
    script, out = tmp_path / "try.lua", tmp_path / "out.json"
    script.write_text(NEOVIM, encoding="utf-8")
    told = {
        "ARTICLE": str(path),
        "CODE": fixable.code,
        "OUT": str(out),
        "PYTHON": sys.executable,
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}", "-c", "cq"],
        env={**environment, **told}, cwd=tmp_path, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert out.exists(), done.stderr + done.stdout
    seen = json.loads(out.read_text(encoding="utf-8"))
    positions = Positions(text)
    severities = {"error": 1, "warning": 2, "info": 3}

    def place(offset: int) -> list[int]:  # Neovim counts bytes
        row, column = positions.utf8(offset)
        return [row - 1, column - 1]

    wanted = [[*place(d.span.start), *place(d.span.end), d.code, severities[d.severity]] for d in found]
    assert sorted(seen["first"]) == sorted(wanted)
    assert fixable.fix
    mended = text
    for edit in sorted(fixable.fix.edits, reverse=True):
        mended = mended[: edit.span.start] + edit.text + mended[edit.span.end :]
    assert "\n".join(seen["lines"]).rstrip("\n") == mended.rstrip("\n")
    assert seen["left"] < len(found)
