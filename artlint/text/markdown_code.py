"""Code in a Markdown file, fenced, indented or between backticks inside a line: it is nobody's article."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from artlint.base.model import Span
from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artlint.text.blocks import Group

ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s+")
MIN_INDENT = 4  # columns, beyond those of the list item that the line belongs to
TAB = 4  # columns


class Indentation:
    """Tells indented code, line by line: it follows an empty line and stands four columns further in than the text,
    or than that of the list item to which it would belong otherwise."""

    def __init__(self) -> None:
        self._item = 0  # the column at which the text of the list item above begins
        self._is_free = True  # nothing but an empty line or code stands above

    def reads_code(self, line: str, white: str) -> bool:
        """Whether a line that begins no later than its block is indented code; `white` is the white space before it."""
        if not line:
            self._is_free = True
            return False
        if self._is_free and len(white.expandtabs(TAB)) >= self._item + MIN_INDENT:
            return True
        self.reads_text(line, white)
        return False

    def reads_text(self, line: str, white: str) -> None:
        """Go over a line that is no code."""
        column = len(white.expandtabs(TAB))
        item = ITEM.match(line)
        if item:
            self._item = column + item.end()
        elif self._is_free and column < self._item:
            self._item = 0
        self._is_free = False


def code_and_text(text: str, groups: Sequence[Group]) -> tuple[list[Group], list[Span]]:
    """The groups of lines, in which code between backticks is masked, and the places of all code, in order."""
    shown: list[Group] = []
    code: list[Span] = []
    for group in groups:
        _, pieces, is_code = group
        inside = [Span(at, at + len(line)) for at, line in pieces] if is_code else list(_inline(pieces))
        shown.append(_masked(group, inside) if inside and not is_code else group)
        for span in inside:
            if code and is_code and not text[code[-1].end : span.start].strip():
                code[-1] = Span(code[-1].start, span.end)
            else:
                code.append(span)
    return shown, code


def _inline(pieces: Sequence[tuple[int, str]]) -> Iterator[Span]:
    """The places in the lines of a paragraph that stand between backticks, with these; no place goes over two lines."""
    if not any("`" in line for _, line in pieces):
        return
    starts = [0, *accumulate(len(line) + 1 for _, line in pieces)]
    for start, end in _between_backticks("\n".join(line for _, line in pieces)):
        for i in range(bisect_right(starts, start) - 1, bisect_right(starts, end - 1)):
            at, line = pieces[i]
            begin, stop = max(start - starts[i], 0), min(end - starts[i], len(line))
            if begin < stop:
                yield Span(at + begin, at + stop)


def _between_backticks(text: str) -> Iterator[tuple[int, int]]:
    """Each run of backticks, with the next one of the same length, and what stands between them."""
    runs = [match.span() for match in re.finditer("`+", text)]
    by_length: dict[int, list[int]] = {}
    for start, end in runs:
        by_length.setdefault(end - start, []).append(start)
    at = 0
    for start, end in runs:
        alike = by_length[end - start]
        if start >= at and (i := bisect_right(alike, start)) < len(alike):
            at = alike[i] + end - start
            yield start, at


def _masked(group: Group, code: Sequence[Span]) -> Group:
    """A paragraph as rules read it: what stands between backticks is a word of letters, digits and underscores."""
    first, pieces, is_code = group
    shown, i = [], 0
    for at, line in pieces:
        parts, done = [], 0
        while i < len(code) and code[i].start < at + len(line):
            start, end = code[i].start - at, code[i].end - at
            parts += [line[done:start], re.sub(r"\W", "_", line[start:end])]
            done, i = end, i + 1
        shown.append((at, "".join([*parts, line[done:]]) if parts else line))
    return first, shown, is_code


def touches_code(span: Span, code: Sequence[Span]) -> bool:
    """Whether a span lies in a piece of code, or begins or ends inside of one."""
    return any(_cuts(span, code[i]) for i in _around(span, code))


def _around(span: Span, code: Sequence[Span]) -> Iterable[int]:
    """The pieces of code in which the span's start and its end may lie."""
    first, last = bisect_right(code, (span.start, float("inf"))) - 1, bisect_right(code, (span.end, 0)) - 1
    return {i for i in (first, last) if i >= 0}


def _cuts(span: Span, piece: Span) -> bool:
    inside = piece.start <= span.start and span.end <= piece.end
    return inside or piece.start < span.start < piece.end or piece.start < span.end < piece.end
