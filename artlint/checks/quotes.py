"""`quotes`: a quotation mark without its partner, or with one of another shape or turned the wrong way.

A quotation of several paragraphs opens each of them and closes the last; where the joints between paragraphs were
lost, it opens anew in the middle of a line. Single marks are apostrophes more often than not, and are left alone.
"""

from __future__ import annotations

import re

from artlint.checks import quotemarks
from artlint.checks.base import Check, quoted
from artlint.checks.quotemarks import FAMILY, SUBSTITUTES
from artlint.layout import ends_sentence
from artlint.model import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.article import Article, Block
    from artlint.checks.quotemarks import Mark

NOT_CARRIED = ("title", "heading", "caption", "byline", "reference")
ODD_PAIRS = ('"”', '“"', '”"', '"“', "““", "“″", "««")
MOST_ODD = 3  # pairs: more of them are a writer's habit
# “…, Ms. Gray of the council said at the time.”: a comma or a dash, up to six words and a verb of saying; but not
# “…, and he said that …”, which may well stand inside a quotation.
NAME = r"(?:[^\s,.!?]+|M[rs]s?\.|[DdPp]rof\.|[Dd]r\.|\w\.)"
LINKS = "and|but|who|which|y|e|et|und|и|i|που|que|der|die"
THAT = "that|que|che|dass|что|że|ότι"
TAIL = 250  # characters: who said it stands near the end
NEAR = 60  # characters around a mark that are asked


class Quotes(Check):
    """Reports each mark that is never closed, closes what was never opened, or does not fit its partner."""

    args = {"fault": "what is wrong with the mark, as words", "mark": "the mark"}

    class Options:
        said: Annotated[
            dict[str, list[str]],
            Meta(description="verbs of saying by language code: “…, she said” is no longer part of the quotation"),
        ] = {}
        most: Annotated[int, Meta(ge=1, description="say nothing where more marks are wrong: a habit, no slip")] = 4

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        verbs = sorted({verb for known in (options.get("said") or {}).values() for verb in known})
        if not verbs:
            return ""
        said = "|".join(map(re.escape, verbs))
        return rf"[,;–—-]['’]?\s+(?!(?:{LINKS})\b)(?:{NAME}\s+){{0,6}}?(?:{said})\b(?!\s+(?:{THAT})\b)[^!?]*$"

    def may_fire(self, article: Article) -> bool:
        return any(mark in article.text for mark in FAMILY if mark not in SUBSTITUTES)

    def run(self, article: Article) -> Iterator[Finding]:
        families = sorted({FAMILY[mark] for mark in FAMILY if mark in article.text})
        found = [f for family in families for f in _Reader(article, family, self.prepared).findings()]
        found = [f for f in found if f.args["mark"] not in SUBSTITUTES]
        if len(found) <= self.options.most:
            yield from found


