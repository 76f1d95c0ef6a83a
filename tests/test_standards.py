"""The standard packs: their numbers, that they stay out of the way unless selected, and that they agree with datatrove."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from artlint import Linter, packs
from artlint.article import Article
from artlint.measures import lines, ngrams, sentences, words
from artlint.measures.tokens import tokens

ROOT = Path(__file__).resolve().parent.parent
PACKS = ("gopher", "c4", "fineweb", "refinedweb", "dolma")
DATATROVE = ("datatrove-gopher-quality", "datatrove-gopher-repetition", "datatrove-c4", "datatrove-fineweb")
PROSE = (
    "The harbour of the old town was closed for a week after the storm, and the ships that were on their way to it "
    "had to be sent to three other places along the coast. Nobody had asked for them there. It cost a lot of money, "
    "as the mayor said on Monday. She will have to find it. What is left of the pier can be used again in May."
)
RECORDS = [r for r in packs.load(examples=True) if "standards" in r["tags"]]


def rules(text: str, *selectors: str) -> list[str]:
    return [d.rule for d in Linter.from_config(select=list(selectors)).lint_text(text)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["name"])
def test_a_standard_is_off_and_names_its_source(record: packs.Record) -> None:
    assert not record["default"]
    assert record["code"].startswith("STD")
    assert ("drops-article" in record["tags"]) != ("drops-lines" in record["tags"])
    assert any(year in record["source"] for year in ("2020", "2021", "2023", "2024", "0.10.1"))


@pytest.mark.parametrize("selector", [*PACKS, *DATATROVE, "STD", "standards", "datatrove"])
def test_prose_passes_every_pack(selector: str) -> None:
    assert not rules(PROSE, selector)


def test_thresholds_are_the_published_ones() -> None:
    options = {r["name"]: r["options"] for r in RECORDS}
    assert options["gopher-few-words"]["min"] == options["datatrove-few-words"]["min"] == 50
    assert options["gopher-repeated-words"]["most"] == {
        "5": 0.15, "6": 0.14, "7": 0.13, "8": 0.12, "9": 0.11, "10": 0.10
    }  # fmt: skip
    assert (options["c4-few-sentences"]["min_words"], options["c4-few-sentences"]["min_sentences"]) == (5, 3)
    assert [options["datatrove-few-sentences"][key] for key in ("min_words", "min_sentences")] == [3, 5]
    assert options["fineweb-repeated-lines"]["below"] == 0.1
    assert options["datatrove-repeated-lines"]["max"] == 0.01
    assert options["dolma-duplicate-line-characters"]["max"] == 0.3


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


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("It's closed, he said.", "It 's closed , he said ."),
        ("(They don't know.)", "( They do n't know . )"),
        ("Mr. Smith of the U.S. left at 10am.", "Mr. Smith of the U.S. left at 10 am ."),
        ("well-known, and/or 20-year-old", "well - known , and/or 20 - year - old"),
        ("See https://example.org/a-b, or write to a.b@example.org.", "See https://example.org/a-b , or write to a.b@example.org ."),
        ("It cost $1,000.50 (5%)... maybe", "It cost $ 1,000.50 ( 5 % ) ... maybe"),
        ("“No,” she said — twice.", "“ No , ” she said — twice ."),
    ],
)  # fmt: skip
def test_words_and_marks(text: str, split: str) -> None:
    assert tokens(text) == split.split()


def test_sentences() -> None:
    assert sentences.count("The end. Or not? “Yes!” he said... And Mr. Smith left.") == 4
    assert sentences.count("One. Two. Three.", 2) == 2


def slow_duplicates(found: list[str], n: int) -> int:
    """datatrove's count, as its documentation has it, word by word."""
    seen: set[tuple[str, ...]] = set()
    at = total = 0
    while at <= len(found) - n:
        run = tuple(found[at : at + n])
        if run in seen:
            total += sum(map(len, run))
            at += n
        else:
            seen.add(run)
            at += 1
    return total


@pytest.mark.parametrize("text", [PROSE + PROSE[:150], "a b " * 30, PROSE, "one two three four five " * 4 + PROSE])
def test_repeats_are_counted_as_they_would_be_one_by_one(text: str) -> None:
    found = words.of(Article(text), "marks")
    repeats = ngrams.Repeats(found)
    for n in range(5, 11):
        assert repeats.later(n, behind=True)[0] == slow_duplicates(list(found.all), n)
        assert repeats.later(n)[0] <= repeats.most
        every = [tuple(found.all[i : i + n]) for i in range(len(found) - n + 1)]
        again = [run for run in every if every.count(run) > 1]
        assert repeats.overlapping(n)[0] == sum(len("".join(run)) for run in again)
        assert repeats.all_overlapping(n) == sum(len("".join(run)) for run in every)
    for n in (2, 3, 4):
        run, times = ngrams.most_common(found, n)
        assert (sum(map(len, run)) + n) * times <= ngrams.ceiling(found, n)


def test_words_from_outside() -> None:
    article = Article("don't stop", meta={"words": ["do", "n't", "stop"]})
    assert list(words.of(article, "spaces").all) == ["do", "n't", "stop"]
    assert words.of(article, "spaces").spans(3) == [(0, 2), (2, 5), (6, 10)]


def test_lines_know_their_places() -> None:
    article = Article("\n  One\r\n\r\nTwo\n")
    for kind in lines.KINDS:
        pieces = lines.of(article, kind)
        assert [article.text[a:b] for a, b in pieces.places()] == list(pieces.texts), kind


def test_the_packs_drop_what_datatrove_drops(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "evals"))
    try:
        import datatrove_packs
    finally:
        sys.path.pop(0)
    python = datatrove_packs.ready()
    if python is None:
        pytest.skip("datatrove is not installed: python evals/datatrove_packs.py does that")
    texts = [
        PROSE,
        PROSE + "\n" + PROSE,
        "Home\nNews\n" * 30,
        "• one\n- two\n" * 40,
        PROSE.replace(".", " {"),
        "# " + PROSE.replace(" ", " # "),
        "... ".join(PROSE.split()),
        "12 13 14 15 " * 20 + "the of and to",
        PROSE.replace(". ", ".\n"),
        *(r["examples"][0]["bad"].replace("⟦", "").replace("⟧", "") for r in RECORDS if "datatrove" in r["tags"]),
    ]
    try:
        rows, _ = datatrove_packs.reference(texts, tmp_path, python=python)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"datatrove does not run here: {error}")
    for pack in DATATROVE:
        compared = datatrove_packs.compare(pack, texts, rows, given=True)
        assert not compared.kinds, pack
        assert compared.theirs, f"nothing was dropped by {pack}"
