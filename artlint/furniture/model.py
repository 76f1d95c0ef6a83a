"""How likely each line is the page's and not the article's: word weights and two stages of small decision trees.

The first stage judges a line by its words, its shape and its place, the second by what the first thinks of the lines
around it as well. The numbers are in artlint/data/furniture.json, made by evals/furniture.py; for speed the trees are
turned into two functions, once, and kept in the snapshot.
"""

from __future__ import annotations

import os
from array import array
from math import exp, sqrt

from artlint import snapshot
from artlint.checks import phrases
from artlint.furniture import features

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from artlint.article import Article
    from artlint.furniture.features import Line

NEAR_LOGITS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
TEXT_LOGIT = -4.0  # what the second stage is told of such a line
SURE = -3.5  # log-odds below which the second stage has never changed a judgement that matters
MISSING = -9.0  # what stands for a line before the first and after the last

_loaded: tuple[Mapping[str, int], Callable[[Sequence[float]], float], Callable[[Sequence[float]], float]] | None = None


def path() -> str:
    """Where the numbers lie."""
    return os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "furniture.json")


def word_score(terms: Sequence[str], weights: Mapping[str, int]) -> float:
    """What the words alone say, as log-odds, from the weights of a line's terms and the bias (in hundredths)."""
    found = [weights[t] for t in terms if t in weights]
    return (weights[""] + sum(found) / sqrt(len(found) + 1)) / 100


def first_inputs(vector: Sequence[float], scores: Sequence[float], i: int) -> list[float]:
    """What the first stage is told of line i: its numbers, and the word scores of it and of the lines near it."""
    size = len(scores)
    return [
        *vector,
        scores[i],
        *(scores[i + n] if 0 <= i + n < size else MISSING for n in features.NEAR),
    ]


def second_inputs(first: Sequence[float], logits: Sequence[float], i: int, mean: float) -> list[float]:
    """What the second stage is told: the same, and what the first stage thought of the lines around."""
    size = len(logits)
    return [*first, logits[i], *(logits[i + n] if 0 <= i + n < size else MISSING for n in NEAR_LOGITS), mean]


def skipped(line: Line) -> bool:
    """Whether a line is so clearly running text that it is not asked."""
    return line.prose and line.words >= features.LONG


def described(article: Article) -> list[Line]:
    """The blocks' own numbers (see features.py)."""
    return article.view(_described)


def _described(article: Article) -> list[Line]:
    return [features.line(b) for b in article.blocks]


def probabilities(article: Article) -> list[float]:
    """For each block, how likely it is furniture; 0 for long running text."""
    return article.view(_probabilities)


def _probabilities(article: Article) -> list[float]:
    lines = described(article)
    asked = [not skipped(line) for line in lines]
    if not any(asked):
        return [0.0] * len(lines)
    weights, first, second = _load()
    chosen = [i for i, ask in enumerate(asked) if ask]
    vectors = features.vectors(article, lines, article.view(phrases.keys), chosen)
    near = {i + n for i in chosen for n in (0, *features.NEAR)}
    scores = [word_score(features.terms(line.tokens), weights) if i in near else 0.0 for i, line in enumerate(lines)]
    inputs = {i: first_inputs(vector, scores, i) for i, vector in zip(chosen, vectors, strict=True)}
    logits = [first(inputs[i]) if ask else TEXT_LOGIT for i, ask in enumerate(asked)]
    mean = sum(1 / (1 + exp(-x)) for x in logits) / len(logits)
    out = []
    for i, logit in enumerate(logits):
        if asked[i] and logit > SURE:
            logit = second(second_inputs(inputs[i], logits, i, mean))
        out.append(1 / (1 + exp(-logit)) if asked[i] else 0.0)
    return out


def _load() -> tuple[Mapping[str, int], Callable[[Sequence[float]], float], Callable[[Sequence[float]], float]]:
    global _loaded
    if _loaded is None:
        # Like the modules, which the snapshot knows by size and time: its content would take longer to compare.
        stat = os.stat(path())
        key = f"furniture\n{path()}\n{stat.st_size} {stat.st_mtime_ns}"
        words, weights, code = snapshot.remember(key, lambda: (_build(), []))
        names: dict[str, Any] = {}
        exec(code, names)
        _loaded = dict(zip(words.split("\n"), array("h", weights), strict=True)), names["first"], names["second"]
    return _loaded


def _build() -> tuple[str, bytes, Any]:
    """The words, a line each, their weights as 16-bit numbers, and the trees as code: what is quick to read back."""
    import json

    with open(path(), encoding="utf-8") as file:
        data = json.load(file)
    source = "".join(
        f"def {name}(f):\n    return " + "\\\n + ".join(_expression(tree) for tree in data[name]) + "\n"
        for name in ("first", "second")
    )
    code = compile(source, "furniture.json", "exec")
    lean = [c.replace(co_linetable=b"") if hasattr(c, "co_linetable") else c for c in code.co_consts]
    words = data["words"]
    return "\n".join(words), array("h", words.values()).tobytes(), code.replace(co_consts=tuple(lean))


def _expression(node: Any) -> str:
    """A tree, [feature, threshold, left, right] or a number, as a conditional expression."""
    if not isinstance(node, list):
        return repr(node)
    feature, threshold, left, right = node
    return f"({_expression(left)} if f[{feature}] <= {threshold!r} else {_expression(right)})"
