"""GitLab's Code Quality report, which it compares between the branches of a merge request by fingerprints."""

from __future__ import annotations

from hashlib import blake2b

from artlint.base.model import RecordPath
from artlint.base.shown_text import one_line
from artlint.reporters.json import Elements
from artlint.reporters.shape import file_of, last_row, line_of, posix, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TextIO

    from artlint.base.model import Diagnostic, Position, Result
    from artlint.reporters.base import Context

_SEVERITIES = {"info": "info", "warning": "minor", "error": "major"}


class GitLab(Elements):
    def __init__(self, out: TextIO, context: Context) -> None:
        super().__init__(out, context)
        self._seen: dict[str, int] = {}

    def elements(self, result: Result) -> Iterator[dict[str, Any]]:
        for d in result.diagnostics:
            yield {
                "description": one_line(told(d)),
                "check_name": d.rule,
                "fingerprint": self._fingerprint(d),
                "severity": _SEVERITIES[d.severity],
                "location": _location(d),
            }

    def _fingerprint(self, d: Diagnostic) -> str:
        """Of path and fault; GitLab drops all but one of those that share it, so the same again is counted."""
        content = f"{posix(d.path)}\0{d.fingerprint}"
        count = self._seen[content] = self._seen.get(content, 0) + 1
        if count > 1:
            content += f"\0{count}"
        return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _location(d: Diagnostic) -> dict[str, Any]:
    if isinstance(d.path, RecordPath):
        line = line_of(d.path)
        return {"path": posix(file_of(d.path)), "lines": {"begin": line, "end": line}}
    return {
        "path": posix(d.path),
        "lines": {"begin": d.start.row, "end": last_row(d)},
        "positions": {"begin": _position(d.start), "end": _position(d.end)},
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.row, "column": position.column}
