"""The runs of words of a text as numbers, by which articles are compared (Broder 1997 calls them shingles)."""

from __future__ import annotations

from zlib import crc32

from artlint.base.startup import cached_re as re
from artlint.text import native
from artlint.text.blocks import DENSE, dense
from artlint.text.folding import fold_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.text.article import Article

BASE = 0x9E3779B3
MODULUS = 1 << 32
HASH = 4  # bytes, in the order of this machine


def folded(text: str) -> str:
    """The words of a text in small letters, one space between."""
    return fold_all([text])[0]


def folded_article(article: Article) -> str:
    """The words of an article in small letters, for `article.view`; of Markdown without its comments, which no reader sees."""
    text = article.text
    if article.format == "markdown" and "<!--" in text:
        from artlint.text.markdown_comments import without_comments

        text = without_comments(text)
    return folded(text)


def shingles(text: str, n: int) -> bytes:
    """The hash of each run of n words of a folded text, each once and in order, as numbers of four bytes.

    A word's hash is its CRC-32; those of a run are the digits of a number with the base BASE, modulo 2³² (Karp and
    Rabin 1987). In scripts that are written without spaces each character counts as a word. By chance two of 2,000
    different runs have the same number in one text of 2,000, which changes its likeness to others by a thousandth.
    """
    if native.built:
        return native.built.shingles(text, n, BASE)
    from array import array

    if dense(text):
        text = re.sub(DENSE, r" \g<0> ", text)
    words = [crc32(word.encode("utf-8", "surrogatepass")) for word in text.split(" ") if word]
    if len(words) < n:
        return b""
    highest, run = pow(BASE, n - 1, MODULUS), 0
    runs = []
    for word, gone in zip(words, [0] * n + words, strict=False):
        run = ((run - gone * highest) * BASE + word) % MODULUS
        runs.append(run)
    return array("I", sorted(set(runs[n - 1 :]))).tobytes()


def common(a: bytes, b: bytes) -> int:
    """How many numbers two texts share."""
    if native.built:
        return native.built.common(a, b)
    return len(set(memoryview(a).cast("I")) & set(memoryview(b).cast("I")))
