"""The only place that turns offsets into rows and columns.

A row ends at `\\n`, `\\r\\n` or `\\r` and nothing else: editors do not break lines at U+2028, form feed or NEL.
"""

from __future__ import annotations

from bisect import bisect_right

from artlint.model import Position, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def line_spans(text: str) -> list[Span]:
    """The lines of `text` without their line ends. A final line end opens no further line."""
    if "\r" not in text:
        spans, at = [], 0
        for line in text.split("\n"):
            spans.append(Span(at, at + len(line)))
            at += len(line) + 1
    else:
        import re

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

    def at(self, offset: int) -> Position:
        """Row and column, from 1, in code points, of an offset in code points."""
        row = bisect_right(self._starts, offset)
        return Position(row, offset - self._starts[row - 1] + 1)

    def utf16(self, offset: int) -> Position:
        """As `at`, with the column in UTF-16 code units: what a language client counts unless told otherwise."""
        row, column = self.at(offset)
        before = self.text[self._starts[row - 1] : offset]
        return Position(row, column + sum(c > "\uffff" for c in before))

    def utf8(self, offset: int) -> Position:
        """As `at`, with the column in bytes of UTF-8."""
        row = self.at(offset).row
        return Position(row, len(self.text[self._starts[row - 1] : offset].encode("utf-8", "surrogatepass")) + 1)
