"""The phrases of a long line, and their looks in numbers.

A line that holds a whole page has no line ends to show where its menus, teasers and forms begin, and often no sentence
ends. It is cut wherever something may begin: at a word with a capital or without small letters, behind the end of a
sentence, a colon or a bar, and where a capital touches the word before it. What is cut there is a phrase.

The same code makes the numbers for training (benchmarks/quality/phrase_model.py) and for a run. A change of it asks for
new training.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.text.line_model.features import FUNCTION_WORDS
from artlint.text.segments import LOWER, UPPER, around
from artlint.text.sentence_marks import CLOSING_MARKS, END_MARKS, ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_PHRASE_WORDS = 12
MAX_WORD = 60  # characters: what is longer is of a script that is written without spaces, or data, and is cut:
UNSPACED_PIECE = r"[^。！？、，：；】）」]{1,12}[。！？、，：；】）」]*|[。！？、，：；】）」]+"
BEGINNING_MARKS = "\"'“‘„«([¿¡「『（"
BREAKS = ":|»>)]：】）"  # behind a word that ends in one of these, something may begin
JOINING_MARKS = "-–—/'’&+@#_*\\"  # in front of a capital or a digit, inside one word
MIN_TOUCHING = 2  # letters of each of two words
MAX_NAME_DISTANCE = 20_000  # characters before and behind, in which a name that is written so is looked for
GLUED = rf"\d(?<=[{LOWER}]{{3}}\d)|[{UPPER}](?<=[”»)][{UPPER}])"  # what touches the word before it and is no opening (see segments.py)
ADDRESS = r"https?://|www\.|[^\s@]{1,60}@"  # how one begins: nothing is parted in it
DIGITS = str.maketrans("0123456789", "##########")
MARKS = BEGINNING_MARKS + CLOSING_MARKS + END_MARKS + ",;:|·•–—-*_{}<>/\\#+=~^&%$@。，、；：！？【】《》〈〉（）"
CODE = r"[{}=;<>_$\\]"
BEFORE, BEHIND = "<s>", "</s>"  # what stands before the first and behind the last word; no word is folded to these
MAX_NAMED_LENGTH = 3  # words of a phrase that its edge is told of

# Of each phrase, what windows are taken of, and these: places before and behind it, in phrases.
COUNTS = ("functions", "ended", "capitals", "digits", "glued", "code")
SCORE_WINDOWS = ((0, 1), (-3, 0), (1, 4), (-10, 0), (1, 11), (-30, 0), (1, 31), (-100, 101))
COUNT_WINDOWS = {
    "functions": ((0, 1), (-30, 0), (1, 31), (-100, 101)),
    "ended": ((0, 1), (1, 4), (-10, 0), (1, 11), (1, 31), (-100, 101)),
    "capitals": ((-3, 0), (-10, 0), (1, 11)),
    "digits": ((-10, 0), (1, 11)),
    "glued": ((-3, 0), (1, 4)),
    "code": ((0, 1), (-10, 11)),
}
EDGE_WINDOW = (-10, 11)
OWN = ("words", "characters", "words before", "words behind", "share before", "edge before", "edge behind", "edges around")  # fmt: skip
SENTENCE = ("words before in sentence", "words to its end", "its score", "its functions", "its capitals")
NAMES = (
    *(f"score {w}" for w in SCORE_WINDOWS), "score of all", *(f"{k} {w}" for k in COUNTS for w in COUNT_WINDOWS[k]), *OWN, *SENTENCE,
)  # fmt: skip


class Phrase(NamedTuple):
    """A phrase: where it stands in the line (characters), its words folded, and what is counted of it."""

    start: int
    end: int
    words: list[str]
    functions: int
    ended: int
    capitals: int
    digits: int
    glued: int
    code: int
    first: str  # its first word as it is written
    last: str


def phrases(text: str, openings: Sequence[int]) -> list[Phrase]:
    """The phrases of a line, in order. `openings` are the places in it where something may begin (see segments.py)."""
    out: list[Phrase] = []
    begun: list[tuple[int, str]] = []
    is_code = re.search(CODE, text) is not None
    for start, word in _words(text, openings):
        if begun and (_may_begin(word) or len(begun) == MAX_PHRASE_WORDS or _is_break(begun[-1][1])):
            out.append(_phrase(text, begun, is_code))
            begun = []
        begun.append((start, word))
    if begun:
        out.append(_phrase(text, begun, is_code))
    return out


def _words(text: str, openings: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The words with their places, those that touch each other parted."""
    places = {at for at in openings if at and text[at].isupper()}
    places.update(match.start() for match in re.finditer(GLUED, text))
    cuts = [*(at for at in sorted(places) if _touches(text, at)), len(text)]
    n = 0
    for match in re.finditer(r"\S+", text):
        start, end = match.span()
        is_whole = cuts[n] < end and re.compile(ADDRESS).match(text, start, end) is not None
        while cuts[n] < end:
            if cuts[n] > start and not is_whole:
                yield start, text[start : cuts[n]]
                start = cuts[n]
            n += 1
        if end - start > MAX_WORD:
            for piece in re.compile(UNSPACED_PIECE).finditer(text, start, end):
                yield piece.start(), piece.group()
        else:
            yield start, text[start:end]


