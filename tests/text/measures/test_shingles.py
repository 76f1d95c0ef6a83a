"""Shingles: the same in C and in Python."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artlint.text import native
from artlint.text.measures import shingles


@given(
    st.text(max_size=200) | st.lists(st.sampled_from(["a", "b ", "日本", " c", "é", "İ", "\ud800", "🐍 "])).map("".join)
)
def test_shingles_in_c_are_those_of_python(text: str) -> None:
    if not native.built:
        pytest.skip("not built")
    built, folded = native.built, shingles.folded(text)
    fast = [shingles.shingles(folded, n) for n in (1, 3, 5)]
    try:
        native.built = None
        assert shingles.folded(text) == folded
        assert [shingles.shingles(folded, n) for n in (1, 3, 5)] == fast
        shared = shingles.common(fast[0], fast[1])
    finally:
        native.built = built
    assert shingles.common(fast[0], fast[1]) == shared


def test_shingles_are_sorted_and_different() -> None:
    numbers = array("I", shingles.shingles("a b c d a b c d", 2))
    assert list(numbers) == sorted(set(numbers))
    assert len(numbers) == 4  # ab, bc, cd, da
    assert not shingles.shingles("a b c", 5)
    assert len(shingles.shingles("日本語の記事", 5)) == 2 * shingles.HASH
