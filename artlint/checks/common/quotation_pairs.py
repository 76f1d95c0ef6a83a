"""The reading of an article's quotation marks that costs least: which of them open, close or are none, which make a
pair, and which are left over.

One reader goes through the whole article and keeps the few cheapest readings so far, so a quotation may end lines or
paragraphs below, and what is unlikely is believed where it saves two faults. A quotation of several paragraphs opens
each of them and closes the last; where the joints between paragraphs were lost, it opens anew in the middle of a line.
"""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.common import quotation_marks
from artlint.checks.common.quotation_marks import FAULT, NEVER, Mark, marks_of
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    # What was read before, and the last thing read; None where nothing was.
    Trail = tuple["Trail", "Read"] | None
    State = tuple[float, tuple[Mark, ...], Trail]  # the price, the marks that are open

UNCLOSED, UNOPENED, PAIRED, CARRIED = "unclosed", "unopened", "paired", "carried"
NOT_CARRIED = ("title", "heading", "caption", "byline", "reference")
MAX_DEPTH = 3  # quotations inside one another
MAX_STATES = 8  # readings that are followed
MAX_LEAD = 12.0  # between the cheapest and the dearest of them
MAX_LEAD_BETWEEN_BLOCKS = 6.0  # where the cheapest has nothing open
MAX_BLOCKS, MAX_CHARACTERS = 40, 8_000  # between a mark and its partner
NEARBY_CHARACTERS = 60  # around a mark, which are asked
MAX_ATTRIBUTION_CHARACTERS = 250  # who said it stands near the end

OPENING = r"(?:^|(?<=[\s(]))“\w"
CLOSERS = ("“", "”", '"')
MIN_USUAL, MAX_RARE = 5, 2  # of these, for one to be the usual one
SENTENCE_JOINT = r"[a-zа-я\u4e00-\u9fff][.!?。！？]+[\"”»]? ?[A-ZА-Я\u4e00-\u9fff]"  # inside a line
MAX_SHARE_OF_SEVERAL = 0.1  # of the lines, in an article that has a sentence a line

# Prices, beside those of the marks. See quotation_marks.py.
ODD = 4.0  # a pair whose shapes differ
TURNED = 2.0  # ”…“, as some write
ANOTHER_BLOCK, EACH_BLOCK = 2.0, 0.5  # for a quotation over paragraphs
FRAGMENT, EACH_BLOCK_OF_FRAGMENT = 3.0, 1.5  # for a few words that are
CARRYING, CARRYING_IN_BLOCK, CARRYING_UNENDED = 0.5, 2.0, 4.0  # for opening what is open anew
CARRYING_OVER = 1.5  # for each line between, where each is a sentence of the same paragraph
MAX_CARRIED_BLOCKS = 6  # which are one paragraph
MAX_CARRIED_PRICE = 2.0  # of a mark that does so: it stands as an opening mark does
NESTED = {"«": 1.5, "»": 1.5, "„": 2.0, "“": 5.0, "「": 0.0, "『": 0.0}  # inside one of the same shape
NESTED_ELSE = 3.0
NESTED_FAR = 5.0  # more, where the outer one was opened in an earlier block
OPENING_TWO = 6.0  # one mark opens two quotations
SHARED = 2.0  # one mark closes two quotations, as in Russian
MAX_SHARED_CHARACTERS = 12  # between two marks that are closed together
MAX_END_CHARACTERS = 3  # at the end of a block, in which such a mark stands
INSIDE = 0.5  # a mark that was never opened stands inside a quotation
GOOD_PAIRS = frozenset(["“”", "„“", "„”", '„"', '""', "«»", "»«", "»»", "「」", "『』", "‟”", '"″'])
NO_PAIRS = ("„„", "「』", "『」")  # nowhere, whatever a writer's habits
ODD_PAIRS = frozenset(['"”', '“"', '”"', '"“', "““", "“″", "««"])


START: State = (0.0, (), None)


