"""`lines`: whole lines that belong to the page and not to the article, named as phrases."""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural
from artlint.checks.base import Check, is_next, runs
from artlint.checks.common import phrases
from artlint.text.layout import ends_of_prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block


YEAR = r"1[0-9]{3}|20[0-9]{2}"


class Lines(Check):
    """Reports each run of lines of which every one is a phrase of the list."""

    args = {"lines": "“1 line”, “3 lines”"}
    only_prepared = ("phrases",)

    class Options:
        phrases: Annotated[
            dict[str, list[str]], Meta(description="phrases by language code; each must be a whole line")
        ]
        edge: Annotated[
            Literal["any", "outside"],
            Meta(description="look at all lines, or only above the first and below the last running text"),
        ] = "any"
        years: Annotated[bool, Meta(description="a line that is a year (1000 to 2099) counts too")] = True
        longest: Annotated[int, Meta(ge=1, description="a longer line is none of the phrases, in characters")] = 200
        at_most: Annotated[
            int | None, Meta(description="more such lines than this in one article mean something else: report none")
        ] = None

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        return phrases.prepare(options["phrases"], ("phrases",))

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._listed = phrases.Listed(prepared)

    def may_match(self, article: Article) -> bool:
        return self._listed.may_be_in(article)

    def run(self, article: Article) -> Iterator[Finding]:
        places = self._listed.places(article)
        lines = [(b, i, j) for b, i, j in places if len(b.text) <= self.options.longest and self._counts(b.text)]
        hits = [article.segments[k] for _, i, j in lines for k in range(i, j)]
        if hits and self.options.edge == "outside":
            first, last = ends_of_prose(article.segments)
            hits = [b for b in hits if last >= 0 and not first < b.index < last]
        if self.options.at_most is not None and len(hits) > self.options.at_most:
            return
        yield from map(self._finding, runs(hits, is_next))

    def _counts(self, text: str) -> bool:
        """Whether a line without a letter is a number as counters are: bare digits, and no year unless years count."""
        if any(map(str.isalpha, text)):
            return not (text.endswith(" *") and text.count("*") == 1)  # a field of a form that must be filled in
        core = text.strip(" -–—()[]")
        return core.isdigit() and (self.options.years or not re.fullmatch(YEAR, core))

    def _finding(self, run: list[Block]) -> Finding:
        return Finding(Span(run[0].start, run[-1].end), {"lines": plural(len(run), "line")})
