"""`furniture`: lines of boilerplate, which belong to the page, judged by words, shape and neighbours together.

Where `lines` and `section` know phrases, this adds up evidence (artlint/text/line_model), and says in words what spoke
most for its judgement.
"""

from __future__ import annotations

from itertools import groupby

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural
from artlint.checks.base import Check, is_next, runs
from artlint.text.folding import counted
from artlint.text.layout import is_byline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block


MIN_PROSE_CHARACTERS = 120  # running text: without so much, there is no article that boilerplate could stand around
# What is an article's however short it is: an interview, a clause of a law, code, the end of a press release.
OWN = (
    r"(?:Q|A|Question|Answer|Frage|Antwort|F|R|P|D|В|О|Вопрос|Ответ|问|答|問)\d{0,3} ?[:：.] ?\S"
    r"|\([a-z]{1,3}\) [a-z]|[^\n]*[{};]$|[()\[\]]+$|#+$"
)
# Under these stands who wrote the letter.
REGARDS = (
    r"(?i)(?:yours?(?: \w+)?|(?:very )?sincerely(?: yours)?|(?:best|kind|warm) (?:regards|wishes)|mit freundlichen grüßen|dein[e]?|ihr[e]?"
    r"|cordialement|bien à vous|atentamente|un abrazo|cordiali saluti|atenciosamente|с уважением|ваша?|твоя?|z poważaniem)[,.]?$"
)
MAX_SIGNATURE_LINES = 4  # the regards among them
KEY = r"[^\W\d_][\w /-]{1,24}:\s"
TIME = r"\d{1,2}[.:]\d\d\s"
MIN_PROGRAMME_TIMES = 3  # lines that begin with a time
MIN_TITLE_CHANCE = 0.95  # of being boilerplate, where the title should stand
MIN_TITLE_WORDS = 4
# What speaks for boilerplate, as words of a message.
MAX_SHORT_WORDS = 12
MIN_FUNCTION_SHARE = 0.1  # of the words: so many make sentences of names and labels
MIN_SENTENCE_WORDS = 4
MIN_ROW_LINES = 3
# A list of the article's own.
MIN_ITEMS = 3
NUMBERED_HEAD = r"\(?(?:(\d{1,2})|([A-Za-z]))[.)]\s"
MIN_ANNOUNCING_WORDS = 6
MAX_ITEM_WORDS = 12
MIN_NEIGHBOUR_CHANCE = 0.5
# A table: rows of cells with wide gaps, or of numbers.
ROW = r"(?:.*?\S(?: {2,}|\t)(?=\S)){2}|(?:.*?(?<!\S)[(+-]?\d[\d.,:%+)-]*(?!\S)){4}"
NEARBY_CHARACTERS = 200  # on either side
MIN_ROWS, MIN_ROW_SHARE = 3, 0.25  # of the lines between two paragraphs, for these to be a table with its headings


class _Own:
    """Knows the lines that are an article's own, whatever the model thinks of them."""

    def __init__(self, article: Article) -> None:
        texts = [b.text for b in article.segments]
        programme = sum(re.match(TIME, text) is not None for text in texts) >= MIN_PROGRAMME_TIMES
        self._begins = re.compile(f"{OWN}|{TIME}" if programme else OWN)
        self._keys = counted([m.group() for text in texts if (m := re.match(KEY, text))])
        self._regards = -MAX_SIGNATURE_LINES  # where they stand
        self._listed = _own_lists(article) | _numbered_heads(article.segments) | _tables(article)

    def holds(self, block: Block) -> bool:
        """Whether a line is of an interview, a law, a letter's end, or a table of keys. To be asked of those that may be
        boilerplate, in order."""
        if self._begins.match(block.text) or block.index in self._listed:
            return True
        if re.match(REGARDS, block.text):
            self._regards = block.index
        key = re.match(KEY, block.text)
        return block.index - self._regards < MAX_SIGNATURE_LINES or (key is not None and self._keys[key.group()] > 1)


def _own_lists(article: Article) -> set[int]:
    """The items of the article's own lists: they are announced by a sentence that ends in a colon, or stand between
    running text, all with the same mark. Under a list that stands last, nobody can tell."""
    from artlint.text.line_model.model import seen

    segments, lines, prose = article.segments, article.view(seen), article.view(_prose)
    last = prose[1] if prose else -1
    found: set[int] = set()
    start = 0
    while start < len(segments):
        mark = _list_mark(segments[start].text)
        stop = start + 1
        while stop < len(segments) and mark and _list_mark(segments[stop].text) == mark:
            stop += 1
        above = segments[start - 1] if start else None
        if above and above.text[-1] in ":：" and above.words >= MIN_ANNOUNCING_WORDS and not lines[start].prose:
            while stop < len(segments) and not lines[stop].prose and lines[stop].words <= MAX_ITEM_WORDS:
                stop += 1
            found.update(range(start, stop))
        elif mark and stop - start >= MIN_ITEMS and stop <= last:
            found.update(range(start, stop))
        start = stop
    return found