class Read(NamedTuple):
    """What became of a mark: UNCLOSED, UNOPENED, PAIRED with the mark that opened the quotation, or CARRIED:
    it opens anew what another has opened."""

    kind: str
    mark: Mark
    opening: Mark | None = None


class Reader:
    """Reads one family of marks through an article."""

    def __init__(self, article: Article, family: str, is_said: Callable[[str], bool]) -> None:
        self.article, self.family, self.is_said = article, family, is_said
        self._sentences: dict[Mark, bool] = {}  # which marks open a sentence
        self.pairs = 0  # of the blocks that hold nothing but plain pairs
        self._low = "„" in article.text
        self.usual = usual_closer(article.text)  # which closes what „ opens
        self._swedish = re.search(OPENING, article.text) is None  # ”…” is right

    def read(self) -> list[Read]:
        points = "»" in self.article.text and "«" not in self.article.text
        states = [START]
        for block in self.article.blocks:
            if block.fence:
                continue
            if len(states) == 1 and not states[0][1] and not (self.usual and "„" in block.text):
                pairs = quotation_marks.plain_pairs(block.text, self.family)
                if pairs >= 0:
                    self.pairs += pairs
                    continue
            states = self._read_block(states, block, points)
        return _ended(states)

    def _read_block(self, states: list[State], block: Block, points: bool) -> list[State]:
        for mark in marks_of(block, self.family, points):
            states = _cheapest(self._steps(states, mark), MAX_LEAD)
        return states if states[0][1] else _cheapest(states, MAX_LEAD_BETWEEN_BLOCKS)

    def _steps(self, states: list[State], mark: Mark) -> Iterator[State]:
        """The readings that come of each by reading one mark more."""
        for price, stack, trail in states:
            if mark.none < NEVER:
                yield price + mark.none, stack, trail
            if mark.closes < NEVER:
                yield from self._close(price + mark.closes, stack, trail, mark)
            if mark.opens < NEVER:
                yield from self._open(price + mark.opens, stack, trail, mark)

    def _open(self, price: float, stack: tuple[Mark, ...], trail: Trail, mark: Mark) -> Iterator[State]:
        if not stack:
            yield price, (mark,), trail
            if _opens_two(mark):
                yield price + OPENING_TWO, (mark, mark), trail
            return
        top = stack[-1]
        if len(stack) < MAX_DEPTH and mark.opens <= MAX_CARRIED_PRICE:
            yield price + self._nested(top, mark), (*stack, mark), trail
        carried = self._carried(top, mark, trail[1] if trail else None)
        if carried < NEVER:
            yield price + carried, (*stack[:-1], mark), (trail, Read(CARRIED, mark, top))
        end = _end_before(top, mark)
        yield price + end, (*stack[:-1], mark), (trail, Read(UNCLOSED, top)) if end else trail

    def _close(self, price: float, stack: tuple[Mark, ...], trail: Trail, mark: Mark) -> Iterator[State]:
        carried = trail is not None and trail[1].kind == CARRIED
        if stack and (mark.closes <= MAX_CARRIED_PRICE or (len(stack) == 1 and not carried)):
            top = stack[-1]
            paired = price + self._paired(top, mark)
            yield paired, stack[:-1], (trail, Read(PAIRED, mark, top))
            if len(stack) > 1:
                if _is_shared(stack[-2], top, mark):
                    yield paired + SHARED, stack[:-2], (trail, Read(PAIRED, mark, top))
                outer = price + FAULT + self._paired(stack[-2], mark)
                yield outer, stack[:-2], ((trail, Read(UNCLOSED, top)), Read(PAIRED, mark, stack[-2]))
        yield price + FAULT + (INSIDE if stack else 0.0), stack, (trail, Read(UNOPENED, mark))

    def is_odd(self, opening: str, closing: str) -> bool:
        """Whether two marks make no pair in a text whose other marks are right: straight and curly, or turned."""
        pair = opening + closing
        if pair in NO_PAIRS:
            return True
        if self._low:  # „…“, „…”, „…" and '"' after „ are all in use
            return bool(self.usual) and opening == "„" and closing != self.usual
        return pair in ODD_PAIRS or (pair == "””" and not self._swedish)

    def _paired(self, opening: Mark, closing: Mark) -> float:
        pair = opening.mark + closing.mark
        price = 0.0
        if pair not in GOOD_PAIRS:
            price = ODD if self.is_odd(opening.mark, closing.mark) else 0.0 if pair == "””" else TURNED
        if pair == "„“":
            price -= 1.0  # the mark that closes is one that opens elsewhere
        if opening.block is closing.block:
            return price
        return price + self._crossed(opening, closing)

    def _crossed(self, opening: Mark, closing: Mark) -> float:
        """What it costs that a quotation ends in a later block than it begins."""
        blocks = closing.block.index - opening.block.index
        if blocks > MAX_BLOCKS or closing.block.start - opening.block.start > MAX_CHARACTERS:
            return 2 * FAULT
        if self._is_said_after(opening):
            return 2 * FAULT
        if self._is_sentence(opening):
            return ANOTHER_BLOCK + EACH_BLOCK * blocks
        return ANOTHER_BLOCK + FRAGMENT + EACH_BLOCK_OF_FRAGMENT * blocks

    def _nested(self, top: Mark, mark: Mark) -> float:
        price = NESTED.get(mark.mark, NESTED_ELSE)
        if top.block is mark.block:
            start = max(top.at, mark.at - MAX_ATTRIBUTION_CHARACTERS)
            said = ends_sentence(_before(mark).rstrip(" —–")) and self.is_said(
                mark.block.text[start : mark.at].rstrip(" —–")
            )
            return price + FAULT if said else price
        return price + (FAULT if _begins(mark) else NESTED_FAR)

    def _carried(self, top: Mark, mark: Mark, last: Read | None) -> float:
        """What it costs that a mark opens anew what another has opened."""
        if max(top.opens, mark.opens) > MAX_CARRIED_PRICE or not self._is_sentence(top):
            return NEVER
        if top.block is mark.block:
            if last and last.mark.block is top.block and last.mark.at > top.at:
                return NEVER  # a quotation inside it, and no joint between paragraphs
            before = _before(mark)
            start = max(top.at, mark.at - MAX_ATTRIBUTION_CHARACTERS)
            if not ends_sentence(before) or self.is_said(top.block.text[start : mark.at].rstrip()):
                return NEVER
            return CARRYING_IN_BLOCK
        between = mark.block.index - top.block.index - 1
        if not _begins(mark) or (between and not self._is_one_paragraph(top, mark)) or self._is_said_after(top):
            return NEVER
        role = self.article.layout.roles[top.block.index]
        again = last is not None and last.mark is top  # and so a paragraph, whatever it looks like
        if role in NOT_CARRIED and not again and not (role == "heading" and top.at == 0):
            return NEVER
        return CARRYING_OVER * between + (CARRYING if ends_sentence(top.block.text) else CARRYING_UNENDED)

    def _is_one_paragraph(self, top: Mark, mark: Mark) -> bool:
        """Whether the blocks from one mark to the one before another are the sentences of one paragraph, a line each."""
        blocks = self.article.blocks
        if mark.block.index - top.block.index > MAX_CARRIED_BLOCKS:
            return False
        gaps = [blocks[i + 1].first > blocks[i].last + 1 for i in range(top.block.index, mark.block.index - 1)]
        return not any(gaps) and self.article.view(has_sentence_lines)

    def _is_sentence(self, mark: Mark) -> bool:
        """Whether what is opened begins like a sentence: a “fragment” is not carried on in the next paragraph."""
        known = self._sentences.get(mark)
        if known is None:
            last = _before(mark).rpartition(" ")[2]
            known = self._sentences[mark] = _begins_sentence(mark) or self.is_said(f", {last}")
        return known

    def _is_said_after(self, mark: Mark) -> bool:
        """Whether the block goes on behind the mark to say who said it, so that the quotation should be over."""
        text = mark.block.text
        return self.is_said(text[max(mark.at, len(text) - MAX_ATTRIBUTION_CHARACTERS) :])


