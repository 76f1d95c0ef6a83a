"""`repeated-title`, `missing-title`, `text-before-title`: what stands at the head of an article."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common.legitimate_repeats import is_speech
from artlint.checks.common.repeatable import PAGE_ROLES, SIGNATURE
from artlint.text.folding import counted, keys
from artlint.text.layout import is_byline, is_caption, is_heading_like, is_prose
from artlint.text.sentence_marks import QUESTION_MARKS, ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

TITLE_BLOCKS = 4  # the first ones, among which a title is looked for
LINES_BELOW_TITLE = 2  # a title over so many headings that stand again is one of a table of contents
MIN_TITLE_WORDS = 4
MAX_TITLE_CHARACTERS = 200
DATE = r"^\D{0,30}\d{1,2}\.?(?: [^\W\d]+)?,? (?:19|20)\d\d$"  # “Friday, 9 November 2012” is none
DETAILS = r"\((?=[^()]*,)[^()]*\d[^()]*\)$"  # nor is “The Last Ferry (PG, 94 min)”, an entry of a listing
LOG = r"\d:\d\d\S* \W?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b"  # nor what a program wrote
LABELLED = r"://|©|(?i:\badvertisement\b)"  # of a line that is the page's
NO_TITLE = f"{DATE}|{DETAILS}|{LOG}"
MIN_FRAMED_CHARACTERS = 30  # of a title that is known again where words of the page stand beside it
MAX_FRAME_WORDS, MAX_FRAME_CHARACTERS = 4, 60
MIN_HEADING_WORDS = 3  # of a heading that stands where the title is missed
MAX_SCRAP_CHARACTERS = 12
MAX_SCRAPS = 2  # above the text
OPENING_CHARACTERS = 60  # of the text, which are marked where a title is missing
SHOWN_OPENING_CHARACTERS, SHOWN_SCRAP_CHARACTERS = 40, 30


class RepeatedTitle(Check):
    """Reports each later line that is the title again."""

    args = {"title": "the title", "first": "the line where it stands first"}

    class Options:
        min_words: Annotated[int, Meta(ge=1, description="a title has at least so many words")] = MIN_TITLE_WORDS

    def run(self, article: Article) -> Iterator[Finding]:
        folded = article.view(keys)
        title = repeated_title(article, self.options.min_words) or _framed_title(article.blocks, folded)
        if title is None:
            return
        key = folded[title.index]
        after = article.blocks[title.index + 1 :]
        text = next((b.index for b in after if _is_text(b)), len(folded))
        copies = [b for b in after if folded[b.index] == key or _is_framed(b, folded[b.index], key)]
        below = [b for b in copies if b.index > text]
        for block in copies:
            if block.index <= text or (len(below) == 1 and self._is_copy(article, title, block)):
                related = (Related(Span(title.start, title.end), "it stands here first"),)
                args = {"title": quoted(title.text), "first": title.first}
                same = block.text.casefold().split() == title.text.casefold().split()  # $100 is not €100
                safe = same and block.index <= text
                yield Finding(Span(block.start, block.end), args, related, None, "" if safe else "unsafe")

    @staticmethod
    def _is_copy(article: Article, title: Block, copy: Block) -> bool:
        """Whether a line below the text is the title again: the credit of a picture and a label stand there as well, and
        so does the head of a text that is printed once more, with its author below."""
        blocks, roles = article.blocks, article.layout.roles
        below = blocks[copy.index + 1].text if copy.index + 1 < len(blocks) else ""
        if not PAGE_ROLES.isdisjoint((roles[title.index], roles[copy.index])) or re.match(SIGNATURE, copy.text):
            return False
        return copy.text[-1] not in ",;" and not re.search(LABELLED, copy.text) and not is_byline(below)


def _is_text(block: Block) -> bool:
    """Whether a line is the article's text, below which the title may stand again as a heading of a section."""
    return is_prose(block) or (ends_sentence(block.text) and not is_byline(block.text) and not is_caption(block.text))


