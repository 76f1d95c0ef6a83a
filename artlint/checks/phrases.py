"""Phrases that people write in rules, and finding them as whole lines: case, spacing and punctuation aside.

A phrase may hold placeholders: {n} a number, {name} one to five words, {any} up to eighty characters.
The phrase {n} by itself is a line that holds nothing but numbers.
"""

from __future__ import annotations

import re

from artlint.checks.base import OptionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

TOKEN = r"\w+"
PLACEHOLDERS = {"n": r"\d+(?: \d+)*", "name": r"\w+(?: \w+){0,4}", "any": r".{1,80}"}
LONGEST = 200  # characters: no line of furniture that a phrase describes is longer


def fold(text: str) -> str:
    """The words of a line, lower-case, one space between: “» Read  More:” and “read more” are the same line."""
    return " ".join(re.findall(TOKEN, text.lower()))


def prepare(phrases: Mapping[str, list[str]], path: tuple[str | int, ...]) -> dict[str, Any]:
    """Phrases by language to what `find` needs: whole lines, and patterns by their first or last word.

    Raises OptionError for an unknown placeholder or a phrase without a word.
    """
    exact: list[str] = []
    first: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    numbers = False
    for language, entries in phrases.items():
        for i, phrase in enumerate(entries):
            here = (*path, language, i)
            parts = re.split(r"\{(\w*)\}", phrase)
            for name in parts[1::2]:
                if name not in PLACEHOLDERS:
                    known = ", ".join(f"{{{p}}}" for p in PLACEHOLDERS)
                    raise OptionError(here, f"a phrase knows no placeholder “{{{name}}}”", f"there are {known}")
            words = [fold(p) for p in parts[::2]]
            if not any(words) and phrase != "{n}":
                raise OptionError(here, "a phrase needs at least one word")
            if len(parts) == 1:
                exact.append(words[0])
                continue
            bits = []
            for n, part in enumerate(parts):
                bit = PLACEHOLDERS[part] if n % 2 else re.escape(fold(part))
                if bit:
                    bits.append(bit)
            if phrase == "{n}":
                numbers = True
            elif words[0]:
                first.setdefault(words[0].split()[0], []).append(" ".join(bits))
            elif words[-1]:
                last.setdefault(words[-1].split()[-1], []).append(" ".join(bits))
            else:
                raise OptionError(here, "a phrase must begin or end with a word")
    return {"exact": sorted(set(exact)), "first": first, "last": last, "numbers": numbers}


class Phrases:
    """Whole-line look-up over prepared phrases."""

    def __init__(self, prepared: Mapping[str, Any]) -> None:
        self._exact = frozenset(prepared["exact"])
        self._numbers = prepared["numbers"]
        self._first, self._last = prepared["first"], prepared["last"]
        self._compiled: dict[str, re.Pattern[str]] = {}

    def match(self, line: str) -> bool:
        """Whether the whole line is one of the phrases."""
        if len(line) > LONGEST:
            return False
        folded = fold(line)
        if folded in self._exact or (self._numbers and folded.replace(" ", "").isdigit()):
            return True
        if not folded or not (self._first or self._last):
            return False
        patterns = [*self._first.get(folded.split(" ", 1)[0], ()), *self._last.get(folded.rsplit(" ", 1)[-1], ())]
        return any(self._pattern(p).fullmatch(folded) for p in patterns)

    def _pattern(self, source: str) -> re.Pattern[str]:
        if source not in self._compiled:
            self._compiled[source] = re.compile(source)
        return self._compiled[source]
