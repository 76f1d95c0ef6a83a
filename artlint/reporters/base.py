"""What an output format is: it is opened on a stream, told each article's result in order, and closed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol, TextIO

    from artlint.base.model import Result

    class Example(Protocol):
        """An example of a rule: a text, or those of several articles, that is reported, or is not."""

        @property
        def bad(self) -> str | list[str] | None: ...
        @property
        def good(self) -> str | list[str] | None: ...

    class RuleInfo(Protocol):
        """What a format may want to know of a rule; ruleset/rule.py has the records."""

        @property
        def code(self) -> str: ...
        @property
        def severity(self) -> str: ...
        @property
        def summary(self) -> str: ...
        @property
        def why(self) -> str: ...
        @property
        def tags(self) -> Sequence[str]: ...
        @property
        def origin(self) -> str: ...
        @property
        def examples(self) -> Sequence[Example]: ...


HELP_URL = ""  # + name: where docs/rules/ is published; formats leave links out until it is somewhere


class Context:
    """What a format may want to know of the run: all `rules` by name, `color` and `width` of the terminal, `version`
    of artlint."""

    def __init__(self, rules: Mapping[str, RuleInfo], version: str, *, color: bool = False, width: int = 100) -> None:
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
