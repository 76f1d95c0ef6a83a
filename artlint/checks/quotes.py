"""`quotes`: a quotation mark without its partner, or with one of another shape or turned the wrong way.

A quotation of several paragraphs opens each of them and closes the last; where the joints between paragraphs were
lost, it opens anew in the middle of a line. Single marks are apostrophes more often than not, and are left alone.
"""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common import quotation_marks
from artlint.checks.common.quotation_marks import FAMILY, MEMBERS, SUBSTITUTES
from artlint.text.layout import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.checks.common.quotation_marks import Mark
    from artlint.text.article import Article
    from artlint.text.blocks import Block

NOT_CARRIED = ("title", "heading", "caption", "byline", "reference")
ODD_PAIRS = ('"”', '“"', '”"', '"“', "““", "“″", "««")
PARTNERS = {'"': '"', "“": "”", "«": "»"}  # what closes what these open, where „ is not in use
MOST_ODD = 3  # pairs: more of them are a writer's habit
# “…, Ms. Gray of the council said at the time.”: a comma or a dash, up to seven words and a verb of saying; but not
# “…, and he said that …”, which may well stand inside a quotation.
NAME = r"(?:[^\s,.!?]+|[Pp]rof\.|[^\s,.!?]{1,3}\.)"
LINKS = "and|but|who|which|y|e|et|und|и|i|που|que|der|die"
THAT = "that|que|che|dass|что|że|ότι"
AUXILIARIES = ("to", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "not", "they", "we", "you")
INSIDE = "".join(rf"(?<!\b{word}\s)" for word in AUXILIARIES)  # “were told” is no attribution
REST = rf"(?:\s+{NAME}){{0,14}}\s*(?:[,:;.…–—।։။።][^!?]*)?$"
TAIL = 250  # characters: who said it stands near the end
TEAR = "a paragraph was torn apart between them"
TORN = 3  # blocks: so far below, the other half of a torn sentence is looked for
NEAR = 60  # characters around a mark that are asked
ABSURD = 1000  # marks open at once, or left over: these quote nothing
FAR = 2_000  # characters: somewhere in so many a sentence ends


class Quotes(Check):
    """Reports each mark that is never closed, closes what was never opened, or does not fit its partner."""

    args = {
        "fault": "what is wrong with the mark, as words",
        "mark": "the mark",
        "mended": "the marked text with the right mark, where that is known",
    }
    only_prepared = ("said",)

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
        verb = rf"{INSIDE}(?:{said})(?!\w)(?!\s+(?:{THAT})\b)"
        return rf"[,;–—-]['’]?\s+(?!(?:{LINKS})\b)(?:{NAME}\s+){{0,7}}?{verb}{REST}"

    def may_match(self, article: Article) -> bool:
        rare = article.view(quotation_marks.signs)
        return '"' in article.text or any([mark in rare for mark in FAMILY if mark not in SUBSTITUTES])

    def run(self, article: Article) -> Iterator[Finding]:
        text = article.view(quotation_marks.running)
        rare = article.view(quotation_marks.signs) + ('"' if '"' in text else "")
        families = [family for family, members in MEMBERS.items() if any([mark in rare for mark in members])]
        unsure = {family for family in families if quotation_marks.plain_pairs(text, family) < 0}
        if unsure and quotation_marks.plain_pairs(text, "double") < 0:
            unsure.add("double")  # of substitutes alone
        readers = [_Reader(article, family, self.prepared, self.options.most) for family in sorted(unsure)]
        found = [f for reader in readers for f in reader.findings() if f.args["mark"] not in SUBSTITUTES]
        if len(found) + sum(reader.paired for reader in readers) <= self.options.most:
            yield from found


