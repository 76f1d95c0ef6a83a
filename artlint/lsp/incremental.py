"""What can be said of a long text while it is being checked again: a text of a megabyte takes about a second, and a person
who types waits for no second.

The marks of the last check move with the text, those on changed lines go, and what a check of the neighbourhood finds
on the changed lines takes their place. That is right for nearly all rules, and whatever it is, it stands for a second.
"""

from __future__ import annotations

from artlint.base.model import Edit, Span
from artlint.text.article import Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from artlint.base.model import Diagnostic

MIN_CHARACTERS = 60_000  # of a long text: what is shorter is checked whole in 50 ms
NEAR_CHARACTERS = 3_000  # on either side of what changed
MAX_CHANGED_CHARACTERS = 20_000  # a longer change is left to the whole check


def update(
    old: Iterable[Diagnostic], edits: Sequence[Edit], article: Article, lint: Callable[[Article], Sequence[Diagnostic]]
) -> list[Diagnostic]:
    """The diagnostics of a text after these edits, before it is checked whole. `old` are those from before; `lint`
    checks a part of the text as an article. They have no fixes: these are for the whole check to find."""
    touched = changed(edits)
    text = article.text
    lines = Span(_line_start(text, touched.start), _line_end(text, touched.end))
    out = [d for d in map_through(old, edits) if d.span.end <= lines.start or d.span.start >= lines.end]
    if lines.end - lines.start <= MAX_CHANGED_CHARACTERS:
        start = _line_start(text, max(0, lines.start - NEAR_CHARACTERS))
        near = Article(
            text[start : _line_end(text, lines.end + NEAR_CHARACTERS)],
            article.path,
            format=article.format,
            meta=article.meta,
        )
        for d in lint(near):
            span = Span(d.span.start + start, d.span.end + start)
            if lines.start <= span.start and span.end <= lines.end:
                out.append(d._replace(span=span, related=(), fix=None))
    return sorted(out, key=lambda d: (d.span, d.code, d.rule))


def map_through(diagnostics: Iterable[Diagnostic], edits: Sequence[Edit]) -> list[Diagnostic]:
    """Diagnostics where their characters are after the edits; without those whose characters were changed. Their rows
    and columns, related places and fixes are not kept up."""
    out = []
    for d in diagnostics:
        span: Span | None = d.span
        for edit in edits:
            span = span and _moved(span, edit)
        if span is not None:
            out.append(d._replace(span=span, fix=None, related=()))
    return out


def changed(edits: Sequence[Edit]) -> Span:
    """What the edits together have changed, in the text as the last of them left it."""
    start, end = edits[0].span.start, edits[0].span.start
    for edit in edits:
        if end >= edit.span.end:
            end += _growth(edit)
        start, end = min(start, edit.span.start), max(end, edit.span.start + len(edit.text))
    return Span(start, end)


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.span.end - edit.span.start)


def _moved(span: Span, edit: Edit) -> Span | None:
    """A span after an edit; None where the edit reaches into it."""
    if span.end <= edit.span.start and span.start < edit.span.start:
        return span
    if span.start >= edit.span.end:
        return Span(span.start + _growth(edit), span.end + _growth(edit))
    return None


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
