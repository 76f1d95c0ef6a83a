"""Which lines are the article's own, whatever the line model thinks of them."""

from __future__ import annotations

import pytest

from artlint.checks.common.own_lines import _numbered_heads
from artlint.text.article import Article


@pytest.mark.parametrize(
    ("lines", "own"),
    [
        (["(A) Offensive posts", "Ask.", "(B) Useful posts", "Thank.", "(C) Wrong posts", "Correct."], [0, 2, 4]),
        (["1. Wait", "So.", "2. Look", "So.", "3. Go", "So."], [0, 2, 4]),
        (["1. Mayor opens bridge", "2. Ferry stays", "3. Rain again"], []),  # what is read most
        (["1. Wait", "So.", "3. Go", "So.", "4. Rest"], []),
        (["2. Wait", "So.", "3. Go", "So.", "4. Rest"], []),
    ],
)
def test_heads_with_numbers(lines: list[str], own: list[int]) -> None:
    assert sorted(_numbered_heads(Article("\n\n".join(lines)).segments)) == own
