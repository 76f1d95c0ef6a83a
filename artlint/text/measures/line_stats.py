"""The lines and paragraphs of an article, and how much of them stands there more than once."""

from __future__ import annotations

from artlint.base.model import Span
from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artlint.text.article import Article

PARAGRAPH_GAP = re.compile(r"(?:\r?\n){2,}")


class Pieces:
    """Lines or paragraphs in order. `places` says where each stands; it is worked out for reports alone, by `locate` or
    by looking for one after the other, which finds those that are not empty."""

    __slots__ = ("_copies", "_spans", "article", "locate", "texts")

    def __init__(
        self,
        article: Article,
        texts: Sequence[str],
        locate: Callable[[Article], Sequence[tuple[int, int]]] | None = None,
    ) -> None:
        self.article, self.texts, self.locate = article, texts, locate
        self._spans: Sequence[tuple[int, int]] | None = None
        self._copies: list[int] | None = None

    def places(self) -> Sequence[tuple[int, int]]:
        if self._spans is None:
            self._spans = self.locate(self.article) if self.locate else self._in_order()
        return self._spans

    def _in_order(self) -> list[tuple[int, int]]:
        spans = []
        at = 0
        find = self.article.text.find
        for text in self.texts:
            start = find(text, at)
            at = start + len(text)
            spans.append((start, at))
        return spans

    def copies(self) -> list[int]:
        """The numbers of those that have stood before, exactly so."""
        if self._copies is None:
            self._copies = [] if len(set(self.texts)) == len(self.texts) else _seen_before(self.texts)
        return self._copies

    def repeated(self) -> list[int]:
        """The numbers of those that stand more than once, the first ones too."""
        texts = {self.texts[i] for i in self.copies()}
        return [i for i, text in enumerate(self.texts) if text in texts] if texts else []

    def size(self, numbers: Sequence[int]) -> int:
        """How many characters those have, with one for a line end inside."""
        return sum([len(self.texts[i]) - self.texts[i].count("\r\n") for i in numbers])


def _seen_before(texts: Sequence[str]) -> list[int]:
    seen: set[str] = set()
    add = seen.add
    out = []
    for i, text in enumerate(texts):
        if text in seen:
            out.append(i)
        else:
            add(text)
    return out


def size(article: Article) -> int:
    """How many characters the text has, with one for a line end, so that the system that wrote it makes no difference."""
    return len(article.text) - article.text.count("\r\n")


def every(article: Article) -> Pieces:
    """All lines, those too that are blank; the end of the last one opens none."""
    text = article.text
    if "\r" in text:
        return Pieces(article, [text[a:b] for a, b in article.lines], _lines)
    texts = text.split("\n")
    if len(texts) > 1 and not texts[-1]:
        texts.pop()
    return Pieces(article, texts, _lines)


def _lines(article: Article) -> Sequence[tuple[int, int]]:
    return article.lines


def filled(article: Article) -> Pieces:
    """The lines that hold more than white space."""
    lines = article.view(every)
    return Pieces(article, [text for text in lines.texts if text and not text.isspace()])


def parted(article: Article) -> Pieces:
    """The pieces between line ends, one or several in a row, as datatrove splits: line ends that begin or end the text have an empty line
    before or behind them, and lines of white space count."""
    opened, closed = _edges(article.text)
    found = list(filter(None, article.view(every).texts))
    return Pieces(article, [*[""] * opened, *found, *[""] * closed], _parted)


def _parted(article: Article) -> Sequence[tuple[int, int]]:
    opened, closed = _edges(article.text)
    end = len(article.text)
    return [*[(0, 0)] * opened, *[(i, j) for i, j in article.lines if i < j], *[(end, end)] * closed]


def _edges(text: str) -> tuple[bool, bool]:
    """Whether an empty line begins the text (an empty text is one), and whether one ends it."""
    return text[:1] in "\r\n", text.endswith(("\r", "\n"))


def paragraphs(article: Article) -> Pieces:
    """The pieces between empty lines."""
    text = article.text.strip()
    if "\r" in text:
        return Pieces(article, PARAGRAPH_GAP.split(text))
    return Pieces(article, [part.lstrip("\n") for part in text.split("\n\n") if part.strip("\n")])


def opening(article: Article) -> Span:
    """The first line that is not blank, without the space around it: where findings about the whole article stand.
    Where all are blank it is the very beginning."""
    text = article.text
    rest = text.lstrip()
    if not rest:
        return Span(0, 0)
    start = len(text) - len(rest)
    ends = [end for end in (rest.find("\n"), rest.find("\r")) if end >= 0]
    return Span(start, start + len(rest[: min(ends)].rstrip() if ends else rest.rstrip()))


KINDS = {"all": every, "filled": filled, "parted": parted, "paragraphs": paragraphs}


def of(article: Article, kind: str) -> Pieces:
    return article.view(KINDS[kind])
