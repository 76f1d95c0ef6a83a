"""`number-not-in-source`: a number that the source of an article does not have, in digits, in words or rounded."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.checks.against.base import AgainstSource, own_blocks
from artlint.checks.against.dates import dates_in, is_year
from artlint.checks.common import number_values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article

LIST_NUMBER = r"\d{1,3}[.)]\s"  # at the beginning of a line


class NumbersAgainstSource(AgainstSource):
    """Reports each number in digits whose value is not among those of the source."""

    args = {"number": "the number as it stands there"}

    def compare(self, article: Article, source: Article) -> Iterator[Finding]:
        known = number_values.known(source.text, article.language)
        for block in own_blocks(article):
            listed = re.match(LIST_NUMBER, block.text)
            done = listed.end() if listed else 0
            dates = [
                (date.start, date.end) for date in dates_in(block.text, article.language)
            ]  # for `date-not-in-source`
            for number in number_values.numbers(block.text, article.language):
                text = block.text[number.start : number.end]
                if number.start < done or is_year(text) or any(a < number.end and number.start < b for a, b in dates):
                    continue
                if not number_values.holds(known, number):
                    yield Finding(block.span(number.start, number.end), {"number": text})
