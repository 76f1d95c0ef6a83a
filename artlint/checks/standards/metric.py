"""`metric`: a number of the whole article outside its bounds."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.text.measures import line_stats as lines
from artlint.text.measures.metrics import METRICS, UNDEFINED, caused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.text.article import Article

MAX_PLACES = 10  # related places of a finding; how many there are stands in the message
MIN_ROUNDED = 1000  # a larger number is shown whole


def outside(value: float, options: Any) -> str:
    """The bound that the value does not keep, as words; an empty string where it keeps all."""
    o = options
    if o.min is not None and value < o.min:
        return f"at least {o.min:g}"
    if o.above is not None and value <= o.above:
        return f"more than {o.above:g}"
    if o.max is not None and value > o.max:
        return f"at most {o.max:g}"
    if o.below is not None and value >= o.below:
        return f"less than {o.below:g}"
    return ""


def number(value: float) -> str:
    """A value as messages show it, in three digits or whole."""
    return f"{value:.0f}" if value >= MIN_ROUNDED else f"{value:.3g}"


class Metric(Check):
    """Reports the article as a whole, once, on its first line; what caused it is related places:
    lines, words or signs."""

    alone = True
    args = {
        "value": "the measured value",
        "bound": "“at least 50”, “at most 100”, “more than .1”",
        "places": "how many lines, paragraphs, words or signs caused it",
    }

    class Options:
        metric: Annotated[
            Literal[
                "words",
                "characters",
                "mean-word-length",
                "median-word-length",
                "alphabetic-words",
                "lexical-diversity",
                "symbol-share",
                "digit-share",
                "upper-case-share",
                "stop-words",
                "stop-word-count",
                "hashes-per-word",
                "ellipses-per-word",
                "symbol-words",
                "line-ends-per-word",
                "bullet-lines",
                "ellipsis-lines",
                "ended-lines",
                "short-lines",
                "duplicate-lines",
                "duplicate-line-characters",
                "duplicate-paragraphs",
                "duplicate-paragraph-characters",
                "ari",
                "coleman-liau",
                "lix",
                "rix",
            ],
            Meta(description="what is measured"),
        ]
        min: Annotated[float | None, Meta(description="report below this")] = None
        max: Annotated[float | None, Meta(description="report above this")] = None
        above: Annotated[float | None, Meta(description="report what is not above this")] = None
        below: Annotated[float | None, Meta(description="report what is not below this")] = None
        words: Annotated[
            Literal["letters", "spaces", "marks"],
            Meta(
                description="words are runs of letters and digits, or what stands between spaces, or words and marks each on its own"
            ),
        ] = "letters"
        marks: Annotated[bool, Meta(description="words without a letter or digit count among the words")] = True
        case: Annotated[bool, Meta(description="a stop word is one in small letters only")] = False
        lines: Annotated[
            Literal["all", "filled", "parted"],
            Meta(
                description="all lines count, or those that are not blank, or what runs of line ends part: lines of white "
                "space too, and an empty one where the text begins or ends with a line end"
            ),
        ] = "filled"
        starts: Annotated[list[str], Meta(description="how a bullet line begins")] = []
        ends: Annotated[list[str], Meta(description="how an ellipsis line ends")] = []
        trim: Annotated[bool, Meta(description="spaces before a bullet and after an ellipsis do not count")] = True
        length: Annotated[int, Meta(description="a short line has at most so many characters")] = 30
        copies: Annotated[
            Literal["later", "all"], Meta(description="of what stands twice, the later one counts, or both do")
        ] = "later"
        of: Annotated[
            Literal["text", "lines", "words"],
            Meta(description="characters are a share of the whole text, of it without line ends, or of its words"),
        ] = "text"

    def score(self, article: Article) -> float:
        if not self._defined(article):
            return 0.0
        return float(METRICS[self.options.metric](article, self.options))

    def _defined(self, article: Article) -> bool:
        return self.options.metric not in UNDEFINED or bool(article.text and not article.text.isspace())

    def run(self, article: Article) -> Iterator[Finding]:
        if not self._defined(article):
            return
        value = self.score(article)
        bound = outside(value, self.options)
        if not bound:
            return
        count, places = caused(article, self.options, MAX_PLACES)
        yield Finding(
            lines.opening(article),
            {"value": number(value), "bound": bound, "places": count},
            tuple(Related(Span(*place), f"“{quoted(article.slice(Span(*place)))}”") for place in places),
        )