class _Reader:
    """Reads one family of marks through an article, block by block."""

    def __init__(self, article: Article, family: str, said: str, most: int) -> None:
        self.article, self.family, self.said, self.most = article, family, said, most
        self.loose: list[tuple[Block, Mark, bool]] = []  # left over; does it open?
        self.odd: list[Finding] = []
        self.pairs = self.paired = 0  # of marks that fit, in one block; of marks left over that found each other
        self.pending: tuple[Block, Mark, bool] | None = None  # left open by an earlier block; may it be carried on?

    def findings(self) -> list[Finding]:
        counted = known = 0  # of the marks left over
        arrows = "»" in self.article.text and "«" not in self.article.text
        for block in self.article.blocks:
            if block.fence or '"""' in block.text:
                continue
            if self.pending is None and (pairs := quotation_marks.plain_pairs(block.text, self.family)) >= 0:
                self.pairs += pairs
            else:
                self._block(block, quotation_marks.read(block.text, self.family, arrows, self.pending is not None))
                counted += sum([left[1].mark not in SUBSTITUTES for left in self.loose[known:]])
                known = len(self.loose)
                if counted > 2 * self.most:  # at best, two of them are one fault: too many for a slip
                    self.paired = counted
                    return []
        self._drop_pending()
        return [*self._unpaired(), *(self.odd if len(self.odd) <= min(MOST_ODD, self.pairs) else ())]

    def _unpaired(self) -> Iterator[Finding]:
        """The marks left over, but for those of a quotation that opens none of its paragraphs anew."""
        loose = sorted(self.loose, key=lambda left: (left[0].index, left[1].at), reverse=True)
        while loose:
            block, mark, opens = loose.pop()
            if not opens:
                yield _unopened(block, mark)
            elif loose and not loose[-1][2] and _is_torn(block, mark, *loose[-1][:2], alone=len(self.loose) == 2):
                later, closing, _ = loose.pop()
                if self._is_odd(mark.mark, closing.mark):
                    yield _mismatched(later, mark, closing)
                elif not ends_sentence(block.text):
                    yield _unclosed(block, mark, f"closed in line {later.first} only: {TEAR}")
                    yield _unopened(later, closing, f"has its partner in line {block.first} only: {TEAR}")
                else:
                    self.paired += 2
            else:
                yield _unclosed(block, mark)

    def _block(self, block: Block, marks: Iterator[Mark]) -> None:
        text, shared = block.text, False
        stack: list[Mark] = []
        for mark in marks:
            if len(stack) + len(self.loose) > ABSURD:
                self.loose += [(block, mark, True) for mark in stack]
                return
            if mark.role == "open":
                if self.pending and not stack:
                    if self.pending[2] and mark.at < NEAR and not text[: mark.at].strip(" -–—*•"):
                        self.pending = None
                    self._drop_pending()
                if stack and stack[-1].weak:
                    stack.pop()
                before = _before(text, mark.at)
                dashed = before.rstrip(" —–")
                speaks = mark.mark == '"' and dashed.endswith(":")
                if speaks and len(stack) == 1 and _ends_between(text, stack[0].at, mark.at):
                    self.loose.append((block, stack.pop(), True))  # somebody else has the word
                elif len(stack) == 1 and ends_sentence(dashed) and _is_sentence(text, stack[0]):
                    said = self._is_said(text[max(stack[0].at, mark.at - TAIL) : mark.at - len(before) + len(dashed)])
                    if said:
                        self.loose.append((block, stack[0], True))
                    if said or ends_sentence(before):
                        stack.pop()  # carried on, in a block whose paragraphs were joined
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
                self.loose.append((block, mark, False))
        stack = [mark for mark in stack if not mark.weak]
        if stack and (shared or re.search(r"[.!?…]['’]$", text)):
            stack.pop()  # closed together with a quotation inside it, or by a single mark
        self.loose += [(block, mark, True) for mark in stack[:-1]]
        if stack:
            self._drop_pending()
            self._leave_open(block, stack[-1])
        elif self.pending and self.pending[0] is not block and (ends_sentence(text) or text.endswith((":", "："))):
            self._drop_pending()  # a paragraph in which it is neither carried on nor closed

    def _leave_open(self, block: Block, mark: Mark) -> None:
        following = self.article.blocks[block.index + 1 : block.index + 2]
        ends = ends_sentence(block.text)
        if not ends and following and following[0].first > block.last + 1:
            self.loose.append((block, mark, True))  # the paragraph breaks off in the middle of a quotation
            return
        role = self.article.layout.roles[block.index]
        running = role not in NOT_CARRIED or (role == "heading" and mark.at == 0)
        carried = ends and running and _is_sentence(block.text, mark)
        self.pending = block, mark, carried and not self._is_said(block.text[max(mark.at, len(block.text) - TAIL) :])

    def _drop_pending(self) -> None:
        if self.pending:
            self.loose.append((*self.pending[:2], True))
            self.pending = None

    def _is_odd(self, opened: str, closed: str) -> bool:
        """Whether two marks make no pair in a text whose other marks are right: straight and curly, or turned."""
        if "„" in self.article.text:
            return False  # „…“, „…”, „…" and '"' after „ are all in use
        return opened + closed in ODD_PAIRS or (opened == closed == "”" and "“" in self.article.text)

    def _is_said(self, text: str) -> bool:
        return bool(self.said) and bool(re.search(self.said, text, re.IGNORECASE))


