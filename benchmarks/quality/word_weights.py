"""Make artlint/text/resources/word_weights.bin: how frequent the words are that are frequent in some language.

    pip install wordfreq==3.1.1
    python benchmarks/quality/word_weights.py artlint/text/resources/word_weights.bin

Sources and licences are named in NOTICE. The result is a sorted array of the words' CRC-32, four bytes each, little-endian,
and behind it a byte for each: twenty times the Zipf value, the logarithm of the occurrences in a thousand million words.
"""

from __future__ import annotations

import math
import struct
import sys
from zlib import crc32

from lexicon import LANGUAGES as COMMON

from artlint.text.folding import fold_all
from artlint.text.word_weights import LEAST_ZIPF, STEPS

LANGUAGES = (*COMMON, "ar", "hi", "bn", "ur", "fa", "he", "ko", "ja", "zh")


def main() -> None:
    import wordfreq

    values: dict[int, int] = {}
    for language in LANGUAGES:
        for word, frequency in wordfreq.get_frequency_dict(language, "best").items():
            zipf = math.log10(frequency) + 9
            if zipf >= LEAST_ZIPF:
                for part in fold_all([word])[0].split():
                    key = crc32(part.encode())
                    values[key] = max(values.get(key, 0), round(zipf * STEPS))
    keys = sorted(values)
    with open(sys.argv[1], "wb") as file:
        file.write(struct.pack(f"<{len(keys)}I", *keys) + bytes(min(255, values[key]) for key in keys))
    print(f"{len(keys)} words")


if __name__ == "__main__":
    main()
