"""`quotation-not-in-source`: words in quotation marks that are not, or not so, in the source of an article."""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.against.base import AgainstSource, own_blocks, words_of
from artlint.checks.common.mentions import quotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article

ELISION = r"\s*(?:\[[^\]\n]{0,60}\]|\(\s?(?:\.\.\.|…)\s?\)|\.\.\.+|…)\s*"  # what whoever quotes has left out, or put in
MIN_SHARED = 0.5  # of a quotation's words that a passage of the source shares: less, and it is no form of it
MAX_SHOWN = 160  # characters of the source's wording in a message


class QuotationsAgainstSource(AgainstSource):
    """Reports each quotation of several words that does not stand in the source word by word, elisions aside; with the
    source's wording where it has one that is close."""

    args = {"problem": "“is not in the source”, or how it reads there"}

    class Options:
        min_words: Annotated[
            int, Meta(ge=2, description="shorter quotations are names and words held at arm's length")
        ] = 4

    def compare(self, article: Article, source: Article) -> Iterator[Finding]:
        there = list(words_of(source.text))
        words = [word for word, _, _ in there]
        line = f" {' '.join(words)} "
        for block in own_blocks(article):
            shown = quotations(article, block)
            for start, end in shown.closed():
                pieces = [[w for w, _, _ in words_of(p)] for p in re.split(ELISION, shown.text[start:end])]
                pieces = [piece for piece in pieces if piece]
                if sum(map(len, pieces)) < self.options.min_words or _stands(line, pieces):
                    continue
                close = _closest(words, [word for piece in pieces for word in piece])
                problem = "is not in the source"
                if close:
                    first, last = close
                    wording = source.text[there[first][1] : there[last - 1][2]]
                    problem = f"reads otherwise in the source: “{quoted(wording, MAX_SHOWN)}”"
                end = start + len(shown.text[start:end].rstrip(",.;: "))
                yield Finding(Span(block.start + start, block.start + end), {"problem": problem})


def _stands(line: str, pieces: Sequence[Sequence[str]]) -> bool:
    """Whether the pieces stand in the source in this order, each word by word."""
    at = 0
    for piece in pieces:
        found = line.find(f" {' '.join(piece)} ", at)
        if found < 0:
            return False
        at = found + 1
    return True


def _closest(words: Sequence[str], quotation: Sequence[str]) -> tuple[int, int] | None:
    """The passage of the source, as the indices of its words, that shares most words with a quotation; None where that is
    no more than people say by chance."""
    from difflib import SequenceMatcher

    wanted = set(quotation)
    size = len(quotation)
    starts = [i for i, word in enumerate(words) if word in wanted]
    best, at = 0, 0
    for start in starts:
        shared = len(wanted.intersection(words[start : start + size + 2]))
        if shared > best:
            best, at = shared, start
    if best < MIN_SHARED * len(wanted):
        return None
    low, high = max(0, at - size), min(len(words), at + 2 * size)
    blocks = [
        b for b in SequenceMatcher(None, quotation, words[low:high], autojunk=False).get_matching_blocks() if b.size
    ]
    if not blocks or sum(b.size for b in blocks) < MIN_SHARED * size:
        return None
    first = max(0, low + blocks[0].b - blocks[0].a)
    last = low + blocks[-1].b + blocks[-1].size + size - blocks[-1].a - blocks[-1].size
    return first, min(len(words), max(last, first + 1))
