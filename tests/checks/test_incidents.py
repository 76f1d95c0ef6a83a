"""Published leaks of assistants and programs are found, each by the rule that is named there, and texts that quote or
explain such words are left alone.

The incidents and the quoting texts are in benchmarks/quality/, each incident with its public source.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from artlint.engine.linter import Linter
from artlint.text.article import Article
from tests.support import ROOT

FOLDER = ROOT / "benchmarks" / "quality"
INCIDENTS = yaml.safe_load((FOLDER / "incidents.yaml").read_text("utf-8"))
QUOTING = yaml.safe_load((FOLDER / "quoting.yaml").read_text("utf-8"))
FAMILIES = ("GEN", "CIT", "PRG")
LINTER = Linter.from_config(None, preview=True)


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without ⟦ and ⟧, and the places that they enclosed."""
    plain, spans, start = "", [], 0
    for character in text:
        if character == "⟦":
            start = len(plain)
        elif character == "⟧":
            spans.append((start, len(plain)))
        else:
            plain += character
    return plain + "\n", spans


@pytest.mark.parametrize("incident", INCIDENTS, ids=lambda incident: incident["id"])
def test_incident_is_found(incident: dict[str, Any]) -> None:
    text, spans = marked(incident["mark"])
    found = [d.span for d in LINTER.lint(Article(text)) if d.code.startswith(incident["rule"])]
    for start, end in spans:
        assert any(a < end and start < b for a, b in found), text[start:end]
    for a, b in found:
        assert any(start < b and a < end for start, end in spans), text[a:b]


@pytest.mark.parametrize("quoting", QUOTING, ids=lambda quoting: quoting["id"])
def test_quoting_text_is_left_alone(quoting: dict[str, Any]) -> None:
    kind = "markdown" if quoting.get("format") == "md" else "text"
    found = LINTER.lint(Article(quoting["text"], format=kind))
    assert [(d.code, quoting["text"][d.span.start : d.span.end]) for d in found if d.code.startswith(FAMILIES)] == []


def test_each_incident_has_a_source() -> None:
    assert len(INCIDENTS) >= 60
    assert all(incident["source"]["title"] for incident in INCIDENTS)
    assert len({incident["id"] for incident in [*INCIDENTS, *QUOTING]}) == len(INCIDENTS) + len(QUOTING)
