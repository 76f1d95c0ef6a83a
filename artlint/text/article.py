"""An article: its text, once, and views of it that all rules share, each computed when first asked for."""

from __future__ import annotations

from artlint.base.model import Span
from artlint.base.timer import view_key
from artlint.text.blocks import Block, unwrapped
from artlint.text.position import Positions, line_spans
from artlint.text.segments import marks_of, openings_of, segments_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from artlint.base.timer import Timer
    from artlint.text.blocks import Group
    from artlint.text.layout import Layout
    from artlint.text.segments import Marks, Openings

    T = TypeVar("T")

AGAINST = "against"  # in `meta`, the text that the article was made from


class Article:
    """One article. Immutable; rules read it and keep no state of their own.

    `path` is where it came from, `format` is `text` or `markdown`, `meta` what the source knows besides
    (`language`, for one). `boilerplate` are the spans that belong to the page and not to the article. `literals` are
    those of the rules' literals that occur, where they were looked for (see prefilter.py), and `find_literals` looks for
    them in a part of the text. `timer` measures the views of a run that is profiled.
    """

    def __init__(
        self,
        text: str,
        path: str = "",
        *,
        id: str = "",
        format: str = "text",
        meta: Mapping[str, Any] | None = None,
    ) -> None:
        self.text, self.path, self.id, self.format = text, path, id or path, format
        self.meta: Mapping[str, Any] = meta or {}
        self.boilerplate: tuple[Span, ...] = ()
        self.literals: frozenset[str] | None = None
        self.find_literals: Callable[[str], frozenset[str]] | None = None
        self.timer: Timer | None = None
        self._views: dict[object, Any] = {}

    def with_boilerplate(self, spans: tuple[Span, ...]) -> Article:
        """A twin whose boilerplate is known, to its layout as well; the other views are shared."""
        twin = Article(self.text, self.path, id=self.id, format=self.format, meta=self.meta)
        twin.boilerplate = spans
        twin.literals, twin.find_literals, twin.timer = self.literals, self.find_literals, self.timer
        twin._views.update((k, v) for k, v in self._views.items() if k is not _layout)
        return twin

    def view(self, compute: Callable[[Article], T]) -> T:
        """`compute(article)`, computed once. This is how a module adds a view of its own (see layout.py)."""
        try:
            known: T = self._views[compute]
            return known
        except KeyError:
            value = self.timer.call(view_key(compute), compute, self) if self.timer else compute(self)
            self._views[compute] = value
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
    def segments(self) -> list[Block]:
        """The blocks, those cut in which several things were run together (see segments.py)."""
        return self.view(_segments)

    @property
    def marks(self) -> list[Marks]:
        """The joints and openings of each block (see segments.py)."""
        return self.view(_marks)

    @property
    def openings(self) -> Openings:
        """Where something of the page may begin, by the letters that stand there (see segments.py)."""
        return self.view(_openings)

    @property
    def code(self) -> list[Span]:
        """Where code stands in Markdown, in order: it is nobody's article. No rule speaks of it, and no fix changes it."""
        return self.view(_markdown)[1] if self.format == "markdown" else []

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


def _segments(article: Article) -> list[Block]:
    return segments_of(article.blocks, article.marks)


def _marks(article: Article) -> list[Marks]:
    return marks_of(article.text, article.blocks)


def _openings(article: Article) -> Openings:
    return openings_of(article.blocks, article.marks)


def _layout(article: Article) -> Layout:
    from artlint.text.layout import Layout

    return Layout(article.blocks, article.boilerplate)


def _positions(article: Article) -> Positions:
    return Positions(article.text, article.lines)


def _lowered(article: Article) -> str:
    wrapped = [b.text for b in article.blocks if b.last > b.first]  # a phrase may go on in the next line
    return folded("\n".join([article.text, *wrapped]))


def folded(text: str) -> str:
    """The text in small letters, as literals are."""
    return text.lower().replace("ſ", "s")


def _language(article: Article) -> str:
    from artlint.text.language import detect

    known = article.meta.get("language")
    if known:
        return str(known)
    text = article.text.replace("\r\n", "\n") if "\r" in article.text else article.text  # line ends tell no language
    return detect(text, article.meta.get("languages", ()))


def _blocks(article: Article) -> list[Block]:
    if article.format == "markdown":
        pieces = article.view(_markdown)[0]
    else:
        pieces = unwrapped(article.text, article.lines)
    return [Block(i, first, lines, fence) for i, (first, lines, fence) in enumerate(pieces)]


def _markdown(article: Article) -> tuple[list[Group], list[Span]]:
    """The lines of each block of a Markdown file, and the places of code."""
    from artlint.text.markdown_blocks import groups
    from artlint.text.markdown_code import code_and_text

    return code_and_text(article.text, groups(article.text, article.lines))
