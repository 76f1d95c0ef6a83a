"""What several formats share: paths, addresses and columns."""

from __future__ import annotations

import random

import pytest

from artlint.reporters.shape import posix, uri
from artlint.text.position import Positions


@pytest.mark.parametrize(("path", "expected"), [
    ("./a b/é#?.txt", "a%20b/%C3%A9%23%3F.txt"),
    ("c:d.txt", "c%3Ad.txt"),
    ("/tmp/x.txt", "file:///tmp/x.txt"),
    ("\udce9.txt", "%E9.txt"),
])  # fmt: skip
def test_paths_as_uris(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_windows_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    assert posix("a\\b.txt") == "a\\b.txt"
    monkeypatch.setattr("os.sep", "\\")
    assert posix(".\\a\\b.txt") == "a/b.txt"


@pytest.mark.parametrize("first", ["", "\n", "short é\n", "é" * 5000 + "\n"])
def test_columns_of_long_rows_in_units_of_utf8_and_utf16(first: str) -> None:
    """In any order of look-ups, and at the borders of the steps in which a long row is counted."""
    row = "aé語📰\ud800" * 4000
    text = f"{first}{row}\r\nend"
    positions = Positions(text)
    offsets = [*range(0, len(row), 29), 4095, 4096, 4097, 8192, len(row)]
    random.Random(1).shuffle(offsets)
    for offset in offsets:
        before = row[:offset]
        expected = len(before.encode("utf-8", "surrogatepass")) + 1
        assert positions.utf8(len(first) + offset) == (bool(first) + 1, expected)
        expected = len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1
        assert positions.utf16(len(first) + offset) == (bool(first) + 1, expected)
    assert positions.utf8(len(text)) == positions.utf16(len(text)) == (bool(first) + 2, 4)