def _touches(text: str, at: int) -> bool:
    """Whether a word begins here that touches the one before it, with a capital or a digit. Names that are written so
    stand in the text again."""
    before, sign = text[at - 1], text[at]
    if before == ".":
        return text[at - 2 : at - 1].islower()  # no initials
    if sign.isdigit() or not before.isalpha():
        return not before.isspace() and before not in BEGINNING_MARKS and before not in JOINING_MARKS
    start, end = around(text, at, str.isalpha)
    if at - start < MIN_TOUCHING or end - at < MIN_TOUCHING:
        return False
    word = text[start:end]
    return (
        text.find(word, end, end + MAX_NAME_DISTANCE) < 0
        and text.find(word, max(0, start - MAX_NAME_DISTANCE), start) < 0
    )


def _is_break(word: str) -> bool:
    """Whether something may begin behind this word."""
    last = word[-1]
    return not last.isalnum() and (last in BREAKS or ends_sentence(word))


def _may_begin(word: str) -> bool:
    first = word[0]
    return not first.islower() and (first.isalnum() or not word.lstrip(BEGINNING_MARKS)[:1].islower())


def _phrase(text: str, words: list[tuple[int, str]], is_code: bool) -> Phrase:
    start, last = words[0][0], words[-1]
    end = last[0] + len(last[1])
    written = [word for _, word in words]
    folded = [_folded(word) for word in written]
    return Phrase(
        start,
        end,
        folded,
        sum(map(FUNCTION_WORDS.__contains__, folded)),
        int(ends_sentence(last[1])),
        sum([word[0].isupper() for word in written]),
        sum([word[0].isdigit() for word in written]),
        int(start > 0 and not text[start - 1].isspace()),
        len(re.findall(CODE, text[start:end])) if is_code else 0,
        written[0],
        last[1],
    )


def _folded(word: str) -> str:
    """A word as it is looked up: small, without the marks around it, digits as #."""
    core = word.lower().strip(MARKS)
    return (core if core.isalpha() else core.translate(DIGITS)) or word[0]


def terms(found: Sequence[Phrase]) -> Iterator[list[str]]:
    """Of each phrase the terms by which its words are looked up: each, and each with the next, over its ends too."""
    before = BEFORE
    for n, phrase in enumerate(found):
        behind = found[n + 1].words[0] if n + 1 < len(found) else BEHIND
        words = [before, *phrase.words, behind]
        yield [*phrase.words, *[f"{a} {b}" for a, b in pairwise(words)]]
        before = phrase.words[-1]


