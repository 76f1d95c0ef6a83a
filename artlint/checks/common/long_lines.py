"""Passages of the page in a line that holds a whole article, as the phrase model finds them."""

from __future__ import annotations

from bisect import bisect_left

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artlint.text.article import Article
    from artlint.text.blocks import Block
    from artlint.text.phrase_model.model import Passage

MIN_LETTERS = 8  # of a passage, and of what is left of it beside what rules with phrases have marked
MIN_LEFT = 0.15  # of the line's characters: where less would be left, it is a list or a table
MAX_CODE_SHARE = 0.03  # of the characters: more of them make a program
MAX_TOLD = 3  # words that spoke for it
MAX_QUOTED = 600  # characters to either side, in which the marks of a quotation are looked for


def long_lines(article: Article) -> list[Block]:
    """The lines that are judged by their phrases: that must hold several things, in a language that the model
    knows. No row of a Markdown table."""
    from artlint.text.segments import MIN_LONG_LINE

    is_markdown = article.format == "markdown"
    long = [
        b
        for b in article.blocks
        if len(b.text) >= MIN_LONG_LINE and b.last == b.first and not b.fence and not (is_markdown and b.text[0] == "|")
    ]
    if long:
        from artlint.text.phrase_model.model import speaks

        return long if speaks(article.language) else []
    return []


def page_passages(article: Article, long: list[Block], likely: float) -> Iterator[Finding]:
    """The findings for the passages in these long lines, without what rules have marked that know its phrases."""
    if not long:
        return
    from artlint.text.phrase_model.model import passages

    for block in long:
        marked = _between(article.boilerplate, block.start, block.end)
        known = [Span(m.start - block.start, m.end - block.start) for m in marked]
        found = passages(block.text, article.marks[block.index].openings, known, likely)
        found = [p for p in found if not _is_code(block.text[p.start : p.end]) and not _is_quoted(block.text, p.start)]
        if sum(p.end - p.start for p in found) > (1 - MIN_LEFT) * len(block.text):
            continue
        for passage in found:
            for start, end in _unmarked(article.text, marked, block.offset(passage.start), block.offset(passage.end)):
                telling = _telling(article.text[start:end], passage)
                if telling:
                    yield _finding(article, Span(start, end), telling, passage.chance)


def _between(marked: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Of these spans, which are in order and apart, those that meet a stretch."""
    first = bisect_left(marked, (start,))
    first -= first > 0 and marked[first - 1].end > start
    return marked[first : bisect_left(marked, (end,))]


def _telling(text: str, passage: Passage) -> list[str]:
    """The words of a part of a passage that speak for the page. None for a part without: a title may have stood between
    two that have some."""
    lowered = " ".join(text.lower().split())
    if sum(map(str.isalpha, text)) < MIN_LETTERS:
        return []
    return [term for term in passage.telling if term in lowered]


def _is_quoted(text: str, at: int) -> bool:
    """Whether a quotation has been opened before a place and is closed behind it: what a page says is quoted."""
    before, behind = text[max(0, at - MAX_QUOTED) : at], text[at : at + MAX_QUOTED]
    return before.rfind("“") > before.rfind("”") and 0 <= behind.find("”") < (behind + "“").find("“")


def _is_code(text: str) -> bool:
    from artlint.text.phrase_model.phrases import CODE

    return len(re.findall(CODE, text)) > MAX_CODE_SHARE * len(text)


def _unmarked(text: str, marked: Sequence[Span], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a passage between what other rules have marked, without the white space around them."""
    for part_end, following in (*((m.start, m.end) for m in _between(marked, start, end)), (end, end)):
        part = text[start : max(start, part_end)]
        inner = part.strip()
        if inner.count("**") % 2:  # half of what is bold
            inner = inner.strip("* ")
        if inner:
            at = start + part.index(inner)
            yield at, at + len(inner)
        start = max(start, following)


def _finding(article: Article, span: Span, telling: list[str], chance: float) -> Finding:
    told = ", ".join(f"“{term}”" for term in telling[:MAX_TOLD])
    place = ""
    if not article.text[: span.start].strip():
        place = ", in front of the article"
    elif not article.text[span.end :].strip():
        place = ", behind the article"
    why = f"worded as parts of pages are: {told}{place}"
    return Finding(span, {"what": f"“{quoted(article.slice(span))}”", "why": why, "percent": int(100 * chance)})
