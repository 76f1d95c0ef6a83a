"""Articles without end, made of faulty pieces and odd characters: nothing may raise, hang, mark what is not there, or come
out differently without the part in C.

    python benchmarks/fuzz/run.py --minutes 60

Ends with 1 and the smallest text that it could find where a property fails, and with 0 when the time is up.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from artlint.base.errors import ArtlintError
from artlint.engine import fixer
from artlint.engine.linter import Linter
from artlint.text.native import built

sys.path.insert(0, str(Path(__file__).parents[2]))  # for what follows: artlint is the one that is installed

from tests.engine.faulty_articles import articles

SECONDS = 2.0  # for a text, and one for each
CHARACTERS = 50_000  # more
EXAMPLES = 500  # with one seed
# Beginnings and ends of what rules know, spaces and ends of sentences, and words: a piece by itself each.
# fmt: off
ODD = [
    *"\0\x08\x1b\x85\u00a0\u00ad\u0301\u061c\u200b\u200e\u202e\u2028\u2066\ufeff\ufffd\U000e0041\U0001f327İßﬁ́",
    "“", "”", "„", "«", "»", "‹", "(", "[", "{", "<", "**", "__", "``", "```\n", "~~~\n", "|", "---\n", "# ", "- ",
    "Ã©", "â€™", "&amp;", "&#x", "&#0;", "<!--", "-->", "<!-- artlint-ignore: ALL -->",
    "[1]", "[^1]", "【1†a】", ":::", "\\n",
    "As of my last update", "Read more:", "Photo: A. B./AFP", "“It was,” he",
    "http://a.b/c", "@abc", "#abc", "12:30", "a.b",
    "\n", "\r\n", "\r", "\n\n", " ", "\t", ". ", "! ", "? ", "。", "।", "؟", "…",
    "word ", "Word ", "слово ", "词", "كلمة ",
]
# fmt: on


def repeated() -> st.SearchStrategy[str]:
    """A piece many times, between two others."""
    piece = st.lists(st.sampled_from(ODD), min_size=1, max_size=4).map("".join)
    return st.builds(lambda a, b, n, c: a + b * n + c, piece, piece, st.integers(2, 400), piece)


TEXTS = st.one_of(articles(), st.text(), st.lists(st.sampled_from(ODD), max_size=60).map("".join), repeated())


class Twin:
    """Another process, in which everything is Python."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--twin"],
            env={**os.environ, "ARTLINT_NATIVE": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def found(self, text: str, form: str) -> Any:
        """What it finds in a text."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([text, form]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def found(linter: Linter, text: str, form: str) -> list[Any]:
    """What is found in a text, as plain data."""
    return json.loads(
        json.dumps([(d.code, *d.span, d.message, d.fingerprint) for d in linter.lint_text(text, format=form)])
    )


def holds(linter: Linter, twin: Twin | None, text: str, form: str) -> None:
    """The properties of one text."""
    begun = time.process_time()
    first = linter.lint_text(text, format=form)
    took = time.process_time() - begun
    assert took < SECONDS + len(text) / CHARACTERS, f"it took {took:.1f} s"
    for d in first:
        assert 0 <= d.span.start <= d.span.end <= len(text), d
        assert all(0 <= e.span.start <= e.span.end <= len(text) for e in (d.fix.edits if d.fix else ())), d
    places = [(d.span.start, d.span.end, d.code) for d in first]
    assert places == sorted(places)
    plain = found(linter, text, form)
    assert plain == found(linter, text, form), "the second time it was something else"
    if twin:
        assert plain == twin.found(text, form), "without the part in C it is something else"
    try:
        fixed, _, _ = fixer.fix_text(text, lambda t: linter.lint_text(t, format=form), ("safe", "unsafe"))
    except ArtlintError as error:
        raise AssertionError(f"fixes that undo each other: {error}") from error
    assert len(fixed) <= len(text) + 1000 + len(text) // 2, "the fixes made it grow"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0, help="where to begin; each seed has its own texts")
    parser.add_argument("--twin", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    linter = Linter.from_config(None, select=["ALL"], preview=True)
    if options.twin:
        for line in sys.stdin:
            print(json.dumps(found(linter, *json.loads(line))), flush=True)
        return 0
    twin = Twin() if built else None
    end, number, count = time.monotonic() + 60 * options.minutes, options.seed, 0
    while time.monotonic() < end:

        @seed(number)
        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(TEXTS, st.sampled_from(["text", "markdown"]))
        def fuzzed(text: str, form: str) -> None:
            nonlocal count
            if time.monotonic() < end:
                count += 1
                holds(linter, twin, text, form)

        fuzzed()
        number += 1
    print(
        f"{count:,} texts, with{'' if twin else 'out'} the part in C beside its twin: nothing found; the next seed is {number}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
