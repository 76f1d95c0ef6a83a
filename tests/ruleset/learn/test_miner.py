"""`artlint learn`: from articles of made-up papers to rules that find what stands around them, and nothing else."""

from __future__ import annotations

import random
import time

import pytest

from artlint.ruleset import rule_packs
from artlint.ruleset.learn.copies import originals
from artlint.ruleset.learn.miner import Learned, learn
from artlint.ruleset.learn.rule_writer import SETTLES, rule_file
from artlint.ruleset.learn.source import key
from tests.ruleset.learn.gazette import NOTICE, NOUNS, articles, gazette, headline, story

BOILERPLATE = {
    "Eastport Gazette",
    "Home | News | Sport",
    "posted on {n} {name}",
    "Share this story",
    "{n} comments",
    "Sign up for our newsletter and get the news of the town every morning.",
    "More from the Gazette",
    "© Eastport Gazette 2024. All rights reserved.",
}


def phrases(learned: Learned) -> set[str]:
    return {line.phrase for line in [*learned.lines, *(h.line for h in learned.headings)]}


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(articles([gazette(n) for n in range(12)]))


# What is boilerplate
def test_what_recurs_around_the_articles_is_learned_and_nothing_else(learned: Learned) -> None:
    assert phrases(learned) == BOILERPLATE
    assert {line.articles for line in learned.lines} == {12}
    assert [line.text for line in learned.long] == [NOTICE]
    assert [(h.line.text, h.most) for h in learned.headings] == [("More from the Gazette", 3)]


def test_copies_of_an_article_count_once() -> None:
    """The same story under other titles, shortened, and with a paragraph of its own."""
    one = story(1)
    copies = [gazette(n, body) for n, body in ((1, one), (3, one[:4]), (5, [*one, *story(7)[:1]]), (7, one[2:]))]
    assert originals(articles(copies)) == [0]
    assert learn(articles(copies)) == Learned(1, 3, [], [], [])
    others = [gazette(n) for n in (2, 4)]
    assert learn(articles([*copies, *others])).articles == 3
    assert phrases(learn(articles([*copies, *others]))) == BOILERPLATE


def test_articles_with_much_boilerplate_are_no_copies() -> None:
    """What most articles hold does not make them copies, if they hold as much besides."""
    notices = [f"{NOTICE} ({i})" for i in range(6)]
    assert originals(articles(["\n".join([*story(n), *notices]) for n in range(6)])) == [0, 1, 2, 3, 4, 5]
    assert originals(articles(["\n".join([story(n)[0], *notices]) for n in range(6)])) == [0, 1, 2, 3, 4, 5]
    assert originals(articles(["\n".join([*notices, story(n)[0]]) for n in range(6)])) == [0]  # rather copies
    assert originals(articles(["\n".join(notices)] * 6)) == [0]


def test_a_line_needs_three_different_articles() -> None:
    texts = ["\n".join([*story(n), "Share this story"]) for n in range(2)]
    rest = ["\n".join(story(n)) for n in range(2, 6)]
    assert phrases(learn(articles([*texts, *rest]))) == set()
    texts.append("\n".join([*story(9), "Share this story"]))
    assert phrases(learn(articles([*texts, *rest]))) == {"Share this story"}


def test_a_line_of_a_large_source_needs_a_share_of_its_articles() -> None:
    texts = ["\n".join([*story(n), *(["Share this story"] if n < 3 else [])]) for n in range(200)]
    assert phrases(learn(articles(texts))) == set()


def test_a_headline_that_other_articles_lead_to_is_not_learned() -> None:
    title = headline(random.Random(77))
    texts = [f"{title}\n" + "\n".join([*story(0), "Share this story"])]
    texts += [
        "\n".join([headline(random.Random(n)), *story(n), "Share this story", "Most read", title]) for n in range(1, 6)
    ]
    assert phrases(learn(articles(texts))) == {"Share this story", "Most read"}


HEADLINES = [headline(random.Random(n)) for n in (70, 71, 72, 73, 74, 75)]


