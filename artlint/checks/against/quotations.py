"""`quotation-not-in-source`: words in quotation marks that are not, or not so, in the source of an article."""

from __future__ import annotations

import unicodedata

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.against.base import AgainstSource, is_translated, own_blocks, words_of
from artlint.checks.common.mentions import quotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article

ELISION = r"\[[^\]\n]{0,60}\]|\(\s?(?:\.\.\.|…)\s?\)|\.\.\.+|…"  # what whoever quotes has left out, or put in
FIRST_LETTERS, LAST_LETTERS = r"\[(\w{1,3})\](?=\w)", r"(?<=\w)\[\w{0,3}\]"  # put in: “[W]e”, “decision[s]”
MIN_SHARED = 0.5  # of a quotation's words that a passage of the source shares: less, and it is no form of it
MAX_SHOWN = 160  # characters of the source's wording in a message
MAX_QUOTATION_WORDS = 300  # that are compared
MAX_STARTS = 64  # places of a source at which a passage is looked for
MAX_LOOKED_FOR = 200  # quotations of an article whose wording in the source is looked for


class QuotationsAgainstSource(AgainstSource):
    """Reports each quotation of several words that does not stand in the source word by word, elisions aside; with the
    source's wording where it has one that is close."""

    args = {"problem": "“is not in the source”, or how it reads there"}

    class Options:
        min_words: Annotated[
            int, Meta(ge=2, description="shorter quotations are names and words held at arm's length")
        ] = 4

    def compare(self, article: Article, source: Article) -> Iterator[Finding]:
        if is_translated(article, source):
            return
        there = list(words_of(source.text))
        words = [word for word, _, _ in there]
        lines = (f" {' '.join(words)} ", f" {' '.join(_spoken(source))} ")
        places: dict[str, list[int]] = {}
        for n, word in enumerate(words):
            places.setdefault(word, []).append(n)
        looked_for = 0
        for block in own_blocks(article):
            shown = quotations(article, block)
            for start, end in shown.closed():
                text = shown.text[start:end]
                pieces = _pieces(text)
                size = sum(map(len, pieces))
                whole = [[word for word, _, _ in words_of(text)]]
                if size < self.options.min_words or any(_stands(line, p) for line in lines for p in (pieces, whole)):
                    continue
                problem = "is not in the source"
                looked_for += 1
                wanted = [word for piece in pieces for word in piece]
                close = (
                    _closest(words, places, wanted)
                    if looked_for <= MAX_LOOKED_FOR and size <= MAX_QUOTATION_WORDS
                    else None
                )
                if close:
                    first, last = close
                    wording = source.text[there[first][1] : there[last - 1][2]]
                    problem = f"reads otherwise in the source: “{quoted(wording, MAX_SHOWN)}”"
                end = start + len(text.rstrip(",.;: "))
                yield Finding(Span(block.start + start, block.start + end), {"problem": problem})


def _pieces(quotation: str) -> list[list[str]]:
    """The words of a quotation, in the pieces that were not put in by whoever quotes."""
    whole = re.sub(FIRST_LETTERS, r"\1", re.sub(LAST_LETTERS, "", quotation))
    found = [
        [word for word, _, _ in words_of(unicodedata.normalize("NFC", piece))] for piece in re.split(ELISION, whole)
    ]
    return [piece for piece in found if piece]


def _spoken(source: Article) -> list[str]:
    """The words in quotation marks, one quotation behind the other: “We go,” she said, “home.”"""
    out: list[str] = []
    for block in source.blocks:
        shown = quotations(source, block)
        out += [word for start, end in shown.closed() for word, _, _ in words_of(shown.text[start:end])]
    return out


def _stands(line: str, pieces: Sequence[Sequence[str]]) -> bool:
    """Whether the pieces stand in the source in this order, each word by word."""
    at = 0
    for piece in pieces:
        text = f" {' '.join(piece)} "
        found = line.find(text, at)
        if found < 0:
            return False
        at = found + len(text) - 1
    return True


def _closest(words: Sequence[str], places: Mapping[str, list[int]], quotation: Sequence[str]) -> tuple[int, int] | None:
    """The passage of the source, as the indices of its words, that shares most words with a quotation; None where that is
    no more than people say by chance. `places` are those of each word; it is looked for around the rarest ones."""
    from difflib import SequenceMatcher

    wanted, size = set(quotation), len(quotation)
    rarest = sorted((w for w in wanted if w in places), key=lambda w: (len(places[w]), w))
    starts = [max(0, n - quotation.index(w)) for w in rarest for n in places[w]][:MAX_STARTS]
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
