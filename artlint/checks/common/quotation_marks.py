"""Reading quotation marks: which of them opens, which closes, and which is none (inches, arrows, ditto marks); and the
signs of an article, by which rules about rare characters are done with most articles at once.

Which shape opens and which closes differs by language and by writer, so a mark's neighbours are asked besides its
shape: “…”, „…“, „…”, ”…”, «…», »…«, 「…」 and "..." are all right.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text.sentence_marks import END_MARKS, PAUSE_MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article

MARK = r"[“”„‟\"«»「」『』″'`,](?:(?<=[“”„‟\"«»「」『』″])|(?<=')(?<!'')'(?!')|(?<=`)`|(?<=,),(?=\w))"
FAMILY = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "″", "''", "``", ",,"), "double"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "white"),
}
MEMBERS = {"double": '“”„"‟″', "angle": "«»", "corner": "「」", "white": "『』"}
SUBSTITUTES = ("''", "``", ",,", "″")  # typed for a mark: they may be its partner, and are not reported themselves
OPEN, CLOSE, NEITHER = "open", "close", ""  # what a mark does to a quotation
ALWAYS_OPEN = ("「", "『", "„", "‟", "``", ",,")
ALWAYS_CLOSE = ("」", "』")
ANGLES = ("«", "»")
ROUND = ('"', "“", "”")
MISREAD_DASH = "€Ђ"  # before these letters and a mark stood a dash, which was read in the wrong encoding
SPACES = " \t\u00a0\u2009\u200a\u202f"
OPENS_AFTER = SPACES + "([{—–-/‘'¿¡|*_:：，。"
CLOSES_BEFORE = SPACES + END_MARKS + PAUSE_MARKS + ":：՝)]}）—–-/’'|*_"
SAME = r"»(?=\w)[^»«]*[^\s»«]»"  # »so», as some Swedes and Finns write, and no arrow
HEBREW = "[\u05d0-\u05ea]"
PREFIX = rf"(?<!{HEBREW})[והבכלמש]{{1,3}}$"  # “in ‘Haaretz’” is one word there: the mark stands inside of it
PREFIXED = rf"{HEBREW}{{2}}[^\"”\n]*[^\s\"”][\"”](?!{HEBREW})"
MAX_PREFIX_LOOKBACK = 4  # characters: a prefix and the letter before it
MAX_MEASURE_CHARACTERS = 8  # before a mark, in which a number is looked for
FEET = r"\d\s?['’′]\s?\d{1,2}$"  # 6'2": the mark after it is inches, whatever is open
INCHES = r"(?:^|[\s(x×/.])\d{1,3}(?:[.,/]\d+)?$"  # 5": no year, and no COVID-19
# Pairs that are read as such wherever no mark is open before them: what they enclose holds no mark, and what stands
# beside them leaves no doubt. Most articles hold no others, and need no reader.
_OPENS, _CLOSES = re.escape(OPENS_AFTER) + "\\n", re.escape(CLOSES_BEFORE) + "\\n"
_ODD = "\\d²³¹፩-፱᧚⁰-₉①-➒\U00010000-\U0001ffff€Ђא-ת"  # after these a mark may be inches, or none
_WITHIN = '[^“”„‟"″\\n]*+'
PLAIN_PAIR = {
    "double": (
        rf"“(?<![{_ODD}].)(?![{_CLOSES}]){_WITHIN}”(?<![{_ODD}].)"
        rf'|"(?<![{_ODD}].)(?![{_CLOSES}]){_WITHIN}"(?<![{_OPENS}{_ODD}].)'
        rf'|„(?<![{_ODD}].){_WITHIN}(?:”(?<![{_ODD}].)|[“"](?<![{_OPENS}{_ODD}].))'
    ),
    "angle": (
        rf"«(?<![{_ODD}].)(?:(?![{_CLOSES}])|(?<=[{_OPENS}].))[^«»\n]*+"
        rf"»(?<![{_ODD}].)(?:(?<![{_OPENS}].)|(?=[{_CLOSES}]))"
    ),
    "corner": rf"「(?<![{_ODD}].)[^「」\n]*+」(?<![{_ODD}].)",
    "white": rf"『(?<![{_ODD}].)[^『』\n]*+』(?<![{_ODD}].)",
}


class Mark:
    """A mark in a block. `role` is OPEN or CLOSE; a `weak` mark stands between two spaces and may be a dash."""

    __slots__ = ("at", "mark", "role", "weak")

    def __init__(self, at: int, mark: str, role: str, weak: bool = False) -> None:
        self.at, self.mark, self.role, self.weak = at, mark, role, weak


def running(article: Article) -> str:
    """The text of an article without its code, for `article.view`: its blocks, a line each."""
    return "\n".join([block.text for block in article.blocks if not block.fence])


# Each byte of a text in UTF-8 by itself, but a space for what is printable ASCII.
WITHOUT_ASCII = bytes(32 if byte in b"\0\t\n\v\f\r" or 32 <= byte < 127 else byte for byte in range(256))


def plain_pairs(text: str, family: str) -> int:
    """How many pairs of a family stand in a text, or -1 where they are not all plain."""
    marks = sum([text.count(mark) for mark in MEMBERS[family]])
    pairs = len(re.findall(PLAIN_PAIR[family], f"\n{text}\n")) if marks else 0
    if marks != 2 * pairs or (family == "double" and ("''" in text or "``" in text or ",," in text)):
        return -1
    return pairs


def signs(article: Article) -> str:
    """The characters of an article that are no printable ASCII, for `article.view`: rows of them, a space between rows.

    That is little of most articles, found without a look at each character.
    """
    data = article.text.encode("utf-8", "surrogatepass").translate(WITHOUT_ASCII)
    return b" ".join(data.split()).decode("utf-8", "surrogatepass")


class _Place:
    """A mark with what stands beside it: whether a quotation may begin with it (`free_left`: nothing that a word is made
    of stands before it), and whether one may end with it (`free_right`)."""

    __slots__ = ("after", "at", "before", "free_left", "free_right", "mark", "text")

    def __init__(self, text: str, at: int, mark: str) -> None:
        end = at + len(mark)
        self.text, self.at, self.mark = text, at, mark
        self.before = text[at - 1 : at] if at else ""
        self.after = text[end : end + 1]
        self.free_left = not self.before or self.before in OPENS_AFTER
        self.free_right = not self.after or self.after in CLOSES_BEFORE

    @property
    def alone(self) -> bool:
        """Whether a space stands on either side."""
        return bool(self.before and self.after) and self.before in SPACES and self.after in SPACES


def read(text: str, family: str, arrows: bool, carried: bool) -> Iterator[Mark]:
    """The marks of one family in the text of a block, in order. `arrows`: the article has » without «, to point.
    `carried`: a quotation is open, and a » at the start of the block carries it on."""
    opened: list[str] = []
    first = text.find("«") if "«" in text else len(text)
    for found in re.finditer(MARK, text):
        at, mark = found.start(), found.group()
        if FAMILY[mark] != family:
            continue
        place = _Place(text, at, mark)
        if mark == "»" and place.alone and not opened and not carried and at <= first:
            continue  # an arrow between two words
        role = OPEN if carried and at == 0 and mark == "»" else _role(place, opened, arrows)
        if not role:
            continue
        if role == OPEN:
            opened.append(mark)
        elif opened:
            opened.pop()
        yield Mark(at, mark, role, mark == '"' and place.alone)


def _role(place: _Place, opened: list[str], arrows: bool) -> str:
    """The role of a mark: OPEN, CLOSE or NEITHER. `opened` are the marks that are open before this one, the innermost last."""
    mark = place.mark
    if place.before and place.before in MISREAD_DASH:
        return NEITHER
    if mark in ROUND and _is_hebrew(place.before) and _is_hebrew(place.after):
        return _role_in_hebrew_word(place, opened)
    if mark in ALWAYS_OPEN:
        return OPEN
    if mark in ALWAYS_CLOSE:
        return CLOSE
    if mark in ANGLES:
        return _role_of_angle(place, opened, arrows)
    if _is_measure(place, bool(opened)):
        return NEITHER
    if mark == "″":
        return CLOSE if opened else NEITHER
    if place.free_left and place.free_right:
        return _role_between_spaces(place, bool(opened))
    if place.free_left or place.free_right:
        return _role_beside_word(place, bool(opened))
    return _role_inside_word(mark, opened)


def _is_hebrew(character: str) -> bool:
    return "א" <= character <= "ת"


def _role_in_hebrew_word(place: _Place, opened: list[str]) -> str:
    """The role of a mark between two Hebrew letters: it is gershayim, inside an abbreviation, unless it follows a prefix
    that is one word with what is quoted."""
    at = place.at
    prefixed = not opened and re.search(PREFIX, place.text[max(0, at - MAX_PREFIX_LOOKBACK) : at])
    return OPEN if prefixed and re.compile(PREFIXED).match(place.text, at + 1) else NEITHER


def _role_of_angle(place: _Place, opened: list[str], arrows: bool) -> str:
    """The role of « or »: writers set «so», »so«, and « so » with spaces."""
    mark = place.mark
    begins = place.at == 0 and "«" not in place.text
    arrow = mark == "»" and not opened and place.free_left and (arrows or begins)
    if arrow and not re.compile(SAME).match(place.text, place.at):
        return NEITHER
    if mark == "«" and opened and opened[-1] == "»" and place.free_right:
        return CLOSE  # »… ‚so‘«
    if place.free_left != place.free_right:
        return OPEN if place.free_left else CLOSE
    ends = opened and place.after and place.after in ".,;!?"
    return OPEN if mark == "«" and not ends else CLOSE


def _is_measure(place: _Place, is_open: bool) -> bool:
    """Whether the mark stands for inches. One that may close a quotation is taken for inches after feet only."""
    if place.mark not in ('"', "”", "″", "''") or not place.before.isdigit():
        return False
    number = place.text[max(0, place.at - MAX_MEASURE_CHARACTERS) : place.at]
    return bool(re.search(FEET, number) or (not is_open and re.search(INCHES, number)))


def _role_between_spaces(place: _Place, is_open: bool) -> str:
    """The role of a mark whose neighbours allow both: its shape tells, and if not, whether a quotation is open."""
    if place.mark == "”":
        return CLOSE
    if place.mark == "“":
        ends = not place.after or place.after not in SPACES or place.before in "‘’'"
        return CLOSE if is_open and ends else OPEN
    return CLOSE if is_open else OPEN


def _role_beside_word(place: _Place, is_open: bool) -> str:
    """The role of a mark with a word on one side, which tells. After 。" without spaces an open quotation ends."""
    closes = is_open and (place.mark == "”" or (place.before and place.before in "，。！？"))
    return OPEN if place.free_left and not closes else CLOSE


def _role_inside_word(mark: str, opened: list[str]) -> str:
    """The role of a mark between two letters, where a space was lost."""
    if mark == "“":
        return CLOSE if opened and opened[-1] == "„" else OPEN
    if mark == "”":
        return CLOSE
    return CLOSE if opened else OPEN
