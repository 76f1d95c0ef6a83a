"""What is counted by the line."""

from __future__ import annotations

from artlint.text.article import Article
from artlint.text.measures import line_stats


def test_lines_know_their_places() -> None:
    article = Article("\n  One\r\n\r\nTwo\n")
    for kind in line_stats.KINDS:
        pieces = line_stats.of(article, kind)
        assert [article.text[a:b] for a, b in pieces.places()] == list(pieces.texts), kind
