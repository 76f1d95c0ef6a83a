"""`unspaced`: a text, or a stretch of it, that lost all spaces between its words (“Theministersaidonmonday”)."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.places import MAX_SINGLE, in_address
from artlint.text.blocks import dense
from artlint.text.lexicon import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article

SPACELESS = r"\S{20,}"
LETTERS = r"[^\W\d_]{3,}"
MIN_WORDS = 4  # known ones, of four letters and more, in one run
MIN_KNOWN = 0.6  # share of its letters that they make up
SHORT_WORDS = (  # of which prose has some, and compounds have none
    "the", "and", "that", "was", "for", "with", "from", "der", "die", "das", "und", "den", "von", "les", "des", "une",
    "que", "los", "las", "del", "para", "con", "por", "che", "non", "per", "della", "het", "een", "van", "nie", "się",
    "och", "att", "det", "som", "ett", "ile", "için", "yang", "dan", "dari", "что", "как", "это", "для", "και", "του",
)  # fmt: skip


class Unspaced(Check):
    """Reports the first such stretch; the others are related places."""

    args = {"beginning": "the first letters of the stretch", "count": "how many there are"}

    class Options:
        min_letters: Annotated[int, Meta(ge=20, description="a stretch without spaces has so many letters")] = 30

    def may_match(self, article: Article) -> bool:
        return max(map(len, article.text.split()), default=0) >= self.options.min_letters

    def run(self, article: Article) -> Iterator[Finding]:
        text, least = article.text, self.options.min_letters
        spans = [m.span() for m in re.finditer(SPACELESS, text) if self._is_prose(m.group(), least)]
        spans = [(start, end) for start, end in spans if not in_address(text, start)]
        if not spans:
            return
        related = tuple(Related(Span(*span), "here") for span in spans[:MAX_SINGLE]) if len(spans) > 1 else ()
        start, end = spans[0]
        yield Finding(Span(start, end), {"beginning": text[start : start + 20], "count": len(spans)}, related)

    @staticmethod
    def _is_prose(run: str, least: int) -> bool:
        """Whether a run of characters is made of words of which some are short ones of prose."""
        if dense(run) or sum(map(str.isalpha, run)) < max(least, 0.85 * len(run)):
            return False
        lowered = run.lower()
        if not any(word in lowered for word in SHORT_WORDS):
            return False
        words = [word for piece in re.findall(LETTERS, lowered) for word in _words(piece)]
        covered = sum(map(len, words))
        long = sum(len(word) >= 4 for word in words)
        return (
            long >= MIN_WORDS
            and any(word in SHORT_WORDS for word in words)
            and covered >= MIN_KNOWN * sum(map(str.isalpha, run))
            and any(len(piece) >= least // 2 for piece in re.findall(LETTERS, run))
        )


def _words(letters: str) -> list[str]:
    """Known words in a run of letters, the longest first at each place."""
    found, at, size = [], 0, len(letters)
    while at < size:
        for end in range(min(size, at + 14), at + 2, -1):
            word = letters[at:end]
            if word in SHORT_WORDS or (end - at > 3 and known(word)):
                found.append(word)
                at = end
                break
        else:
            at += 1
    return found
