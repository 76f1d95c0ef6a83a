"""Words and marks apart, near enough to spaCy's rules for English to stand in for them, without spaCy.

spaCy splits at white space and then takes marks off both ends of each piece, until none is left, and divides what
remains at hyphens and the like; a piece gives the same tokens wherever it stands, so they are kept by piece. The rules
here are written anew after spaCy 3.8's published description and compared with its output (docs/standards.md has how
often the two agree); its lists of emoticons and of slang without apostrophes are left out but for the common ones.
"""

from __future__ import annotations

from itertools import chain

from artlint.base.startup import cached_re as re
from artlint.text import native

MAX_PIECES = 100_000  # in the table, before it is emptied
SYMBOLS = "¦©®°\u2100-\u214f\u2195-\u21ff\u2300-\u23ff\u2400-\u27bf\u2800-\u28ff\u2b00-\u2bff\u3200-\u32ff\ufffd\U0001f000-\U0001faff"
QUOTES = "'\"”“`‘´’‚„»«「」『』（）〔〕【】《》〈〉⟦⟧"
PUNCTUATION = "…,:;!?¿؟¡()\\[\\]{}<>_#*&。？！，、；：～·।،۔؛٪"
CURRENCY = "$£€¥฿₽﷼\u20a0-\u20bf"
LETTER, LOWER, UPPER = r"[^\W\d_]", "a-zß-öø-ÿāăąćčēęěğīłńňōőřśşšťūůűźżžа-яёα-ωά-ώ", "A-ZÀ-ÖØ-ÞĀĆČŁŃŚŠŹŻŽА-ЯЁΑ-Ω"
UNITS = (
    "km[²³]?|m[²³]?|dm[²³]?|cm[²³]?|mm[²³]?|ha|µm|nm|yd|in|ft|kg|g|mg|µg|t|lb|oz|m/s|km/h|kmh|mph|hPa|Pa|mbar|mb|MB"
    "|kb|KB|gb|GB|tb|TB|T|G|M|K|%"
)
# Most pieces: a word or number, or several with hyphens between, and marks around them.
PLAIN_PIECE = re.compile(
    rf"([(\[\"“‘«]*)((?:{LETTER}+|\d+(?:[.,]\d+)*)(?:-{LETTER}+)*)(['’]s)?([,;:!?.]?)([)\]\"”»]*)$"
)
SUFFIX = re.compile(
    rf"(?:\.\.+|[{PUNCTUATION}{QUOTES}{SYMBOLS}—–]|['’][sS]|(?<=\d)\+|(?<=\d)[{CURRENCY}]|(?<=\d)(?:{UNITS})"
    rf"|(?<=[\d{LOWER}%²\-+{PUNCTUATION}{QUOTES}])\.|(?<=[{UPPER}][{UPPER}])\.)$"
)
PREFIX = re.compile(rf"\.\.+|[§%=—–{PUNCTUATION}{QUOTES}{CURRENCY}{SYMBOLS}]|\+(?!\d)|(?:US|C|A)\$")
INFIX = re.compile(
    rf"\.\.+|[…{SYMBOLS}]|(?<=\d)[+\-*^](?=[\d-])|(?<=[{LOWER}{QUOTES}])\.(?=[{UPPER}{QUOTES}])"
    rf"|(?<={LETTER}),(?={LETTER})|(?<=[^\W_])(?:---?|——|[-–—~])(?={LETTER})|(?<=[^\W_])[:<>=/](?={LETTER})"
)
ADDRESS = re.compile(r"(?:[\w+.-]{2,}://)?(?:[^\s@]+@)?(?:\w[\w-]{0,62}\.)+[a-z]{2,63}(?::\d{2,5})?(?:[/?#]\S*)?$")
CLITIC = re.compile(r"(?i)([a-z]+)(n['’]t|['’](?:ll|re|ve|d|m))$")
CLITIC_END = re.compile(r"(?i)(?:n['’]t|['’](?:ll|re|ve|d|m))$")
HOUR = re.compile(r"(1[0-2]|[1-9])([ap]m|[ap]\.m\.)$")
# Unlike text/sentence_marks.py: what spaCy's English knows, no more and no less, since filters count its tokens.
SPACY_ABBREVIATIONS = (
    """
    Adm. Ak. Ala. Apr. Ariz. Ark. Aug. Bros. Calif. Co. Colo. Conn. Corp. D.C. Dec. Del. Dr. E.G. E.g. Feb. Fla. Ga. Gen.
    Gov. I.E. I.e. Ia. Id. Ill. Inc. Ind. Jan. Jr. Jul. Jun. Kan. Kans. Ky. La. Ltd. Mar. Mass. Md. Messrs. Mich. Minn.
    Miss. Mo. Mont. Mr. Mrs. Ms. Mt. N.C. N.D. N.H. N.J. N.M. N.Y. Neb. Nebr. Nev. Nov. Oct. Okla. Ore. Pa. Ph.D. Prof.
    Rep. Rev. S.C. Sen. Sep. Sept. St. Tenn. Va. Wash. Wis. a.m. co. e.g. i.e. p.m. v.s. vs.
    """.split()  # noqa: SIM905
    + [f"{c}." for c in "abcdefghijklmnopqrstuvwxyzäöü"]
)
UNDIVIDED = frozenset(
    SPACY_ABBREVIATIONS
    + """
    and/or w/o C++ o'clock o’clock ma'am ma’am 'em ’em 's ’s 'll ’ll 're ’re 'd ’d '' ’’ :) :( ;) :-) ;-) :D :P :/ ): (: 8)
    """.split()  # noqa: SIM905
)
RUN_TOGETHER = {
    word[:n] + word[n:]: (word[:n], word[n:])
    for word, n in (("cannot", 3), ("Cannot", 3), ("gonna", 3), ("gotta", 3), ("dont", 2), ("didnt", 3), ("cant", 2),
                    ("wont", 2), ("im", 1), ("Im", 1), ("id", 1), ("Id", 1), ("ive", 1), ("Ive", 1), ("hes", 2),
                    ("thats", 4), ("Thats", 4), ("whats", 4), ("theres", 5), ("Theres", 5), ("wed", 2), ("Wed", 2))
}  # fmt: skip


