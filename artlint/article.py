"""An article: its text, once, and views of it that all rules share, each computed when first asked for."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate, pairwise

from artlint import compiled as re
from artlint.model import Span
from artlint.position import Positions, line_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from artlint.layout import Layout

    T = TypeVar("T")
    Line = tuple[int, tuple[int, str], int]  # its number, its offset and stripped text, the column where that ends

SENTENCE_ENDS = '.!?:。！？…"”»'
MAX_WRAP = 120  # characters: nobody hard-wraps prose wider than this
LEAST_BREAKS = 3  # inside paragraphs: fewer say nothing


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

    @property
    def words(self) -> int:
        """How many words, near enough: runs between spaces, or characters / 2 in scripts without spaces."""
        if self._words < 0:  # rules ask again and again
            self._words = max(len(self.text.split()), dense(self.text[:2000]) // 2)
        return self._words


class Article:
    """One article. Immutable; rules read it and keep no state of their own.

    `path` is where it came from, `format` is `text` or `markdown`, `meta` what the source knows besides
    (`language`, for one). `furniture` are the spans that belong to the page and not to the article. `literals` are
    those of the rules' literals that occur, where they were looked for (see plan.py), and `find_literals` looks for them in
    a part of the text.
    """

    def __init__(
        self,
        text: str,
        path: str = "",
        *,
        id: str = "",
        format: str = "text",
        meta: Mapping[str, Any] | None = None,
        furniture: tuple[Span, ...] = (),
    ) -> None:
        self.text, self.path, self.id, self.format = text, path, id or path, format
        self.meta: Mapping[str, Any] = meta or {}
        self.furniture = furniture
        self.literals: frozenset[str] | None = None
        self.find_literals: Callable[[str], frozenset[str]] | None = None
        self._views: dict[object, Any] = {}

    def with_furniture(self, spans: tuple[Span, ...]) -> Article:
        """The same article, with its furniture known to its layout; the other views are shared."""
        twin = Article(self.text, self.path, id=self.id, format=self.format, meta=self.meta, furniture=spans)
        twin.literals, twin.find_literals = self.literals, self.find_literals
        twin._views.update((k, v) for k, v in self._views.items() if k is not _layout)
        return twin

    def view(self, compute: Callable[[Article], T]) -> T:
        """`compute(article)`, computed once. This is how a module adds a view of its own (see layout.py)."""
        try:
            return self._views[compute]
        except KeyError:
            value = self._views[compute] = compute(self)
            return value

    @property
    def lines(self) -> list[Span]:
        """The lines, without their ends. A form feed or U+2028 ends no line."""
        return self.view(_lines)

    @property
    def blocks(self) -> list[Block]:
        """The paragraphs, headings and list items, in order; empty lines belong to none."""
        return self.view(_blocks)

    @property
    def layout(self) -> Layout:
        """The role of each block."""
        return self.view(_layout)

    @property
    def positions(self) -> Positions:
        return self.view(_positions)

    @property
    def lowered(self) -> str:
        """The text folded for asking whether a phrase occurs. Its offsets are not the text's (İ grows)."""
        return self.view(_lowered)

    @property
    def language(self) -> str:
        """ISO 639-1 code of the main language, or an empty string where that is not sure."""
        return self.view(_language)

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]


def _lines(article: Article) -> list[Span]:
    return line_spans(article.text)


def _layout(article: Article) -> Layout:
    from artlint.layout import Layout

    return Layout(article, article.furniture)


def _positions(article: Article) -> Positions:
    return Positions(article.text, article.lines)


def _lowered(article: Article) -> str:
    wrapped = [b.text for b in article.blocks if b.last > b.first]  # a phrase may go on in the next line
    return folded("\n".join([article.text, *wrapped]))


def folded(text: str) -> str:
    """The text in small letters, as literals are."""
    return text.lower().replace("ſ", "s")


def _language(article: Article) -> str:
    from artlint.language import detect

    known = article.meta.get("language")
    return str(known) if known else detect(article.text, article.meta.get("languages", ()))


def _blocks(article: Article) -> list[Block]:
    if article.format == "markdown":
        from artlint.markdown import groups

        pieces = groups(article)
    else:
        pieces = _unwrapped(article)
    return [Block(i, first, lines, fence) for i, (first, lines, fence) in enumerate(pieces)]


def stripped(text: str, span: Span) -> tuple[int, str]:
    """A line without the white space around it: its offset and its text."""
    start, end = span
    line = text[start:end]
    inner = line.strip()
    return (start if len(inner) == len(line) else start + len(line) - len(line.lstrip())), inner


def _unwrapped(article: Article) -> list[tuple[int, list[tuple[int, str]], bool]]:
    """Lines grouped into paragraphs: (number of the first line, its stripped lines, is code).

    Lines between empty lines are one paragraph where the article is hard-wrapped and the breaks in them are those
    that the wrapping made; otherwise each line is a paragraph.
    """
    groups: list[list[Line]] = [[]]
    for number, span in enumerate(article.lines, 1):
        at, text = stripped(article.text, span)
        if text:
            groups[-1].append((number, (at, text), at + len(text) - span[0]))
        elif groups[-1]:
            groups.append([])
    breaks = sum(len(group) - 1 for group in groups if group)
    width = _wrap_width(groups) if breaks >= LEAST_BREAKS else 0
    out: list[tuple[int, list[tuple[int, str]], bool]] = []
    for group in groups:
        if len(group) > 1 and width and _made_by_wrapping(group, width):
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
        (reach for group in groups for _, (_, text), reach in group if not _unbreakable(text)), reverse=True
    )
    for width in sorted(set(reaches[: len(reaches) // 50 + 1]), reverse=True):
        if 40 <= width <= MAX_WRAP and _wrapped_to(width, groups):  # narrower: verse, tables, lists
            return width
    return 0


def _wrapped_to(width: int, groups: list[list[Line]]) -> bool:
    breaks = full = inside = 0
    for group in groups:
        for line, following in pairwise(group):
            breaks += 1
            full += _full(line, following, width)
            inside += line[1][1][-1] not in SENTENCE_ENDS
    return breaks >= LEAST_BREAKS and full >= 0.8 * breaks and inside >= 0.5 * breaks


def _made_by_wrapping(group: list[Line], width: int) -> bool:
    """Whether all breaks in a group are full; one in five may be short where the sentence plainly goes on."""
    short = [pair for pair in pairwise(group) if not _full(*pair, width)]
    return 5 * len(short) < len(group) and all(
        line[1][1][-1] not in SENTENCE_ENDS and following[1][1][0].islower() for line, following in short
    )


def _full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    text = following[1][1]
    return line[2] + 1 + (1 if dense(text[0]) else len(text.split(None, 1)[0])) > width


def _unbreakable(text: str) -> bool:
    return len(text.split(None, 1)) == 1 and not dense(text)
