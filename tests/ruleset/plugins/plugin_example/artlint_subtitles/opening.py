"""`same-opening`: films that begin with the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

from artlint.plugin_api import Article, Conclusion, CorpusCheck, Fact, Note


class SameOpening(CorpusCheck):
    """Reports the first paragraph of each film that another one begins with."""

    args = {"other": "the film that comes first"}

    def collect(self, article: Article) -> Iterator[Note]:
        for block in article.blocks[:1]:
            key = blake2b(block.text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            yield Note(key, span=block.span())

    def conclude(self, stage: int, key: bytes, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        first, *others = facts
        for fact in others:
            yield Conclusion(fact, {"other": first.path}, [(first, "the first of them")])