NOT_PLAIN = frozenset([*UNDIVIDED, *RUN_TOGETHER])  # among the pieces that look like a word, or one with a mark
MAX_SPECIAL_CHARACTERS = max(map(len, (*UNDIVIDED, *RUN_TOGETHER)))  # hours have no more
MAX_SUFFIX_CHARACTERS = 8  # of a unit or mark, and what stands before it
MAX_ADDRESS_CHARACTERS = 2000


class Pieces(dict[str, tuple[str, ...]]):
    """The tokens of each piece of text without white space, worked out when it is first met."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) > MAX_PIECES:
            self.clear()
        made = (piece,) if piece.isalpha() and piece not in RUN_TOGETHER else tuple(_split(piece))
        self[piece] = made
        return made


pieces = Pieces()


def tokens(text: str) -> list[str]:
    """The words and marks of a text, in order."""
    if native.built:
        return native.built.tokenize(text, pieces, NOT_PLAIN)
    return list(chain.from_iterable(map(pieces.__getitem__, text.split())))


def _special(piece: str) -> tuple[str, ...] | None:
    """The tokens of a piece that is known whole: an abbreviation, a contraction, an hour."""
    if piece in UNDIVIDED:
        return (piece,)
    if piece in RUN_TOGETHER:
        return RUN_TOGETHER[piece]
    found = CLITIC.match(piece) or HOUR.match(piece)
    return found.groups() if found and all(found.groups()) else None


def _known(piece: str, start: int, end: int) -> tuple[str, ...] | None:
    """The tokens of a part of a piece that is known whole; only a contraction can be long, and ends as they do."""
    if end - start <= MAX_SPECIAL_CHARACTERS or CLITIC_END.search(piece, max(start, end - 3), end):
        return _special(piece[start:end])
    return None


def _split(piece: str) -> list[str]:
    plain = PLAIN_PIECE.match(piece)
    if plain:
        opening, word, clitic, end, closing = plain.groups()
        if word not in RUN_TOGETHER and (end != "." or clitic or _ends_sentence(word)):
            divided = [word] if "-" not in word else [t for part in word.split("-") for t in (part, "-")][:-1]
            return [*opening, *divided, *([clitic] if clitic else ()), *end, *closing]
    return _taken_apart(piece)


def _ends_sentence(word: str) -> bool:
    """Whether a full stop after the word is a token of its own."""
    return (not word[-1].isupper() or word[-2:-1].isupper()) and word + "." not in UNDIVIDED


def _taken_apart(piece: str) -> list[str]:
    """Marks come off one end and the other in turn. What is left is not copied each time: some pieces are all marks."""
    before: list[str] = []
    after: list[str] = []
    start, end = 0, len(piece)
    while start < end:
        special = _known(piece, start, end)
        if special:
            return [*before, *special, *reversed(after)]
        opening = PREFIX.match(piece, start, end)
        if opening:
            before.append(opening[0])
            start = opening.end()
            if _known(piece, start, end):
                continue
        closed = _closing(piece, start, end)
        if closed < end:
            after.append(piece[closed:end])
            end = closed
        elif not opening:
            break
    return [*before, *_inside(piece[start:end]), *reversed(after)]


def _closing(piece: str, start: int, end: int) -> int:
    """Where the mark begins that comes off the end: a run of dots whole, others are short."""
    if piece.endswith("..", start, end):
        while end > start and piece[end - 1] == ".":
            end -= 1
        return end
    last = max(start, end - MAX_SUFFIX_CHARACTERS)
    found = SUFFIX.search(piece[last:end])
    return last + found.start() if found else end


def _inside(piece: str) -> list[str]:
    """The tokens between the marks at both ends: divided where a mark joins two words, but an address is one."""
    if not piece or piece.isalnum() or (len(piece) < MAX_ADDRESS_CHARACTERS and ADDRESS.match(piece)):
        return [piece] if piece else []
    out: list[str] = []
    start = 0
    for joint in INFIX.finditer(piece):
        if not joint.start():
            continue
        out += [piece[start : joint.start()], joint[0]]
        start = joint.end()
    return [token for token in (*out, piece[start:]) if token]
