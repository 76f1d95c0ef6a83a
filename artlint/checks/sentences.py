"""`repeated-sentences`: a sentence that stands again in another paragraph: a teaser, a pull quote, a slip of editing."""

from __future__ import annotations

import re

from artlint.article import dense
from artlint.checks.base import Check, quoted
from artlint.checks.phrases import fold, keys
from artlint.model import Finding, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.article import Article, Block

SENTENCE_END = r"[.!?…]['\"”’»)\]]*\s+|[。！？؟।॥]['\"”’»）」』\]]*\s*"


class RepeatedSentences(Check):
    """Reports the first sentence that stands again in a later paragraph, and how many do."""

    args = {"sentence": "the sentence", "first": "the line where it stands first", "count": "how many sentences do"}

    class Options:
        min_characters: Annotated[int, Meta(ge=1, description="a sentence of so many characters, or more")] = 45
        min_words: Annotated[int, Meta(ge=1, description="and of so many words")] = 8
        at_most: Annotated[
            int,
            Meta(ge=1, description="where more sentences stand again, the article is a list of entries of one form"),
        ] = 3

    def run(self, article: Article) -> Iterator[Finding]:
        seen: dict[str, tuple[Block, int, int]] = {}
        whole: set[str] = set()
        found = []
        for block, folded in zip(article.blocks, article.view(keys), strict=True):
            if block.fence or folded in whole:
                continue  # a paragraph that stands again as a whole is `repeated-block`'s to report
            whole.add(folded)
            for start, end in _sentences(block.text):
                key = self._key(block.text[start:end])
                if not key:
                    continue
                if key not in seen:
                    seen[key] = (block, start, end)
                elif seen[key][0] is not block:
                    found.append((block, start, end, seen[key]))
        if len(found) > self.options.at_most:
            return
        for block, start, end, (first, a, b) in found[:1]:
            related = (Related(first.span(a, b), "it stands here first"),)
            args = {"sentence": quoted(block.text[start:end]), "first": first.first, "count": len(found)}
            yield Finding(block.span(start, end), args, related)

    def _key(self, sentence: str) -> str:
        """What two equal sentences have in common, or nothing where the sentence is too short to be meant."""
        characters = dense(sentence)
        if len(sentence) + 2 * characters < self.options.min_characters:
            return ""
        key = fold(sentence)
        return key if max(key.count(" ") + 1, characters // 2) >= self.options.min_words else ""


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end."""
    start = 0
    for match in re.finditer(SENTENCE_END, text):
        yield start, match.start() + len(match.group().rstrip())
        start = match.end()
    if start < len(text):
        yield start, len(text)
