"""Reviewdog's diagnostic format, by which reviewdog comments on a review and offers the fixes.

Its columns count bytes of UTF-8.
"""

from __future__ import annotations

from artlint.base.model import RecordPath, Span
from artlint.base.shown_text import one_line
from artlint.reporters.json import Elements, dumps
from artlint.reporters.shape import file_of, help_url, home_url, line_of, posix, related_path, told
from artlint.text.position import Positions, line_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TextIO

    from artlint.base.model import Diagnostic, Fix, Place, Position, Result
    from artlint.reporters.base import Context


class RdJson(Elements):
    needs_text = True
    tail = "]}"

    def __init__(self, out: TextIO, context: Context) -> None:
        super().__init__(out, context)
        home = home_url()
        source = {"name": "artlint", "url": home} if home else {"name": "artlint"}
        self.head = f'{{"source": {dumps(source)}, "diagnostics": ['

    def elements(self, result: Result) -> Iterator[dict[str, Any]]:
        if result.diagnostics:
            text = _Text(result.text)
            for d in result.diagnostics:
                yield self._element(d, text)

    def _element(self, d: Diagnostic, text: _Text) -> dict[str, Any]:
        url = help_url(self.context, d.rule)
        record = isinstance(d.path, RecordPath)  # of which a review sees the file only
        place = {"start": {"line": line_of(d.path)}} if record else text.range(d.span)
        out: dict[str, Any] = {
            "message": one_line(told(d)),
            "location": {"path": posix(file_of(d.path)), "range": place},
            "severity": d.severity.upper(),
            "code": {"value": d.code, "url": url} if url else {"value": d.code},
        }
        if d.fix and not record:
            out["suggestions"] = [text.suggestion(d.fix)]
        if d.related and not record:
            out["relatedLocations"] = [
                {"message": one_line(r.message), "location": _related(r, d, text)} for r in d.related
            ]
        return out


def _related(place: Place, d: Diagnostic, text: _Text) -> dict[str, Any]:
    path = related_path(place, d)
    if path == d.path:
        return {"path": posix(path), "range": text.range(text.span(place))}
    # The other file's text is not at hand to count bytes in; the format allows lines without columns.
    return {"path": posix(path), "range": {"start": {"line": place.start.row}, "end": {"line": place.end.row}}}


class _Text:
    """One article's text, measured in bytes."""

    def __init__(self, text: str) -> None:
        lines = line_spans(text)
        self._text, self._positions = text, Positions(text, lines)
        self._starts = [*(line.start for line in lines), len(text)]  # a place may be the end of the text

    def range(self, span: Span) -> dict[str, dict[str, int]]:
        start, end = map(self._positions.utf8, span)
        return {
            "start": {"line": start.row, "column": start.column},
            "end": {"line": end.row, "column": end.column},
        }

    def span(self, place: Place) -> Span:
        return Span(self._offset(place.start), self._offset(place.end))

    def _offset(self, position: Position) -> int:
        return self._starts[position.row - 1] + position.column - 1

    def suggestion(self, fix: Fix) -> dict[str, Any]:
        """All edits as one replacement: reviewdog offers suggestions one by one, and a fix applies whole or not."""
        edits = sorted(fix.edits)
        covered = Span(edits[0].span.start, max(e.span.end for e in edits))
        parts, at = [], covered.start
        for span, new in edits:
            parts += [self._text[at : span.start], new]
            at = span.end
        return {"range": self.range(covered), "text": "".join(parts)}
