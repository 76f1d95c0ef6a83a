"""`ending`: an article that stops in the middle of a sentence.

A text is cut where it ends in a mark that says so, or where its last paragraph is running text without a terminal
mark though the paragraphs before it have one. A signature, a credit, a headline, a table or a list that stands
last is no running text. Languages that end sentences without a mark (Thai, Lao, Khmer ...) are left alone.
"""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.text import lexicon
from artlint.text.blocks import dense
from artlint.text.layout import is_caption, is_heading_like
from artlint.text.sentence_marks import (
    ABBREVIATIONS,
    ELLIPSIS,
    PAUSE_MARKS,
    SPACED_END_MARKS,
    UNSPACED_END_MARKS,
    alternatives,
    ends_sentence,
    sentence_break,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

CUT_MARK = r"(?:…|(?<!\.)\.{3})"
COUNT = rf"[\[(]?{CUT_MARK}?[\])]?\s*\[\+?\s?\d[\d,. ]* ?(?:chars?|characters|words)\]$"
BRACKETED = rf"(?<=\w)[\w\"”’»)]*,?\s*(?:\[{CUT_MARK}\]|\[&hellip;\])$"
SIGNS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff"  # vowel signs and accents: no \w, and yet letters
STYLE = rf"[\w{SIGNS}]\s?(?:…|\.{{3}})(?=\s*\S)"
# Unlike elsewhere, “……” ends a sentence with nothing behind it: Chinese has no spaces there.
SENTENCE_END = sentence_break(SPACED_END_MARKS, UNSPACED_END_MARKS + ELLIPSIS)
UNMARKED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]"  # Thai, Lao, Burmese, Khmer, Tibetan
ADDRESS = (
    r"(?:https?:|www\.|\S+@\S)\S*$|\S+\.(?:com|org|net|de|fr|es|it|pl|ru|co\.uk|gr|cn|br)(?:/\S*)?$"
    r"|[@#]\w+$|\d{3}[ .-]\d{4}$"
)
SHORTENED = rf"[.!?:]\s(?:\S+\s){{0,3}}(?:https?:|www\.)\S*{CUT_MARK}$"  # an address, as pages print it
ABBREVIATED = rf"(?:\w\.)*\w|{alternatives(ABBREVIATIONS.values())}"  # initials, and short forms
NOTE = r"\s*[(\[（【][^()\[\]（）【】]{1,160}[)\]）】]\s*$"
SIGNED = r"[”»\"]\s+([^.!?,:;]{3,60})$|(?:^|\s)[*/–—-]{1,2}\s?([^.!?]{3,60})$"
CREDIT = r"©|copyright|rights reserved|(?:reporting|editing|written|posted) by |courtesy of|related to this|\bsource ?:"
DESK = "记者|記者|译者|譯者|文/|编辑|編輯|报道$|報導$|来源|來源|责编|기자|특파원|사진="
# The last line of a complete article that people leave without a mark: pointers, thanks, who wrote it, where to see it.
NOTES = (
    r"(?:check out|see (?:also|my|our)|read|watch|visit|listen to|follow (?:me|us|on)|for more|thanks (?:to|for)"
    r"|(?:more|further) information|you can (?:also )?(?:hear|read|find|see|watch|follow)|читайте также|читайте також)\b"
    r"|(?:\S+ ){2,3}(?:is|was|é|ist|est|es|è) (?:\S+ ){0,4}?(?:editor|writer|author|journalist|reporter|correspondent"
    r"|columnist|professor|director|blogger|founder|advogado|jornalista|periodista|professeur|redakteur)\b"
    r"|(?:\S+ ){1,6}(?:is|are) (?:out|released|available|showing|on sale) (?:now|on|in)\b"
)
SMALL, LARGE = "a-zß-öø-ÿα-ώа-яёіїєґ", "A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁІЇЄҐ"
JOINED = (  # headlines that lost the break between them
    rf"[{SMALL}]{{3}}[«“]?[{LARGE}][{SMALL}]{{2}}|[{SMALL}]{{3}}\d\d\.\d\d\.\d|\d:\d\d[{LARGE}][{SMALL}]"
)
SPEAKER = r",[\"”]\s+[^\s\"”]+(?:\s[^\s\"”]+){0,2}$"  # “…,” Jane: the words go on with who said them
LABEL = r"[^\W\d]+(?: [^\W\d]+){0,2}\s?[:：]"
LONG_WORD = 7  # characters: languages that join words write fewer of them
ROLES = ("paragraph", "heading", "title", "list")


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
            if last.words >= (3 if text[-1] in ")]" else 6):
                yield self._finding(last, at, "the text ends in a cut mark")
        elif not ends_sentence(text) and not re.search(UNMARKED, text[-40:]):
            body = [b for b in article.layout.blocks if roles[b.index] in ROLES]
            if self._stops(article, body, last, text):
                yield self._finding(last, len(text), "no mark ends it")

    def _mark(self, article: Article, text: str) -> int | None:
        """Where the cut mark begins that ends the text, or None."""
        tail = text[-80:]
        skipped = len(text) - len(tail)
        if text[-1] in "])":
            found = re.search(COUNT, tail) or re.search(BRACKETED, tail)
            if found:
                return skipped + max(found.start(), 0)
        core = self._without_invitation(tail)
        found = re.search(rf"[\w{SIGNS},;]\s*{CUT_MARK}$", core) if core.endswith(("…", "...")) else None
        if core is not tail and len(core) < len(tail):
            if found:
                return skipped + found.start() + 1
            return skipped + len(core) if tail[len(core) :].strip()[:1] in "([" and core[-1:].isalpha() else None
        sentence = text[self._last_start(text) :].lower() if found else ""
        if not found or (len(sentence.split()) <= 5 and re.match(NOTES, sentence)):
            return None  # no mark, or “Read more here…” points to another page
        if not re.search(SHORTENED, core) and not self._likes_ellipses(article, text):
            return skipped + found.start() + 1
        return None

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
        """Whether the author uses ellipses elsewhere: then the last one may be meant."""
        known = self.options.open_words.get(article.language, ())
        before = re.findall(r"\w+", text[-40:])
        if before and before[-1].lower() in known:
            return False
        return len(re.findall(STYLE, article.text.rstrip(" .…\n"))) > 1

    def _stops(self, article: Article, body: list[Block], last: Block, text: str) -> bool:
        if re.search(ADDRESS, text[-200:]) or re.search(NOTE, text[-200:]) or text[-1] in "|:：_—–=*~":
            return False
        if not re.match(rf"[^\W_]|[{SIGNS}{PAUSE_MARKS}'\"“‘«(（-]", text[-1]):
            return False  # an emoji, an arrow, a footnote's sign: somebody meant to end there
        if re.search(r"[:;]-?[(\[]$|--$", text[-4:]):
            return False  # a smiley, or a dash typed as hyphens
        if (text[-1] == '"' and text.count('"') % 2 == 0) or (text[-1] in "'’" and text[0] in "'‘"):
            return False
        if len(set(re.findall(rf"\w*(?:{JOINED})\w*", text[-300:]))) > 1:
            return False
        start = self._last_start(text)
        tail = text[start:]
        if self._dangles(article, text, tail):
            return self._prose(article, last, text, tail, start, True) and self._marks_are_usual(body, last, start, 0.0)
        return (
            not self._noted(article, body, text, tail)
            and self._prose(article, last, text, tail, start, False)
            and self._marks_are_usual(body, last, start, 0.5)
        )

    def _dangles(self, article: Article, text: str, tail: str) -> bool:
        """Whether the last word shows that something is lost: it cannot end a sentence, or it is half a word."""
        if text[-1] in PAUSE_MARKS:
            return True
        words = re.findall(rf"(?<!\w)[^\W\d_](?:[\w'’{SIGNS}]*[\w{SIGNS}])?", tail)
        if not words or not tail.endswith(words[-1]) or dense(words[-1]):
            return False
        word = words[-1].lower()
        if word in self.options.open_words.get(article.language, ()):
            return not words[-1].isupper() or len(word) == 1
        if re.search(SPEAKER, tail) or (words[-1].islower() and word.endswith(("'s", "’s"))):
            return True
        often, longer = _standing(word, article.lowered)
        if often:
            return len(words) == 1 and word in re.findall(r"\w+", article.text)  # “Team” where “team” is no name
        if longer:
            return not lexicon.known(word) or (words[-1][0].islower() and len(word) > 1)
        return words[-1][0].islower() and len(word) > 3 and not lexicon.known(word) and _words_are_known(article)

    def _noted(self, article: Article, body: list[Block], text: str, tail: str) -> bool:
        """Whether the last sentence is complete though it lacks its mark: a note, a link, or joined headlines."""
        if re.match(NOTES, tail.lower()) or " | " in tail or re.match(r"\([^()]*\d{4}\)", tail):
            return True
        if len(tail) < 80 and re.search(r"\S@\S+\.\w", tail):
            return True
        above = body[-2].text if len(body) > 1 else ""
        bullet = not text[0].isalnum() and text[0] not in "\"'“„«("
        return bullet and above[:1] == text[0] and not ends_sentence(above)  # the last of a list

    def _last_start(self, text: str) -> int:
        """Where the last sentence begins. It is looked for near the end, where it is nearly always."""
        for back in (500, 20_000, len(text)):
            found = re.compile(SENTENCE_END).finditer(text, max(0, len(text) - 1 - back), len(text) - 1)
            ends = [match.end() for match in found if not _abbreviated(text, match.start())]
            if ends:
                return ends[-1]
        return 0

    def _prose(self, article: Article, last: Block, text: str, tail: str, start: int, dangles: bool) -> bool:
        """Whether the last sentence is running text: no headline, credit, signature or entry of a list."""
        words = re.findall(rf"[^\W\d_][\w'’{SIGNS}]*", tail)
        lowered = tail.lower()
        if tail[0] in "*/+|" or any(
            lowered.startswith(p) for ps in self.options.continued.values() for p in ps if " " in p
        ):
            return False
        if not words or re.search(CREDIT, lowered) or is_caption(tail) or (not dangles and self._signed(text)):
            return False
        if 2 * dense(tail[:400]) > len(tail):
            name = 7 if article.language == "ja" else 5  # characters that say more than a name does
            return len(tail) >= (name if start else 10 if re.search("[，、,]", tail) else 40) and not _is_credit(tail)
        known = self.options.open_words.get(article.language, ())
        small = sum(not w[0].isupper() or (w.lower() in known and not w.isupper()) for w in words)
        if start and not any(map(_has_case, words)) and not (words[-1] in known or text[-1] in PAUSE_MARKS):
            return len(words) >= 5 and not re.match(LABEL, tail)  # fewer may be a name: no capital tells
        if start and dangles and last.words > len(words) + 3 and article.layout.roles[last.index] != "list":
            return True
        if start:
            if tail.endswith(words[-1]) and words[-1].islower() and len(words) > 2 and not re.search(r"[\d:]", tail):
                return True  # no name ends in a small letter
            return small >= 1 and small >= 0.4 * len(words) and (len(words) > 1 or words[0].lower() in known)
        if words[-1].lower() in known or text[-1] in PAUSE_MARKS:
            return len(words) >= 4 and small >= 3
        if max(len(words), len(tail) // LONG_WORD) >= self.options.min_words:
            return small >= (0.3 if dangles else 0.55) * len(words)
        if dangles and len(words) >= 4 and small >= 0.6 * len(words) and not re.match(LABEL, tail):
            return True
        links = sum(w.lower() in known for w in words)
        clause = bool(re.search(r", |^[\"“„«]", text)) or (words[0].lower() in known and words[-1].islower())
        above = article.blocks[last.index - 1] if last.index else None
        return (
            above is not None
            and above.words >= self.options.min_words
            and ends_sentence(above.text)
            and len(words) >= 5
            and small >= 0.5 * len(words)
            and links >= 2
            and (clause or len(words) >= 8 or links >= 3)
        )

    def _signed(self, text: str) -> bool:
        """Whether a name stands at the end, after a quotation or a dash: “… to the end” Jane Doe."""
        found = re.search(SIGNED, text[-120:])
        return found is not None and all(
            w[0].isupper() for w in re.findall(r"[^\W_]+", found.group(1) or found.group(2))
        )

    def _marks_are_usual(self, body: list[Block], last: Block, start: int, least: float) -> bool:
        """Whether the article ends its sentences with marks: most other paragraphs do, or this one does inside."""
        others = [
            b
            for b in body[-30:]
            if b is not last and b.words >= self.options.min_words and (ends_sentence(b.text) or not is_heading_like(b))
        ]
        ended = sum(ends_sentence(b.text) for b in others)
        if others:
            return ended >= least * len(others)
        return start > 0 or least < 0.5

    def _finding(self, block: Block, end: int, how: str) -> Finding:
        start = self._last_start(block.text[:end])
        tail = block.text[start:end].split()
        after = tail[-1] if tail and len(tail[-1]) > 3 else " ".join(tail[-3:])
        return Finding(block.span(start), {"after": quoted(after[-40:]), "how": how})


def _standing(word: str, text: str) -> tuple[bool, bool]:
    """Whether a word stands in the text twice, and, where it does not, whether a longer one begins with it.
    (A pattern would serve this text alone.)"""
    whole, longer, at = 0, False, -1
    while whole < 2 and (at := text.find(word, at + 1)) >= 0:
        if not re.match(r"\w", text[at - 1 : at]):
            at += len(word) - 1
            goes_on = re.match(r"\w", text[at + 1 : at + 2]) is not None
            whole, longer = whole + (not goes_on), longer or goes_on
    return whole > 1, longer


def _has_case(word: str) -> bool:
    """Whether a word is of a script in which names and sentences begin with capitals; the Georgian has others."""
    return word[0].isupper() or word[0].title() != word[0]


def _words_are_known(article: Article) -> bool:
    """Whether nearly all the words of the last part of an article are in the lists, so that one that is not tells."""
    words = [w for w in re.findall(r"[^\W\d_]{4,}", article.text[-1500:]) if w.islower()][:-1]
    return len(words) > 10 and sum(map(lexicon.known, words)) >= 0.9 * len(words)


def _is_credit(tail: str) -> bool:
    """Whether a line of a script without spaces names its reporter: it has the word, and nothing like a clause."""
    return re.search(DESK, tail) is not None and (len(tail) < 15 or not re.search("[，、,「“]", tail))


def _abbreviated(text: str, dot: int) -> bool:
    """Whether the full stop belongs to an initial or a short title: “U.S. ”, “J. ”, “Dr. ”."""
    word = text[max(0, dot - 12) : dot].rsplit(None, 1)
    before = word[-1] if word else ""
    return text[dot] == "." and re.fullmatch(ABBREVIATED, before) is not None
