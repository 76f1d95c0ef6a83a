"""`scene-caption`: a paragraph that is one scene in the present tense with its full date, as agencies describe pictures."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article

MIN_CAPTION, MAX_CAPTION = 40, 500  # characters
MAX_SUBJECT = 160  # characters before the verb
MAX_BEHIND = 140  # characters behind the date
MAX_SHOWN = 80  # characters of a caption in a message
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    "Jan.", "Feb.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
DATE = rf"(?:\bon |, )(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?(?:{'|'.join(map(re.escape, MONTHS))}) \d{{1,2}}, (?:19|20)\d\d\b"
SECOND_SENTENCE = r"[.!?] [A-Z]"


class SceneCaption(Check):
    """Reports each such paragraph."""

    args = {"caption": "the caption, shortened in the middle"}

    class Options:
        verbs: Annotated[list[str], Meta(description="what people in a picture do, as words before a space")]
        never: Annotated[list[str], Meta(description="words of which a caption has none: the past, laws, books")]

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._verb = rf" (?:{'|'.join(map(re.escape, options.verbs))}) "
        self._never = rf"\b(?:{'|'.join(map(re.escape, options.never))})\b"

    def literals(self) -> Iterable[str] | None:
        return tuple(f"{month.lower()} " for month in MONTHS)

    def run(self, article: Article) -> Iterator[Finding]:
        for block in article.blocks:
            if MIN_CAPTION <= len(block.text) <= MAX_CAPTION and not block.fence and self._is_caption(block.text):
                yield Finding(block.span(), {"caption": quoted(block.text, MAX_SHOWN)})

    def _is_caption(self, text: str) -> bool:
        dates = list(re.finditer(DATE, text))
        if not dates or len(text) - dates[-1].end() > MAX_BEHIND:
            return False
        verb = re.search(self._verb, text[:MAX_SUBJECT])
        if verb is None or verb.start() > dates[-1].start() or re.search(self._never, text):
            return False
        told = text[: dates[-1].start()]
        return not any(mark in told for mark in "!?") and re.search(SECOND_SENTENCE, told[verb.end() :]) is None