def has_sentence_lines(article: Article) -> bool:
    """Whether nearly every line of the article is one sentence, for its views."""
    several = sum([re.search(SENTENCE_JOINT, block.text) is not None for block in article.blocks])
    return several <= MAX_SHARE_OF_SEVERAL * len(article.blocks)


def usual_closer(text: str) -> str:
    """The mark that closes what „ opens, in a text that uses another once or twice; otherwise an empty string."""
    if "„" not in text:
        return ""
    counted = sorted([(text.count(mark), mark) for mark in CLOSERS])
    rare, usual = counted[-2][0], counted[-1]
    return usual[1] if usual[0] >= MIN_USUAL and 0 < rare <= MAX_RARE else ""


def _ended(states: list[State]) -> list[Read]:
    """The reading of each mark that is cheapest when the article has ended, in order."""
    ends = [(price + sum([_end(mark) for mark in stack]), stack, trail) for price, stack, trail in states]
    _, stack, trail = min(ends, key=lambda state: state[0])
    out = [Read(UNCLOSED, mark) for mark in stack if _end(mark)]
    while trail is not None:
        trail, read = trail
        out.append(read)
    return sorted(out, key=lambda read: (read.mark.block.index, read.mark.at))


def _cheapest(states: Iterable[State], lead: float) -> list[State]:
    """The cheapest readings, one for each set of open marks."""
    best: dict[tuple[Mark, ...], State] = {}
    for state in states:
        known = best.get(state[1])
        if known is None or state[0] < known[0]:
            best[state[1]] = state
    ordered = sorted(best.values(), key=lambda state: state[0])
    most = ordered[0][0] + lead
    return [state for state in ordered[:MAX_STATES] if state[0] <= most]


