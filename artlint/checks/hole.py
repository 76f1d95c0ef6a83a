"""`hole`: a sentence from which a name, a date or a link was lost (“According to , the vote will be held in .”).

A preposition or an article stands before a mark, with the space that the lost words have left. Where a text sets such spaces
before its marks throughout, they tell nothing.
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article

SPACED_MARK = r"\w [,.](?=\s|$)"
MAX_OTHERS = 1  # spaces before marks elsewhere in the article


class Hole(Check):
    """Reports the words before the hole, up to the mark."""

    args = {"words": "the words before the hole"}

    class Options:
        words: Annotated[
            dict[str, list[str]],
            Meta(description="words, by language, after which something must stand, in lower case"),
        ] = {}
        patterns: Annotated[list[str], Meta(description="other holes, as patterns")] = []

    def run(self, article: Article) -> Iterator[Finding]:
        found = self._before_marks(article)
        for pattern in self.options.patterns:
            found += re.finditer(pattern, article.text)
        for match in found:
            yield Finding(Span(*match.span()), {"words": quoted(match.group())})

    def _before_marks(self, article: Article) -> list[re.Match[str]]:
        text = article.text
        if " ," not in text and " ." not in text:
            return []
        words = self.options.words.get(article.language, ())  # to tell the language takes longer than all the rest
        if not words:
            return []
        alternatives = "|".join(map(re.escape, words))
        holes = list(re.finditer(rf"(?<![\w'’.-])(?:{alternatives}) [,.](?=\s|$)", text, re.IGNORECASE))
        return holes if len(re.findall(SPACED_MARK, text)) <= len(holes) + MAX_OTHERS else []
