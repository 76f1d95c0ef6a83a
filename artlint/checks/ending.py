"""`ending`: an article that stops in the middle of a sentence.

A text is cut where it ends in a mark that says so, or where its last paragraph is running text without a terminal
mark though the paragraphs before it have one. Languages that end sentences without a mark (Thai, Lao, Khmer ...) are
left alone.
"""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common.last_sentence import NOTES, SIGNS, LastSentence, last_start
from artlint.text.blocks import dense
from artlint.text.layout import is_heading_like
from artlint.text.sentence_marks import PAUSE_MARKS, ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

CUT_MARK = r"(?:…|(?<!\.)\.{3})"
COUNT = rf"[\[(]?{CUT_MARK}?[\])]?\s*\[\+?\s?\d[\d,. ]* ?(?:chars?|characters|words)\]$"
BRACKETED = rf"(?<=\w)[\w\"”’»)]*,?\s*(?:\[{CUT_MARK}\]|\[&hellip;\])$"
STYLE = rf"[\w{SIGNS}]\s?(?:…|\.{{3}})(?=\s*\S)"
UNMARKED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]"  # Thai, Lao, Burmese, Khmer, Tibetan
ADDRESS = (
    r"(?:https?:|www\.|\S+@\S)\S*$|\S+\.(?:com|org|net|de|fr|es|it|pl|ru|co\.uk|gr|cn|br)(?:/\S*)?$"
    r"|[@#]\w+$|\d{3}[ .-]\d{4}$"
)
SHORTENED = rf"[.!?:]\s(?:\S+\s){{0,3}}(?:https?:|www\.)\S*{CUT_MARK}$"  # an address, as pages print it
REMARK = r"\s*[(\[（【][^()\[\]（）【】]{1,160}[)\]）】]\s*$"
SMALL, LARGE = "a-zß-öø-ÿα-ώа-яёіїєґ", "A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁІЇЄҐ"
JOINED = (  # headlines that lost the break between them
    rf"[{SMALL}]{{3}}[«“]?[{LARGE}][{SMALL}]{{2}}|[{SMALL}]{{3}}\d\d\.\d\d\.\d|\d:\d\d[{LARGE}][{SMALL}]"
)
LAST_CHARACTER = rf"[^\W_]|[{SIGNS}{PAUSE_MARKS}'\"“‘«(（-]"  # of a text that is cut: others are set to end one
SMILEY_OR_DASH = r"[:;]-?[(\[]$|--$"  # a dash that was typed as hyphens
ROLES = ("paragraph", "heading", "title", "list")
MIN_CUT_WORDS = 6  # of the last line, for its cut mark to be one
MIN_BRACKETED_CUT_WORDS = 3  # where the cut mark stands in brackets
# Characters from the end in which a pattern is looked for.
MARK_LOOKBACK, SCRIPT_LOOKBACK, ADDRESS_LOOKBACK, SMILEY_LOOKBACK, JOINED_LOOKBACK = 80, 40, 200, 4, 300
MAX_POINTER_WORDS = 5  # “Read more here…” points to another page
MAX_USUAL_ELLIPSES = 1  # where the author sets more, the last one may be meant
MAX_PARAGRAPHS_ASKED = 30  # at the end, whether they end in marks
MIN_ENDED_SHARE = 0.5  # of these
MIN_SHOWN_CHARACTERS = 4  # of the last word, for it alone to tell the place in a message
MAX_SHOWN_CHARACTERS = 40


