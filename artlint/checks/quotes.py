"""`quotes`: a quotation mark without its partner, or with one of another shape or turned the wrong way.

A quotation of several paragraphs opens each of them and closes the last; where the joints between paragraphs were
lost, it opens anew in the middle of a line. Single marks are apostrophes more often than not, and are left alone.
"""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common import quotation_marks
from artlint.checks.common.quotation_marks import FAMILY, MEMBERS, OPEN, SUBSTITUTES, Mark
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

NOT_CARRIED = ("title", "heading", "caption", "byline", "reference")
ODD_PAIRS = ('"”', '“"', '”"', '"“', "““", "“″", "««")
PARTNERS = {'"': '"', "“": "”", "«": "»"}  # what closes what these open, where „ is not in use
MAX_ODD_PAIRS = 3  # more of them are a writer's habit
# “…, Ms. Gray of the council said at the time.”: a comma or a dash, up to seven words and a verb of saying; but not
# “…, and he said that …”, which may well stand inside a quotation.
NAME = r"(?:[^\s,.!?]+|[Pp]rof\.|[^\s,.!?]{1,3}\.)"
LINKS = "and|but|who|which|y|e|et|und|и|i|που|que|der|die"
THAT = "that|que|che|dass|что|że|ότι"
AUXILIARIES = ("to", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "not", "they", "we", "you")
INSIDE = "".join(rf"(?<!\b{word}\s)" for word in AUXILIARIES)  # “were told” is no attribution
REST = rf"(?:\s+{NAME}){{0,14}}\s*(?:[,:;.…–—।։။።][^!?]*)?$"
MAX_ATTRIBUTION_CHARACTERS = 250  # who said it stands near the end
TORN = "a paragraph was torn apart between them"
MAX_TORN_BLOCKS = 3  # so far below, the other half of a torn sentence is looked for
NEARBY_CHARACTERS = 60  # around a mark, which are asked
MAX_WORD_CHARACTERS = 40  # before a mark, which a message shows
SHOWN_WORDS = 3  # behind a mark
MAX_MARKS_LEFT = 1000  # open at once, or left over: more quote nothing
MAX_SENTENCE_CHARACTERS = 2_000  # somewhere in so many a sentence ends
RUSSIAN_END_CHARACTERS = 3  # at the end of a block, in which a quotation mark ends it


