"""`passage`: a stretch that begins with a phrase of the page, wherever in a line something new may begin: “Read also:
Mayor opens bridge”, “Photo: Jo Marsh / AP”, “Sign up for our newsletter”.

Where `lines` knows whole lines, this knows how they begin. How far the stretch reaches, a rule says: a headline, a
sentence, names, or the phrase alone. It ends with its line at the latest.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from artlint.base.model import Finding, Span
from artlint.base.spans import holds
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check, runs
from artlint.checks.common.page_phrases import Phrases, prepare_phrases
from artlint.text.layout import ends_of_prose
from artlint.text.segments import CLOSING, KEY_LENGTH, OPENING, OWN_STOPS, STOPS, UPPER, WIDE_STOPS
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block
    from artlint.text.segments import Joint

MAX_HEADLINE = 220  # characters: what is longer is no headline
MIN_SENTENCE_WORDS = 5  # of a sentence with which an article goes on behind a credit
MIN_HEADLINE = 8  # characters: an end so near is that of an abbreviation
MAX_SHOWN = 80  # characters of a passage in a message
MAX_ENTRY_WORDS = 2
MIN_TITLE_WORDS = 5
MAX_TITLED, MIN_TAKEN_UP = 3000, 0.4  # characters of the text, and the share of a title's words that it takes up
MIN_LONG_PHRASE = 10  # characters: what is as long says enough
MAX_TO_DATE = 40  # characters from a phrase to the first digit of a date
MAX_NAMES = 140  # characters of a credit
FARTHEST = 1200  # characters from a phrase to the end of its passage
SENTENCE_END = (
    rf"[{STOPS}{OWN_STOPS}{WIDE_STOPS}][{CLOSING}]{{0,2}}(?=[ \u00a0]|$|[{UPPER}{OPENING}])|[{OWN_STOPS}{WIDE_STOPS}]"
)
# A word of a credit: a name, a firm in capitals, a connection between them.
NAME_WORD = (
    rf"[ \u00a0]*(?:[/|,&+·•–—-]|\(|(?:[{UPPER}][\w.'’-]*|\d{{4}}|@\w+|(?:via|for|by|of|and|de|du|del|der|den|van|von|da|dos|the|für|pour"
    rf"|per|per la|og|och|i|y|e|et|und|www|https?:\S+)(?![\w]))\.?)[)\]]*"
)
# What ends in a stop and no sentence: a title before a name, an initial, an hour before its zone.
TITLES = (
    "Mr|Mrs|Ms|Dr|Drs|St|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Maj|Rev|Hr|Fr|Sra|Dra|Dña|Dott|vs|ws|ks|inż|mgr|ड|ড|মো|डॉ"
)
SHORT_FORM = rf"(?<![\w.])(?:{TITLES}|[{UPPER}]|(?:[{UPPER}]\.)+[{UPPER}]|[ap]\.m)\.$"
BEFORE_NAME = r"(?:^|\s)(?:of|in|on|from|to|with|and|by|for|at|de|von|di|du|et|und|y|e)$"
ZONE = r"\s+(?:[A-Z]{2,4}\b|and |y |et |und )"
MAX_SHORT_FORM = 16  # characters, with what stands before it
MAX_NEXT = 100  # behind a stop that are looked at
# Where what follows is glued to a name; “GettyImages” and “McDonald” are one.
GLUED_NAME = rf"(?<=[a-zß-ÿа-я]{{3}})(?=\d{{2}}|[{UPPER}])(?!(?i:images?|photos?|press[e]?|stock|media|wire|fotos?|pictures?|news|bild|agency|tv)\b)"
PAIRS = {"(": ")", "[": "]", "【": "】", "（": "）", "«": "»"}
GLUED_QUOTATION = rf"[^\W\d_](?=[“«][{UPPER}¡¿])"  # of the author's, to the end of a headline
FUNCTION_WORD = (  # a small word with a capital
    r"[ \u00a0](?=(?:The|This|That|These|Those|But|And|In|It|He|She|They|We|At|On|As|If|When|While|After|For|With|There"
    r"|Der|Die|Das|Ein|Eine|Im|Am|Auf|Mit|Nach|Bei|Für|Und|Aber|Wie|Es|Er|Sie|Le|La|Les|Un|Une|Des|Dans|Pour|Mais|Il|Elle|Ce|Cette|En|Au"
    r"|El|Los|Las|Por|Con|Del|Según|Il|Lo|Gli|Nel|Nella|Dopo|Per|Come|De|Het|Een|W|Z|Na|Do|O|Po|Jak|Ale|To|Nie|Od|Dla|Przy"
    r"|В|На|По|С|Как|Но|Это|Он|Она|Они|При|За|А|Az|Egy|De|És|Nem|Bu|Bir|Ve|Dan|Di|Pada|Yang)[ \u00a0])"
)
FUNCTION_STARTS = (
    rf"(?<=[^\W\d_A-Z]){FUNCTION_WORD}"  # in the middle of a line: a sentence begins there, its stop is lost
)


class Passage(Check):
    """Reports each stretch that begins with one of the phrases."""

    args = {"phrase": "the phrase as it stands there", "passage": "the stretch, shortened in the middle"}
    only_prepared = ("phrases",)

    class Options:
        phrases: Annotated[
            dict[str, list[str]],
            Meta(
                description="phrases by language code. One in capitals is found in capitals only; any other in both. A "
                "colon at its end must be there; {n}, {name} and {any} stand for a number, a name, anything"
            ),
        ]
        extent: Annotated[
            Literal["headline", "sentence", "names", "phrase", "date"],
            Meta(
                description="how far it reaches: a headline, a sentence, names, the phrase alone, or a date: behind "
                "a label without one it is the label alone"
            ),
        ] = "headline"
        short_line: Annotated[
            int,
            Meta(ge=0, description="a line of at most so many characters in which it stands belongs to it as a whole"),
        ] = 0
        edge: Annotated[
            Literal["any", "outside"],
            Meta(description="look everywhere, or only above the first and below the last running text"),
        ] = "any"

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        return prepare_phrases(options["phrases"], ("phrases",))

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._phrases = Phrases(prepared)

    def run(self, article: Article) -> Iterator[Finding]:
        text = article.text
        for run in runs(self._passages(article), lambda one, other: not text[one[1].end : other[1].start].strip()):
            whole = Span(run[0][1].start, run[-1][1].end)  # pleas come in several sentences
            yield Finding(whole, {"phrase": run[0][0], "passage": quoted(article.slice(whole), MAX_SHOWN)})

    def _passages(self, article: Article) -> Iterator[tuple[str, Span]]:
        """Each phrase that opens a passage, as a message shows it, and the place of the passage."""
        done: tuple[int, int] = (-1, 0)  # the block of the last finding, and where in it that ends
        for index, at, key in self._phrases.places(article.openings):
            block = article.blocks[index]
            end = self._end_of_phrase(block.text, at, key)
            if not end or (index == done[0] and at < done[1]) or holds(article.boilerplate, block.offset(at)):
                continue
            if self.options.extent == "names" and _goes_on(block.text, at, end):
                continue
            if self.options.edge == "outside" and not _is_outside(article, block):
                continue
            text = block.text
            if self.options.extent == "headline" and not at and _is_title(article, block):
                continue
            start, stop = self._extent(article, block, at, end)
            if self.options.extent == "headline" and _is_entry(text[end:stop]):
                continue
            done = index, stop
            yield quoted(text[at:end]), block.span(start, stop)

    def _end_of_phrase(self, text: str, at: int, key: str) -> int:
        """Where the longest phrase ends that stands there; 0 where none does."""
        return max([match.end() for match in self._phrases.matches(text, at, key)], default=0)

    def _extent(self, article: Article, block: Block, at: int, end: int) -> tuple[int, int]:
        text = block.text
        start, stop = self._own_extent(article, block, at, end)
        if len(text) <= self.options.short_line and (
            at <= KEY_LENGTH or (len(text) - end <= MAX_NAMES and not _is_sentence(text[stop:]))
        ):
            return 0, len(text)
        return start, stop

    def _own_extent(self, article: Article, block: Block, at: int, end: int) -> tuple[int, int]:
        """The same, without the rest of a short line."""
        text = block.text
        opened = _bracket_before(text, at)
        if opened is not None:
            closing = text.find(PAIRS[text[opened]], end, end + MAX_HEADLINE)
            if closing > 0:
                return opened, closing + 1
        start = _with_marks(text, at)
        return start, _trimmed(text, end, self._stop(article, block, end))

    def _stop(self, article: Article, block: Block, end: int) -> int:
        text, extent = block.text, self.options.extent
        if extent == "phrase":
            return end
        if extent == "date" and text[end - 1] in ":：" and not re.search(r"\d", text[end : end + MAX_TO_DATE]):
            return end
        nearest = _next_joint(article.marks[block.index].joints, end + MIN_HEADLINE, end + FARTHEST) or len(text)
        if extent == "names":
            return min(nearest, _end_of_names(text, end))
        if extent == "sentence":
            return min(nearest, _end_of_sentence(text, end))
        return _end_of_headline(text, end, nearest)


def _is_sentence(text: str) -> bool:
    """Whether the article goes on behind a credit."""
    text = text.strip()
    return text[:1].isupper() and ends_sentence(text) and len(text.split()) >= MIN_SENTENCE_WORDS


def _is_title(article: Article, block: Block) -> bool:
    """Whether a block is the first line and the title: “Special report: …” is what the article is, if it takes up the
    words of that line."""
    text = block.text
    if block.index or len(text) > MAX_HEADLINE or block.words < MIN_TITLE_WORDS or ends_sentence(text):
        return False
    words = set(re.findall(r"[^\W\d_]{5,}", text.casefold()))
    rest = article.lowered[len(text) : MAX_TITLED]
    return len(words) > 1 and sum(word in rest for word in words) >= MIN_TAKEN_UP * len(words)


def _next_joint(joints: Sequence[Joint], first: int, last: int) -> int:
    """Where the next joint that parts more than two sentences ends, from one place to another; 0 where there is none."""
    i = bisect_left(joints, first, key=attrgetter("end"))
    while i < len(joints) and joints[i].kind == "sentence" and joints[i].end <= last:
        i += 1
    return joints[i].end if i < len(joints) and joints[i].end <= last else 0


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether a small letter follows a short phrase: “photo by photo” begins a sentence, and no credit."""
    return end - at < MIN_LONG_PHRASE and _next_letter(text, end).islower() and _end_of_names(text, end) == end


