"""`near-duplicate-article`: most runs of words are those of an article before it.

Candidates are found by MinHash and bands (Broder 1997; Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4):
two articles whose sets of shingles have the Jaccard index s share one of b bands of r rows with probability
1 - (1 - s^r)^b. Then their true index is computed. No step needs more than the facts of one key, so that each can be a
shuffle:

1. key: a band. The articles in it are candidates: a later one asks an earlier one for its shingles.
2. key: an article. It sends its shingles to those that asked.
3. key: an article. It compares itself with what was sent.

An article is its words here: exact copies are one article, the first of them, and the others `duplicate-article`'s.
"""

from __future__ import annotations

from array import array
from struct import Struct
from sys import byteorder

from artlint.base.model import Fact
from artlint.checks.corpus.base import Conclusion, CorpusCheck, Note, digest, opening, order, shown
from artlint.text.measures.shingles import HASH, common, folded_article, shingles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Annotated, ClassVar

    from msgspec import Meta

    from artlint.text.article import Article

SEED = 1  # of the hashes of MinHash
KEY_BYTES = 8  # of an article's key
MAX_FIRST, MAX_LAST = 8, 8  # of the articles of a band before it: the first ones and the last, that it is compared with
MAX_NAMED = 20  # articles, in a message

# The kinds of facts. Behind the header stand the shingles, where a fact has a site.
SELF, ASKS, ASKED, SENT = b"s", b"r", b"w", b"g"
HEADER = Struct("<cI8s")  # of data: the kind of the fact, how many shingles the article has, and its key
NUMBERS = [bytes([n]) for n in range(256)]


