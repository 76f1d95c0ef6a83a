"""From a text and its diagnostics to what a page draws: rows of segments, and before and after of a fix.

Everything is cut here, in code points; a page only puts the pieces side by side. The pieces are as people shall see
them: `visible` (base/shown_text.py) stands for a function that shows a character nobody would see by its name.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right, insort
from itertools import groupby

from artlint.base.model import Span
from artlint.base.named_tuple import NamedTuple
from artlint.text.position import line_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from artlint.base.model import Diagnostic, Fix

    Visible = Callable[[str], str]

CONTEXT_CHARACTERS = 48  # around a change, cut back to whole words
MAX_CHANGES = 3  # places that are shown of a fix with many
MAX_CHARACTERS, MAX_LINES = 240, 8  # of a stretch that is shown whole
END_CHARACTERS = 100  # of either end of a longer one


class Segment(NamedTuple):
    """A piece of a row that the same diagnostics cover: their numbers, the shortest first. An empty one is a place
    between two characters. `unseen`: the text is the name of what cannot be seen."""

    text: str
    marks: tuple[int, ...] = ()
    unseen: bool = False


class Row(NamedTuple):
    """One line of the text, without its end; `begin` are the numbers of the diagnostics whose notes belong beside it."""

    number: int
    segments: tuple[Segment, ...]
    begin: tuple[int, ...]


class Piece(NamedTuple):
    """A piece of an excerpt. `kind`: same, gone, new, or cut, which says what was left out."""

    text: str
    kind: str
    unseen: bool = False


class Change(NamedTuple):
    """One place that a fix changes, a few words around it."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def rows(text: str, diagnostics: Sequence[Diagnostic], visible: Visible) -> list[Row]:
    """The lines of `text` in order. Each diagnostic has at least one segment, and begins in one row."""
    lines = line_spans(text)
    spans, places = _marked(text, lines, diagnostics)
    cover = _Cover(spans)
    out: list[Row] = []
    seen: set[int] = set()
    for index, line in enumerate(lines):
        segments = tuple(_segments(text, line, places.get(index, []), cover, visible))
        marked = {number for segment in segments for number in segment.marks}
        out.append(Row(index + 1, segments, tuple(sorted(marked - seen))))
        seen |= marked
    return out


def _marked(
    text: str, lines: Sequence[Span], diagnostics: Sequence[Diagnostic]
) -> tuple[dict[int, Span], dict[int, list[tuple[int, int]]]]:
    """The spans of the diagnostics by their numbers; and of those that cover no character of a line, offset and number,
    by the line that they are in."""
    starts = [line.start for line in lines]
    spans: dict[int, Span] = {}
    places: dict[int, list[tuple[int, int]]] = {}
    for number, diagnostic in enumerate(diagnostics):
        start, end = (min(at, len(text)) for at in diagnostic.span)
        if text[start:end].strip("\r\n"):
            spans[number] = Span(start, end)
        else:
            index = max(0, bisect_right(starts, start) - 1)
            places.setdefault(index, []).append((min(start, lines[index].end), number))
    return spans, places


class _Cover:
    """Which spans cover a place, as one goes through the text from its beginning."""

    def __init__(self, spans: Mapping[int, Span]) -> None:
        self._spans = spans
        self._points = sorted({offset for span in spans.values() for offset in span})  # where one begins or ends
        self._beginning: dict[int, list[int]] = {}
        for number, span in spans.items():
            self._beginning.setdefault(span.start, []).append(number)
        self._next = 0  # the first of the points that was not reached
        self._open: list[tuple[int, int]] = []  # length and number

    def points_in(self, line: Span) -> Sequence[int]:
        return self._points[bisect_right(self._points, line.start) : bisect_right(self._points, line.end)]

    def go_to(self, offset: int) -> tuple[int, ...]:
        """The numbers of the spans that cover what begins at an offset, the shortest first."""
        while self._next < len(self._points) and self._points[self._next] <= offset:
            point = self._points[self._next]
            self._open = [(size, number) for size, number in self._open if self._spans[number].end > point]
            for number in self._beginning.get(point, ()):
                insort(self._open, (self._spans[number].end - self._spans[number].start, number))
            self._next += 1
        return tuple(number for _, number in self._open)