def _end(mark: Mark) -> float:
    """What it costs that a quotation is open at the end of its block: nothing where a single mark closed it."""
    return 0.5 if re.search(r"[.!?…]['’]$", mark.block.text[-2:]) else FAULT


def _end_before(top: Mark, mark: Mark) -> float:
    return FAULT if top.block is mark.block else _end(top)


def _is_shared(outer: Mark, inner: Mark, mark: Mark) -> bool:
    """Whether a mark may close two quotations after a Cyrillic word, as it is done there: where the block ends, and
    where both begin together (ОАО «НК «Роснефть»)."""
    text = mark.block.text
    if outer.block is not mark.block or inner.block is not mark.block:
        return False
    if len(text) - mark.at > MAX_END_CHARACTERS and inner.at - outer.at > MAX_SHARED_CHARACTERS:
        return False
    return re.search("[\u0400-\u04ff]", text[max(0, mark.at - MAX_END_CHARACTERS) : mark.at]) is not None


def _opens_two(mark: Mark) -> bool:
    """Whether a mark may open two quotations («Ока» — наш паром», — сказал он): one that begins a sentence in Russian."""
    if mark.mark != "«" or not re.match("[\u0400-\u04ff]", mark.block.text[mark.end : mark.end + 1]):
        return False
    return mark.at == 0 or ends_sentence(_before(mark))


def _begins(mark: Mark) -> bool:
    """Whether a paragraph begins with the mark."""
    return mark.at < NEARBY_CHARACTERS and not mark.block.text[: mark.at].strip(" -–—*•")


def _begins_sentence(mark: Mark) -> bool:
    text, start = mark.block.text, mark.end
    rest = text[start : start + NEARBY_CHARACTERS].lstrip(" …'‘([¿¡.—–-\u00a0")
    before = _before(mark)[-1:]
    return mark.at <= 1 or before in ":：," or not (rest[:1].islower() or before.isalnum())


def _before(mark: Mark) -> str:
    return mark.block.text[max(0, mark.at - NEARBY_CHARACTERS) : mark.at].rstrip()
