"""How many sentences a line has, counted by its tokens: one ends at an end mark, and the next begins after all marks."""

from __future__ import annotations

from unicodedata import category

from artlint.measures.marks import SENTENCE_ENDS
from artlint.measures.tokens import pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def begun_after_end(line: str) -> Iterator[int]:
    """Where in the line a sentence begins that is not the first."""
    ended = False
    at = 0
    for piece in line.split():
        if not ended and piece.isalnum():
            continue
        for token in pieces[piece]:
            if token in SENTENCE_ENDS:
                ended = True
            elif ended and not is_mark(token):
                ended = False
                at = line.index(piece, at)
                yield at


def count(line: str, enough: int = 1_000_000) -> int:
    """The number of sentences in a line, which is not empty; counting stops at `enough`."""
    number = 1
    if number < enough:
        for _ in begun_after_end(line):
            number += 1
            if number >= enough:
                break
    return number


def is_mark(token: str) -> bool:
    """Whether a token is nothing but punctuation, as Unicode has it."""
    return not token[0].isalnum() and all(category(c)[0] == "P" for c in token)
