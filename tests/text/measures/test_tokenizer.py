"""Words and marks."""

from __future__ import annotations

import time

import pytest

from artlint.text.measures.tokenizer import pieces, tokens
from tests.support.growth import FLOOR, MOST, SIZE


@pytest.mark.parametrize(
    "piece",
    ["_", "!", "(", "…", ".", '".', "..!", "a'd", "'s", "aaaa!!!!", "((((aaaa1", "((((a'dd", "Mr.", "a.A", "-a"],
)
def test_time_for_tokens_grows_as_the_piece_does(piece: str) -> None:
    """One piece without white space, which is of marks or has as many of them at its ends as letters between."""

    def taken(size: int) -> float:
        text = piece * (size // len(piece))
        if len(piece) > 4:  # all of each character, one after the other
            text = "".join(sorted(text, key=piece.index))
        pieces.clear()
        begun = time.process_time()
        found = tokens(text)
        seconds = time.process_time() - begun
        assert "".join(found) == text
        return seconds

    for _ in range(3):
        before, after = taken(SIZE), taken(4 * SIZE)
        if after <= MOST * max(before, FLOOR):
            return
    pytest.fail(f"{SIZE} characters took {before:.3f} s, {4 * SIZE} characters {after:.3f} s")


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("It's closed, he said.", "It 's closed , he said ."),
        ("(They don't know.)", "( They do n't know . )"),
        ("Mr. Smith of the U.S. left at 10am.", "Mr. Smith of the U.S. left at 10 am ."),
        ("well-known, and/or 20-year-old", "well - known , and/or 20 - year - old"),
        ("See https://example.org/a-b, or write to a.b@example.org.", "See https://example.org/a-b , or write to a.b@example.org ."),
        ("It cost $1,000.50 (5%)... maybe", "It cost $ 1,000.50 ( 5 % ) ... maybe"),
        ("“No,” she said — twice.", "“ No , ” she said — twice ."),
    ],
)  # fmt: skip
def test_words_and_marks(text: str, split: str) -> None:
    assert tokens(text) == split.split()


def test_dots_are_one_token_however_many() -> None:
    for number in (2, 3, 8, 9, 24, 1000):
        assert tokens("Chapter" + "." * number) == ["Chapter", "." * number]
