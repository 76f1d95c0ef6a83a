"""`concise`: a line for each diagnostic."""

from __future__ import annotations

from artlint.base.model import Result
from tests.reporters.made import render


def test_concise(results: tuple[Result, ...]) -> None:
    assert render("concise", *results) == (
        "a/b.txt:1:8: OWN001 house-rule: found\n"
        "a/b.txt:2:2: BOI001 related-links: “Read more”, 100% of: “it”\n")  # fmt: skip
