"""Workflow commands, which GitHub Actions turns into annotations on the changed files."""

from __future__ import annotations

from artlint.base.model import RecordPath
from artlint.base.shown_text import harmless, visible
from artlint.reporters.base import Reporter
from artlint.reporters.shape import file_of, last_row, line_of, posix, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.base.model import Diagnostic, Result

_COMMANDS = {"info": "notice", "warning": "warning", "error": "error"}


def _data(text: str) -> str:
    """`text` as the message of a command. Line ends are kept, escaped; other controls stay out of the log."""
    return harmless(visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class GitHub(Reporter):
    def article(self, result: Result) -> None:
        for d in result.diagnostics:
            properties = ",".join(f"{key}={_property(str(value))}" for key, value in _properties(d).items())
            self.out.write(f"::{_COMMANDS[d.severity]} {properties}::{_data(told(d))}\n")


def _properties(d: Diagnostic) -> dict[str, str | int]:
    if isinstance(d.path, RecordPath):
        return {"file": posix(file_of(d.path)), "line": line_of(d.path), "title": f"{d.code} {d.rule}"}
    out: dict[str, str | int] = {
        "file": posix(d.path), "line": d.start.row, "col": d.start.column, "endLine": last_row(d),
    }  # fmt: skip
    if d.start.row == d.end.row:  # GitHub refuses columns of two different lines
        out["endColumn"] = d.end.column
    out["title"] = f"{d.code} {d.rule}"
    return out
