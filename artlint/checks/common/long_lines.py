"""Passages of the page in a line that holds a whole article, as the phrase model finds them."""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.spans import meeting
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.text.segments import MIN_LONG_LINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artlint.text.article import Article
    from artlint.text.phrase_model.model import LongLine, Passage

MIN_LETTERS = 8  # of a passage, and of what is left of it beside what rules with phrases have marked
MIN_LEFT = 0.15  # of the line's characters: where less would be left, it is a list or a table
MAX_CODE_SHARE = 0.03  # of the characters: more of them make a program
MAX_TOLD = 3  # words that spoke for it
MAX_QUOTED = 600  # characters to either side, in which the marks of a quotation are looked for


def long_lines(article: Article) -> list[LongLine]:
    """The lines that are judged by their phrases (see text/phrase_model), judged once for all rules."""
    if not any([len(block.text) >= MIN_LONG_LINE for block in article.blocks]):
        return []
    from artlint.text.phrase_model import model

    return article.view(model.long_lines)


def page_passages(article: Article, long: list[LongLine], likely: float) -> Iterator[Finding]:
    """The findings for the passages in these long lines, without what rules have marked that know its phrases."""
    for line in long:
        from artlint.text.phrase_model.model import passages

        block = line.block
        marked = meeting(article.boilerplate, Span(block.start, block.end))
        found = passages(line, [Span(m.start - block.start, m.end - block.start) for m in marked], likely)
        found = [p for p in found if not _is_code(block.text[p.start : p.end]) and not _is_quoted(block.text, p.start)]
        if sum(p.end - p.start for p in found) > (1 - MIN_LEFT) * len(block.text):
            continue
        for passage in found:
            for span in _unmarked(article.text, marked, block.span(passage.start, passage.end)):
                telling = _telling(article.slice(span), passage)
                if telling:
                    yield _finding(article, span, telling, passage.chance)


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


def _unmarked(text: str, marked: Sequence[Span], passage: Span) -> Iterator[Span]:
    """The parts of a passage between what other rules have marked, without the white space around them."""
    start = passage.start
    for end, following in (*meeting(marked, passage), (passage.end, passage.end)):
        part = text[start : max(start, end)]
        inner = part.strip()
        if inner.count("**") % 2:  # half of what is bold
            inner = inner.strip("* ")
        if inner:
            at = start + part.index(inner)
            yield Span(at, at + len(inner))
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
