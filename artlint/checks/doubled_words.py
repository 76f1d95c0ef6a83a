"""`doubled-words`: a small word that stands twice in a row (“the the ferry”).

Only words that no sentence of their language has twice are looked for, in small letters: “that that”, “went to to rest”, “die
die”, “que que” are right, and reduplication is grammar in others. Songs and stammers stand in quotations and transcripts.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.mentions import block_at, quotations
from artlint.checks.common.places import ARGS, Place, findings, in_code
from artlint.checks.common.repeatable import is_transcript

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.base.model import Finding
    from artlint.text.article import Article

TWICE = r"(?<= )(\w{1,7}) \1(?![\w'’-])"


class DoubledWords(Check):
    """Reports each such pair of words."""

    args = ARGS

    class Options:
        words: Annotated[
            dict[str, list[str]],
            Meta(description="words, by language, that never stand twice in a row, in lower case"),
        ]

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._any = frozenset(word for words in options.words.values() for word in words)

    def literals(self) -> Iterable[str] | None:
        return tuple(f" {word} {word}" for word in sorted(self._any))

    def run(self, article: Article) -> Iterator[Finding]:
        found = re.finditer(TWICE, article.text)
        places = [Place(*match.span(), match[1]) for match in found if match[1] in self._any]
        if not places or article.view(is_transcript):
            return
        words = self.options.words.get(article.language, ())  # to tell the language takes longer than all the rest
        yield from findings(article, [p for p in places if p.fixed in words and _is_told(article, p)])


def _is_told(article: Article, place: Place) -> bool:
    """Whether the words are the article's own, and neither a quotation, a song nor a program."""
    block = block_at(article.blocks, place.start)
    if block is None or block.fence or in_code(article.text, place.start):
        return False
    around = article.text[max(block.start, place.start - 1 - len(place.fixed)) : place.end + 1 + len(place.fixed)]
    alone = around.lower().split().count(place.fixed) == 2
    return alone and quotations(article, block).around(place.start - block.start) is None
