"""How much a word tells of what an article is about: the rarer it is in the language, the more.

The data (artlint/text/resources/word_weights.bin) holds the words that are frequent in some language, by the hash that
measures/shingles.py gives to a single word; benchmarks/quality/word_weights.py makes it. A word that is not there is rare.
"""

from __future__ import annotations

from artlint.text import resources

STEPS = 20  # of a value, to one step on the Zipf scale: ten times as frequent
LEAST_ZIPF = 4.8  # of the words that are listed: 63 occurrences in a million
RARE = 3 * STEPS + 4  # the weight of a word that is not listed
MOST_ZIPF = 7.5  # the most frequent words weigh nothing

_weights: dict[int, int] = {}


def weights() -> dict[int, int]:
    """The weights of the words that are listed, by their hashes; any other weighs RARE."""
    if not _weights:
        import sys
        from array import array

        with open(resources.path("word_weights.bin"), "rb") as file:
            data = file.read()
        count = len(data) // 5
        keys = array("I", data[: 4 * count])
        if sys.byteorder == "big":
            keys.byteswap()
        most = round(MOST_ZIPF * STEPS)
        _weights.update(zip(keys, (max(0, most - value) for value in data[4 * count :]), strict=True))
    return _weights
