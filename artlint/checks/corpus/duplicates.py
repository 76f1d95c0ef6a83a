"""`duplicate-article`: the same words in the same order as in an article before it."""

from __future__ import annotations

from artlint.base.wording import plural
from artlint.checks.corpus.base import Conclusion, CorpusCheck, Note, digest, opening, order, shown
from artlint.text.measures.shingles import folded_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Annotated

    from msgspec import Meta

    from artlint.base.model import Fact
    from artlint.text.article import Article

KEY_BYTES = 16  # wide enough to settle alone what is an exact copy


class DuplicateArticle(CorpusCheck):
    """Reports each copy but the first, in the order of paths and records."""

    whole = True
    args = {"other": "the article that comes first", "copies": "“2 copies”, of all articles that were checked"}

    class Options:
        min_words: Annotated[int, Meta(ge=1, description="shorter articles are not compared")] = 20

    def collect(self, article: Article) -> Iterator[Note]:
        text = article.view(folded_article)
        if text.count(" ") + 1 >= self.options.min_words:
            key = digest(text, KEY_BYTES)
            yield Note(key, b"", opening(article), key.hex())

    def conclude(self, stage: int, key: bytes, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        if len(facts) == 1:
            return
        facts = sorted(facts, key=order)
        first = facts[0]
        args = {"other": shown(first), "copies": plural(len(facts) - 1, "copy", "copies")}
        for fact in facts[1:]:
            yield Conclusion(fact, args, [(first, "the same article")])
