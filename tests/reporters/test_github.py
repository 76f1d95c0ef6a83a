"""`github`: commands for a workflow."""

from __future__ import annotations

from artlint.base.model import Result
from tests.reporters.made import find, render


def test_github_escapes_messages_and_properties(results: tuple[Result, ...]) -> None:
    assert render("github", *results) == (
        "::notice file=a/b.txt,line=1,col=8,endLine=1,endColumn=9,title=OWN001 house-rule::found\n"
        "::warning file=a/b.txt,line=2,col=2,endLine=3,title=BOI001 related-links"
        "::“Read more”,%0D%0A100%25 of: “it”\n")  # fmt: skip
    odd = find("abc", 0, 1, path="./50%,a:b\n.txt", severity="error", message="a:b,c\x1b")
    assert render("github", Result("", (odd,))) == (
        "::error file=50%25%2Ca%3Ab%0A.txt,line=1,col=1,endLine=1,endColumn=2,title=BOI001 related-links::a:b,c␛\n"
    )
