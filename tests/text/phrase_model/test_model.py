"""The phrase model: how a line is cut, what it says of plain cases, and that it says the same everywhere."""

from __future__ import annotations

import json
import os
import time

import pytest

from artlint.base.model import Span
from artlint.text.article import Article
from artlint.text.phrase_model import model, phrases
from tests.support import outputs_everywhere

PROSE = (
    "The first ships came in at dawn, and the crews were given soup by volunteers who had filled sandbags all night, "
    "while the harbour master, who had not slept since Monday, counted the lost buoys in his office above the lock. "
) * 8
PAGE = (
    "Jobs Homes Cars Classifieds Weather Contact the Newsroom Help FAQ Mobile RSS "
    "Sign up for our newsletter Copyright 2019 All rights reserved"
)
LIKELY = 0.8


def cut(line: str) -> list[str]:
    return [line[p.start : p.end] for p in phrases.phrases(line, Article(line).marks[0].openings)]


def found(line: str, known: list[Span] | None = None) -> list[str]:
    article = Article(line)
    judged = model.LongLine(article.blocks[0], *model.judge(line, article.marks[0].openings))
    passages = model.passages(judged, known or [], LIKELY)
    return [line[p.start : p.end] for p in passages]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("the mayor said so. Read also: Bridge opens", ["the mayor said so.", "Read also:", "Bridge opens"]),
        ("“she said it” and left", ["“she said it” and left"]),
        ("he had helpedRead on and minutes2019", ["he had helped", "Read on and minutes", "2019"]),
        ("an iPhone, McDonald, McDonald and the U.S.Army", ["an iPhone,", "McDonald,", "McDonald and the", "U.S.Army"]),
        ("see www.NorthportNews.com or Jo@Northport.com", ["see www.NorthportNews.com or", "Jo@Northport.com"]),
        ("首页新闻体育财经娱乐科技汽车房产旅游健康。" * 4, ["首页新闻体育财经娱乐科技", "汽车房产旅游健康。"] * 4),
        ("a " * 14, [" ".join("a" * 12), "a a"]),
    ],
)
def test_a_line_is_cut_where_something_may_begin(line: str, parts: list[str]) -> None:
    assert cut(line.strip()) == parts


def test_the_data_is_small_and_plain() -> None:
    assert os.path.getsize(model.path()) < 1_000_000
    with open(model.path(), encoding="utf-8") as file:
        data = json.load(file)
    assert set(data) == {"languages", "words", "edges", "forest"}
    size = len(phrases.NAMES)

    def check(node: object) -> None:
        if isinstance(node, list):
            feature, _, left, right = node
            assert 0 <= feature < size
            check(left)
            check(right)

    for tree in data["forest"]:
        check(tree)


def test_each_phrase_has_all_numbers() -> None:
    line = PROSE + PAGE
    cut_line = phrases.phrases(line, Article(line).marks[0].openings)
    page = phrases.Numbers(cut_line, [0] * len(cut_line), [0] * len(cut_line))
    assert {len(page.vector(i)) for i in range(len(cut_line))} == {len(phrases.NAMES)}


def test_plain_cases() -> None:
    assert found(PROSE) == []
    for line in (PROSE + PAGE, PROSE + PAGE + " " + PROSE):
        (passage,) = found(line)
        assert passage in PAGE
        assert len(passage) > len(PAGE) / 2
    assert found("-") == []


def test_what_others_have_marked_speaks_for_nothing() -> None:
    line = PROSE + PAGE
    assert found(line, [Span(len(PROSE), len(line))]) == []


def test_runs_part_the_line_at_the_least_cost() -> None:
    sure = 400  # an edge
    assert model.runs([-3.0, 3.0, 3.0, -3.0], [300, sure, -sure, sure], 1.0) == [(1, 3)]
    assert model.runs([3.0, 3.0, -3.0], [300, -sure, sure], 1.0) == [(0, 2)], "the beginning of the line is an edge"
    assert model.runs([-3.0, 2.0, -3.0], [300, -sure, -sure], 1.0) == [], "not worth the cost of its edges"
    assert model.runs([-3.0, -2.0], [300, sure], 1.0) == []
    assert model.runs([], [], 1.0) == []


def test_languages_are_those_it_has_learnt_from() -> None:
    assert model.speaks("en")
    assert not model.speaks("hi")
    assert not model.speaks("")


def test_the_same_with_and_without_the_disk_cache_and_for_any_hash_seed() -> None:
    code = (
        "from artlint.text.article import Article; from artlint.text.phrase_model import model\n"
        "(line,) = model.long_lines(Article(sys.stdin.read())); print(line[1:], model.passages(line, [], 0.8))"
    )
    (output,) = outputs_everywhere(code, PROSE + PAGE)
    assert "Passage(" in output


def test_twice_the_line_takes_twice_the_time() -> None:
    def seconds(line: str) -> float:
        article = Article(line)
        assert article.language == "en"
        assert article.marks
        start = time.process_time()
        for judged in model.long_lines(article):
            model.passages(judged, [], LIKELY)
        return time.process_time() - start

    labels = PROSE + "Jobs Homes Cars Weather of the Week Share in the News " * 120 + "and so on."
    for page in ((PROSE + PAGE + "MayThe ferrySails inTo portAgain ") * 20, labels):
        seconds(page)
        longer = page * 4 if page is not labels else PROSE + labels[len(PROSE) : -10] * 4 + "and so on."
        assert seconds(longer) < 8 * max(0.05, seconds(page))
