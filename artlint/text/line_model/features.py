"""The look of a line in numbers: its own shape, where it stands, and its neighbours.

The same code makes the numbers for training (benchmarks/quality/line_model.py) and for a run. A change of it asks for new training.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.text.blocks import dense
from artlint.text.folding import counted
from artlint.text.layout import is_bullet
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.text.blocks import Block

# What is handed to C is named in model.py.
MAX_SHAPE_CHARACTERS = 160  # the shape of a line shows at its beginning
MAX_DATE_CHARACTERS = 120  # in which a date is looked for
MAX_SPLIT_CHARACTERS = 1500  # that are split into words
MAX_SHORT_WORD = 3  # characters
MIN_CONTENT_WORD = 3  # characters
MIN_PROSE_WORDS = 45  # so long a line is running text
MIN_SENTENCE_WORDS = 15  # and so long a one that ends as sentences do; or, of scripts without spaces:
MIN_DENSE_CHARACTERS = 30
MIN_DENSE_SHARE = 0.3  # of the characters, and more
MIN_LONG_WORDS = 30  # running text of this length is the article's, and is not asked
MIN_TITLE_WORDS = 4
MAX_TITLE_LINES = 6  # in which the title is looked for
MAX_LIKE_WORDS = 3  # by which two lines differ that look alike
MAX_TERM_WORDS = 40  # of a line, by which it is looked up
MAX_WHOLE_WORDS = 8  # of a line that is looked up as a whole, too
NEARBY_LINES = (-3, -2, -1, 1, 2, 3)  # the lines around that a line is told of
MAX_AVERAGED_LINES = 5  # to either side
MAX_DISTANCE = 99  # lines to the next running text
NOTHING = -1.0  # what there is no number of
# Unlike text/sentence_marks.py: what sentences end in as far as counting them was of use when the trees were trained.
MODEL_SENTENCE_ENDS = (". ", "! ", "? ", ".” ", '." ', "。", "！", "？")

# Words that sentences are made of and labels are not, in the larger languages.
FUNCTION_WORDS = frozenset(
    """
    a aan akan al ale alle als an anche and ao are as at att au auch auf aus av avec be been bei bij bir bu but by
    byl ce che com como con da daha dan dans dari das dass dat de del della dem den dengan der des det di die do dos
    e een ein eine el elle em en er es est et ett foi for from fue für gli ha had har has hat have he her het his i
    il ile im in ini inte is ist it its itu için jak jest la las le les lo los mais met mit more más na nach nicht
    nie niet no non not não o och od of olarak om on ont ook op or os pada par para pas plus po por pour przez på
    que qui sa se ses seu she si sich sie się som son sono su sua sur te that the their there they this tidak till
    to tym um uma un und une untuk van ve von voor w war was we werd were when which who will wir wird with would y
    yang you z za zijn zu är çok è été że από για δεν είναι η και με να οι που σε στη στο τα την της το τον του των
    был в від для до же з и из його к на не но он от по про с та так у це что що это і
    """.split()  # noqa: SIM905
)


class Line(NamedTuple):
    """One block: the words that it begins with, whether it is running text, and its shape."""

    tokens: list[str]
    prose: bool
    words: int
    shape: list[float]
    near: list[float]


SHAPE = (
    "characters", "words", "sentence end", "colon end", "commas", "ellipsis end", "question", "exclamation", "capitals",
    "digits", "capitalised words", "symbols", "small initial", "digit initial", "bullet", "pipes", "arrows", "address",
    "copyright", "function words", "function word count", "dense script", "sentences", "date", "short words", "quotation marks",
)  # fmt: skip
TOLD = ("words", "sentence end", "capitals", "function words", "capitalised words", "bullet", "colon end", "digits")
UNTOLD = [0.0] * (len(SHAPE) - 3)
PLACE = (
    "from start", "from end", "share of lines above", "share of text above", "from prose above", "from prose below",
    "from first prose", "from last prose", "prose", "share of prose above", "lines", "prose lines", "share of prose lines",
    "share of prose text", "times in text", "shared with prose", "shared with title", "words around", "prose around",
    "prose after", "prose before", "gap above", "gap below", "like neighbours",
)  # fmt: skip
NAMES = (*SHAPE, *PLACE, *(f"{name} at {offset:+}" for offset in NEARBY_LINES for name in TOLD))
SENTENCE_END, BULLET = TOLD.index("sentence end"), TOLD.index("bullet")
NO_LINE = [NOTHING] * len(TOLD)  # what stands for a line before the first and after the last
LIKE = (-2, -1, 1, 2)  # the lines around that may be like a line


def line(block: Block) -> Line:
    """The line's own numbers; of long running text only those that its neighbours are told."""
    text = block.text
    head = text[:MAX_SHAPE_CHARACTERS]
    size, total = len(head), len(text)
    tokens = re.findall(r"\w+", text[:MAX_SPLIT_CHARACTERS].lower())
    count = max(1, len(tokens))
    letters = sum(map(str.isalpha, head)) or 1
    capitals = sum(map(str.isupper, head)) / letters
    digits = sum(map(str.isdigit, head)) / size
    initials = [w[0] for w in head.split() if w[0].isalpha()]
    titled = sum(map(str.isupper, initials)) / len(initials) if initials else 0.0
    functions = sum(map(FUNCTION_WORDS.__contains__, tokens))
    words = max(block.words, 1)
    ended, bullet, colon = float(ends_sentence(text)), float(is_bullet(text)), float(text[-1] in ":：")
    share = dense(head) / size
    is_long_dense = share > MIN_DENSE_SHARE and total >= MIN_DENSE_CHARACTERS
    prose = words >= MIN_PROSE_WORDS or bool(ended and (words >= MIN_SENTENCE_WORDS or is_long_dense))
    near = [float(words), ended, capitals, functions / count, titled, bullet, colon, digits]
    if prose and words >= MIN_LONG_WORDS:
        return Line(tokens, prose, words, [float(total), float(words), ended, *UNTOLD], near)
    symbols = (size - sum(map(str.isalnum, head)) - sum(map(str.isspace, head))) / size
    lowered, end = head.lower(), text[-1]
    shape = [
        float(total), float(words), ended, colon, float(text.count(",") + text.count("，") + text.count("、")),
        float(end == "…" or text.endswith("...")), float(end in "?？"), float(end in "!！"), capitals, digits, titled,
        symbols, float(text[0].islower()), float(text[0].isdigit()), bullet, float(text.count("|")),
        float(text.count(">") + text.count("»") + text.count("›")),
        float("http" in lowered or "www." in lowered or ".com" in lowered or "@" in lowered),
        float("©" in head or "(c)" in lowered or "copyright" in lowered), functions / count, float(functions), share,
        float(sum(map(text[:MAX_SPLIT_CHARACTERS].count, MODEL_SENTENCE_ENDS))),
        float(_has_date(head)),
        sum(map(MAX_SHORT_WORD.__ge__, map(len, tokens))) / count,
        float(text.count('"') + text.count("“") + text.count("”") + text.count("«")),
    ]  # fmt: skip
    return Line(tokens, prose, words, shape, near)


