"""Passages of the page in a line that holds a whole article, as the phrase model finds them."""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article
    from artlint.text.blocks import Block
    from artlint.text.phrase_model.model import Passage

MIN_LETTERS = 8  # of a passage, and of what is left of it beside what rules with phrases have marked
MIN_LEFT = 0.15  # of the line's characters: where less would be left, it is a list or a table
CODE = r"[{}=;<>_$\\]"
MAX_CODE_SHARE = 0.03  # of the characters: more of them make a program
MAX_TOLD = 3  # words that spoke for it
EDGES = "^$ "  # of a term that holds the beginning or the end of the line


def long_lines(article: Article) -> list[Block]:
    """The lines that are judged by their phrases: that must hold several things, in a language that the model knows."""
    from artlint.text.segments import MIN_LONG_LINE

    long = [b for b in article.blocks if len(b.text) >= MIN_LONG_LINE and b.last == b.first and not b.fence]
    if long:
        from artlint.text.phrase_model.model import speaks

        return long if speaks(article.language) else []
    return []


def page_passages(article: Article, long: list[Block], likely: float) -> Iterator[Finding]:
    """The findings for the passages in these long lines, without what rules have marked that know its phrases."""
    for block in long:
        from artlint.text.phrase_model.model import passages

        known = [Span(m.start - block.start, m.end - block.start) for m in article.boilerplate if m.end > block.start]
        found = passages(block.text, article.marks[block.index].openings, known, likely)
        found = [p for p in found if not _is_code(block.text[p.start : p.end])]
        if sum(p.end - p.start for p in found) > (1 - MIN_LEFT) * len(block.text):
            continue
        for passage in found:
            for start, end in _unmarked(article, block.offset(passage.start), block.offset(passage.end)):
                if _is_telling(article.text[start:end], passage):
                    yield _finding(article, block, passage, Span(start, end))


def _is_telling(text: str, passage: Passage) -> bool:
    """Whether a part of a passage holds words that speak for the page; a title may have stood between two that do."""
    lowered = text.lower()
    return sum(map(str.isalpha, text)) >= MIN_LETTERS and any(term.strip(EDGES) in lowered for term in passage.telling)


def _is_code(text: str) -> bool:
    return len(re.findall(CODE, text)) > MAX_CODE_SHARE * len(text)


def _unmarked(article: Article, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a passage between what other rules have marked, without the white space around them."""
    marked = [m for m in article.boilerplate if m.end > start and m.start < end]
    for part_end, following in (*((m.start, m.end) for m in marked), (end, end)):
        part = article.text[start : max(start, part_end)]
        inner = part.strip()
        if inner:
            at = start + part.index(inner)
            yield at, at + len(inner)
        start = max(start, following)


def _finding(article: Article, block: Block, passage: Passage, span: Span) -> Finding:
    args = {
        "what": f"“{quoted(article.slice(span))}”",
        "why": _reasons(block, passage),
        "percent": int(100 * passage.chance),
    }
    return Finding(span, args)


def _reasons(block: Block, passage: Passage) -> str:
    """The reasons that an editor would give, as words."""
    told = [f"“{term.strip(EDGES)}”" for term in passage.telling if term.strip(EDGES)][:MAX_TOLD]
    place = ""
    if passage.start == 0:
        place = ", in front of the article"
    elif passage.end == len(block.text):
        place = ", behind the article"
    return f"worded as parts of pages are: {', '.join(told)}{place}" if told else f"worded as parts of pages are{place}"
