"""`repeats`: blocks that stand twice in an article, exactly or nearly, as runs.

A run goes on over a line that was changed, left out or put in, so that an article that was scraped twice with
another byline in the copy is one finding. What is only alike (a sign or a number differs) is never safe to delete,
and neither is a line that an author may say again: a refrain, a response.
"""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.legitimate_repeats import SAFE, by_right, is_row, is_verse
from artlint.checks.titles import DETAILS, LOG, TITLE_WORDS, repeated_title
from artlint.text import native
from artlint.text.blocks import dense
from artlint.text.folding import counted
from artlint.text.folding import keys as folded_blocks
from artlint.text.layout import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

SHINGLE = 4  # words
MANY = 3  # more repeated passages than this are reported together
SKETCH = 8  # smallest shingle hashes kept of a block
FEW = 16  # pairs of blocks for each block are tried before sketches are made of all
LISTED = 50  # blocks that repeat others by right, one after the other, are one list: its parts are not asked again
COMPARED = 20_000  # characters of two blocks: comparing takes the square of the time
LINE = 20  # characters: what is shorter is a word or two
CODE = rf"[{{}};=<>|\\]|\(\)|^\d+[.)]|{DETAILS}|{LOG}"  # programs, numbered entries, listings, logs
STEPS = ((0, 0), (1, 1), (1, 0), (0, 1))  # on, and over a line that was changed, left out or put in


