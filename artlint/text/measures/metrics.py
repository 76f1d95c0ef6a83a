"""The numbers that the check `metric` knows, and what in the article causes them where there is such a thing.

Each takes the article and the rule's options. Readability scores are textstat's; only those are offered that work
without a corpus to be fetched (ARI, Coleman-Liau, LIX, RIX): the others count syllables with data that textstat would
download.
"""

from __future__ import annotations

from itertools import islice

from artlint.base.startup import cached_re as re
from artlint.text.measures import line_stats, word_stats
from artlint.text.measures.character_sets import DATATROVE_END_MARKS, STOP_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from artlint.text.article import Article
    from artlint.text.measures.line_stats import Pieces
    from artlint.text.measures.word_stats import Words

    Measure = Callable[[Article, Any], float]
    Places = Sequence[tuple[int, int]]


def _text(article: Article) -> str:
    """The text with one character a line end, so that a number does not depend on the system that wrote the file."""
    return article.text.replace("\r\n", "\n")


def _share(test: Callable[[str], bool]) -> Measure:
    def share(article: Article, options: Any) -> float:
        text = article.view(_text)
        return sum(map(test, text)) / max(1, len(text))

    return share


def _words(article: Article, options: Any) -> Words:
    return word_stats.of(article, options.words)


def _counted(article: Article, options: Any) -> tuple[int, int]:
    """How many words count, and how many characters they have."""
    found = _words(article, options)
    return (len(found), found.characters) if options.marks else found.counted


def _mean_word_length(article: Article, options: Any) -> float:
    number, size = _counted(article, options)
    return size / max(1, number)


def _per_word(article: Article, options: Any) -> float:
    return sum(map(article.text.count, SIGNS[options.metric])) / max(1, len(_words(article, options)))


def _has_symbol(word: str) -> bool:
    return "#" in word or "…" in word


def _has_no_letter(word: str) -> bool:
    return not any(map(str.isalpha, word))


def _symbol_words(article: Article, options: Any) -> float:
    found = _words(article, options)
    if not _has_symbol(article.text):
        return 0.0
    return sum([n for word, n in found.counts.items() if _has_symbol(word)]) / max(1, len(found))


def _stop_words(article: Article, options: Any) -> float:
    counts = _words(article, options).counts
    if not options.case:
        return len(STOP_WORDS.intersection([w.lower() for w in counts]))
    return len(STOP_WORDS.intersection(counts))


def _stop_word_count(article: Article, options: Any) -> float:
    counts = _words(article, options).counts
    return sum([counts[word] for word in STOP_WORDS])


WINDOW_WORDS = 100  # of lexical diversity; each window begins in the middle of the one before


