"""Blocks: the paragraphs of a text as a reader sees them, one line each or several where the text is hard-wrapped."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate, pairwise

from artlint.base.model import Span
from artlint.base.startup import cached_re as re
from artlint.text.sentence_marks import END_MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Group = tuple[
        int, list[tuple[int, str]], bool
    ]  # the number of its first line, its stripped lines, whether it is code
    Line = tuple[int, tuple[int, str], int]  # its number, its offset and stripped text, the column where that ends


MAY_END_LINE = END_MARKS + ':"”»'  # a sentence that goes on in the next line has none of these before the break


MIN_WRAP, MAX_WRAP = 40, 120  # characters: what is narrower is verse, a table or a list, and nobody wraps prose wider
LINES_PER_OVERLONG = 50  # one line of so many may be longer than the width
MIN_BREAKS = 3  # inside paragraphs: fewer say nothing
MIN_FULL_SHARE = 0.8  # of the breaks, where the next word would not have fitted
MIN_INSIDE_SHARE = 0.5  # of the breaks, inside a sentence
LINES_PER_SHORT = 5  # one line of so many may be short, in a paragraph
WORD_SAMPLE_CHARACTERS = 2000  # in which the characters of scripts without spaces are counted
DENSE = "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"


def dense(text: str) -> int:
    """How many characters belong to scripts that are written without spaces (Han, Kana, Hangul, Thai, Lao, Khmer)."""
    return 0 if text.isascii() else len(re.findall(DENSE, text))


class Block:
    """A paragraph as a reader sees it: one line in most scraped text, several where the text is hard-wrapped.

    `text` is what the reader reads (the lines of a wrapped paragraph joined by one space); `span(i, j)` leads
    from places in it back to the file. `first` and `last` are line numbers from 1. `index` counts blocks from 0.
    """

    __slots__ = ("_at", "_pieces", "_words", "end", "fence", "first", "index", "last", "start", "text")

    def __init__(self, index: int, first: int, pieces: list[tuple[int, str]], fence: bool = False) -> None:
        self.index, self.first, self.last, self.fence = index, first, first + len(pieces) - 1, fence
        self.start = pieces[0][0]
        self.end = pieces[-1][0] + len(pieces[-1][1])
        self._pieces = pieces
        self._words = -1
        if len(pieces) == 1:
            self.text = pieces[0][1]
        else:
            self.text = ("\n" if fence else " ").join(p for _, p in pieces)
            self._at = [0, *accumulate(len(p) + 1 for _, p in pieces[:-1])]  # where each piece begins in `text`

    def offset(self, i: int) -> int:
        """The offset in the article of place `i` in `text`."""
        if len(self._pieces) == 1:
            return self.start + i
        k = bisect(self._at, i) - 1
        return min(self._pieces[k][0] + i - self._at[k], self.end)

    def span(self, i: int = 0, j: int | None = None) -> Span:
        """The span in the article of `text[i:j]`."""
        if j is None:
            j = len(self.text)
        start = self.offset(i)
        return Span(start, max(start, self.offset(j)))

    def part(self, index: int, i: int, j: int) -> Block:
        """What stands at `text[i:j]` as a block of its own, without the white space around it."""
        while i < j and self.text[i].isspace():
            i += 1
        while j > i and self.text[j - 1].isspace():
            j -= 1
        if len(self._pieces) == 1:
            return Block(index, self.first, [(self.start + i, self.text[i:j])], self.fence)
        pieces, first = [], 0
        for number in range(bisect(self._at, i) - 1, bisect(self._at, j)):  # a long block has many parts
            at, (offset, piece) = self._at[number], self._pieces[number]
            low, high = max(i - at, 0), min(j - at, len(piece))
            if low < high:
                first = first or self.first + number
                pieces.append((offset + low, piece[low:high]))
        return Block(index, first, pieces, self.fence)

    @property
    def words(self) -> int:
        """How many words, near enough: runs between spaces, or characters / 2 in scripts without spaces."""
        if self._words < 0:  # rules ask again and again
            self._words = max(len(self.text.split()), dense(self.text[:WORD_SAMPLE_CHARACTERS]) // 2)
        return self._words


def stripped(text: str, span: Span) -> tuple[int, str]:
    """A line without the white space around it: its offset and its text."""
    start, end = span
    line = text[start:end]
    inner = line.strip()
    return (start if len(inner) == len(line) else start + len(line) - len(line.lstrip())), inner


def unwrapped(text: str, lines: Sequence[Span]) -> list[Group]:
    """Lines grouped into paragraphs.

    Lines between empty lines are one paragraph where the article is hard-wrapped and the breaks in them are those
    that the wrapping made; otherwise each line is a paragraph.
    """
    groups: list[list[Line]] = [[]]
    for number, span in enumerate(lines, 1):
        at, line = stripped(text, span)
        if line:
            groups[-1].append((number, (at, line), at + len(line) - span[0]))
        elif groups[-1]:
            groups.append([])
    breaks = sum(len(group) - 1 for group in groups if group)
    width = _wrap_width(groups) if breaks >= MIN_BREAKS else 0
    out: list[Group] = []
    for group in groups:
        if len(group) > 1 and width and _is_made_by_wrapping(group, width):
            out.append((group[0][0], [piece for _, piece, _ in group], False))
        else:
            out.extend((number, [piece], False) for number, piece, _ in group)
    return out


def _wrap_width(groups: list[list[Line]]) -> int:
    """The width to which the text was wrapped by a program, or 0 where it was not.

    A program breaks a line just where the next word would not have fitted; that this holds for nearly all breaks,
    and that most fall inside a sentence, does not happen by chance. A line that is a single long word (an address)
    says nothing of the width, and one line of fifty may be longer than it.
    """
    reaches = sorted(
        (reach for group in groups for _, (_, text), reach in group if not _is_unbreakable(text)), reverse=True
    )
    for width in sorted(set(reaches[: len(reaches) // LINES_PER_OVERLONG + 1]), reverse=True):
        if MIN_WRAP <= width <= MAX_WRAP and _is_wrapped_to(width, groups):
            return width
    return 0


def _is_wrapped_to(width: int, groups: list[list[Line]]) -> bool:
    breaks = full = inside = 0
    for group in groups:
        for line, following in pairwise(group):
            breaks += 1
            full += _is_full(line, following, width)
            inside += line[1][1][-1] not in MAY_END_LINE
    return breaks >= MIN_BREAKS and full >= MIN_FULL_SHARE * breaks and inside >= MIN_INSIDE_SHARE * breaks


def _is_made_by_wrapping(group: list[Line], width: int) -> bool:
    """Whether all breaks in a group are full; one in five may be short where the sentence plainly goes on."""
    short = [pair for pair in pairwise(group) if not _is_full(*pair, width)]
    return LINES_PER_SHORT * len(short) < len(group) and all(
        line[1][1][-1] not in MAY_END_LINE and following[1][1][0].islower() for line, following in short
    )


def _is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    text = following[1][1]
    return line[2] + 1 + (1 if dense(text[0]) else len(text.split(None, 1)[0])) > width


def _is_unbreakable(text: str) -> bool:
    return len(text.split(None, 1)) == 1 and not dense(text)
