"""What an output format is: it is opened on a stream, told each article's result in order, and closed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TextIO

    from artlint.base.model import Result

HELP_URL = ""  # + name: where docs/rules/ is published; formats leave links out until it is somewhere


class Context:
    """What a format may want to know of the run: `rules` are the records of all rules by name (see packs.py),
    `color` and `width` of the terminal, `version` of artlint."""

    def __init__(
        self, rules: Mapping[str, Mapping[str, Any]], version: str, *, color: bool = False, width: int = 100
    ) -> None:
        self.rules, self.version, self.color, self.width = rules, version, color, width


class Reporter:
    """Writes diagnostics in one format. A subclass overrides what it needs."""

    needs_text = False  # True: `result.text` holds the article's text
    takes_rows = False  # True: it is no reporter, but takes rows of articles (artlint/records/writers.py)

    def __init__(self, out: TextIO, context: Context) -> None:
        self.out, self.context = out, context

    def article(self, result: Result) -> None:
        """One article's diagnostics, in order of their places. Called in order of the paths."""
        raise NotImplementedError

    def close(self) -> None:
        """All articles are done."""
