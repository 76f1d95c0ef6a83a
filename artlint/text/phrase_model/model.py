"""Which passages of a long line are the page's and not the article's.

Every phrase (see phrases.py) is judged by the weights of its words and by what stands around it, in a small forest; a
passage is a run of phrases that together are more likely the page's by more than it costs to begin and end it. It may
begin and end cheaply where the words around show that something ends there, and only dearly elsewhere.
"""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.base.spans import holds
from artlint.text import resources
from artlint.text.blocks import dense
from artlint.text.line_model import trees
from artlint.text.phrase_model import phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Span
    from artlint.text.phrase_model.phrases import Phrase

    # of words and of edges, the forest, the languages
    Learnt = tuple[Mapping[str, int], Mapping[str, int], Callable[[Sequence[float]], float], frozenset[str]]

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
    return language in numbers()[3]


def passages(text: str, openings: Sequence[int], known: Sequence[Span], likely: float) -> list[Passage]:
    """The passages in a long line whose phrases are the page's with this probability, on balance. `openings` are the places
    where something may begin (see segments.py); `known` are stretches, in order, of which another rule has said that they
    are the page's: they speak for nothing else."""
    from math import exp, log

    found = phrases.phrases(text, openings)
    logits, edges = judged(found)
    free = [not holds(known, p.start) for p in found]
    out = []
    for first, last, telling in told_runs(found, logits, edges, free, numbers()[0], log(likely / (1 - likely))):
        own = [logit for logit, is_own in zip(logits[first:last], free[first:last], strict=True) if is_own]
        out.append(Passage(found[first].start, found[last - 1].end, 1 / (1 + exp(-sum(own) / len(own))), telling))
    return out


def told_runs(
    found: Sequence[Phrase],
    logits: Sequence[float],
    edges: Sequence[int],
    free: Sequence[bool],
    weights: Mapping[str, int],
    least: float,
) -> Iterator[tuple[int, int, list[str]]]:
    """The runs of phrases that are the page's, first and last + 1, with the terms that speak most for it, the first most. Only
    those whose words say so: names and numbers alone make a table, or a title, as well. What is not `free` speaks for
    nothing."""
    # where nothing was asked there are no log-odds
    weighed = [logit if own else least for logit, own in zip(logits, free, strict=False)]
    for start, end in runs(weighed, edges, least):
        first, last = _without_sentences(found, start, end, weights)
        own = [n for n in range(first, last) if free[n]]
        said = [term for n in own for term in _telling(found, n, weights)]
        telling = sorted(set(said), key=lambda t: (-weights[t], t))
        words = sum(len(found[n].words) for n in own)
        told, mean = sum(weights[term] for term in said), sum(logits[n] for n in own) / max(1, len(own))
        if start == 0:
            is_page = words >= MIN_WORDS_AT_FRONT and told >= MIN_TELLING_AT_FRONT * words and mean >= MIN_MEAN_AT_FRONT
        else:
            is_page = told >= MIN_TELLING * words or (told >= LEAST_TELLING * words and mean >= MIN_MEAN)
        if telling and is_page:
            yield first, last, telling


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
        if begin == first:  # the labels of the page have no end: the sentence may begin behind any of them
            begin = next((n for n in range(first, last) if _is_own_sentence(found, n, last, weights)), last)
        if begin == last or not _is_own_sentence(found, begin, last, weights):
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


def _is_own_sentence(found: Sequence[Phrase], first: int, last: int, weights: Mapping[str, int]) -> bool:
    """Whether these phrases are a sentence as articles have them."""
    sentence = found[first:last]
    if not sentence[0].first[0].isupper():
        return False
    words, functions = sum(len(p.words) for p in sentence), sum(p.functions for p in sentence)
    if words < MIN_SENTENCE_WORDS or functions < MIN_FUNCTION_SHARE * words:
        return False
    score = sum(weights.get(term, 0) for terms in phrases.terms(sentence) for term in terms)
    return score < 0 or not any(_telling(found, n, weights) for n in range(first, last))


def _telling(found: Sequence[Phrase], n: int, weights: Mapping[str, int]) -> list[str]:
    """The terms of a phrase that speak much for the page, and are words."""
    return [
        t
        for t in next(phrases.terms(found[n : n + 1]))
        if weights.get(t, 0) >= TELLING
        and "#" not in t
        and not t.startswith(phrases.BEFORE)
        and not t.endswith(phrases.BEHIND)
        and sum(map(str.isalpha, t)) >= _min_letters(t)
    ]


def _min_letters(term: str) -> int:
    return 2 if dense(term) else 3


def judged(found: Sequence[Phrase]) -> tuple[list[float], list[int]]:
    """For each phrase the log-odds that it is the page's, and that something begins there (the latter in hundredths).
    Nothing where no phrase is worth asking."""
    words, edge_words, forest, _ = numbers()
    scores = word_scores(found, words)
    asked = [i for i, mean in enumerate(phrases.around(found, scores, REACH)) if mean >= MIN_AROUND]
    if not any(_telling(found, i, words) for i in asked):  # and so no run would be told
        return [], []
    near = {i + n for i in asked for n in range(-REACH - 1, REACH + 2)}  # what windows reach
    edges = edge_scores(found, edge_words, near)
    page = phrases.Numbers(found, scores, edges)
    logits = [-MAX_LOGIT] * len(found)
    for i in asked:
        logits[i] = min(MAX_LOGIT, max(-MAX_LOGIT, forest(page.vector(i))))
    return logits, edges


def numbers() -> Learnt:
    """The weights of words and of edges in hundredths, the forest as a function of a phrase's numbers, and the languages."""
    global _numbers
    if _numbers is None:

        def make(data: Mapping[str, Any]) -> tuple[str, bytes, str, bytes, Any, str]:
            forest, languages = trees.compiled(data, "forest"), " ".join(data["languages"])
            return *trees.packed(data["words"]), *trees.packed(data["edges"]), forest, languages

        words, weights, edges, edge_weights, code, languages = trees.kept(path(), "functions", make)
        (forest,) = trees.loaded(code, "forest")
        _numbers = (
            trees.unpacked(words, weights),
            trees.unpacked(edges, edge_weights),
            forest,
            frozenset(languages.split()),
        )
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
