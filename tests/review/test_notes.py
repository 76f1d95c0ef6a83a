"""Notes beside the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from artlint.engine.linter import Linter
from artlint.review import notes
from tests.review.person import EQUAL, MARKS, Server, fixed, settled, write

pytestmark = pytest.mark.xdist_group("review")  # one worker starts the browser


def test_the_fix_of_a_card_is_applied_where_its_mark_is(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    """The first of three equal faults goes, and before any answer the second is accepted, by then the first."""
    page = visit(serve(write(tmp_path / "in", a=EQUAL), "--select", "html-entity"), "a.txt")
    page.evaluate(
        """at => {
          const text = document.querySelector('#text');
          text.focus();
          text.setSelectionRange(at, at + 5);
          document.execCommand('insertText', false, '&');
          document.querySelectorAll('#cards .accept')[1].click();
        }""",
        EQUAL.index("&amp;"),
    )
    page.wait_for_function("() => document.querySelectorAll('#cards > li').length === 1")
    assert page.input_value("#text") == fixed(EQUAL, 1, 2)


def test_before_and_after_cut_no_letter_from_its_mark() -> None:
    for size in range(60, 64):
        text = "A title\n\n" + ("e\u0301" * size)[size % 2 :] + "&amp;" + "o\u0308" * size + "x\n"
        found = Linter.from_config(select=["html-entity"]).lint_text(text)
        assert len(found) == 1
        (change,) = notes.notes(text, found)[0]["fix"]["changes"]
        for side in ("before", "after"):
            words = [piece for piece, kind, _ in change[side] if kind != "cut"]
            assert not unicodedata.combining(words[0][0])
            assert unicodedata.combining(words[-1][-1])


def test_notes_follow_what_is_typed(tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]) -> None:
    text = "The talks end\n\nThe talks ended on Thursday, officials said.[1] Nobody was hurt, they said.\n"
    page = visit(serve(write(tmp_path / "in", a=text)), "a.txt")
    assert [m["text"] for m in page.evaluate(MARKS)] == ["[1]"]
    at = text.index("[1]")
    page.evaluate("at => { const t = document.querySelector('#text'); t.focus(); t.setSelectionRange(at, at); }", 4)
    page.keyboard.type("👍 long ")
    assert [m["text"] for m in page.evaluate(MARKS)] == ["[1]"]  # at once, before any answer
    settled(page)
    assert [m["text"] for m in page.evaluate(MARKS)] == ["[1]"]
    at += len("👍 long ") + 1
    page.evaluate("at => document.querySelector('#text').setSelectionRange(at, at + 3)", at)
    page.keyboard.press("Delete")
    settled(page)
    assert page.locator("#cards > li").count() == 0
    page.keyboard.type("[7]")
    settled(page)
    assert [m["text"] for m in page.evaluate(MARKS)] == ["[7]"]
    assert page.locator("#cards > li").count() == 1
