"""A text as a browser's text field has it, with line feeds only and offsets in UTF-16; and the way back."""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from itertools import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_UNEQUAL = re.compile("\r\n|[\U00010000-\U0010ffff]")  # what is longer or shorter in the browser
_END = re.compile("\r\n|\r|\n")


def to_browser(text: str) -> str:
    """The text as a text field shows it: every line end is a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Offsets:
    """From offsets of a text, in code points, to those of its shown form, in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._ends: list[int] = []
        steps = []
        for match in _UNEQUAL.finditer(text):
            self._ends.append(match.end())
            steps.append(-1 if match[0] == "\r\n" else 1)
        self._sums = [0, *accumulate(steps)]

    def at(self, offset: int) -> int:
        """Between the two characters of a line end it is the place after it."""
        return offset + self._sums[bisect_right(self._ends, offset)]


def from_browser(lines: str, text: str) -> str:
    """The shown form after a person's work, with the line ends of `text`, from which it was made.

    Lines that are as they were keep their ends. A new line gets that of the line before it.
    """
    ends = _END.findall(text)
    kinds = set(ends)
    if len(kinds) < 2:
        return lines.replace("\n", kinds.pop()) if kinds else lines
    old, new = to_browser(text).split("\n"), lines.split("\n")
    given: list[str | None] = [None] * len(new)
    for i, j, size in _same(old, new):
        for k in range(size):
            given[j + k] = ends[i + k] if i + k < len(ends) else None  # the last line has none
    out, last = [], ends[0]
    for line, end in zip(new, given, strict=True):
        last = end or last
        out += [line, last]
    return "".join(out[:-1])


def _same(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """The runs of lines that both have: (first of the old, first of the new, how many)."""
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    tail = next((i for i in range(most - head) if old[-1 - i] != new[-1 - i]), most - head)
    inner = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    found = [(head + i, head + j, size) for i, j, size in inner.get_matching_blocks()]
    return [(0, 0, head), *found, (len(old) - tail, len(new) - tail, tail)]
