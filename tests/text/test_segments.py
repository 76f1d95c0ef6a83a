"""Where one thing ends in a line and another begins, and where something of the page may begin."""

from __future__ import annotations

import pytest

from artlint.text.article import Article


def segments(text: str) -> list[str]:
    return [segment.text for segment in Article(text).segments]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Nobody was hurt.Read also: Mayor opens bridge", ["Nobody was hurt.", "Read also: Mayor opens bridge"]),
        ("Photo: Jo Marsh / AP  The bridge is closed.", ["Photo: Jo Marsh / AP", "The bridge is closed."]),
        ("Home | News | Sport", ["Home", "News", "Sport"]),
        ("Никто не пострадал.Читайте также: Мост открыт", ["Никто не пострадал.", "Читайте также: Мост открыт"]),
    ],
)
def test_a_line_is_cut_at_its_joints(line: str, parts: list[str]) -> None:
    assert segments(line + "\n") == parts


@pytest.mark.parametrize(
    "line",
    [
        "Nobody was hurt, the mayor said. She left at 3.45 for example.org and had seen the U.S. team.",
        "McDonald and eBay and DeLillo sold node.js, version 2.1.",
        "The first sentence.  The second, after two spaces.  The third.  So this author types.",
    ],
)
def test_what_authors_write_is_one(line: str) -> None:
    assert segments(line + "\n") == [line]


def test_segments_stand_in_the_text_where_they_say() -> None:
    text = "The pier reopens. Nobody was hurt.Read also: Mayor opens bridge\n\nPhoto: Jo Marsh / AP  The bridge is closed.\n"
    article = Article(text)
    assert [text[segment.start : segment.end] for segment in article.segments] == segments(text)


def test_openings_are_looked_up_by_their_letters() -> None:
    article = Article("The pier reopens. Nobody was hurt.Read also: Mayor opens bridge\n")
    text = article.blocks[0].text
    assert [text[at : at + 9] for _, at in article.openings["re"]] == ["Read also"]
    assert [text[at : at + 6] for _, at in article.openings["no"]] == ["Nobody"]