def _framed_title(blocks: list[Block], folded: list[str]) -> Block | None:
    """The first line, if it is a heading that stands again in “4 comments on …” or “… | Our Paper”."""
    title = next((b for b in blocks[:1] if is_heading_like(b) and b.words > MIN_TITLE_WORDS), None)
    if title and any(_is_framed(b, folded[b.index], folded[0]) for b in blocks[1:]):
        return title
    return None


def _is_framed(block: Block, folded: str, key: str) -> bool:
    """Whether a line is the title with a few words of the page before or behind it."""
    if not MIN_FRAMED_CHARACTERS <= len(key) < len(block.text) <= len(key) + MAX_FRAME_CHARACTERS:
        return False
    if ends_sentence(block.text) or "://" in block.text:
        return False
    extra = folded.removeprefix(key + " ") if folded.startswith(key) else folded.removesuffix(" " + key)
    return extra != folded and len(extra.split()) <= MAX_FRAME_WORDS


def repeated_title(article: Article, min_words: int) -> Block | None:
    """The heading among the first blocks that stands again further down."""
    blocks, again = article.blocks, article.view(_headings_again)
    for block in blocks[:TITLE_BLOCKS] if True in again else ():
        if not again[block.index] or block.words < min_words or re.search(NO_TITLE, block.text):
            continue
        if block.text[-1] in QUESTION_MARKS or is_speech(block, blocks) or _has_title(blocks[: block.index]):
            continue
        return None if all(again[block.index + 1 :][:LINES_BELOW_TITLE]) else block
    return None


def _headings_again(article: Article) -> list[bool]:
    """Which of the first blocks are headings that stand again."""
    blocks, folded = article.blocks, article.view(keys)
    count = counted(
        [key for block, key in zip(blocks, folded, strict=True) if key and len(block.text) <= MAX_TITLE_CHARACTERS]
    )
    return [
        count.get(folded[b.index], 0) > 1 and is_heading_like(b) for b in blocks[: TITLE_BLOCKS + LINES_BELOW_TITLE]
    ]


def _has_title(above: list[Block]) -> bool:
    """Whether the article begins with a heading and goes on with text: what it quotes then is not its title."""
    return len(above) > 1 and is_heading_like(above[0]) and not all(map(is_heading_like, above))


class MissingTitle(Check):
    """Reports an article that has no title where one is to be expected."""

    args = {"opening": "the first words of the text", "why": "what stands in the title's place"}

    class Options:
        when: Annotated[
            Literal["scrap", "always"],
            Meta(
                description="report where a scrap (a number, a label) stands in the title's place, or whenever the text has no title"
            ),
        ] = "scrap"

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = article.blocks
        first = next((b for b in blocks if not _is_scrap(b)), None)
        if first is None or (first.index == 0 and self.options.when == "scrap") or not is_prose(first):
            return
        below = blocks[first.index + 1 : TITLE_BLOCKS]
        if first.index > MAX_SCRAPS or any(is_heading_like(b) and b.words >= MIN_HEADING_WORDS for b in below):
            return
        scrap = quoted(blocks[0].text, SHOWN_SCRAP_CHARACTERS)
        why = f"“{scrap}” stands in its place" if first.index else "the text begins at once"
        end = first.offset(min(OPENING_CHARACTERS, len(first.text)))
        yield Finding(Span(first.start, end), {"opening": quoted(first.text, SHOWN_OPENING_CHARACTERS), "why": why})


def _is_scrap(block: Block) -> bool:
    """Whether a line is no words at all: a number, a counter, punctuation."""
    return len(block.text) <= MAX_SCRAP_CHARACTERS and not any(c.isalpha() for c in block.text)


class TextBeforeTitle(Check):
    """Reports a paragraph above the title. Only a title that stands again further down is known to be one."""

    args = {"title": "the title", "line": "the line of the title"}

    def run(self, article: Article) -> Iterator[Finding]:
        title = repeated_title(article, MIN_TITLE_WORDS)
        if title is None or not title.index:
            return
        above = article.blocks[: title.index]
        if all(is_prose(b) for b in above):
            yield Finding(Span(above[0].start, above[-1].end), {"title": quoted(title.text), "line": title.first})
