"""`concise`: a line for each diagnostic."""

from __future__ import annotations

import re

from artlint.base.model import Result
from tests.reporters.made import render


def test_concise(results: tuple[Result, ...]) -> None:
    assert render("concise", *results) == (
        "a/b.txt:1:8: OWN001 house-rule: found\n"
        "a/b.txt:2:2: BOI001 related-links: [*] “Read more”, 100% of: “it”\n")  # fmt: skip


def test_concise_in_colours_says_the_same(results: tuple[Result, ...]) -> None:
    colored = render("concise", *results, color=True)
    assert re.sub(r"\x1b\[\d*m", "", colored) == render("concise", *results)
    assert "\x1b[33mBOI001\x1b[0m" in colored, "a warning"