class Repeats(Check):
    """Reports the later of two runs of equal (or nearly equal) blocks."""

    args = {
        "lines": "the lines of the copy",
        "first_lines": "the lines that it repeats",
        "blocks": "how many blocks repeat",
        "how": "“repeats”, or “nearly repeats”",
    }

    class Options:
        min_characters: Annotated[int, Meta(ge=1, description="a run must repeat so many characters")] = 40
        min_words: Annotated[int, Meta(ge=1, description="and hold one block of so many words")] = 5
        line_characters: Annotated[
            int, Meta(ge=1, description="or, where no sentence repeats, one line of so many characters")
        ] = 60
        few_lines: Annotated[
            int, Meta(ge=0, description="or a line of `few-characters`, in an article that repeats no more such lines")
        ] = 3
        few_characters: Annotated[int, Meta(ge=1, description="see `few-lines`")] = 35
        near_characters: Annotated[
            int, Meta(ge=1, description="shorter blocks are the same or they are not, never nearly the same")
        ] = 60
        near: Annotated[
            float, Meta(ge=0, le=100, description="similarity in percent from which two long blocks count as the same")
        ] = 88
        facts: Annotated[
            bool, Meta(description="two blocks of which only numbers, names or negations differ are the same, too")
        ] = False

    def may_match(self, article: Article) -> bool:
        blocks, keys = article.blocks, article.view(folded_blocks)
        if len(set(keys)) < len(keys):
            seen: set[str] = set()
            for block, key in zip(blocks, keys, strict=True):
                if key in seen and key and self._may_start(block):
                    return True
                seen.add(key)
        return self._may_be_alike(keys)

    def _may_start(self, block: Block) -> bool:
        """False only where `_anchor` is."""
        options = self.options
        least = min(options.line_characters, options.min_characters, options.few_characters)
        return block.words >= options.min_words and _size(block.text) >= least

    def _may_be_alike(self, keys: list[str]) -> bool:
        """False only where no two different blocks are `_similar`: those of about the same length are tried, without
        asking for their sketches, as long as they are few. What cannot be ruled out is for `_earlier` to settle."""
        if self.options.near >= 100:
            return False
        near, far = self.options.near_characters, 1 - self.options.near / 100
        if native.built:
            return native.built.alike(keys, near, far)
        long = sorted({k for k in keys if len(k) >= near or (3 * len(k) >= near and _size(k) >= near)}, key=len)
        tries, words, sizes = FEW * len(long), Words(), [*map(len, long)]
        for n, size in enumerate(sizes):
            for m in range(n + 1, len(sizes)):
                if sizes[m] - size > far * (sizes[m] + size) + 1:  # at least so many characters are in only one
                    break
                tries -= 1
                if tries < 0 or _share_words(words[long[n]], words[long[m]]):
                    return True
        return False

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = [b for b in article.blocks if not b.fence]
        if is_verse(blocks):
            return
        folded = article.view(folded_blocks)
        keys = [folded[b.index] for b in blocks]
        earlier = self._earlier(blocks, keys)
        title = repeated_title(article, TITLE_WORDS)
        headline = folded[title.index] if title else None
        few = _repeated_lines(blocks, keys, earlier) <= self.options.few_lines
        done, runs = -1, []
        for j in range(len(blocks)):
            if j <= done or j not in earlier or keys[j] == headline or not self._anchor(blocks[j], few):
                continue
            pairs = self._extend(keys, earlier, earlier[j], j, done)
            if not self.options.facts and by_right(blocks, keys, pairs):
                done = pairs[-1][1] if len(pairs) > LISTED else done
                continue
            done = pairs[-1][1]
            runs.append(pairs)
        counts = counted(keys)
        if len(runs) > MANY:  # a page that repeats itself all over has one fault
            yield self._finding(blocks, keys, counts, runs)
        else:
            for pairs in runs:
                yield self._finding(blocks, keys, counts, [pairs])

    def _anchor(self, block: Block, few: bool) -> bool:
        """Whether a block says enough to start a run: reviews and tables rightly repeat short headings and entries."""
        needed = self.options.line_characters
        if ends_sentence(block.text):
            needed = self.options.min_characters
        elif few and not re.search(CODE, block.text) and not is_row(block.text):
            needed = self.options.few_characters
        return block.words >= self.options.min_words and _size(block.text) >= needed

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
            if self.options.near < 100 and _size(key) >= self.options.near_characters:
                sketch = _sketch(key)
                for i in sorted({sketches[h] for h in sketch if h in sketches}):
                    if self._similar(keys[i], key):
                        out[j] = i
                        break
                for h in sketch:
                    sketches.setdefault(h, j)
        return out

    def _similar(self, a: str, b: str) -> bool:
        if min(_size(a), _size(b)) < self.options.near_characters or not 0.7 < len(a) / len(b) < 1.43:
            return False
        if not _share_words(set(a.split()), set(b.split())):
            return False  # the ratio costs an import and more time
        from rapidfuzz.fuzz import ratio

        return ratio(a[:COMPARED], b[:COMPARED], score_cutoff=self.options.near) > 0

    def _extend(self, keys: list[str], earlier: dict[int, int], i: int, j: int, done: int) -> list[tuple[int, int]]:
        """The run of pairs (original, copy) around the pair (i, j): back over equal lines, on over changed ones."""
        pairs = [(i, j)]
        a, b = i - 1, j - 1
        while a >= 0 and b > max(i, done) and a < b:
            steps = [
                (da, db)
                for da, db in STEPS
                if a - da >= 0
                and b - db > max(i, done)
                and keys[a - da] == keys[b - db]
                and (not da or keys[a - da] != keys[i])  # the same line again is a litany
            ]
            if not steps:
                break
            a, b = a - steps[0][0], b - steps[0][1]
            pairs.append((a, b))
            a, b = a - 1, b - 1
        pairs.reverse()
        first = pairs[0][1]
        a, b = i + 1, j + 1
        while a < first and b < len(keys):
            steps = [
                (da, db)
                for da, db in STEPS
                if a + da < first
                and b + db < len(keys)
                and (keys[a + da] == keys[b + db] or earlier.get(b + db) == a + da)
                and (not da or keys[a + da] != keys[i])
            ]
            if not steps:
                break
            a, b = a + steps[0][0], b + steps[0][1]
            pairs.append((a, b))
            a, b = a + 1, b + 1
        return pairs

    def _finding(
        self, blocks: list[Block], keys: list[str], counts: Mapping[str, int], runs: list[list[tuple[int, int]]]
    ) -> Finding:
        """One finding for these runs, placed at the first and covering them all."""
        (i, j), (i2, j2) = runs[0][0], runs[0][-1]
        exact = all(_exactly(blocks[a]) == _exactly(blocks[b]) for pairs in runs for a, b in pairs)
        safe = exact and all(self._is_copy([(blocks[b], counts[keys[b]]) for _, b in pairs]) for pairs in runs)
        covers: list[Span] = []
        for pairs in runs:
            for n, (_, b) in enumerate(pairs):
                block = blocks[b]
                if n and pairs[n - 1][1] == b - 1:
                    covers[-1] = Span(covers[-1].start, block.end)
                else:
                    covers.append(Span(block.start, block.end))
        more = len(runs) - 1
        args = {
            "lines": _lines(blocks[j].first, blocks[j2].last) + (f" and {more} more passages" if more else ""),
            "first_lines": _lines(blocks[i].first, blocks[i2].last) + (" and others" if more else ""),
            "blocks": sum(map(len, runs)),
            "how": _verb(exact, blocks[j].first == blocks[j2].last and not more),
        }
        if more and exact and all(pairs[0][0] == pairs[-1][0] == i for pairs in runs):
            first = _lines(blocks[i].first, blocks[i].last)
            args |= {"lines": first, "how": "stands", "first_lines": f"{len(runs) + 1} times"}
        related = (Related(Span(blocks[i].start, blocks[i2].end), "it stands here first"),)
        # An interview that puts the same questions to many looks like a page that repeats itself all over.
        safety = "" if safe else "suggestion" if more and not exact else "unsafe"
        return Finding(Span(blocks[j].start, blocks[j2].end), args, related, tuple(covers), safety)

    def _is_copy(self, copies: list[tuple[Block, int]]) -> bool:
        """Whether nobody would write these blocks, of which each stands so many times, twice: they are long, or two
        paragraphs at least, and none of them stands a third time."""
        if sum(_size(block.text) for block, _ in copies) >= SAFE:
            return True
        said = [count for block, count in copies if self._anchor(block, few=False)]
        return len(said) > 1 and all(count == 2 for count in said)


