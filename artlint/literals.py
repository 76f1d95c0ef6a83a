"""What a text must contain for a pattern to match at all: a cheap test in front of a costly one.

The literals are derived from the pattern by the parser of the standard library's `re`; where that parser does
not understand the pattern (`\\p{L}`), or nothing is required, there is no test and the pattern always runs.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

MOST = 40  # alternatives: more are no cheap test


def required(pattern: str, ignore_case: bool) -> list[str]:
    """Lower-case literals of which at least one occurs in (the lower-cased form of) any text that matches.

    An empty list where no such set is known. `ignore_case` matters only in that the answer is the same.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]
    except (re.error, Warning, RecursionError, OverflowError):
        return []
    found = _sequence(list(parsed))
    return sorted({_safe(word) for word in found}) if found and all(_safe(w) for w in found) else []


def _safe(word: str) -> str:
    """The longest part of a literal whose lower case is the same in every context (not so: İ, K, ſ, final ς)."""
    parts = re.split("[İıſK\u03c2\u03c3\u03a3ẞß\u0345\u03b9\u1fbe]", word)
    return max((p.lower() for p in parts), key=len)


def _sequence(items: list[Any]) -> list[str]:
    """The best set of alternatives in a sequence, all of which must match: the one whose shortest is longest."""
    best: list[str] = []
    run = ""

    def offer(candidate: list[str]) -> None:
        nonlocal best
        if candidate and len(candidate) <= MOST and min(map(len, candidate)) > (min(map(len, best)) if best else 0):
            best = candidate

    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            run += chr(value)
            continue
        offer([run] if run else [])
        run = ""
        if name == "SUBPATTERN":
            offer(_sequence(list(value[-1])))
        elif name == "BRANCH":
            branches = [_sequence(list(b)) for b in value[1]]
            if all(branches):
                offer([w for b in branches for w in b])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] >= 1:
            offer(_sequence(list(value[2])))
        elif name == "ATOMIC_GROUP":
            offer(_sequence(list(value)))
        elif name == "IN" and all(str(o) == "LITERAL" for o, _ in value):
            offer([chr(c) for _, c in value])
    offer([run] if run else [])
    return best
