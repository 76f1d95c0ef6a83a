"""Long articles, and what is published while somebody types."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server takes artlint[lsp]")
from lsprotocol import types

from artlint import Linter
from artlint.base.model import Edit, Span
from artlint.lsp import incremental, protocol
from artlint.lsp.documents import Document
from tests.lsp.client import Client, apply, capabilities, codes, talk


@pytest.mark.skipif(sys.platform != "linux", reason="reads in /proc how much time the server takes")
def test_a_long_article_is_answered_at_once_and_then_rightly(tmp_path: Path, seeds: Path) -> None:
    """A megabyte: from a change to diagnostics of it takes under 100 ms of a processor, and what is said in the end is
    what a whole check says."""
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
            start = client.seconds()
            client.real.diagnostics.pop(client.uri("a.txt"), None)
            client.change("a.txt", types.Range(place, end), typed)
            if typed:
                await client.told("a.txt", marked)
            else:
                await client.told("a.txt", lambda ds: bool(ds) and not marked(ds))
            took.append(client.seconds() - start)
            assert client.versions["a.txt"] == before + 1
            await client.checked("a.txt")
        changed = text[:middle] + new + text[middle:]
        whole = Linter.from_config().lint_text(changed)
        assert sorted(codes(await client.checked("a.txt"))) == sorted(d.code for d in whole)
        assert min(took) < 0.1, took

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
        assert len(await client.checked("a.txt")) == len(whole)
        client.change("a.txt", top, "**More** of it.\n")
        client.write("artlint.yaml", "select: [DUP]\n# changed\n")
        event = types.FileEvent(client.uri("artlint.yaml"), types.FileChangeType.Changed)
        client.real.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await client.told("a.txt", lambda ds: bool(ds) and all(str(d.code).startswith("DUP") for d in ds))
        client.change("a.txt", top, "**More** of it.\n")
        client.close("a.txt")
        client.open("b.txt", text)
        client.change("b.txt", top, "**More** of it.\n")
        await client.checked("b.txt")  # which is done after the check of the other one, that was begun before it
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
        before = len(client.real.diagnostics.history)
        client.change("a.txt", types.Range(types.Position(0, 3), types.Position(0, 3)), "really ")
        await client.checked("a.txt")
        published = client.real.diagnostics.history[before:]
        assert len(published) > 1
        assert not any(d.range.start.line == 0 for _, found in published for d in found)

    talk(tmp_path, what)


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
