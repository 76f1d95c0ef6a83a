"""Faults that were rejected stay so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from artlint.engine.linter import Linter
from artlint.review.browser_text import to_browser
from tests.review.person import EQUAL, Server, fixed, settled, write

pytestmark = pytest.mark.xdist_group("review")  # one worker starts the browser


def test_a_rejected_fault_is_hidden_and_nothing_is_written(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    path = next(articles.glob("002_*"))
    server = serve(articles)
    before = {p: p.read_bytes() for p in articles.iterdir()}
    page = visit(server, path.name)
    repeated = page.locator("#cards > li", has_text="repeat lines")
    assert repeated.count() == 1
    repeated.locator(".reject").click()
    repeated.wait_for(state="detached")
    page.reload()
    page.wait_for_selector("#cards > li")
    assert repeated.count() == 0
    assert "1 fault rejected" in page.inner_text("#rejected")
    found = Linter.from_config().lint_text(before[path].decode(), path=str(path))
    assert {"repeated-title", "repeated-block"} <= {d.rule for d in found if d.fix and d.fix.safety == "safe"}
    text = page.input_value("#text")
    page.click("#safe")
    page.wait_for_function("text => document.querySelector('#text').value.length < text.length", arg=text)
    assert page.input_value("#text").count(before[path].decode().split("\n")[6]) == 2
    page.click("#recall")
    repeated.wait_for()
    assert {p: p.read_bytes() for p in articles.iterdir()} == before


def test_of_equal_faults_the_rejected_one_stays_rejected(tmp_path: Path, serve: Callable[..., Server]) -> None:
    server = serve(write(tmp_path / "in", a=EQUAL), "--select", "html-entity")
    (identity,) = server.ids().values()
    opened = server.ask("open", {"id": identity})[1]
    ids = [note["id"] for note in opened["notes"]]
    assert len(set(ids)) == 3

    def lines(text: str) -> list[int]:
        status, answer = server.ask("check", {"id": identity, "text": text})
        assert status == 200
        assert len(answer["notes"]) + answer["rejected"] == text.count("&amp;")
        return [note["line"] for note in answer["notes"]]

    assert server.ask("reject", {"id": identity, "text": EQUAL, "notes": ids[1:2]})[0] == 200
    assert lines(EQUAL) == [3, 7]
    answer = server.ask("fix", {"id": identity, "text": EQUAL})[1]
    assert answer == {"text": fixed(EQUAL, 1, 3), "fixed": 2}
    assert lines(answer["text"]) == []
    assert server.ask("fix", {"id": identity, "text": answer["text"]})[1] == {"text": answer["text"], "fixed": 0}
    assert lines(EQUAL) == [3, 7]  # undone
    assert lines("A new line\n\n" + EQUAL) == [5, 9]
    assert lines("A new line\n\n" + fixed(EQUAL, 1)) == [9]
    assert lines("A new line\n\n" + fixed(EQUAL, 1).replace("acid", "lime") + "End\n") == [9]
    assert lines(fixed(EQUAL, 2)) == [3, 7]
    counts = server.ask("counts", {"ids": [identity]})[1][identity]
    assert counts["safe"] == 2
    assert lines(EQUAL) == [3, 7]
    assert server.ask("save", {"id": identity, "text": fixed(EQUAL, 1), "digest": opened["digest"]})[0] == 200
    assert [note["line"] for note in server.ask("open", {"id": identity})[1]["notes"]] == [7]
    assert server.ask("recall", {"id": identity})[0] == 200
    assert lines(fixed(EQUAL, 1)) == [5, 7]


def test_what_is_accepted_on_both_sides_of_a_rejected_fault_leaves_it_rejected(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    text = "A title 👍\r\n\r\nThe infor\u200bmation on salt &amp; pep\u200bper, the cook said.\r\n"
    server = serve(write(tmp_path / "in", a=text), "--select", "html-entity,invisible-character")
    page = visit(server, "a.txt")
    cards = page.locator("#cards > li")
    cards.filter(has_text="entity").locator(".reject").click()
    page.wait_for_function("() => document.querySelectorAll('#cards > li').length === 1")
    cards.first.locator(".accept").click()
    page.wait_for_function("() => !document.querySelector('#text').value.includes('\u200b')")
    settled(page)
    assert cards.count() == 0
    assert "1 fault rejected" in page.inner_text("#rejected")
    assert page.input_value("#text") == to_browser(text).replace("\u200b", "")
    page.keyboard.press("Control+z")
    settled(page)
    assert page.input_value("#text") == to_browser(text)
    assert cards.count() == 1
