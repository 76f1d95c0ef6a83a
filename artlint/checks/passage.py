"""`passage`: a stretch that begins with a phrase of the page, wherever in a line something new may begin: “Read also:
Mayor opens bridge”, “Photo: Jo Marsh / AP”, “Sign up for our newsletter”.

Where `lines` knows whole lines, this knows how they begin. How far the stretch reaches, a rule says: a headline, a
sentence, names, or the phrase alone. It ends with its line at the latest.
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.spans import holds
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check, runs
from artlint.checks.common.page_phrases import Phrases, prepare_phrases
from artlint.checks.common.passage_ends import (
    FARTHEST,
    MAX_HEADLINE,
    MAX_NAMES,
    MIN_HEADLINE,
    end_of_date,
    end_of_headline,
    end_of_names,
    end_of_sentence,
    next_joint,
    next_letter,
)
from artlint.text.layout import ends_of_prose
from artlint.text.segments import KEY_LENGTH
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

MIN_SENTENCE_WORDS = 5  # of a sentence with which an article goes on behind a credit
MAX_SHOWN = 80  # characters of a passage in a message
MAX_ENTRY_WORDS = 2
MIN_TITLE_WORDS = 5
MAX_TITLED, MIN_TAKEN_UP = 3000, 0.4  # characters of the text, and the share of a title's words that it takes up
MIN_LONG_PHRASE = 10  # characters: what is as long says enough
MAX_BEHIND_DATE = 40  # characters that belong to a stamp behind its date: who, where

PAIRS = {"(": ")", "[": "]", "【": "】", "（": "）", "«": "»"}


class Passage(Check):
    """Reports each stretch that begins with one of the phrases."""

    args = {"phrase": "the phrase as it stands there", "passage": "the stretch, shortened in the middle"}
    only_prepared = ("phrases",)

    class Options:
        phrases: Annotated[
            dict[str, list[str]],
            Meta(
                description="phrases by language code. One in capitals is found in capitals only; any other in both. A "
                "colon at its end must be there; {n}, {name} and {any} stand for a number, a name, anything"
            ),
        ]
        extent: Annotated[
            Literal["headline", "sentence", "names", "phrase", "date"],
            Meta(
                description="how far it reaches: a headline, a sentence, names, the phrase alone, or a date: behind "
                "a label without one it is the label alone"
            ),
        ] = "headline"
        short_line: Annotated[
            int,
            Meta(ge=0, description="a line of at most so many characters in which it stands belongs to it as a whole"),
        ] = 0
        edge: Annotated[
            Literal["any", "outside"],
            Meta(description="look everywhere, or only above the first and below the last running text"),
        ] = "any"

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        return prepare_phrases(options["phrases"], ("phrases",))

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._phrases = Phrases(prepared)

    def run(self, article: Article) -> Iterator[Finding]:
        text = article.text
        for run in runs(self._passages(article), lambda one, other: not text[one[1].end : other[1].start].strip()):
            whole = Span(run[0][1].start, run[-1][1].end)  # pleas come in several sentences
            yield Finding(whole, {"phrase": run[0][0], "passage": quoted(article.slice(whole), MAX_SHOWN)})

    def _passages(self, article: Article) -> Iterator[tuple[str, Span]]:
        """Each phrase that opens a passage, as a message shows it, and the place of the passage."""
        done: tuple[int, int] = (-1, 0)  # the block of the last finding, and where in it that ends
        for index, at, key in self._phrases.places(article):
            block = article.blocks[index]
            end = self._end_of_phrase(block.text, at, key)
            if not end or (index == done[0] and at < done[1]) or holds(article.boilerplate, block.offset(at)):
                continue
            if self.options.extent == "names" and _goes_on(block.text, at, end):
                continue
            if self.options.edge == "outside" and not _is_outside(article, block):
                continue
            text = block.text
            if self.options.extent == "headline" and not at and _is_title(article, block):
                continue
            start, stop = self._extent(article, block, at, end)
            if self.options.extent == "headline" and _is_entry(text[end:stop]):
                continue
            done = index, stop
            yield quoted(text[at:end]), block.span(start, stop)

    def _end_of_phrase(self, text: str, at: int, key: str) -> int:
        """Where the longest phrase ends that stands there; 0 where none does."""
        return max([match.end() for match in self._phrases.matches(text, at, key)], default=0)

    def _extent(self, article: Article, block: Block, at: int, end: int) -> tuple[int, int]:
        text = block.text
        start, stop = self._own_extent(article, block, at, end)
        if len(text) <= self.options.short_line and (
            at <= KEY_LENGTH or (len(text) - end <= MAX_NAMES and not _is_sentence(text[stop:]))
        ):
            return 0, len(text)
        return start, stop

    def _own_extent(self, article: Article, block: Block, at: int, end: int) -> tuple[int, int]:
        """The same, without the rest of a short line."""
        text = block.text
        opened = _bracket_before(text, at)
        if opened is not None:
            closing = text.find(PAIRS[text[opened]], end, end + MAX_HEADLINE)
            if closing > 0:
                return opened, closing + 1
        start = _with_marks(text, at)
        return start, _trimmed(text, end, self._stop(article, block, end))

    def _stop(self, article: Article, block: Block, end: int) -> int:
        text, extent = block.text, self.options.extent
        if extent == "phrase":
            return end
        date = end_of_date(text, end) if extent == "date" else end
        if extent == "date" and text[end - 1] in ":：" and date == end:
            return end
        nearest = next_joint(article.marks[block.index].joints, end + MIN_HEADLINE, end + FARTHEST) or len(text)
        if extent == "names":
            return min(nearest, end_of_names(text, end))
        if extent == "sentence":
            return min(nearest, end_of_sentence(text, end))
        stop = end_of_headline(article, text, end, nearest)
        return date if end < date < stop - MAX_BEHIND_DATE else stop


def _is_sentence(text: str) -> bool:
    """Whether the article goes on behind a credit."""
    text = text.strip()
    return text[:1].isupper() and ends_sentence(text) and len(text.split()) >= MIN_SENTENCE_WORDS


def _is_title(article: Article, block: Block) -> bool:
    """Whether a block is the first line and the title: “Special report: …” is what the article is, if it takes up the
    words of that line."""
    text = block.text
    if block.index or len(text) > MAX_HEADLINE or block.words < MIN_TITLE_WORDS or ends_sentence(text):
        return False
    words = set(re.findall(r"[^\W\d_]{5,}", text.casefold()))
    rest = article.lowered[len(text) : MAX_TITLED]
    return len(words) > 1 and sum(word in rest for word in words) >= MIN_TAKEN_UP * len(words)


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether a small letter follows a short phrase: “photo by photo” begins a sentence, and no credit."""
    return end - at < MIN_LONG_PHRASE and next_letter(text, end).islower() and end_of_names(text, end) == end


