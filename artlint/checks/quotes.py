"""`quotes`: a quotation mark without its partner, or with one of another shape or turned the wrong way.

A quotation of several paragraphs opens each of them and closes the last; where the joints between paragraphs were
lost, it opens anew in the middle of a line. Single marks are apostrophes more often than not, and are left alone.
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common import quotation_marks
from artlint.checks.common.quotation_marks import FAMILY, MEMBERS, SUBSTITUTES
from artlint.checks.common.quotation_pairs import NO_PAIRS, PAIRED, UNCLOSED, Reader, usual_closer
from artlint.text.sentence_marks import PAUSE_MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.checks.common.quotation_marks import Mark
    from artlint.text.article import Article

PARTNERS = {'"': '"', "“": "”", "«": "»", "„": "“", "「": "」", "『": "』"}  # what closes what these open
MIN_ROW, CHARACTERS_PER_MARK = 100, 4  # more marks in a text, and one for so few characters
MAX_ODD_PAIRS = 3  # more of them are a writer's habit
# “…, Ms. Gray of the council said at the time.”: a comma or a dash, up to seven words and a verb of saying; but not
# “…, and he said that …”, which may well stand inside a quotation.
NAME = r"(?:[^\s,.!?]+|[Pp]rof\.|[^\s,.!?]{1,3}\.)"
LINKS = "and|but|who|which|y|e|et|und|и|i|που|que|der|die"
THAT = "that|que|che|dass|что|że|ότι"
AUXILIARIES = ("to", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "not", "they", "we", "you")
INSIDE = "".join(rf"(?<!\b{word}\s)" for word in AUXILIARIES)  # “were told” is no attribution
REST = rf"(?:\s+{NAME}){{0,14}}\s*(?:[,:;.…–—।։။።][^!?]*)?$"
TURNED = r"(?<!\S)[A-Za-zÀ-ɏ.’-]*[A-Za-zÀ-ɏ]‘(?=[\s.,;:!?])"  # ends a word in Latin letters
TORN = "a paragraph was torn apart between them"
NEARBY_CHARACTERS = 60  # around a mark, which are asked
MAX_WORD_CHARACTERS = 40  # before a mark, which a message shows
SHOWN_WORDS = 3  # behind a mark


class Quotes(Check):
    """Reports each mark that is never closed, closes what was never opened, or does not fit its partner."""

    args = {
        "fault": "what is wrong with the mark, as words",
        "mark": "the mark",
        "mended": "the marked text with the right mark, where that is known",
    }
    only_prepared = ("said",)

    class Options:
        said: Annotated[
            dict[str, list[str]],
            Meta(description="verbs of saying by language code: “…, she said” is no longer part of the quotation"),
        ] = {}
        most: Annotated[int, Meta(ge=1, description="say nothing where more marks are wrong: a habit, no slip")] = 4

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        verbs = sorted({verb for known in (options.get("said") or {}).values() for verb in known})
        if not verbs:
            return ""
        said = "|".join(map(re.escape, verbs))
        verb = rf"{INSIDE}(?:{said})(?!\w)(?!\s+(?:{THAT})\b)"
        return rf"[,;–—-]['’]?\s+(?!(?:{LINKS})\b)(?:{NAME}\s+){{0,7}}?{verb}{REST}"

    def may_match(self, article: Article) -> bool:
        rare = article.view(quotation_marks.signs)
        return '"' in article.text or "‘" in rare or any([mark in rare for mark in FAMILY if mark not in SUBSTITUTES])

    def run(self, article: Article) -> Iterator[Finding]:
        text = article.view(quotation_marks.running)
        rare = article.view(quotation_marks.signs) + ('"' if '"' in text else "")
        marks = sum([article.text.count(mark) for mark in FAMILY if mark in rare])
        if marks > MIN_ROW and CHARACTERS_PER_MARK * marks > len(article.text):
            return  # a row of marks is no prose, and takes its time
        families = [family for family, members in MEMBERS.items() if any([mark in rare for mark in members])]
        unsure = {family for family in families if quotation_marks.plain_pairs(text, family) < 0}
        if unsure and quotation_marks.plain_pairs(text, "double") < 0:
            unsure.add("double")  # of substitutes alone
        if usual_closer(text):
            unsure.add("double")  # and of another mark
        found = [finding for family in sorted(unsure) for finding in self._findings(article, family)]
        if "‘" in rare:
            found += _turned(article)
        if len(found) <= self.options.most:
            yield from found

    def _findings(self, article: Article, family: str) -> list[Finding]:
        reader = Reader(article, family, self._is_said)
        faults: list[Finding] = []
        odd: list[Finding] = []
        pairs = 0
        for kind, mark, opening in reader.read():
            if kind == PAIRED and opening and reader.is_odd(opening.mark, mark.mark):
                (faults if opening.mark + mark.mark in NO_PAIRS else odd).append(
                    _mismatched(opening, mark, reader.usual)
                )
            elif kind == PAIRED and opening and _is_torn(opening, mark):
                faults.append(_unclosed(opening, f"closed in line {mark.block.first} only: {TORN}"))
            elif opening:
                pairs += kind == PAIRED
            elif mark.mark not in SUBSTITUTES:
                faults.append(_unclosed(mark) if kind == UNCLOSED else _unopened(mark))
        return [*faults, *(odd if len(odd) <= min(MAX_ODD_PAIRS, pairs + reader.pairs) else ())]

    def _is_said(self, text: str) -> bool:
        return bool(self.prepared) and bool(re.search(self.prepared, text, re.IGNORECASE))


def _turned(article: Article) -> list[Finding]:
    """The marks ‘ that stand at the end of a word, in an article that closes nothing with them."""
    if "’" not in article.text or re.search("[‚‛]|,[^\\W\\d]", article.text):
        return []
    out = []
    for found in re.finditer(TURNED, article.text):
        args = {"fault": "‘ stands where ’ should", "mark": "‘", "mended": found.group()[:-1] + "’"}
        out.append(Finding(Span(*found.span()), args))
    return out if len(out) <= MAX_ODD_PAIRS else []


def _is_torn(opening: Mark, closing: Mark) -> bool:
    """Whether an empty line tears the sentence in which a quotation begins."""
    first, second = opening.block, closing.block
    follows = second.index == first.index + 1 and second.first > first.last + 1
    breaks_off = first.text[-1].isalnum() or first.text[-1] in PAUSE_MARKS
    goes_on = second.text[0] in ".,;" or (second.text[0].isalpha() and not second.text[0].isupper())
    return follows and breaks_off and goes_on


def _unclosed(mark: Mark, how: str = "never closed") -> Finding:
    text = mark.block.text
    start = end = mark.end
    words = text[start : start + SHOWN_WORDS * NEARBY_CHARACTERS].split()[:SHOWN_WORDS]
    for word in words:
        end = text.index(word, end) + len(word)
    fault = f"the mark before “{quoted(' '.join(words))}” is {how}" if words else f"the mark is {how}"
    args = {"fault": fault, "mark": mark.mark, "mended": text[mark.at : end]}
    return Finding(mark.block.span(mark.at, end), args)


def _unopened(mark: Mark) -> Finding:
    text = mark.block.text
    start, end = _word_before(text, mark.at), mark.end
    shown = quoted(text[start : mark.at])
    fault = f"the mark after “{shown}” was never opened" if shown else "the mark was never opened"
    return Finding(mark.block.span(start, end), {"fault": fault, "mark": mark.mark, "mended": text[start:end]})


def _mismatched(opened: Mark, closed: Mark, low: str) -> Finding:
    """A pair of which one mark is wrong: the first of ””, and the second of all others. `low` closes what „ opens."""
    fault = f"{opened.mark} opens and {closed.mark} closes: one of the two marks is of the wrong shape"
    text = closed.block.text
    if opened.mark == closed.mark == "”":
        start, end = _word_before(opened.block.text, opened.at), _word_behind(opened.block.text, opened.end)
        fixed = opened.block.text[start : opened.at] + "“" + opened.block.text[opened.end : end]
        return Finding(opened.block.span(start, end), {"fault": fault, "mark": opened.mark, "mended": fixed})
    start = _word_before(text, closed.at)
    fixed = text[start : closed.at] + ((opened.mark == "„" and low) or PARTNERS.get(opened.mark, closed.mark))
    return Finding(closed.block.span(start, closed.end), {"fault": fault, "mark": opened.mark, "mended": fixed})


def _word_behind(text: str, at: int) -> int:
    """Where the word ends that begins behind a place."""
    words = text[at : at + MAX_WORD_CHARACTERS].split(maxsplit=1)
    return text.index(words[0], at) + len(words[0]) if words else at


def _word_before(text: str, at: int) -> int:
    """Where the word begins that ends at a place, or where the part of it begins that a message shows."""
    words = text[max(0, at - MAX_WORD_CHARACTERS) : at].split(" ")
    return at - len(words[-1])