@pytest.mark.parametrize("byline", [["By Jo Marsh"], []])
@pytest.mark.parametrize(
    "above",
    [
        [],
        ["Eastport Gazette"],
        ["Eastport Gazette", "Home | News | Weather"],
        ["Eastport Gazette", "Home | News {}", "Share this story"],
        ["Eastport Gazette", "{} | News", "Share this story"],
        ["Trending now", *HEADLINES[:2]],
    ],
)
def test_titles_are_not_learned_whatever_stands_above_them(above: list[str], byline: list[str]) -> None:
    """Each article leads to two others."""
    texts = [
        [
            *(line.format(NOUNS[n]) for line in above if line != title),
            title,
            *byline,
            *story(n)[:3],
            f"{n} comments",
            "More from the Gazette",
            *(HEADLINES * 2)[n + 1 : n + 3],
            "All rights reserved",
        ]
        for n, title in enumerate(HEADLINES)
    ]
    found = learn(articles(["\n".join(lines) for lines in texts]))
    assert found.articles == 6
    assert not phrases(found) & set(HEADLINES)
    assert [h.line.text for h in found.headings] == ["More from the Gazette"]
    assert {"{n} comments", "All rights reserved"} <= phrases(found)


def test_a_title_that_ends_as_a_sentence_is_not_learned() -> None:
    titles = [f"The {noun} was closed." for noun in NOUNS[:6]]
    texts = [
        "\n".join(["Eastport Gazette", t, *story(n), "More from the Gazette", *(titles * 2)[n + 1 : n + 4]])
        for n, t in enumerate(titles)
    ]
    assert not phrases(learn(articles(texts))) & set(titles)


@pytest.mark.parametrize(
    "headlines",
    [
        [HEADLINES[:1], HEADLINES[1:2], HEADLINES[2:3], HEADLINES[3:4], [], []],
        [HEADLINES[:3], HEADLINES[1:4], HEADLINES[2:5], HEADLINES[3:], HEADLINES[:3], HEADLINES[:3]],
        [HEADLINES[:2], HEADLINES[2:4], HEADLINES[4:], [], [], []],
    ],
)
def test_a_heading_of_headlines_is_never_a_plain_line(headlines: list[list[str]]) -> None:
    """Else it would be gone before `related-links` looks for it, and the headlines would stay."""
    texts = [
        "\n".join([f"{headline(random.Random(n))} {n}", *story(n), "More from the Gazette", *own, "Share this story"])
        for n, own in enumerate(headlines)
    ]
    found = learn(articles(texts))
    assert [h.line.text for h in found.headings] == ["More from the Gazette"]
    assert "More from the Gazette" not in [line.text for line in found.lines]
    assert "Share this story" in [line.text for line in found.lines]


def test_long_articles_take_no_longer_by_the_line() -> None:
    """In seconds; it was minutes when each line was looked for in a list of all others."""
    rows = [f"Row {'abcdefghij'[i % 10]}{chr(97 + i // 10 % 26)}{chr(97 + i // 260)}" for i in range(6000)]
    texts = ["\n".join([*(story(n) * 200), *rows, "More from the Gazette", "More from us"] * 2) for n in range(3)]
    start = time.process_time()
    learn(articles(texts))
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("12 Comments", "{n} comments"),
        ("Posted on 3 May", "posted on {n} {name}"),
        ("Updated: May 3, 2024, 10:15", "updated {name} {n}"),
        ("Veröffentlicht am 3. März 2024 um 10:15", "veröffentlicht am {n} {name} {n} um {n}"),
        ("Publicado el 3 de mayo de 2024", "publicado el {n} de {name} de {n}"),
        ("Опубликовано 3 января 2024", "опубликовано {n} {name} {n}"),
        ("Bijgewerkt: 3 mrt. 2024", "bijgewerkt {n} {name} {n}"),
        ("Maybe 3rd time lucky", "maybe 3rd time lucky"),
        ("3 marks out of 5", "{n} marks out of {n}"),
        ("12 decisions", "{n} decisions"),
        ("5 mayors met", "{n} mayors met"),
    ],
)
def test_numbers_and_months_may_vary(line: str, folded: str) -> None:
    assert key(line) == folded


def test_learned_rules_settle_what_related_links_does() -> None:
    (links,) = (rule for rule in rule_packs.load() if rule.name == "related-links")
    assert {*links.subsumes, "BOI"} == set(SETTLES)


def test_a_number_that_is_always_the_same_stays() -> None:
    texts = ["\n".join([*story(n), "Call 555 0123 to subscribe", f"{n} comments"]) for n in range(4)]
    assert phrases(learn(articles(texts))) == {"Call 555 0123 to subscribe", "{n} comments"}


def test_the_order_of_the_articles_makes_no_difference() -> None:
    every = articles([gazette(n) for n in range(9)] + [gazette(1, story(4))])
    first = rule_file({"eastport.example": learn(every)})
    for seed in range(3):
        random.Random(seed).shuffle(every)
        assert rule_file({"eastport.example": learn(every)}) == first
