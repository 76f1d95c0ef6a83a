"""`repeated-words`: too much of an article is in runs of words that stand there again and again."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.wording import quoted
from artlint.checks.base import Check, OptionError
from artlint.text.measures import line_stats
from artlint.text.measures import word_stats as words
from artlint.text.measures.ngrams import MIN_DUPLICATE_WORDS, Repeats, ceiling, most_common

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.measures.word_stats import Words

MAX_PLACES = 10  # related places of a finding


def _repeats_of(split: str) -> Any:
    def repeats(article: Article) -> Repeats:
        return Repeats(words.of(article, split))

    return repeats


def _most_of(split: str) -> Any:
    def most(article: Article) -> int:
        return ceiling(words.of(article, split), 1)

    return most


REPEATS = {split: _repeats_of(split) for split in words.SPLITS}  # views: one for each way to split
CEILINGS = {split: _most_of(split) for split in words.SPLITS}


class _Measured(NamedTuple):
    """The share of an article that is in repeated runs of `size` words, and where these begin."""

    size: int
    share: float = 0.0
    places: Sequence[int] = ()


class RepeatedWords(Check):
    """Reports the article as a whole, on its first line, for each length of runs that is above its bound; the runs
    are related places.

    Counting differs between projects. `later`: the characters of words in second and later copies, each word once.
    `stepping`: likewise, but after a copy the search goes on behind it, as datatrove does. `overlapping`: all copies,
    as often as they overlap, as a share of all runs, as Dolma does.
    """

    alone = True
    args = {
        "value": "the measured share",
        "bound": "“at most 0.15”",
        "words": "of how many words the runs are",
        "run": "the most frequent run, or the first that stands again",
        "times": "“once”, “3 times”: how often that run stands, or in how many places runs stand that count",
        "places": "in how many places runs stand that count",
    }

    class Options:
        runs: Annotated[
            Literal["most-common", "duplicate"],
            Meta(description="the one run that stands most often, or all that stand twice"),
        ]
        most: Annotated[
            dict[str, float],
            Meta(description="by the number of words, from which share of the characters on the article is reported"),
        ]
        words: Annotated[
            Literal["letters", "spaces", "marks"], Meta(description="how words are split, as for `metric`")
        ] = "letters"
        count: Annotated[
            Literal["later", "stepping", "overlapping"], Meta(description="how characters are counted")
        ] = "later"

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        for size in options["most"]:
            least = 2 if options["runs"] == "most-common" else MIN_DUPLICATE_WORDS
            if not size.isdecimal() or int(size) < least:
                raise OptionError(("most", size), f"“{size}” is no number of words from {least} on")
        return sorted((int(size), bound) for size, bound in options["most"].items())

    def run(self, article: Article) -> Iterator[Finding]:
        if len(article.text) < 2:
            return
        found = words.of(article, self.options.words)
        measure = self._most_common if self.options.runs == "most-common" else self._duplicate
        for size, bound in self.prepared:
            measured = measure(article, found, size, bound)
            if measured.share > bound:
                yield _finding(article, found, measured, bound)

    def _most_common(self, article: Article, found: Words, size: int, bound: float) -> _Measured:
        dolma = self.options.count == "overlapping"
        whole = found.characters if dolma else article.view(line_stats.size)
        if article.view(CEILINGS[self.options.words]) * size <= bound * whole:
            return _Measured(size)
        run, times = most_common(found, size)
        length = sum(map(len, run)) + (0 if dolma else max(0, len(run) - 1))
        share = length * times / max(1, whole)
        if share <= bound:
            return _Measured(size)
        places = [i for i in range(len(found) - size + 1) if tuple(found.all[i : i + size]) == run]
        return _Measured(size, share, places)

    def _duplicate(self, article: Article, found: Words, size: int, bound: float) -> _Measured:
        repeats = article.view(REPEATS[self.options.words])
        if not repeats.runs(MIN_DUPLICATE_WORDS):
            return _Measured(size)
        if self.options.count == "overlapping":
            characters, places = repeats.overlapping(size)
            return _Measured(size, characters / max(1, repeats.all_overlapping(size)), places)
        whole = article.view(line_stats.size)
        if repeats.most <= bound * whole:
            return _Measured(size)
        characters, places = repeats.later(size, behind=self.options.count == "stepping")
        return _Measured(size, characters / whole, places)


def _finding(article: Article, found: Words, measured: _Measured, bound: float) -> Finding:
    size, share, places = measured
    shown = places[:MAX_PLACES]
    spans = found.spans(shown[-1] + size if shown else 0)
    related = [Span(spans[i][0], spans[i + size - 1][1]) for i in shown]
    return Finding(
        line_stats.opening(article),
        {
            "value": f"{share:.3g}",
            "bound": f"at most {bound:g}",
            "words": size,
            "run": quoted(" ".join(found.all[places[0] : places[0] + size])) if places else "",
            "times": "once" if len(places) == 1 else f"{len(places)} times",
            "places": len(places),
        },
        tuple(Related(span, f"“{quoted(article.slice(span))}”") for span in related),
    )
