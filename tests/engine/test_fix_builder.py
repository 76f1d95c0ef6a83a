"""The edits of a fix."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from hypothesis import strategies as st

from artlint.base.model import Diagnostic, Finding, Related, Span
from artlint.engine import fixer
from artlint.engine.fix_builder import build_fix
from artlint.ruleset.entries import FixEntry
from artlint.text.article import Article
from tests.engine.faulty_articles import EVERYTHING, holds_for

LINE = r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$"


def test_the_edits_of_a_fix_are_apart_and_lines_go_whole() -> None:
    """Whatever places a check names: no edit touches another, and what is left are lines as they stood."""
    chance = random.Random(5)
    for _ in range(2000):
        mixed = chance.choice([["\n", "\r\n"], ["\r", "\r\n"]])  # a lone \r and a lone \n may meet, and be one end
        lines = [chance.choice(["a", "bb", "", " ", "ccc"]) + chance.choice(mixed) for _ in range(9)]
        text = "".join(lines[: chance.randrange(1, 10)])
        if chance.random() < 0.5:
            text = text.rstrip("\r\n")
        spans = [Span(*sorted(chance.choices(range(len(text) + 1), k=2))) for _ in range(chance.randrange(1, 4))]
        article = Article(text)
        for kind in ("block", "related"):
            finding = Finding(spans[0], {}, tuple(Related(s, "") for s in spans), tuple(spans))
            proposed = build_fix(
                FixEntry({"safety": "safe", "delete": kind, "replace": None, "title": ""}), finding, {}, article
            )
            assert proposed
            for one, two in zip(proposed.edits, proposed.edits[1:], strict=False):
                assert one.span.end <= two.span.start
                assert one != two
            after = fixer.apply(text, proposed.edits)
            if kind == "block" and after.strip():
                kept = iter(re.findall(LINE, text))
                unended = re.fullmatch(r"(?s).*[^\r\n]", after)
                for line in re.findall(LINE, after)[: -1 if unended else None]:
                    assert line in kept, (text, spans, after)
                assert bool(unended) == (not text.endswith(("\n", "\r"))), (text, spans, after)


def test_a_fix_stays_inside_its_finding() -> None:
    """It changes lines that the diagnostic marks or names as related, and of others white space only."""

    def check(text: str, form: str) -> Sequence[Diagnostic]:
        found = [d for d in EVERYTHING.lint_text(text, format=form) if d.fix]
        lines = Article(text).lines
        for d in found:
            places = [(d.start, d.end), *((r.start, r.end) for r in d.related)]
            marked = {row for start, end in places for row in range(start.row, end.row + 1)}
            for edit in d.fix.edits:
                for row, line in enumerate(lines, 1):
                    inside = text[max(line.start, edit.span.start) : min(line.end, edit.span.end)]
                    assert row in marked or not inside.strip(), (d, edit)
        return found

    holds_for(check, st.sampled_from(["text", "markdown"]), examples=150, least=0.5, rules=11)