class NearDuplicateArticle(CorpusCheck):
    """Reports each article that is much like one before it; the first of those that are alike is kept."""

    args = {
        "other": "the article that is most alike of those before it",
        "similarity": "the Jaccard index of the two, such as 0.87",
    }
    stages = 3
    whole = True
    header: ClassVar[Struct] = HEADER

    class Options:
        threshold: Annotated[
            float, Meta(gt=0, le=1, description="the Jaccard index from which on two articles are nearly the same")
        ] = 0.5
        shingle_words: Annotated[int, Meta(ge=1, le=32, description="words in a row that are compared as one")] = 5
        bands: Annotated[int, Meta(ge=1, le=256, description="more find more candidates")] = 16
        rows: Annotated[int, Meta(ge=1, le=32, description="MinHash values of a band: more find fewer candidates")] = 4
        min_words: Annotated[int, Meta(ge=1, description="shorter articles are not compared")] = 40
        short_words: Annotated[int, Meta(ge=1, description="an article with fewer words is short")] = 120
        short_threshold: Annotated[float, Meta(gt=0, le=1, description="the threshold of short articles")] = 0.7
        keep: Annotated[str, Meta(pattern="^(first|longest)$", description="which of several is not reported")] = (
            "first"
        )

    def collect(self, article: Article) -> Iterator[Note]:
        o = self.options
        text = article.view(folded_article)
        grams = shingles(text, o.shingle_words)
        size = len(grams) // HASH
        if size + o.shingle_words <= o.min_words:
            return
        content = digest(text, KEY_BYTES)
        head = self.header.pack(SELF, size, content)
        for key in bands(grams, o.bands, o.rows):
            yield tuple.__new__(Note, (key, head, None, ""))
        yield Note(content, head + grams, opening(article), content.hex())

    def conclude(self, stage: int, key: bytes, facts: Sequence[Fact]) -> Iterable[Fact | Conclusion]:
        if stage == 1 and len(facts) == 1:  # as nearly always
            return facts if facts[0].site else ()
        return (self._candidates, self._send, self._compare)[stage - 1](facts)

    def _order(self, fact: Fact) -> tuple[int, str, int]:
        return (-self.header.unpack_from(fact.data)[1] if self.options.keep == "longest" else 0, *order(fact))

    def _candidates(self, facts: Sequence[Fact]) -> Iterator[Fact]:
        """The facts for stage 2: of a band, messages between the articles that are to be compared; of an article, its own."""
        if facts[0].site:
            yield min(facts, key=self._order)
            return
        different: dict[bytes, Fact] = {}
        for fact in sorted(facts, key=self._order):
            different.setdefault(self.header.unpack_from(fact.data)[2], fact)
        members = list(different.items())
        for n, (later, fact) in enumerate(members):
            for earlier, other in [*members[: min(n, MAX_FIRST)], *members[max(MAX_FIRST, n - MAX_LAST) : n]]:
                if self._may_be_alike(fact, other):
                    yield _message(fact, earlier, ASKS)
                    yield _message(other, later, ASKED)

    def _may_be_alike(self, a: Fact, b: Fact) -> bool:
        """Whether the sizes alone allow an index that is high enough."""
        few, many = sorted((self.header.unpack_from(a.data)[1], self.header.unpack_from(b.data)[1]))
        return bool(few >= self._least(few) * many)

    def _least(self, size: int) -> float:
        o = self.options
        return o.short_threshold if size + o.shingle_words <= o.short_words else o.threshold

    def _send(self, facts: Sequence[Fact]) -> Iterator[Fact]:
        """An article's shingles, to those that asked for them, and to itself where it has asked."""
        own = next((f for f in facts if f.data[:1] == SELF), None)
        if own is None:
            return
        asking = {self.header.unpack_from(f.data)[2] for f in facts if f.data[:1] == ASKS}
        for content in sorted(asking):
            yield own._replace(key=content, data=SENT + own.data[1:])
        if any(f.data[:1] == ASKED for f in facts):
            yield own

    def _compare(self, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        own = next((f for f in facts if f.data[:1] == SELF), None)
        if own is None:
            return
        alike = [(self._likeness(own, f), f) for f in facts if f.data[:1] == SENT]
        alike = [(s, f) for s, f in alike if s]
        if not alike:
            return
        alike.sort(key=lambda item: (-item[0], self._order(item[1])))
        args = {"other": shown(alike[0][1]), "similarity": f"{alike[0][0]:.2f}"}
        yield Conclusion(own, args, [(f, f"similarity {s:.2f}") for s, f in alike[:MAX_NAMED]])

    def _likeness(self, a: Fact, b: Fact) -> float:
        """The Jaccard index of two articles, rounded down; 0 where it is below their threshold."""
        left, right = a.data[self.header.size :], b.data[self.header.size :]
        few, many = sorted((len(left) // HASH, len(right) // HASH))
        shared = common(left, right)
        index = shared / (few + many - shared)
        return int(100 * index) / 100 if index >= self._least(few) else 0.0


def _message(fact: Fact, to: bytes, kind: bytes) -> Fact:
    """A message about an article to another one: its fact without what nobody needs there."""
    return Fact(fact.rule, to, fact.path, fact.record, fact.id, kind + fact.data[1:])


def bands(grams: bytes, count: int, rows: int) -> Iterator[bytes]:
    """The keys of an article's bands: the band's number in one byte, and its MinHash values, 4 bytes each."""
    from rensa import RMinHash

    numbers = _wide(grams)
    ends = array("Q", (0, len(numbers)))
    digests = RMinHash.digest_matrix_from_flat_token_hashes(numbers, ends, count * rows, SEED)
    values = array("I", digests.to_rows()[0]).tobytes()
    width = rows * HASH
    for n in range(count):
        yield NUMBERS[n] + values[n * width : (n + 1) * width]


def _wide(grams: bytes) -> array[int]:
    """Numbers of four bytes as numbers of eight: rensa takes an array of these six times as fast as anything else."""
    out = bytearray(2 * len(grams))
    memoryview(out).cast("I")[byteorder == "big" :: 2] = memoryview(grams).cast("I")
    return array("Q", bytes(out))
