"""`metric`: a number of the whole article outside its bounds.

Readability scores are textstat's; only those are offered that work without a corpus to be fetched (ARI,
Coleman-Liau, LIX, RIX): the others count syllables with data that textstat would download.
"""

from __future__ import annotations

from artlint.checks.base import Check, quoted
from artlint.measures import lines, words
from artlint.measures.marks import SENTENCE_ENDS, STOP_WORDS
from artlint.model import Finding, Related, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.article import Article
    from artlint.measures.lines import Pieces
    from artlint.measures.words import Words

    Measure = Callable[[Article, Any], float]

PLACES = 20  # shown of those that caused a number; how many there are stands in the message


def _text(article: Article) -> str:
    """The text with one character a line end, so that a number does not depend on the system that wrote the file."""
    return article.text.replace("\r\n", "\n")


def _share(test: Callable[[str], bool]) -> Measure:
    def share(article: Article, options: Any) -> float:
        text = article.view(_text)
        return sum(map(test, text)) / max(1, len(text))

    return share


def _words(article: Article, options: Any) -> Words:
    return words.of(article, options.words)


def _counted(article: Article, options: Any) -> tuple[int, int]:
    """How many words count, and how many characters they have."""
    found = _words(article, options)
    return (len(found), found.characters) if options.marks else found.counted


def _mean_word_length(article: Article, options: Any) -> float:
    number, size = _counted(article, options)
    return size / max(1, number)


def _per_word(count: Callable[[str], int]) -> Measure:
    return lambda article, options: count(article.text) / max(1, len(_words(article, options)))


def _ellipses(text: str) -> int:
    return text.count("...") + text.count("…")


def _symbol_words(article: Article, options: Any) -> float:
    found = _words(article, options)
    if "#" not in article.text and "…" not in article.text:
        return 0.0
    return sum([n for word, n in found.counts.items() if "#" in word or "…" in word]) / max(1, len(found))


def _stop_words(article: Article, options: Any) -> float:
    counts = _words(article, options).counts
    if not options.case:
        return len(STOP_WORDS.intersection([w.lower() for w in counts]))
    return len(STOP_WORDS.intersection(counts))


def _stop_word_count(article: Article, options: Any) -> float:
    counts = _words(article, options).counts
    return sum([counts[word] for word in STOP_WORDS])


def _lexical_diversity(article: Article, options: Any) -> float:
    """Mean share of different words in windows of 100 (MATTR, Covington & McFall 2010), so that length does not matter."""
    lowered = [w.lower() for w in _words(article, options).all]
    if len(lowered) <= 100:
        return len(set(lowered)) / len(lowered) if lowered else 1.0
    windows = [len(set(lowered[i : i + 100])) / 100 for i in range(0, len(lowered) - 99, 50)]
    return sum(windows) / len(windows)


def _readability(name: str) -> Measure:
    def score(article: Article, options: Any) -> float:
        import textstat

        return float(getattr(textstat, name)(article.text))

    return score


# Lines: which of them count for a number, by their numbers in the list that the rule's option names


def _begun(pieces: Pieces, options: Any) -> list[int]:
    starts = tuple(options.starts)
    return [i for i, text in enumerate(pieces.texts) if text.lstrip().startswith(starts)]


def _ended(pieces: Pieces, options: Any) -> list[int]:
    ends = tuple(options.ends)
    return [i for i, text in enumerate(pieces.texts) if text.rstrip().endswith(ends)]


def _unended(pieces: Pieces, options: Any) -> list[int]:
    return [i for i, text in enumerate(pieces.texts) if text[-1:] not in SENTENCE_ENDS]


def _short(pieces: Pieces, options: Any) -> list[int]:
    return [i for i, text in enumerate(pieces.texts) if len(text) <= options.length]


def _copied(pieces: Pieces, options: Any) -> list[int]:
    return pieces.copies() if options.copies == "later" else pieces.repeated()


CAUSES: Mapping[str, Callable[[Pieces, Any], list[int]]] = {
    "bullet-lines": _begun,
    "ellipsis-lines": _ended,
    "ended-lines": _unended,
    "short-lines": _short,
    "duplicate-lines": _copied,
    "duplicate-line-characters": _copied,
    "duplicate-paragraphs": _copied,
    "duplicate-paragraph-characters": _copied,
}