def _has_date(head: str) -> bool:
    date = r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\d{1,2}[./-]\d{1,2}[./-]"
    return re.search(r"\d", head) is not None and re.search(date, head[:MAX_DATE_CHARACTERS]) is not None


def vectors(
    blocks: Sequence[Block], lines: Sequence[Line], keys: list[str], asked: Sequence[int] | None = None
) -> list[list[float]]:
    """All numbers of each block, or of those `asked`, in the order of NAMES. `keys` are the blocks' folded texts."""
    page = _Page(blocks, lines, keys)
    return [page.vector(i) for i in (range(len(lines)) if asked is None else asked)]


class _Page:
    """The lines of an article, and what is counted of all of them together."""

    def __init__(self, blocks: Sequence[Block], lines: Sequence[Line], keys: list[str]) -> None:
        size = len(lines)
        prose = [entry.prose for entry in lines]
        lengths = [entry.shape[0] for entry in lines]
        self.blocks, self.lines, self.keys, self.size = blocks, lines, keys, size
        self.times = counted(keys)
        self.distance_above, self.distance_below = _distances(prose), _distances(prose[::-1])[::-1]
        self.first_prose = next((i for i in range(size) if prose[i]), size)
        self.last_prose = next((i for i in range(size - 1, -1, -1) if prose[i]), -1)
        self.prose = sum(prose)
        self.characters = max(1.0, sum(lengths))
        self.prose_share = sum(n for n, p in zip(lengths, prose, strict=True) if p) / self.characters
        # Up to each line.
        self.prose_before = list(accumulate(prose, initial=0))
        self.words_before = list(accumulate((entry.words for entry in lines), initial=0))
        self.characters_before = list(accumulate(lengths, initial=0.0))
        self.vocabulary = {token for entry in lines if entry.prose for token in entry.tokens}
        self.title = _title(lines)

    def vector(self, i: int) -> list[float]:
        """All numbers of line i."""
        numbers = [*self.lines[i].shape, *self._place(i), *self._sharing(i), *self._surroundings(i)]
        for offset in NEARBY_LINES:
            numbers += self.lines[i + offset].near if 0 <= i + offset < self.size else NO_LINE
        return numbers

    def _place(self, i: int) -> list[float]:
        """Where the line stands in the article, and how much of that is running text."""
        size, prose = self.size, self.prose
        return [
            i, size - 1 - i, i / size, self.characters_before[i] / self.characters,
            self.distance_above[i], self.distance_below[i], self.first_prose - i, i - self.last_prose,
            float(self.lines[i].prose), self.prose_before[i] / max(1, prose), size, prose, prose / size, self.prose_share,
        ]  # fmt: skip

    def _sharing(self, i: int) -> list[float]:
        """How often the line stands there, and the shares of its words that are the text's and the title's."""
        content = [t for t in self.lines[i].tokens if len(t) >= MIN_CONTENT_WORD and t not in FUNCTION_WORDS]
        of_title = _share(content, self.title) if self.title else NOTHING
        return [self.times[self.keys[i]], _share(content, self.vocabulary), of_title]

    def _surroundings(self, i: int) -> list[float]:
        """The lines around: how long, how much of them running text, how far away, and how many alike."""
        size, blocks, prose_before, words_before = self.size, self.blocks, self.prose_before, self.words_before
        low, high = max(0, i - MAX_AVERAGED_LINES), min(size, i + MAX_AVERAGED_LINES + 1)
        return [
            (words_before[high] - words_before[low]) / (high - low),
            (prose_before[high] - prose_before[low]) / (high - low),
            (self.prose - prose_before[i + 1]) / max(1, size - i - 1),
            prose_before[i] / max(1, i),
            blocks[i].first - blocks[i - 1].last if i else 0,
            blocks[i + 1].first - blocks[i].last if i + 1 < size else 0,
            sum(self._is_like(i, i + offset) for offset in LIKE if 0 <= i + offset < size),
        ]

    def _is_like(self, i: int, j: int) -> bool:
        """Whether line j, which is no sentence, looks like line i."""
        line, other = self.lines[i], self.lines[j]
        as_long = abs(other.words - line.words) <= MAX_LIKE_WORDS
        return as_long and other.near[BULLET] == line.near[BULLET] and not other.near[SENTENCE_END]


