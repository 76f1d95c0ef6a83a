"""An article: its text, once, and views of it that all rules share, each computed when first asked for."""

from __future__ import annotations

from itertools import pairwise

from artlint.model import Span
from artlint.position import Positions, line_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from artlint.layout import Layout

    T = TypeVar("T")

MAX_WRAP = 120  # characters: nobody hard-wraps prose wider than this


def is_dense(character: str) -> bool:
    """Whether a character belongs to a script that is written without spaces (Han, Kana, Hangul, Thai, Lao, Khmer)."""
    return character > "\u0dff" and (
        "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uac00" <= character <= "\ud7af"
        or character <= "\u0eff"
        or "\u1780" <= character <= "\u17ff"
    )


class Block:
    """A paragraph as a reader sees it: one line in most scraped text, several where the text is hard-wrapped.

    `text` is what the reader reads (the lines of a wrapped paragraph joined by one space); `span(i, j)` leads
    from places in it back to the file. `first` and `last` are line numbers from 1. `index` counts blocks from 0.
    """

    __slots__ = ("_pieces", "end", "fence", "first", "index", "last", "start", "text")

    def __init__(self, index: int, first: int, pieces: list[tuple[int, str]], fence: bool = False) -> None:
        self.index, self.first, self.last, self.fence = index, first, first + len(pieces) - 1, fence
        self.start = pieces[0][0]
        self.end = pieces[-1][0] + len(pieces[-1][1])
        self.text = pieces[0][1] if len(pieces) == 1 else ("\n" if fence else " ").join(p for _, p in pieces)
        self._pieces = pieces

    def offset(self, i: int) -> int:
        """The offset in the article of place `i` in `text`."""
        if len(self._pieces) == 1:
            return self.start + i
        at = 0
        for start, piece in self._pieces:
            if i <= at + len(piece):
                return start + i - at
            at += len(piece) + 1
        return self.end

    def span(self, i: int = 0, j: int | None = None) -> Span:
        """The span in the article of `text[i:j]`."""
        if j is None:
            j = len(self.text)
        start = self.offset(i)
        return Span(start, max(start, self.offset(j)))

    @property
    def words(self) -> int:
        """How many words, near enough: runs between spaces, or characters / 2 in scripts without spaces."""
        dense = 0 if self.text.isascii() else sum(map(is_dense, self.text[:2000]))
        return max(len(self.text.split()), dense // 2)


class Article:
    """One article. Immutable; rules read it and keep no state of their own.

    `path` is where it came from, `format` is `text` or `markdown`, `meta` what the source knows besides
    (`language`, for one).
    """

    def __init__(
        self, text: str, path: str = "", *, id: str = "", format: str = "text", meta: Mapping[str, Any] | None = None
    ) -> None:
        self.text, self.path, self.id, self.format = text, path, id or path, format
        self.meta: Mapping[str, Any] = meta or {}
        self.furniture: tuple[Span, ...] = ()
        self._views: dict[object, Any] = {}

    def with_furniture(self, spans: tuple[Span, ...]) -> Article:
        """The same article, with the spans that belong to the page and not to the article known to its layout."""
        twin = Article(self.text, self.path, id=self.id, format=self.format, meta=self.meta)
        twin._views = {k: v for k, v in self._views.items() if k is not _layout}
        twin.furniture = spans
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
    return article.text.lower().replace("ſ", "s")


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
    line = text[span.start : span.end]
    inner = line.strip()
    return span.start + len(line) - len(line.lstrip()), inner


def _unwrapped(article: Article) -> list[tuple[int, list[tuple[int, str]], bool]]:
    """Lines grouped into paragraphs: (number of the first line, its stripped lines, is code).

    Lines between empty lines are one paragraph where the article is hard-wrapped and every break in them is one
    that the wrapping made; otherwise each line is a paragraph.
    """
    out: list[tuple[int, list[tuple[int, str]], bool]] = []
    groups: list[list[tuple[int, tuple[int, str]]]] = [[]]
    for number, span in enumerate(article.lines, 1):
        piece = stripped(article.text, span)
        if piece[1]:
            groups[-1].append((number, piece))
        elif groups[-1]:
            groups.append([])
    width = _wrap_width(article, groups)
    for group in groups:
        if len(group) > 1 and width and all(_full(a, b, width) for (_, (_, a)), (_, (_, b)) in pairwise(group)):
            out.append((group[0][0], [piece for _, piece in group], False))
        else:
            out.extend((number, [piece], False) for number, piece in group)
    return out


def _wrap_width(article: Article, groups: list[list[tuple[int, tuple[int, str]]]]) -> int:
    """The width to which the text was wrapped by a program, or 0 where it was not.

    A program breaks a line just where the next word would not have fitted; that this holds for nearly all breaks,
    and that most fall inside a sentence, does not happen by chance.
    """
    width = max((s.end - s.start for s in article.lines), default=0)
    if not 40 <= width <= MAX_WRAP:  # narrower: verse, tables, lists
        return 0
    breaks = full = inside = 0
    for group in groups:
        for (_, (_, line)), (_, (_, following)) in pairwise(group):
            breaks += 1
            full += _full(line, following, width)
            inside += line[-1] not in '.!?:。！？…"”»'
    return width if breaks >= 3 and full >= 0.8 * breaks and inside >= 0.5 * breaks else 0


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    word = 1 if is_dense(following[0]) else len(following.split(None, 1)[0])
    return len(line) + 1 + word > width
