"""What an article has that its source does not: values, and the ways by which a source is given."""

from __future__ import annotations

import pytest

import artlint
from artlint.checks.common import number_values

SOURCE = "The storm of Monday hurt 85 people in Quellendorf, the mayor said. “Nobody was warned in time,” she said.\n"
ARTICLE = (
    "The storm of Thursday hurt 58 people in Quellendorf, said Marlene Bergmann. “Nobody was told in time,” she said.\n"
)
FOUND = ["SRC001 58", "SRC002 Nobody was told in time", "SRC003 Marlene Bergmann", "SRC004 Thursday"]


def found(text: str, source: str) -> list[str]:
    linter = artlint.Linter.from_config(select=["SRC"])
    return sorted(f"{d.code} {text[d.span.start : d.span.end]}" for d in linter.lint_text(text, source=source))


def test_all_four_and_nothing_without_a_source() -> None:
    assert found(ARTICLE, SOURCE) == FOUND
    assert found(ARTICLE, ARTICLE) == []
    assert found(ARTICLE, "") == []
    assert [d.code for d in artlint.lint_text("Of 58 people", source="Of 85 people")] == ["SRC001"]


@pytest.mark.parametrize(
    ("article", "source", "language"),
    [
        ("1,2 Mio. Menschen", "1.200.000 Menschen", "de"),
        ("1.2 million people", "1,200,000 people", "en"),
        ("1.2 million people", "1,203,488 people", "en"),
        ("nearly 60,000 visitors", "59,412 visitors", "en"),
        ("12 dogs", "twelve dogs", "en"),
        ("42 dogs", "forty-two dogs", "en"),
        ("20 per cent", "one in five", "en"),
        ("50 per cent", "half of them", "en"),
        ("12 eggs", "a dozen eggs", "en"),
        ("at 10:30 p.m.", "at 22:30", "en"),
        ("au 20e siècle", "au XXe siècle", "fr"),
        ("3,5 milliards", "3 500 000 000", "fr"),
        ("16 calles", "dieciséis calles", "es"),
        ("300 houses", "three hundred houses", "en"),
        ("27 países", "veintisiete países", "es"),
        ("32 países", "treinta y dos países", "es"),
        ("27 Länder", "siebenundzwanzig Länder", "de"),
        ("28 paesi", "ventotto paesi", "it"),
        ("60 metres", "60 m", "en"),
        ("£60 million", "£60m", "en"),
        ("$1tn", "a trillion dollars", "en"),
    ],
)
def test_numbers_are_compared_by_value(article: str, source: str, language: str) -> None:
    known = number_values.known(source, language)
    assert [n for n in number_values.numbers(article, language) if not number_values.holds(known, n)] == []


@pytest.mark.parametrize(
    ("article", "source"),
    [("58 people", "85 people"), ("1,300 houses", "1,200 houses"), ("12,345 votes", "12,354 votes"), ("4.3%", "4.8%"),
     ("at 10:30", "at 10:20"), ("more than 70,000", "59,412"), ("2.1 million", "1,203,488"), ("9,000", "1,000"), ("over 1,000", "21")],
)  # fmt: skip
def test_another_number_is_another(article: str, source: str) -> None:
    known = number_values.known(source, "en")
    assert [n for n in number_values.numbers(article, "en") if not number_values.holds(known, n)]


def test_what_is_no_number_of_its_own() -> None:
    text = "The A380, Covid-19, 1.2.3, user@58.example, http://a.example/58 and [58]"
    assert list(number_values.numbers(text, "en")) == []


def test_a_quotation_may_be_shortened_and_added_to() -> None:
    said = "“We have decided to bring our team home from the region, with regret, and to end the mission,” he said."
    assert found("“We have decided to bring our team home … [and] to end the mission,” he said.", said) == []
    wrong = found("“We have decided to end the mission … to bring our team home,” he said.", said)
    assert [f[:6] for f in wrong] == ["SRC002"], "in another order"


@pytest.mark.parametrize(
    ("article", "source"),
    [
        ("The old man sat in the sun.", "An old man enjoyed sunlight."),
        ("About 1500 people came.", "Some 1,500 people came."),
        ("Tickets cost between 15 and 80 euros.", "Tickets cost 15-80 euros."),
        ("It is open from November 24 to November 26.", "It is open from 24 to 26 November."),
        ("In May 20 people were hurt.", "In May, twenty people were hurt."),
        (
            "“We have decided to bring our team home,” she said.",
            "“We have decided,” she said, “to bring our team home.”",
        ),
        (
            "“[W]e have decided to bring our team home,” she said.",
            "“So we have decided to bring our team home,” she said.",
        ),
        ("The minister from Poland left the talks.", "The Polish minister left the talks."),
        ("It opens at 8 p.m. and ends at 22:45.", "It opens at 20:00 and ends at 10:45 p.m."),
        ("It costs $120, and 25,000 came.", "It costs one hundred and twenty dollars, and twenty-five thousand came."),
        ("It took 2.5 years.", "It took two and a half years."),
        ("About 33% agree.", "One in three agrees."),
        ("The trial begins on September 5.", "The trial begins on Sept. 5."),
        ("The talks of 04/05/2026 failed.", "The talks of 4 May 2026 failed."),
    ],
)
def test_the_same_in_other_words(article: str, source: str) -> None:
    assert (
        found(
            f"{article} Nobody knows why, and nobody asks for it.", f"{source} Why, nobody knows; nobody asks for it."
        )
        == []
    )


@pytest.mark.parametrize(
    ("article", "source", "code"),
    [
        ("United won 3-2.", "United won 3-1.", "SRC001"),
        ("The plane crashed at 10:30 p.m.", "The plane crashed at 10:30 a.m.", "SRC001"),
        ("He scored 60 goals.", "He scored 59 goals.", "SRC001"),
        ("The shot killed 10 people.", "He wrote on X.", "SRC001"),
        ("They met Margaret Thatcher in town.", "They met that woman in town.", "SRC003"),
        ("They met Mark Johnston in town.", "They met Mark Johnson in town.", "SRC003"),
        ("It was on Thursday that it fell.", "It fell on 4 and 5 May, in 2024 and 2025.", "SRC004"),
    ],
)
def test_what_is_another(article: str, source: str, code: str) -> None:
    assert code in {f[:6] for f in found(article, source)}


@pytest.mark.parametrize(
    "odd", ["1" + "0" * 400, "1" + ",000" * 500, "5" * 5000 + ":30", "99/99/9999", "31/02/2020", "frıday", "aprıl 5"]
)
def test_odd_numbers_and_dates(odd: str) -> None:
    found(f"It was {odd} then, in the town.", "It was nothing.")
    found("It was nothing.", f"It was {odd} then, in the town.")


def test_a_source_is_text() -> None:
    with pytest.raises(TypeError, match="source must be str, not bytes"):
        artlint.lint_text("a", source=b"b")  # type: ignore[arg-type]
