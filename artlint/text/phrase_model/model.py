"""Which passages of a long line are the page's and not the article's.

Every phrase (see phrases.py) is judged by the weights of its words and by what stands around it, in a small forest; a
passage is a run of phrases that together are more likely the page's by more than it costs to begin and end it. It may
begin and end cheaply where the words around show that something ends there, and only dearly elsewhere.
"""

from __future__ import annotations

from itertools import pairwise

from artlint.base.named_tuple import NamedTuple
from artlint.base.spans import holds
from artlint.text import resources
from artlint.text.blocks import dense
from artlint.text.line_model import trees
from artlint.text.phrase_model import phrases
from artlint.text.segments import MIN_LONG_LINE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Span
    from artlint.text.article import Article
    from artlint.text.blocks import Block
    from artlint.text.phrase_model.phrases import Phrase

    Learnt = tuple[Mapping[str, int], Mapping[str, int], Callable[[Sequence[float]], float]]

MAX_SCORE = 1200  # hundredths, of a phrase: no single one decides
MAX_EDGE = 400  # hundredths
SURE_EDGE = 300  # of the beginning and the end of the line
REACH = 10  # phrases, of the words by which it is decided whether a phrase is asked
MIN_AROUND = -40.0  # hundredths for a word around: of the phrases that are found, one in a hundred has less
MAX_LOGIT = 6.0
TELLING = 150  # hundredths: a term that speaks so much for the page
# A passage needs so many hundredths of telling terms for each of its words, or the least and such a mean of log-odds. At the
# front of the line, where the title stands beside it more often than not, it needs more of both.
MIN_TELLING, LEAST_TELLING, MIN_MEAN = 12, 3, 2.2
MIN_TELLING_AT_FRONT, MIN_MEAN_AT_FRONT, MIN_WORDS_AT_FRONT = 15, 2.6, 4
# A sentence in whose midst a run begins is the article's if so few of its words are left. One that ends a run is, if it has so
# many, such a share of them words that sentences are made of, and none that speak for the page, or fewer than against it.
MAX_REST_WORDS = 20
MIN_SENTENCE_WORDS, MIN_FUNCTION_SHARE = 6, 0.25
# What it costs to begin or end a passage, in log-odds: so much where nothing shows an edge, less for each log-odds of one.
SWITCH, MIN_SWITCH = 8.0, 0.25
EDGE_WORTH = 2.0

_numbers: Learnt | None = None
_languages: frozenset[str] | None = None


class LongLine(NamedTuple):
    """A line with its phrases and what `judge` says of them."""

    block: Block
    phrases: list[Phrase]
    logits: list[float]
    edges: list[int]


class Run(NamedTuple):
    """A run of phrases that are the page's, its first and its last + 1, with their mean log-odds and the terms that speak most
    for it, the first most."""

    first: int
    last: int
    mean: float
    telling: list[str]


class Passage(NamedTuple):
    """A passage of the page in a long line: where it stands there (characters), how likely it is, and the terms that speak
    most for it, of words."""

    start: int
    end: int
    chance: float
    telling: list[str]


def path() -> str:
    """Where the numbers lie."""
    return resources.path("phrase_model.json")


def speaks(language: str) -> bool:
    """Whether the model has learnt from pages in a language."""
    global _languages
    if _languages is None:  # apart from the numbers, which lines in other languages have no use for
        (found,) = trees.read_kept(path(), "languages", lambda data: (" ".join(data["languages"]),))
        _languages = frozenset(found.split())
    return language in _languages


def long_lines(article: Article) -> list[LongLine]:
    """The lines that are judged by their phrases, for `article.view`: that must hold several things, in a language that the
    model knows. No row of a Markdown table."""
    is_markdown = article.format == "markdown"
    long = [
        b
        for b in article.blocks
        if len(b.text) >= MIN_LONG_LINE and b.last == b.first and not b.fence and not (is_markdown and b.text[0] == "|")
    ]
    if not long or not speaks(article.language):
        return []
    return [LongLine(b, *judge(b.text, article.marks[b.index].openings)) for b in long]


