"""`broken-paragraph`: a paragraph inside the article that stops in mid-sentence.

It ends in a comma, or in a word that ends no sentence, and the next paragraph begins a sentence of its own with a word that is no name. The
paragraphs around it end in marks; lists, verse and the lines of a letter do not.
"""

from __future__ import annotations

from itertools import pairwise

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common.last_sentence import COMMAS, last_start
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

LAST_WORD = r"([^\W\d_]+)([,،、，])?$"
FIRST_WORD = r"([^\W\d_]+) "
MAX_BROKEN = 2  # paragraphs of an article: where more end so, it is how it is set
MIN_ENDED_SHARE = 0.8  # of the other paragraphs
MIN_PARAGRAPHS = 4
MAX_SHOWN_CHARACTERS = 40


class BrokenParagraph(Check):
    """Reports the sentence that stops."""

    args = {"after": "the last words before the break"}

    class Options:
        min_words: Annotated[int, Meta(ge=1, description="of the paragraph that stops, and of the next one")] = 12
        open_words: Annotated[
            dict[str, list[str]], Meta(description="words, by language, that cannot end a sentence")
        ] = {}

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = article.blocks
        broken = [b for b, following in pairwise(blocks) if self._stops(article, b, following)]
        if not broken or len(broken) > MAX_BROKEN:
            return
        roles = article.layout.roles
        paragraphs = [b for b in blocks if roles[b.index] == "paragraph" and b.words >= self.options.min_words]
        ended = sum(ends_sentence(b.text) for b in paragraphs)
        if len(paragraphs) < MIN_PARAGRAPHS or ended < MIN_ENDED_SHARE * (len(paragraphs) - len(broken)):
            return
        for block in broken:
            if roles[block.index] in ("paragraph", "heading", "title") and roles[block.index + 1] == "paragraph":
                start = last_start(block.text)
                yield Finding(
                    block.span(start), {"after": quoted(block.text[-MAX_SHOWN_CHARACTERS:].split(" ", 1)[-1])}
                )

    def _stops(self, article: Article, block: Block, following: Block) -> bool:
        text = block.text
        if text[-1] not in COMMAS and not text[-1].isalpha():
            return False
        if min(block.words, following.words) < self.options.min_words or not ends_sentence(following.text):
            return False
        words = self.options.open_words.get(article.language, ())  # asked late: to tell the language takes its time
        last = re.search(LAST_WORD, text[-MAX_SHOWN_CHARACTERS:])
        if last is None or (not last.group(2) and last.group(1) not in words):
            return False
        first = re.match(FIRST_WORD, following.text)
        return first is not None and first.group(1)[0].isupper() and first.group(1).lower() in words
