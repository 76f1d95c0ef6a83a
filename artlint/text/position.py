"""The only place that turns offsets into rows and columns.

A row ends at `\\n`, `\\r\\n` or `\\r` and nothing else: editors do not break lines at U+2028, form feed or NEL.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from artlint.base.model import Position, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP = 4096  # code points between the counts that are kept of a text with long rows


def line_spans(text: str) -> list[Span]:
    """The lines of `text` without their line ends. A final line end opens no further line."""
    if "\r" not in text:
        spans, at = [], 0
        for line in text.split("\n"):
            spans.append(Span(at, at + len(line)))
            at += len(line) + 1
    else:
        from artlint.base.startup import cached_re as re

        spans, at = [], 0
        for match in re.finditer(r"\r\n?|\n", text):
            spans.append(Span(at, match.start()))
            at = match.end()
        spans.append(Span(at, len(text)))
    if len(spans) > 1 and spans[-1].start == len(text):
        spans.pop()
    return spans


class Positions:
    """Rows and columns of one text. Building it costs one pass; each look-up is a bisection."""

    def __init__(self, text: str, lines: Sequence[Span] | None = None) -> None:
        self.text = text
        self._starts = [span.start for span in (lines if lines is not None else line_spans(text))]
        if text.endswith(("\n", "\r")):
            self._starts.append(len(text))  # where an editor puts the cursor after the last line end
        self._sums: dict[str, list[int]] = {}

    def at(self, offset: int) -> Position:
        """Row and column, from 1, in code points, of an offset in code points."""
        row = bisect_right(self._starts, offset)
        return Position(row, offset - self._starts[row - 1] + 1)

    def utf16(self, offset: int) -> Position:
        """Row and column of an offset, the column in UTF-16 code units: what a language client counts unless told otherwise."""
        row, size = self._bytes("utf-16-le", offset)
        return Position(row, size // 2 + 1)

    def utf8(self, offset: int) -> Position:
        """Row and column of an offset, the column in bytes of UTF-8."""
        row, size = self._bytes("utf-8", offset)
        return Position(row, size + 1)

    def _bytes(self, encoding: str, offset: int) -> tuple[int, int]:
        """The row of an offset and the bytes before it in that row. In a long row not all of it is encoded again."""
        row, column = self.at(offset)
        start = offset - column + 1

        def size(low: int, high: int) -> int:
            return len(self.text[low:high].encode(encoding, "surrogatepass"))

        if column <= _STEP:
            return row, size(start, offset)
        sums = self._sums.get(encoding)
        if sums is None:
            steps = range(0, len(self.text), _STEP)
            sums = self._sums[encoding] = [0, *accumulate(size(low, low + _STEP) for low in steps)]
        before, here = (sums[at // _STEP] + size(at - at % _STEP, at) for at in (start, offset))
        return row, here - before

    def offset(self, row: int, column: int, encoding: str = "utf-32") -> int:
        """The offset of a row and column, from 1, the column in units of utf-8, utf-16 or utf-32. A place behind the
        end of a row is its end, one inside a character the start of it, one behind the last row the end of the text."""
        if row > len(self._starts):
            return len(self.text)
        start = self._starts[row - 1]
        stop = self._starts[row] if row < len(self._starts) else len(self.text)
        line = self.text[start:stop]
        for end in ("\n", "\r"):
            line = line.removesuffix(end)
        if encoding == "utf-32" or line.isascii():
            return start + min(column - 1, len(line))
        if encoding == "utf-8":
            return start + len(line.encode("utf-8", "surrogatepass")[: column - 1].decode("utf-8", "ignore"))
        units = line.encode("utf-16-le", "surrogatepass")[: 2 * (column - 1)]
        half = len(units) > 1 and 0xD8 <= units[-1] <= 0xDB  # the first half of a pair
        return start + len(units[: len(units) - 2 * half].decode("utf-16-le", "surrogatepass"))
