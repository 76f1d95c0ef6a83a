"""`date-line`: a line that holds a date, a time, a counter or how long the article takes to read, and nothing else.

Above the article and under it that is the page's stamp. In between, and where many such lines stand, it is the
article's own: a diary, a live report, a calendar.
"""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common.repeatable import is_transcript
from artlint.text.layout import ends_of_prose
from artlint.text.months import MONTHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article

MAX_STAMP = 70  # characters
MAX_STAMPS = 4  # of more, the article is made
YEAR, DAY = r"(?:19|20)\d\d", r"[0-3]?\d"
NUMBERS = rf"{DAY}[./-]{DAY}[./-](?:{YEAR}|\d\d)|{YEAR}[./-]{DAY}[./-]{DAY}|{YEAR}年\d{{1,2}}月\d{{1,2}}日|{YEAR}년 ?\d{{1,2}}월 ?\d{{1,2}}일"
MONTH_NAMES = frozenset(name for names in MONTHS.values() for name in names)
TIME = r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?(?:[A-Z]{2,4}|Uhr|h))?"


class DateLine(Check):
    """Reports each such segment in the head and the tail of an article."""

    args = {"stamp": "the line"}

    class Options:
        words: Annotated[
            dict[str, list[str]],
            Meta(description="words that may stand beside a date in such a line, in small letters, by language"),
        ] = {}

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._known = MONTH_NAMES.union(*options.words.values())

    def run(self, article: Article) -> Iterator[Finding]:
        segments = article.segments
        short = [
            s for s in segments if len(s.text) <= MAX_STAMP and re.search(r"\d", s.text) and self._is_stamp(s.text)
        ]
        if not short or len(short) > MAX_STAMPS:
            return
        first, last = ends_of_prose(segments)
        if last < 0:
            return
        if article.view(is_transcript):  # of which the hours are a part
            short = [s for s in short if not re.fullmatch(rf"(?i)\W*{TIME}\W*", s.text)]
        for segment in short:
            if segment.index < first or segment.index > last:
                yield Finding(segment.span(), {"stamp": quoted(segment.text)})

    def _is_stamp(self, text: str) -> bool:
        """Whether nothing but a date, times, counters and the words that go with them stands in the line."""
        rest, dates = re.compile(NUMBERS).subn(" ", text)
        rest, times = re.compile(TIME).subn(" ", rest)
        words = re.findall(r"[^\W\d_]+", rest.lower())
        months = [w for w in words if w in MONTH_NAMES]
        if not self._known.issuperset(words):
            return False
        spelled = bool(months) and re.search(rf"\b{YEAR}\b|\b{DAY}\b", rest) is not None
        return bool(dates or spelled or (times and len(words) > 0))
