"""Words that are known: those of frequency lists in many languages, and of lists of names.

The data (artlint/data/words.bin) is a sorted array of 32-bit hashes, read through a memory map; evals/lexicon.py
makes it. It tells whether a word is in the lists and nothing else.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_table: Sequence[int] | None = None


def word_hash(word: str) -> int:
    """The 32-bit hash under which a word is stored; case is ignored."""
    try:
        from _blake2 import blake2b  # hashlib's own, without the OpenSSL that hashlib loads beside it
    except ImportError:
        from hashlib import blake2b

    return int.from_bytes(blake2b(word.lower().encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")


def known(word: str) -> bool:
    """Whether the word stands in any of the lists."""
    global _table
    if _table is None:
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "words.bin")
        with open(path, "rb") as file:
            _table = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast("I")
    wanted = word_hash(word)
    at = bisect_left(_table, wanted)
    return at < len(_table) and _table[at] == wanted
