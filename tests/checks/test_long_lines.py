"""Passages of the page in lines that hold a whole article, and what is left alone there."""

from __future__ import annotations

import time

import pytest

from artlint import Linter

LINTER = Linter.from_config(None, select=["BOI011"])
PROSE = (
    "The first ships came in at dawn, and the crews were given soup by volunteers who had filled sandbags all night. "
    "The harbour master, who had not slept since Monday, counted the lost buoys in his office above the lock. "
) * 8
PAGE = "Search Archive Photos Videos Jobs Homes Cars Classifieds Weather Contact the Newsroom Help FAQ Mobile RSS"
LAST = " Until then everything stays as it is, and the choir goes on rehearsing, on Thursdays, in its coats."


def found(text: str, form: str = "text") -> list[str]:
    return [text[d.span.start : d.span.end] for d in LINTER.lint_text(text, format=form)]


def test_the_articles_own_sentences_around_a_passage_stay() -> None:
    for text in (PROSE + PAGE, PROSE + PAGE + LAST, PROSE + PAGE + " " + PROSE):
        (passage,) = found(text)
        assert passage in PAGE, text[-80:]
    fixed = LINTER.fix_text(PROSE + PAGE + LAST, unsafe=True).text
    assert fixed.endswith(LAST[1:])


@pytest.mark.parametrize(
    "text",
    [
        PROSE + "“" + PAGE + "” is what the page said, and nobody read it." + PROSE,
        PROSE + "var menu = {search: 1; archive: 2}; jobs = [homes; cars]; classifieds = {weather: 3; rss: 4};",
        PROSE + "To send a report, open the page of the harbour, choose Help and then Sign in.",
    ],
    ids=["quotation", "code", "within a sentence"],
)
def test_what_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_long_list_without_an_article_is_left_alone() -> None:
    assert found((PAGE + " ") * 20) == []


def test_the_reasons_are_words_of_the_passage() -> None:
    (d,) = LINTER.lint_text(PROSE + PAGE)
    passage = d.span
    reasons = d.message.split("worded as parts of pages are: ")[1].split(")")[0].split(", ")
    assert reasons[-1] == "behind the article"
    for reason in reasons[:-1]:
        assert reason.strip("“”") in (PROSE + PAGE)[passage.start : passage.end].lower()


def test_bold_and_line_ends_in_markdown() -> None:
    text = (
        "# A title\r\n\r\n" + PROSE + "**" + PAGE + "**\r\n\r\n" + "The end of the story came at noon, on the pier.\r\n"
    )
    for passage in found(text, "markdown"):
        assert passage.count("**") % 2 == 0
        assert "\r" not in passage


@pytest.mark.parametrize(
    "rest",
    ["https://example.org/" + "aB3cD9" * 25_000, "aB" * 10_000, "12.5 " * 20_000, "MayThe " * 20_000],
    ids=["data in an address", "capitals", "numbers", "glued words"],
)
def test_odd_lines_cost_no_more_than_their_length(rest: str) -> None:
    line = PROSE + PAGE + " " + rest
    start = time.process_time()
    found(line)
    assert time.process_time() - start < 20
