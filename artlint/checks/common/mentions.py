"""Telling what stands in a text by mistake from what its author speaks of: a token in quotation marks is quoted, and
an article about templates shows placeholders."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.common.quotation_marks import MEMBERS, marks_of
from artlint.text.blocks import Block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artlint.base.model import Span
    from artlint.text.article import Article

NEARBY_CHARACTERS = 400  # on each side of a match, in which one word about its subject is enough
MIN_SUBJECT_WORDS = 3  # about a subject, to make it the article's wherever they stand
MAX_MENTION = 40  # characters beside a token that is quoted: with more, somebody's words hold it
SINGLE_OPENS = r"(?<![\w’])['‘‚‹`](?=[^\s'’])"
SINGLE_CLOSES = r"(?<=[^\s(])['’›`](?!\w)"


def is_quoted(article: Article, span: Span) -> bool:
    """Whether a place is what a quotation shows: one that holds much besides is somebody's words, and may be damaged."""
    block = block_at(article.blocks, span.start)
    if block is None:
        return False
    shown = quotations(article, block)
    found = shown.around(span.start - block.start)
    if found is None or found[1] == len(shown.text):  # one that nothing closes is a fault itself
        return False
    return found[1] - found[0] - (span.end - span.start) <= MAX_MENTION


def block_at(blocks: Sequence[Block], offset: int) -> Block | None:
    """The block in which an offset lies."""
    i = bisect_right(blocks, offset, key=lambda block: block.start) - 1
    return blocks[i] if i >= 0 and offset < blocks[i].end else None


def quotations(article: Article, block: Block) -> Quotations:
    """The quotations of a block, read once."""
    known = article.view(_known_quotations)
    if block.index not in known:
        known[block.index] = Quotations(article.text[block.start : block.end])
    return known[block.index]


def _known_quotations(article: Article) -> dict[int, Quotations]:
    """For views: `quotations` fills it in."""
    return {}


class Quotations:
    """The quotations of a paragraph, in marks of any family."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._families = [
            _read(text, family) for family, marks in MEMBERS.items() if any(mark in text for mark in marks)
        ]
        self._opens = [match.end() for match in re.finditer(SINGLE_OPENS, text)]
        self._closes = [match.start() for match in re.finditer(SINGLE_CLOSES, text)]

    def around(self, at: int) -> tuple[int, int] | None:
        """The places of the quotation in which a place of the paragraph stands: of its first character and of the mark
        that closes it, or of the paragraph's end where none does. None outside of quotations."""
        for marks in self._families:
            mark = marks[bisect_left(marks, at, key=itemgetter(0))]
            if mark.opened is not None:
                return mark.opened, mark.at if mark.closes else len(self.text)
        return self._in_single_marks(at)

    def closed(self) -> Iterator[tuple[int, int]]:
        """The places of the quotations that are closed, each without its marks; those inside others are left out."""
        end = 0
        pairs = sorted((m.opened, m.at) for marks in self._families for m in marks if m.closes and m.opened is not None)
        for opened, closed in pairs:
            if opened >= end:
                yield opened, closed
                end = closed

    def _in_single_marks(self, at: int) -> tuple[int, int] | None:
        opened, closed = bisect_right(self._opens, at) - 1, bisect_left(self._closes, at)
        if opened < 0 or closed == len(self._closes):
            return None
        if closed and self._closes[closed - 1] >= self._opens[opened]:
            return None
        return self._opens[opened], self._closes[closed]


class ReadMark(NamedTuple):
    """A quotation mark: where it stands, whether it closes, and where the quotation begins that is open before it."""

    at: int
    closes: bool
    opened: int | None


def _read(text: str, family: str) -> list[ReadMark]:
    """The marks of one family in a paragraph, in order, and its end as one that closes nothing."""
    opened: list[int] = []
    read: list[ReadMark] = []
    for mark in marks_of(Block(0, 1, [(0, text)]), family, points=False):
        if mark.none <= min(mark.opens, mark.closes):
            continue
        opens = mark.opens < mark.closes or (mark.opens == mark.closes and not opened)
        read.append(ReadMark(mark.at, not opens, opened[-1] if opened else None))
        if opens:
            opened.append(mark.end)
        elif opened:
            opened.pop()
    return [*read, ReadMark(len(text), False, opened[-1] if opened else None)]


def words_about(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words of a subject, each whole, or at the beginning of a word where it ends in *."""
    sources = [
        re.escape(word.rstrip("*")) + ("" if word.endswith("*") or not word[-1].isascii() else r"\b") for word in words
    ]
    return re.compile(rf"(?:\b|(?<=[\u3000-\ud7ff]))(?:{'|'.join(sources)})", re.I)


def speaks_of(article: Article, about: re.Pattern[str], found: Sequence[Span]) -> list[bool]:
    """For each of the places found, whether the article speaks of their subject there, apart from the places."""
    text, places = article.text, []
    at = 0
    for start, end in sorted(found):
        places += [m.start() for m in about.finditer(text, at, start)]
        at = max(at, end)
    places += [m.start() for m in about.finditer(text, at)]
    return [
        len(places) >= MIN_SUBJECT_WORDS
        or any(start - NEARBY_CHARACTERS <= place <= end + NEARBY_CHARACTERS for place in places)
        for start, end in found
    ]
