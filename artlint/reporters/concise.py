"""One line for each diagnostic: for grep, for quickfix lists of editors, for a first look at many articles. `[*]` is
what --fix mends."""

from __future__ import annotations

from artlint.base.shown_text import harmless, one_line
from artlint.reporters.base import Reporter
from artlint.reporters.shape import place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.base.model import Diagnostic, Result

FIXABLE = "[*] "
BOLD, FAINT = "1", "2"
COLORS = {"error": "31", "warning": "33", "info": "36"}  # of the codes


class Concise(Reporter):
    def article(self, result: Result) -> None:
        row = self._colored if self.context.color else _plain
        for d in result.diagnostics:
            self.out.write(row(d) + "\n")

    def _colored(self, d: Diagnostic) -> str:
        """The same row, with what the eye looks for apart: the file, and how bad it is."""
        path, row, column = place(d.path, *d.start).rsplit(":", 2)
        head = f"{_paint(BOLD, path)}{_paint(FAINT, f':{row}:{column}:')}"
        return f"{head} {_paint(COLORS[d.severity], d.code)} {_paint(BOLD, d.rule)}: {harmless(_message(d))}"


def _plain(d: Diagnostic) -> str:
    return harmless(f"{place(d.path, *d.start)}: {d.code} {d.rule}: {_message(d)}")


def _message(d: Diagnostic) -> str:
    """The message, with a mark before it where --fix mends it, as ruff has it."""
    return f"{FIXABLE * bool(d.fix and d.fix.safety == 'safe')}{one_line(d.message)}"


def _paint(color: str, text: str) -> str:
    return f"\x1b[{color}m{harmless(text)}\x1b[0m"
