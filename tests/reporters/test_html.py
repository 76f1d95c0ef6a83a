"""The report for people, in a real browser: marks on the right characters, hostile text inert, filters, keys, size."""

from __future__ import annotations

import io
import json
import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from artlint.base.model import Edit, Fix, Place, RecordPath, Result, Span
from artlint.base.shown_text import visible
from artlint.reporters.base import Context
from artlint.ruleset.plugins import registry
from artlint.text.position import Positions
from tests.reporters.made import found
from tests.support.browser import launched
from tests.support.processes import seconds

pytestmark = pytest.mark.xdist_group("html")  # one worker starts the browser

WHY = "Because </script><script>alert(1)</script>."

RULES: Any = {"made": SimpleNamespace(code="T001", summary="A <b>made</b> rule.", why=WHY)}

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)><!--<script>&lt;\u2028\u202eend\x1b[31m\ud800"


def report(*results: Result) -> str:
    out = io.StringIO()
    reporter = registry.reporter_class("html")(out, Context(RULES, "1.2.3"))
    for result in results:
        reporter.article(result)
    reporter.close()
    return out.getvalue()


def test_what_comes_late_of_an_article_joins_what_is_known() -> None:
    path = RecordPath("all.jsonl", 3, "x")
    text = "one two three"
    late = found(text, 4, 7, path=path, message="late")
    html = report(
        Result(path, (found(text, 8, 13, path=path, message="early"),), text),
        Result("clean.txt", (), "fine"),
        Result(path, (late,), ""),
    )
    data = payload(html, 1)
    assert [fault["message"] for fault in data["faults"]] == ["late", "early"]
    assert data["rows"] == [["one ", ["two", [0]], " ", ["three", [1]]]]
    assert "artlint: 1 of 2 articles with faults" in html


def test_a_run_without_faults_makes_a_report_too() -> None:
    assert "No fault was found." in report(Result("a.txt", (), "fine"))
    assert "No article was checked." in report()


def test_of_too_many_articles_the_worst_are_listed_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    from artlint.reporters import html as reporter

    monkeypatch.setattr(reporter, "LISTED", 2)
    results = [
        Result(f"{n}.txt", tuple(found("text", 0, i + 1, path=f"{n}.txt") for i in range(n + 1)), f"text {n}")
        for n in range(3)
    ]
    html = report(*results, Result("broken.txt", problem="cannot be read"))
    assert re.findall(r'data-number="(\d)"', html) == ["3", "2"]
    assert "The 2 worst of 3 articles" in html
    assert "artlint: 3 of 3 articles" in html
    assert 'id="t1"' not in html


def payload(html: str, number: int) -> Any:
    match = re.search(rf'id="t{number}">(.*?)</script>', html, re.DOTALL)
    assert match
    return json.loads(match[1])


# ---- in the browser
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as chromium:
        yield chromium


class Page:
    """A page with a report, and all that went wrong or out in it."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.requests: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("dialog", lambda dialog: (self.wrong.append("dialog"), dialog.dismiss()))
        self.page.goto(file.as_uri())

    def open(self, address: str) -> None:
        self.page.evaluate("(address) => { location.hash = address }", address)
        self.page.wait_for_timeout(80)

    def marked(self) -> dict[int, str]:
        """The text under the marks of each fault, rows joined by a bar."""
        return {
            int(k): v
            for k, v in self.page.evaluate("""() => {
              const out = {};
              for (const row of document.querySelectorAll(".row > .text")) {
                const here = {};
                for (const mark of row.querySelectorAll(".mark"))
                  for (const fault of mark.dataset.faults.split(" ")) here[fault] = (here[fault] || "") + mark.textContent;
                for (const [fault, text] of Object.entries(here)) out[fault] = fault in out ? out[fault] + "|" + text : text;
              }
              return out;
            }""").items()
        }

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_timeout(50)


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    pages = []

    def show(html: str | Path, **options: Any) -> Page:
        file = html if isinstance(html, Path) else tmp_path / "report.html"
        if isinstance(html, str):
            file.write_text(html, encoding="utf-8")
        pages.append(Page(browser, file, **options))
        return pages[-1]

    yield show
    for page in pages:
        assert page.wrong == []
        assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
        assert len(page.requests) == 1
        page.context.close()


@pytest.fixture
def of_seeds(artlint: Any, articles: Path, tmp_path: Path) -> Path:
    ran = artlint("check", "articles", "--output-format", "html", "-o", "seeds.html")
    assert ran.code == 1, ran.err
    return tmp_path / "seeds.html"


def test_marks_stand_on_exactly_the_reported_characters_of_the_seeds(
    shown: Any, of_seeds: Path, artlint: Any, articles: Path, tmp_path: Path
) -> None:
    page = shown(of_seeds)
    diagnostics = json.loads(artlint("check", "articles", "--output-format", "json").out)
    by_path: dict[str, list[Any]] = {}
    for diagnostic in diagnostics:
        by_path.setdefault(diagnostic["filename"], []).append(diagnostic)
    assert len(by_path) == 5
    for number, (path, expected) in enumerate(sorted(by_path.items()), 1):
        lines = (tmp_path / path).read_text(encoding="utf-8").split("\n")
        page.open(f"#a{number}")
        under = page.marked()
        assert len(under) == len(expected)
        for index, diagnostic in enumerate(expected):
            (row, column), (last, end) = (
                (diagnostic[key]["row"], diagnostic[key]["column"]) for key in ("location", "end_location")
            )
            part = lines[row - 1 : last]
            part[-1] = part[-1][: end - 1]
            part[0] = part[0][column - 1 :]
            assert under[index] == "|".join(filter(None, map(visible, part))), diagnostic["name"]
        messages = page.page.locator(".note .message").all_text_contents()
        assert sorted(messages) == sorted(diagnostic["message"] for diagnostic in expected)


HARD = [
    ("emoji", "Die 👩‍👩‍👧 Familie 🇩🇪 war da", "🇩🇪"),
    ("combining", "Cafe\u0301 re\u0301sume\u0301 end", "re\u0301sume\u0301"),
    ("Chinese", "联合国表示，停火谈判已经破裂。相关阅读", "相关阅读"),
    ("Arabic", "قال المبعوث إن المحادثات انتهت. اقرأ أيضا", "المبعوث"),
    ("Hebrew", "השליח אמר כי השיחות הסתיימו. קראו עוד", "קראו עוד"),
    ("carriage returns", "one\r\ntwo fault\r\nthree", "fault"),
    ("bidi override", "safe \u202etxt.exe\u202c end", "\u202etxt.exe"),
]


@pytest.mark.parametrize(("name", "text", "fault"), HARD, ids=[name for name, *_ in HARD])
def test_marks_stand_on_exactly_the_right_characters_of_hard_text(shown: Any, name: str, text: str, fault: str) -> None:
    start = text.index(fault)
    page = shown(report(Result("a.txt", (found(text, start, start + len(fault)),), text)))
    page.open("#a1")
    assert page.marked() == {0: visible(fault)}
    whole = page.page.locator(".row > .text").all_text_contents()
    assert whole == [visible(line) for line in text.replace("\r\n", "\n").split("\n")]
    right = page.page.evaluate("getComputedStyle(document.querySelector('.text')).direction === 'rtl'")
    assert right == (name in ("Arabic", "Hebrew"))


def test_overlapping_marks_hold_their_own_characters_and_one_click_more_takes_the_next(shown: Any) -> None:
    text = "alpha beta gamma\ndelta epsilon"
    page = shown(report(Result("a.txt", (found(text, 0, 22), found(text, 6, 16), found(text, 11, 30)), text)))
    page.open("#a1")
    assert page.marked() == {0: "alpha beta gamma|delta", 1: "beta gamma", 2: "gamma|delta epsilon"}
    current = "document.querySelector('.note[data-current]').dataset.fault"
    seen = []
    for _ in range(3):
        page.page.locator(".mark", has_text="gamma").first.click()
        seen.append(page.page.evaluate(current))
    assert sorted(seen) == ["0", "1", "2"]


def test_hostile_text_stays_text_wherever_it_stands(shown: Any) -> None:
    path = "<img src=x onerror=alert(3)>/{{ 7 * 7 }}.txt"
    text = HOSTILE + "\n<b onclick=alert(4)>" + HOSTILE
    fix = Fix(HOSTILE, (Edit(Span(0, 9), HOSTILE),), "safe")
    place = Place(Positions(text).at(0), Positions(text).at(3), HOSTILE, "other" + HOSTILE)
    fault = found(text, 0, len(HOSTILE), path=path, message=HOSTILE, fix=fix, related=(place,))
    page = shown(report(Result(path, (fault,), text)))
    page.open("#a1.1")
    page.page.wait_for_timeout(200)
    assert page.page.locator("main img, main script, main b[onclick]").count() == 0
    assert page.page.locator(".row > .text").first.text_content() == visible(HOSTILE)
    assert page.page.locator("#article .path").text_content() == path
    assert "<script>alert(1)</script>" in page.page.locator(".note .message").text_content()
    assert page.page.evaluate("document.querySelectorAll('script:not([type])').length") == 1


def test_the_policy_lets_nothing_else_run_and_nothing_out(browser: Any, of_seeds: Path) -> None:
    page = Page(browser, of_seeds)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        page.page.evaluate(
            """(address) => {
              const script = document.createElement("script");
              try { script.textContent = "window.ran = true"; document.body.append(script); } catch { window.refused = true; }
              const image = document.createElement("img");
              image.src = address;
              document.body.append(image);
              fetch(address).catch(() => { window.kept = true; });
            }""",
            address,
        )
        page.page.wait_for_function("window.kept")
        server.settimeout(0.5)
        with pytest.raises(TimeoutError):
            server.accept()
    assert page.page.evaluate("[window.ran, window.refused]") == [None, True]
    page.context.close()


def test_filters_hide_marks_notes_and_articles(shown: Any, of_seeds: Path) -> None:
    page = shown(of_seeds)
    p = page.page
    cards = p.locator(".articles > li:visible")
    assert cards.count() == 5
    p.locator("input[value=warning]").uncheck()
    assert cards.count() == 2
    assert p.locator("#shown").text_content() == "2 of 5"
    page.open("#a1")
    assert p.locator(".note:visible h3").all_text_contents() == ["errortruncated-ending"]
    assert p.locator(".mark:not([data-off])").all_text_contents() == ["Its enduring political"]
    page.open("#")
    p.locator("input[value=warning]").check()
    p.locator("#which > summary").click()
    p.locator("[data-do=none]").click()
    assert p.locator("#empty").is_visible()
    p.locator("input[value=misspelled-name]").check()
    assert cards.count() == 1
    assert p.locator(".articles > li:visible .worst > li:visible b").all_text_contents() == ["misspelled-name"]
    p.locator("[data-do=all]").click()
    p.keyboard.press("Escape")
    p.locator("#find").fill("doha hamas")
    assert cards.locator("h3").all_text_contents() == ["US Withdraws from Doha Ceasefire Talks with Hamas"]


def test_the_list_is_ordered_as_one_chooses(shown: Any, of_seeds: Path) -> None:
    p = shown(of_seeds).page

    def numbers() -> list[str]:
        return p.evaluate("[...document.querySelectorAll('.articles > li')].map((item) => item.dataset.number)")

    assert numbers() == ["1", "5", "2", "3", "4"]
    p.locator("#order").select_option("most")
    assert numbers() == ["5", "1", "2", "3", "4"]
    p.locator("#order").select_option("path")
    assert numbers() == ["1", "2", "3", "4", "5"]


def test_all_can_be_done_with_keys(shown: Any, of_seeds: Path) -> None:
    page = shown(of_seeds)
    p = page.page
    page.press("j", "j", "j")
    assert p.evaluate("document.activeElement.getAttribute('href')") == "#a2"
    page.press("Enter")
    assert p.evaluate("location.hash") == "#a2"
    assert p.evaluate("document.activeElement.id") == "title"
    current = "document.querySelector('.note[data-current]')?.dataset.fault"
    page.press("n", "n")
    assert p.evaluate(current) == "1"
    assert p.locator("#where").text_content() == "2 of 4"
    assert p.evaluate("document.activeElement.classList.contains('note')")
    page.press("p")
    assert p.evaluate(current) == "0"
    page.press("j")
    assert p.evaluate("location.hash") == "#a3"
    page.press("k")
    assert p.evaluate("location.hash") == "#a2"
    page.press("?")
    assert p.locator("#keys").is_visible()
    page.press("Escape")
    assert not p.locator("#keys").is_visible()
    assert p.evaluate("location.hash") == "#a2"
    page.press("Escape")
    assert p.locator("#list").is_visible()
    assert p.evaluate("document.activeElement.getAttribute('href')") == "#a2"
    page.press("/")
    assert p.evaluate("document.activeElement.id") == "find"
    page.press("n")
    assert p.locator("#find").input_value() == "n"


def test_a_mark_and_its_note_point_at_each_other(shown: Any, of_seeds: Path) -> None:
    page = shown(of_seeds)
    p = page.page
    page.open("#a5")
    p.locator(".mark", has_text="Witkock").hover()
    note = p.locator(".note[data-current]")
    assert "misspelled-name" in note.text_content()
    assert note.locator("del").text_content() == "Witkock"
    assert note.locator("ins").text_content() == "Witkoff"
    note.locator("summary", has_text="Why").click()
    assert note.locator("details p").first.is_visible()
    p.locator(".note", has_text="stray-number").hover()
    assert p.locator(".mark[data-current]").all_text_contents() == ["262"]
    note = p.locator(".note", has_text="misspelled-name")
    note.locator("a[data-row]").click()
    assert p.locator(".row[data-flash] .line").text_content() == "2"
    note.locator("header a").click()
    assert p.evaluate("location.hash") == "#a5.5"
    mark = p.locator(".mark", has_text="Witkock")
    assert mark.evaluate("m => document.getElementById(m.getAttribute('aria-details')).textContent.includes('Witkock')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_accessible_and_never_scrolls_sideways(
    browser: Any, of_seeds: Path, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = Page(browser, of_seeds, viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    for address in ("#", "#a1", "#a1.3", "#a5.4"):
        page.open(address)
        results = axe.Axe().run(page.page)
        assert results.violations_count == 0, results.generate_report()
        assert page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.press("?")
    results = axe.Axe().run(page.page)
    assert results.violations_count == 0, results.generate_report()
    page.context.close()


def test_long_words_and_addresses_do_not_widen_a_phone(shown: Any) -> None:
    text = "W" * 3000 + "\n" + "https://example.org/" + "a/" * 900
    path = "very/" * 60 + "long.txt"
    fault = found(text, 2000, 2900, path=path, message="m" * 500, fix=Fix("f" * 300, (Edit(Span(5, 900), ""),), "safe"))
    page = shown(report(Result(path, (fault,), text)), viewport={"width": 390, "height": 844})
    for address in ("#", "#a1.1"):
        page.open(address)
        assert page.page.evaluate("document.documentElement.scrollWidth") == 390


def test_in_print_notes_stand_under_their_rows_and_no_control_is_left(shown: Any, of_seeds: Path) -> None:
    page = shown(of_seeds)
    page.page.emulate_media(media="print")
    assert not page.page.locator("#filter").is_visible()
    page.open("#a5")
    p = page.page
    assert not p.locator(".bar").is_visible()
    row = p.locator(".row").first.bounding_box()
    note = p.locator(".note").first.bounding_box()
    assert note["y"] >= row["y"] + row["height"] - 1
    assert p.locator(".note details p").first.is_visible()  # the reasons are on paper, where nothing opens


def test_the_theme_can_be_chosen_against_the_system(shown: Any, of_seeds: Path) -> None:
    p = shown(of_seeds, color_scheme="light").page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = p.evaluate(ground)
    p.locator("[data-do=theme]").click()
    assert p.evaluate(ground) != light
    p.locator("[data-do=theme]").click()
    assert p.evaluate(ground) == light


# ---- the command
def test_two_thousand_articles_stay_usable(shown: Any, artlint: Any, seeds: Path, tmp_path: Path) -> None:
    sources = [file.read_text(encoding="utf-8") for file in sorted(seeds.iterdir())]
    with open(tmp_path / "many.jsonl", "w", encoding="utf-8") as out:
        for number in range(2000):
            text = sources[number % 5].replace("Hamas", f"Group{number}", number % 7)
            out.write(json.dumps({"id": f"n{number}", "text": text}) + "\n")
    ran = artlint("check", "many.jsonl", "--output-format", "html", "-o", "many.html", "--quiet", timeout=300)
    assert ran.code == 1, ran.err
    begun = seconds(os.getpid())
    page = shown(tmp_path / "many.html")
    p = page.page
    p.wait_for_function("document.querySelector('#shown').textContent === '2,000'")
    opened = seconds(os.getpid()) - begun
    assert opened < 8  # seconds of a processor; it takes about one
    p.evaluate("location.hash = document.querySelector('.articles a').getAttribute('href')")
    p.wait_for_selector("#title")
    begun = seconds(os.getpid())
    for _ in range(5):
        before = p.evaluate("location.hash")
        p.evaluate("""() => new Promise((done, failed) => {
          const drawn = () => requestAnimationFrame(() => setTimeout(done));
          addEventListener("hashchange", drawn, { once: true });
          setTimeout(() => failed(new Error("nothing happened")), 60_000);
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
        })""")
        assert p.evaluate("location.hash") != before
    step = (seconds(os.getpid()) - begun) / 5
    print(f"{(tmp_path / 'many.html').stat().st_size:,} bytes, opened in {opened:.2f} s, a step in {step:.2f} s")
    assert step < 0.3


def test_the_same_input_gives_the_same_bytes(artlint: Any, articles: Path, tmp_path: Path) -> None:
    for name, jobs in (("one.html", "1"), ("two.html", "2")):
        artlint("check", "articles", "--output-format", "html", "-o", name, "--jobs", jobs)
    one = (tmp_path / "one.html").read_bytes()
    assert one == (tmp_path / "two.html").read_bytes()
    assert one == artlint("check", "articles", "--output-format", "html").out.encode()


def test_a_run_that_is_stopped_leaves_the_old_report(artlint: Any, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    (tmp_path / "artlint.yaml").write_text("select: [no-such-rule]\n")
    ran = artlint("check", "articles", "--output-format", "html", "-o", "report.html")
    assert ran.code == 2
    assert (tmp_path / "report.html").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir() if "artlint" in file.name] == ["artlint.yaml"]
