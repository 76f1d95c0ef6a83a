"""`furniture`: lines that belong to the page, judged by words, shape and neighbours together.

Where `lines` and `section` know phrases, this adds up evidence (artlint/furniture), and says in words what spoke
most for its judgement.
"""

from __future__ import annotations

from artlint.checks.base import Check, plural
from artlint.model import Finding, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.article import Article, Block


TITLE = 0.95  # so sure it must be of a line that stands where the title should


class Furniture(Check):
    """Reports each run of lines that are furniture in all likelihood."""

    args = {
        "lines": "“1 line”, “3 lines”",
        "why": "what speaks for it, as words",
        "percent": "how sure, of the surest line",
    }

    class Options:
        likely: Annotated[float, Meta(gt=0, lt=1, description="report lines from this probability on")] = 0.83

    def run(self, article: Article) -> Iterator[Finding]:
        from artlint.furniture.model import described, probabilities

        chances = probabilities(article)
        title = next((i for i, entry in enumerate(described(article)) if entry.prose), 0) - 1
        run: list[Block] = []
        marked = article.furniture  # by rules that know the phrase, and say more
        at = 0
        for block in article.blocks:
            while at < len(marked) and marked[at].end < block.end:
                at += 1
            if at < len(marked) and marked[at].start <= block.start:
                continue
            # Right above the first paragraph stands the title, more often than not.
            least = (
                max(self.options.likely, TITLE) if block.index == title and block.words >= 4 else self.options.likely
            )
            if chances[block.index] >= least and not block.fence:
                if run and block.index != run[-1].index + 1:
                    yield self._finding(article, run, chances)
                    run = []
                run.append(block)
        if run:
            yield self._finding(article, run, chances)

    def _finding(self, article: Article, run: list[Block], chances: list[float]) -> Finding:
        best = max(chances[b.index] for b in run)
        args = {"lines": plural(len(run), "line"), "why": _reasons(article, run, chances), "percent": int(100 * best)}
        return Finding(Span(run[0].start, run[-1].end), args)


def _reasons(article: Article, run: list[Block], chances: list[float]) -> str:
    """What an editor would point at: shape, place, neighbours."""
    from artlint.furniture.model import described

    line = described(article)[max(run, key=lambda b: chances[b.index]).index]
    first, last = run[0].index, run[-1].index
    prose = [i for i, entry in enumerate(described(article)) if entry.prose]
    reasons = []
    if line.words <= 12 and not line.near[1]:
        reasons.append("short, and no sentence")
    if line.near[3] < 0.1 and line.words > 3:
        reasons.append("names and labels without a verb")
    if not prose:
        reasons.append("no running text near")
    elif first > prose[-1]:
        reasons.append("below the last paragraph")
    elif last < prose[0]:
        reasons.append("above the first paragraph")
    around = [chances[i] for i in (first - 1, last + 1) if 0 <= i < len(chances)]
    if len(run) > 2:
        reasons.append(f"{len(run)} such lines in a row")
    elif any(c > 0.5 for c in around):
        reasons.append("beside other parts of the page")
    return ", ".join(reasons) or "worded as parts of pages are"
