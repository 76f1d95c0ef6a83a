"""`artlint review`: the real command, a real server, and a person at a real Chromium."""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from artlint.engine.linter import Linter
from artlint.project.baselines import Baselines
from artlint.project.workspace import Workspace
from artlint.review.app import app
from artlint.review.browser_text import to_browser
from artlint.review.session import ReviewSession
from tests.review.person import EQUAL, Server, accept, fixed, settled, write
from tests.support import install, python_path

pytestmark = pytest.mark.xdist_group("review")  # one worker starts the browser


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


def test_nonsense_is_answered_and_not_suffered(articles: Path, serve: Callable[..., Server]) -> None:
    server = serve(articles)
    headers = {"X_Artlint_Token": server.token, "Content_Type": "application/json"}
    for body in (b"", b"{", b"[]", b"1", b'{"id": 1}', b'{"id": ["x"], "text": "x"}', b"[" * 100_000, b"\xff"):
        assert server.send("POST", "/api/check", body, **headers)[0] == 400, body[:40]
    with pytest.raises((OSError, http.client.HTTPException, AssertionError)):
        assert server.send("POST", "/api/check", b"x" * (33 << 20), **headers)[0] != 413
    assert server.ask("list")[0] == 200


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
from artlint.plugin_api import Check

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