def edge_terms(one: Phrase, other: Phrase) -> list[str]:
    """The terms by which the place between two phrases is looked up."""
    touch = "+" if one.end == other.start else " "
    tail = one.last[-1] if not one.last[-1].isalnum() else "0" if one.last[-1].isdigit() else "a"
    before, behind = _shape(one.last) + tail, _shape(other.first)
    head, second = other.words[0], other.words[1] if len(other.words) > 1 else ""
    previous = one.words[-2] if len(one.words) > 1 else ""
    return [
        f"<{one.words[-1]}", f"<{previous} {one.words[-1]}", f">{head}", f">{head} {second}", f"{before}{touch}", f"{touch}{behind}",
        f"{before}{touch}{behind}", f"{touch}{tail}{head}", f"<{min(MAX_NAMED_LENGTH, len(one.words))}",
        f">{min(MAX_NAMED_LENGTH, len(other.words))}",
    ]  # fmt: skip


def _shape(word: str) -> str:
    core = word.lstrip(BEGINNING_MARKS)
    first = core[:1]
    if first.isdigit():
        return "0"
    if first.isupper():
        return "AA" if core.isupper() and len(core) > 1 else "A"
    return "a" if first.islower() else "x" if first.isalpha() else first


class Numbers:
    """The numbers of the phrases of a line. `scores` are those of the words of each, `edges` those of the place before it,
    as log-odds."""

    def __init__(self, found: Sequence[Phrase], scores: Sequence[float], edges: Sequence[float]) -> None:
        self.phrases, self.edges, self.size = found, edges, len(found)
        self.words = list(accumulate((len(p.words) for p in found), initial=0))
        self.scores = _sums(scores)
        self.edge_sums = _sums(edges)
        self.counts = {name: _sums([getattr(p, name) for p in found]) for name in COUNTS}
        self.begins, self.ends = _sentences(found)

    def vector(self, i: int) -> list[float]:
        """The numbers of phrase i, in the order of NAMES."""
        numbers = [self._share(self.scores, i + a, i + b) for a, b in SCORE_WINDOWS]
        numbers.append(self._share(self.scores, 0, self.size))
        for name in COUNTS:
            sums = self.counts[name]
            numbers += [self._share(sums, i + a, i + b) for a, b in COUNT_WINDOWS[name]]
        words, all_words = self.words, self.words[-1]
        low, high = max(0, i + EDGE_WINDOW[0]), min(self.size, i + EDGE_WINDOW[1])
        phrase, begin, end = self.phrases[i], self.begins[i], self.ends[i]
        numbers += [
            len(phrase.words), phrase.end - phrase.start, words[i], all_words - words[i + 1], words[i] / all_words, self.edges[i],
            self.edges[i + 1] if i + 1 < self.size else self.edges[0], (self.edge_sums[high] - self.edge_sums[low]) / (high - low),
            words[i] - words[begin], words[end] - words[i], self._share(self.scores, begin, end),
            self._share(self.counts["functions"], begin, end), self._share(self.counts["capitals"], begin, end),
        ]  # fmt: skip
        return numbers

    def _share(self, sums: Sequence[float], low: int, high: int) -> float:
        """The sum over these phrases, for each word."""
        low, high = max(0, low), min(self.size, high)
        return (sums[high] - sums[low]) / max(1, self.words[high] - self.words[low]) if low < high else 0.0


def scores_around(found: Sequence[Phrase], scores: Sequence[float], reach: int) -> Iterable[float]:
    """Of each phrase the score of the words from `reach` phrases before it to as many behind, for each word."""
    words, sums, size = list(accumulate((len(p.words) for p in found), initial=0)), _sums(scores), len(found)
    for i in range(size):
        low, high = max(0, i - reach), min(size, i + reach + 1)
        yield (sums[high] - sums[low]) / (words[high] - words[low])


def _sums(values: Sequence[float]) -> list[float]:
    return list(accumulate(values, initial=0))


def _sentences(found: Sequence[Phrase]) -> tuple[list[int], list[int]]:
    """Of each phrase the first of its sentence, and the one behind its last."""
    begins, begin = [], 0
    for i, phrase in enumerate(found):
        begins.append(begin)
        if phrase.ended:
            begin = i + 1
    ends, end = [0] * len(found), len(found)
    for i in range(len(found) - 1, -1, -1):
        if found[i].ended:
            end = i + 1
        ends[i] = end
    return begins, ends