class _Left(NamedTuple):
    """A mark that found no partner in its block, and whether it opens. One that may be `carried` on is of a quotation
    that the next paragraph may open anew."""

    block: Block
    mark: Mark
    opens: bool
    carried: bool = False


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
        self.loose: list[_Left] = []
        self.odd: list[Finding] = []
        self.pairs = self.paired = 0  # of marks that fit, in one block; of marks left over that found each other
        self.pending: _Left | None = None  # left open by an earlier block

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
                counted += sum([left.mark.mark not in SUBSTITUTES for left in self.loose[known:]])
                known = len(self.loose)
                if counted > 2 * self.most:  # at best, two of them are one fault: too many for a slip
                    self.paired = counted
                    return []
        self._drop_pending()
        return [*self._unpaired(), *(self.odd if len(self.odd) <= min(MAX_ODD_PAIRS, self.pairs) else ())]

    def _unpaired(self) -> Iterator[Finding]:
        """The marks left over, but for those of a quotation that opens none of its paragraphs anew."""
        loose = sorted(self.loose, key=lambda left: (left.block.index, left.mark.at), reverse=True)
        while loose:
            left = loose.pop()
            if not left.opens:
                yield _unopened(left)
            elif loose and not loose[-1].opens and _is_torn(left, loose[-1], alone=len(self.loose) == 2):
                closing = loose.pop()
                if self._is_odd(left.mark.mark, closing.mark.mark):
                    yield _mismatched(closing.block, left.mark, closing.mark)
                elif not ends_sentence(left.block.text):
                    yield _unclosed(left, f"closed in line {closing.block.first} only: {TORN}")
                    yield _unopened(closing, f"has its partner in line {left.block.first} only: {TORN}")
                else:
                    self.paired += 2
            else:
                yield _unclosed(left)

    def _block(self, block: Block, marks: Iterator[Mark]) -> None:
        """Read the marks of a block: its pairs, and those that are left over."""
        opened: list[Mark] = []
        shared = False  # whether the last mark closes two quotations
        for mark in marks:
            if len(opened) + len(self.loose) > MAX_MARKS_LEFT:
                self.loose += [_Left(block, mark, True) for mark in opened]
                return
            if mark.role == OPEN:
                self._open(block, mark, opened)
            elif opened:
                self._close(block, opened.pop(), mark)
                shared = len(opened) == 1 and _ends_russian(block.text, mark.at)
            elif self.pending:
                self.pending = None
            elif not mark.weak:
                self.loose.append(_Left(block, mark, False))
        self._end_block(block, [mark for mark in opened if not mark.weak], shared)

    def _open(self, block: Block, mark: Mark, opened: list[Mark]) -> None:
        """Add a mark to those that are open, which it may bring to an end."""
        if self.pending and not opened:
            begins = mark.at < NEARBY_CHARACTERS and not block.text[: mark.at].strip(" -–—*•")
            if self.pending.carried and begins:
                self.pending = None
            self._drop_pending()
        if opened and opened[-1].weak:
            opened.pop()
        if len(opened) == 1:
            self._end_quotation(block, opened, mark)
        opened.append(mark)

    def _end_quotation(self, block: Block, opened: list[Mark], mark: Mark) -> None:
        """Take the one mark that is open from the list if its quotation has ended where `mark` opens another."""
        text, first = block.text, opened[0]
        before = _before(text, mark.at)
        dashed = before.rstrip(" —–")
        speaks = mark.mark == '"' and dashed.endswith(":")
        if speaks and _ends_between(text, first.at, mark.at):
            self.loose.append(_Left(block, opened.pop(), True))  # somebody else has the word
        elif ends_sentence(dashed) and _is_sentence(text, first):
            end = mark.at - len(before) + len(dashed)
            said = self._is_said(text[max(first.at, mark.at - MAX_ATTRIBUTION_CHARACTERS) : end])
            if said:
                self.loose.append(_Left(block, first, True))
            if said or ends_sentence(before):
                opened.pop()  # carried on, in a block whose paragraphs were joined

    def _close(self, block: Block, opening: Mark, closing: Mark) -> None:
        if self._is_odd(opening.mark, closing.mark):
            self.odd.append(_mismatched(block, opening, closing))
        else:
            self.pairs += 1

    def _end_block(self, block: Block, opened: list[Mark], shared: bool) -> None:
        """Decide what becomes of the marks that are open at the end of a block."""
        text = block.text
        if opened and (shared or re.search(r"[.!?…]['’]$", text)):
            opened.pop()  # closed together with a quotation inside it, or by a single mark
        self.loose += [_Left(block, mark, True) for mark in opened[:-1]]
        if opened:
            self._drop_pending()
            self._leave_open(block, opened[-1])
        elif self.pending and self.pending.block is not block and (ends_sentence(text) or text.endswith((":", "："))):
            self._drop_pending()  # a paragraph in which it is neither carried on nor closed

    def _leave_open(self, block: Block, mark: Mark) -> None:
        """Keep a mark that a later block may close, or count it as left over where the paragraph breaks off in the
        middle of a quotation."""
        following = self.article.blocks[block.index + 1 : block.index + 2]
        ends = ends_sentence(block.text)
        if not ends and following and following[0].first > block.last + 1:
            self.loose.append(_Left(block, mark, True))
            return
        role = self.article.layout.roles[block.index]
        running = role not in NOT_CARRIED or (role == "heading" and mark.at == 0)
        end = block.text[max(mark.at, len(block.text) - MAX_ATTRIBUTION_CHARACTERS) :]
        carried = ends and running and _is_sentence(block.text, mark) and not self._is_said(end)
        self.pending = _Left(block, mark, True, carried)

    def _drop_pending(self) -> None:
        if self.pending:
            self.loose.append(self.pending)
            self.pending = None

    def _is_odd(self, opened: str, closed: str) -> bool:
        """Whether two marks make no pair in a text whose other marks are right: straight and curly, or turned."""
        if "„" in self.article.text:
            return False  # „…“, „…”, „…" and '"' after „ are all in use
        return opened + closed in ODD_PAIRS or (opened == closed == "”" and "“" in self.article.text)

    def _is_said(self, text: str) -> bool:
        return bool(self.said) and bool(re.search(self.said, text, re.IGNORECASE))