def _next_letter(text: str, at: int) -> str:
    """What stands behind white space that begins here; nothing where none does."""
    start = at
    while at < len(text) and text[at].isspace():
        at += 1
    return text[at : at + 1] if at > start else ""


def _is_entry(target: str) -> bool:
    """Whether a link leads to an entry of the same text, in a word or two with small letters, and to no headline."""
    words = target.split()
    return 0 < len(words) <= MAX_ENTRY_WORDS and words[0].islower()


def _bracket_before(text: str, at: int) -> int | None:
    """The place of the bracket that opens right before a place, or None."""
    before = at - 1
    while before >= 0 and text[before].isspace():
        before -= 1
    return before if before >= 0 and text[before] in PAIRS and text[before] != "«" else None


def _with_marks(text: str, at: int) -> int:
    """Where the signs begin that stand before a label: “» Read also”."""
    match = re.search(r"(?:(?<=\s)|^)[»›>►▶➤→⇒•●■▪*#|–—-]+[ \u00a0]?$", text[max(0, at - 6) : at])
    return at - len(match.group()) if match else at


def _end_of_headline(text: str, end: int, nearest: int) -> int:
    """Where a headline ends: at the next joint, if that is near; else where a sentence begins or ends."""
    if nearest - end <= MAX_HEADLINE and nearest < len(text):
        return nearest
    quotation = re.search(GLUED_QUOTATION, text[end + MIN_HEADLINE : end + MAX_HEADLINE])
    if quotation:
        return end + MIN_HEADLINE + quotation.end()
    inside = _end_of_sentence(text, end)
    if not _in_title_case(text[end : end + MAX_HEADLINE]):
        lost = re.search(FUNCTION_STARTS, text[end + MIN_HEADLINE : end + MAX_HEADLINE])
        if lost:
            glued = end + MIN_HEADLINE + lost.start()
            return glued if glued < inside or inside - end < MAX_HEADLINE // 3 else inside
    return inside if len(text) - end > MAX_HEADLINE or inside < len(text) else len(text)


