"""`metric`: a number of the whole article outside its bounds.

Readability scores are textstat's; only those are offered that work without a corpus to be fetched (ARI,
Coleman-Liau, LIX, RIX): the others count syllables with data that textstat would download.
"""

from __future__ import annotations

import re

from artlint.checks.base import Check
from artlint.model import Finding, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.article import Article

STOP_WORDS = frozenset(("the", "be", "to", "of", "and", "that", "have", "with"))  # Gopher's (Rae et al. 2021)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def _words(article: Article) -> list[str]:
    return WORD.findall(article.text)


def _text(article: Article) -> str:
    """The text with one character a line end, so that a number does not depend on the system that wrote the file."""
    return article.text.replace("\r\n", "\n")


def _share(article: Article, test: Callable[[str], bool]) -> float:
    text = article.view(_text)
    return sum(map(test, text)) / max(1, len(text))


def _lexical_diversity(article: Article) -> float:
    """Mean share of different words in windows of 100 (MATTR, Covington & McFall 2010), so that length does not matter."""
    words = [w.lower() for w in article.view(_words)]
    if len(words) <= 100:
        return len(set(words)) / len(words) if words else 1.0
    windows = [len(set(words[i : i + 100])) / 100 for i in range(0, len(words) - 99, 50)]
    return sum(windows) / len(windows)


def _readability(name: str) -> Callable[[Article], float]:
    def score(article: Article) -> float:
        import textstat

        return float(getattr(textstat, name)(article.text))

    return score


METRICS: Mapping[str, Callable[[Article], float]] = {
    "words": lambda a: len(a.view(_words)),
    "characters": lambda a: len(a.view(_text)),
    "mean-word-length": lambda a: sum(map(len, a.view(_words))) / max(1, len(a.view(_words))),
    "lexical-diversity": _lexical_diversity,
    "symbol-share": lambda a: _share(a, lambda c: not c.isalnum() and not c.isspace()),
    "digit-share": lambda a: _share(a, str.isdigit),
    "upper-case-share": lambda a: _share(a, str.isupper),
    "stop-words": lambda a: len(STOP_WORDS.intersection(w.lower() for w in a.view(_words))),
    "ari": _readability("automated_readability_index"),
    "coleman-liau": _readability("coleman_liau_index"),
    "lix": _readability("lix"),
    "rix": _readability("rix"),
}


class Metric(Check):
    """Reports the article as a whole, once, on its first line."""

    args = {"value": "the measured value", "bound": "“at least 50”, “at most 100”"}

    class Options:
        metric: Annotated[
            Literal[
                "words",
                "characters",
                "mean-word-length",
                "lexical-diversity",
                "symbol-share",
                "digit-share",
                "upper-case-share",
                "stop-words",
                "ari",
                "coleman-liau",
                "lix",
                "rix",
            ],
            Meta(description="what is measured"),
        ]
        min: Annotated[float | None, Meta(description="report below this")] = None
        max: Annotated[float | None, Meta(description="report above this")] = None

    def run(self, article: Article) -> Iterator[Finding]:
        if not article.blocks:
            return
        value = METRICS[self.options.metric](article)
        low, high = self.options.min, self.options.max
        bound = (
            f"at least {low:g}"
            if low is not None and value < low
            else f"at most {high:g}"
            if high is not None and value > high
            else ""
        )
        if bound:
            first = article.blocks[0]
            yield Finding(
                Span(first.start, first.end),
                {"value": f"{value:.3g}" if value < 1000 else f"{value:.0f}", "bound": bound},
            )