def _lexical_diversity(article: Article, options: Any) -> float:
    """Mean share of different words in windows of 100 (MATTR, Covington & McFall 2010), so that length does not matter."""
    lowered = [w.lower() for w in _words(article, options).all]
    if len(lowered) <= WINDOW_WORDS:
        return len(set(lowered)) / len(lowered) if lowered else 1.0
    starts = range(0, len(lowered) - WINDOW_WORDS + 1, WINDOW_WORDS // 2)
    shares = [len(set(lowered[i : i + WINDOW_WORDS])) / WINDOW_WORDS for i in starts]
    return sum(shares) / len(shares)


def _readability(name: str) -> Measure:
    def score(article: Article, options: Any) -> float:
        import textstat

        return float(getattr(textstat, name)(article.text))

    return score


# Lines: which of them count for a number, by their numbers in the list that the rule's option names


def _begun(pieces: Pieces, options: Any) -> list[int]:
    starts = tuple(options.starts)
    texts = map(str.lstrip, pieces.texts) if options.trim else pieces.texts
    return [i for i, text in enumerate(texts) if text.startswith(starts)]


def _ended(pieces: Pieces, options: Any) -> list[int]:
    ends = tuple(options.ends)
    texts = map(str.rstrip, pieces.texts) if options.trim else pieces.texts
    return [i for i, text in enumerate(texts) if text.endswith(ends)]


def _unended(pieces: Pieces, options: Any) -> list[int]:
    return [i for i, text in enumerate(pieces.texts) if text[-1:] not in DATATROVE_END_MARKS]


def _short(pieces: Pieces, options: Any) -> list[int]:
    return [i for i, text in enumerate(pieces.texts) if len(text) <= options.length]


def _copied(pieces: Pieces, options: Any) -> list[int]:
    return pieces.copies() if options.copies == "later" else pieces.repeated()


def _all(pieces: Pieces, options: Any) -> list[int]:
    return list(range(len(pieces.texts)))


# What causes a number: lines or paragraphs, signs, or words

CAUSES: Mapping[str, Callable[[Pieces, Any], list[int]]] = {
    "line-ends-per-word": _all,
    "bullet-lines": _begun,
    "ellipsis-lines": _ended,
    "ended-lines": _unended,
    "short-lines": _short,
    "duplicate-lines": _copied,
    "duplicate-line-characters": _copied,
    "duplicate-paragraphs": _copied,
    "duplicate-paragraph-characters": _copied,
}
SIGNS = {"hashes-per-word": ("#",), "ellipses-per-word": ("...", "…"), "line-ends-per-word": ("\n",)}
WORDS = {"symbol-words": _has_symbol, "alphabetic-words": _has_no_letter}


def caused(article: Article, options: Any, most: int) -> tuple[int, Places]:
    """How many lines, signs or words caused the number, and where the first of them stand."""
    metric = options.metric
    if metric in CAUSES:
        pieces = pieces_of(article, options)
        numbers = CAUSES[metric](pieces, options)
        places = pieces.places() if numbers else ()
        return len(numbers), [places[i] for i in numbers[:most]]
    if metric in WORDS:
        found = _words(article, options)
        counted = set(filter(WORDS[metric], found.odd))  # words of letters alone are never meant
        first = list(islice((i for i, word in enumerate(found.all) if word in counted), most))
        spans = found.spans(first[-1] + 1) if first else ()
        return sum([found.counts[word] for word in counted]), [spans[i] for i in first]
    signs = "|".join(map(re.escape, SIGNS.get(metric, ())))
    marks = [(m.start(), m.end()) for m in re.finditer(signs, article.text)] if signs else []
    return len(marks), marks[:most]


def pieces_of(article: Article, options: Any) -> Pieces:
    return line_stats.of(article, "paragraphs" if "paragraph" in options.metric else options.lines)


def _of_lines(article: Article, options: Any) -> float:
    pieces = pieces_of(article, options)
    share = len(CAUSES[options.metric](pieces, options)) / max(1, len(pieces.texts))
    return 1 - share if options.metric == "ended-lines" and pieces.texts else share


def _of_characters(article: Article, options: Any) -> float:
    pieces = pieces_of(article, options)
    numbers = _copied(pieces, options)
    if not numbers:
        return 0.0
    if options.of == "words":
        whole = word_stats.of(article, "spaces").characters
    else:
        whole = article.view(line_stats.size) - (article.text.count("\n") if options.of == "lines" else 0)
    return pieces.size(numbers) / max(1, whole)


# Of an article without words: a mean of nothing, say. The others are 0 there; no line of none ends a sentence.
UNDEFINED = frozenset(
    [
        "mean-word-length",
        "median-word-length",
        "alphabetic-words",
        "lexical-diversity",
        "ari",
        "coleman-liau",
        "lix",
        "rix",
    ]
)
METRICS: Mapping[str, Measure] = {
    "words": lambda a, o: _counted(a, o)[0],
    "characters": lambda a, o: a.view(line_stats.size),
    "mean-word-length": _mean_word_length,
    "median-word-length": lambda a, o: _words(a, o).median,
    "alphabetic-words": lambda a, o: _words(a, o).alphabetic / max(1, len(_words(a, o))),
    "lexical-diversity": _lexical_diversity,
    "symbol-share": _share(lambda c: not c.isalnum() and not c.isspace()),
    "digit-share": _share(str.isdigit),
    "upper-case-share": _share(str.isupper),
    "stop-words": _stop_words,
    "stop-word-count": _stop_word_count,
    "hashes-per-word": _per_word,
    "ellipses-per-word": _per_word,
    "symbol-words": _symbol_words,
    "line-ends-per-word": _per_word,
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