class _Reader:
    """Reads one family of marks through an article, block by block."""

    def __init__(self, article: Article, family: str, said: str) -> None:
        self.article, self.family, self.said = article, family, said
        self.out: list[Finding] = []
        self.odd: list[Finding] = []
        self.pairs = 0
        self.pending: tuple[Block, Mark, bool] | None = None  # left open by an earlier block; may it be carried on?

    def findings(self) -> list[Finding]:
        arrows = "»" in self.article.text and "«" not in self.article.text
        for block in self.article.blocks:
            if not block.fence and '"""' not in block.text:
                self._block(block, list(quotemarks.read(block.text, self.family, arrows, self.pending is not None)))
        self._drop_pending()
        if len(self.odd) <= min(MOST_ODD, self.pairs):
            self.out += self.odd
        return self.out

    def _block(self, block: Block, marks: list[Mark]) -> None:
        text, shared = block.text, False
        stack: list[Mark] = []
        for mark in marks:
            if mark.role == "open":
                if self.pending and not stack:
                    if self.pending[2] and mark.at < NEAR and not text[: mark.at].strip(" -–—*•"):
                        self.pending = None
                    self._drop_pending()
                if stack and stack[-1].weak:
                    stack.pop()
                if len(stack) == 1 and ends_sentence(_before(text, mark.at)) and _is_sentence(text, stack[0]):
                    first = stack.pop()  # carried on, in a block whose paragraphs were joined
                    if self._is_said(text[max(first.at, mark.at - TAIL) : mark.at]):
                        self.out.append(_unclosed(block, first))
                stack.append(mark)
            elif stack:
                opened = stack.pop()
                shared = len(stack) == 1 and _ends_russian(text, mark.at)
                if self._is_odd(opened.mark, mark.mark):
                    self.odd.append(_mismatched(block, opened, mark))
                else:
                    self.pairs += 1
            elif self.pending:
                self.pending = None
            elif not mark.weak:
                self.out.append(_unopened(block, mark))
        stack = [mark for mark in stack if not mark.weak]
        if stack and (shared or re.search(r"[.!?…]['’]$", text)):
            stack.pop()  # closed together with a quotation inside it, or by a single mark
        self.out += [_unclosed(block, mark) for mark in stack[:-1]]
        if stack:
            self._drop_pending()
            self._leave_open(block, stack[-1])
        elif self.pending and self.pending[0] is not block and ends_sentence(text):
            self._drop_pending()  # a paragraph in which it is neither carried on nor closed

    def _leave_open(self, block: Block, mark: Mark) -> None:
        following = self.article.blocks[block.index + 1 :][:1]
        ends = ends_sentence(block.text)
        if not ends and following and following[0].first > block.last + 1:
            self.out.append(_unclosed(block, mark))  # the paragraph breaks off in the middle of a quotation
            return
        role = self.article.layout.roles[block.index]
        carried = ends and role not in NOT_CARRIED and _is_sentence(block.text, mark)
        self.pending = block, mark, carried and not self._is_said(block.text[max(mark.at, len(block.text) - TAIL) :])

    def _drop_pending(self) -> None:
        if self.pending:
            self.out.append(_unclosed(*self.pending[:2]))
            self.pending = None

    def _is_odd(self, opened: str, closed: str) -> bool:
        """Whether two marks make no pair in a text whose other marks are right: straight and curly, or turned."""
        if "„" in self.article.text:
            return False  # „…“, „…”, „…" and '"' after „ are all in use
        return opened + closed in ODD_PAIRS or (opened == closed == "”" and "“" in self.article.text)

    def _is_said(self, text: str) -> bool:
        return bool(self.said) and bool(re.search(self.said, text, re.IGNORECASE))


def _is_sentence(text: str, mark: Mark) -> bool:
    """Whether what is opened begins like a sentence: a “fragment” is not carried on in the next paragraph."""
    start = mark.at + len(mark.mark)
    rest = text[start : start + NEAR].lstrip(" …'‘([¿¡.—–-\u00a0")
    before = _before(text, mark.at).rstrip()[-1:]
    return mark.at <= 1 or before in ":：" or not (rest[:1].islower() or before.isalnum())


def _before(text: str, at: int) -> str:
    return text[max(0, at - NEAR) : at]


def _ends_russian(text: str, at: int) -> bool:
    """Whether the mark ends the block after a Cyrillic word: there two quotations that end together share a mark."""
    return len(text) - at <= 3 and bool(re.search("[\u0400-\u04ff]", text[max(0, at - 3) : at]))


def _unclosed(block: Block, mark: Mark) -> Finding:
    start = mark.at + len(mark.mark)
    words = block.text[start : start + 3 * NEAR].split()[:3]
    end = start
    for word in words:
        end = block.text.index(word, end) + len(word)
    fault = f"the mark before “{quoted(' '.join(words))}” is never closed" if words else "the mark is never closed"
    return Finding(block.span(mark.at, end), {"fault": fault, "mark": mark.mark})


def _unopened(block: Block, mark: Mark) -> Finding:
    start = _word_before(block.text, mark.at)
    shown = quoted(block.text[start : mark.at])
    fault = f"the mark after “{shown}” was never opened" if shown else "the mark was never opened"
    return Finding(block.span(start, mark.at + len(mark.mark)), {"fault": fault, "mark": mark.mark})


def _mismatched(block: Block, opened: Mark, closed: Mark) -> Finding:
    start = _word_before(block.text, closed.at)
    fault = f"{opened.mark} opens and {closed.mark} closes: one of the two marks is of the wrong shape"
    return Finding(block.span(start, closed.at + len(closed.mark)), {"fault": fault, "mark": opened.mark})


def _word_before(text: str, at: int) -> int:
    """Where the word begins that ends at a place; forty characters before it at most."""
    words = text[max(0, at - 40) : at].split(" ")
    return at - len(words[-1])
