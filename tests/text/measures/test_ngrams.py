"""Repeated runs of words."""

from __future__ import annotations

import pytest

from artlint.text.article import Article
from artlint.text.measures import ngrams
from artlint.text.measures import word_stats as words
from tests.checks.standards.packs import PROSE


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
