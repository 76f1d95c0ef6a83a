"""The standard packs: their numbers, and that they stay out of the way unless selected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artlint import Linter
from artlint.base.model import Span
from artlint.ruleset import rule
from artlint.text import native
from artlint.text.article import Article
from artlint.text.measures import line_stats
from artlint.text.measures import word_stats as words
from tests.checks.standards.packs import DATATROVE, PROSE, RECORDS, rules
from tests.support import ROOT

PACKS = ("gopher", "c4", "fineweb", "refinedweb", "dolma", "ccnet", "cc-net")


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.name)
def test_a_standard_is_off_and_names_its_source(record: rule.RuleRecord) -> None:
    assert not record.default
    assert record.code.startswith("STD")
    assert ("drops-article" in record.tags) != ("drops-lines" in record.tags)
    assert any(year in record.source for year in ("2020", "2021", "2023", "2024", "0.10.1"))


@pytest.mark.parametrize("selector", [*PACKS, *DATATROVE, "STD", "standards", "datatrove"])
def test_prose_passes_every_pack(selector: str) -> None:
    assert not rules(PROSE, selector)


# What each rule is set to, from the papers and from the code that docs/standards.md names; written by hand. First what
# holds for each check where nothing is said, then the rules.
METRIC = {
    "min": None, "max": None, "above": None, "below": None, "words": "letters", "marks": True, "case": False,
    "lines": "filled", "starts": [], "ends": [], "trim": True, "length": 30, "copies": "later", "of": "text",
}  # fmt: skip

C4 = {
    "end_marks": [".", "?", "!", '"'], "min_words": 5, "count_words": "text", "max_word_length": 1000,
    "min_sentences": 3, "bad_words": [],
}  # fmt: skip

C4_OF_DATATROVE = C4 | {
    "end_marks": [".", "?", "!", '"', "'"], "min_words": 3, "count_words": "all", "min_sentences": 5
}  # fmt: skip

TOP = {"2": 0.20, "3": 0.18, "4": 0.16}

DUPLICATE = {"5": 0.15, "6": 0.14, "7": 0.13, "8": 0.12, "9": 0.11, "10": 0.10}

BULLETS = ["•", "‣", "◦", "▪", "▫", "●", "○", "■", "□", "*", "-", "–"]


def metric(name: str, **options: object) -> dict[str, object]:
    return METRIC | {"metric": name} | options


def top(words: str, count: str) -> dict[str, object]:
    return {"runs": "most-common", "words": words, "count": count, "most": TOP}


def duplicate(words: str, count: str) -> dict[str, object]:
    return {"runs": "duplicate", "words": words, "count": count, "most": DUPLICATE}


SET = {
    "gopher-few-words": metric("words", words="spaces", min=50),
    "gopher-many-words": metric("words", words="spaces", max=100_000),
    "gopher-word-length": metric("mean-word-length", words="spaces", min=3, max=10),
    "gopher-hashes": metric("hashes-per-word", words="spaces", max=0.1),
    "gopher-ellipses": metric("ellipses-per-word", words="spaces", max=0.1),
    "gopher-bullets": metric("bullet-lines", starts=BULLETS, max=0.9),
    "gopher-ellipsis-lines": metric("ellipsis-lines", ends=["...", "…"], max=0.3),
    "gopher-alphabetic-words": metric("alphabetic-words", words="spaces", min=0.8),
    "gopher-stop-words": metric("stop-words", words="spaces", min=2),
    "gopher-duplicate-lines": metric("duplicate-lines", max=0.30),
    "gopher-duplicate-line-characters": metric("duplicate-line-characters", max=0.20),
    "gopher-duplicate-paragraphs": metric("duplicate-paragraphs", max=0.30),
    "gopher-duplicate-paragraph-characters": metric("duplicate-paragraph-characters", max=0.20),
    "gopher-frequent-words": top("spaces", "later"),
    "gopher-repeated-words": duplicate("spaces", "later"),
    "c4-no-end-mark": C4 | {"drops": "no-end-mark"},
    "c4-few-words-in-line": C4 | {"drops": "few-words"},
    "c4-long-word": C4 | {"drops": "long-word"},
    "c4-javascript": C4 | {"drops": "javascript"},
    "c4-policy": C4 | {"drops": "policy"},
    "c4-lorem-ipsum": C4 | {"drops": "lorem-ipsum"},
    "c4-curly-bracket": C4 | {"drops": "curly-bracket"},
    "c4-bad-word": C4 | {"drops": "bad-word"},
    "c4-few-sentences": C4 | {"drops": "few-sentences"},
    "c4-repeated-span": C4 | {"drops": "repeated-span"},
    "fineweb-unended-lines": metric("ended-lines", above=0.12),
    "fineweb-short-lines": metric("short-lines", length=29, below=0.67),
    "fineweb-repeated-lines": metric("duplicate-line-characters", of="lines", below=0.1),
    "dolma-few-words": metric("words", words="spaces", min=50),
    "dolma-many-words": metric("words", words="spaces", max=100_000),
    "dolma-word-length": metric("median-word-length", words="spaces", min=3, max=10),
    "dolma-symbols": metric("symbol-words", words="spaces", max=0.1),
    "dolma-alphabetic-words": metric("alphabetic-words", words="spaces", min=0.8),
    "dolma-required-words": metric("stop-word-count", words="spaces", min=2),
    "dolma-bullets": metric("bullet-lines", starts=["*", "-"], trim=False, max=0.9),
    "dolma-ellipsis-lines": metric("ellipsis-lines", ends=["…"], trim=False, max=0.3),
    "dolma-duplicate-lines": metric("duplicate-lines", copies="all", max=0.3),
    "dolma-duplicate-line-characters": metric("duplicate-line-characters", copies="all", of="words", max=0.3),
    "dolma-frequent-words": top("spaces", "overlapping"),
    "dolma-repeated-words": duplicate("spaces", "overlapping"),
    "refinedweb-upper-case": {"corrects": "upper-case", "max": 0.05},
    "refinedweb-numeric": {"corrects": "numeric", "max": 0.05},
    "refinedweb-counter": {"corrects": "counter", "max": 0.05},
    "refinedweb-one-word": {"corrects": "one-word", "max": 0.05},
    "refinedweb-sign-in": {"corrects": "sign-in", "max": 0.05},
    "refinedweb-read-more": {"corrects": "read-more", "max": 0.05},
    "refinedweb-items-in-cart": {"corrects": "items-in-cart", "max": 0.05},
    "refinedweb-corrections": {"corrects": "too-much", "max": 0.05},
    "ccnet-seen-paragraph": {"normalization": "paper", "keep": "none"},
    "cc-net-seen-paragraph": {"normalization": "code", "keep": "none"},
    "ccnet-short-document": metric("characters", min=300),
    "datatrove-few-words": metric("words", words="marks", marks=False, min=50),
    "datatrove-many-words": metric("words", words="marks", marks=False, max=100_000),
    "datatrove-word-length": metric("mean-word-length", words="marks", marks=False, min=3, max=10),
    "datatrove-hashes": metric("hashes-per-word", words="marks", max=0.1),
    "datatrove-ellipses": metric("ellipses-per-word", words="marks", max=0.1),
    "datatrove-bullets": metric("bullet-lines", lines="all", starts=["•", "-"], max=0.9),
    "datatrove-ellipsis-lines": metric("ellipsis-lines", lines="all", ends=["...", "…"], max=0.3),
    "datatrove-alphabetic-words": metric("alphabetic-words", words="marks", min=0.8),
    "datatrove-stop-words": metric("stop-words", words="marks", case=True, min=2),
    "datatrove-duplicate-lines": metric("duplicate-lines", lines="parted", max=0.3),
    "datatrove-duplicate-line-characters": metric("duplicate-line-characters", lines="parted", max=0.2),
    "datatrove-duplicate-paragraphs": metric("duplicate-paragraphs", max=0.3),
    "datatrove-duplicate-paragraph-characters": metric("duplicate-paragraph-characters", max=0.2),
    "datatrove-frequent-words": top("marks", "stepping"),
    "datatrove-repeated-words": duplicate("marks", "stepping"),
    "datatrove-empty": metric("characters", min=1),
    "datatrove-no-end-mark": C4_OF_DATATROVE | {"drops": "no-end-mark"},
    "datatrove-few-words-in-line": C4_OF_DATATROVE | {"drops": "few-words"},
    "datatrove-long-word": C4_OF_DATATROVE | {"drops": "long-word"},
    "datatrove-javascript": C4_OF_DATATROVE | {"drops": "javascript"},
    "datatrove-policy": C4_OF_DATATROVE | {"drops": "policy"},
    "datatrove-lorem-ipsum": C4_OF_DATATROVE | {"drops": "lorem-ipsum"},
    "datatrove-curly-bracket": C4_OF_DATATROVE | {"drops": "curly-bracket"},
    "datatrove-few-sentences": C4_OF_DATATROVE | {"drops": "few-sentences"},
    "datatrove-unended-lines": metric("ended-lines", min=0.12),
    "datatrove-short-lines": metric("short-lines", length=30, max=0.67),
    "datatrove-repeated-lines": metric("duplicate-line-characters", of="lines", max=0.01),
    "datatrove-line-breaks": metric("line-ends-per-word", words="marks", max=0.3),
}


def test_all_options_are_the_published_ones() -> None:
    assert {record.name: dict(record.options) for record in RECORDS} == SET


def test_each_pack_has_a_line_in_the_page() -> None:
    page = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    listed = {
        name.strip("` ") for row in page.splitlines() if row.startswith("| `") for name in row.split("|")[1].split(",")
    }
    assert {record.pack for record in RECORDS} <= listed


def test_all_reasons_are_given_with_their_places() -> None:
    text = "Buy now!\n" * 6
    found = Linter.from_config(select=["gopher"]).lint_text(text)
    assert {"gopher-few-words", "gopher-duplicate-lines", "gopher-frequent-words", "gopher-stop-words"} <= {
        d.rule for d in found
    }
    lines_found = next(d for d in found if d.rule == "gopher-duplicate-lines")
    assert [place.start.row for place in lines_found.related] == [2, 3, 4, 5, 6]
    assert "0.833" in lines_found.message
    assert "0.3" in lines_found.message


def test_each_length_of_repeated_words_is_a_finding() -> None:
    found = rules(f"{PROSE} {PROSE}", "gopher-repeated-words")
    assert len(found) == 6


def test_sentences_are_counted_after_lines_are_dropped() -> None:
    kept = "The harbour of the town is closed. It was far too old."
    titles = "\nOne. Two. Three. Four!"
    assert "c4-few-sentences" in rules(kept + titles, "c4")
    assert "c4-few-sentences" not in rules(f"{kept}\n{kept}{titles}", "c4")


def test_selecting_standards_alone_asks_no_other_rule() -> None:
    chosen = Linter.from_config(select=["datatrove"]).selection.for_path("")
    assert {rule.name for rule in chosen.plan.rules} == {rule.name for rule in chosen.rules}
    both = Linter.from_config(select=["gopher", "missing-title"]).selection.for_path("")
    assert len(both.plan.rules) > len(both.rules)


@pytest.mark.parametrize(
    "text", ["", " \n", "\r\n", "\n\nOne.\n", "a", "\ufeff", "☃\u2028x", "- \r\n- ", "[1]", "\x00"]
)
def test_any_text_can_be_measured(text: str) -> None:
    for diagnostic in Linter.from_config(select=["STD"]).lint_text(text):
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)


def test_line_ends_make_no_difference() -> None:
    text = "Menu\n\nThe harbour is closed.\n\nMenu\nMenu\n- one\n- two\n\nMenu\n"
    for pack in (*PACKS, *DATATROVE):
        assert rules(text, pack) == rules(text.replace("\n", "\r\n"), pack), pack


def test_a_repeated_span_is_never_empty() -> None:
    text = "He came to town. He saw it. He won it all. He left it. He slept."
    found = Linter.from_config(select=["c4-repeated-span"]).lint_text(f"{text} {text} {text}")
    assert [(d.span.start, d.span.end) for d in found] == [(65, 108), (108, 147), (147, 185)]
    found = Linter.from_config(select=["c4-repeated-span"]).lint_text(text)
    assert not found


def test_citations_make_no_sentences_and_hide_no_copies() -> None:
    text = "He came to the town again.[1] It rained a lot there.[23]\n"
    assert "c4-few-sentences" in rules(text, "c4")
    three = "He came to the town again. It rained a lot there. They all went home then. "
    cited = "He came to the town again.[1] It rained a lot there.[2] They all went home then."
    found = Linter.from_config(select=["c4-repeated-span"]).lint_text(three + cited)
    assert [d.span for d in found] == [Span(len(three), len(three + cited))]


@pytest.mark.parametrize(
    ("text", "fallen"),
    [
        ("It     is     very     closed.", ["c4-few-words-in-line", "c4-few-sentences"]),
        ("It [1] is [2] very closed.", ["c4-few-words-in-line", "c4-few-sentences"]),
        ("It [1] was.", ["c4-few-words-in-line", "c4-few-sentences"]),
        ("Wait          here.", ["datatrove-few-words-in-line", "datatrove-few-sentences"]),
        ("It [1] was.", ["datatrove-few-sentences"]),
    ],
)
def test_words_of_a_line_are_counted_as_the_code_does(text: str, fallen: list[str]) -> None:
    pack = "c4" if fallen[0].startswith("c4") else "datatrove-c4"
    assert rules(text, pack) == fallen


@pytest.mark.parametrize("text", ["", " \n", "\r\n\r\n"])
@pytest.mark.parametrize("pack", [*PACKS, *DATATROVE])
def test_an_empty_article_falls_at_its_beginning(pack: str, text: str) -> None:
    found = Linter.from_config(select=[pack]).lint_text(text)
    assert all(d.span == Span(0, 0) and "nan" not in d.message for d in found)
    kept = pack in ("refinedweb", "cc-net") or (pack == "datatrove-gopher-repetition" and text == " \n")
    assert bool(found) is not bool(kept)
    assert not {"word-length", "alphabetic-words"} & {d.rule.split("-", 1)[1] for d in found}


def test_what_is_above_its_bound_on_nothing_stays_silent() -> None:
    assert not rules("", "low-lexical-diversity", "mean-word-length", "readability-lix", "symbol-share")
    assert rules("", "too-short") == ["too-short"]


def test_line_ends_part_lines_as_in_datatrove() -> None:
    article = Article("\nOne\n\n \nTwo\n")
    parted = line_stats.of(article, "parted")
    assert parted.texts == ["", "One", " ", "Two", ""]
    assert list(parted.places()) == [(0, 0), (1, 4), (6, 7), (8, 11), (12, 12)]
    assert line_stats.of(Article("\nOne\r\n\r\n \r\nTwo\r\n"), "parted").texts == parted.texts
    assert line_stats.of(Article(""), "parted").texts == [""]
    # a blank line's place is its own
    assert list(line_stats.of(Article("One\n\nTwo"), "all").places()) == [(0, 3), (4, 4), (5, 8)]


def test_line_ends_inside_a_paragraph_count_once() -> None:
    text = "a\nb\nc\nd\n\n" * 2 + "x" * 14
    for ends in ("\n", "\r\n"):
        found = line_stats.of(Article(text.replace("\n", ends)), "paragraphs")
        assert found.size(found.copies()) == 7


def test_dolma_sees_no_bullet_behind_a_space() -> None:
    assert "gopher-bullets" in rules(" - bread\n - milk\n", "gopher")
    assert "dolma-bullets" not in rules(" - bread\n - milk\n", "dolma")
    assert "dolma-ellipsis-lines" in rules("The ferry…\nA boat…\n", "dolma")
    assert "dolma-ellipsis-lines" not in rules("The ferry… \nA boat… \n", "dolma")


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("aHR0cHM6Ly9" * 30, "refinedweb-one-word"),
        ("2" * 300, "refinedweb-numeric"),
        ("3" + " " * 300 + "likes", "refinedweb-counter"),
        ("Account: 2 items in cart " + "x" * 300, "refinedweb-items-in-cart"),
    ],
)
def test_corrections_ask_for_no_length_of_the_line(line: str, rule: str) -> None:
    assert rule in rules(f"{line}\n{PROSE}", "refinedweb")


def test_a_bad_word_counts_between_two_other_characters(tmp_path: Path) -> None:
    config = tmp_path / "artlint.yaml"
    config.write_text("select: [c4-bad-word]\nrules:\n  c4-bad-word:\n    options: {bad-words: [drat]}\n")
    linter = Linter.from_config(str(config))
    assert linter.lint_text("The harbour, drat it, is closed.")
    assert not linter.lint_text("Drat it, the harbour is closed.")
    assert not linter.lint_text("The hydrated lime is in the harbour.")


@pytest.mark.parametrize(
    ("rule", "text", "places"),
    [
        ("gopher-hashes", "#harbour is #closed", ["#", "#"]),
        ("gopher-ellipses", "Well ... we… said", ["...", "…"]),
        ("dolma-symbols", "Well ... we… said #so", ["we…", "#so"]),
        ("gopher-alphabetic-words", "On 12 and 13 of May", ["12", "13"]),
        ("datatrove-alphabetic-words", "On 12, and 13!", ["12", ",", "13", "!"]),
        ("datatrove-line-breaks", "Home\n\nNews\nSport", ["Home", "News", "Sport"]),
        ("gopher-hashes", "# " * 30, ["#"] * 10),
    ],
)
def test_a_number_shows_what_caused_it(rule: str, text: str, places: list[str]) -> None:
    (found,) = Linter.from_config(select=[rule]).lint_text(text)
    assert [place.message.strip("“”") for place in found.related] == places
    assert [place.start for place in found.related] == sorted({place.start for place in found.related})


class Word(str):
    """A string with a hash of its own, as a library may have it."""

    __slots__ = ()

    def __hash__(self) -> int:
        raise AssertionError("code of another class ran")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("code of another class ran")


def test_words_from_outside_become_plain_strings() -> None:
    given = [Word(word) for word in PROSE.split()]
    found = words.of(Article(PROSE, meta={"words": given}), "spaces")
    assert {type(word) for word in found.all} == {str}
    assert not Linter.from_config(select=["gopher"]).lint(Article(PROSE, meta={"words": given}))


@pytest.mark.skipif(not native.built, reason="the C part is not built")
def test_the_c_part_takes_plain_strings_alone() -> None:
    with pytest.raises(TypeError):
        native.built.repeated_ngrams([Word("a")] * 10, 5)


def test_a_short_article_is_compared_by_paragraph_too(tmp_path: Path, artlint: Any) -> None:
    for name, text in (("a.txt", "The harbour is closed.\n"), ("b.txt", f"{PROSE}\nThe harbour is closed.\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for selector, places in (("ccnet-seen-paragraph", 2), ("ccnet-short-document", 1), ("cc-net", 2)):
        assert len(artlint("check", ".", "--select", selector, cwd=tmp_path).lines) == places
    assert "STDN003" not in artlint("check", ".", "--select", "ccnet", cwd=tmp_path).out


def test_words_from_outside() -> None:
    article = Article("don't stop", meta={"words": ["do", "n't", "stop"]})
    assert list(words.of(article, "spaces").all) == ["do", "n't", "stop"]
    assert words.of(article, "spaces").spans(3) == [(0, 2), (2, 5), (6, 10)]
