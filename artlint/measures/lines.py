"""The lines and paragraphs of an article, and how much of them stands there more than once."""

from __future__ import annotations

from artlint import compiled as re
from artlint.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.article import Article

PARAGRAPH_GAP = re.compile(r"(?:\r?\n){2,}")


class Pieces:
    """Lines or paragraphs in order. `places` says where each stands; it is worked out for reports alone."""

    __slots__ = ("_copies", "_spans", "article", "texts")

    def __init__(self, article: Article, texts: Sequence[str], spans: Sequence[tuple[int, int]] | None = None) -> None:
        self.article, self.texts, self._spans = article, texts, spans
        self._copies: list[int] | None = None

    def places(self) -> Sequence[tuple[int, int]]:
        if self._spans is None:
            self._spans = []
            at = 0
            find = self.article.text.find
            for text in self.texts:
                start = find(text, at)
                at = start + len(text)
                self._spans.append((start, at))
        return self._spans

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
        return sum([len(self.texts[i]) for i in numbers])


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
        return Pieces(article, [article.text[a:b] for a, b in article.lines], article.lines)
    texts = text.split("\n")
    if len(texts) > 1 and not texts[-1]:
        texts.pop()
    return Pieces(article, texts, None if texts[0] else article.lines)


def filled(article: Article) -> Pieces:
    """The lines that hold more than white space."""
    lines = article.view(every)
    return Pieces(article, [text for text in lines.texts if text and not text.isspace()])


def paragraphs(article: Article) -> Pieces:
    """What stands between empty lines."""
    text = article.text.strip()
    if "\r" in text:
        return Pieces(article, PARAGRAPH_GAP.split(text))
    return Pieces(article, [part.lstrip("\n") for part in text.split("\n\n") if part.strip("\n")])


def opening(article: Article) -> Span:
    """The first line that is not blank, without the space around it: where what is said of the whole article stands."""
    text = article.text
    rest = text.lstrip()
    start = len(text) - len(rest)
    ends = [end for end in (rest.find("\n"), rest.find("\r")) if end >= 0]
    return Span(start, start + len(rest[: min(ends)].rstrip() if ends else rest.rstrip()))


KINDS = {"all": every, "filled": filled, "paragraphs": paragraphs}


def of(article: Article, kind: str) -> Pieces:
    return article.view(KINDS[kind])
