"""`ending`: an article that stops in the middle of a sentence.

A text is cut where it ends in a mark that says so, or where its last paragraph is running text without a terminal
mark though the paragraphs before it have one. A signature, a credit, a headline, a table or a list that stands
last is no running text. Languages that end sentences without a mark (Thai, Lao, Khmer ...) are left alone.
"""

from __future__ import annotations

import re

from artlint.article import is_dense
from artlint.checks.base import Check, quoted
from artlint.layout import ends_sentence, is_caption, is_heading_like
from artlint.model import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.article import Article, Block

ELLIPSIS = r"(?:…|(?<!\.)\.{3})"
COUNT = rf"[\[(]?{ELLIPSIS}?[\])]?\s*\[\+?\s?\d[\d,. ]* ?(?:chars?|characters|words)\]$"
BRACKETED = rf"(?<=\w)[\w\"”’»)]*,?\s*(?:\[{ELLIPSIS}\]|\[&hellip;\])$"
STYLE = r"\w\s?(?:…|\.{3})(?=\s*\S)"
SENTENCE_END = r"[.!?]['\"”’»)\]]*\s+|[。！？؟।॥。…]['\"”’»）」』\]]*\s*"
UNMARKED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]"  # Thai, Lao, Burmese, Khmer, Tibetan
ADDRESS = (
    r"(?:https?:|www\.|\S+@\S)\S*$|\S+\.(?:com|org|net|de|fr|es|it|pl|ru|co\.uk|gr|cn|br)(?:/\S*)?$"
    r"|[@#]\w+$|\d{3}[ .-]\d{4}$"
)
SHORTENED = rf"[.!?:]\s(?:\S+\s){{0,3}}(?:https?:|www\.)\S*{ELLIPSIS}$"  # an address, as pages print it
ABBREVIATION = (
    r"(?:\w\.)*\w|Mr|Mrs|Ms|Dr|St|Prof|Gen|Sen|Rep|Gov|Lt|Col|Rev|Jr|Sr|No|vs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec"
    r"|al|art|ul|prof|dr|ks|tzw|np|св|им|г|κ|bzw|ca"
)
NOTE = r"\s*[(\[（【][^()\[\]（）【】]{1,160}[)\]）】]\s*$"
SIGNED = r"[”»\"]\s+([^.!?,:;]{3,60})$|(?:^|\s)[*/–—-]{1,2}\s?([^.!?]{3,60})$"
CREDIT = r"©|copyright|rights reserved|(?:reporting|editing|written|posted) by |courtesy of|related to this|\bsource ?:"
DESK = "记者|記者|译者|譯者|文/|编辑|編輯|报道$|報導$|来源|來源|责编"
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
        body = [b for b in article.layout.blocks if roles[b.index] in ROLES]
        if not body:
            return
        last = body[-1]
        text = last.text.rstrip()
        if text.endswith("«"):
            text = re.sub(r"(?<=[^\s([{])«$", "»", text)  # »so« closes, too
        at = self._mark(article, text)
        if at is not None:
            if last.words >= (3 if text[-1] in ")]" else 6):
                yield self._finding(last, at, "the text ends in a cut mark")
        elif not ends_sentence(text) and not re.search(UNMARKED, text[-40:]) and self._stops(article, body, last, text):
            yield self._finding(last, len(text), "no mark ends it")

    # -- a mark that says so --

    def _mark(self, article: Article, text: str) -> int | None:
        """Where the cut mark begins that ends the text, or None."""
        tail = text[-80:]
        skipped = len(text) - len(tail)
        if text[-1] in "])":
            found = re.search(COUNT, tail) or re.search(BRACKETED, tail)
            if found:
                return skipped + max(found.start(), 0)
        core = self._without_invitation(tail)
        found = re.search(rf"[\w,;]\s*{ELLIPSIS}$", core) if core.endswith(("…", "...")) else None
        if core is not tail and len(core) < len(tail):
            if found:
                return skipped + found.start() + 1
            return skipped + len(core) if tail[len(core) :].strip()[:1] in "([" and core[-1:].isalpha() else None
        if found and not re.search(SHORTENED, core) and not self._likes_ellipses(article, text):
            return skipped + found.start() + 1
        return None

    def _without_invitation(self, tail: str) -> str:
        """The end of the text without “Read more” and the like after a cut."""
        lowered = tail.lower()
        if len(lowered) != len(tail):
            return tail
        bare = lowered.rstrip(" .…»›>→)]:")
        for phrases in self.options.continued.values():
            for phrase in phrases:
                if bare.endswith(phrase):
                    core = tail[: len(bare) - len(phrase)]
                    if not core[-1:].isalpha() or is_dense(phrase[0]):
                        return core.rstrip(" ([«→-–|")
        return tail

    def _likes_ellipses(self, article: Article, text: str) -> bool:
        """Whether the author uses ellipses elsewhere: then the last one may be meant."""
        known = self.options.open_words.get(article.language, ())
        before = re.findall(r"\w+", text[-40:])
        if before and before[-1].lower() in known:
            return False
        return len(re.findall(STYLE, article.text.rstrip(" .…\n"))) > 1

    # -- no mark at all --

    def _stops(self, article: Article, body: list[Block], last: Block, text: str) -> bool:
        if re.search(ADDRESS, text[-200:]) or re.search(NOTE, text[-200:]) or text[-1] in "|:：_—–=*~":
            return False
        if not (text[-1].isalnum() or text[-1] in ",;、，；-('\"“‘«("):
            return False  # an emoji, an arrow, a footnote's sign: somebody meant to end there
        if re.search(r"[:;]-?[(\[]$|--$", text):
            return False  # a smiley, or a dash typed as hyphens
        if text[-1] == '"' and text.count('"') % 2 == 0:
            return False
        start = self._last_start(text)
        tail = text[start:]
        return self._prose(article, last, text, tail, start) and self._marks_are_usual(body, last, start)

    def _last_start(self, text: str) -> int:
        start = 0
        for match in re.finditer(SENTENCE_END, text[:-1]):
            if not _abbreviated(text, match.start()):
                start = match.end()
        return start

    def _prose(self, article: Article, last: Block, text: str, tail: str, start: int) -> bool:
        """Whether the last sentence is running text: no headline, credit, signature or entry of a list."""
        words = re.findall(r"[^\W\d_][\w'’]*", tail)
        lowered = tail.lower()
        if tail[0] in "*/+|" or any(
            lowered.startswith(p) for ps in self.options.continued.values() for p in ps if " " in p
        ):
            return False
        if not words or re.search(CREDIT, lowered) or is_caption(tail) or self._signed(text):
            return False
        if 2 * sum(map(is_dense, tail[:400])) > len(tail):
            return len(tail) >= (3 if start else 10 if re.search("[，、,]", tail) else 40) and not re.search(DESK, tail)
        known = self.options.open_words.get(article.language, ())
        small = sum(not w[0].isupper() or (w.lower() in known and not w.isupper()) for w in words)
        if start:
            return small >= 1 and small >= 0.4 * len(words) and (len(words) > 1 or words[0].lower() in known)
        if words[-1].lower() in known or text[-1] in ",;":
            return len(words) >= 4 and small >= 3
        if len(words) >= self.options.min_words:
            return small >= 0.55 * len(words)
        above = article.blocks[last.index - 1] if last.index else None
        return (
            above is not None
            and above.words >= self.options.min_words
            and ends_sentence(above.text)
            and len(words) >= 5
            and small >= 0.5 * len(words)
            and (re.search(r", |^[\"“„«]", text) is not None or len(words) >= 8)
            and sum(w.lower() in known for w in words) >= 2
        )

    def _signed(self, text: str) -> bool:
        """Whether a name stands at the end, after a quotation or a dash: “… to the end” Jane Doe."""
        found = re.search(SIGNED, text[-120:])
        return found is not None and all(
            w[0].isupper() for w in re.findall(r"[^\W_]+", found.group(1) or found.group(2))
        )

    def _marks_are_usual(self, body: list[Block], last: Block, start: int) -> bool:
        """Whether the article ends its sentences with marks: most other paragraphs do, or this one does inside."""
        others = [
            b
            for b in body[-30:]
            if b is not last and b.words >= self.options.min_words and (ends_sentence(b.text) or not is_heading_like(b))
        ]
        ended = sum(ends_sentence(b.text) for b in others)
        if others:
            return ended >= 0.6 * len(others)
        return start > 0

    def _finding(self, block: Block, end: int, how: str) -> Finding:
        start = self._last_start(block.text[:end])
        tail = block.text[start:end].split()
        after = tail[-1] if tail and len(tail[-1]) > 3 else " ".join(tail[-3:])
        return Finding(block.span(start), {"after": quoted(after[-40:]), "how": how})


def _abbreviated(text: str, dot: int) -> bool:
    """Whether the full stop belongs to an initial or a short title: “U.S. ”, “J. ”, “Dr. ”."""
    word = text[max(0, dot - 12) : dot].rsplit(None, 1)
    before = word[-1] if word else ""
    return text[dot] == "." and re.fullmatch(ABBREVIATION, before) is not None
