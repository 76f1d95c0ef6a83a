"""`repeated-sentences`: a sentence that stands again in another paragraph: a teaser, a pull quote, a slip of editing."""

from __future__ import annotations

from artlint.base.model import Finding, Related
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common.mentions import quotations
from artlint.checks.common.repeatable import repeatable
from artlint.text import native
from artlint.text.blocks import dense
from artlint.text.folding import fold, keys
from artlint.text.sentence_marks import (
    ABBREVIATIONS,
    ABBREVIATIONS_BEFORE_NUMBER,
    ELLIPSIS,
    SPACED_END_MARKS,
    UNSPACED_END_MARKS,
    alternatives,
    sentence_break,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Place = tuple[Block, int, int]  # of a sentence: its block, and where it begins and ends in it

HEAD_BLOCKS = 3  # below the headline, among which the text begins
SENTENCE_END = sentence_break(SPACED_END_MARKS + ELLIPSIS, UNSPACED_END_MARKS)
AFTER_ORDINAL = (
    "Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Jh|Liga|Bezirk|Klasse|Runde|Platz|Geburtstag"
)
# An initial or a short form. “Rev.” is still left out: what is reported of an article would begin earlier.
SHORT_FORMS = alternatives(ABBREVIATIONS.values(), without="Rev")
ABBREVIATED = rf"(?<![\w.])(?:[A-ZÀ-ÝА-Я]|{SHORT_FORMS})\.$"
ABBREVIATED_BEFORE_NUMBER = rf"(?<!\w)(?:{alternatives(ABBREVIATIONS_BEFORE_NUMBER.values())})\.$"
SHARED_WORDS = 8  # in a row, which are looked for in the article as a whole
MAX_STARTS = 20  # of a sentence with short forms, behind each of which it may begin
LOOKAROUND = 20  # characters around a full stop, which tell whether the sentence goes on
DENSE_BYTES = bytes((0xE0, 0xE1, *range(0xE3, 0xEE)))  # with which the characters of blocks.DENSE begin in UTF-8


class RepeatedSentences(Check):
    """Reports the first sentence that stands again in a later paragraph, and how many do."""

    args = {"sentence": "the sentence", "first": "the line where it stands first", "count": "how many sentences do"}

    class Options:
        min_characters: Annotated[int, Meta(ge=1, description="a sentence of so many characters, or more")] = 45
        min_words: Annotated[int, Meta(ge=1, description="and of so many words")] = 8
        at_most: Annotated[
            int,
            Meta(ge=1, description="where more sentences stand again, the article is a list of entries of one form"),
        ] = 3

    def run(self, article: Article) -> Iterator[Finding]:
        seen: dict[str, tuple[Block, int, int]] = {}
        found = []
        for block in self._candidates(article):
            for starts, end in _sentences(block.text):
                for start in starts:
                    key = self._key(block.text[start:end])
                    if not key:
                        continue
                    if key not in seen:
                        seen[key] = (block, start, end)
                    elif seen[key][0] is not block and not _is_meant(article, seen[key], (block, start, end)):
                        found.append((block, start, end, seen[key]))
                        break
        if len(found) > self.options.at_most:
            return
        for block, start, end, (first, a, b) in found[:1]:
            related = (Related(first.span(a, b), "it stands here first"),)
            args = {"sentence": quoted(block.text[start:end]), "first": first.first, "count": len(found)}
            yield Finding(block.span(start, end), args, related)

    def _candidates(self, article: Article) -> list[Block]:
        """The paragraphs that may hold such a sentence: its words are the paragraph's, in a row, so eight words in a
        row stand twice."""
        blocks: dict[str, Block] = {}
        fit = article.view(repeatable)
        for block, folded in zip(article.blocks, article.view(keys), strict=True):
            if not block.fence and fit[block.index]:
                blocks.setdefault(folded, block)  # one that stands again as a whole is `repeated-block`'s to report
        if self.options.min_words < SHARED_WORDS or _is_dense(article.text, 2 * self.options.min_words):
            return list(blocks.values())  # there, a few words are a sentence
        different = list(blocks.values())
        return [different[n] for n in _sharing(list(blocks))]

    def _key(self, sentence: str) -> str:
        """The key that equal sentences share; it is empty where the sentence is too short to be meant."""
        characters = dense(sentence)
        if len(sentence) + 2 * characters < self.options.min_characters:
            return ""
        key = fold(sentence)
        return key if max(key.count(" ") + 1, characters // 2) >= self.options.min_words else ""


def _is_meant(article: Article, first: Place, again: Place) -> bool:
    """Whether a sentence stands twice by right: said in a quotation and taken up outside of one, or the headline, which
    agencies write as the first sentence of the text."""
    (block, at, end), (later, start, _) = first, again
    if _is_quoted(article, block, at) != _is_quoted(article, later, start):
        return True
    is_headline = block.index == 0 and at == 0 and end == len(block.text)
    return is_headline and start == 0 and later.index <= HEAD_BLOCKS


def _is_quoted(article: Article, block: Block, at: int) -> bool:
    """Whether a sentence of a block stands in a quotation, which it may open itself."""
    return quotations(article, block).around(at + 1) is not None


def _is_dense(text: str, characters: int) -> bool:
    """Whether the text has so many characters of scripts that are written without spaces."""
    if text.isascii():
        return False
    data = text.encode("utf-8", "surrogatepass")
    return len(data) > len(data.translate(None, DENSE_BYTES)) and dense(text) >= characters


def _sharing(texts: list[str]) -> list[int]:
    """Which of the folded texts share so many words in a row with another."""
    if native.built:
        return native.built.shared_ngrams(texts, SHARED_WORDS)
    seen: dict[tuple[str, ...], int] = {}
    found: set[int] = set()
    for n, text in enumerate(texts):
        words = text.split(" ")
        for window in zip(*(words[k:] for k in range(SHARED_WORDS)), strict=False):
            first = seen.setdefault(window, n)
            if first != n:
                found |= {first, n}
    return sorted(found)


def _sentences(text: str) -> Iterator[tuple[list[int], int]]:
    """Where the sentences of a paragraph begin and end; first the likely beginning, then those after short forms."""
    starts = [0]
    for match in re.finditer(SENTENCE_END, text):
        at = match.start() + 1
        before, after = text[max(starts[0], at - LOOKAROUND) : at], text[match.end() : match.end() + LOOKAROUND]
        if match.group()[0] == "." and _goes_on(before, after):
            if len(starts) < MAX_STARTS:
                starts.append(match.end())
            continue
        yield starts, match.start() + len(match.group().rstrip())
        starts = [match.end()]
    if starts[0] < len(text):
        yield starts, len(text)


def _goes_on(before: str, after: str) -> bool:
    """Whether the full stop at the end of `before` is that of an ordinal, an initial or a short form."""
    if re.search(r"\d\.$", before):
        return re.match(rf"[a-zß-ÿ]|(?:{AFTER_ORDINAL})", after) is not None
    return re.search(ABBREVIATED, before) is not None or (
        after[:1].isdigit() and re.search(ABBREVIATED_BEFORE_NUMBER, before, re.IGNORECASE) is not None
    )