def judge(text: str, openings: Sequence[int]) -> tuple[list[Phrase], list[float], list[int]]:
    """The phrases of a long line, and for each the log-odds that it is the page's, and that something begins there (the
    latter in hundredths); no log-odds where no phrase is worth asking. `openings` are the places where something may begin
    (see segments.py)."""
    words, edge_words, forest = numbers()
    found = phrases.phrases(text, openings)
    scores = word_scores(found, words)
    asked = [i for i, mean in enumerate(phrases.scores_around(found, scores, REACH)) if mean >= MIN_AROUND]
    if not any(_telling(found[i], words) for i in asked):  # and so no run would be told
        return found, [], []
    near = {i + n for i in asked for n in range(-REACH - 1, REACH + 2)}  # what windows reach
    edges = edge_scores(found, edge_words, near)
    page = phrases.Numbers(found, scores, edges)
    logits = [-MAX_LOGIT] * len(found)
    for i in asked:
        logits[i] = min(MAX_LOGIT, max(-MAX_LOGIT, forest(page.vector(i))))
    return found, logits, edges


def passages(line: LongLine, known: Sequence[Span], likely: float) -> list[Passage]:
    """The passages in a long line whose phrases are the page's with this probability, on balance. `known` are stretches of
    it, in order, of which another rule has said that they are the page's: they speak for nothing else."""
    from math import exp, log

    found = line.phrases
    free = [not holds(known, p.start) for p in found]
    told = told_runs(found, line.logits, line.edges, free, numbers()[0], log(likely / (1 - likely)))
    return [
        Passage(found[run.first].start, found[run.last - 1].end, 1 / (1 + exp(-run.mean)), run.telling) for run in told
    ]


def told_runs(
    found: Sequence[Phrase],
    logits: Sequence[float],
    edges: Sequence[int],
    free: Sequence[bool],
    weights: Mapping[str, int],
    least: float,
) -> Iterator[Run]:
    """The runs of phrases that are the page's. Only those whose words say so: names and numbers alone make a table, or a
    title, as well. What is not `free` speaks for nothing."""
    # where nothing was asked there are no log-odds
    weighed = [logit if own else least for logit, own in zip(logits, free, strict=False)]
    for start, end in runs(weighed, edges, least):
        first, last = _without_sentences(found, start, end, weights)
        own = [n for n in range(first, last) if free[n]]
        said = [term for n in own for term in _telling(found[n], weights)]
        words = sum(len(found[n].words) for n in own)
        told, mean = sum(weights[term] for term in said), sum(logits[n] for n in own) / max(1, len(own))
        if start == 0:
            is_page = words >= MIN_WORDS_AT_FRONT and told >= MIN_TELLING_AT_FRONT * words and mean >= MIN_MEAN_AT_FRONT
        else:
            is_page = told >= MIN_TELLING * words or (told >= LEAST_TELLING * words and mean >= MIN_MEAN)
        if said and is_page:
            yield Run(first, last, mean, sorted(set(said), key=lambda t: (-weights[t], t)))


def _without_sentences(found: Sequence[Phrase], first: int, last: int, weights: Mapping[str, int]) -> tuple[int, int]:
    """A run without the article's sentences at its ends: the one in whose midst it begins, and those whole ones whose words
    do not speak for the page."""
    if first > 0 and not found[first - 1].ended:
        end = next((n + 1 for n in range(first, last) if found[n].ended), last + 1)
        rest = sum(len(found[n].words) for n in range(first, min(end, last)))
        if end <= last and rest <= MAX_REST_WORDS and _is_prose(found, first):
            first = end
    while first < last and found[last - 1].ended:
        begin = last - 1
        while begin > first and not found[begin - 1].ended:
            begin -= 1
        own = _own_sentences(found, begin, last, weights)
        if begin == first:  # the labels of the page have no end: the sentence may begin behind any of them
            begin = next((n for n, is_own in enumerate(own, first) if is_own), last)
        if begin == last or not own[begin - last]:
            break
        last = begin
    return first, last


def _is_prose(found: Sequence[Phrase], at: int) -> bool:
    """Whether the sentence has begun with words that sentences are made of before a phrase."""
    while at > 0 and not found[at - 1].ended:
        at -= 1
        if found[at].functions:
            return True
    return False


