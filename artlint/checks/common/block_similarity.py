"""How much two blocks have in common: their sizes, their words, and sketches that two blocks share if they share much."""

from __future__ import annotations

from artlint.text import native
from artlint.text.blocks import dense

MAX_SAMPLE_CHARACTERS = 400  # in which a block's script shows
SHINGLE_WORDS = 4
SHINGLE_CHARACTERS = 8  # in scripts without spaces
MIN_SHINGLED_WORDS = SHINGLE_WORDS + 4  # of a block: one of fewer words may be of such a script
MAX_PAIRS_PER_BLOCK = 16  # are tried, before sketches are made of all
SKETCH_HASHES = 8  # the smallest hashes of a block's shingles that are kept


def weighted_length(text: str) -> int:
    """The length of a text in characters; those of scripts without spaces count threefold, since each says more."""
    return len(text) + 2 * dense(text[:MAX_SAMPLE_CHARACTERS])


class WordSets(dict[str, set[str]]):
    """The different words of folded texts, as they are asked for."""

    def __missing__(self, text: str) -> set[str]:
        self[text] = words = set(text.split())
        return words


def share_words(a: set[str], b: set[str]) -> bool:
    """Whether two blocks have half of their words in common; few words may be scripts without spaces."""
    return 2 * len(a & b) >= max(len(a), len(b)) or min(len(a), len(b)) < SHINGLE_WORDS


def may_be_similar(keys: list[str], near_characters: int, far: float) -> bool:
    """Whether any two different ones of these folded texts are so long, of about the same length, and share words; or
    whether there are too many to tell. `far` is the share of characters that may be in only one of the two."""
    if native.built:
        return bool(
            native.built.may_be_similar(
                keys, near_characters, far, MAX_PAIRS_PER_BLOCK, SHINGLE_WORDS, MAX_SAMPLE_CHARACTERS
            )
        )
    long = sorted({key for key in keys if weighted_length(key) >= near_characters}, key=len)
    pairs, words, sizes = MAX_PAIRS_PER_BLOCK * len(long), WordSets(), [*map(len, long)]
    for n, size in enumerate(sizes):
        for m in range(n + 1, len(sizes)):
            if sizes[m] - size > far * (sizes[m] + size) + 1:
                break
            pairs -= 1
            if pairs < 0 or share_words(words[long[n]], words[long[m]]):
                return True
    return False


def sketch(key: str) -> list[int]:
    """The smallest hashes of the block's shingles: two blocks that share much share some of these."""
    from zlib import crc32  # hash() differs from run to run

    words = key.encode("utf-8", "surrogatepass").split(b" ")
    if len(words) < MIN_SHINGLED_WORDS:
        starts = range(max(1, len(key) - SHINGLE_CHARACTERS + 1))
        grams = {crc32(key[n : n + SHINGLE_CHARACTERS].encode("utf-8", "surrogatepass")) for n in starts}
    else:
        grams = set(map(crc32, map(b" ".join, zip(*(words[n:] for n in range(SHINGLE_WORDS)), strict=False))))
    return sorted(grams)[:SKETCH_HASHES]
