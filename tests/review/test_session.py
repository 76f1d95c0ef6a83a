"""What is accepted and saved."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from artlint.engine import fixer
from artlint.engine.linter import Linter
from tests.review.person import Server, accept, settled, write

pytestmark = pytest.mark.xdist_group("review")  # one worker starts the browser


def save(page: Any) -> None:
    page.keyboard.press("Control+s")
    page.wait_for_function("() => document.querySelector('#status').textContent === 'Saved.'")


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


def test_what_the_source_does_not_have_is_shown(
    articles: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    path = next(articles.glob("004_*"))
    sources = articles.parent / "sources"
    sources.mkdir()
    (sources / path.name).write_text(path.read_text().replace("Thursday", "Monday"))
    (articles / "artlint.yaml").write_text("against: ../sources\nselect: [SRC]\n")
    page = visit(serve(articles), path.name)
    assert page.get_by_text("“Thursday” is not in the source").count() > 0


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
