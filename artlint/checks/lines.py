"""`lines`: whole lines that belong to the page and not to the article, named as phrases."""

from __future__ import annotations

from artlint.checks import phrases
from artlint.checks.base import Check, plural
from artlint.model import Finding, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.article import Article, Block


class Lines(Check):
    """Reports each run of lines of which every one is a phrase of the list."""

    args = {"lines": "“1 line”, “3 lines”"}

    class Options:
        phrases: Annotated[dict[str, list[str]], Meta(description="phrases by language code; each must be a whole line")]
        edge: Annotated[Literal["any", "head", "tail"], Meta(description="look at all lines, or the first or last eight only")] = "any"

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        return phrases.prepare(options["phrases"], ("phrases",))

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._phrases = phrases.Phrases(prepared)

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = article.blocks
        if self.options.edge != "any":
            blocks = blocks[:8] if self.options.edge == "head" else blocks[-8:]
        run: list[Block] = []
        for block in blocks:
            if self._phrases.match(block.text):
                run.append(block)
            elif run:
                yield self._finding(run)
                run = []
        if run:
            yield self._finding(run)

    def _finding(self, run: list[Block]) -> Finding:
        return Finding(Span(run[0].start, run[-1].end), {"lines": plural(len(run), "line")})
