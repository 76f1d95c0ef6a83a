"""From a rule's `fix:` entry and one finding to a Fix: the edits that would mend it, not yet applied."""

from __future__ import annotations

from artlint.model import Edit, Fix, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from artlint.article import Article
    from artlint.model import Finding

TITLES = {"span": "Delete it", "block": "Delete these lines", "related": "Delete the marked places"}


def propose(entry: Mapping[str, Any], finding: Finding, values: Mapping[str, Any], article: Article) -> Fix | None:
    """The fix of one finding, or None where the finding lacks what its fix needs (an empty replacement)."""
    kind = entry["delete"]
    if kind == "related":
        edits = tuple(Edit(r.span, "") for r in finding.related)
    elif kind == "block":
        edits = tuple(Edit(whole_lines(article, span), "") for span in finding.covers or (finding.span,))
    elif kind == "span":
        edits = (Edit(_to_line_end(article, finding.span), ""),)
    else:
        text = str(entry["replace"]).format_map(values)
        if text == article.slice(finding.span):
            return None
        edits = (Edit(finding.span, text),)
    if not edits:
        return None
    title = entry["title"] or (TITLES[kind] if kind else f"Replace by “{edits[0].text}”")
    return Fix(title, edits, finding.safety or entry["safety"])


def _to_line_end(article: Article, span: Span) -> Span:
    """The span, with the space before it where it ends its line: a fix leaves no trailing space."""
    start, text = span.start, article.text
    if text[span.end : span.end + 1] in ("", "\n", "\r"):
        while start and text[start - 1] in " \t":
            start -= 1
    return Span(start, span.end)


def whole_lines(article: Article, span: Span) -> Span:
    """The lines that `span` touches, with one side of the empty lines around them.

    Whatever stood before stays as it was: the file keeps (or keeps lacking) its final line end, and paragraphs
    that were one empty line apart stay so.
    """
    lines, at = article.lines, article.positions.at
    first, last = at(span.start).row - 1, at(max(span.start, span.end - 1)).row - 1

    def empty(i: int) -> bool:
        return not article.text[lines[i].start : lines[i].end].strip()

    after = last + 1
    if first == 0 or empty(first - 1):
        while after < len(lines) and empty(after):
            after += 1
    if after < len(lines):
        return Span(lines[first].start, lines[after].start)
    before = first - 1
    while before >= 0 and empty(before):
        before -= 1
    return Span(lines[before].end if before >= 0 else 0, lines[last].end)
