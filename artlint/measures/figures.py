"""The numbers that the check `metric` knows, and which lines cause those that are numbers of lines.

Each takes the article and the rule's options. Readability scores are textstat's; only those are offered that work
without a corpus to be fetched (ARI, Coleman-Liau, LIX, RIX): the others count syllables with data that textstat would
download.
"""

from __future__ import annotations

from artlint.measures import lines, words
from artlint.measures.marks import SENTENCE_ENDS, STOP_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from artlint.article import Article
    from artlint.measures.lines import Pieces
    from artlint.measures.words import Words

    Measure = Callable[[Article, Any], float]


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


def pieces_of(article: Article, options: Any) -> Pieces:
    return lines.of(article, "paragraphs" if "paragraph" in options.metric else options.lines)


def _of_lines(article: Article, options: Any) -> float:
    pieces = pieces_of(article, options)
    share = len(CAUSES[options.metric](pieces, options)) / max(1, len(pieces.texts))
    return 1 - share if options.metric == "ended-lines" else share


def _of_characters(article: Article, options: Any) -> float:
    pieces = pieces_of(article, options)
    numbers = _copied(pieces, options)
    if not numbers:
        return 0.0
    if options.of == "words":
        whole = words.of(article, "spaces").characters
    else:
        whole = article.view(lines.size) - (article.text.count("\n") if options.of == "lines" else 0)
    return pieces.size(numbers) / max(1, whole)


METRICS: Mapping[str, Measure] = {
    "words": lambda a, o: _counted(a, o)[0],
    "characters": lambda a, o: a.view(lines.size),
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
