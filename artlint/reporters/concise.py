"""One line for each diagnostic: for grep, for quickfix lists of editors, for a first look at many articles."""

from __future__ import annotations

from artlint.base.shown_text import harmless
from artlint.reporters.base import Reporter
from artlint.reporters.shape import place, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.base.model import Result


class Concise(Reporter):
    def article(self, result: Result) -> None:
        for d in result.diagnostics:
            self.out.write(harmless(f"{place(d.path, *d.start)}: {sentence(d)}\n"))
