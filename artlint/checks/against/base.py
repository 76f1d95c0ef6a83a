"""What checks share that hold an article against the text it was made from."""

from __future__ import annotations

from artlint.base.spans import holds
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.text.article import AGAINST, Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.blocks import Block


class AgainstSource(Check):
    """A check that speaks only where an article's source is known."""

    def may_match(self, article: Article) -> bool:
        return article.view(source_of) is not None


def source_of(article: Article) -> Article | None:
    """The text that an article was made from, as an article (a view); None where it is not known."""
    text = article.meta.get(AGAINST)
    return Article(text, article.path, meta={"languages": (article.language,)}) if text else None


def sources_of(article: Article) -> Article:
    """The same, where it is known."""
    source = article.view(source_of)
    assert source is not None
    return source


def own_blocks(article: Article) -> Iterator[Block]:
    """The blocks of an article that are its own, and no words of the page."""
    return (b for b in article.blocks if not b.fence and not holds(article.boilerplate, b.start))


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text in small letters, with their places; letters and digits, without the marks around them."""
    for match in re.finditer(r"[^\W_]+(?:['’][^\W\d_]+)*", text):
        yield match.group().lower().replace("’", "'"), match.start(), match.end()
