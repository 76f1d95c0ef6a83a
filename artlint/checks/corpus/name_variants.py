"""`name-variant-across-articles`: a form of a name that few articles have, one slip away from one that many have.

1. key: a form. It is rare or frequent by the number of articles.
2. key: what is left of a form without a letter, or two. Rare forms meet the frequent ones that they may be meant for.
3. key: the rare form. The most frequent form that it misspells is what was meant.
"""

from __future__ import annotations

from artlint.base.model import Fact, Span
from artlint.base.startup import cached_re as re
from artlint.checks.common import name_similarity
from artlint.checks.corpus.base import Conclusion, CorpusCheck, Note, order
from artlint.text.article import Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Annotated

    from msgspec import Meta

NAME = r"(?<![\w'’@#/_.-])[^\W\d_]{4,40}(?![\w-]|\.[a-z])"
INSIDE = r"[^\W_][,;)]? \Z"  # before a form that stands inside a sentence
LOOKBACK = 4  # characters before a form, which tell whether it stands inside a sentence
MAX_FORMS = 200  # frequent ones, which one key may bring together


class NameVariant(CorpusCheck):
    """Reports the rare form where it stands first in its article."""

    args = {
        "wrong": "the rare form",
        "right": "the frequent form",
        "articles": "how many articles have the frequent form",
    }
    stages = 3

    class Options:
        names: Annotated[
            list[str], Meta(description="right spellings; the configuration's `names` are added to these")
        ] = []
        min_length: Annotated[int, Meta(ge=4, description="shorter names are not compared")] = 6
        articles: Annotated[int, Meta(ge=2, description="so many articles have the frequent form")] = 10
        rare: Annotated[int, Meta(ge=1, description="so many at the most have the rare form")] = 1

    def collect(self, article: Article) -> Iterator[Note]:
        """The names of an article; those that no list knows, with their place, for only these can be wrong."""
        text, seen = article.text, set(self.options.names)
        for match in re.finditer(NAME, text):
            word = match.group()
            if word in seen or not word[0].isupper() or not word[1:].islower() or len(word) < self.options.min_length:
                continue
            start = match.start()
            if not re.search(INSIDE, text[max(0, start - LOOKBACK) : start]):
                continue  # at the beginning of a sentence or a line any word has a capital
            seen.add(word)
            language = article.language.encode()
            wrong = not name_similarity.known(word)
            yield Note(word.encode(), language, Span(start, match.end()) if wrong else None)

    def conclude(self, stage: int, key: bytes, facts: Sequence[Fact]) -> Iterable[Fact | Conclusion]:
        return (self._counted, self._met, self._meant)[stage - 1](key, facts)

    def _counted(self, key: bytes, facts: Sequence[Fact]) -> Iterator[Fact]:
        articles = len({order(f) for f in facts})
        word = key.decode()
        if articles >= self.options.articles:
            data = b"\0".join((b"often", key, str(articles).encode()))
            for short in name_similarity.shortened(word):
                yield Fact(facts[0].rule, short.encode(), "", 0, "", data)
        elif articles <= self.options.rare and facts[0].site:
            for short in name_similarity.shortened(word):
                for fact in facts:
                    yield fact._replace(key=short.encode(), data=b"\0".join((b"rare", key, fact.data)))

    def _met(self, key: bytes, facts: Sequence[Fact]) -> Iterator[Fact]:
        often = [f for f in facts if f.data.startswith(b"often\0")][:MAX_FORMS]
        for fact in (f for f in facts if f.data.startswith(b"rare\0")) if often else ():
            _, wrong, language = fact.data.split(b"\0")
            article = Article("", meta={"language": language.decode() or "und"})
            for other in often:
                right = other.data.split(b"\0")[1].decode()
                if right != wrong.decode() and _is_slip(wrong.decode(), right, article):
                    yield fact._replace(key=wrong, data=other.data)

    def _meant(self, key: bytes, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        best = max(facts, key=lambda f: (int(f.data.split(b"\0")[2]), f.data)).data
        _, right, articles = best.split(b"\0")
        args = {"wrong": key.decode(), "right": right.decode(), "articles": articles.decode()}
        for fact in {order(f): f for f in facts}.values():
            yield Conclusion(fact, args)


def _is_slip(wrong: str, right: str, article: Article) -> bool:
    """Whether the one is a slip of the other. Of names that the lists know many have another that differs in a letter."""
    if name_similarity.known(right) and len(wrong) == len(right) and not name_similarity.swapped(wrong, right):
        return False
    return name_similarity.slip(wrong, right, article)
