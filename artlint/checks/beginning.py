"""`beginning`: an article whose text begins in the middle of a sentence.

Its first paragraph begins with a small letter, or with a mark that follows something, though the sentences in it and the other
paragraphs begin with capitals. Names that are written small (“iPhone”, “eBay”) are mixed or no words of a list.
"""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.text import lexicon
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

FIRST_WORDS = r"(?:[,;:)\]] ?)?([^\W\d_]+)(?=[ ,])"
MIN_WORD_CHARACTERS = 2
MIN_LISTED_CHARACTERS = 4  # of words that lists are asked for
MAX_BLOCKS_BEFORE = 3  # a title, a byline, a date
MIN_OTHERS = 2  # paragraphs that begin with capitals
MAX_SMALL_SHARE = 0.2  # of the paragraphs, that begin with small letters as well
MAX_SHOWN_WORDS = 5


class Beginning(Check):
    """Reports the first words."""

    args = {"words": "the first words"}

    class Options:
        min_words: Annotated[int, Meta(ge=1, description="of the first paragraph")] = 15

        names: Annotated[list[str], Meta(description="names that are written with a small letter")] = []

    def run(self, article: Article) -> Iterator[Finding]:
        roles = article.layout.roles
        body = [b for b in article.blocks if roles[b.index] == "paragraph" and b.words >= self.options.min_words]
        if len(body) <= MIN_OTHERS or body[0].index > MAX_BLOCKS_BEFORE:
            return
        first = body[0]
        found = re.match(FIRST_WORDS, first.text)
        if found is None or not found.group(1).islower() or not self._is_cut(article, first, found.group(1)):
            return
        small = sum(b.text[0].islower() for b in body[1:])
        if small <= MAX_SMALL_SHARE * len(body):
            words = first.text.split(None, MAX_SHOWN_WORDS)[:MAX_SHOWN_WORDS]
            yield Finding(first.span(0, len(" ".join(words))), {"words": quoted(" ".join(words))})

    def _is_cut(self, article: Article, first: Block, word: str) -> bool:
        if not ends_sentence(first.text) or len(word) < MIN_WORD_CHARACTERS or word in self.options.names:
            return False
        if len(word) >= MIN_LISTED_CHARACTERS and not lexicon.known(word) and not _lacks_letter(word):
            return False
        before = article.blocks[: first.index]  # titles and the like: no sentence that the small letter goes on
        return not any(b.text[-1] in ":,-–—…" or re.search(r"[.!?] ", b.text) for b in before)


def _lacks_letter(word: str) -> bool:
    """Whether a word is one that is known but for its first letter, which was set large: “(T)wenty”."""
    return word.isascii() and any(lexicon.known(letter + word) for letter in "abcdefghijklmnopqrstuvwxyz")