def _is_torn(left: _Left, later: _Left, alone: bool) -> bool:
    """Whether a mark closes a quotation of an earlier block: one that breaks off, or the only one that is open."""
    if later.block is left.block:
        return False
    if not ends_sentence(left.block.text):
        return later.block.index - left.block.index <= MAX_TORN_BLOCKS
    text, closing = later.block.text, later.mark
    ends = text[closing.at + len(closing.mark) :].strip() == "" and text[closing.at - 1] in ".?!…"
    return alone and left.mark.at <= 1 and ends


def _is_sentence(text: str, mark: Mark) -> bool:
    """Whether what is opened begins like a sentence: a “fragment” is not carried on in the next paragraph."""
    start = mark.at + len(mark.mark)
    rest = text[start : start + NEARBY_CHARACTERS].lstrip(" …'‘([¿¡.—–-\u00a0")
    before = _before(text, mark.at).rstrip()[-1:]
    return mark.at <= 1 or before in ":：," or not (rest[:1].islower() or before.isalnum())


def _ends_between(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places, which are not too far apart to be asked."""
    return re.search(r"[.!?] ", text[max(start, end - MAX_SENTENCE_CHARACTERS) : end]) is not None


def _before(text: str, at: int) -> str:
    return text[max(0, at - NEARBY_CHARACTERS) : at]


def _ends_russian(text: str, at: int) -> bool:
    """Whether the mark ends the block after a Cyrillic word: there two quotations that end together share a mark."""
    if len(text) - at > RUSSIAN_END_CHARACTERS:
        return False
    return bool(re.search("[\u0400-\u04ff]", text[max(0, at - RUSSIAN_END_CHARACTERS) : at]))


def _unclosed(left: _Left, how: str = "never closed") -> Finding:
    text, mark = left.block.text, left.mark
    start = end = mark.at + len(mark.mark)
    words = text[start : start + SHOWN_WORDS * NEARBY_CHARACTERS].split()[:SHOWN_WORDS]
    for word in words:
        end = text.index(word, end) + len(word)
    fault = f"the mark before “{quoted(' '.join(words))}” is {how}" if words else f"the mark is {how}"
    args = {"fault": fault, "mark": mark.mark, "mended": text[mark.at : end]}
    return Finding(left.block.span(mark.at, end), args)


def _unopened(left: _Left, how: str = "was never opened") -> Finding:
    text, mark = left.block.text, left.mark
    start, end = _word_before(text, mark.at), mark.at + len(mark.mark)
    shown = quoted(text[start : mark.at])
    fault = f"the mark after “{shown}” {how}" if shown else f"the mark {how}"
    return Finding(left.block.span(start, end), {"fault": fault, "mark": mark.mark, "mended": text[start:end]})


def _mismatched(block: Block, opened: Mark, closed: Mark) -> Finding:
    start, end = _word_before(block.text, closed.at), closed.at + len(closed.mark)
    fault = f"{opened.mark} opens and {closed.mark} closes: one of the two marks is of the wrong shape"
    fixed = block.text[start : closed.at] + PARTNERS.get(opened.mark, closed.mark)
    return Finding(block.span(start, end), {"fault": fault, "mark": opened.mark, "mended": fixed})


def _word_before(text: str, at: int) -> int:
    """Where the word begins that ends at a place, or where the part of it begins that a message shows."""
    words = text[max(0, at - MAX_WORD_CHARACTERS) : at].split(" ")
    return at - len(words[-1])
