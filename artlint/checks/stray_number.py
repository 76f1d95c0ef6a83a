"""`stray-number`: a number alone on a line, above or below the text, where it can mean nothing else than a counter."""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.text.layout import is_prose
from artlint.text.sentence_marks import QUESTION_MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article

NUMBER = r"[-–—(\[ ]{0,3}(\d{1,6})(?:[.,]\d{1,3})?[kKmM]?[-–—)\] ]{0,3}"
MAX_NUMBER_CHARACTERS = 16  # of a line
YEAR = r"1\d\d\d|20\d\d"


class StrayNumber(Check):
    """Reports a number on the first line, right above a paragraph, and one under the last paragraph."""

    args = {"number": "the number"}

    def run(self, article: Article) -> Iterator[Finding]:
        blocks, number = article.blocks, re.compile(NUMBER)
        found = [(b, m) for b in blocks if len(b.text) <= MAX_NUMBER_CHARACTERS and (m := number.fullmatch(b.text))]
        if len(found) != 1:  # several are chapters, a column of a table, a countdown
            return
        block, match = found[0]
        at = block.index
        if re.fullmatch(YEAR, match.group(1)) or block.fence:
            return
        above, below = blocks[at - 1 : at], blocks[at + 1 : at + 2]
        first = not above and below and is_prose(below[0]) and not below[0].text[0].isdigit()
        last = (
            above
            and is_prose(above[0])
            and above[0].text[-1] not in QUESTION_MARKS
            and not any(map(is_prose, blocks[at:]))
        )
        if first or (last and not (below and below[0].text[0].islower())):
            yield Finding(Span(block.start, block.end), {"number": quoted(block.text)})
