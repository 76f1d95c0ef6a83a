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
from artlint.text.lexicon import known
from artlint.text.sentence_marks import LAST_SENTENCE_BREAK, PAUSE_MARKS, ends_sentence
from artlint.text.tail import MAX_INVITATION, ROLES, own_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block
    from artlint.text.tail import OwnEnd

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
VERSES = r"\S  +\S.*\S  +\S"  # lines of a poem or a list, run together
SMILEY_OR_DASH = r"[:;]-?[(\[]$|--$"  # a dash that was typed as hyphens
MIN_CUT_WORDS = 6  # of the last line, for its cut mark to be one
MIN_CUT_SENTENCE_WORDS = 5  # of its sentence, where nothing else tells
TRAILING_LANGUAGES = ("ar", "fa", "ur")  # in which three dots are a full stop to many
MAY_TRAIL_OFF = {"this", "these", "such", "more", "some", "many", "both", "each", "not", "also", "how", "what", "they"}
MIN_UNMARKED_WORDS = 3  # of a sentence without a mark, unless one of them only stands in sentences
MIN_CUT_CHARACTERS = 12  # in scripts without spaces
MIN_BRACKETED_CUT_WORDS = 3  # where the cut mark stands in brackets
# Characters from the end in which a pattern is looked for.
MARK_LOOKBACK, SCRIPT_LOOKBACK, ADDRESS_LOOKBACK, SMILEY_LOOKBACK, JOINED_LOOKBACK = 80, 40, 200, 4, 300
MIN_TEASERS = 2  # before the last one
MAX_POINTER_WORDS = 5  # “Read more here…” points to another page
MAX_USUAL_ELLIPSES = 1  # where the author sets more, the last one may be meant
MAX_PARAGRAPHS_ASKED = 30  # at the end, whether they end in marks
MIN_ENDED_SHARE = 0.5  # of these
MIN_PARAGRAPHS_ALIKE, MIN_ALIKE_SHARE = 2, 0.75  # that end in marks, for one without to be unlike them
MIN_SENTENCES_ALIKE = 6  # where all stand in one paragraph
MIN_SHOWN_CHARACTERS = 4  # of the last word, for it alone to tell the place in a message
MAX_SHOWN_CHARACTERS = 40


class Ending(Check):
    """Reports the unfinished last sentence."""

    args = {"after": "the last words before the cut", "how": "what shows that the text is cut"}

    class Options:
        evidence: Annotated[
            Literal["cut", "unlike", "unmarked"],
            Meta(
                description="what is reported: `cut` what is surely cut (a cut mark, a comma, a word that ends no sentence, "
                "half a word); `unlike` another sentence without a mark where all the paragraphs before it have one; "
                "`unmarked` any other"
            ),
        ] = "cut"
        strict_languages: Annotated[
            list[str],
            Meta(
                description="the languages whose authors hardly ever leave a last mark out: elsewhere all is `unmarked`"
            ),
        ] = []
        min_words: Annotated[
            int, Meta(ge=1, description="a last line shorter than this, without a sentence in it, is no paragraph")
        ] = 12
        continued: Annotated[
            dict[str, list[str]], Meta(description="what pages print after a cut, in lower case, by language")
        ] = {}
        fragments: Annotated[
            list[str],
            Meta(description="patterns of what begins a sentence and is none, such as “Its recent political”"),
        ] = []
        open_words: Annotated[
            dict[str, list[str]], Meta(description="words, by language, that cannot end a sentence")
        ] = {}

    def run(self, article: Article) -> Iterator[Finding]:
        own = article.view(own_end)
        if own is None:
            return
        text = own.block.text[: own.end]
        if text.endswith("«"):
            text = re.sub(r"(?<=[^\s([{])«$", "»", text)  # »so« closes, too
        at = self._mark(article, text)
        if at is not None:
            evidence = "cut" if self._is_surely_cut(article, own, at) else "unlike"
            if self.options.evidence == evidence and self._is_long_enough(article, own, at) and not _are_teasers(text):
                yield _finding(own, at, "the text ends in a cut mark")
        elif own.whole and _may_be_cut(text) and self._evidence(article, own, text) == self.options.evidence:
            alone = self.options.evidence == "unlike"
            yield _finding(own, len(text), f"no mark ends it{', unlike the paragraphs before' * alone}")

    def _evidence(self, article: Article, own: OwnEnd, text: str) -> str:
        """What a last sentence without a mark tells: that it is cut, that it is unlike those before it, or only that
        it has no mark; an empty string where it needs none."""
        sentence = LastSentence(article, own.block, text, self._open_words(article), own.start)
        dangles = sentence.dangles()
        roles = article.layout.roles
        body = [b for b in article.layout.blocks[: own.block.index + 1] if roles[b.index] in ROLES]
        if not self._needs_mark(sentence, dangles, body[-2].text if len(body) > 1 else ""):
            return ""
        ended, asked = self._ended(sentence, body)
        if dangles:
            return "cut" if ended or not asked else ""
        if (asked and ended < MIN_ENDED_SHARE * asked) or not (asked or sentence.start):
            return ""
        if article.language not in self.options.strict_languages or not _others_have_marks(text, ended, asked):
            return "unmarked"
        is_fragment = sentence.start and any(re.fullmatch(p, sentence.tail) for p in self.options.fragments)
        return "cut" if is_fragment else "unlike"

    def _needs_mark(self, sentence: LastSentence, dangles: bool, above: str) -> bool:
        """Whether a last sentence is one that needs a mark. `above` is the paragraph before it."""
        if not dangles and sentence.is_note(above):
            return False
        if self._invites(sentence.tail) or not sentence.is_prose(dangles, self.options.min_words):
            return False
        few = len(sentence.words) < MIN_UNMARKED_WORDS and dense(sentence.tail) < MIN_CUT_CHARACTERS
        if few and not dangles and not any(w.lower() in sentence.open_words for w in sentence.words):
            return False
        return not re.search(VERSES, sentence.tail)

    def _is_long_enough(self, article: Article, own: OwnEnd, at: int) -> bool:
        """Whether a cut mark ends enough to be one: a few words with an ellipsis may be meant so, but not where an open
        word or a letter is left, or where the mark is set in brackets or with an invitation to read on."""
        text = own.block.text[: own.end]
        sentence = text[last_start(text[:at]) : at]
        words = sentence.split()
        last = words[-1].lower() if words else ""
        if len(text.split()) < (MIN_BRACKETED_CUT_WORDS if text[-1] in ")]" else MIN_CUT_WORDS):
            return dense(text) >= MIN_CUT_CHARACTERS
        if text[-1] in ")]" or not text.endswith(("…", "...")):
            return True
        if not own.whole:  # an invitation follows, which is known to be the page's; or a headline, and more
            return len(own.block.text) - own.end <= MAX_INVITATION
        if last in self._open_words(article):
            return len(words) >= MIN_CUT_SENTENCE_WORDS or last not in MAY_TRAIL_OFF
        if article.language in TRAILING_LANGUAGES or sentence.startswith(("* ", "• ")):
            return False
        return len(words) >= MIN_CUT_SENTENCE_WORDS or len(last) == 1

    def _is_surely_cut(self, article: Article, own: OwnEnd, at: int) -> bool:
        """Whether a cut mark is none of an author who trails off: in brackets, with an invitation to read on, behind a
        space, behind a word that ends no sentence, or half of one."""
        text = own.block.text[: own.end]
        if text[-1] in ")]" or not own.whole or not text.endswith(("…", "...")) or text[at : at + 1].isspace():
            return True
        words = re.findall(r"\w+", text[max(0, at - SCRIPT_LOOKBACK) : at])
        last = words[-1] if words else ""
        is_half = (
            last.islower() and last.isalpha() and article.language in self.options.strict_languages and not known(last)
        )
        return is_half or len(last) == 1 or last.lower() in self._open_words(article)

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

    def _invites(self, tail: str) -> bool:
        """Whether the last sentence begins as pages go on after a cut: “Continue reading”."""
        lowered = tail.lower()
        phrases = (phrase for known in self.options.continued.values() for phrase in known)
        return any(" " in phrase and lowered.startswith(phrase) for phrase in phrases)

    def _ended(self, sentence: LastSentence, body: list[Block]) -> tuple[int, int]:
        """How many of the paragraphs before the last one end in a mark, and how many there are."""
        last, min_words = sentence.block, self.options.min_words
        paragraphs = [b for b in body[-MAX_PARAGRAPHS_ASKED:] if b is not last and b.words >= min_words]
        others = [b for b in paragraphs if ends_sentence(b.text) or not is_heading_like(b)]
        return sum(ends_sentence(b.text) for b in others), len(others)


