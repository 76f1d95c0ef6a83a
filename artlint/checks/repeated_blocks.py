"""`repeats`: blocks that stand twice in an article, exactly or nearly, as runs.

A run goes on over a line that was changed, left out or put in, so that an article that was scraped twice with
another byline in the copy is one finding. What is only alike (a sign or a number differs) is never safe to delete,
and neither is a line that an author may say again: a refrain, a response.
"""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check, runs
from artlint.checks.common.block_similarity import may_be_similar, share_words, sketch, weighted_length
from artlint.checks.common.legitimate_repeats import MIN_COPY_CHARACTERS, is_legitimate, is_row, is_verse
from artlint.checks.common.repeatable import free_of_form, repeatable
from artlint.checks.titles import DETAILS, LOG, MIN_TITLE_WORDS, repeated_title
from artlint.text.folding import counted
from artlint.text.folding import keys as folded_blocks
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Run = list[tuple[int, int]]  # of blocks that repeat others: the indices of the original and of the copy

MAX_SEPARATE_RUNS = 3  # repeated passages; more of them are reported together
MAX_RETRIED_PAIRS = 50  # of a run that repeats by right; the parts of a longer one, a list, are not asked again
MIN_HEADING_CHARACTERS = 20  # of a line that repeats; what is shorter is a word or two
MAX_COMPARED_CHARACTERS = 20_000  # of two blocks: comparing takes the square of the time
MIN_LENGTH_RATIO, MAX_LENGTH_RATIO = 0.7, 1.43  # of two blocks that are alike
SAME = 100  # percent of similarity
CODE = rf"[{{}};=<>|\\]|\(\)|^\d+[.)]|{DETAILS}|{LOG}"  # programs, numbered entries, listings, logs
STEPS = ((0, 0), (1, 1), (1, 0), (0, 1))  # on, and over a line that was changed, left out or put in


class _Text(NamedTuple):
    """The blocks of an article that may repeat each other, folded, and how often each folded text stands there."""

    blocks: list[Block]
    keys: list[str]
    counts: Mapping[str, int]


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
        return self._may_be_similar(keys)

    def _may_start(self, block: Block) -> bool:
        """A cheap test that is False only where `_is_anchor` is."""
        options = self.options
        least = min(options.line_characters, options.min_characters, options.few_characters)
        return block.words >= options.min_words and weighted_length(block.text) >= least

    def _may_be_similar(self, keys: list[str]) -> bool:
        """False only where no two different blocks are `_similar`; the others are for `_earlier` to settle."""
        options = self.options
        return options.near < SAME and may_be_similar(keys, options.near_characters, 1 - options.near / SAME)

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = [b for b in article.blocks if not b.fence]
        if is_verse(blocks):
            return
        folded = article.view(folded_blocks)
        keys = [folded[b.index] for b in blocks]
        title = repeated_title(article, MIN_TITLE_WORDS)
        fit = article.view(free_of_form if self.options.facts else repeatable)
        runs = self._runs(blocks, keys, [fit[b.index] for b in blocks], folded[title.index] if title else None)
        text = _Text(blocks, keys, counted(keys))
        if len(runs) > MAX_SEPARATE_RUNS:  # a page that repeats itself all over has one fault
            yield self._finding(text, runs)
        else:
            for pairs in runs:
                yield self._finding(text, [pairs])

    def _runs(self, blocks: list[Block], keys: list[str], fit: list[bool], headline: str | None) -> list[Run]:
        """The runs of blocks that repeat earlier ones and should not. A headline that stands again starts none, and
        neither does what is not `fit` for a copy."""
        earlier = self._earlier(keys)
        few = _repeated_lines(blocks, keys, earlier) <= self.options.few_lines
        done, runs = -1, []
        for j in range(len(blocks)):
            if j <= done or j not in earlier or keys[j] == headline or not self._is_anchor(blocks[j], few):
                continue
            if not (fit[j] and fit[earlier[j]]) and not _is_doubled(keys, earlier[j], j):
                continue
            pairs = _extended(keys, earlier, j, done)
            if self.options.facts or not is_legitimate(blocks, keys, pairs):
                runs.append(pairs)
                done = pairs[-1][1]
            elif len(pairs) > MAX_RETRIED_PAIRS:
                done = pairs[-1][1]
        return runs

    def _is_anchor(self, block: Block, few: bool) -> bool:
        """Whether a block says enough to start a run: reviews and tables rightly repeat short headings and entries."""
        needed = self.options.line_characters
        if ends_sentence(block.text):
            needed = self.options.min_characters
        elif few and not re.search(CODE, block.text) and not is_row(block.text):
            needed = self.options.few_characters
        return block.words >= self.options.min_words and weighted_length(block.text) >= needed

    def _earlier(self, keys: list[str]) -> dict[int, int]:
        """For each block that repeats an earlier one, the first such."""
        exact: dict[str, int] = {}
        sketches: dict[int, int] = {}  # by its hashes, the first block whose sketch holds one
        earlier: dict[int, int] = {}
        for j, key in enumerate(keys):
            if key in exact:
                earlier[j] = exact[key]
            elif key:
                exact[key] = j
                if self.options.near < SAME and weighted_length(key) >= self.options.near_characters:
                    hashes = sketch(key)
                    candidates = sorted({sketches[h] for h in hashes if h in sketches})
                    alike = next((i for i in candidates if self._similar(keys[i], key)), None)
                    if alike is not None:
                        earlier[j] = alike
                    for h in hashes:
                        sketches.setdefault(h, j)
        return earlier

    def _similar(self, a: str, b: str) -> bool:
        """Whether two folded texts are nearly the same."""
        if (
            min(weighted_length(a), weighted_length(b)) < self.options.near_characters
            or not MIN_LENGTH_RATIO < len(a) / len(b) < MAX_LENGTH_RATIO
        ):
            return False
        if not share_words(set(a.split()), set(b.split())):
            return False  # the ratio costs an import and more time
        from rapidfuzz.fuzz import ratio

        return ratio(a[:MAX_COMPARED_CHARACTERS], b[:MAX_COMPARED_CHARACTERS], score_cutoff=self.options.near) > 0

    def _finding(self, text: _Text, runs: list[Run]) -> Finding:
        """One finding for these runs, placed at the first and covering them all."""
        blocks = text.blocks
        originals, copies = [blocks[i] for i, _ in runs[0]], [blocks[j] for _, j in runs[0]]
        exact = all(_exactly(blocks[i]) == _exactly(blocks[j]) for pairs in runs for i, j in pairs)
        safe = exact and all(self._is_copy(text, pairs) for pairs in runs)
        # An interview that puts the same questions to many looks like a page that repeats itself all over.
        safety = "" if safe else "suggestion" if len(runs) > 1 and not exact else "unsafe"
        return Finding(
            Span(copies[0].start, copies[-1].end),
            _described(blocks, runs, exact),
            (Related(Span(originals[0].start, originals[-1].end), "it stands here first"),),
            tuple(span for pairs in runs for span in _covered(blocks, [j for _, j in pairs])),
            safety,
        )

    def _is_copy(self, text: _Text, pairs: Run) -> bool:
        """Whether nobody would write these copies twice: they are long, or two paragraphs at least, and none of them
        stands a third time."""
        copies = [text.blocks[j] for _, j in pairs]
        if sum(weighted_length(block.text) for block in copies) >= MIN_COPY_CHARACTERS:
            return True
        said = [text.counts[text.keys[j]] for _, j in pairs if self._is_anchor(text.blocks[j], few=False)]
        return len(said) > 1 and all(count == 2 for count in said)


