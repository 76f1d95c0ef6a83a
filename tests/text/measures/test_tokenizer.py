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
