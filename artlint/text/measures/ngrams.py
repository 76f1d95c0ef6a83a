"""Runs of words that stand again and again, counted as three projects count them.

Most articles repeat no five words in a row, and then nothing longer either; and the most frequent run of two to four
words cannot be more frequent than its words. So most of the work is to see that there is nothing to count.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from operator import itemgetter

from artlint.text import native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.text.measures.word_stats import Words

MIN_DUPLICATE_WORDS = 5  # of a duplicate run


def windows(words: Sequence[str], n: int) -> zip[tuple[str, ...]]:
    return zip(*[words[i:] if i else words for i in range(n)], strict=False)


def ceiling(words: Words, n: int) -> int:
    """No run of n words, times how often it stands, has more characters than this, with a space for each word.

    A run stands at most as often as the rarest of its words, and no word so frequent is longer than `size`.
    """
    sizes: dict[int, int] = {1: max(map(len, words.counts), default=0)}  # the longest word, by how often it stands
    for word, times in words.again.items():
        if len(word) > sizes.get(times, 0):
            sizes[times] = len(word)
    best = longest = 0
    for times in sorted(sizes, reverse=True):
        longest = max(longest, sizes[times] + 1)
        best = max(best, times * longest)
    return n * best


def most_common(words: Words, n: int) -> tuple[tuple[str, ...], int]:
    """The run of n words that stands most often (the first of several), and how often."""
    counts = Counter(windows(words.all, n))
    return max(counts.items(), key=itemgetter(1)) if counts else ((), 0)


class Repeats:
    """Where runs of five words or more begin that stand more than once."""

    __slots__ = ("_most", "_of", "_sums", "words")

    def __init__(self, words: Words) -> None:
        self.words = words
        self._of: dict[int, dict[int, int]] = {}
        self._sums: list[int] | None = None
        self._most = -1

    def runs(self, n: int) -> dict[int, int]:
        """By their places, in words from 0 and in order, the runs of n words that stand more than once. Equal runs
        have equal numbers."""
        if n not in self._of:
            if n > MIN_DUPLICATE_WORDS and not self.runs(n - 1):
                self._of[n] = {}
            elif native.built:
                self._of[n] = native.built.repeated_ngrams(self.words.all, n)
            else:
                self._of[n] = self._first(n) if n <= MIN_DUPLICATE_WORDS else self._narrowed(n)
        return self._of[n]

    def _first(self, n: int) -> dict[int, int]:
        """A word that stands once is in no run that stands twice: only what is between such words is compared."""
        words = self.words
        stretches = bytes(map(words.again.__contains__, words.all)).split(b"\0")
        places: list[int] = []
        hashes: list[int] = []
        at = 0
        for size in map(len, stretches):
            if size >= n:
                places += range(at, at + size - n + 1)
                hashes += map(hash, windows(words.all[at : at + size], n))
            at += size + 1
        return _repeated(places, hashes)

    def _narrowed(self, n: int) -> dict[int, int]:
        """A run of n words is two runs of n - 1 that overlap, and repeats only where both do."""
        shorter = self.runs(n - 1)
        places = [i for i in shorter if i + 1 in shorter]
        return _repeated(places, [hash((shorter[i], shorter[i + 1])) for i in places])

    @property
    def sums(self) -> list[int]:
        """How many characters the words before each place have."""
        if self._sums is None:
            self._sums = [0, *accumulate(map(len, self.words.all))]
        return self._sums

    @property
    def most(self) -> int:
        """The characters of all words that stand in any of these runs: no count of later copies comes to more."""
        if self._most < 0:
            total = free = 0
            words = self.words.all
            for i in self.runs(MIN_DUPLICATE_WORDS):
                total += sum(map(len, words[max(i, free) : i + MIN_DUPLICATE_WORDS]))
                free = i + MIN_DUPLICATE_WORDS
            self._most = total
        return self._most

    def later(self, n: int, *, behind: bool = False) -> tuple[int, list[int]]:
        """Characters of the words that stand in later copies, each word once, as the Gopher paper asks, and where these
        begin. With `behind` the search goes on behind a copy, as datatrove's does."""
        sums = self.sums
        seen: set[int] = set()
        total = free = 0
        out = []
        for i, run in self.runs(n).items():
            if behind and i < free:
                continue
            if run in seen:
                total += sums[i + n] - sums[max(i, free)]
                free = i + n
                out.append(i)
            else:
                seen.add(run)
        return total, out

    def overlapping(self, n: int) -> tuple[int, list[int]]:
        """Characters of all copies, the first too, those that overlap counted each time, as Dolma's tagger counts."""
        sums, starts = self.sums, list(self.runs(n))
        return sum([sums[i + n] - sums[i] for i in starts]), starts

    def all_overlapping(self, n: int) -> int:
        """The characters of all runs of n words, of which `overlapping` is a share."""
        sums = self.sums
        return sum(sums[n:]) - sum(sums[: len(sums) - n]) if len(sums) > n else 0


def _repeated(places: list[int], hashes: list[int]) -> dict[int, int]:
    """The places of the hashes that stand more than once, each with its hash."""
    last = dict(zip(hashes, places, strict=True))  # where each stands for the last time
    if len(last) == len(hashes):
        return {}
    again = {h for h, i in zip(hashes, places, strict=True) if last[h] != i}
    return {i: h for h, i in zip(hashes, places, strict=True) if h in again}
