"""Sentences, and where they begin."""

from __future__ import annotations

from artlint.text.measures import sentence_count
from tests.checks.standards.packs import rules


def test_sentences() -> None:
    assert sentence_count.count("The end. Or not? “Yes!” he said... And Mr. Smith left.") == 4
    assert sentence_count.count("One. Two. Three.", 2) == 2


def test_a_sentence_begins_where_it_stands() -> None:
    text = "He came to town. He saw it. He won it all. He left it. He slept."
    assert list(sentence_count.begun_after_end(text)) == [17, 28, 43, 55]
    assert list(sentence_count.begun_after_end("The end.Then “He” slept. “He” did.")) == [8, 26]
    assert "c4-repeated-span" not in rules(f"{text}\n{text[17:]}".replace("won it", "won them", 1), "c4")
