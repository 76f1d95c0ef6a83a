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
CLOSES_BEFORE = SPACES + ".,;:!?)]}—–-/’'…|*_，。、；：！？）"
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
        role = "open" if carried and at == 0 and mark == "»" else _role(text, at, mark, stack, arrows)
        if not role:
            continue
        if role == "open":
            stack.append(mark)
        elif stack:
            stack.pop()
        around = text[at - 1 : at], text[at + len(mark) : at + len(mark) + 1]
        yield Mark(at, mark, role, mark == '"' and all(c and c in SPACES for c in around))


def _role(text: str, at: int, mark: str, stack: list[str], arrows: bool) -> str:
    """`open`, `close`, or `` for what is no quotation mark."""
    before, after = text[at - 1 : at] if at else "", text[at + len(mark) : at + len(mark) + 1]
    free_left = not before or before in OPENS_AFTER
    free_right = not after or after in CLOSES_BEFORE
    if before and before in "€Ђ":
        return ""  # a dash in the wrong encoding
    if mark == '"' and "א" <= before <= "ת" and "א" <= after <= "ת":
        return ""  # gershayim, inside a Hebrew abbreviation
    if mark in ("「", "『", "„", "‟", "``", ",,"):
        return "open"
    if mark in ("」", "』"):
        return "close"
    if mark in ("«", "»"):  # «so», »so«, and « so » with spaces
        if mark == "»" and not stack and free_left and (arrows or (at == 0 and "«" not in text)):
            return ""
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
            return "close" if stack and (not after or after not in SPACES) else "open"
        if mark == "”":
            return "close"
        return "close" if stack else "open"
    if free_left != free_right:
        closing = stack and (mark == "”" or (before and before in "，。！？"))  # 。" without spaces ends what is open
        return "open" if free_left and not closing else "close"
    if mark in ("“", "”"):
        return "open" if mark == "“" and not (stack and stack[-1] == "„") else "close"
    return "close" if stack else "open"