def _segments(
    text: str, line: Span, places: Sequence[tuple[int, int]], cover: _Cover, visible: Visible
) -> Iterator[Segment]:
    """A line cut where spans begin and end, and where there are places without a character."""
    cuts = sorted({line.start, line.end, *(offset for offset, _ in places), *cover.points_in(line)})
    for low, high in zip(cuts, [*cuts[1:], line.end], strict=True):
        yield from (Segment("", (number,)) for offset, number in places if offset == low)
        numbers = cover.go_to(low)
        if low < high:
            yield from (Segment(piece, numbers, unseen) for piece, unseen in _pieces(text[low:high], visible))


def _pieces(text: str, visible: Visible) -> Iterator[tuple[str, bool]]:
    """`text` as it is shown, parted into what can be seen and the names of what cannot."""
    plain = text.replace("\t", "").replace("\n", "")
    if visible(plain) == plain:
        if text:
            yield text, False
        return
    for unseen, chars in groupby(text, lambda char: char not in "\t\n" and visible(char) != char):
        run = "".join(chars)
        yield (visible(run) if unseen else run), unseen


def changes(text: str, fix: Fix, visible: Visible) -> tuple[list[Change], int]:
    """Where a fix changes the text, edits that lie near each other as one; and the number of places left out."""
    groups: list[list[int]] = []
    edits = sorted(fix.edits)
    for i, edit in enumerate(edits):
        if groups and edit.span.start - edits[i - 1].span.end <= CONTEXT_CHARACTERS:
            groups[-1].append(i)
        else:
            groups.append([i])
    shown = [_change(text, [edits[i] for i in group], visible) for group in groups[:MAX_CHANGES]]
    return shown, len(groups) - len(shown)


def _change(text: str, edits: Sequence[tuple[Span, str]], visible: Visible) -> Change:
    low, high = _around(text, edits[0][0].start, edits[-1][0].end)
    before: list[Piece] = [Piece("…", "cut")] if low else []
    after = before.copy()
    at = low
    for span, new in edits:
        same = _drawn(text[at : span.start], "same", visible)
        before += [*same, *_drawn(text[span.start : span.end], "gone", visible)]
        after += [*same, *_drawn(new, "new", visible)]
        at = span.end
    rest = _drawn(text[at:high], "same", visible)
    if high < len(text):
        rest.append(Piece("…", "cut"))
    return Change((*before, *rest), (*after, *rest))


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The places where the context of text[start:end] begins and ends: in the lines that it touches or adjoins."""
    low, high = max(0, start - CONTEXT_CHARACTERS), min(len(text), end + CONTEXT_CHARACTERS)
    line = max(text.rfind(end_of_line, low, max(low, start - 1)) for end_of_line in "\r\n") + 1
    if line:
        low = line
    elif low:
        spaces = [i for i in range(low, start) if text[i].isspace()]
        low = spaces[0] + 1 if spaces else low
        while low < start and _joins(text[low]):
            low += 1
    ends = [at for end_of_line in "\r\n" if (at := text.find(end_of_line, end + 1, high)) >= 0]
    if ends:
        high = min(ends)
    elif high < len(text):
        spaces = [i for i in range(end, high) if text[i].isspace()]
        high = spaces[-1] if spaces else high
        while high > end and _joins(text[high]):
            high -= 1
    return low, high


def _joins(char: str) -> bool:
    """Whether a character belongs to the one before it."""
    return char == "\u200d" or unicodedata.category(char).startswith("M")


def _drawn(text: str, kind: str, visible: Visible) -> list[Piece]:
    """A stretch as pieces: cut where it is long, and with a sign for the line ends that come or go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if len(text) > MAX_CHARACTERS:
        what, head, tail = (
            f"{len(text) - 2 * END_CHARACTERS:,} characters",
            text[:END_CHARACTERS],
            text[-END_CHARACTERS:],
        )
    elif len(lines) > MAX_LINES:
        what, head, tail = (
            f"{len(lines) - MAX_LINES + 1} lines",
            "\n".join(lines[:4]) + "\n",
            "\n" + "\n".join(lines[-3:]),
        )
    else:
        return [*_signed(text, kind, visible)]
    return [*_signed(head, kind, visible), Piece(f" … {what} … ", "cut"), *_signed(tail, kind, visible)]


def _signed(text: str, kind: str, visible: Visible) -> Iterator[Piece]:
    if kind != "same":
        text = text.replace("\n", "↵\n")
    return (Piece(piece, kind, unseen) for piece, unseen in _pieces(text, visible))
