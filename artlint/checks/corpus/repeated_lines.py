"""`repeated-across-articles`: lines that many articles of one source hold, one diagnostic for those that stand together.

1. key: a source and a line. It recurs where so many articles hold it that differ in their longest paragraph: copies of
   one article hold the same.
2. key: an article. Recurring lines that stand one after another are one finding.
"""

from __future__ import annotations

import os
from struct import Struct

from artlint.base.model import Fact, FactSite
from artlint.base.startup import cached_re as re
from artlint.checks.base import runs
from artlint.checks.corpus.base import Conclusion, CorpusCheck, Note, digest, order, shown, site_of
from artlint.text.folding import keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article

HEADER = Struct("<I8sI")  # which block of the article, the key of its longest one, and how many articles hold the line
QUOTE = r"""[“„«»「『"‘'‚‹]|.*[“„«「『"](?:[^“”»」』"]{25}|[^“”»」』"]*$)"""  # one opens it, or a long one stands in it


class RepeatedAcross(CorpusCheck):
    """Reports lines that recur; what stands in quotation marks may be quoted everywhere."""

    args = {
        "articles": "how many articles hold the line, or the one of these lines that fewest hold",
        "other": "one of them",
    }
    stages = 2

    class Options:
        articles: Annotated[int, Meta(ge=2, description="so many different articles of a source hold the line")] = 5
        min_words: Annotated[int, Meta(ge=1, description="shorter lines are not compared")] = 4

    def collect(self, article: Article) -> Iterator[Note]:
        blocks, texts = article.blocks, article.view(keys)
        if len(blocks) < 2:  # a line that is the whole article is a copy
            return
        own = digest(max(texts, key=len))
        source = article.meta.get("source") or os.path.dirname(getattr(article.path, "file", article.path))
        seen = set()
        for block, text in zip(blocks, texts, strict=True):
            if text in seen or block.fence or block.words < self.options.min_words or re.match(QUOTE, block.text):
                continue
            seen.add(text)
            yield Note(digest(f"{source}\0{text}"), HEADER.pack(block.index, own, 0), block.span())

    def conclude(self, stage: int, key: bytes, facts: Sequence[Fact]) -> Iterable[Fact | Conclusion]:
        if stage == 1:
            return self._recurring(facts) if len(facts) >= self.options.articles else ()
        return self._together(facts)

    def _recurring(self, facts: Sequence[Fact]) -> Iterator[Fact]:
        different = {HEADER.unpack(f.data)[1] for f in facts}
        if len(different) < self.options.articles:
            return
        for n, fact in enumerate(facts):
            index, own, _ = HEADER.unpack(fact.data)
            other = facts[0] if n else facts[1]
            data = HEADER.pack(index, own, len(different)) + shown(other).encode("utf-8", "surrogatepass")
            yield fact._replace(key=digest(f"{fact.path}\0{fact.record}"), data=data)

    def _together(self, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        for run in runs(sorted(facts, key=lambda f: (*order(f), HEADER.unpack_from(f.data)[0])), _follows):
            first = run[0]
            args = {
                "articles": str(min(HEADER.unpack_from(f.data)[2] for f in run)),
                "other": first.data[HEADER.size :].decode("utf-8", "surrogatepass"),
            }
            yield Conclusion(first._replace(site=_from_to(site_of(first), site_of(run[-1]))), args)


def _from_to(first: FactSite, last: FactSite) -> FactSite:
    """The site of a run of lines, which goes by what is said of its first one."""
    return first._replace(end=last.end, end_row=last.end_row, end_column=last.end_column)


def _follows(one: Fact, other: Fact) -> bool:
    """Whether a fact is of the same article as another and its block stands right behind; what a comment suppresses is
    by itself."""
    is_next = HEADER.unpack_from(one.data)[0] + 1 == HEADER.unpack_from(other.data)[0]
    return is_next and order(one) == order(other) and _is_suppressed(one) == _is_suppressed(other)


def _is_suppressed(fact: Fact) -> bool:
    return site_of(fact).suppressed
