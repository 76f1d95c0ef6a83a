"""Articles that are nearly the same."""

from __future__ import annotations

from pathlib import Path

from artlint import Linter
from artlint.checks.corpus.near_duplicates import bands
from artlint.text.article import Article
from artlint.text.measures import shingles
from tests.support.corpus import WORDS, article, corpus, linter


def test_bands_are_those_of_every_machine() -> None:
    """Facts are kept between runs, and come together from several machines."""
    keys = list(bands(shingles.shingles(" ".join(WORDS), 5), 4, 2))
    assert [k.hex() for k in keys[:2]] == ["00df5bd704befd9e04", "0166ce6e077007be1a"]
    assert {len(k) for k in keys} == {1 + 2 * 4}


def test_copies_are_found_and_one_is_kept() -> None:
    found = linter().lint_corpus(Article(text, path) for path, text in corpus().items())
    by_rule = {path: [d.rule for d in ds] for path, ds in found.items()}
    assert not any(by_rule[f"{n:02}/a.txt"] for n in range(40))
    assert all(by_rule[f"{n:02}/b.txt"] == ["duplicate-article"] for n in range(40))
    assert all(by_rule[f"{n:02}/c.txt"] == ["near-duplicate-article"] for n in range(40))
    assert sum(by_rule[f"{n:02}/d.txt"] == ["near-duplicate-article"] for n in range(40)) >= 38
    copy = found["07/b.txt"][0]
    assert copy.message == "the same article as 07/a.txt"
    assert [(p.path, p.start.row) for p in copy.related] == [("07/a.txt", 1)]
    assert (copy.start, copy.end, copy.span) == ((3, 1), (3, 6), (2, 7))
    near = found["07/c.txt"][0]
    assert near.message.startswith("nearly the same article as 07/a.txt (similarity 0.")


def test_keep_longest(tmp_path: Path) -> None:
    config = tmp_path / "artlint.yaml"
    config.write_text("rules:\n  near-duplicate-article:\n    options: {keep: longest}\n", encoding="utf-8")
    own = Linter.from_config(str(config), select=["COR"])
    words = article(1)
    texts = {"a.txt": " ".join(words), "b.txt": " ".join([*words, *article(2, 20)])}
    found = own.lint_corpus(Article(text, path) for path, text in texts.items())
    assert [path for path, ds in found.items() if ds] == ["a.txt"]


def test_short_articles_are_spared() -> None:
    words = article(1, 30)
    texts = {"a.txt": " ".join(words), "b.txt": " ".join(words[:-1])}
    assert not any(linter().lint_corpus(Article(text, path) for path, text in texts.items()).values())