class Words(dict[str, set[str]]):
    """The different words of folded texts, as they are asked for."""

    def __missing__(self, text: str) -> set[str]:
        self[text] = words = set(text.split())
        return words


def _share_words(a: set[str], b: set[str]) -> bool:
    """Whether two blocks have half of their words in common; few words may be scripts without spaces."""
    return 2 * len(a & b) >= max(len(a), len(b)) or min(len(a), len(b)) < SHINGLE


def _repeated_lines(blocks: list[Block], keys: list[str], earlier: dict[int, int]) -> int:
    """How many different lines that are no sentences repeat: a guide has its headings in its contents, too."""
    return len({keys[j] for j in earlier if len(keys[j]) >= LINE and not ends_sentence(blocks[j].text)})


def _exactly(block: Block) -> str:
    """What two blocks have in common that are the same but for white space and case."""
    return " ".join(block.text.split()).lower()


def _size(text: str) -> int:
    """Its length in characters; those of scripts without spaces count twice more, since each says more."""
    return len(text) + 2 * dense(text[:400])


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}–{last}"


def _verb(exact: bool, one: bool) -> str:
    return ("" if exact else "nearly ") + ("repeats" if one else "repeat")


def _sketch(key: str) -> list[int]:
    """The smallest hashes of the block's shingles: two blocks that share much share some of these."""
    from zlib import crc32  # hash() differs from run to run

    words = key.encode("utf-8", "surrogatepass").split(b" ")
    if len(words) < SHINGLE + 4:  # scripts without spaces: shingles of characters
        grams = {crc32(key[n : n + 8].encode("utf-8", "surrogatepass")) for n in range(max(1, len(key) - 7))}
    else:
        grams = set(map(crc32, map(b" ".join, zip(*(words[n:] for n in range(SHINGLE)), strict=False))))
    return sorted(grams)[:SKETCH]
