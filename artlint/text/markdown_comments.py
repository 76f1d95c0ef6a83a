"""Comments in a Markdown file, `<!-- … -->`: no reader sees them."""

from __future__ import annotations

from artlint.base.model import Span

OPENING, CLOSING = "<!--", "-->"


def comments(text: str) -> list[Span]:
    """The comments of a text, in order. One that is never closed is none."""
    found: list[Span] = []
    start = text.find(OPENING)
    while start >= 0 and (end := text.find(CLOSING, start + len(OPENING))) >= 0:
        found.append(Span(start, end + len(CLOSING)))
        start = text.find(OPENING, found[-1].end)
    return found


def without_comments(text: str) -> str:
    """The text with a space instead of each comment."""
    pieces, at = [], 0
    for start, end in comments(text):
        pieces.append(text[at:start])
        at = end
    return " ".join([*pieces, text[at:]])
