"""Reading quotation marks: which of them opens, which closes, and which is none (inches, arrows, ditto marks); and the
signs of an article, by which rules about rare characters are done with most articles at once.

Which shape opens and which closes differs by language and by writer, so a mark's neighbours are asked besides its
shape: “…”, „…“, „…”, ”…”, «…», »…«, 「…」 and "..." are all right.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re

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
SPACES = " \t\u00a0\u2009\u200a\u202f"
OPENS_AFTER = SPACES + "([{—–-/‘'¿¡|*_:：，。"
CLOSES_BEFORE = SPACES + ".,;:!?)]}—–-/’'…|*_，。、；：！？）،؛؟۔।։՝።፣។"
SAME = r"»(?=\w)[^»«]*[^\s»«]»"  # »so», as some Swedes and Finns write, and no arrow
HEBREW = "[\u05d0-\u05ea]"
PREFIX = rf"(?<!{HEBREW})[והבכלמש]{{1,3}}$"  # “in ‘Haaretz’” is one word there: the mark stands inside of it
PREFIXED = rf"{HEBREW}{{2}}[^\"”\n]*[^\s\"”][\"”](?!{HEBREW})"
FEET = r"\d\s?['’′]\s?\d{1,2}$"  # 6'2": the mark after it is inches, whatever is open
INCHES = r"(?:^|[\s(x×/.])\d{1,3}(?:[.,/]\d+)?$"  # 5": no year, and no COVID-19
# Pairs that are read as such wherever no mark is open before them: what they enclose holds no mark, and what stands
# beside them leaves no doubt. Most articles hold no others, and need no reader.
_FREE, _CLOSES = re.escape(OPENS_AFTER) + "\\n", re.escape(CLOSES_BEFORE) + "\\n"
_ODD = "\\d²³¹፩-፱᧚⁰-₉①-➒\U00010000-\U0001ffff€Ђא-ת"  # after these a mark may be inches, or none
_WITHIN = '[^“”„‟"″\\n]*+'
PLAIN = {
    "double": (
        rf"“(?<![{_ODD}].)(?![{_CLOSES}]){_WITHIN}”(?<![{_ODD}].)"
        rf'|"(?<![{_ODD}].)(?![{_CLOSES}]){_WITHIN}"(?<![{_FREE}{_ODD}].)'
        rf'|„(?<![{_ODD}].){_WITHIN}(?:”(?<![{_ODD}].)|[“"](?<![{_FREE}{_ODD}].))'
    ),
    "angle": (
        rf"«(?<![{_ODD}].)(?:(?![{_CLOSES}])|(?<=[{_FREE}].))[^«»\n]*+"
        rf"»(?<![{_ODD}].)(?:(?<![{_FREE}].)|(?=[{_CLOSES}]))"
    ),
    "corner": rf"「(?<![{_ODD}].)[^「」\n]*+」(?<![{_ODD}].)",
    "white": rf"『(?<![{_ODD}].)[^『』\n]*+』(?<![{_ODD}].)",
}


class Mark:
    """A mark in a block. `role` is open or close; a `weak` mark stands between two spaces and may be a dash."""

    __slots__ = ("at", "mark", "role", "weak")

    def __init__(self, at: int, mark: str, role: str, weak: bool = False) -> None:
        self.at, self.mark, self.role, self.weak = at, mark, role, weak


def running(article: Article) -> str:
    """What the article says without its code, for its views: the text of each block, a line each."""
    return "\n".join([block.text for block in article.blocks if not block.fence])


ASCII = bytes(32 if byte in b"\0\t\n\v\f\r" or 32 <= byte < 127 else byte for byte in range(256))


def plain_pairs(text: str, family: str) -> int:
    """How many pairs of a family stand in a text, or -1 where they are not all plain."""
    marks = sum([text.count(mark) for mark in MEMBERS[family]])
    pairs = len(re.findall(PLAIN[family], f"\n{text}\n")) if marks else 0
    if marks != 2 * pairs or (family == "double" and ("''" in text or "``" in text or ",," in text)):
        return -1
    return pairs


def signs(article: Article) -> str:
    """What is no printable ASCII in an article, for its views: the characters in a row together, a space between rows.

    That is little of most articles, found without a look at each character.
    """
    data = article.text.encode("utf-8", "surrogatepass").translate(ASCII)
    return b" ".join(data.split()).decode("utf-8", "surrogatepass")


def read(text: str, family: str, arrows: bool, carried: bool) -> Iterator[Mark]:
    """The marks of one family in the text of a block, in order. `arrows`: the article has » without «, to point.
    `carried`: a quotation is open, and a » at the start of the block carries it on."""
    stack: list[str] = []
    first = text.find("«") if "«" in text else len(text)
    for found in re.finditer(MARK, text):
        at, mark = found.start(), found.group()
        if FAMILY[mark] != family:
            continue
        around = text[at - 1 : at], text[at + len(mark) : at + len(mark) + 1]
        alone = all(c and c in SPACES for c in around)
        if mark == "»" and alone and not stack and not carried and at <= first:
            continue  # an arrow between two words
        role = "open" if carried and at == 0 and mark == "»" else _role(text, at, mark, stack, arrows)
        if not role:
            continue
        if role == "open":
            stack.append(mark)
        elif stack:
            stack.pop()
        yield Mark(at, mark, role, mark == '"' and alone)


def _role(text: str, at: int, mark: str, stack: list[str], arrows: bool) -> str:
    """`open`, `close`, or `` for what is no quotation mark."""
    before, after = text[at - 1 : at] if at else "", text[at + len(mark) : at + len(mark) + 1]
    free_left = not before or before in OPENS_AFTER
    free_right = not after or after in CLOSES_BEFORE
    if before and before in "€Ђ":
        return ""  # a dash in the wrong encoding
    if mark in '"“”' and "א" <= before <= "ת" and "א" <= after <= "ת":
        opens = not stack and re.search(PREFIX, text[max(0, at - 4) : at]) and re.compile(PREFIXED).match(text, at + 1)
        return "open" if opens else ""  # gershayim, inside a Hebrew abbreviation
    if mark in ("「", "『", "„", "‟", "``", ",,"):
        return "open"
    if mark in ("」", "』"):
        return "close"
    if mark in ("«", "»"):  # «so», »so«, and « so » with spaces
        arrow = mark == "»" and not stack and free_left and (arrows or (at == 0 and "«" not in text))
        if arrow and not re.compile(SAME).match(text, at):
            return ""
        if mark == "«" and stack and stack[-1] == "»" and free_right:
            return "close"  # »… ‚so‘«
        if free_left != free_right:
            return "open" if free_left else "close"
        return "open" if mark == "«" and not (stack and after and after in ".,;!?") else "close"
    if mark in ('"', "”", "″", "''") and before.isdigit():
        number = text[max(0, at - 8) : at]
        if re.search(FEET, number) or (not stack and re.search(INCHES, number)):
            return ""
    if mark == "″":
        return "close" if stack else ""
    if free_left and free_right:
        if mark == "“":
            ends = not after or after not in SPACES or before in "‘’'"
            return "close" if stack and ends else "open"
        if mark == "”":
            return "close"
        return "close" if stack else "open"
    if free_left != free_right:
        closing = stack and (mark == "”" or (before and before in "，。！？"))  # 。" without spaces ends what is open
        return "open" if free_left and not closing else "close"
    if mark in ("“", "”"):
        return "open" if mark == "“" and not (stack and stack[-1] == "„") else "close"
    return "close" if stack else "open"
