"""`furniture`: lines of boilerplate, which belong to the page, judged by words, shape and neighbours together; and in lines
that hold a whole article, passages of it (checks/common/long_lines.py).

Where `lines` and `section` know phrases, this adds up evidence (artlint/text/line_model), and says in words what spoke
most for its judgement.
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.spans import holds
from artlint.base.wording import plural, quoted
from artlint.checks.base import Check, is_next, runs
from artlint.checks.common.long_lines import long_lines, page_passages
from artlint.checks.common.own_lines import OwnLines, prose_range, without_rows
from artlint.text.layout import is_byline
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block


MIN_PROSE_CHARACTERS = 120  # running text: without so much, there is no article that boilerplate could stand around
MIN_TITLE_CHANCE = 0.95  # of being boilerplate, where the title should stand
MIN_TITLE_WORDS = 4
# What speaks for boilerplate, as words of a message.
MAX_SHORT_WORDS = 12
MIN_FUNCTION_SHARE = 0.1  # of the words: so many make sentences of names and labels
MIN_SENTENCE_WORDS = 4
MIN_ROW_LINES = 3
MIN_NEIGHBOUR_CHANCE = 0.5


class Boilerplate(Check):
    """Reports each run of lines that are boilerplate in all likelihood."""

    args = {
        "what": "the first line, or the passage of a line, in quotation marks, and how many more lines there are",
        "why": "what speaks for it, as words",
        "percent": "how sure, of the surest line or of the passage",
    }

    asked_last = True

    class Options:
        likely: Annotated[float, Meta(gt=0, lt=1, description="report lines from this probability on")] = 0.83
        likely_sentence: Annotated[
            float, Meta(ge=0, le=1, description="the same for a sentence with other text in its line, if that is more")
        ] = 0.0
        likely_in: Annotated[
            dict[str, float], Meta(description="the same for articles in a language, by its code")
        ] = {}
        likely_passage: Annotated[
            float, Meta(gt=0, le=0.99, description="the same for the phrases of a passage in a line of a whole article")
        ] = 0.8

    def run(self, article: Article) -> Iterator[Finding]:
        long = long_lines(article)
        if len(long) < len(article.blocks):
            yield from self._lines(article, [Span(line.block.start, line.block.end) for line in long])
        yield from page_passages(article, long, self.options.likely_passage)

    def _lines(self, article: Article, long: list[Span]) -> Iterator[Finding]:
        """The findings for lines, but those that hold a whole article."""
        from artlint.text.line_model.model import probabilities, seen

        chances = probabilities(article)
        likely = self._likely(article, chances)
        if not any(chance >= likely for chance in chances):
            return
        lines, prose = article.view(seen), article.view(prose_range)
        first = prose[0] if prose else 0
        own = OwnLines(article)
        found: list[Block] = []
        unmarked = [b for b in _unmarked(article) if not holds(long, b.start)]
        # Right above the first paragraph, but for by-lines and what is the page's, stands the title, more often than not.
        above = max((b.index for b in unmarked if b.index < first and not is_byline(b.text)), default=-1)
        for block in unmarked:
            may_be_title = block.index == above and block.words >= MIN_TITLE_WORDS
            least = max(likely, MIN_TITLE_CHANCE) if may_be_title else likely
            if chances[block.index] < least or block.fence or (block.index < first and is_byline(block.text)):
                continue
            if chances[block.index] < self.options.likely_sentence and _is_sentence_in_line(article, block):
                continue
            if not own.hold(block):
                found.append(block)
        found = without_rows(article.segments, found, frozenset([b.index for b in unmarked]))
        gone = {b.index for b in found}
        left = sum(len(b.text) for b in article.segments if lines[b.index].prose and b.index not in gone)
        if left >= MIN_PROSE_CHARACTERS:  # else it is a table or a list, of which nothing would be left
            yield from (self._finding(article, run, chances) for run in runs(found, is_next))

    def _likely(self, article: Article, chances: list[float]) -> float:
        """The least probability in this article's language, which is only asked for where it matters."""
        values = [self.options.likely, *self.options.likely_in.values()]
        if not any(min(values) <= chance < max(values) for chance in chances):
            return self.options.likely
        return self.options.likely_in.get(article.language, self.options.likely)

    def _finding(self, article: Article, run: list[Block], chances: list[float]) -> Finding:
        best = max(chances[b.index] for b in run)
        more = f" and {plural(len(run) - 1, 'line')} more" if len(run) > 1 else ""
        args = {
            "what": f"“{quoted(run[0].text)}”{more}",
            "why": _reasons(article, run, chances),
            "percent": int(100 * best),
        }
        return Finding(Span(run[0].start, run[-1].end), args)


def _is_sentence_in_line(article: Article, block: Block) -> bool:
    """Whether a segment is a sentence with other text of its line before or behind it."""
    if block.words < MIN_SENTENCE_WORDS or not ends_sentence(block.text):
        return False
    line = article.text.rfind("\n", 0, block.start) + 1, article.text.find("\n", block.end)
    before, after = article.text[line[0] : block.start], article.text[block.end : line[1] if line[1] >= 0 else None]
    return bool(before.strip() or after.strip())


def _unmarked(article: Article) -> Iterator[Block]:
    """The blocks that no rule has found which knows the phrase, and says more."""
    marked, at = article.boilerplate, 0
    for block in article.segments:
        while at < len(marked) and marked[at].end < block.end:
            at += 1
        if at == len(marked) or marked[at].start > block.start:
            yield block


def _reasons(article: Article, run: list[Block], chances: list[float]) -> str:
    """The reasons that an editor would give, as words: shape, place, neighbours."""
    from artlint.text.line_model.model import seen

    line = article.view(seen)[max(run, key=lambda b: chances[b.index]).index]
    reasons = []
    if line.words <= MAX_SHORT_WORDS and not line.ended:
        reasons.append("short, and no sentence")
    if line.functions < MIN_FUNCTION_SHARE and line.words >= MIN_SENTENCE_WORDS:
        reasons.append("names and labels without a verb")
    first, last = run[0].index, run[-1].index
    place = _place(article.view(prose_range), first, last)
    if place:
        reasons.append(place)
    if len(run) >= MIN_ROW_LINES:
        reasons.append(f"{len(run)} such lines in a row")
    elif any(chances[i] > MIN_NEIGHBOUR_CHANCE for i in (first - 1, last + 1) if 0 <= i < len(chances)):
        reasons.append("beside other parts of the page")
    return ", ".join(reasons) or "worded as parts of pages are"


def _place(prose: tuple[int, int] | None, first: int, last: int) -> str:
    """Where the lines from `first` to `last` stand, as words; an empty string for lines between paragraphs."""
    if not prose:
        return "no running text near"
    if first > prose[1]:
        return "below the last paragraph"
    return "above the first paragraph" if last < prose[0] else ""
