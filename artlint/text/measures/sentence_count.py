"""How many sentences a line has, counted by its tokens: one ends at an end mark, and the next begins after all marks."""

from __future__ import annotations

from unicodedata import category

from artlint.text.measures.character_sets import DATATROVE_END_MARKS
from artlint.text.measures.tokenizer import pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _begun(split: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The tokens that begin a sentence other than the first: of which piece, and which token of it."""
    ended = False
    for number, piece in enumerate(split):
        if not ended and piece.isalnum():
            continue
        for k, token in enumerate(pieces[piece]):
            if token in DATATROVE_END_MARKS:
                ended = True
            elif ended and not is_mark(token):
                ended = False
                yield number, k


def begun_after_end(line: str) -> Iterator[int]:
    """Where in the line a sentence begins that is not the first."""
    split = line.split()
    begun = list(_begun(split))
    at = number = 0  # the piece `number` stands at or behind `at`
    for found, k in begun:
        for piece in split[number:found]:
            at = line.index(piece, at) + len(piece)
        number = found
        yield line.index(split[number], at) + sum(map(len, pieces[split[number]][:k]))


def count(line: str, enough: int = 1_000_000) -> int:
    """The number of sentences in a line, which is not empty; counting stops at `enough`."""
    number = 1
    if number < enough:
        for _ in _begun(line.split()):
            number += 1
            if number >= enough:
                break
    return number


def is_mark(token: str) -> bool:
    """Whether a token is nothing but punctuation, as Unicode has it."""
    return not token[0].isalnum() and all(category(c)[0] == "P" for c in token)