def _own_sentences(found: Sequence[Phrase], first: int, last: int, weights: Mapping[str, int]) -> list[bool]:
    """For each of these phrases, whether it and those behind it are a sentence as articles have them. In one walk from the
    end: the line may be long, and hold no end."""
    words = functions = score = 0
    is_told = False
    behind = phrases.BEHIND
    out = []
    for phrase in reversed(found[first:last]):
        words, functions = words + len(phrase.words), functions + phrase.functions
        is_told = is_told or bool(_telling(phrase, weights))
        inside = [*phrase.words, *(f"{a} {b}" for a, b in pairwise(phrase.words))]
        link = weights.get(f"{phrase.words[-1]} {behind}", 0)
        # a term over the end of a phrase is one of both phrases (see `terms`)
        score += sum([weights.get(term, 0) for term in inside]) + (link if behind == phrases.BEHIND else 2 * link)
        behind = phrase.words[0]
        is_long = words >= MIN_SENTENCE_WORDS and functions >= MIN_FUNCTION_SHARE * words
        is_own = not is_told or score + weights.get(f"{phrases.BEFORE} {behind}", 0) < 0
        out.append(phrase.first[0].isupper() and is_long and is_own)
    return out[::-1]


def _telling(phrase: Phrase, weights: Mapping[str, int]) -> list[str]:
    """The terms inside a phrase that speak much for the page, and are words."""
    terms = [*phrase.words, *(f"{a} {b}" for a, b in pairwise(phrase.words))]
    return [
        t
        for t in terms
        if weights.get(t, 0) >= TELLING and "#" not in t and sum(map(str.isalpha, t)) >= _min_letters(t)
    ]


def _min_letters(term: str) -> int:
    return 2 if dense(term) else 3


def numbers() -> Learnt:
    """The weights of words and of edges in hundredths, and the forest as a function of a phrase's numbers."""
    global _numbers
    if _numbers is None:

        def make(data: Mapping[str, Any]) -> tuple[str, bytes, str, bytes, Any]:
            return *trees.pack(data["words"]), *trees.pack(data["edges"]), trees.compile_trees(data, "forest")

        words, weights, edges, edge_weights, code = trees.read_kept(path(), "functions", make)
        (forest,) = trees.load(code, "forest")
        _numbers = trees.unpack(words, weights), trees.unpack(edges, edge_weights), forest
    return _numbers


def word_scores(found: Sequence[Phrase], weights: Mapping[str, int]) -> list[int]:
    """The score of the words of each phrase, in hundredths of log-odds."""
    scores = [sum([weights[t] for t in terms if t in weights]) for terms in phrases.terms(found)]
    return [min(MAX_SCORE, max(-MAX_SCORE, score)) for score in scores]


def edge_scores(found: Sequence[Phrase], weights: Mapping[str, int], near: Collection[int]) -> list[int]:
    """For each phrase the log-odds that something begins there, in hundredths; none for those that are not `near`."""
    bias = weights[""]
    scores = [SURE_EDGE]
    for n in range(1, len(found)):
        score = -MAX_EDGE
        if n in near:
            score = bias + sum([weights[t] for t in phrases.edge_terms(found[n - 1], found[n]) if t in weights])
        scores.append(min(MAX_EDGE, max(-MAX_EDGE, score)))
    return scores


def runs(logits: Sequence[float], edges: Sequence[int], least: float) -> list[tuple[int, int]]:
    """The runs of phrases that are the page's, first and last + 1: of all ways to part the line, the one with the largest
    sum of the log-odds above `least`, less what its edges cost (Viterbi's algorithm)."""
    if not any(logit > least for logit in logits):
        return []
    outside = inside = 0.0
    turns: list[tuple[bool, bool]] = []  # whether the best way to be outside or inside here comes from the other
    for logit, edge in zip(logits, edges, strict=True):
        cost = max(MIN_SWITCH, SWITCH - EDGE_WORTH * edge / 100)
        left, entered = inside - cost > outside, outside - cost > inside
        turns.append((left, entered))
        outside, inside = (inside - cost if left else outside), (outside - cost if entered else inside) + logit - least
    out: list[tuple[int, int]] = []
    within, end = inside > outside, len(logits)
    for n in range(len(logits) - 1, -1, -1):
        left, entered = turns[n]
        if within and (entered or n == 0):
            out.append((n, end))
        if not within and left:
            end = n
        within = not entered if within else left
    return out[::-1]
