"""`artlint review`: the real command, a real server, and a person at a real Chromium."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from artlint.engine import fixer
from artlint.engine.linter import Linter
from artlint.project.baselines import Baselines
from artlint.project.workspace import Workspace
from artlint.review import notes
from artlint.review.app import app
from artlint.review.browser_text import Offsets, from_browser, to_browser
from artlint.review.session import ReviewSession
from tests.support import install, python_path

# A text in which a place is elsewhere in code points, in UTF-16 and on the screen.
MIXED = (
    "Talks end 👩‍👩‍👧 in Geneva\r\n\r\n"
    "The cafe\u0301 👍🏽 closed on Monday, the owner said.[1] It was 東京から来た記者が書いた記事です。\r\n\r\n"
    "وقال الوزير إن المحادثات انتهت أمس[2] في المدينة القديمة بعد ساعات طويلة من النقاش والجدل.\r\n\r\n"
    "The delegates went home\ton Tuesday, 𝒎𝒂𝒕𝒉 and all.[3] No date was set for another round.\r\n"
)
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server:
    """The command in a process of its own, and a client that sends what it is told to."""

    def __init__(self, folder: Path, environment: dict[str, str], *options: str) -> None:
        command = [sys.executable, "-m", "artlint", "review", "--no-browser", str(folder), *options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder.parent
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        self.base, _, self.token = self.address.partition("?token=")
        self.host = urlsplit(self.address).netloc

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, given)
        answer = connection.getresponse()
        out = answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()}
        connection.close()
        return out

    def ask(self, what: str, body: object = None, **headers: str) -> tuple[int, Any]:
        headers = {"X_Artlint_Token": self.token, "Content_Type": "application/json", **headers}
        status, content, _ = self.send("POST", f"/api/{what}", json.dumps(body or {}).encode(), **headers)
        try:
            return status, json.loads(content)
        except ValueError:
            return status, content.decode()

    def ids(self) -> dict[str, str]:
        return {article["name"]: article["id"] for article in self.ask("list")[1]["articles"]}

    def end(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def serve(environment: dict[str, str]) -> Iterator[Callable[..., Server]]:
    running: list[Server] = []

    def start(folder: Path, *options: str, **variables: str) -> Server:
        running.append(Server(folder, {**environment, **variables}, *options))
        return running[-1]

    yield start
    for server in running:
        if server.process.poll() is None:
            _, _, err = server.end()
            assert "Traceback" not in err, err


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not os.path.exists(CHROMIUM):
        pytest.skip(f"there is no {CHROMIUM}")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """`visit(server, name)`: a page that shows an article. What goes wrong in its scripts fails the test."""
    contexts, wrong = [], []

    def visited(server: Server, name: str = "", *, width: int = 1280, scheme: str = "light") -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(server.address)
        page.wait_for_selector("#groups:not([aria-busy])", state="attached")
        if name:
            page.locator("#groups a", has_text=name).click()
            page.wait_for_selector("#work:not([hidden])")
        return page

    yield visited
    for context in contexts:
        context.close()
    assert not wrong


def write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def settled(page: Any) -> None:
    """Wait until the notes are of the text as it is: the pause in typing and the answer."""
    page.wait_for_timeout(300)
    page.wait_for_load_state("networkidle")


def accept(page: Any, words: str) -> None:
    card = page.locator("#cards > li", has_text=words).first
    identity = card.get_attribute("data-id")
    card.locator(".accept").click()
    page.wait_for_function(
        "id => ![...document.querySelectorAll('#cards > li')].some(li => li.dataset.id === id)", arg=identity
    )


class Held:
    """Requests of one kind that the page sends, kept back until they are released."""

    def __init__(self, page: Any, what: str) -> None:
        self._page, self._what = page, what
        self._routes: list[Any] | None = []
        page.route(f"**/api/{what}", self._arrived)

    def _arrived(self, route: Any) -> None:
        if self._routes is None:
            route.continue_()
        else:
            self._routes.append(route)

    def wait(self) -> None:
        for _ in range(100):
            if self._routes:
                return
            self._page.wait_for_timeout(50)
        raise AssertionError(f"the page never asked: {self._what}")

    def release(self) -> None:
        self.wait()
        routes, self._routes = self._routes, None
        for route in routes or ():
            route.continue_()


def save(page: Any) -> None:
    page.keyboard.press("Control+s")
    page.wait_for_function("() => document.querySelector('#status').textContent === 'Saved.'")


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
MARKS = """() => [...document.querySelectorAll('#backdrop .mark')].map(mark => {
  const before = document.createRange();
  before.setStart(document.querySelector('#backdrop'), 0);
  before.setEndBefore(mark);
  const start = before.toString().length;
  return {text: mark.textContent, start, end: start + mark.textContent.length, ids: mark.dataset.notes.split('\\n'),
          rects: [...mark.getClientRects()].filter(r => r.width).map(r => [r.left, r.right, r.top, r.bottom])};
})"""


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


# Fixes ----------------------------------------------------------------------------------------------------------


def test_an_accepted_fix_is_saved_as_the_fixer_would_write_it(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    path = next(articles.glob("001_*"))
    text = path.read_bytes().decode()
    wanted = next(d for d in Linter.from_config().lint_text(text, path=str(path)) if d.rule == "repeated-block")
    assert wanted.fix
    page = visit(serve(articles), path.name)
    accept(page, wanted.message)
    assert path.read_bytes().decode() == text  # not before it is saved
    save(page)
    assert path.read_bytes() == fixer.apply(text, wanted.fix.edits).encode()
    assert not list(articles.glob(".*"))


def test_all_safe_fixes_are_those_of_the_command(
    articles: Path, seeds: Path, tmp_path: Path, artlint: Any, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    other = Path(shutil.copytree(seeds, tmp_path / "fixed"))
    artlint("check", other, "--fix")
    page = visit(serve(articles))
    changed = 0
    for path in sorted(articles.iterdir()):
        page.locator("#groups a", has_text=path.name).click()
        page.wait_for_function("name => document.title.startsWith(name)", arg=path.name)
        if page.locator("#safe").is_enabled():
            page.click("#safe")
            page.wait_for_function("() => document.querySelector('#safe').disabled")
            save(page)
            changed += 1
        assert path.read_bytes() == (other / path.name).read_bytes()
    assert changed >= 2


def test_an_accepted_fix_can_be_undone(articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]) -> None:
    page = visit(serve(articles), "002_")
    before = page.input_value("#text")
    count = page.locator("#cards > li").count()
    page.locator(".accept").first.click()
    page.wait_for_function("before => document.querySelector('#text').value !== before", arg=before)
    settled(page)
    page.keyboard.press("Control+z")  # the focus is on a note by now
    settled(page)
    assert page.input_value("#text") == before
    assert page.locator("#cards > li").count() == count
    assert page.locator("#save").is_disabled()


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


EQUAL = "A title here\n\n" + "".join(f"Salt &amp; {what}, the cook said.\n\n" for what in ("fat", "acid", "heat"))


def fixed(text: str, *which: int) -> str:
    """The text with these of its entities as characters."""
    parts = text.split("&amp;")
    return parts[0] + "".join(("&" if i in which else "&amp;") + part for i, part in enumerate(parts[1:], 1))


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
    after = server.ask("fix", {"id": identity, "text": EQUAL})[1]
    assert after == {"text": fixed(EQUAL, 1, 3), "fixed": 2}
    assert lines(after["text"]) == []
    assert server.ask("fix", {"id": identity, "text": after["text"]})[1] == {"text": after["text"], "fixed": 0}
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


def test_the_keys_lead_from_fault_to_fault(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    page = visit(serve(articles), "004_")
    count = page.locator("#cards > li").count()
    seen = []
    for _ in range(count):
        page.keyboard.press("n")
        seen.append(page.locator("#cards > li[data-current]").get_attribute("data-id"))
        assert page.evaluate("document.activeElement.closest('#cards > li')?.dataset.id") == seen[-1]
        assert page.locator("#backdrop .mark[data-current]").count() >= 1
    assert len(set(seen)) == count
    page.keyboard.press("p")
    assert page.locator("#cards > li[data-current]").get_attribute("data-id") == seen[-2]
    page.focus("#text")
    before = page.input_value("#text")
    page.keyboard.press("Alt+n")
    assert page.locator("#cards > li[data-current]").get_attribute("data-id") == seen[-1]
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.input_value("#text") == before


# Saving ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (b"One.\r\nTwo.\rThree.\nFour.\r\n\r\nFive.", "utf-8"),
        (b"\xef\xbb\xbf" + "Café 👍.\r\nTwo.\r\n".encode(), "utf-8"),
        (b"\xff\xfe" + "Café.\r\nTwo.\n".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_saving_keeps_line_ends_encoding_and_mark(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any], raw: bytes, encoding: str
) -> None:
    folder = write(tmp_path / "in", a=raw)
    page = visit(serve(folder), "a.txt")
    page.evaluate("() => { const t = document.querySelector('#text'); t.focus(); t.setSelectionRange(0, 1); }")
    page.keyboard.type("X")
    save(page)
    first = "One" if b"One" in raw else "Café"
    assert (folder / "a.txt").read_bytes() == raw.replace(first.encode(encoding), ("X" + first[1:]).encode(encoding))


def test_lines_get_back_their_own_ends() -> None:
    text = "a\r\nb\nc\rd\r\ne"
    assert from_browser("a\nb\nc\nd\ne", text) == text
    assert from_browser("a\nc\nd\ne", text) == "a\r\nc\rd\r\ne"
    assert from_browser("a\nnew\nb\nc\nd\ne", text) == "a\r\nnew\r\nb\nc\rd\r\ne"
    assert from_browser("a\nb\nc\nd\ne\nf\n", text) == "a\r\nb\nc\rd\r\ne\r\nf\r\n"
    assert from_browser("", text) == ""
    assert from_browser("x\ny", "a\r\nb") == "x\r\ny"


def test_a_file_that_changed_on_disk_is_not_overwritten_unseen(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    folder = write(tmp_path / "in", a="Title here\n\nThe first text, they said.\n")
    path = folder / "a.txt"
    page = visit(serve(folder), "a.txt")

    def typed_and_saved(words: str) -> None:
        page.focus("#text")
        page.keyboard.press("Control+End")
        page.keyboard.type(words)
        page.keyboard.press("Control+s")
        page.wait_for_selector("#changed[open]")

    path.write_text("Title here\n\nAnother text, they said.\n")
    typed_and_saved("Mine.")
    assert path.read_text() == "Title here\n\nAnother text, they said.\n"
    assert "Another text, they said." in page.inner_text("#differences")
    assert "Mine." in page.inner_text("#differences")
    page.click("#changed [value=stay]")
    assert page.input_value("#text").endswith("Mine.")
    path.write_text("A third text\n")  # and again, behind the back of the first message
    typed_and_saved("!")
    path.write_text("A fourth text\n")
    page.click("#changed [value=keep]")
    page.wait_for_function("() => document.querySelector('#differences').textContent.includes('fourth')")
    page.wait_for_selector("#changed[open]")
    assert path.read_text() == "A fourth text\n"
    page.click("#changed [value=keep]")
    page.wait_for_function("() => document.querySelector('#status').textContent === 'Saved.'")
    assert path.read_text() == "Title here\n\nThe first text, they said.\nMine.!"
    path.write_text("The last text\n")
    typed_and_saved("x")
    page.click("#changed [value=reload]")
    page.wait_for_function("() => document.querySelector('#text').value === 'The last text\\n'")
    assert path.read_text() == "The last text\n"


def test_a_save_is_the_old_file_or_the_new_one(tmp_path: Path, serve: Callable[..., Server]) -> None:
    texts = ["old " * 200_000 + "\n", "new " * 200_000 + "\n"]
    folder = write(tmp_path / "in", a=texts[0])
    server = serve(folder, "--select", "orphan-citation")
    (identity,) = server.ids().values()
    digest = server.ask("open", {"id": identity})[1]["digest"]
    seen, stop = set(), threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.add((folder / "a.txt").read_text())

    watcher = threading.Thread(target=look)
    watcher.start()
    for text in (texts[1], texts[0], texts[1]):
        status, answer = server.ask("save", {"id": identity, "text": text, "digest": digest})
        assert status == 200
        digest = answer["digest"]
    stop.set()
    watcher.join()
    assert seen <= set(texts)
    assert os.listdir(folder) == ["a.txt"]


def test_what_cannot_be_saved_is_said_and_not_written(tmp_path: Path, serve: Callable[..., Server]) -> None:
    latin = "Le café était fermé à midi, a déclaré le propriétaire. Les élèves étaient déçus.\n".encode("cp1252")
    folder = write(tmp_path / "in", latin=latin, plain="A text.\n")
    server = serve(folder)
    ids = server.ids()
    for name, text in (("latin.txt", "東京"), ("plain.txt", "a\0b"), ("plain.txt", "half \ud83d of it")):
        opened = server.ask("open", {"id": ids[name]})[1]
        status, answer = server.ask("save", {"id": ids[name], "text": text, "digest": opened["digest"]})
        assert status == 400
        assert "Nothing was saved" in answer["message"]
    assert (folder / "latin.txt").read_bytes() == latin
    assert (folder / "plain.txt").read_bytes() == b"A text.\n"
    (folder / "plain.txt").unlink()
    status, answer = server.ask("save", {"id": ids["plain.txt"], "text": "x", "digest": opened["digest"]})
    assert (status, "no longer there" in answer["message"]) == (410, True)
    assert not (folder / "plain.txt").exists()


def test_unsaved_work_is_guarded(articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]) -> None:
    page = visit(serve(articles), "003_")
    page.focus("#text")
    page.keyboard.type("Mine ")
    page.locator("#groups a", has_text="004_").click()
    page.click("#leave [value=stay]")
    assert "Mine " in page.input_value("#text")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#groups a", has_text="004_").click()
    page.click("#leave [value=save]")
    page.wait_for_function("() => document.title.startsWith('004_')")
    assert next(articles.glob("003_*")).read_text(encoding="utf-8").startswith("Mine ")
    page.focus("#text")
    page.keyboard.type("More ")
    page.reload()
    assert asked == ["beforeunload"]
    assert not next(articles.glob("004_*")).read_text(encoding="utf-8").startswith("More ")


def test_counting_the_articles_takes_nothing_from_one(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    page = visit(serve(articles), "003_")
    counts = Held(page, "counts")
    page.reload()
    page.wait_for_function("() => document.title.startsWith('003_')")  # without waiting for the counts
    page.locator("#groups a", has_text="004_").click()
    page.wait_for_function("() => document.title.startsWith('004_')")
    page.focus("#text")
    page.keyboard.type("Mine ")
    counts.release()
    page.wait_for_selector("#groups:not([aria-busy])", state="attached")
    settled(page)
    assert "Mine " in page.input_value("#text")


def test_what_was_opened_before_the_list_was_there_stays(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    page = visit(serve(articles), "003_")
    names = Held(page, "list")
    page.reload()
    page.click("#paste-link")
    page.fill("#text", "Mine")
    names.release()
    page.wait_for_selector("#groups:not([aria-busy])", state="attached")
    settled(page)
    assert page.input_value("#text") == "Mine"


def test_a_key_while_an_article_loads_changes_nothing(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    page = visit(serve(articles), "003_")
    opening = Held(page, "open")
    page.locator("#groups a", has_text="004_").click()
    opening.wait()
    page.focus("#text")
    page.keyboard.type("x")
    settled_text = page.input_value("#text")
    opening.release()
    page.wait_for_function("() => document.title.startsWith('004_')")
    assert page.input_value("#text") == to_browser(next(articles.glob("004_*")).read_text(encoding="utf-8"))
    assert settled_text == to_browser(next(articles.glob("003_*")).read_text(encoding="utf-8"))
    page.focus("#text")
    page.keyboard.type("Mine ")
    assert page.input_value("#text").startswith("Mine ")


def test_what_is_typed_while_it_saves_is_not_left_behind(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    page = visit(serve(articles), "003_")
    page.focus("#text")
    page.keyboard.type("Mine ")
    saving = Held(page, "save")
    page.locator("#groups a", has_text="004_").click()
    page.click("#leave [value=save]")
    saving.wait()
    page.focus("#text")
    page.keyboard.type("More ")
    saving.release()
    page.wait_for_function("() => document.querySelector('#status').textContent === 'Saved.'")
    settled(page)
    assert page.title().startswith("003_")
    assert "More " in page.input_value("#text")
    assert page.locator("#save").is_enabled()
    assert "More " not in next(articles.glob("003_*")).read_text(encoding="utf-8")


# Who may speak to it --------------------------------------------------------------------------------------------


def test_strangers_are_turned_away_and_nothing_is_written(articles: Path, serve: Callable[..., Server]) -> None:
    server = serve(articles)
    identity = next(iter(server.ids().values()))
    digest = server.ask("open", {"id": identity})[1]["digest"]
    before = {p: p.read_bytes() for p in articles.iterdir()}
    body = {"id": identity, "text": "spoilt", "digest": digest}
    port = server.host.rpartition(":")[2]
    for headers in (
        {"X_Artlint_Token": ""},
        {"X_Artlint_Token": "wrong"},
        {"X_Artlint_Token": server.token[:-1]},
        {"X_Artlint_Token": "wrong", "Cookie": f"artlint-{port}=wrong; other={server.token}"},
        {"Host": "evil.example"},
        {"Host": f"evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": f"https://{server.host}"},
    ):
        assert server.ask("save", body, **headers)[0] == 403, headers
        assert server.ask("list", {}, **headers)[0] == 403, headers
    for path in ("/", "/review.js", "/?token=wrong", "/nothing"):
        assert server.send("GET", path)[0] == 403
    assert server.ask("save", body, Content_Type="text/plain")[0] == 415
    assert server.send("GET", "/api/save", X_Artlint_Token=server.token)[0] == 405
    assert {p: p.read_bytes() for p in articles.iterdir()} == before
    assert server.ask("save", body, Origin=f"http://{server.host}")[0] == 200


def test_the_server_is_bound_to_this_machine_and_says_so_little(articles: Path, serve: Callable[..., Server]) -> None:
    server = serve(articles)
    assert urlsplit(server.address).hostname == "127.0.0.1"
    assert len(server.token) >= 32
    status, _, headers = server.send("GET", f"/?token={server.token}")
    assert status == 200
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "server" not in headers
    kept = cookie.partition(";")[0]
    assert server.send("GET", "/base.css", Cookie=f"bad={{x; {kept}")[0] == 200
    port = int(server.host.rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
    for other in others - {"127.0.0.1"}:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((other, port), timeout=2)


def test_the_cookie_alone_changes_nothing(articles: Path, serve: Callable[..., Server]) -> None:
    """Browsers send it to every port of this machine."""
    server = serve(articles)
    cookie = server.send("GET", f"/?token={server.token}")[2]["set-cookie"].partition(";")[0]
    secret = cookie.partition("=")[2]
    assert server.token not in cookie
    assert len(secret) >= 32
    assert server.send("GET", f"/?token={secret}")[0] == 403
    assert server.ask("list", X_Artlint_Token=secret)[0] == 403
    own = f"http://{server.host}"
    for headers in ({}, {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "same-site", "Origin": own}):
        assert server.ask("list", X_Artlint_Token="", Cookie=cookie, **headers)[0] == 403, headers
    for headers in ({"Origin": own}, {"Sec_Fetch_Site": "same-origin"}):
        assert server.ask("list", X_Artlint_Token="", Cookie=cookie, **headers)[0] == 200, headers


def test_the_browser_gets_the_token_from_a_private_file(
    articles: Path, tmp_path: Path, chromium: Any, environment: dict[str, str]
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/part" && mv "{tmp_path}/part" "{tmp_path}/given"\n'
    )
    browser.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "artlint", "review", str(articles)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "BROWSER": str(browser)},
    )
    try:
        assert process.stdout
        token = process.stdout.readline().strip().partition("?token=")[2]
        for _ in range(100):
            if (tmp_path / "given").exists():
                break
            time.sleep(0.1)
        (given,) = (tmp_path / "given").read_text().splitlines()
        assert token
        assert token not in given
        file = Path(unquote(urlsplit(given).path))
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        assert token in file.read_text()
        context = chromium.new_context()
        page = context.new_page()
        page.goto(given)
        page.wait_for_selector("#groups a")
        assert token not in page.url
        page.reload()
        page.wait_for_selector("#groups a")
        assert all(token not in cookie["value"] for cookie in context.cookies())
        context.close()
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert not file.parent.exists()


def test_no_way_leads_out_of_the_folder(tmp_path: Path, serve: Callable[..., Server]) -> None:
    outside = write(tmp_path / "out", secret="A secret text.\n") / "secret.txt"
    folder = write(tmp_path / "in", a="A text.\n")
    (folder / "link.txt").symlink_to(outside)
    server = serve(folder)
    ids = server.ids()
    for identity in ("../out/secret.txt", str(outside), "a.txt", "", ids["link.txt"]):
        for what, more in (("open", {}), ("check", {"text": "x"}), ("save", {"text": "x", "digest": "0" * 32})):
            status, answer = server.ask(what, {"id": identity, **more})
            assert status in (403, 404), (what, identity, answer)
            assert "secret" not in json.dumps(answer)
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/../app.py", "/index.html/..%2f..%2fapp.py"):
        assert server.send("GET", path, X_Artlint_Token=server.token)[0] == 404
    digest = server.ask("open", {"id": ids["a.txt"]})[1]["digest"]
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(outside)  # after it was opened
    assert server.ask("save", {"id": ids["a.txt"], "text": "x", "digest": digest})[0] == 403
    assert outside.read_text() == "A secret text.\n"


def test_nonsense_is_answered_and_not_suffered(articles: Path, serve: Callable[..., Server]) -> None:
    server = serve(articles)
    headers = {"X_Artlint_Token": server.token, "Content_Type": "application/json"}
    for body in (b"", b"{", b"[]", b"1", b'{"id": 1}', b'{"id": ["x"], "text": "x"}', b"[" * 100_000, b"\xff"):
        assert server.send("POST", "/api/check", body, **headers)[0] == 400, body[:40]
    with pytest.raises((OSError, http.client.HTTPException, AssertionError)):
        assert server.send("POST", "/api/check", b"x" * (33 << 20), **headers)[0] != 413
    assert server.ask("list")[0] == 200


def test_markup_in_texts_and_names_is_text(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    evil = "<script>window.evil=1</script><img src=x onerror=window.evil=1>"
    folder = write(tmp_path / "in", a=f"A title here\n\n{evil} said the “mayor.[1]\n")
    (folder / "<img src=x onerror=window.evil=1>.txt").write_text(f"{evil}[1]\n")
    (folder / os.fsdecode(b"not-utf8-\xff.txt")).write_text("A text.[1]\n")
    page = visit(serve(folder), "a.txt")
    for link in range(page.locator("#groups a").count()):
        page.locator("#groups a").nth(link).click()
        settled(page)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("window.evil") is None
    assert page.locator("#groups img, #work img, #notes img, #groups script").count() == 0
    assert page.evaluate("fetch('https://example.org').then(() => 'went', () => 'blocked')") == "blocked"


# The other views ------------------------------------------------------------------------------------------------


def test_a_pasted_text_is_checked_and_written_nowhere(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    before = {p: p.read_bytes() for p in articles.rglob("*")}
    page = visit(serve(articles))
    page.click("#paste-link")
    text = next(articles.glob("002_*")).read_text(encoding="utf-8")
    page.fill("#text", text)
    page.wait_for_selector("#cards > li")
    found = Linter.from_config().lint_text(text)
    assert page.locator("#cards > li .message").all_inner_texts() == [d.message for d in found]
    accept(page, "repeat lines")
    assert len(page.input_value("#text")) < len(text)
    assert page.locator("#save").is_hidden()
    assert {p: p.read_bytes() for p in articles.rglob("*")} == before


def test_a_pasted_text_that_was_changed_is_guarded_and_its_rejected_faults_stay(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    page = visit(serve(articles, "--select", "html-entity"))
    page.click("#paste-link")
    page.fill("#text", EQUAL)
    cards = page.locator("#cards > li")
    cards.first.wait_for()
    page.click("#paste-link")  # nothing was changed, so nothing is asked
    page.wait_for_function("() => document.querySelector('#text').value === ''")
    page.fill("#text", EQUAL)
    cards.nth(1).locator(".reject").click()
    page.wait_for_function("() => document.querySelectorAll('#cards > li').length === 2")
    page.focus("#text")
    page.keyboard.press("Control+Home")
    page.keyboard.type("Mine ")
    settled(page)
    assert cards.count() == 2
    page.click("#safe")
    page.wait_for_function("() => document.querySelectorAll('#cards > li').length === 0")
    assert page.input_value("#text") == "Mine " + fixed(EQUAL, 1, 3)
    page.keyboard.press("Control+s")
    page.locator("#groups a", has_text="004_").click()
    page.wait_for_selector("#leave[open]")
    assert page.locator("#leave [value=save]").is_hidden()
    page.click("#leave [value=stay]")
    assert page.input_value("#text") == "Mine " + fixed(EQUAL, 1, 3)
    page.click("#recall")
    cards.first.wait_for()
    page.locator("#groups a", has_text="004_").click()
    page.click("#leave [value=discard]")
    page.wait_for_function("() => document.title.startsWith('004_')")


PLUGIN = """
from pathlib import Path
from artlint.checks.base import Check