def _is_doubled(keys: list[str], i: int, j: int) -> bool:
    """Whether a block directly follows the one that it repeats to the letter."""
    return j == i + 1 and keys[i] == keys[j]


def _extended(keys: list[str], earlier: dict[int, int], j: int, done: int) -> Run:
    """The run around block j and the one that it repeats: back over equal blocks, but to none that is `done`, and on
    over changed ones too."""
    i = earlier[j]

    def fits_before(a: int, b: int, skips: bool) -> bool:
        return a >= 0 and b > max(i, done) and keys[a] == keys[b] and not (skips and keys[a] == keys[i])

    before = _walked(i, j, -1, fits_before)[::-1]
    first_copy = (before[0] if before else (i, j))[1]  # where the original ends

    def fits_behind(a: int, b: int, skips: bool) -> bool:
        if a >= first_copy or b >= len(keys) or (skips and keys[a] == keys[i]):  # the same line again is a litany
            return False
        return keys[a] == keys[b] or earlier.get(b) == a

    return [*before, (i, j), *_walked(i, j, 1, fits_behind)]


def _walked(a: int, b: int, step: int, fits: Callable[[int, int, bool], bool]) -> Run:
    """The pairs that follow (a, b) in steps of 1 or -1, each the nearest that fits. `fits` is told whether a block of
    the original was passed over."""
    pairs: Run = []
    while True:
        a, b = a + step, b + step
        near = ((a + step * da, b + step * db, da > 0) for da, db in STEPS)
        found = next(((x, y) for x, y, skips in near if fits(x, y, skips)), None)
        if found is None:
            return pairs
        pairs.append(found)
        a, b = found


def _covered(blocks: list[Block], indices: list[int]) -> list[Span]:
    """The spans that these blocks cover; those that stand one after the other share one."""
    stretches = runs(indices, lambda one, other: other == one + 1)
    return [Span(blocks[stretch[0]].start, blocks[stretch[-1]].end) for stretch in stretches]


def _described(blocks: list[Block], runs: list[Run], exact: bool) -> dict[str, object]:
    """The words of the message: the lines of the first of these runs, and how many there are."""
    (i, j), (last_i, last_j) = runs[0][0], runs[0][-1]
    first, more, count = _lines(blocks[i].first, blocks[i].last), len(runs) - 1, sum(map(len, runs))
    if more and exact and all(pairs[0][0] == pairs[-1][0] == i for pairs in runs):
        return {"lines": first, "first_lines": f"{len(runs) + 1} times", "blocks": count, "how": "stands"}
    return {
        "lines": _lines(blocks[j].first, blocks[last_j].last) + (f" and {more} more passages" if more else ""),
        "first_lines": _lines(blocks[i].first, blocks[last_i].last) + (" and others" if more else ""),
        "blocks": count,
        "how": _verb(exact, blocks[j].first == blocks[last_j].last and not more),
    }


def _repeated_lines(blocks: list[Block], keys: list[str], earlier: dict[int, int]) -> int:
    """How many different lines that are no sentences repeat: a guide has its headings in its contents, too."""
    return len(
        {keys[j] for j in earlier if len(keys[j]) >= MIN_HEADING_CHARACTERS and not ends_sentence(blocks[j].text)}
    )


def _exactly(block: Block) -> str:
    """The text of a block without regard to white space and case."""
    return " ".join(block.text.split()).lower()


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}–{last}"


def _verb(exact: bool, one: bool) -> str:
    return ("" if exact else "nearly ") + ("repeats" if one else "repeat")
