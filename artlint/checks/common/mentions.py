"""Telling what stands in a text by mistake from what its author speaks of: a token in quotation marks is quoted, and
an article about templates shows placeholders."""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.checks.common.quotation_marks import MEMBERS, marks_of
from artlint.text.blocks import Block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artlint.base.model import Span
    from artlint.text.article import Article

NEARBY_CHARACTERS = 400  # on each side of a match, in which one word about its subject is enough
MIN_SUBJECT_WORDS = 3  # about a subject, to make it the article's wherever they stand
MAX_MENTION = 40  # characters beside a token that is quoted: with more, somebody's words hold it
SINGLE_OPENS = r"(?<![\w’])['‘‚‹`](?=[^\s'’])"
SINGLE_CLOSES = r"(?<=[^\s(])['’›`](?!\w)"


def is_quoted(article: Article, span: Span) -> bool:
    """Whether a place is what a quotation shows: one that holds much besides is somebody's words, and may be damaged."""
    block = next((b for b in article.blocks if b.start <= span.start < b.end), None)
    if block is None:
        return False
    text = article.text[block.start : block.end]
    found = quotation(text, span.start - block.start)
    if found is None or found[1] == len(text):  # one that nothing closes is a fault itself
        return False
    return found[1] - found[0] - (span.end - span.start) <= MAX_MENTION


def quotation(text: str, at: int) -> tuple[int, int] | None:
    """The places of the quotation in which a place of a paragraph stands: of its first character and of the mark
    that closes it, or of the paragraph's end where none does. None outside of quotations."""
    for family, marks in MEMBERS.items():
        if any(mark in text for mark in marks):
            found = _of_family(text, at, family)
            if found:
                return found
    return _of_single_marks(text, at)


def _of_family(text: str, at: int, family: str) -> tuple[int, int] | None:
    opened: list[int] = []
    for mark in marks_of(Block(0, 1, [(0, text)]), family, points=False):
        if mark.none <= min(mark.opens, mark.closes):
            continue
        opens = mark.opens < mark.closes or (mark.opens == mark.closes and not opened)
        if mark.at >= at:
            if not opens:
                return (opened[-1], mark.at) if opened else None
            break
        if opens:
            opened.append(mark.end)
        elif opened:
            opened.pop()
    return (opened[-1], len(text)) if opened else None


def _of_single_marks(text: str, at: int) -> tuple[int, int] | None:
    opens = [m.end() for m in re.finditer(SINGLE_OPENS, text[: at + 1]) if m.end() <= at]
    if not opens or re.search(SINGLE_CLOSES, text[opens[-1] : at]):
        return None
    closing = re.search(SINGLE_CLOSES, text[at:])
    return (opens[-1], at + closing.start()) if closing else None


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
