"""What an article has that its source does not: values, and the ways by which a source is given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import artlint
from artlint.checks.common import number_values
from tests.support.articles import Artlint
from tests.support.record_files import write_records

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
    known = number_values.values_of(source, language)
    assert [n for n in number_values.numbers(article, language) if not number_values.holds(known, n)] == []


@pytest.mark.parametrize(
    ("article", "source"),
    [("58 people", "85 people"), ("1,300 houses", "1,200 houses"), ("12,345 votes", "12,354 votes"), ("4.3%", "4.8%"),
     ("at 10:30", "at 10:20"), ("more than 70,000", "59,412"), ("2.1 million", "1,203,488"), ("9,000", "1,000"), ("over 1,000", "21")],
)  # fmt: skip
def test_another_number_is_another(article: str, source: str) -> None:
    known = number_values.values_of(source, "en")
    assert [n for n in number_values.numbers(article, "en") if not number_values.holds(known, n)]


def test_what_is_no_number_of_its_own() -> None:
    text = "The A380, Covid-19, 1.2.3, user@58.example, http://a.example/58 and [58]"
    assert list(number_values.numbers(text, "en")) == []


def test_a_quotation_may_be_shortened_and_added_to() -> None:
    said = "“We have decided to bring our team home from the region, with regret, and to end the mission,” he said."
    assert found("“We have decided to bring our team home … [and] to end the mission,” he said.", said) == []
    wrong = found("“We have decided to end the mission … to bring our team home,” he said.", said)
    assert [f[:6] for f in wrong] == ["SRC002"], "in another order"


def test_sources_of_files(artlint: Artlint, tmp_path: Path) -> None:
    for folder, text in (("articles", ARTICLE), ("sources", SOURCE)):
        (tmp_path / folder / "in").mkdir(parents=True)
        (tmp_path / folder / "in" / ("a.txt" if folder == "articles" else "a.md")).write_text(text)
    (tmp_path / "articles" / "b.txt").write_text(ARTICLE)
    ran = artlint("check", "articles", "--against", "sources", "--select", "SRC", "--output-format", "json-lines")
    assert ran.code == 1
    assert {json.loads(line)["filename"] for line in ran.out.splitlines()} == {"articles/in/a.txt"}
    assert len(ran.out.splitlines()) == len(FOUND)
    assert "b.txt: no source of its name in sources" in ran.err
    (tmp_path / "sources" / "in" / "a.md").write_text(ARTICLE)
    ran = artlint("check", "articles", "--against", "sources", "--select", "SRC")
    assert ran.code == 0, "what is kept of a run knows the source"
    assert artlint("check", "articles/b.txt", "--against", "sources/in/a.md", "--select", "SRC").code == 0
    ran = artlint("check", "articles", "--against", "nowhere", "--select", "SRC")
    assert (ran.code, "nowhere: there is no such file or folder of sources" in ran.err) == (2, True)


def test_sources_of_a_configuration(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "artlint.yaml").write_text("against: sources\nselect: [SRC]\n")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_text(SOURCE)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARTICLE)
    ran = artlint("a.txt", "b.txt", "--output-format", "concise")
    assert ran.code == 1
    assert [line[:5] for line in ran.out.splitlines()] == ["a.txt"] * len(FOUND)
    assert "no source" not in ran.err, "some have one and some have none"
    (tmp_path / "artlint.yaml").write_text("against: nowhere\n")
    ran = artlint("a.txt")
    assert (ran.code, "artlint.yaml:1:10" in ran.err) == (2, True)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.jsonl.gz"])
def test_sources_of_records(artlint: Artlint, tmp_path: Path, name: str) -> None:
    rows = [{"id": "x", "text": ARTICLE, "source_text": SOURCE}, {"id": "y", "text": ARTICLE, "source_text": ""}]
    write_records(tmp_path / name, rows)
    ran = artlint(name, "--select", "SRC", "--output-format", "concise")
    assert ran.code == 1
    assert [line.split(":")[0] for line in ran.out.splitlines()] == [f"{name}#1 (x)"] * len(FOUND)
    write_records(tmp_path / name, [{"id": "x", "text": ARTICLE, "wire": SOURCE}])
    assert artlint(name, "--select", "SRC").code == 0
    assert artlint(name, "--select", "SRC", "--meta-field", "wire=against").code == 1
