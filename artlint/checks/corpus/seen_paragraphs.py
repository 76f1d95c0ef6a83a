"""`seen-paragraphs`: a paragraph that another article has, or that stands above in the same one, as CCNet removes them."""

from __future__ import annotations

from hashlib import sha1

from artlint.base.model import Fact
from artlint.base.startup import cached_re as re
from artlint.checks.corpus.base import Conclusion, CorpusCheck, Note, order, shown, site_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article

KEY_BYTES = 8  # of the SHA-1
# What the code removes of marks; of ASCII's it removes none.
LISTED = "，。、„”“«»１」「《》´∶：？！（）；–—．～’…━〈〉【】％►"
REMOVED = rf"[{LISTED}\x00-\x1f\x7f-\x9f]"


class SeenParagraphs(CorpusCheck):
    """Reports each paragraph that another article has, and each that stands above in the same one."""

    args = {"other": "an article that has it"}

    class Options:
        normalization: Annotated[
            Literal["paper", "code"],
            Meta(
                description="what is left out before paragraphs are compared: accents and all marks, or what the code lists"
            ),
        ] = "paper"
        keep: Annotated[
            Literal["none", "first"], Meta(description="whether the first article that has a paragraph keeps it")
        ] = "none"

    def collect(self, article: Article) -> Iterator[Note]:
        clean = as_in_paper if self.options.normalization == "paper" else as_in_code
        for span in article.lines:
            line = article.slice(span).strip()
            if line:
                key = sha1(clean(line).encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()[:KEY_BYTES]
                yield Note(key, b"", span)

    def conclude(self, stage: int, key: bytes, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        if len(facts) == 1:
            return
        facts = sorted(facts, key=lambda f: (*order(f), site_of(f)))
        first = facts[0]
        other = next((f for f in facts if order(f) != order(first)), first)
        for fact in facts if other is not first and self.options.keep == "none" else facts[1:]:
            elsewhere = other if order(fact) == order(first) else first
            yield Conclusion(fact, {"other": shown(elsewhere)}, [(elsewhere, "it stands here, too")])


def as_in_paper(line: str) -> str:
    """In small letters, with 0 for digits, without accents and marks."""
    from unicodedata import category, normalize

    text = line.lower()
    if not text.isascii():
        text = "".join([c for c in normalize("NFD", text) if category(c) != "Mn"])
    text = re.sub(r"\d", "0", text)
    return "".join([c for c in text if not category(c).startswith("P")])


def as_in_code(line: str) -> str:
    """In small letters, with 0 for digits, without some marks (cc_net/text_normalizer.py, normalize_for_dedup)."""
    return re.sub(REMOVED, "", re.sub(r"\d", "0", line.lower()))
