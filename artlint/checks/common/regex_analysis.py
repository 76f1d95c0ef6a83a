"""Analyses a pattern before it runs: what a text must contain for it to match, and how long it may take.

The literals are derived from the pattern by the parser of the standard library's `re`; where that parser does
not understand the pattern (`\\p{L}`), or nothing is required, there is no test and the pattern always runs.
The parser is no public interface, and its tree belongs to each version of Python: of an operation that is not known
here no literal is claimed, and a tree of another shape tells nothing.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

MAX_ALTERNATIVES = 40  # literals, of which one occurs: more are no cheap test
MAX_TESTS = 5  # sets of literals for one pattern
MAX_WAYS = 100_000  # to match from one place: a pattern of more needs a time limit
MAX_REPETITIONS = 10_000  # more are as good as any number
MAX_MULTIPLIED_REPETITIONS = 50  # of something that may match in several ways: more change nothing
_ESCAPE = re.compile(r"\\(?:[pP](?:\{[^}]*\}|\w)|N\{[^}]*\}|.)", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_UNREADABLE = (re.error, Warning, RecursionError, OverflowError, AttributeError, TypeError, ValueError, IndexError)
_FUZZY = re.compile(r"\{(?!\d+(?:,\d*)?\}|,\d+\})")  # (?:harbour){e<=1}: `re` takes the braces for characters


def _parsed(pattern: str) -> list[Any]:
    """The parse tree of a pattern that means the same to `re` and to `regex`. Raises re.error where it does not."""
    if _FUZZY.search(_CLASS.sub("", _ESCAPE.sub("", pattern))):
        raise re.error("may be fuzzy")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return list(re._parser.parse(pattern))  # type: ignore[attr-defined]


def _without_property(escape: re.Match[str]) -> str:
    """A property is one character of no particular kind, as \\w is, in a class and outside of one."""
    return r"\w" if escape.group()[1] in "pP" else escape.group()


def required(pattern: str) -> list[list[str]]:
    """Sets of lower-case literals: in (the lower-cased form of) any text that matches, of each set one occurs.

    An empty list where nothing is known. The sets hold for patterns that heed case and for those that do not.
    """
    try:
        found = _sequence(_parsed(_ESCAPE.sub(_without_property, pattern)))
    except _UNREADABLE:
        return []
    sets = [sorted({_safe(word) for word in words}) for words in found]
    useful = [
        words
        for words in sets
        if all(len(w) > 1 or (w and w != " " and not (w.isascii() and w.isalnum())) for w in words)
    ]
    return sorted(useful, key=lambda words: (-_rarity(words), len(words), words))[:MAX_TESTS]


def _rarity(words: list[str]) -> int:
    """How rarely one of these strings occurs, roughly: as a string of so many English letters would."""
    return min(
        sum(1 if c.isascii() and (c.isalnum() or c == " ") else 3 if c.isascii() else 5 for c in w) for w in words
    )


def _safe(word: str) -> str:
    """The longest part of a literal whose lower case is the same in every context (not so: İ, K, ſ, final ς)."""
    parts = re.split("[İıſK\u03c2\u03c3\u03a3ẞß\u0345\u03b9\u1fbeµμ]", word)
    return max((p.lower() for p in parts), key=len)


def _sequence(items: list[Any]) -> list[list[str]]:
    """The sets of alternatives that a sequence requires, one for each part of it that cannot be left out."""
    found: list[list[str]] = []
    run = ""
    for op, value in [*items, ("END", None)]:
        name = str(op)
        if name == "LITERAL":
            run += chr(value)
            continue
        if run:
            found.append([run])
        run = ""
        if name == "SUBPATTERN":
            found += _sequence(list(value[-1]))
        elif name == "BRANCH":
            branches = [_sequence(list(b)) for b in value[1]]
            if all(branches):  # of each branch its best set; one of all these occurs
                words = [w for b in branches for w in max(b, key=_rarity)]
                if len(words) <= MAX_ALTERNATIVES:
                    found.append(words)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] >= 1:
            found += _sequence(list(value[2]))
        elif name == "ATOMIC_GROUP":
            found += _sequence(list(value))
        elif name == "IN":
            characters = _members(value)
            if characters:
                found.append(characters)
    return found


def _members(items: list[Any]) -> list[str]:
    """The characters of a class, or nothing where it is negated, open or large."""
    out: list[str] = []
    for op, value in items:
        if str(op) == "LITERAL":
            out.append(chr(value))
        elif str(op) == "RANGE" and value[1] - value[0] < MAX_ALTERNATIVES:
            out += map(chr, range(value[0], value[1] + 1))
        else:
            return []
    return out if len(out) <= MAX_ALTERNATIVES else []


def bounded(pattern: str) -> bool:
    """Whether a pattern, of the standard library's `re` too, has few ways to match from any one place.

    Such a pattern needs no time limit. An open repetition, or one inside another, can take for ever on some text.
    """
    try:
        return _ways(_parsed(pattern)) <= MAX_WAYS
    except _UNREADABLE:
        return False


def _ways(items: list[Any]) -> float:
    """In how many ways a sequence may match from one place."""
    ways = 1.0
    for op, value in items:
        name = str(op)
        if name == "SUBPATTERN":
            ways *= _ways(list(value[-1]))
        elif name == "BRANCH":
            ways *= sum(_ways(list(b)) for b in value[1])
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = int(value[0]), int(value[1]), _ways(list(value[2]))
            if most > MAX_REPETITIONS:
                return float("inf")
            ways *= (
                most - least + 1 if body == 1 else body ** min(most, MAX_MULTIPLIED_REPETITIONS) * (most - least + 1)
            )
        elif name in ("ASSERT", "ASSERT_NOT"):
            ways *= _ways(list(value[1]))
        elif name not in ("LITERAL", "NOT_LITERAL", "IN", "ANY", "AT", "CATEGORY"):
            return float("inf")  # back references, conditions: not judged
    return ways
