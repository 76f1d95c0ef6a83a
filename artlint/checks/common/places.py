"""Small places at which a text is damaged in the same way, and how many of them are told.

Up to MAX_SINGLE of them are a diagnostic each. Where there are more, the damage is the article's: one diagnostic at the
first place says how many there are, and its fix repairs them all.
"""

from __future__ import annotations

from artlint.base.model import Edit, Finding, Related, Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artlint.text.article import Article

MAX_SINGLE = 20  # places in an article that are told one by one
MAX_TOKEN = 300  # characters that are looked back and forward over for the ends of a word
CODE = r"\[\]|[{};]\s*\Z|^\s*[{}]|[a-z]\(\)|:=|==|[a-z_]\(\"|(?<![:\w/])//|\*[a-z]+\.[A-Z]"
MAX_WORD = 40  # letters of a word that are looked at
NO_LETTERS = "؛؟٪٫٬٭۔।॥॰"
IN_ADDRESSES = "/\\@#_=&~<>{}$|^"  # a word that holds one of these is an address, a handle, a hashtag or code
OPENING = "“‘„«(¿¡"

# The placeholders that `findings` fills in, for the checks that use it.
ARGS = {
    "damaged": "what stands at the place, shortened where it is long",
    "fixed": "the same fixed; empty where nobody knows how",
    "more": "nothing, or “, and so in 34 more places”",
}


class Place(NamedTuple):
    """A damaged place (offsets in the text) and what should stand there; empty where nobody knows. `safety` makes its
    fix less safe than the rule's."""

    start: int
    end: int
    fixed: str
    safety: str = ""


def findings(article: Article, places: Sequence[Place], max_single: int = MAX_SINGLE) -> Iterator[Finding]:
    """The findings for the places of an article, which are in order and apart."""
    places = outside_code(article, places)
    text = article.text
    if len(places) <= max_single:
        for place in places:
            edits = tuple(edit_of(text, p) for p in (place,) if p.fixed)
            yield Finding(Span(place.start, place.end), _values(text, place, ""), safety=place.safety, edits=edits)
        return
    related = tuple(Related(Span(p.start, p.end), "here") for p in places)
    edits = tuple(edit_of(text, p) for p in places if p.fixed and not p.safety)
    first = places[0]
    more = f", and so in {plural(len(places) - 1, 'more place')}"
    yield Finding(Span(first.start, first.end), _values(text, first, more), related, safety=first.safety, edits=edits)


def edit_of(text: str, place: Place) -> Edit:
    """The least that has to change: most often one space comes or goes."""
    damaged, fixed = text[place.start : place.end], place.fixed
    head = 0
    while head < min(len(damaged), len(fixed)) and damaged[head] == fixed[head]:
        head += 1
    tail = 0
    while tail < min(len(damaged), len(fixed)) - head and damaged[-1 - tail] == fixed[-1 - tail]:
        tail += 1
    return Edit(Span(place.start + head, place.end - tail), fixed[head : len(fixed) - tail])


def _values(text: str, place: Place, more: str) -> dict[str, str]:
    damaged = text[place.start : place.end]
    return {"damaged": quoted(damaged, 40), "fixed": place.fixed or damaged, "more": more}


def outside_code(article: Article, places: Sequence[Place]) -> Sequence[Place]:
    """The places that lie in no code of Markdown."""
    if not article.code:
        return places
    from artlint.text.markdown_code import touches_code

    return [p for p in places if not touches_code(Span(p.start, p.end), article.code)]


def token(text: str, at: int) -> tuple[int, int]:
    """The offsets of what stands between white space around the character at `at`."""
    low, high = max(0, at - MAX_TOKEN), min(len(text), at + MAX_TOKEN)
    start = end = at
    while start > low and not text[start - 1].isspace():
        start -= 1
    while end < high and not text[end].isspace():
        end += 1
    return start, end


def in_code(text: str, at: int) -> bool:
    """Whether the line around this offset is one of a program."""
    start = max(text.rfind("\n", 0, at) + 1, at - MAX_TOKEN)
    end = text.find("\n", at)
    return re.search(CODE, text[start : min(end if end >= 0 else len(text), at + MAX_TOKEN)]) is not None


def in_address(text: str, at: int) -> bool:
    """Whether the characters around this offset are an address, a handle, a file's path or code, no words."""
    start, end = token(text, at)
    word = text[start:end]
    return any([sign in word for sign in IN_ADDRESSES]) or word.startswith(("www.", "http"))


def gap(text: str, start: int, end: int) -> tuple[int, str]:
    """After how many of the marks between two words the space belongs, and the safety of a fix that goes by it: a
    straight quotation mark may close what stands before or open what follows."""
    for i, sign in enumerate(text[start:end]):
        if sign in OPENING:
            return i, ""
        if text.startswith("''", start + i):
            return i + 2, "unsafe"
        if sign in "\"'":
            closes = text.count(sign, text.rfind("\n", 0, start) + 1, start) % 2 == 1
            return i + (closes or text.count(sign, start, end) == 2), "unsafe"
    return end - start, ""


def apart(places: list[Place]) -> list[Place]:
    """The places in order, without those that overlap one before them."""
    out: list[Place] = []
    for place in sorted(places):
        if not out or out[-1].end <= place.start:
            out.append(place)
    return out


def letters_before(text: str, at: int) -> str:
    """The letters that end at the offset."""
    start, low = at, max(0, at - MAX_WORD)
    while start > low and _is_letter(text[start - 1]):
        start -= 1
    return text[start:at]


def letters_after(text: str, at: int) -> str:
    """The letters that begin at the offset."""
    end, high = at, min(len(text), at + MAX_WORD)
    while end < high and _is_letter(text[end]):
        end += 1
    return text[at:end]


def digits_before(text: str, at: int) -> str:
    """The digits that end at the offset."""
    start = at
    while start and text[start - 1].isdigit():
        start -= 1
    return text[start:at]


def _is_letter(sign: str) -> bool:
    """Whether a character is a letter or a vowel sign: in Indian scripts these are no letters."""
    return sign.isalpha() or ("\u0610" <= sign <= "\u0e4e" and sign not in NO_LETTERS and not sign.isdigit())
