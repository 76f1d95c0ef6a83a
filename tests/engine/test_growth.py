"""The time for an article grows as its length does: four times the text takes about four times as long.

And the shortcuts by which most articles are done with hold what they promise.
"""

from __future__ import annotations

import gc
import itertools
import re
import string
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlint.checks.common import quotation_marks
from artlint.checks.common.quotation_pairs import PAIRED, START, Reader, _ended
from artlint.checks.names import CAPITALS
from artlint.engine.linter import Linter
from artlint.text.article import Article
from artlint.text.measures.tokenizer import pieces, tokens
from tests.support import SEEDS

MOST = 7  # times as long for four times the text; what grows as the square does takes sixteen
FLOOR = 0.03  # seconds: less is noise
SIZE = 30_000  # characters, and four times as many

REAL = "\n\n".join(p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt")))


def real(size: int) -> str:
    return (REAL * (size // len(REAL) + 1))[:size]


def told(size: int) -> str:
    """Paragraphs of which no two are the same."""
    words = ["".join(w) for w in itertools.islice(itertools.product("bdlmnrst", "aeiou", "kln", "aeo"), 300)]
    chosen = (words[(n * n + 7 * n) % 299] for n in itertools.count())
    lines: list[str] = []
    length = 0
    while length < size:
        line = " ".join(itertools.islice(chosen, 9 + len(lines) % 7)).capitalize()
        lines.append(f"{line}. “{line},” she said, “but not {len(lines)}.”")
        length += len(lines[-1]) + 1
    return "\n".join(lines)


def names(size: int) -> str:
    """Made-up names that are a slip or two away from one another, some once and some twice."""
    middles = ("".join(letters) for letters in itertools.product(string.ascii_lowercase, repeat=4))
    forms = (f"Mor{m[:2]}t{m[2:]}en" for m in itertools.islice(middles, size // 45))
    return "\n".join(f"We saw {w} there" + (f" and {w} again." if n % 2 else ".") for n, w in enumerate(forms))


def stamps(size: int) -> str:
    return "\n".join(
        f"Posted by User{chr(97 + n % 26)} | {1 + n % 28} May 20{10 + n % 12}, {n % 24}:{10 + n % 49}\nWell said, {n}."
        for n in range(size // 60)
    )


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece))


TEXTS: dict[str, Callable[[int], str]] = {
    "real articles": real,
    "one line of real articles": lambda size: real(size).replace("\n", " "),
    "paragraphs": told,
    "one line of paragraphs": lambda size: told(size).replace("\n", " "),
    "names": names,
    "stamps": stamps,
    **{
        f"only {piece!r}": repeated(piece)
        for piece in (
            '"',
            "“",
            "”",
            "» ",
            "„a",
            "''a ",
            "“a b.\n",
            '"a :',
            "“so” ",
            "「",
            "[",
            "[1",
            "so.[1] ",
            "so.² ",
            "(",
            "(Figure 1) so.\n",
            "See Figure 1 so. ",
            "?",
            "a?b ",
            "&",
            "&#39;",
            "&#0",
            "a.\n",
            " ",
            "\n",
            ".",
            "a…",
            "ab… ",
            "a",
            "1",
            "|",
            "10:30 ",
            "â€œ so â€ ",
            "Ã©t ",
            "a\ufffd",
            "a\x01",
            "a\u200b",
            "Abcde ",
            "Ab-",
            "ABCDE ",
            "the old ferry goes ",
            "The Ferry Will Sail Again On Monday\n",
        )
    },
}


@pytest.fixture(scope="module")
def linter() -> Linter:
    made = Linter.from_config(select=["ALL"])
    for text in (real(20_000), told(2_000)):  # loads what is loaded once, and compiles the patterns
        made.lint(Article(text))
    return made


def seconds(linter: Linter, text: str) -> float:
    gc.collect()
    gc.disable()  # its rounds come when they come
    try:
        begun = time.process_time()
        linter.lint(Article(text))
        return time.process_time() - begun
    finally:
        gc.enable()


@pytest.mark.parametrize("kind", TEXTS)
def test_time_grows_as_the_text_does(linter: Linter, kind: str) -> None:
    short, long = (TEXTS[kind](size) for size in (SIZE, 4 * SIZE))
    for _ in range(3):  # another program may have been in the way
        before, after = seconds(linter, short), seconds(linter, long)
        if after <= MOST * max(before, FLOOR):
            return
    pytest.fail(f"{kind}: {len(short)} characters took {before:.3f} s, {len(long)} characters {after:.3f} s")


@pytest.mark.parametrize(
    "piece",
    ["_", "!", "(", "…", ".", '".', "..!", "a'd", "'s", "aaaa!!!!", "((((aaaa1", "((((a'dd", "Mr.", "a.A", "-a"],
)
def test_time_for_tokens_grows_as_the_piece_does(piece: str) -> None:
    """One piece without white space, which is of marks or has as many of them at its ends as letters between."""

    def taken(size: int) -> float:
        text = piece * (size // len(piece))
        if len(piece) > 4:  # all of each character, one after the other
            text = "".join(sorted(text, key=piece.index))
        pieces.clear()
        begun = time.process_time()
        found = tokens(text)
        seconds = time.process_time() - begun
        assert "".join(found) == text
        return seconds

    for _ in range(3):
        before, after = taken(SIZE), taken(4 * SIZE)
        if after <= MOST * max(before, FLOOR):
            return
    pytest.fail(f"{SIZE} characters took {before:.3f} s, {4 * SIZE} characters {after:.3f} s")


def test_no_capital_is_passed_over() -> None:
    capitals = re.compile(f"[{CAPITALS}]")
    letters = filter(str.isalnum, map(chr, range(sys.maxunicode + 1)))
    assert not [c for c in letters if c.isupper() and not capitals.match(c)]


@settings(max_examples=1500)
@given(st.text("""“”„‟"″«»「」『』'`,.: -—(€²3aZשж?\u00a0""", max_size=14).map(str.strip).filter(bool))
def test_plain_pairs_leave_nothing_to_the_reader(text: str) -> None:
    article = Article(text)
    for family in quotation_marks.MEMBERS:
        pairs = quotation_marks.plain_pairs(article.view(quotation_marks.running), family)
        if pairs >= 0:
            reader = Reader(article, family, lambda said: False)
            states = [START]
            for block in article.blocks:
                states = reader._read_block(states, block, "»" in text and "«" not in text)
            assert [read.kind for read in _ended(states)] == [PAIRED] * pairs
