"""`ending`: an article that stops in the middle of a sentence.

A text is cut where its last paragraph of running text has no terminal mark though the paragraphs before it have
one. Languages that end sentences without a mark (Thai, Lao, Khmer ...) are left alone.
"""

from __future__ import annotations

import re

from artlint.checks.base import Check, quoted
from artlint.layout import ends_sentence, is_heading_like
from artlint.model import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.article import Article, Block

CUT = r"(?:\[?(?:…|\.\.\.)\]?\s*\[\+?\d+ (?:chars|words)\]|\[(?:…|\.{3})\]|(?<=\w)(?:…|\.{3}))\s*$"
SENTENCE_END = r"[.!?]['\"”’»)\]]*\s+|[。！？؟।॥。…]['\"”’»）」』\]]*\s*"
UNMARKED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]"  # Thai, Lao, Burmese, Khmer, Tibetan


class Ending(Check):
    """Reports the unfinished last sentence."""

    args = {"after": "the last words before the cut", "how": "what shows that the text is cut"}

    class Options:
        min_words: Annotated[
            int, Meta(ge=1, description="a last line shorter than this, without a sentence in it, is no paragraph")
        ] = 12

    def run(self, article: Article) -> Iterator[Finding]:
        body = [
            b
            for b in article.layout.blocks
            if article.layout.roles[b.index] in ("paragraph", "heading", "title", "list")
        ]
        if not body:
            return
        last = body[-1]
        if not last.text.isascii() and re.search(UNMARKED, last.text[-40:]):
            return
        cut = re.search(CUT, last.text[-60:]) if last.text.rstrip()[-1] in "….]" else None
        if cut and last.words >= 3:
            yield self._finding(last, max(0, len(last.text) - 60) + cut.start(), "the text ends in a cut mark")
        elif not ends_sentence(last.text) and self._is_running_text(last) and self._marks_are_usual(body, last):
            yield self._finding(last, len(last.text), "no mark ends it")

    def _is_running_text(self, block: Block) -> bool:
        inner = re.search(SENTENCE_END, block.text[:-1])
        return block.words >= self.options.min_words and (inner is not None or not is_heading_like(block))

    def _marks_are_usual(self, body: list[Block], last: Block) -> bool:
        """Whether the article ends its sentences with marks: most other paragraphs do, or this one does inside."""
        others = [b for b in body if b is not last and b.words >= self.options.min_words and not is_heading_like(b)]
        ended = sum(ends_sentence(b.text) for b in others)
        if others:
            return ended >= 0.6 * len(others)
        return re.search(SENTENCE_END, last.text[:-1]) is not None

    def _finding(self, block: Block, end: int, how: str) -> Finding:
        start = 0
        for match in re.finditer(SENTENCE_END, block.text[: max(0, end - 1)]):
            if not _abbreviated(block.text, match.start()):
                start = match.end()
        tail = block.text[start:end].split()
        after = tail[-1] if tail and len(tail[-1]) > 3 else " ".join(tail[-3:])
        return Finding(block.span(start), {"after": quoted(after[-40:]), "how": how})


def _abbreviated(text: str, dot: int) -> bool:
    """Whether the full stop belongs to an initial or a short title: “U.S. ”, “J. ”, “Dr. ”."""
    word = text[max(0, dot - 12) : dot].rsplit(None, 1)
    before = word[-1] if word else ""
    return text[dot] == "." and bool(
        re.fullmatch(r"(?:\w\.)*\w|Mr|Mrs|Ms|Dr|St|Prof|Gen|Sen|Rep|Gov|Jr|Sr|No|vs", before)
    )