def _is_torn(block: Block, mark: Mark, later: Block, closing: Mark, alone: bool) -> bool:
    """Whether a mark closes a quotation of an earlier block: one that breaks off, or the only one that is open."""
    if later is block:
        return False
    if not ends_sentence(block.text):
        return later.index - block.index <= TORN
    ends = later.text[closing.at + len(closing.mark) :].strip() == "" and later.text[closing.at - 1] in ".?!…"
    return alone and mark.at <= 1 and ends


def _is_sentence(text: str, mark: Mark) -> bool:
    """Whether what is opened begins like a sentence: a “fragment” is not carried on in the next paragraph."""
    start = mark.at + len(mark.mark)
    rest = text[start : start + NEAR].lstrip(" …'‘([¿¡.—–-\u00a0")
    before = _before(text, mark.at).rstrip()[-1:]
    return mark.at <= 1 or before in ":：," or not (rest[:1].islower() or before.isalnum())


def _ends_between(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places, which are not too far apart to be asked."""
    return re.search(r"[.!?] ", text[max(start, end - FAR) : end]) is not None


def _before(text: str, at: int) -> str:
    return text[max(0, at - NEAR) : at]


def _ends_russian(text: str, at: int) -> bool:
    """Whether the mark ends the block after a Cyrillic word: there two quotations that end together share a mark."""
    return len(text) - at <= 3 and bool(re.search("[\u0400-\u04ff]", text[max(0, at - 3) : at]))


def _unclosed(block: Block, mark: Mark, how: str = "never closed") -> Finding:
    start = mark.at + len(mark.mark)
    words = block.text[start : start + 3 * NEAR].split()[:3]
    end = start
    for word in words:
        end = block.text.index(word, end) + len(word)
    fault = f"the mark before “{quoted(' '.join(words))}” is {how}" if words else f"the mark is {how}"
    return _finding(block, mark.at, end, fault, mark.mark)


def _unopened(block: Block, mark: Mark, how: str = "was never opened") -> Finding:
    start = _word_before(block.text, mark.at)
    shown = quoted(block.text[start : mark.at])
    fault = f"the mark after “{shown}” {how}" if shown else f"the mark {how}"
    return _finding(block, start, mark.at + len(mark.mark), fault, mark.mark)


def _mismatched(block: Block, opened: Mark, closed: Mark) -> Finding:
    start = _word_before(block.text, closed.at)
    fault = f"{opened.mark} opens and {closed.mark} closes: one of the two marks is of the wrong shape"
    end = closed.at + len(closed.mark)
    partner = PARTNERS.get(opened.mark, closed.mark)
    return _finding(block, start, end, fault, opened.mark, block.text[start : closed.at] + partner)


def _finding(block: Block, start: int, end: int, fault: str, mark: str, mended: str = "") -> Finding:
    args = {"fault": fault, "mark": mark, "mended": mended or block.text[start:end]}
    return Finding(block.span(start, end), args)


def _word_before(text: str, at: int) -> int:
    """Where the word begins that ends at a place; forty characters before it at most."""
    words = text[max(0, at - 40) : at].split(" ")
    return at - len(words[-1])
