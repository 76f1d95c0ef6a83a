"""The base class of mechanisms that look across articles: they note facts of each article, and draw conclusions from all
facts of one key. Both are functions without state, so that a dictionary or a cluster's shuffle may stand between them."""

from __future__ import annotations

from hashlib import blake2b

from artlint.base.model import Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import ClassVar

    from artlint.base.model import Fact, FactSite, Finding
    from artlint.text.article import Article

MAX_OPENING_CHARACTERS = 400  # of the first line that are marked


class Note(NamedTuple):
    """A fact as a check states it, to which the article's name is added. `span` is where it would be reported, and `says`
    what the fingerprint is made of: the marked text, unless the fault is another."""

    key: bytes
    data: bytes = b""
    span: Span | None = None
    says: str = ""


class Conclusion(NamedTuple):
    """A finding at a fact's site. `args` fill the rule's message, `others` are the facts that it refers to, each with
    a few words."""

    fact: Fact
    args: Mapping[str, object]
    others: Sequence[tuple[Fact, str]] = ()


class CorpusCheck(Check):
    """A mechanism over many articles. A subclass supplies `collect` and `conclude`, for so many `stages`.

    The facts of an article are grouped by key, and `conclude` sees each group whole and in order (by path, record and
    data). It yields conclusions, and facts: these are grouped again for the next stage. A fact that a stage does not
    pass on is forgotten, and the same fact, if it is passed on more than once, may come once.
    """

    stages: ClassVar[int] = 1
    whole: ClassVar[bool] = (
        False  # whether its fault is one of the article as a whole, which no other diagnostic settles
    )

    def collect(self, article: Article) -> Iterable[Note]:
        """The facts to note of an article, small ones: there may be a billion of them."""
        raise NotImplementedError

    def conclude(self, stage: int, key: bytes, facts: Sequence[Fact]) -> Iterable[Fact | Conclusion]:
        """The conclusions from all facts of one key, and the facts for the next stage. `stage` counts from 1."""
        raise NotImplementedError

    def run(self, article: Article) -> Iterator[Finding]:
        """No findings: one article alone has no such fault."""
        return iter(())


def order(fact: Fact) -> tuple[str, int]:
    """The order of articles: of their files' names, and in a file that of the records."""
    return fact.path, fact.record


def site_of(fact: Fact) -> FactSite:
    """The site of a fact that was noted with one."""
    if fact.site is None:
        raise ValueError(f"the fact {fact.rule} of {shown(fact)} has no site, and cannot be reported")
    return fact.site


def shown(fact: Fact) -> str:
    """An article as messages name it, and as model.RecordPath does."""
    number = f"#{fact.record}" if fact.record else ""
    return f"{fact.path}{number} ({fact.id})" if number and fact.id else f"{fact.path}{number}"


def opening(article: Article) -> Span:
    """The first line that is not empty: where a fault of the whole article is reported."""
    text = article.text
    start = len(text) - len(text.lstrip())
    line = re.match(r"[^\r\n]*", text[start : start + MAX_OPENING_CHARACTERS]).group()  # type: ignore[union-attr]
    return Span(start, start + len(line.rstrip()))


def digest(text: str, size: int = 8) -> bytes:
    """A key of so many bytes: of 10⁹ texts, about one pair has the same 8 bytes by chance in 37 corpora."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()
