"""Diagnostics as JSON in the shape that ruff made familiar: one array, or one object a line.

The other formats that are JSON build on `dumps` and `Elements`.
"""

from __future__ import annotations

import json

from artlint.base.startup import cached_re as re
from artlint.reporters.base import Reporter
from artlint.reporters.shape import Document, file_of, help_url, record_of, related_path
from artlint.text.position import Positions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from artlint.base.model import Diagnostic, Position, Result
    from artlint.reporters.base import Context

# Legal in JSON, but a lone surrogate has no UTF-8, a terminal obeys the controls, and U+2028 ends a line for some.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def dumps(value: Any, indent: int | None = None) -> str:
    """`value` as JSON that people can read, and that can be written anywhere UTF-8 can."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def objects(result: Result, context: Context) -> Iterator[dict[str, Any]]:
    """The diagnostics of one article as plain data."""
    positions = Positions(result.text) if any(d.fix for d in result.diagnostics) else None
    for d in result.diagnostics:
        yield {
            "code": d.code,
            "name": d.rule,
            "severity": d.severity,
            "message": d.message,
            **_named(d.path),
            **_locations(d.start, d.end),
            "related": [
                {**_named(related_path(r, d)), **_locations(r.start, r.end), "message": r.message} for r in d.related
            ],
            "fix": _fix(d, positions) if positions else None,
            "url": help_url(context, d.rule) or None,
            "fingerprint": d.fingerprint,
        }


def _named(path: str) -> dict[str, Any]:
    """An article: its file, and the record in it."""
    record = record_of(path)
    return {"filename": file_of(path), **({"record": record} if record else {})}


def _locations(start: Position, end: Position) -> dict[str, dict[str, int]]:
    return {"location": start._asdict(), "end_location": end._asdict()}


def _fix(d: Diagnostic, positions: Positions) -> dict[str, Any] | None:
    if not d.fix:
        return None
    edits = [
        {"content": text, "start": span.start, "end": span.end, **_locations(*map(positions.at, span))}
        for span, text in d.fix.edits
    ]
    return {"applicability": d.fix.safety, "message": d.fix.title, "edits": edits}


class Elements(Document):
    """One JSON document with a list in it, an element a line."""

    head, between, tail = "[", ",\n", "]"

    def elements(self, result: Result) -> Iterator[dict[str, Any]]:
        raise NotImplementedError

    def parts(self, result: Result) -> Iterator[str]:
        return map(dumps, self.elements(result))


class Json(Elements):
    needs_text = True

    def elements(self, result: Result) -> Iterator[dict[str, Any]]:
        return objects(result, self.context)


class JsonLines(Reporter):
    needs_text = True

    def article(self, result: Result) -> None:
        for element in objects(result, self.context):
            self.out.write(dumps(element) + "\n")
