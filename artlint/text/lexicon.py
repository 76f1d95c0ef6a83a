"""Words that are known: those of frequency lists in many languages, and of lists of names.

The data (artlint/text/resources/words.bin) is a sorted array of 32-bit hashes, read through a memory map; benchmarks/quality/lexicon.py
makes it. It tells whether a word is in the lists and nothing else.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left

from artlint.text import resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_table: Sequence[int] | None = None
_blake2b: Any = None


def word_hash(word: str) -> int:
    """The 32-bit hash under which a word is stored; case is ignored."""
    global _blake2b
    if _blake2b is None:
        try:
            from _blake2 import blake2b  # hashlib's own, without the OpenSSL that hashlib loads beside it
        except ImportError:
            from hashlib import blake2b
        _blake2b = blake2b
    digest = _blake2b(word.lower().encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "little")


def known(word: str) -> bool:
    """Whether the word stands in any of the lists."""
    table = _table or _open()
    wanted = word_hash(word)
    at = bisect_left(table, wanted)
    return at < len(table) and table[at] == wanted


def _open() -> Sequence[int]:
    global _table
    with open(resources.path("words.bin"), "rb") as file:
        _table = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast("I")
    return _table
