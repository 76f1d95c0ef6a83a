"""Linters in turn: each judges what the one before has left, as filters in a pipeline do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from artlint.base.model import Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.spans import merged
from artlint.text.article import Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artlint.base.model import Diagnostic
    from artlint.engine.linter import Linter


class Judged(NamedTuple):
    """What one linter of a chain found: the article that it saw, and its diagnostics by their places in the whole one.
    `kept` are those among them whose places the next linter still sees: no fix deleted them."""

    article: Article
    found: tuple[Diagnostic, ...]
    kept: tuple[Diagnostic, ...]


def lint(article: Article, linters: Sequence[Linter]) -> Iterator[Judged]:
    """Lint an article with each linter in turn. What a linter's safe and unsafe fixes delete, the next one does not see;
    what they would replace stays."""
    left = _Left([Span(0, len(article.text))])
    for linter in linters:
        seen = Article(left.of(article.text), article.path, id=article.id, format=article.format, meta=article.meta)
        found = linter.lint(seen)
        deleting = [d for d in found if d.fix and d.fix.safety != "suggestion" and not any(e.text for e in d.fix.edits)]
        gone = set(map(id, deleting))
        placed = tuple(left.placed(d, article) for d in found)
        kept = tuple(there for d, there in zip(found, placed, strict=True) if id(d) not in gone)
        yield Judged(seen, placed, kept)
        left = left.without(merged(edit.span for d in deleting if d.fix for edit in d.fix.edits))


class _Left:
    """The pieces of a text that are left of it, in order and apart."""

    def __init__(self, pieces: list[Span]) -> None:
        self._pieces = [p for p in pieces if p.end > p.start] or [Span(0, 0)]  # all of it may be deleted
        self._starts: list[int] = []  # of each piece in what is left
        at = 0
        for piece in self._pieces:
            self._starts.append(at)
            at += piece.end - piece.start

    def of(self, text: str) -> str:
        return "".join([text[p.start : p.end] for p in self._pieces])

    def place(self, at: int, *, end: bool = False) -> int:
        """Where a place in what is left stands in the whole text; the `end` of a span belongs to the piece before it."""
        n = max(0, bisect_right(self._starts, at - end) - 1)
        return self._pieces[n].start + at - self._starts[n]

    def placed(self, found: Diagnostic, article: Article) -> Diagnostic:
        """A diagnostic as one of the whole text. Its fix and related places are those of what is left, and go."""
        span = Span(self.place(found.span.start), self.place(found.span.end, end=True))
        span = Span(span.start, max(span))
        at = article.positions.at
        return found._replace(span=span, start=at(span.start), end=at(span.end), fix=None, related=())

    def without(self, spans: Iterable[Span]) -> _Left:
        """What is left without these spans of it, which are in order and apart."""
        pieces: list[Span] = []
        at = 0
        for span in spans:
            pieces += self._between(at, span.start)
            at = span.end
        return _Left(pieces + self._between(at, self._starts[-1] + self._pieces[-1].end - self._pieces[-1].start))

    def _between(self, start: int, end: int) -> list[Span]:
        """The pieces of the whole text that stand between two places in what is left."""
        out = []
        for n in range(max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)):
            at, piece = self._starts[n], self._pieces[n]
            first, last = max(start, at), min(end, at + piece.end - piece.start)
            if first < last:
                out.append(Span(piece.start + first - at, piece.start + last - at))
        return out
