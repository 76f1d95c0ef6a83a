"""Quotation marks: where they stand, and what each may do there at which price; and the signs of an article, by which
rules about rare characters are done with most articles at once.

Which shape opens and which closes differs by language and by writer: “…”, „…“, „…”, ”…”, «…», »…«, »…», 「…」 and "..."
are all right. So no mark is decided on by itself. Each has three prices, for opening, closing and being none, by its
shape and by what stands beside it; quotation_pairs.py finds the reading of the whole article that costs least.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text.sentence_marks import END_MARKS, PAUSE_MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article
    from artlint.text.blocks import Block

MARK = r"[“”„‟\"«»「」『』″'`,](?:(?<=[“”„‟\"«»「」『』″])|(?<=')(?<!'')'(?!')|(?<=`)`|(?<=,),(?=\w))"
FAMILY = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "″", "''", "``", ",,"), "double"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("「」『』", "corner"),
}
MEMBERS = {"double": '“”„"‟″', "angle": "«»", "corner": "「」『』"}
SUBSTITUTES = ("''", "``", ",,", "″")  # typed for a mark: they may be its partner, and are not reported themselves
SPACES = " \t\u00a0\u2009\u200a\u202f"
OPENS_AFTER = SPACES + "([{—–-/‘'’¿¡|*_:：，。、؛،“”„«»「」『』\"（【《"
CLOSES_BEFORE = SPACES + END_MARKS + PAUSE_MARKS + ":：、՝)]}）】》—–-/’'|*_“”«»「」『』\""

# Prices. A fault costs FAULT; what may stand in a faultless text costs less, the more the odder it is.
NEVER = 99.0
FAULT = 10.0
BY_PLACE = {  # by what stands beside the mark: the prices for opening and for closing
    "left": (0.0, 5.0),  # free on its left only, as an opening mark is
    "right": (5.0, 0.0),
    "both": (1.0, 1.0),  # between two spaces
    "neither": (1.5, 1.5),  # inside a word, or where a space was lost
}
BY_SHAPE = {  # which a mark pays besides
    "“": (0.0, 1.0),
    "”": (2.0, 0.0),
    "„": (0.0, 4.0),
    "‟": (0.0, 4.0),
    "``": (0.0, NEVER),
    ",,": (0.0, NEVER),
    "″": (NEVER, 0.0),
    "«": (0.0, 1.0),
    "»": (1.0, 0.0),
}
AGAINST_BOTH = 4.0  # more, where its place and its shape say the same, and it is read the other way
CORNERS = {"「": (0.0, NEVER), "『": (0.0, NEVER), "」": (NEVER, 0.0), "』": (NEVER, 0.0)}  # whatever stands beside
ALONE = 4.0  # a straight mark between two spaces, which may be a dash
SPEAKING = 10.0  # for closing behind a colon, where somebody has the word
SPOKEN_OF = 1.0  # a sign that is named, not used
INCHES_PRICE = 1.0
ARROW_PRICE = 2.0
GERSHAYIM = (NEVER, NEVER, 0.0)  # inside a Hebrew abbreviation: for opening, closing and being no mark
HEBREW_PREFIX = (1.0, NEVER, 0.5)  # after a prefix that is one word with what is quoted

MISREAD = "€Ђ"  # before these letters and a mark stood a dash, which was read in the wrong encoding
MISREAD_LEADS = "ÃÂÄÅâ"  # with the mark behind it, one letter that was read in the wrong encoding
HEBREW = "[\u05d0-\u05ea]"
PREFIX = rf"(?<!{HEBREW})[והבכלמש]{{1,3}}$"  # “in ‘Haaretz’” is one word there: the mark stands inside of it
MAX_PREFIX_LOOKBACK = 4  # characters: a prefix and the letter before it
MEASURES = ('"', "”", "″", "''")
FRACTIONS = "½¼¾"
MAX_MEASURE_CHARACTERS = 8  # before a mark, in which a number is looked for
FEET = r"\d\s?['’′]\s?\d{1,2}[½¼¾]?$"  # 6'2": the mark after it is inches, whatever is open
INCHES = r"(?:^|[\s(x×/.])(?:\d{1,3}(?:[.,/]\d+)?\s?)?[½¼¾\d]$"  # 5": no year, and no COVID-19
TAG = r"<[A-Za-z/!][^<>]*>|<[a-z]+ [a-z-]+=[^<>]*$|[\"“”]\s?/?>"  # whole, or without its beginning or its end
SCRIPT = r"\bfunction\s?\(|\bdocument\.|\}\)|\);|\w=[\"“”][^\"“”\s]*[\"“”](?=[\s/>])"  # twice in a block: no prose
SIGN_NAMES = (
    r"\b(?:marks?|signs?|quotes?|characters?|symbols?|keys?|[Zz]eichen|[Ss]ignos?|[Cc]omillas?|[Gg]uillemets?|"
    r"[Cc]aractère|[Ss]egno|[Vv]irgolette|[Зз]нак|[Кк]авычк\w+|[Сс]имвол|[Cc]udzysłów|[Tt]ecken|[Tt]egn)\b"
)
MAX_SIGN_NAME_CHARACTERS = 20  # on either side of a mark, in which what it is called is looked for

# Pairs that are read as such wherever no mark is open before them: what they enclose holds no mark, and what stands
# beside them leaves no doubt. Most articles hold no others, and need no reader.
_OPENS = re.escape(SPACES + "([{—–-/‘'¿¡|*_:：，。\n")
_CLOSES = re.escape(SPACES + END_MARKS + PAUSE_MARKS + ":：՝)]}）—–-/’'|*_\n")
_ODD = "\\d²³¹½¼¾፩-፱᧚⁰-₉①-➒\U00010000-\U0001ffff€ЂÃÂÄÅâא-ת"  # after these a mark may be inches, or none
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
    "corner": r"「[^「」『』\n]*+」|『[^「」『』\n]*+』|「[^「」『』\n]*+(?:『[^「」『』\n]*+』[^「」『』\n]*+)+」",
}


class Mark:
    """A mark in a block, and the prices for taking it as one that opens, one that closes, and none."""

    __slots__ = ("at", "block", "closes", "mark", "none", "opens")

    def __init__(self, block: Block, at: int, mark: str) -> None:
        self.block, self.at, self.mark = block, at, mark
        self.opens = self.closes = 0.0
        self.none = NEVER

    @property
    def end(self) -> int:
        return self.at + len(self.mark)


def running(article: Article) -> str:
    """The text of an article without its code, for `article.view`: its blocks, a line each."""
    return "\n".join([block.text for block in article.blocks if not block.fence])


# Each byte of a text in UTF-8 by itself, but a space for what is printable ASCII.
WITHOUT_ASCII = bytes(32 if byte in b"\0\t\n\v\f\r" or 32 <= byte < 127 else byte for byte in range(256))


def plain_pairs(text: str, family: str) -> int:
    """How many pairs of a family stand in a text, or -1 where they are not all plain."""
    marks = sum([text.count(mark) for mark in MEMBERS[family]])
    if not marks:
        pairs = 0
    elif family == "corner":
        pairs = sum([found.count("」") + found.count("』") for found in re.findall(PLAIN_PAIR[family], text)])
    else:
        pairs = len(re.findall(PLAIN_PAIR[family], f"\n{text}\n"))
    if marks != 2 * pairs or (family == "double" and ("''" in text or "``" in text or ",," in text)):
        return -1
    return pairs


def signs(article: Article) -> str:
    """The characters of an article that are no printable ASCII, for `article.view`: rows of them, a space between rows.

    That is little of most articles, found without a look at each character.
    """
    data = article.text.encode("utf-8", "surrogatepass").translate(WITHOUT_ASCII)
    return b" ".join(data.split()).decode("utf-8", "surrogatepass")


def marks_of(block: Block, family: str, points: bool) -> Iterator[Mark]:
    """The marks of one family in a block, in order, with their prices. `points`: the article has » without «, to point
    at something."""
    text = block.text
    if '"""' in text or len(re.findall(SCRIPT, text)) > 1:
        return
    if "<" in text or ">" in text:
        text = re.sub(TAG, lambda found: " " * len(found.group()), text)
    first = text.find("«") if "«" in text else len(text)
    for found in re.finditer(MARK, text):
        at, shape = found.start(), found.group()
        if FAMILY.get(shape) != family:
            continue
        mark = Mark(block, at, shape)
        before, after = text[at - 1 : at] if at else "", text[mark.end : mark.end + 1]
        if shape not in CORNERS and before and _is_misread(mark, before, after):
            continue
        _set_prices(mark, before, after)
        if shape == "»" and at < first and _may_point(mark, before, after, points):
            mark.none = ARROW_PRICE
        yield mark