def _in_title_case(text: str) -> bool:
    words = [w for w in text.split() if len(w) > 3 and w[0].isalpha()]
    return len(words) > 3 and sum(w[0].isupper() for w in words[:8]) > 0.6 * len(words[:8])


def _end_of_sentence(text: str, end: int) -> int:
    for match in re.finditer(SENTENCE_END, text[end : end + FARTHEST]):
        stop = end + match.end()
        if stop == len(text) or (
            match.end() >= MIN_HEADLINE and not _is_inside(text[end:stop], text[stop : stop + MAX_NEXT])
        ):
            return stop
    return min(len(text), end + FARTHEST)


def _is_inside(piece: str, following: str) -> bool:
    """Whether a piece that ends with a stop goes on behind it: with a small letter, after a short form, in a bracket, in
    a quotation of a script whose quotations hold whole sentences."""
    if piece[-1] == "." and (_next_letter(following, 0).islower() or _is_shortened(piece[-MAX_SHORT_FORM:], following)):
        return True
    opened = max(piece.rfind("「"), piece.rfind("["))
    if opened < 0 or len(piece) - opened > MAX_NAMES or re.search(r"[」\]]", piece[opened:]):
        return False
    return re.match(r"[^「\[\n]{0,80}[」\]]", following) is not None  # and it closes


