"""The text as the browser has it: the same characters in the same places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from artlint.engine.linter import Linter
from artlint.review.browser_text import Offsets, from_browser, to_browser
from tests.review.person import MARKS, Server, write

pytestmark = pytest.mark.xdist_group("review")  # one worker starts the browser

# A text in which a place is elsewhere in code points, in UTF-16 and on the screen.
MIXED = (
    "Talks end 👩‍👩‍👧 in Geneva\r\n\r\n"
    "The cafe\u0301 👍🏽 closed on Monday, the owner said.[1] It was 東京から来た記者が書いた記事です。\r\n\r\n"
    "وقال الوزير إن المحادثات انتهت أمس[2] في المدينة القديمة بعد ساعات طويلة من النقاش والجدل.\r\n\r\n"
    "The delegates went home\ton Tuesday, 𝒎𝒂𝒕𝒉 and all.[3] No date was set for another round.\r\n"
)

# The marks ------------------------------------------------------------------------------------------------------
# The rectangles of some characters of a layer. In the text field, whose layer is in the browser's own tree below it, a
# line end is an element.
RECTS = """function(start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(this, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let at = 0, first = true;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isText = node.nodeType === Node.TEXT_NODE;
    if (!isText && node.localName !== 'br') continue;
    const size = isText ? node.length : 1;
    if (first && start < at + size) {
      if (isText) range.setStart(node, start - at); else range.setStartBefore(node);
      first = false;
    }
    if (end <= at + size) {
      if (isText) range.setEnd(node, end - at); else range.setEndAfter(node);
      break;
    }
    at += size;
  }
  return [...range.getClientRects()].filter(r => r.width).map(r => [r.left, r.right, r.top, r.bottom]);
}"""


def inside_field(page: Any) -> Callable[[int, int], list[list[float]]]:
    """A function that measures characters inside the text field."""
    session = page.context.new_cdp_session(page)

    def find(node: dict[str, Any]) -> dict[str, Any] | None:
        if node.get("localName") == "textarea":
            return next(r for r in node["shadowRoots"][0]["children"] if r.get("localName") == "div")
        below = [*node.get("children", ()), *node.get("shadowRoots", ())]
        return next(filter(None, map(find, below)), None)

    inner = find(session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"])
    assert inner
    object_id = session.send("DOM.resolveNode", {"backendNodeId": inner["backendNodeId"]})["object"]["objectId"]

    def measured(start: int, end: int) -> list[list[float]]:
        answer = session.send(
            "Runtime.callFunctionOn",
            {
                "objectId": object_id,
                "functionDeclaration": RECTS,
                "arguments": [{"value": start}, {"value": end}],
                "returnByValue": True,
            },
        )
        return answer["result"]["value"]

    return measured


def covered(rects: list[list[float]]) -> list[list[float]]:
    """Per row, from where to where the rectangles reach."""
    rows: dict[int, list[float]] = {}
    for left, right, top, bottom in rects:
        row = rows.setdefault(round((top + bottom) / 2 / 10), [left, right])
        row[:] = [min(row[0], left), max(row[1], right)]
    return [rows[key] for key in sorted(rows)]


@pytest.mark.parametrize("width", [1280, 390])
def test_marks_stand_under_their_very_characters(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any], width: int
) -> None:
    folder = write(tmp_path / "in", mixed=MIXED)
    page = visit(serve(folder), "mixed", width=width)
    found = Linter.from_config().lint_text(MIXED, path=str(folder / "mixed.txt"))
    assert len(found) >= 1
    assert any(any(ord(c) > 0xFFFF for c in MIXED[: d.span.start]) and "\r\n" in MIXED[: d.span.start] for d in found)
    marks = page.evaluate(MARKS)
    for d in found:
        identity = f"{d.rule} {d.fingerprint}"
        text = "".join(mark["text"] for mark in marks if identity in mark["ids"])
        assert text == to_browser(MIXED[d.span.start : d.span.end])
    measured = inside_field(page)
    assert page.evaluate("document.querySelector('#backdrop').textContent").rstrip("\u200b") == to_browser(MIXED)
    for mark in marks:
        assert covered(mark["rects"]) == [
            pytest.approx(row, abs=0.6) for row in covered(measured(mark["start"], mark["end"]))
        ]


def test_every_character_of_the_two_layers_stands_in_the_same_place(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    text = (
        MIXED + "\r\n" + "A long line with a " + "v" * 200 + "ery long word, trailing spaces    \r\nand\ttabs.\r\n\r\n"
    )
    page = visit(serve(write(tmp_path / "in", long=text)), "long", width=390)
    measured = inside_field(page)
    size = len(to_browser(text).encode("utf-16-le")) // 2
    in_layer = f"([start, end]) => ({RECTS}).call(document.querySelector('#backdrop'), start, end)"
    for start in range(0, size - 8, 7):
        ours = page.evaluate(in_layer, [start, start + 7])
        assert covered(ours) == [pytest.approx(row, abs=0.6) for row in covered(measured(start, start + 7))]
    heights = page.evaluate("['#backdrop', '#text'].map(s => document.querySelector(s).getBoundingClientRect().height)")
    assert heights[0] == heights[1] >= page.evaluate("document.querySelector('#text').scrollHeight") - 1


def test_offsets_count_utf_16_and_one_for_each_line_end() -> None:
    text = "a👍\r\nb\rc\n𝒎d\r\n\r\n👩‍👩‍👧"
    offsets = Offsets(text)
    for at in range(len(text) + 1):
        if text[at - 1 : at + 1] != "\r\n":
            assert offsets.at(at) == len(to_browser(text[:at]).encode("utf-16-le")) // 2


def test_lines_get_back_their_own_ends() -> None:
    text = "a\r\nb\nc\rd\r\ne"
    assert from_browser("a\nb\nc\nd\ne", text) == text
    assert from_browser("a\nc\nd\ne", text) == "a\r\nc\rd\r\ne"
    assert from_browser("a\nnew\nb\nc\nd\ne", text) == "a\r\nnew\r\nb\nc\rd\r\ne"
    assert from_browser("a\nb\nc\nd\ne\nf\n", text) == "a\r\nb\nc\rd\r\ne\r\nf\r\n"
    assert from_browser("", text) == ""
    assert from_browser("x\ny", "a\r\nb") == "x\r\ny"
