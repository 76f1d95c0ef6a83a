"""`rewritten-article`: an article that tells another one again in other words.

Two reports of one event share its names and numbers and little else; a rewrite keeps most of the rare words of what it was
made from. So each word weighs by how rare it is in its language, and the likeness of two articles is the weight of the words
that both have, as a share of the lighter one's. Candidates are pairs of rare words: two articles that have two of their rarest
words in common are compared. The stages are those of near_duplicates.py.
"""

from __future__ import annotations

from array import array
from itertools import combinations
from struct import Struct
from zlib import crc32

from artlint.checks.common import number_values
from artlint.checks.common.mentions import quotations
from artlint.checks.corpus.base import Conclusion, Note, digest, opening, order, shown
from artlint.checks.corpus.near_duplicates import KEY_BYTES, MAX_NAMED, SELF, SENT, NearDuplicateArticle
from artlint.text.blocks import dense
from artlint.text.measures.shingles import HASH, folded_article, shingles
from artlint.text.word_weights import RARE, weights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Annotated

    from msgspec import Meta

    from artlint.base.model import Fact
    from artlint.text.article import Article

MAX_DENSE = 0.3  # share of the characters of scripts without spaces, whose characters are no words
SKETCH = 64  # of the hashes of an article's runs of words: by these a copy is known, which is no rewrite
RUN_WORDS = 5
COPY = 0.4  # the Jaccard index, as a sketch tells it, from which on two articles are near copies
NAMED_WORDS = 8  # that are kept to be named, of the rarest ones
SHOWN_WORDS = 5
MIX = 2654435761  # spreads hashes, so that words of equal weight are taken by chance, and the same in both articles
PAIR = Struct("<II")


class RewrittenArticle(NearDuplicateArticle):
    """Reports the article that is farther from the source: that has fewer quoted words and numbers than the other."""

    args = {
        "other": "the article that it tells again",
        "share": "the share of its words that the other has too, by weight, such as “71 %”",
        "words": "the rarest words that both have",
    }
    header = Struct("<cI8sI")  # behind what near_duplicates.py has: quoted words and numbers

    class Options:
        threshold: Annotated[
            float, Meta(gt=0, le=1, description="the share from which on one is a rewrite of the other")
        ] = 0.65
        rare_words: Annotated[
            int, Meta(ge=2, le=64, description="of an article's rarest words, by whose pairs candidates are found")
        ] = 16
        min_words: Annotated[int, Meta(ge=1, description="articles with fewer different words are not compared")] = 60

    def collect(self, article: Article) -> Iterator[Note]:
        text = article.view(folded_article)
        words = word_hashes(article)
        size = len(words)
        if size < self.options.min_words or dense(text) > MAX_DENSE * len(text):
            return
        content = digest(text, KEY_BYTES)
        head = self.header.pack(SELF, size, content, evidence(article))
        known = weights()
        rarest = sorted(words, key=lambda h: (-known.get(h, RARE), _mixed(h)))
        for a, b in combinations(sorted(rarest[: self.options.rare_words]), 2):
            yield tuple.__new__(Note, (PAIR.pack(a, b), head, None, ""))
        sketch = array("I", sorted(array("I", shingles(text, RUN_WORDS)), key=_mixed)[:SKETCH])
        named = " ".join(_named(text, set(rarest[: NAMED_WORDS * 4])))
        parts = head, words.tobytes(), bytes([len(sketch)]), sketch.tobytes(), named.encode("utf-8", "replace")
        yield Note(content, b"".join(parts), opening(article), content.hex())

    def _order(self, fact: Fact) -> tuple[int, str, int]:
        return (-self.header.unpack_from(fact.data)[3], *order(fact))

    def _may_be_alike(self, a: Fact, b: Fact) -> bool:
        return True

    def _compare(self, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        own = next((f for f in facts if f.data[:1] == SELF), None)
        if own is None:
            return
        found = [(share, f) for f in facts if f.data[:1] == SENT and (share := self._likeness(own, f))]
        if not found:
            return
        found.sort(key=lambda item: (-item[0], self._order(item[1])))
        share, other = found[0]
        theirs, named = set(self._parts(other)[0]), self._parts(own)[2]
        words = [w for w in named if crc32(w.encode()) in theirs][:SHOWN_WORDS]
        args = {"other": shown(other), "share": _percent(share), "words": ", ".join(words)}
        yield Conclusion(own, args, [(f, f"shares {_percent(s)}") for s, f in found[:MAX_NAMED]])

    def _likeness(self, a: Fact, b: Fact) -> float:
        """The weight of the words that two articles share, as a part of the lighter one's; 0 below the threshold, and for
        copies."""
        (ours, our_sketch, _), (theirs, their_sketch, _) = self._parts(a), self._parts(b)
        share = shared_weight(ours, theirs)
        if share < self.options.threshold or _jaccard(set(our_sketch), set(their_sketch)) >= COPY:
            return 0.0
        return int(100 * share) / 100

    def _parts(self, fact: Fact) -> tuple[array[int], array[int], list[str]]:
        """What an article's own fact holds behind its header: its words, the sketch of its runs, and words to be named."""
        start = self.header.size
        at = start + HASH * self.header.unpack_from(fact.data)[1]
        end = at + 1 + HASH * fact.data[at]
        return array("I", fact.data[start:at]), array("I", fact.data[at + 1 : end]), fact.data[end:].decode().split()


def shared_weight(one: array[int], other: array[int]) -> float:
    """The weight of the words that two articles share, as a part of the lighter one's. Words are hashes, each once."""
    known = weights()
    ours, theirs = set(one), set(other)
    total = min(sum(known.get(h, RARE) for h in words) for words in (ours, theirs))
    return sum(known.get(h, RARE) for h in ours & theirs) / max(1, total)


def word_hashes(article: Article) -> array[int]:
    """The words of an article, as hashes, each once."""
    return array("I", shingles(article.view(folded_article), 1))


def evidence(article: Article) -> int:
    """How many quoted words and numbers an article has: a rewrite has fewer than what it was made from."""
    quoted = sum(
        shown.text.count(" ", start, end) + 1
        for block in article.blocks
        for shown in (quotations(article, block),)
        for start, end in shown.closed()
    )
    return quoted + sum(1 for _ in number_values.numbers(article.text, ""))


def _named(text: str, hashes: set[int]) -> list[str]:
    """Of the words with these hashes the rarest, as a message may name them."""
    known = weights()
    words = {w: crc32(w.encode("utf-8", "surrogatepass")) for w in text.split(" ") if w.isalpha()}
    named = [w for w, word_hash in words.items() if word_hash in hashes]
    return sorted(named, key=lambda w: (-known.get(words[w], RARE), -len(w), w))[:NAMED_WORDS]


def _mixed(word_hash: int) -> int:
    """A number by which hashes are taken by chance, and the same ones in every article that has them."""
    return word_hash * MIX % 2**32


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _jaccard(a: set[int], b: set[int]) -> float:
    """The Jaccard index of the sets that two sketches are of, as their smallest members tell it (Broder 1997)."""
    smallest = sorted(a | b, key=_mixed)[:SKETCH]
    return sum(h in a and h in b for h in smallest) / max(1, len(smallest))