def _set_prices(mark: Mark, before: str, after: str) -> None:
    if mark.mark in CORNERS:
        mark.opens, mark.closes = CORNERS[mark.mark]
        return
    if "א" <= before <= "ת" and "א" <= after <= "ת":
        mark.opens, mark.closes, mark.none = HEBREW_PREFIX if _follows_hebrew_prefix(mark) else GERSHAYIM
        return
    left, right = not before or before in OPENS_AFTER, not after or after in CLOSES_BEFORE
    place = BY_PLACE["both" if left and right else "left" if left else "right" if right else "neither"]
    shape = BY_SHAPE.get(mark.mark, (0.0, 0.0))
    mark.opens, mark.closes = _both(place[0], shape[0]), _both(place[1], shape[1])
    if mark.closes > mark.opens and mark.block.text[max(0, mark.at - 2) : mark.at].rstrip()[-1:] in (":", "："):
        mark.closes += SPEAKING
    if mark.mark in MEASURES and before and (before.isdigit() or before in FRACTIONS):
        mark.none = _price_of_measure(mark)
    elif mark.mark == "″":
        mark.none = 0.0
    elif left and right:
        mark.none = _price_of_sign(mark, before, after)


def _both(place: float, shape: float) -> float:
    """The price of a reading by the place of a mark and by its shape."""
    return place + shape + (AGAINST_BOTH if place >= BY_PLACE["left"][1] and shape else 0.0)


