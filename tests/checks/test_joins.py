"""Joins: what the rules' examples cannot show."""

from __future__ import annotations

import pytest

from artlint import Linter
from artlint.checks.base import instantiate
from artlint.checks.fused_sentences import FusedSentences
from artlint.checks.fused_words import FusedWords
from artlint.engine.fixer import apply
from artlint.text.article import Article

JOINS = ["fused-sentences", "fused-words", "split-word", "stray-space", "spaced-marks", "unspaced-text"]


def linter(*rules: str) -> Linter:
    return Linter.from_config(select=list(rules or JOINS))


@pytest.mark.parametrize(
    "text",
    [
        "See Booking.Com, Harbour.Ru, example.org/The.Harbour, ann.Reed@example.org and @ann.Reed.",
        "It works in Node.js, ASP.Net and report.Final.pdf; version 2.Beta is out.",
        "J.R.R. Hale, Ph.D., met Dr.Reed of the U.S.Army at 10.30 in No.5.",
        "The iPhone, the MacBook, easyJet, YouTube, LaGuardia, McDonald, diMaggio and the LehrerInnen.",
        "log(Impact factor), the file(s), (un)likely, f(x), niño(a), 2,5 and 1,000.",
        "H2O and CO2, 3 : 2, :) and ;-), e.g. this, z.B. das, § 5 Abs. 2, Wait... What",
        "他说：“走吧。”然后他走了。船开了,没有人。",
        "Vor- und Nachteile, two- and three-storey houses, pre- or post-war.",
        "var harbour = ferry.Leave();\nfoo.Bar(baz)\nif (a) { harbour.Close(); }",
        '{"categories": "News,Nation"}\n.entry,blockquote{margin:0}',
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert [d.message for d in linter().lint_text(text)] == []


def test_many_places_are_one_diagnostic_that_fixes_all() -> None:
    text = "The ferry sailed." * 30
    (found,) = linter("fused-sentences").lint_text(text)
    assert "28 more places" in found.message
    assert found.fix is not None
    assert apply(text, found.fix.edits) == " ".join(["The ferry sailed."] * 30)


def test_twenty_places_are_twenty_diagnostics() -> None:
    assert len(linter("fused-sentences").lint_text("The ferry sailed." * 21)) == 20


def test_code_in_markdown_is_left_alone() -> None:
    text = "He wrote `held.Nobody` twice.\n\n```\nThe ferry sailed,although.Nobody\n```\n"
    article = Article(text, format="markdown")
    assert list(instantiate(FusedSentences, {}, None).run(article)) == []
    assert list(instantiate(FusedWords, {}, None).run(article)) == []


def test_fixes_keep_every_letter() -> None:
    text = "It was held.Nobody came , though they paid 100, 000 for it,and left in 2020The ship."
    edits = [edit for d in linter().lint_text(text) if d.fix for edit in d.fix.edits]
    assert "".join(apply(text, edits).split()) == "".join(text.split())
