"""The language server, spoken to by a real client: pytest-lsp's, for the corners of the protocol."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the language server takes artlint[lsp]")
from lsprotocol import types

from artlint import Linter
from artlint.lsp import protocol
from tests.lsp.client import FAULT, Client, apply, capabilities, codes, talk
from tests.support import python_path
from tests.support.texts import ODD


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


def test_a_fix_is_an_action_and_all_safe_ones_are_one(tmp_path: Path) -> None:
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


def test_what_the_source_does_not_have_is_shown(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.write("artlint.yaml", "against: sources\nselect: [SRC]\n")
        client.write("sources/a.txt", "The storm hurt 85 people.\n")
        client.open("a.txt", "The storm hurt 58 people.\n")
        assert [d.code for d in await client.told("a.txt")] == ["SRC001"]

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


def test_without_pygls_it_is_said_what_to_install(artlint: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ImportError")
    ran = artlint("lsp", env={"PYTHONPATH": python_path(tmp_path)})
    assert ran.code == 2
    assert "pip install 'artlint[lsp]'" in ran.err
