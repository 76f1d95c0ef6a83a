"""`spacing`: a space before a mark that belongs to the word before it (“Fox News , Los”), after an opening bracket, inside
a number (“100, 000”).

A text in which most marks stand so was cut into words by a program, or its author's habit is another: that is one fault.
French sets a space before ; : ! ? and inside « », and so do others who learnt to type there.
"""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.places import (
    ARGS,
    MAX_SINGLE,
    Place,
    apart,
    digits_before,
    edit_of,
    findings,
    in_code,
    outside_code,
)
from artlint.text.blocks import dense
from artlint.text.folding import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article

SPACED = r"[,.;!?)،؛؟۔](?<=[\w%)”’»\"'] .)(?=\s|\Z|[\"”»](?:\s|\Z))"
OPENED = r"\( (?=\w)"
TEASER = (
    r"(?:(?<=\n)|(?<!.))\( [^()\n]*\)\s*(?:\n|\Z)"  # a line of its own in brackets, which is the page's: “( PHOTOS: …)”
)
NUMBER = r",(?<=\d,) 000(?!\w)"
FRENCH = (";", "!", "?")  # marks before which French has a space
MAX_SLIPS = 3  # that are told one by one: they come from one cause, and a reader sees them at once
MAX_BRACKETED = 300  # characters between two brackets
MIN_HABIT = 4  # places
MIN_SHARE = 0.5  # of the marks of the same kind
# Before a comma or a full stop these show that a name was lost, and not only a space gained.
DANGLING = frozenset(
    ("to", "of", "in", "by", "at", "with", "from", "for", "and", "or", "the", "a", "an", "on", "as", "that", "is",
     "was", "were", "according")
)  # fmt: skip


class Spacing(Check):
    """Reports each such space, or, with `habit`, the articles that are full of them."""

    args = {**ARGS, "count": "how many there are"}

    class Options:
        habit: bool = False

    def run(self, article: Article) -> Iterator[Finding]:
        places = article.view(_places)
        if not places:
            return
        if self.options.habit != _is_habit(article.text, places):
            return
        if not self.options.habit:
            yield from findings(article, places, MAX_SLIPS)
            return
        first = places[0]
        edits = tuple(edit_of(article.text, p) for p in places)
        related = tuple(Related(Span(p.start, p.end), "here") for p in places[:MAX_SINGLE])
        values = {
            "damaged": article.text[first.start : first.end],
            "fixed": first.fixed,
            "more": "",
            "count": len(places),
        }
        yield Finding(Span(first.start, first.end), values, related, edits=edits)


def _is_habit(text: str, places: list[Place]) -> bool:
    """Whether a text has most of its marks so."""
    if len(places) < MIN_HABIT:
        return False
    signs = counted([p.fixed[-1] for p in places])
    return any(count >= MIN_HABIT and count >= MIN_SHARE * text.count(mark) for mark, count in signs.items())


def _places(article: Article) -> list[Place]:
    """For `article.view`, since two rules ask."""
    text = article.text
    found = [p for m in re.finditer(SPACED, text) if (p := _before_mark(article, m.start()))]
    if "( " in text:
        around = [m.span() for m in re.finditer(OPENED, text) if not re.compile(TEASER).match(text, m.start())]
        found += [_opened(text, end) for start, end in around if not dense(text[max(0, start - 8) : end + 8])]
    if ", 000" in text:
        found += [_number(text, m.start()) for m in re.finditer(NUMBER, text)]
    return list(outside_code(article, apart([p for p in found if not in_code(text, p.start)])))


def _before_mark(article: Article, at: int) -> Place | None:
    """The word and the mark behind it, with the space between; None where the space is none too many."""
    text, sign = article.text, article.text[at]
    start = at - 1
    while start and (text[start - 1].isalnum() or text[start - 1] in "%)”’»\"'"):
        start -= 1
    word = text[start : at - 1]
    if not _may_take_mark(word, text[max(0, start - 1) : start]):
        return None
    if _stands_apart(text, at) or (sign == ")" and not _closes(text, at)):
        return None
    if dense(word) or (sign in FRENCH and article.language in ("fr", "br", "")):
        return None
    return Place(start, at + 1, word + sign)


def _may_take_mark(word: str, before: str) -> bool:
    """Whether a word may end a clause: no name is lost behind it, it is more than a letter, and no number of a list."""
    if word in DANGLING or (word.isdigit() and before in ("", "\n")):
        return False
    return len(word.strip("\"'”’»)%")) > 1 or word[:1].isdigit() or word in ("%", ")", "”", "»")


def _stands_apart(text: str, at: int) -> bool:
    """Whether a mark belongs to what follows, as in “find . -name” and “example . com”, to a row of full stops, or was a
    dash that could not be encoded."""
    if text[at] == "?":
        return text[at + 1 : at + 2] not in ("", "\r", "\n")
    if text[at] != ".":
        return False
    following = text[at + 1 : at + 3]
    after = following.strip()
    return (
        re.match(r"\s{1,4}\.(?!\S)", text[at + 1 : at + 8]) is not None
        or following == " ."
        or (bool(after) and (after.islower() or after in "-/\\'"))
    )


def _closes(text: str, at: int) -> bool:
    """Whether a bracket closes another one, as that of a smiley or a list does not. Those of “( so )” are told together."""
    nearest = max(0, at - MAX_BRACKETED)
    if text.rfind("(", nearest, at) < text.rfind(")", nearest, at):
        return False
    return not text[text.rfind("(", 0, at) + 1].isspace()


def _opened(text: str, end: int) -> Place:
    last = end
    while last < len(text) and text[last].isalnum():
        last += 1
    return Place(end - 2, last, "(" + text[end:last])


def _number(text: str, comma: int) -> Place:
    digits = digits_before(text, comma)
    return Place(comma - len(digits), comma + 5, digits + ",000")
