"""Reading quotation marks: which of them opens, which closes, and which is none (inches, arrows, ditto marks).

Which shape opens and which closes differs by language and by writer, so a mark's neighbours are asked besides its
shape: “…”, „…“, „…”, ”…”, «…», »…«, 「…」 and "..." are all right.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = r"[“”„‟\"«»「」『』″]|(?<!')''(?!')|``|,,(?=\w)"
FAMILY = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "″", "''", "``", ",,"), "double"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "white"),
}
SUBSTITUTES = ("''", "``", ",,", "″")  # typed for a mark: they may be its partner, and are not reported themselves
SPACES = " \t\u00a0\u2009\u200a\u202f"
OPENS_AFTER = SPACES + "([{—–-/‘'¿¡|*_:：，。"
CLOSES_BEFORE = SPACES + ".,;:!?)]}—–-/’'…|*_，。、；：！？）،؛؟۔।։՝።፣។"
SAME = r"(?<![^\s(])»(?=\w)[^»«]*[^\s»«]»"  # »so», as some Swedes and Finns write, and no arrow
HEBREW = "[\u05d0-\u05ea]"
PREFIX = rf"(?<!{HEBREW})[והבכלמש]{{1,3}}$"  # “in ‘Haaretz’” is one word there: the mark stands inside of it
PREFIXED = rf"{HEBREW}{{2}}[^\"”\n]*[^\s\"”][\"”](?!{HEBREW})"
FEET = r"\d\s?['’′]\s?\d{1,2}$"  # 6'2": the mark after it is inches, whatever is open
INCHES = r"(?:^|[\s(x×/.])\d{1,3}(?:[.,/]\d+)?$"  # 5": no year, and no COVID-19


class Mark:
    """A mark in a block. `role` is open or close; a `weak` mark stands between two spaces and may be a dash."""

    __slots__ = ("at", "mark", "role", "weak")

    def __init__(self, at: int, mark: str, role: str, weak: bool = False) -> None:
        self.at, self.mark, self.role, self.weak = at, mark, role, weak


def read(text: str, family: str, arrows: bool, carried: bool) -> Iterator[Mark]:
    """The marks of one family in the text of a block, in order. `arrows`: the article has » without «, to point.
    `carried`: a quotation is open, and a » at the start of the block carries it on."""
    stack: list[str] = []
    for found in re.finditer(MARK, text):
        at, mark = found.start(), found.group()
        if FAMILY[mark] != family:
            continue
        around = text[at - 1 : at], text[at + len(mark) : at + len(mark) + 1]
        alone = all(c and c in SPACES for c in around)
        if mark == "»" and alone and not stack and not carried and "«" not in text[:at]:
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
        opens = not stack and re.search(PREFIX, text[max(0, at - 4) : at]) and re.match(PREFIXED, text[at + 1 :])
        return "open" if opens else ""  # gershayim, inside a Hebrew abbreviation
    if mark in ("「", "『", "„", "‟", "``", ",,"):
        return "open"
    if mark in ("」", "』"):
        return "close"
    if mark in ("«", "»"):  # «so», »so«, and « so » with spaces
        arrow = mark == "»" and not stack and free_left and (arrows or (at == 0 and "«" not in text))
        if arrow and not re.match(SAME, text[at:]):
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
