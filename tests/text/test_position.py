"""Offsets as rows and columns."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from artlint.text.position import Positions


@settings(max_examples=200)
@given(st.text(alphabet="ab\n\r\u2028\x0c\x85é👩", max_size=30))
def test_positions(text: str) -> None:
    """Lines end at LF, CRLF and CR only; columns in UTF-16 and UTF-8 count their own units."""
    positions = Positions(text)
    lines = re.split(r"\r\n|\r|\n", text)
    for offset in range(len(text) + 1):
        if text[max(0, offset - 1) : offset + 1] == "\r\n":
            continue
        row, column = positions.at(offset)
        before = lines[row - 1][: column - 1]
        assert len(re.split(r"\r\n|\r|\n", text[:offset])) == row
        assert re.split(r"\r\n|\r|\n", text[:offset])[-1] == before
        assert positions.utf16(offset).column == len(before.encode("utf-16-le")) // 2 + 1
        assert positions.utf8(offset).column == len(before.encode()) + 1
