"""Lines as they are compared: their words in small letters, one space between them."""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text import native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.text.article import Article


TOKEN = r"\w+"
MAX_PHRASE_CHARACTERS = 200  # of a line that a phrase describes


def fold(text: str) -> str:
    """The words of a line, lower-case, one space between: “» Read  More:” and “read more” are the same line."""
    return " ".join(re.findall(TOKEN, text.lower().replace("i\u0307", "i")))  # İ is two characters in small


def fold_all(texts: list[str]) -> list[str]:
    """Several lines folded at once."""
    return native.built.fold_all(texts) if native.built else [fold(text) for text in texts]


def keys(article: Article) -> list[str]:
    """Each block folded, for `article.view`."""
    return fold_all([block.text for block in article.blocks])


def segment_keys(article: Article) -> list[str]:
    """Each segment folded, for `article.view`; the blocks' own where no block is cut."""
    segments = article.segments
    if segments is article.blocks:
        return article.view(keys)
    return fold_all([segment.text for segment in segments])


def counted(keys: list[str]) -> dict[str, int]:
    """How often each of the folded texts stands in the article."""
    count: dict[str, int] = {}
    for key in keys:
        count[key] = count.get(key, 0) + 1
    return count


def folded(article: Article) -> list[str]:
    """Each segment folded, for `article.view`; empty where it is longer than any phrase."""
    return [
        key if len(b.text) <= MAX_PHRASE_CHARACTERS else ""
        for b, key in zip(article.segments, article.view(segment_keys), strict=True)
    ]
