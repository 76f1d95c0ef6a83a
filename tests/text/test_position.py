"""Offsets as rows and columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlint.text.position import Positions
from tests.support.texts import ODD


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_offsets_and_positions_are_each_others_inverse(encoding: str) -> None:
    positions = Positions(ODD + "last")
    there = {"utf-8": positions.utf8, "utf-16": positions.utf16, "utf-32": positions.at}[encoding]
    for offset in range(len(positions.text) + 1):
        if positions.text[offset - 1 : offset + 1] != "\r\n":
            assert positions.offset(*there(offset), encoding) == offset
    assert positions.offset(1, 999, encoding) == ODD.index("\r")
    assert positions.offset(99, 1, encoding) == len(positions.text)
    assert Positions("😀a").offset(1, 2, "utf-16") == 0  # inside of a pair