def _price_of_measure(mark: Mark) -> float:
    """What it costs that the mark stands for inches or seconds: nothing after feet and minutes."""
    number = mark.block.text[max(0, mark.at - MAX_MEASURE_CHARACTERS) : mark.at]
    if re.search(FEET, number):
        return 0.0
    return INCHES_PRICE if re.search(INCHES, number) else NEVER


def _price_of_sign(mark: Mark, before: str, after: str) -> float:
    """What it costs that a mark with nothing beside it is a sign that is named, or a dash."""
    alone = bool(before and after) and before in SPACES and after in SPACES
    if before and before in "([" and (after in ")]," or after in SPACES):
        return SPOKEN_OF
    if alone and _is_spoken_of(mark):
        return SPOKEN_OF
    return ALONE if alone and mark.mark == '"' else NEVER


def _may_point(mark: Mark, before: str, after: str, points: bool) -> bool:
    """Whether » may be a bullet at the start of the block, or an arrow between words and at the end."""
    if mark.at == 0 and (points or after in SPACES):
        return True
    if points and mark.closes > mark.opens:
        return True
    return before in SPACES and (not after or after in SPACES)


def _follows_hebrew_prefix(mark: Mark) -> bool:
    before = mark.block.text[max(0, mark.at - MAX_PREFIX_LOOKBACK) : mark.at]
    return re.search(PREFIX, before) is not None


def _is_misread(mark: Mark, before: str, after: str) -> bool:
    """Whether the mark is part of a dash or a letter that was read in the wrong encoding: of a letter its second byte,
    behind the first, which is a capital."""
    if before in MISREAD:
        return True
    led = mark.block.text[max(0, mark.at - 2) : mark.at - 1]
    return before in MISREAD_LEADS and (before == "Â" or after.isalpha() or after in "¢™" or led.islower())


def _is_spoken_of(mark: Mark) -> bool:
    around = mark.block.text[max(0, mark.at - MAX_SIGN_NAME_CHARACTERS) : mark.end + MAX_SIGN_NAME_CHARACTERS]
    return re.search(SIGN_NAMES, around) is not None
