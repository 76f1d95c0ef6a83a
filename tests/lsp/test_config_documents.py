"""Configurations and rule files in the editor: errors, completion, hover."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server takes artlint[lsp]")
from lsprotocol import types

from tests.lsp.client import FAULT, Client, capabilities, codes, server, talk


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
        at = types.HoverParams(types.TextDocumentIdentifier(client.uri("other.yaml")), types.Position(0, 0))
        await client.real.text_document_hover_async(at)  # answered after what was sent before it
        assert not client.real.diagnostics.get(client.uri("other.yaml"))

    talk(tmp_path, what)


def complete(text: str) -> tuple[str, types.Position]:
    """A text with the place of the cursor, which is shown as ‸."""
    before = text[: text.index("‸")]
    return text.replace("‸", ""), types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., None]]:
    """`talk` with one server for many tests that leave nothing behind."""
    loop = asyncio.new_event_loop()
    serving = server(tmp_path_factory.mktemp("talking"), capabilities())
    client = loop.run_until_complete(serving.__aenter__())
    yield lambda what: loop.run_until_complete(asyncio.wait_for(what(client), 300))
    loop.run_until_complete(serving.__aexit__(None, None, None))
    loop.close()


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
    talking: Callable[[Callable[[Client], Awaitable[None]]], None],
    name: str,
    text: str,
    expected: set[str],
    absent: set[str],
) -> None:
    async def what(client: Client) -> None:
        whole, at = complete(text)
        client.open(name, whole, "yaml")
        about = types.TextDocumentIdentifier(client.uri(name))
        found = await client.real.text_document_completion_async(types.CompletionParams(about, at))
        client.close(name)
        labels = {item.label for item in found or ()}
        assert expected <= labels
        assert not absent & labels

    talking(what)


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
    """And once a rule file that stopped the configuration is fixed, it holds without a change of artlint.yaml."""

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


def test_hover_in_a_configuration(tmp_path: Path) -> None:
    async def what(client: Client) -> None:
        client.open("artlint.yaml", "ignore: [related-links]\nfail-on: error\n", "yaml")
        about = types.TextDocumentIdentifier(client.uri("artlint.yaml"))
        page = await client.real.text_document_hover_async(types.HoverParams(about, types.Position(0, 12)))
        assert page.contents.value.startswith("# related-links (BOI001)")
        key = await client.real.text_document_hover_async(types.HoverParams(about, types.Position(1, 3)))
        assert "exit with 1 from this severity on" in key.contents.value

    talk(tmp_path, what)
