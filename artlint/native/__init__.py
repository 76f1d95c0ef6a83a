"""The parts that are also written in C, for speed, where a compiler was at hand when artlint was installed.

The Python modules say what is to be computed and are used where this is not built: nothing but the time differs, which
a test holds. ARTLINT_NATIVE=0 in the environment turns it off.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

built: Any = None
if os.environ.get("ARTLINT_NATIVE") != "0":
    try:
        from artlint.native import _native as built  # type: ignore[attr-defined,no-redef]
    except ImportError:
        pass


def fold_all(texts: list[str]) -> list[str] | None:
    """Each text folded as phrases.fold does it; None where this is not built."""
    return built.fold_all(texts) if built else None


def sharing(texts: list[str], words: int) -> list[int]:
    """Which of the folded texts share so many words in a row with another."""
    if built:
        return built.sharing(texts, words)
    seen: dict[tuple[str, ...], int] = {}
    found: set[int] = set()
    for n, text in enumerate(texts):
        each = text.split(" ")
        for window in zip(*(each[k:] for k in range(words)), strict=False):
            first = seen.setdefault(window, n)
            if first != n:
                found |= {first, n}
    return sorted(found)