def _pieces(article: Article, options: Any) -> Pieces:
    return lines.of(article, "paragraphs" if "paragraph" in options.metric else options.lines)


def _of_lines(article: Article, options: Any) -> float:
    pieces = _pieces(article, options)
    share = len(CAUSES[options.metric](pieces, options)) / max(1, len(pieces.texts))
    return 1 - share if options.metric == "ended-lines" else share


def _of_characters(article: Article, options: Any) -> float:
    pieces = _pieces(article, options)
    numbers = _copied(pieces, options)
    if not numbers:
        return 0.0
    if options.of == "words":
        whole = words.of(article, "spaces").characters
    else:
        whole = len(article.text) - (article.text.count("\n") if options.of == "lines" else 0)
    return pieces.size(numbers) / max(1, whole)


METRICS: Mapping[str, Measure] = {
    "words": lambda a, o: _counted(a, o)[0],
    "characters": lambda a, o: len(a.view(_text)),
    "mean-word-length": _mean_word_length,
    "median-word-length": lambda a, o: _words(a, o).median,
    "alphabetic-words": lambda a, o: _words(a, o).alphabetic / max(1, len(_words(a, o))),
    "lexical-diversity": _lexical_diversity,
    "symbol-share": _share(lambda c: not c.isalnum() and not c.isspace()),
    "digit-share": _share(str.isdigit),
    "upper-case-share": _share(str.isupper),
    "stop-words": _stop_words,
    "stop-word-count": _stop_word_count,
    "hashes-per-word": _per_word(lambda text: text.count("#")),
    "ellipses-per-word": _per_word(_ellipses),
    "symbol-words": _symbol_words,
    "line-ends-per-word": _per_word(lambda text: text.count("\n")),
    "bullet-lines": _of_lines,
    "ellipsis-lines": _of_lines,
    "ended-lines": _of_lines,
    "short-lines": _of_lines,
    "duplicate-lines": _of_lines,
    "duplicate-line-characters": _of_characters,
    "duplicate-paragraphs": _of_lines,
    "duplicate-paragraph-characters": _of_characters,
    "ari": _readability("automated_readability_index"),
    "coleman-liau": _readability("coleman_liau_index"),
    "lix": _readability("lix"),
    "rix": _readability("rix"),
}


def outside(value: float, options: Any) -> str:
    """An empty string, or the bound that the value does not keep, as words."""
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
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def first(article: Article) -> Span:
    """What stands for the article as a whole: its first paragraph."""
    blocks = article.blocks
    return Span(blocks[0].start, blocks[0].end) if blocks else Span(0, 0)


def shown(article: Article, spans: Sequence[tuple[int, int]]) -> tuple[Related, ...]:
    """The places that caused a finding, as many as one can take in."""
    return tuple(Related(Span(*s), f"“{quoted(article.text[s[0] : s[1]])}”") for s in spans[:PLACES])


class Metric(Check):
    """Reports the article as a whole, once, on its first paragraph; the lines that caused it are related places."""

    alone = True
    args = {
        "value": "the measured value",
        "bound": "“at least 50”, “at most 100”, “more than .1”",
        "places": "how many lines or paragraphs caused it",
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
            Literal["all", "filled"], Meta(description="all lines count, or those that are not blank")
        ] = "filled"
        starts: Annotated[list[str], Meta(description="how a bullet line begins")] = []
        ends: Annotated[list[str], Meta(description="how an ellipsis line ends")] = []
        length: Annotated[int, Meta(description="a short line has at most so many characters")] = 30
        copies: Annotated[
            Literal["later", "all"], Meta(description="of what stands twice, the later one counts, or both do")
        ] = "later"
        of: Annotated[
            Literal["text", "lines", "words"],
            Meta(description="characters are a share of the whole text, of it without line ends, or of its words"),
        ] = "text"

    def run(self, article: Article) -> Iterator[Finding]:
        if not article.text or article.text.isspace():
            return
        options = self.options
        value = METRICS[options.metric](article, options)
        bound = outside(value, options)
        if not bound:
            return
        places: Sequence[tuple[int, int]] = ()
        if options.metric in CAUSES:
            pieces = _pieces(article, options)
            spans = pieces.places()
            places = [spans[i] for i in CAUSES[options.metric](pieces, options)]
        yield Finding(
            first(article),
            {"value": number(value), "bound": bound, "places": len(places)},
            shown(article, places),
        )