def _title(lines: Sequence[Line]) -> set[str]:
    """The words of the title: of the first line that is long enough and no sentence."""
    found = (e for e in lines[:MAX_TITLE_LINES] if not e.near[SENTENCE_END] and e.words >= MIN_TITLE_WORDS)
    return set(next((e.tokens for e in found), ()))


def _share(words: Sequence[str], known: set[str]) -> float:
    """The share of the words that are known."""
    return sum(map(known.__contains__, words)) / len(words) if words else NOTHING


def _distances(prose: Sequence[bool]) -> list[int]:
    """How many lines above each line the nearest running text stands."""
    out, distance = [], MAX_DISTANCE
    for is_prose in prose:
        out.append(distance)
        distance = 1 if is_prose else min(MAX_DISTANCE, distance + 1)
    return out


def terms(tokens: Sequence[str]) -> list[str]:
    """The terms by which a line is looked up: its words, their pairs, the first, the last, and a short line as a whole."""
    words = ["#" if t.isdigit() else t for t in tokens[:MAX_TERM_WORDS]]
    if not words:
        return []
    out = [*words, *(f"{a} {b}" for a, b in pairwise(words)), f"^{words[0]}", f"{words[-1]}$"]
    if len(words) <= MAX_WHOLE_WORDS:
        out.append("=" + " ".join(words))
    return list(dict.fromkeys(out))