class Ending(Check):
    """Reports the unfinished last sentence."""

    args = {"after": "the last words before the cut", "how": "what shows that the text is cut"}

    class Options:
        min_words: Annotated[
            int, Meta(ge=1, description="a last line shorter than this, without a sentence in it, is no paragraph")
        ] = 12
        continued: Annotated[
            dict[str, list[str]], Meta(description="what pages print after a cut, in lower case, by language")
        ] = {}
        open_words: Annotated[
            dict[str, list[str]], Meta(description="words, by language, that cannot end a sentence")
        ] = {}

    def run(self, article: Article) -> Iterator[Finding]:
        roles = article.layout.roles
        last = next((b for b in reversed(article.layout.blocks) if roles[b.index] in ROLES), None)
        if last is None:
            return
        text = last.text.rstrip()
        if text.endswith("«"):
            text = re.sub(r"(?<=[^\s([{])«$", "»", text)  # »so« closes, too
        at = self._mark(article, text)
        if at is not None:
            if last.words >= (MIN_BRACKETED_CUT_WORDS if text[-1] in ")]" else MIN_CUT_WORDS):
                yield _finding(last, at, "the text ends in a cut mark")
        elif not ends_sentence(text) and not re.search(UNMARKED, text[-SCRIPT_LOOKBACK:]) and _may_be_cut(text):
            sentence = LastSentence(article, last, text, self._open_words(article))
            if self._stops(sentence, [b for b in article.layout.blocks if roles[b.index] in ROLES]):
                yield _finding(last, len(text), "no mark ends it")

    def _open_words(self, article: Article) -> Sequence[str]:
        """The words that cannot end a sentence in the article's language."""
        return self.options.open_words.get(article.language, ())

    def _mark(self, article: Article, text: str) -> int | None:
        """Where the cut mark begins that ends the text, or None."""
        tail = text[-MARK_LOOKBACK:]
        skipped = len(text) - len(tail)
        bracketed = (re.search(COUNT, tail) or re.search(BRACKETED, tail)) if text[-1] in "])" else None
        if bracketed:
            return skipped + bracketed.start()
        core = self._without_invitation(tail)
        found = re.search(rf"[\w{SIGNS},;]\s*{CUT_MARK}$", core) if core.endswith(("…", "...")) else None
        if len(core) < len(tail):
            if found:
                return skipped + found.start() + 1
            return skipped + len(core) if tail[len(core) :].strip()[:1] in "([" and core[-1:].isalpha() else None
        if not found or _is_pointer(text) or re.search(SHORTENED, core) or self._likes_ellipses(article, text):
            return None
        return skipped + found.start() + 1

    def _without_invitation(self, tail: str) -> str:
        """The end of the text without “Read more” and the like after a cut."""
        lowered = tail.lower()
        if len(lowered) != len(tail):
            return tail
        bare = lowered.rstrip(" .…»›>→)]:")
        for phrases in self.options.continued.values():
            for phrase in phrases if bare.endswith(tuple(phrases)) else ():
                if bare.endswith(phrase):
                    core = tail[: len(bare) - len(phrase)]
                    if not core[-1:].isalpha() or dense(phrase[0]):
                        return core.rstrip(" ([«→-–|")
        return tail

    def _likes_ellipses(self, article: Article, text: str) -> bool:
        """Whether the author uses ellipses elsewhere: then the last one may be meant, but not after an open word."""
        before = re.findall(r"\w+", text[-SCRIPT_LOOKBACK:])
        if before and before[-1].lower() in self._open_words(article):
            return False
        return len(re.findall(STYLE, article.text.rstrip(" .…\n"))) > MAX_USUAL_ELLIPSES

    def _stops(self, sentence: LastSentence, body: list[Block]) -> bool:
        """Whether a last sentence without a mark is cut. `body` are the blocks of the article's own text."""
        dangles = sentence.dangles()
        if not dangles and sentence.is_note(body[-2].text if len(body) > 1 else ""):
            return False
        if self._invites(sentence.tail) or not sentence.is_prose(dangles, self.options.min_words):
            return False
        return self._marks_are_usual(sentence, body, 0.0 if dangles else MIN_ENDED_SHARE)

    def _invites(self, tail: str) -> bool:
        """Whether the last sentence begins as pages go on after a cut: “Continue reading”."""
        lowered = tail.lower()
        phrases = (phrase for known in self.options.continued.values() for phrase in known)
        return any(" " in phrase and lowered.startswith(phrase) for phrase in phrases)

    def _marks_are_usual(self, sentence: LastSentence, body: list[Block], least: float) -> bool:
        """Whether the article ends its sentences with marks: so many of the other paragraphs do, or where there are
        none, this one does inside."""
        last, min_words = sentence.block, self.options.min_words
        paragraphs = [b for b in body[-MAX_PARAGRAPHS_ASKED:] if b is not last and b.words >= min_words]
        others = [b for b in paragraphs if ends_sentence(b.text) or not is_heading_like(b)]
        if others:
            return sum(ends_sentence(b.text) for b in others) >= least * len(others)
        return sentence.start > 0 or not least


def _may_be_cut(text: str) -> bool:
    """Whether a text without a mark at its end might go on: it ends in no address, remark, emoji or smiley, closes a
    quotation that it has opened, and is no row of headlines."""
    end = text[-ADDRESS_LOOKBACK:]
    if re.search(ADDRESS, end) or re.search(REMARK, end) or text[-1] in "|:：_—–=*~":
        return False
    if not re.match(LAST_CHARACTER, text[-1]) or re.search(SMILEY_OR_DASH, text[-SMILEY_LOOKBACK:]):
        return False
    if (text[-1] == '"' and text.count('"') % 2 == 0) or (text[-1] in "'’" and text[0] in "'‘"):
        return False
    return len(set(re.findall(rf"\w*(?:{JOINED})\w*", text[-JOINED_LOOKBACK:]))) < 2


def _is_pointer(text: str) -> bool:
    """Whether the text ends in a few words that point elsewhere, such as “Read more here…”."""
    sentence = text[last_start(text) :].lower()
    return len(sentence.split()) <= MAX_POINTER_WORDS and re.match(NOTES, sentence) is not None


def _finding(block: Block, end: int, how: str) -> Finding:
    start = last_start(block.text[:end])
    words = block.text[start:end].split()
    after = words[-1] if words and len(words[-1]) >= MIN_SHOWN_CHARACTERS else " ".join(words[-3:])
    return Finding(block.span(start), {"after": quoted(after[-MAX_SHOWN_CHARACTERS:]), "how": how})
