"""Code inside an article is nobody's article: what rules find there is left out, and no fix changes it."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artlint.base.model import Finding, Span


def outside_code(findings: Iterable[Finding], code: Sequence[Span]) -> list[Finding]:
    """The findings without those that speak of code, each without its related places in code.

    What holds a piece of code as a whole, as a paragraph does, speaks of the paragraph.
    """
    out = []
    for finding in findings:
        related = tuple([r for r in finding.related if not _touches_code(r.span, code)])
        if _touches_code(finding.span, code):
            if not related:
                continue
            finding = finding._replace(span=related[0].span)
        out.append(finding if len(related) == len(finding.related) else finding._replace(related=related))
    return out


def _touches_code(span: Span, code: Sequence[Span]) -> bool:
    """Whether a span lies in a piece of code, or begins or ends inside of one."""
    return any(_cuts(span, code[i]) for i in _around(span, code))


def _around(span: Span, code: Sequence[Span]) -> Iterable[int]:
    """The pieces of code in which the span's start and its end may lie."""
    first, last = bisect_right(code, (span.start, float("inf"))) - 1, bisect_right(code, (span.end, 0)) - 1
    return {i for i in (first, last) if i >= 0}


def _cuts(span: Span, piece: Span) -> bool:
    inside = piece.start <= span.start and span.end <= piece.end
    return inside or piece.start < span.start < piece.end or piece.start < span.end < piece.end