def _others_have_marks(text: str, ended: int, asked: int) -> bool:
    """Whether nearly all paragraphs before the last one end in marks, or where there are too few, the sentences in it."""
    if asked >= MIN_PARAGRAPHS_ALIKE:
        return ended >= MIN_ALIKE_SHARE * asked
    return ended == asked and len(re.findall(LAST_SENTENCE_BREAK, text)) >= MIN_SENTENCES_ALIKE


def _may_be_cut(text: str) -> bool:
    """Whether no mark ends a text that might go on: it ends in no address, remark, emoji or smiley, closes a quotation
    that it has opened, and is no row of headlines."""
    if ends_sentence(text) or re.search(UNMARKED, text[-SCRIPT_LOOKBACK:]):
        return False
    end = text[-ADDRESS_LOOKBACK:]
    if re.search(ADDRESS, end) or re.search(REMARK, end) or text[-1] in "|:：_—–=*~":
        return False
    if not re.match(LAST_CHARACTER, text[-1]) or re.search(SMILEY_OR_DASH, text[-SMILEY_LOOKBACK:]):
        return False
    if (text[-1] == '"' and text.count('"') % 2 == 0) or (text[-1] in "'’" and text[0] in "'‘"):
        return False
    return len(set(re.findall(rf"\w*(?:{JOINED})\w*", text[-JOINED_LOOKBACK:]))) < 2


def _are_teasers(text: str) -> bool:
    """Whether the text is a row of openings, each cut in the same way: other articles' and not the end of this one."""
    return len(re.findall(rf"{CUT_MARK}\s+(?=[«“\"]?[{LARGE}])", text)) >= MIN_TEASERS


def _is_pointer(text: str) -> bool:
    """Whether the text ends in a few words that point elsewhere, such as “Read more here…”."""
    sentence = text[last_start(text) :].lower()
    return len(sentence.split()) <= MAX_POINTER_WORDS and re.match(NOTES, sentence) is not None


def _finding(own: OwnEnd, end: int, how: str) -> Finding:
    text = own.block.text
    start = max(own.start, last_start(text[:end]))
    words = text[start:end].split()
    after = words[-1] if words and len(words[-1]) >= MIN_SHOWN_CHARACTERS else " ".join(words[-3:])
    return Finding(own.block.span(start, own.end), {"after": quoted(after[-MAX_SHOWN_CHARACTERS:]), "how": how})
