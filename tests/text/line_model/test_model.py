"""The line model: its numbers, what it says of plain cases, and that it says the same everywhere."""

from __future__ import annotations

import json
import os

from artlint.text.article import Article
from artlint.text.line_model import features, model, trees
from tests.support import outputs_everywhere

PROSE = (
    "The first ships came in at dawn, and the crews were given soup by volunteers who had filled sandbags all night, "
    "while the harbour master, who had not slept since Monday, counted the lost buoys in his office above the lock.\n"
)
PAGE = (
    "Home News Sport Weather\nLog in | Register\n"
    + PROSE
    + PROSE.replace("ships", "boats")
    + "Filed under: Local News\n"
)


def test_the_data_is_small_and_plain() -> None:
    assert os.path.getsize(trees.path()) < 1_000_000
    with open(trees.path(), encoding="utf-8") as file:
        data = json.load(file)
    assert set(data) == {"words", "first", "second"}
    inputs = len(features.NAMES) + 1 + len(features.NEARBY_LINES)

    def check(node: object, size: int) -> None:
        if isinstance(node, list):
            feature, threshold, left, right = node
            assert 0 <= feature < size
            assert isinstance(threshold, (int, float))
            check(left, size)
            check(right, size)
        else:
            assert isinstance(node, (int, float))

    for tree in data["first"]:
        check(tree, inputs)
    for tree in data["second"]:
        check(tree, inputs + 1 + len(model.NEAR_LOGITS) + 1)


def test_each_segment_has_all_numbers() -> None:
    article = Article(PAGE)
    lines = [features.line(s) for s in article.segments]
    for vector in features.vectors(article.segments, lines, [s.text for s in article.segments]):
        assert len(vector) == len(features.NAMES)


def test_plain_cases() -> None:
    chances = model.probabilities(Article(PAGE))
    assert chances[3] == chances[4] == 0.0, "long running text is not asked"
    assert min(*chances[:3], chances[5]) > 0.5
    assert model.probabilities(Article("")) == []
    assert model.probabilities(Article(PROSE * 3)) == [0.0] * 3


def test_the_same_with_and_without_the_disk_cache_and_for_any_hash_seed() -> None:
    """Sums are taken in one order; nothing depends on the order of a set."""
    code = (
        "from artlint.text.article import Article; from artlint.text.line_model.model import probabilities\n"
        "print([p.hex() for p in probabilities(Article(sys.stdin.read()))])"
    )
    (output,) = outputs_everywhere(code, PAGE)
    assert output.startswith("['0x")
