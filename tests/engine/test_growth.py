"""The time for an article grows as its length does: four times the text takes about four times as long."""

from __future__ import annotations

import gc
import itertools
import string
import time
from collections.abc import Callable

import pytest

from artlint.engine.examples import unmarked
from artlint.engine.linter import Linter
from artlint.ruleset import rule_packs
from artlint.text.article import Article
from tests.support import SEEDS
from tests.support.growth import FLOOR, MOST, SIZE

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


def backticks(size: int) -> str:
    """Runs of backticks of which no two are as long."""
    return " so ".join("`" * n for n in range(1, int(size**0.5)))


def names_in_a_comment(size: int) -> str:
    return f"<!-- artlint-ignore: {' '.join(f'rule-{n}' for n in range(size // 11))} -->\n\nSo it is.\n"


MARKDOWN: dict[str, Callable[[int], str]] = {
    "backticks": backticks,
    "names in a comment": names_in_a_comment,
    "a comment that is never closed": lambda size: "<!-- artlint-ignore:" + " " * size,
    "white space in a comment": lambda size: f"<!--{' ' * (size // 2)}artlint-ignore: {' ' * (size // 2)} -->",
    "comments in a paragraph": repeated("It is so <!-- artlint-ignore: mojibake --> and so. "),
    "comments of the file": repeated("<!-- artlint-ignore-file: JOI -->\n\nIt is so , and so .\n\n"),
    **{
        f"only {piece!r}": repeated(piece)
        for piece in (
            "<!--",
            "<!-- artlint-ignore",
            "<!-- artlint-ignore -->",
            "<!-- artlint-ignore: mojibake -->\n\nIt is so.\n\n",
            "-->",
            "`",
            "`a` ",
            "`a\n",
            "```\n",
            "    a\n\n",
            "# a\n",
            "> ",
            "- a\n",
            "| a ",
            "---\n",
            "**b** ",
            "[a](b) ",
            "![a](b)\n",
        )
    },
}


@pytest.fixture(scope="module")
def linter() -> Linter:
    made = Linter.from_config(select=["ALL"])
    for text in (real(20_000), told(2_000)):  # loads what is loaded once, and compiles the patterns
        made.lint(Article(text))
    return made


def seconds(linter: Linter, text: str, form: str) -> float:
    gc.collect()
    gc.disable()  # its rounds come when they come
    try:
        begun = time.process_time()
        article = Article(text, format=form)
        linter.collect(article, linter.lint(article))
        return time.process_time() - begun
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("kind", "form", "made"),
    [
        *(pytest.param(kind, "text", made, id=kind) for kind, made in TEXTS.items()),
        *(pytest.param(kind, "markdown", made, id=f"markdown, {kind}") for kind, made in MARKDOWN.items()),
    ],
)
def test_time_grows_as_the_text_does(linter: Linter, kind: str, form: str, made: Callable[[int], str]) -> None:
    short, long = (made(size) for size in (SIZE, 4 * SIZE))
    for _ in range(3):  # another program may have been in the way
        before, after = seconds(linter, short, form), seconds(linter, long, form)
        if after <= MOST * max(before, FLOOR):
            return
    pytest.fail(f"{kind}: {len(short)} characters took {before:.3f} s, {len(long)} characters {after:.3f} s")


PARTS = 4


@pytest.fixture(scope="module")
def everything() -> Linter:
    return Linter.from_config(None, select=["ALL"], preview=True)


@pytest.mark.parametrize("part", range(PARTS))
def test_time_grows_as_the_rules_own_examples_do(part: int, everything: Linter) -> None:
    """The longest text of each rule that has its fault, one behind the other, on lines of their own or on one line: what
    makes a rule work must not make it work longer and longer."""
    slow = []
    for number, record in enumerate(rule_packs.load(examples=True)):
        texts = [unmarked(e.bad)[0] for e in record.examples if e.bad]
        if number % PARTS != part or not texts:
            continue
        whole = max(texts, key=len)
        piece = f"{whole.strip()}\n\n" if number // PARTS % 2 else f"{' '.join(whole.split())} "
        short, long = ((piece * (size // len(piece) + 1))[:size] for size in (SIZE // 6, 4 * SIZE // 6))
        for _ in range(3):
            before, after = seconds(everything, short, "text"), seconds(everything, long, "text")
            if after <= MOST * max(before, FLOOR / 2):
                break
        else:
            slow.append((record.name, before, after))
    assert slow == []
