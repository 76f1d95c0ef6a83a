"""Phrases and patterns as people write them in rules. Phrases are found as whole lines, case, spacing and punctuation aside.

A phrase may hold placeholders: {n} a number, {name} one to five words, {any} up to eighty characters.
The phrase {n} by itself is a line that holds nothing but numbers.
"""

from __future__ import annotations

from time import perf_counter, process_time

from artlint.base.startup import cached_re as re
from artlint.checks.base import OptionError
from artlint.text.folding import MAX_PHRASE_CHARACTERS, fold, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, ClassVar, TypeVar

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Place = tuple[Block, int, int]  # a line, the index of its first segment and that after its last

    T = TypeVar("T")

PLACEHOLDERS = {"n": r"\d+(?: \d+)*", "name": r"\w+(?: \w+){0,4}", "any": r".{1,80}"}
NUMBERS = "{n}"  # stands for any line that begins with a number


def prepare(phrases: Mapping[str, list[str]], path: tuple[str | int, ...]) -> dict[str, Any]:
    """Make of phrases by language what `Phrases` needs: whole lines, and patterns by their first or last word.

    Raises OptionError for an unknown placeholder or a phrase without a word.
    """
    exact: list[str] = []
    first: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    numbers = False
    for language, entries in phrases.items():
        for i, phrase in enumerate(entries):
            here = (*path, language, i)
            parts = parts_of(phrase, here)
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


def parts_of(phrase: str, path: tuple[str | int, ...]) -> list[str]:
    """The text before and after each placeholder of a phrase, and between the texts the placeholders' names. Raises
    OptionError for a placeholder that nobody knows; `path` leads to the phrase."""
    parts = re.split(r"\{(\w*)\}", phrase)
    for name in parts[1::2]:
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{p}}}" for p in PLACEHOLDERS)
            raise OptionError(path, f"a phrase knows no placeholder “{{{name}}}”", f"there are {known}")
    return parts


class Phrases:
    """Whole-line look-up over prepared phrases."""

    def __init__(self, prepared: Mapping[str, Any]) -> None:
        self._whole: list[str] = prepared["exact"]
        self._exact: frozenset[str] | None = None  # of them; made when it is first asked, which few runs do
        self._numbers = prepared["numbers"]
        self._first, self._last = prepared["first"], prepared["last"]

    def match(self, line: str) -> bool:
        """Whether the whole line is one of the phrases."""
        return len(line) <= MAX_PHRASE_CHARACTERS and self.match_folded(fold(line))

    def match_folded(self, folded: str) -> bool:
        """Whether the whole line, which is folded already, is one of the phrases."""
        if self._exact is None:
            self._exact = frozenset(self._whole)
        if folded in self._exact or (self._numbers and folded.replace(" ", "").isdigit()):
            return True
        if not folded or not (self._first or self._last):
            return False
        patterns = [*self._first.get(folded.split(" ", 1)[0], ()), *self._last.get(folded.rsplit(" ", 1)[-1], ())]
        return any(re.fullmatch(p, folded) for p in patterns)


def _cut(article: Article) -> list[tuple[Place, str]]:
    """The lines that were cut into several segments and are no longer than a phrase, each with its folded text."""
    found: list[tuple[Place, str]] = []
    if article.segments is article.blocks:
        return found
    at, segments = 0, article.segments
    for block in article.blocks:
        first = at
        while at < len(segments) and segments[at].start < block.end:
            at += 1
        if at - first > 1 and len(block.text) <= MAX_PHRASE_CHARACTERS:
            found.append(((block, first, at), fold(block.text)))
    return found


def handles(article: Article) -> set[str]:
    """The handles by which phrases are looked up, for `article.view`: each short line, its first word and its last."""
    lines = {line for line in (*article.view(folded), *(line for _, line in article.view(_cut))) if line}
    first = {line.partition(" ")[0] for line in lines}
    last = {line.rpartition(" ")[2] for line in lines}
    numbers = [NUMBERS] if any(map(str.isdigit, first)) else []
    return {*lines, *(word + " " for word in first), *(" " + word for word in last), *numbers}


