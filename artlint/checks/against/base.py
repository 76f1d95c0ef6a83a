"""What checks share that hold an article against the text it was made from."""

from __future__ import annotations

from artlint.base.spans import holds
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.text.article import AGAINST, Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.base.model import Finding
    from artlint.text.blocks import Block


SOFT_HYPHEN = "\u00ad"
WORD = r"\b(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W\d_]+)*"  # “U.S.” is “us”


class AgainstSource(Check):
    """A check that speaks only where an article's source is known. A subclass supplies `compare`."""

    needs_source = True

    def run(self, article: Article) -> Iterator[Finding]:
        source = article.view(source_of)
        if source is not None:
            yield from self.compare(article, source)

    def compare(self, article: Article, source: Article) -> Iterator[Finding]:
        """The findings in an article, held against the text that it was made from."""
        raise NotImplementedError


def source_of(article: Article) -> Article | None:
    """The text that an article was made from, as an article (a view); None where it is not known."""
    text = article.meta.get(AGAINST)
    if not text:
        return None
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    if SOFT_HYPHEN not in article.text:  # where it has them as well, words are equal as they are
        text = text.replace(SOFT_HYPHEN, "")
    return Article(text, article.path)


def is_translated(article: Article, source: Article) -> bool:
    """Whether an article is in another language than its source, so that words cannot be compared."""
    return bool(article.language and source.language and article.language != source.language)


def own_blocks(article: Article) -> Iterator[Block]:
    """The blocks of an article that are its own, and no words of the page."""
    return (b for b in article.blocks if not b.fence and not holds(article.boilerplate, b.start))


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text in small letters, with their places; letters and digits, without the marks around them."""
    for match in re.finditer(WORD, text):
        yield match.group().lower().replace("’", "'").replace(".", ""), match.start(), match.end()
