"""What shows only across articles: the same in every order, by any number of workers, in memory and on disk."""

from __future__ import annotations

import random

import pytest

from artlint.engine.corpus import collect, conclude
from artlint.engine.corpus.conclusion_store import ConclusionStore
from artlint.text.article import Article
from tests.support.corpus import corpus, linter


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = [Article(text, path) for path, text in corpus().items()]
    expected = linter().lint_corpus(articles)
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert linter().lint_corpus(articles) == expected


@pytest.mark.parametrize(("count", "little"), [(40, 20_000), (2, 1000)])
def test_little_memory_changes_nothing(count: int, little: int) -> None:
    own = linter()
    rules = {collect.identity(rule): rule for rule in own.selection.for_path("").corpus}
    facts = [f for path, text in corpus(count).items() for f in own.collect(Article(text, path))]
    much, less = (
        list(conclude.diagnostics(ConclusionStore(conclude.conclude(rules, facts, max_bytes)), own.corpus_rule))
        for max_bytes in (10**9, little)
    )
    assert much
    assert much == less