def _is_shortened(end: str, following: str) -> bool:
    """Whether a stop is that of a short form: no small word with a capital follows, with which a sentence begins."""
    found = re.search(SHORT_FORM, end)
    if found is None:
        return False
    if found.group().endswith(".m."):
        return re.match(ZONE, following) is not None
    before = end[: found.start()].rstrip()
    if re.match(rf"[{UPPER}]\.", following):  # “U.N.”
        return True
    is_noun = re.search(r"(?:^|\s)[^\W\d_A-ZÀ-ÞА-Я]+$", before) is not None and not re.search(BEFORE_NAME, before)
    is_letter = len(found.group()) == 2 and is_noun  # “vitamin C.”
    return not (is_letter or re.match(FUNCTION_WORD, following))


def _end_of_names(text: str, end: int) -> int:
    at = end
    while at < len(text) and at - end < MAX_NAMES:
        match = re.compile(NAME_WORD).match(text, at)
        if not match or match.end() == at:
            break
        glued = re.search(GLUED_NAME, match.group())
        if glued:  # “Photo: Jo MarshIn May”
            return at + glued.start()
        at = match.end()
    return at


def _trimmed(text: str, least: int, stop: int) -> int:
    while stop > least and text[stop - 1].isspace():
        stop -= 1
    return stop


def _is_outside(article: Article, block: Block) -> bool:
    """Whether a block does not stand between two blocks of running text, in an article that has some."""
    first, last = article.view(_ends_of_prose)
    return last >= 0 and not first < block.index < last


def _ends_of_prose(article: Article) -> tuple[int, int]:
    return ends_of_prose(article.blocks)
