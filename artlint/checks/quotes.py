"""`quotes`: a quotation mark without its partner.

Which mark opens and which closes differs by language and by writer, so a mark's neighbours are asked besides its
shape: “…”, „…“, ”…”, «…», »…«, 「…」 and "..." are all right. A quotation of several paragraphs opens each of them
and closes the last. Single marks are apostrophes more often than not, and are left alone.
"""

from __future__ import annotations

import re

from artlint.checks.base import Check, quoted
from artlint.model import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NamedTuple

    from artlint.article import Article, Block

MARK = '[“”„‟"«»「」『』]'
FAMILY = {
    **dict.fromkeys('“”„‟"', "double"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "white"),
}
OPENS_AFTER = " \t\u00a0\u2009\u200a\u202f([{—–-/‘'¿¡|*_"
CLOSES_BEFORE = " \t\u00a0\u2009\u200a\u202f.,;:!?)]}—–-/’'…|*_"

if TYPE_CHECKING:

    class Open(NamedTuple):
        block: Block
        at: int


class Quotes(Check):
    """Reports each mark that is never closed, or closes what was never opened."""

    args = {"fault": "what is wrong with the mark, as words", "mark": "the mark"}

    def may_fire(self, article: Article) -> bool:
        return any(m in article.text for m in FAMILY)

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = [b for b in article.blocks if not b.fence]
        present = {FAMILY[m] for m in FAMILY if m in article.text}
        for family in sorted(present):
            yield from self._family(blocks, family)

    def _family(self, blocks: list[Block], family: str) -> Iterator[Finding]:
        pending: list[tuple[Block, int]] = []  # opened in an earlier block and not closed since
        for block in blocks:
            marks = [(m.start(), m.group()) for m in re.finditer(MARK, block.text) if FAMILY[m.group()] == family]
            if not marks:
                continue
            stack: list[int] = []
            for at, mark in marks:
                role = _role(block.text, at, mark, bool(stack))
                if role == "open":
                    if pending and not stack:
                        if at > 1:  # the quotation before was not carried on by opening this paragraph
                            yield from map(_unclosed, pending)
                        pending = []
                    stack.append(at)
                elif role == "close":
                    if stack:
                        stack.pop()
                    elif pending:
                        pending = []
                    else:
                        yield _unopened(block, at, mark)
            if pending and stack and stack[0] <= 1:
                pending = []
            for at in stack[:-1]:
                yield _unclosed((block, at))
            if stack:
                yield from map(_unclosed, pending)
                pending = [(block, stack[-1])]
            elif pending and block.index > pending[0][0].index + 1:
                yield from map(_unclosed, pending)
                pending = []
        yield from map(_unclosed, pending)


def _role(text: str, at: int, mark: str, is_open: bool) -> str:
    """`open`, `close`, or `` for a mark that is no quotation mark (inches)."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    free_left = not before or before in OPENS_AFTER
    free_right = not after or after in CLOSES_BEFORE
    if mark in "«»":  # «so», »so«, and « so » with spaces
        if free_left != free_right:
            return "open" if free_left else "close"
        return "open" if mark == "«" else "close"
    if mark in "「『„‟":
        return "open"
    if mark in "」』":
        return "close"
    if mark == "“":
        return "close" if free_right and not free_left and is_open else "open"
    if mark == "”":
        return "open" if free_left and not free_right and not is_open else "close"
    if before.isdigit() and not is_open:
        return ""  # 5" is five inches
    if free_left and not free_right:
        return "open"
    if free_right and not free_left:
        return "close"
    return "close" if is_open else "open"


def _unclosed(place: tuple[Block, int]) -> Finding:
    block, at = place
    words = block.text[at + 1 :].split()[:3]
    shown = " ".join(words)
    end = block.text.find(words[-1], at + 1) + len(words[-1]) if words else at + 1
    return Finding(
        block.span(at, end), {"fault": f"the mark before “{quoted(shown)}” is never closed", "mark": block.text[at]}
    )


def _unopened(block: Block, at: int, mark: str) -> Finding:
    words = block.text[:at].split()[-1:]
    start = at - len(words[-1]) if words and block.text[:at].endswith(words[-1]) else at
    return Finding(
        block.span(start, at + 1),
        {"fault": f"the mark after “{quoted(block.text[start:at])}” was never opened", "mark": mark},
    )
