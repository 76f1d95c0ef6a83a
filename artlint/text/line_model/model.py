"""How likely each line is the page's and not the article's: word weights and two stages of small decision trees.

The first stage judges a line by its words, its shape and its place, the second by what the first thinks of the lines
around it as well. What is written here is written in C, too (artlint/text/native), and that is run where it is built.
"""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.text import folding, native
from artlint.text.blocks import WORD_SAMPLE_CHARACTERS
from artlint.text.layout import BULLETS
from artlint.text.line_model import features, trees
from artlint.text.sentence_marks import CLOSING_MARKS, END_MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from artlint.text.article import Article
    from artlint.text.line_model.features import Line

    Judged = tuple[list[float], Sequence[tuple[bool, int, bool, float]]]  # the probabilities, and what each block is

NEAR_LOGITS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
TEXT_LOGIT = -4.0  # what the second stage is told of long running text
MIN_LOGIT = -3.5  # below which the second stage has never changed a judgement that matters
MISSING = -9.0  # what stands for a line before the first and after the last

_functions: tuple[Mapping[str, int], Callable[[Sequence[float]], float], Callable[[Sequence[float]], float]] | None = (
    None
)
_native: native.Model | None = None


class Seen(NamedTuple):
    """The look of a segment to the model, as far as rules ask for it."""

    prose: bool  # running text
    words: int
    ended: bool  # as a sentence
    functions: float  # the share of words that sentences are made of


def probabilities(article: Article) -> list[float]:
    """For each block, how likely it is boilerplate; 0 for long running text."""
    return article.view(_judged)[0]


def seen(article: Article) -> list[Seen]:
    """The look of each segment."""
    return [Seen(*line) for line in article.view(_judged)[1]]


def _judged(article: Article) -> Judged:
    blocks = article.segments
    if native.built is None:
        lines = [features.line(b) for b in blocks]
        return judge(article, lines), [(e.prose, e.words, bool(e.near[1]), e.near[3]) for e in lines]
    keys = article.view(folding.segment_keys)
    count = folding.counted(keys)
    places = [n for b in blocks for n in (b.first, b.last)]
    return _model(native.built).judge([b.text for b in blocks], places, [count[k] for k in keys])


def _model(built: native.Native) -> native.Model:
    """The model in C."""
    global _native
    if _native is None:
        words, weights, first, second = trees.arrays()
        _native = built.Model(
            words=words,
            weights=weights,
            first=first,
            second=second,
            functions="\n".join(features.FUNCTION_WORDS),
            terminals=END_MARKS,
            closers=f"{CLOSING_MARKS} \u00a0",
            bullets="".join(b[0] for b in BULLETS),
            ends=features.MODEL_SENTENCE_ENDS,
            sizes=(len(features.SHAPE), len(features.PLACE), len(features.TOLD)),
            near=features.NEARBY_LINES,
            near_logits=NEAR_LOGITS,
            limits=_limits(),
        )
    return _native


def _limits() -> dict[str, float]:
    """The constants that C shares, by name."""
    names = (
        "max_shape_characters", "max_date_characters", "max_split_characters", "max_short_word", "min_content_word",
        "min_prose_words", "min_sentence_words", "min_dense_characters", "min_dense_share", "min_long_words",
        "min_title_words", "max_title_lines", "max_like_words", "max_term_words", "max_whole_words",
        "max_averaged_lines", "max_distance", "nothing",
    )  # fmt: skip
    own = {
        "missing": MISSING,
        "text_logit": TEXT_LOGIT,
        "min_logit": MIN_LOGIT,
        "max_sample_characters": WORD_SAMPLE_CHARACTERS,
    }
    return {**own, **{name: getattr(features, name.upper()) for name in names}}


def judge(article: Article, lines: Sequence[Line]) -> list[float]:
    """The probabilities, in Python."""
    from math import exp

    asked = [not skipped(line) for line in lines]
    if not any(asked):
        return [0.0] * len(lines)
    weights, first, second = _load()
    chosen = [i for i, ask in enumerate(asked) if ask]
    vectors = features.vectors(article.segments, lines, article.view(folding.segment_keys), chosen)
    near = {i + n for i in chosen for n in (0, *features.NEARBY_LINES)}
    scores = [word_score(features.terms(line.tokens), weights) if i in near else 0.0 for i, line in enumerate(lines)]
    inputs = {i: first_inputs(vector, scores, i) for i, vector in zip(chosen, vectors, strict=True)}
    logits = [first(inputs[i]) if ask else TEXT_LOGIT for i, ask in enumerate(asked)]
    total = 0.0
    for logit in logits:  # sum() adds up floats in another way from Python 3.12 on
        total += 1 / (1 + exp(-logit))
    out = []
    for i, logit in enumerate(logits):
        if asked[i] and logit > MIN_LOGIT:
            logit = second(second_inputs(inputs[i], logits, i, total / len(logits)))
        out.append(1 / (1 + exp(-logit)) if asked[i] else 0.0)
    return out


def _load() -> tuple[Mapping[str, int], Callable[[Sequence[float]], float], Callable[[Sequence[float]], float]]:
    global _functions
    if _functions is None:
        _functions = trees.functions()
    return _functions


def word_score(terms: Sequence[str], weights: Mapping[str, int]) -> float:
    """The score of the words alone, as log-odds, from the weights of a line's terms and the bias (in hundredths)."""
    from math import sqrt

    found = [weights[t] for t in terms if t in weights]
    return (weights[""] + sum(found) / sqrt(len(found) + 1)) / 100


def first_inputs(vector: Sequence[float], scores: Sequence[float], i: int) -> list[float]:
    """The inputs of the first stage for line i: its numbers, and the word scores of it and of the lines near it."""
    size = len(scores)
    return [
        *vector,
        scores[i],
        *(scores[i + n] if 0 <= i + n < size else MISSING for n in features.NEARBY_LINES),
    ]


def second_inputs(first: Sequence[float], logits: Sequence[float], i: int, mean: float) -> list[float]:
    """The inputs of the second stage: those of the first, and its log-odds of the line and of those around."""
    size = len(logits)
    return [*first, logits[i], *(logits[i + n] if 0 <= i + n < size else MISSING for n in NEAR_LOGITS), mean]


def skipped(line: Line | Seen) -> bool:
    """Whether a line is so clearly running text that it is not asked."""
    return line.prose and line.words >= features.MIN_LONG_WORDS
