"""`stamp-in-line`: a date or a counter of the page in a line together with the article's own words: at the end of its
last sentence, glued to its first, or with the time and how often the page was read.

A line that holds nothing else is for `date-line`. A date that a sentence speaks of has a word before it, a comma or a
small letter behind it, and rarely the time.
"""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.date_line import DAY, NUMBERS, YEAR
from artlint.text.layout import ends_of_prose
from artlint.text.months import alternation
from artlint.text.sentence_marks import SPACED_CLOSING_MARKS, SPACED_END_MARKS, UNSPACED_END_MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article
    from artlint.text.blocks import Block

MONTH = alternation()
DATE = (
    rf"(?i:{DAY}(?:\.|st|nd|rd|th|º|er)?(?: de)? (?:{MONTH})\.?,?(?: de)? {YEAR}"
    rf"|(?:{MONTH})\.? {DAY}(?:st|nd|rd|th)?,? {YEAR}|{NUMBERS})(?!\d)"
)
ZONES = "[ECMP][SD]?T|GMT|UTC|BST|IST|CES?T|EES?T|AE[SD]T|MSK|JST|HKT|SGT|WIB|PKT|NPT|BRT"
CLOCK = rf"\d{{1,2}}[:.]\d\d(?: ?[apAP]\.?[mM]\b\.?)?(?: ?(?:(?:{ZONES})\b|Uhr|hrs))?"
TIME = rf"(?:(?:,| [-–|•·]| at)? ?(?P<time>{CLOCK})|T\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:?\d\d|Z)?)"
COUNTER = r"(?P<counter>(?: [-–|•·])?(?: \d[\d.,]*[kKM]?)?\+? (?:views?|pts|points|shares?|comments?|reads?|min(?:ute)?s? read)\b)"
STAMP = rf"(?<![\w./-]){DATE}(?:{TIME})?(?:{COUNTER})*"
HINT = rf"(?<!\d)(?:{NUMBERS}|{YEAR})(?!\d)"
DIGITS = r"\d[\d./-]{3,}"  # of a year or a date, at least
MAX_DATE_SIGNS = 12  # characters of a date in which Chinese or Korean signs stand between the numbers
BEFORE, BEHIND = 30, 80  # characters around a year in which its stamp stands
HALF_OR_ZONE = rf"[apAP]\.?[mM]\b|(?:{ZONES})$"  # a programme says “19:30”, a page “7:30 PM ET”
BEFORE_DATES = frozenset(
    ("by", "on", "since", "until", "before", "after", "from", "of", "in", "to", "and", "the", "at", "through")
)
NAMES_BEFORE = r"(?:[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*)? ?[·•|] ?){1,3}$"  # “Mara Lindqvist · Follow · ”
MAX_NAMES_BEFORE = 80  # characters
MAX_STAMPS = 4  # of more, the article is made
FIRST_BLOCKS = 3  # in which a date may be glued to what follows
MIN_ARTICLE = 200  # characters before a date that ends an article


class StampInLine(Check):
    """Reports each such date, with its time and its counters."""

    args = {"stamp": "the stamp"}

    def run(self, article: Article) -> Iterator[Finding]:
        dates = [(block, match) for block in article.blocks for match in _dates(block.text)]
        if not dates:
            return
        last = ends_of_prose(article.blocks)[1]
        found = [(block, match) for block, match in dates if _is_stamp(match, block, block.index >= last)]
        for block, match in found if len(found) <= MAX_STAMPS else ():
            start, end = match.span()
            names = re.search(NAMES_BEFORE, block.text[max(0, start - MAX_NAMES_BEFORE) : start])
            start -= len(names.group()) if names else 0
            yield Finding(block.span(start, end), {"stamp": quoted(block.text[start:end])})


def _dates(text: str) -> Iterator[re.Match[str]]:
    """The dates in a line that holds more, each with its time and its counters."""
    done = 0
    for hint in _hints(text):  # what is rare is looked for first
        if hint.start() < done:
            continue
        match = re.compile(STAMP).search(text, max(done, hint.start() - BEFORE), hint.end() + BEHIND)
        if not match or not match.start() <= hint.start() < match.end():
            continue
        done = match.end()
        if match.group() != text:
            yield match


def _hints(text: str) -> Iterator[re.Match[str]]:
    """The years and dates in numbers."""
    hint = re.compile(HINT)
    for digits in re.finditer(DIGITS, text):
        yield from hint.finditer(text, digits.start(), digits.end() + MAX_DATE_SIGNS)


def _is_stamp(match: re.Match[str], block: Block, is_last: bool) -> bool:
    """Whether a date belongs to the page, by what stands around it."""
    text, (start, end) = block.text, match.span()
    before, after = text[:start].rstrip(), text[end : end + 40]
    is_apart = not before or before[-1] in SPACED_END_MARKS + UNSPACED_END_MARKS + SPACED_CLOSING_MARKS
    follows = after.lstrip()[:1]
    if match["counter"]:
        word = before.rpartition(" ")[2]
        is_label = is_apart or (word[:1].isupper() and word.lower() not in BEFORE_DATES) or word[-1:] in "·•|"
        return is_label and (not follows or follows in "-–—|·•" or follows.isupper())
    if not before and block.index < FIRST_BLOCKS and after[:1].isupper():
        return True  # “22 aprile 2020In occasione …”
    if match["time"] and is_apart and re.search(HALF_OR_ZONE, match["time"]):
        return follows.isupper() or (not follows and bool(before))
    return is_last and not follows and is_apart and start >= MIN_ARTICLE and before[-1] not in ")]"