class Listed:
    """The lines of an article that are phrases of a list. Most articles have none that even begins or ends as one does,
    which is seen at once."""

    def __init__(self, prepared: Mapping[str, Any]) -> None:
        self.phrases = Phrases(prepared)
        ends = (*(word + " " for word in prepared["first"]), *(" " + word for word in prepared["last"]))
        self._handles = frozenset((*prepared["exact"], *ends, *([NUMBERS] if prepared["numbers"] else ())))

    def may_be_in(self, article: Article) -> bool:
        """Whether an article may have such lines; False only where it has none."""
        return not self._handles.isdisjoint(article.view(handles))

    def places(self, article: Article) -> list[Place]:
        """The lines and segments that are phrases of the list, in order; of a line that is one, no segment by itself."""
        match = self.phrases.match_folded
        whole = {place[1]: place for place, line in article.view(_cut) if line and match(line)}
        inside = {i for _, first, after in whole.values() for i in range(first, after)}
        alone = [i for i, line in enumerate(article.view(folded)) if i not in inside and line and match(line)]
        found = {**whole, **{i: (article.segments[i], i, i + 1) for i in alone}}
        return [found[i] for i in sorted(found)]


MAX_SECONDS = 1.0  # for one pattern on one article; a sound pattern needs thousandths
MAX_STOPS = 3  # of a pattern, in one process
RETRIED = 1000
MAX_WASTED = 10.0  # seconds, in one process; less does not matter
HURRIED_SECONDS = 0.05
BRIEF_SECONDS = 0.001
LARGE_TEXT_CHARACTERS = 1_000_000  # for which a pattern may take twice as long


class Clock:
    """The time that patterns may take on one article, each its own.

    It is the processor's time, as `regex` counts it, and more for large texts: linear patterns are not to be stopped.
    A process that had to stop a pattern MAX_STOPS times on end leaves it out, but for one article of RETRIED. And once
    most of its time is wasted on patterns that it stops, each has no more than HURRIED_SECONDS: hundreds of slow
    patterns take a minute, and not an hour.
    """

    _stops: ClassVar[dict[str, int]] = {}  # how often on end a pattern was stopped or left out
    _wasted: ClassVar[float] = 0.0  # seconds, on those that were stopped
    _read: ClassVar[float] = 0.0  # the processor's time when it was last asked for

    def __init__(self, article: Article) -> None:
        is_hurried = Clock._wasted > MAX_WASTED and 2 * Clock._wasted > process_time()
        most = HURRIED_SECONDS if is_hurried else MAX_SECONDS
        self._allowed = most * (1 + len(article.text) / LARGE_TEXT_CHARACTERS)
        self._spent: dict[str, float] = {}

    def run(self, pattern: str, search: Callable[[float], T]) -> T:
        """Call `search(timeout)`, which is to do all its work in the call. Raises TimeoutError."""
        spent = self._spent.get(pattern, 0.0)
        stops = Clock._stops.get(pattern, 0)
        begun, is_stopped = perf_counter(), False
        try:
            if spent >= self._allowed or (stops >= MAX_STOPS and stops % RETRIED):
                raise TimeoutError
            found = search(self._allowed - spent)
        except TimeoutError:
            Clock._stops[pattern] = stops + 1
            is_stopped = True
            raise
        finally:
            took = perf_counter() - begun
            if took > BRIEF_SECONDS:  # perhaps another program ran meanwhile; to ask how long takes a while itself
                now = process_time()
                took, Clock._read = min(took, now - Clock._read), now
            self._spent[pattern] = spent + took
            Clock._wasted += took if is_stopped else 0.0
        if stops:
            Clock._stops.pop(pattern, None)
        return found


def compile_pattern(pattern: str, path: tuple[str | int, ...], ignore_case: bool = False) -> Any:
    """A pattern as rules write them. Raises OptionError that leads to `path` where it is none."""
    import regex

    try:
        return regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
    except RecursionError:
        raise OptionError(path, "the pattern does not compile: it is nested too deep") from None
    except regex.error as error:
        place = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise OptionError(path, f"the pattern does not compile: {error.msg}{place}") from None