def _numbered_heads(segments: Sequence[Block]) -> set[int]:
    """The lines that begin with (A), (B), (C) or 1., 2., 3. and have other lines between them: heads of the article's own
    parts. The page's lists of what is read most have nothing between."""
    found: set[int] = set()
    chain: list[tuple[int, int]] = []  # numbers, and where they stand
    for segment in segments:
        match = re.match(NUMBERED_HEAD, segment.text)
        if not match:
            continue
        number = int(match[1]) if match[1] else ord(match[2].lower()) - ord("a") + 1
        if number == 1:
            chain = [(1, segment.index)]
        elif chain and number == chain[-1][0] + 1 and segment.index > chain[-1][1] + 1:
            chain.append((number, segment.index))
            if len(chain) >= MIN_ITEMS:
                found.update(index for _, index in chain)
    return found


def _tables(article: Article) -> set[int]:
    """The lines between two paragraphs that hold the rows of a table, with its headings."""
    from artlint.text.line_model.model import seen

    found: set[int] = set()
    for prose, group in groupby(zip(article.segments, article.view(seen), strict=True), lambda pair: pair[1].prose):
        if prose:
            continue
        stretch = [segment for segment, _ in group]
        rows = sum([re.match(ROW, _line_of(article, segment)) is not None for segment in stretch])
        if rows >= max(MIN_ROWS, MIN_ROW_SHARE * len(stretch)):
            found.update([segment.index for segment in stretch])
    return found


def _line_of(article: Article, segment: Block) -> str:
    """The line in which a segment stands, as far as it is near: gaps between cells may have parted it."""
    before = article.text[max(0, segment.start - NEARBY_CHARACTERS) : segment.start]
    after = article.text[segment.start : segment.start + NEARBY_CHARACTERS]
    return before.rpartition("\n")[2] + after.partition("\n")[0]


def _list_mark(text: str) -> str:
    """What kind of mark an item begins with: its sign, or “1” or “a” for a number or letter; nothing where none."""
    match = re.match(rf"([-–—*+•·‣▪●○■□◦])\s|{NUMBERED_HEAD}", text)
    return "" if match is None else match.group(1) or ("1" if match.group(2) else "a")


class Boilerplate(Check):
    """Reports each run of lines that are boilerplate in all likelihood."""

    args = {
        "lines": "“1 line”, “3 lines”",
        "why": "what speaks for it, as words",
        "percent": "how sure, of the surest line",
    }

    asked_last = True

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
        lines, prose = article.view(seen), article.view(_prose)
        first = prose[0] if prose else 0
        own = _Own(article)
        found: list[Block] = []
        unmarked = list(_unmarked(article))
        # Right above the first paragraph, but for by-lines and what is the page's, stands the title, more often than not.
        above = max((b.index for b in unmarked if b.index < first and not is_byline(b.text)), default=-1)
        for block in unmarked:
            may_be_title = block.index == above and block.words >= MIN_TITLE_WORDS
            least = max(likely, MIN_TITLE_CHANCE) if may_be_title else likely
            if chances[block.index] < least or block.fence or (block.index < first and is_byline(block.text)):
                continue
            if not own.holds(block):
                found.append(block)
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
        args = {"lines": plural(len(run), "line"), "why": _reasons(article, run, chances), "percent": int(100 * best)}
        return Finding(Span(run[0].start, run[-1].end), args)


def _unmarked(article: Article) -> Iterator[Block]:
    """The blocks that no rule has found which knows the phrase, and says more."""
    marked, at = article.boilerplate, 0
    for block in article.segments:
        while at < len(marked) and marked[at].end < block.end:
            at += 1
        if at == len(marked) or marked[at].start > block.start:
            yield block


def _prose(article: Article) -> tuple[int, int] | None:
    """The first and the last block of running text."""
    from artlint.text.line_model.model import seen

    found = [i for i, entry in enumerate(article.view(seen)) if entry.prose]
    return (found[0], found[-1]) if found else None


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
    place = _place(article.view(_prose), first, last)
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