def _is_entry(target: str) -> bool:
    """Whether a link leads to an entry of the same text, in a word or two with small letters, and to no headline."""
    words = target.split()
    return 0 < len(words) <= MAX_ENTRY_WORDS and words[0].islower()


def _bracket_before(text: str, at: int) -> int | None:
    """The place of the bracket that opens right before a place, or None."""
    before = at - 1
    while before >= 0 and text[before].isspace():
        before -= 1
    return before if before >= 0 and text[before] in PAIRS and text[before] != "«" else None


def _with_marks(text: str, at: int) -> int:
    """Where the signs begin that stand before a label: “» Read also”."""
    match = re.search(r"(?:(?<=\s)|^)[»›>►▶➤→⇒•●■▪*#|–—-]+[ \u00a0]?$", text[max(0, at - 6) : at])
    return at - len(match.group()) if match else at


def _trimmed(text: str, least: int, stop: int) -> int:
    while stop > least and text[stop - 1].isspace():
        stop -= 1
    return stop


def _is_outside(article: Article, block: Block) -> bool:
    """Whether a block does not stand between two blocks of running text, in an article that has some."""
    first, last = article.view(_ends_of_prose)
    return last >= 0 and not first < block.index < last


def _ends_of_prose(article: Article) -> tuple[int, int]:
    return ends_of_prose(article.blocks)
