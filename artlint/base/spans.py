"""Spans in order and apart from one another, in which places are looked up by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from artlint.base.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def inside(span: Span, regions: Sequence[Span]) -> bool:
    """Whether one of the regions, which are in order and apart, holds the span."""
    at = bisect_right(regions, (span.start, float("inf"))) - 1
    return at >= 0 and span.end <= regions[at].end


def holds(regions: Sequence[Span], offset: int) -> bool:
    """Whether one of the regions, which are in order and apart, holds the character at the offset."""
    return inside(Span(offset, offset + 1), regions)


def meeting(regions: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of the regions, which are in order and apart, that share a character with the span."""
    first = bisect_left(regions, (span.start,))
    first -= first > 0 and regions[first - 1].end > span.start
    return regions[first : bisect_left(regions, (span.end,))]
