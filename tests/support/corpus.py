"""A corpus with copies in it."""

from __future__ import annotations

import random
from typing import Any

from artlint import Linter

WORDS = [
    f"{a}{b}{c}" for a in ("ba", "co", "du", "fe") for b in ("lan", "mir", "nos", "pel") for c in ("da", "ti", "vo")
]


def article(seed: int, words: int = 200) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def changed(words: list[str], share: float, seed: int) -> list[str]:
    rng, out = random.Random(seed), words[:]
    for n in rng.sample(range(len(out)), int(share * len(out))):
        out[n] = rng.choice(WORDS) + "x"
    return out


def corpus(count: int = 40) -> dict[str, str]:
    """So many articles, and of each a copy in capitals, one with 2 % and one with 5 % of its words changed."""
    texts = {}
    for n in range(count):
        words = article(n)
        texts[f"{n:02}/a.txt"] = "Title\n" + " ".join(words)
        texts[f"{n:02}/b.txt"] = "\n\nTITLE\n\n" + " ".join(words).upper()
        texts[f"{n:02}/c.txt"] = "Title\n" + " ".join(changed(words, 0.02, n))
        texts[f"{n:02}/d.txt"] = "Title\n" + " ".join(changed(words, 0.05, n))
    return texts


def linter(**more: Any) -> Linter:
    return Linter.from_config(select=["duplicate-article", "near-duplicate-article"], **more)