class Weather(Check):
    class Options:
        pass

    def run(self, article):
        if "rain" in article.text:
            raise ZeroDivisionError("it rains")
        return []

def artlint_checks():
    return {"weather": Weather}

def artlint_rule_packs():
    return [str(Path(__file__).with_name("weather.yaml"))]
"""


def test_an_article_on_which_a_rule_fails_does_not_hide_the_others(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    site = tmp_path / "site"
    rule = "- {name: new-rule, code: NEW001, check: weather, summary: s, why: w, message: m, options: {}}\n"
    install(site, "artlint-weather", PLUGIN, weather=rule)
    folder = write(tmp_path / "in", fair="The sun shone on salt &amp; pepper.\n", wet="The rain fell.\n")
    page = visit(serve(folder, PYTHONPATH=python_path(site)))
    assert "it rains" in page.locator("#groups a", has_text="wet.txt").inner_text()
    page.locator("#groups a", has_text="wet.txt").click()
    page.wait_for_selector("#failed:not([hidden])")
    assert "--ignore new-rule" in page.inner_text("#failure")
    page.locator("#groups a", has_text="fair.txt").click()
    page.wait_for_selector("#cards > li")


def test_an_error_of_our_own_is_not_called_the_fault_of_the_page(articles: Path) -> None:
    testclient = pytest.importorskip("starlette.testclient")
    workspace = Workspace()

    def broken() -> Any:
        raise ValueError("a mistake")

    guarded = app(ReviewSession([str(articles)], workspace, broken, Baselines(workspace, None)), "token", 80)
    headers = {"X-Artlint-Token": "token"}
    client = testclient.TestClient(guarded, "http://127.0.0.1", raise_server_exceptions=False, headers=headers)
    assert client.post("/api/list", json={}).status_code == 500
    assert client.post("/api/open", json={}).status_code == 400


def test_the_list_has_the_faults_first_and_counts_as_the_command_does(
    articles: Path, artlint: Any, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    (articles / "000_clean.txt").write_text("A quiet day\n\nNothing happened on Monday, the mayor said.\n")
    page = visit(serve(articles))
    reported = json.loads(artlint("check", articles, "--output-format", "json").out)
    names = page.locator("#groups .file").all_inner_texts()
    assert names[-1] == "000_clean.txt"
    assert "With faults" in page.inner_text("#groups section:first-child h2")
    for name in names:
        total = sum(Path(d["filename"]).name == name for d in reported)
        badges = page.locator("#groups a", has_text=name).locator(".badge").all_inner_texts()
        assert sum(int(badge.split()[0]) for badge in badges) == total
    page.fill("#filter", "clean")
    assert page.locator("#groups .file").all_inner_texts() == ["000_clean.txt"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_pass_the_rules_of_axe(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any], scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(serve(articles), width=width, scheme=scheme)

    def passes(where: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
        results = axe.run(page)
        assert results.response["passes"], where
        assert results.violations_count == 0, f"{where}: {results.generate_report()}"

    passes("list")
    page.locator("#groups a", has_text="001_").click()
    page.wait_for_selector("#cards > li")
    page.locator("summary").first.click()
    page.click("#next")
    passes("article")
    page.click("#safe")
    page.wait_for_function("() => document.querySelector('#safe').disabled")
    passes("article, changed")
    page.evaluate("document.querySelector('#leave').showModal()")
    passes("question")
    page.keyboard.press("Escape")
    page.click("#undo")
    page.wait_for_function("() => document.querySelector('#save').disabled")
    page.click("#paste-link")
    page.wait_for_function("() => document.title.startsWith('Paste')")
    passes("paste")
    page.fill("#text", "The talks ended on Thursday, they said.[1]\n")
    page.wait_for_selector("#cards > li")
    passes("pasted")


# The command ----------------------------------------------------------------------------------------------------


def test_ctrl_c_ends_it_cleanly(articles: Path, serve: Callable[..., Server]) -> None:
    server = serve(articles)
    assert server.ask("list")[0] == 200
    code, out, err = server.end()
    assert code == 0
    assert out == ""  # nothing after the address
    assert "Traceback" not in err
    assert "5 articles to review" in err


def test_what_cannot_be_reviewed_is_said(tmp_path: Path, artlint: Any) -> None:
    records = tmp_path / "corpus.jsonl"
    records.write_text('{"text": "A text."}\n')
    os.mkfifo(tmp_path / "pipe")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for arguments, words in (
            ((tmp_path / "none",), "no such file or folder"),
            ((records,), "a file of records"),
            ((tmp_path / "pipe",), "neither a file nor a folder"),
            (("-",), "paste a text"),
            ((tmp_path, "--port", port), f"port {port} cannot be used"),
            ((tmp_path, "--port", "0"), "no number from 1 to 65535"),
            ((tmp_path, "--select", "no-such-rule"), "no rule answers"),
        ):
            ran = artlint("review", "--no-browser", *arguments)
            assert ran.code == 2, arguments
            assert words in ran.err


def test_without_starlette_it_says_what_to_install(articles: Path, tmp_path: Path, artlint: Any) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import sys\nclass Absent:\n    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'starlette':\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name='starlette')\n"
        "sys.meta_path.insert(0, Absent())\n"
    )
    ran = artlint("review", articles, "--no-browser", env={"PYTHONPATH": python_path(hidden)})
    assert ran.code == 2
    assert "pip install 'artlint[review]'" in ran.err


def test_a_port_that_was_asked_for_is_used(articles: Path, serve: Callable[..., Server]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert serve(articles, "--port", str(port)).host == f"127.0.0.1:{port}"
