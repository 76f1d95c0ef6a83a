"""`repeats`: blocks that stand twice in an article, exactly or nearly, as runs.

A run goes on over a line that was changed, left out or put in, so that an article that was scraped twice with
another byline in the copy is one finding.
"""

from __future__ import annotations

from artlint.checks.base import Check
from artlint.checks.phrases import fold
from artlint.layout import is_heading_like
from artlint.model import Finding, Related, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.article import Article, Block

SHINGLE = 4  # words
SKETCH = 6  # smallest shingle hashes kept of a block
NEAR_MIN = 80  # characters: shorter blocks are the same or they are not


class Repeats(Check):
    """Reports the later of two runs of equal (or nearly equal) blocks."""

    args = {
        "lines": "the lines of the copy",
        "first_lines": "the lines that it repeats",
        "blocks": "how many blocks repeat",
        "how": "“repeats”, or “nearly repeats”",
    }

    class Options:
        min_characters: Annotated[int, Meta(ge=1, description="a run must repeat so many characters")] = 60
        min_words: Annotated[int, Meta(ge=1, description="and hold one block of so many words")] = 8
        near: Annotated[
            float, Meta(ge=0, le=100, description="similarity in percent from which two long blocks count as the same")
        ] = 88

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = [b for b in article.blocks if not b.fence]
        keys = [fold(b.text) for b in blocks]
        earlier = self._earlier(blocks, keys)
        done = -1
        for j in range(len(blocks)):
            if j <= done or j not in earlier or not self._anchor(blocks[j]):
                continue
            pairs = self._extend(keys, earlier, earlier[j], j, done)
            done = pairs[-1][1]
            if sum(len(keys[b]) for _, b in pairs) >= self.options.min_characters:
                yield self._finding(article, blocks, keys, pairs)

    def _anchor(self, block: Block) -> bool:
        """Whether a block says enough to start a run: a title that stands twice is `repeated-title`'s to report."""
        return block.words >= self.options.min_words and not is_heading_like(block)

    def _earlier(self, blocks: list[Block], keys: list[str]) -> dict[int, int]:
        """For each block that repeats an earlier one, the first such."""
        exact: dict[str, int] = {}
        sketches: dict[int, int] = {}
        out: dict[int, int] = {}
        for j, key in enumerate(keys):
            if not key:
                continue
            if key in exact:
                out[j] = exact[key]
                continue
            exact[key] = j
            if self.options.near < 100 and len(key) >= NEAR_MIN:
                sketch = _sketch(key)
                for i in sorted({sketches[h] for h in sketch if h in sketches}):
                    if self._similar(keys[i], key):
                        out[j] = i
                        break
                for h in sketch:
                    sketches.setdefault(h, j)
        return out

    def _similar(self, a: str, b: str) -> bool:
        if min(len(a), len(b)) < NEAR_MIN or not 0.7 < len(a) / len(b) < 1.43:
            return False
        words = set(a.split()), set(b.split())
        if min(map(len, words)) >= SHINGLE and len(words[0] & words[1]) < 0.6 * max(map(len, words)):
            return False  # too few words in common for the ratio, which costs an import and more time
        from rapidfuzz.fuzz import ratio

        return ratio(a, b, score_cutoff=self.options.near) > 0

    def _extend(self, keys: list[str], earlier: dict[int, int], i: int, j: int, done: int) -> list[tuple[int, int]]:
        """The run of pairs (original, copy) around the pair (i, j): back over equal lines, on over changed ones."""
        pairs = [(i, j)]
        a, b = i - 1, j - 1
        while a >= 0 and b > max(i, done) and a < b:
            step = next(
                (
                    (da, db)
                    for da, db in ((0, 0), (1, 1), (1, 0), (0, 1))
                    if a - da >= 0 and b - db > max(i, done) and keys[a - da] == keys[b - db]
                ),
                None,
            )
            if step is None:
                break
            a, b = a - step[0], b - step[1]
            pairs.insert(0, (a, b))
            a, b = a - 1, b - 1
        first = pairs[0][1]
        a, b = i + 1, j + 1
        while a < first and b < len(keys):
            step = next(
                (
                    (da, db)
                    for da, db in ((0, 0), (1, 1), (1, 0), (0, 1))
                    if a + da < first
                    and b + db < len(keys)
                    and (keys[a + da] == keys[b + db] or earlier.get(b + db) == a + da)
                ),
                None,
            )
            if step is None:
                break
            a, b = a + step[0], b + step[1]
            pairs.append((a, b))
            a, b = a + 1, b + 1
        return pairs

    def _finding(self, article: Article, blocks: list[Block], keys: list[str], pairs: list[tuple[int, int]]) -> Finding:
        (i, j), (i2, j2) = pairs[0], pairs[-1]
        exact = all(keys[a] == keys[b] for a, b in pairs)
        covers: list[Span] = []
        for n, (_, b) in enumerate(pairs):
            block = blocks[b]
            if covers and pairs[n - 1][1] == b - 1:
                covers[-1] = Span(covers[-1].start, block.end)
            else:
                covers.append(Span(block.start, block.end))
        args = {
            "lines": _lines(blocks[j].first, blocks[j2].last),
            "first_lines": _lines(blocks[i].first, blocks[i2].last),
            "blocks": len(pairs),
            "how": _verb(exact, blocks[j].first == blocks[j2].last),
        }
        related = (Related(Span(blocks[i].start, blocks[i2].end), "it stands here first"),)
        return Finding(Span(blocks[j].start, blocks[j2].end), args, related, tuple(covers), "" if exact else "unsafe")


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}–{last}"


def _verb(exact: bool, one: bool) -> str:
    verb = "repeats" if one else "repeat"
    return verb if exact else f"nearly {verb}"


def _sketch(key: str) -> list[int]:
    """The smallest hashes of the block's shingles: two blocks that share much share some of these."""
    from zlib import crc32  # hash() differs from run to run

    words = key.split()
    if len(words) < SHINGLE + 4:  # scripts without spaces: shingles of characters
        grams = {crc32(key[n : n + 8].encode("utf-8", "surrogatepass")) for n in range(max(1, len(key) - 7))}
    else:
        grams = {
            crc32(" ".join(words[n : n + SHINGLE]).encode("utf-8", "surrogatepass"))
            for n in range(len(words) - SHINGLE + 1)
        }
    return sorted(grams)[:SKETCH]
