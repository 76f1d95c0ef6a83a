"""`furniture`: lines that belong to the page, judged by words, shape and neighbours together.

Where `lines` and `section` know phrases, this adds up evidence (artlint/text/line_model), and says in words what spoke
most for its judgement.
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural
from artlint.checks.base import Check, runs
from artlint.text.folding import counted
from artlint.text.layout import is_byline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block


LEFT = 120  # characters of running text: without so much, there is no article that furniture could stand around
# What is an article's however short it is: an interview, a clause of a law, code, the end of a press release.
OWN = (
    r"(?:Q|A|Question|Answer|Frage|Antwort|F|R|P|D|В|О|Вопрос|Ответ|问|答|問)\d{0,3} ?[:：.] ?\S"
    r"|\([a-z]{1,3}\) [a-z]|[{}()\[\];]+$|#+$"
)
# Under these stands who wrote the letter.
REGARDS = (
    r"(?i)(?:yours?(?: \w+)?|(?:very )?sincerely(?: yours)?|(?:best|kind|warm) (?:regards|wishes)|mit freundlichen grüßen|dein[e]?|ihr[e]?"
    r"|cordialement|bien à vous|atentamente|un abrazo|cordiali saluti|atenciosamente|с уважением|ваша?|твоя?|z poważaniem)[,.]?$"
)
SIGNATURE = 4  # lines, at the most, the regards among them
KEY = r"[^\W\d_][\w /-]{1,24}:\s"
TIME, TIMES = r"\d{1,2}[.:]\d\d\s", 3  # so many lines that begin with a time make a programme
TITLE = 0.95  # so sure it must be of a line that stands where the title should


class Furniture(Check):
    """Reports each run of lines that are boilerplate in all likelihood."""

    args = {
        "lines": "“1 line”, “3 lines”",
        "why": "what speaks for it, as words",
        "percent": "how sure, of the surest line",
    }

    class Options:
        likely: Annotated[float, Meta(gt=0, lt=1, description="report lines from this probability on")] = 0.83
        likely_in: Annotated[
            dict[str, float], Meta(description="the same for articles in a language, by its code")
        ] = {}

    def run(self, article: Article) -> Iterator[Finding]:
        from artlint.text.line_model.model import probabilities, seen

        chances = probabilities(article)
        likely = self._likely(article, chances)
        if not any(chance >= likely for chance in chances):
            return
        lines = article.view(seen)
        title = next((i for i, entry in enumerate(lines) if entry.prose), 0) - 1
        marked = article.furniture  # by rules that know the phrase, and say more
        at = 0
        times = sum(re.match(TIME, b.text) is not None for b in article.blocks)
        own = re.compile(f"{OWN}|{TIME}" if times >= TIMES else OWN)
        keys = counted([m.group() for b in article.blocks if (m := re.match(KEY, b.text))])
        signed = -SIGNATURE
        found: list[Block] = []
        for block in article.blocks:
            while at < len(marked) and marked[at].end < block.end:
                at += 1
            if at < len(marked) and marked[at].start <= block.start:
                continue
            # Right above the first paragraph stands the title, more often than not.
            least = max(likely, TITLE) if block.index == title and block.words >= 4 else likely
            if chances[block.index] < least or block.fence or own.match(block.text):
                continue
            if block.index <= title and is_byline(block.text):
                continue  # who wrote it, above the first paragraph
            if re.match(REGARDS, block.text):
                signed = block.index
            entry = re.match(KEY, block.text)
            if block.index - signed >= SIGNATURE and not (entry and keys[entry.group()] > 1):
                found.append(block)
        gone = {b.index for b in found}
        if sum(len(b.text) for b in article.blocks if lines[b.index].prose and b.index not in gone) < LEFT:
            return  # a table or a list, of which nothing would be left
        yield from (self._finding(article, run, chances) for run in runs(found))

    def _likely(self, article: Article, chances: list[float]) -> float:
        """How sure to be in this article. Its language is only asked for where it matters."""
        values = [self.options.likely, *self.options.likely_in.values()]
        if not any(min(values) <= chance < max(values) for chance in chances):
            return self.options.likely
        return self.options.likely_in.get(article.language, self.options.likely)

    def _finding(self, article: Article, run: list[Block], chances: list[float]) -> Finding:
        best = max(chances[b.index] for b in run)
        args = {"lines": plural(len(run), "line"), "why": _reasons(article, run, chances), "percent": int(100 * best)}
        return Finding(Span(run[0].start, run[-1].end), args)


def _prose(article: Article) -> tuple[int, int] | None:
    """The first and the last block of running text."""
    from artlint.text.line_model.model import seen

    found = [i for i, entry in enumerate(article.view(seen)) if entry.prose]
    return (found[0], found[-1]) if found else None


def _reasons(article: Article, run: list[Block], chances: list[float]) -> str:
    """What an editor would point at: shape, place, neighbours."""
    from artlint.text.line_model.model import seen

    line = article.view(seen)[max(run, key=lambda b: chances[b.index]).index]
    first, last = run[0].index, run[-1].index
    prose = article.view(_prose)
    reasons = []
    if line.words <= 12 and not line.ended:
        reasons.append("short, and no sentence")
    if line.functions < 0.1 and line.words > 3:
        reasons.append("names and labels without a verb")
    if not prose:
        reasons.append("no running text near")
    elif first > prose[1]:
        reasons.append("below the last paragraph")
    elif last < prose[0]:
        reasons.append("above the first paragraph")
    around = [chances[i] for i in (first - 1, last + 1) if 0 <= i < len(chances)]
    if len(run) > 2:
        reasons.append(f"{len(run)} such lines in a row")
    elif any(c > 0.5 for c in around):
        reasons.append("beside other parts of the page")
    return ", ".join(reasons) or "worded as parts of pages are"
