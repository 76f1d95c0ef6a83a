"""Diagnostics made for the tests of reporters."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

from artlint.base.model import Diagnostic, Place, Result, Span
from artlint.reporters.base import Context
from artlint.ruleset.plugins import registry
from artlint.text.position import Positions

ABOUT: dict[str, dict[str, Any]] = {
    "related-links": {
        "code": "BOI001", "severity": "warning", "origin": "artlint", "tags": ["boilerplate"],
        "summary": "A block of links was scraped with the text.",
        "why": "Readers meet headlines that have nothing to do with the article.\n",
        "examples": [{"bad": "Text.\n⟦Read more\n```⟧\n", "good": None}, {"bad": None, "good": "Read on.\n"}],
    },
    "house-rule": {
        "code": "OWN001", "severity": "info", "origin": "rules.yaml", "tags": [],
        "summary": "Our own rule.", "why": "We want it.", "examples": [],
    },
}  # fmt: skip

RULES: Any = {
    name: SimpleNamespace(**{**about, "examples": [SimpleNamespace(**example) for example in about["examples"]]})
    for name, about in ABOUT.items()
}

DOCS = "https://docs.example/artlint/rules/"
# Rows:   1                 2                  3                       4
CRLF = "日本語の記事 📰 e\u0301te\u0301 end\r\n\tRead more\x1b[31m\r\nHamas Reasserts Control\r\nlast \u202eline"


def find(text: str, start: int, end: int, /, **fields: object) -> Diagnostic:
    """A diagnostic on text[start:end], as the engine would make it."""
    at = Positions(text).at
    base = Diagnostic(
        "related-links", "BOI001", "warning", "a/b.txt", Span(start, end), at(start), at(end), "found", (), None, "00ff"
    )
    return base._replace(**fields)  # type: ignore[arg-type]


def on(text: str, marked: str, **fields: object) -> Diagnostic:
    return find(text, text.index(marked), text.index(marked) + len(marked), **fields)


def render(name: str, *results: Result, color: bool = False, width: int = 60) -> str:
    out = io.StringIO()
    reporter = registry.reporter_class(name)(out, Context(RULES, "1.2.3", color=color, width=width))
    for result in results:
        reporter.article(result if reporter.needs_text else result._replace(text=""))
    reporter.close()
    text = out.getvalue()
    text.encode("utf-8")  # whatever came in, it can be written
    return text


def excerpt(text: str, diagnostic: Diagnostic, width: int = 60) -> list[str]:
    """The rows of the full form that show the text: without head, place, the empty gutter row and the help."""
    rows = render("full", Result("a/b.txt", (diagnostic,), text), width=width).splitlines()
    while "-->" not in rows[1]:  # a long head
        del rows[1]
    assert rows[2].strip() == "|"
    gutter = rows[1][: rows[1].index("-->")]
    helped = next(n for n, row in enumerate(rows) if row.startswith(f"{gutter} = help: "))
    summary = "A block of links was scraped with the text."
    said = "".join(rows[helped:-1]).replace(" ", "")  # the rows may be too narrow for a word
    assert said == f"=help:{summary}(artlintrulerelated-links)".replace(" ", "")
    return rows[3:helped]


def related_rows(*places: Place) -> list[str]:
    rows = excerpt("abc", find("abc", 0, 1, related=places))
    return [row for row in rows if "related" in row]


def found(text: str, start: int, end: int, **fields: Any) -> Diagnostic:
    """A warning about a place in a text that nobody knows a rule of."""
    made: dict[str, Any] = {"rule": "made", "code": "T001", "path": "a.txt", "message": "a fault"}
    return find(text, start, end, **made | fields)
