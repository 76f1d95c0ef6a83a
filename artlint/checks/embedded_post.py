"""`embedded-post`: a post of a social network that was embedded in the page, and whose words stand in the text now.

Such a post ends in its signature (“— Jo Marsh (@jomarsh) May 4, 2019”), or in the address of its picture. It begins
where its line does; where the line holds a whole article, with the sentence that it ends.
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.text.sentence_marks import CLOSING_SET, ELLIPSIS, SPACED_END_MARKS, UNSPACED_END_MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from artlint.text.article import Article
    from artlint.text.blocks import Block

MAX_POST = 900  # characters of a line that is a post and nothing else
MAX_REACH = 300  # characters before a signature, in a longer line
MAX_SHOWN = 80  # characters of a post in a message
SIGNATURE = (
    r"[—–-]{1,2} ?[^\n()@]{1,60}\(@\w{2,30}\)(?:,? ?[^\W\d]\S{0,12} \d{1,2}(?:, \d{4})?|,? ?\d{1,2}\.? (?:de )?[^\W\d]\S{0,12}(?: de)? \d{4})?"
    r"|\(@[\w.]{2,30}\) (?:on|le|el|am|il|em) [^\n]{4,30}?\d{4}(?: (?:at|à|a las|um|alle|às) \d{1,2}[:.]\d\d ?(?:[ap]m)? ?[A-Z]{2,4})?"
    r"|pic\.twitter\.com/\w{6,12}"
)
ADDRESSES = r"(?:\s*(?:https?://t\.co/\w{6,12}|pic\.twitter\.com/\w{6,12}))*"
STOPS = SPACED_END_MARKS + ELLIPSIS
SENTENCE_START = rf"(?:[{STOPS}][{CLOSING_SET}]{{0,2}}[ \u00a0]+|[{STOPS}](?=[A-Z«“\"])|[{UNSPACED_END_MARKS}])"


POST = r"https?://t\.co/|pic\.twitter\.com/|^(?:RT |\.?@\w{2,})|(?:[#@]\w{2,}\s*){2}$"
MAX_POST_ABOVE = 320  # characters of a post whose signature stands on a line of its own, with an address


class EmbeddedPost(Check):
    """Reports each post with its signature."""

    args = {"post": "the post, shortened in the middle", "signature": "how it ends"}

    def literals(self) -> Iterable[str] | None:
        return ("(@", "pic.twitter.com/")

    def run(self, article: Article) -> Iterator[Finding]:
        for block in article.blocks:
            text = block.text
            if block.fence or ("(@" not in text and "pic.twitter.com/" not in text):
                continue
            done = 0
            for match in re.finditer(SIGNATURE, text):
                if match.start() < done:
                    continue
                end = self._end(text, match.end())
                start = max(done, self._start(block, match.start()))
                above = _above(article, block, text[start : match.start()]) if start == done == 0 else None
                done = end
                shown = f"{above.text} {text[start:end]}" if above else text[start:end]
                args = {"post": quoted(shown, MAX_SHOWN), "signature": quoted(match.group())}
                place = block.span(start, end)
                yield Finding(Span(above.start, place.end) if above else place, args)

    def _end(self, text: str, end: int) -> int:
        """Where the post ends: an address may be followed by a signature and by other addresses."""
        following = re.match(r"\s*" + SIGNATURE, text[end : end + 160])
        if following:
            end += following.end()
        more = re.match(ADDRESSES, text[end : end + 120])
        return end + (more.end() if more else 0)

    def _start(self, block: Block, at: int) -> int:
        text = block.text
        if at <= MAX_POST and len(text) <= MAX_POST * 2:
            return 0
        low = max(0, at - MAX_REACH)
        ends = [m.end() for m in re.finditer(SENTENCE_START, text[low : max(low, at - 20)])]
        return low + ends[-1] if ends else max(low, text.rfind(" ", 0, at - 20) + 1)


def _above(article: Article, block: Block, before: str) -> Block | None:
    """The line above that is the post, where nothing but addresses stands before its signature: it shows by what posts
    alone have, an address of theirs, a handle at the head or a row of hashtags at the end."""
    if re.sub(ADDRESSES, "", before).strip() or not block.index:
        return None
    above = article.blocks[block.index - 1]
    if len(above.text) > MAX_POST_ABOVE or above.fence or above.text[-1] in ":：" or not re.search(POST, above.text):
        return None
    return None if re.search(SIGNATURE, above.text) else above
