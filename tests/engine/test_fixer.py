"""Fixing: which fixes go together, and when it ends."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import strategies as st

from artlint.base.errors import ArtlintError
from artlint.base.model import Diagnostic, Edit, Fix, Position, Span
from artlint.engine import fixer
from artlint.engine.linter import Linter
from tests.engine.faulty_articles import EVERYTHING, ORDINARY, articles, holds_for
from tests.support.texts import TEXTS


def diagnostic(*edits: Edit, rule: str = "r", safety: str = "safe") -> Diagnostic:
    place = Position(1, 1)
    return Diagnostic(rule, "R", "info", "", edits[0].span, place, place, "m", (), Fix("t", edits, safety), "")


def test_choose_takes_what_comes_first() -> None:
    """The same choice as comparing each edit with all that were taken before it."""

    def clash(a: Edit, b: Edit) -> bool:
        return a.span == b.span or (a.span.start < b.span.end and b.span.start < a.span.end)

    chance = random.Random(3)
    for _ in range(500):
        found = []
        for _ in range(chance.randrange(12)):
            at = sorted(chance.choices(range(30), k=chance.choice([2, 2, 4])))
            edits = [Edit(Span(a, b), chance.choice("xy")) for a, b in zip(at[::2], at[1::2], strict=True)]
            found.append(diagnostic(*edits, safety=chance.choice(["safe", "safe", "suggestion"])))
        expected: list[Diagnostic] = []
        for d in found:
            taken = [e for other in expected for e in other.fix.edits]
            if d.fix.safety == "safe" and not any(clash(e, t) for e in d.fix.edits for t in taken):
                expected.append(d)
        assert fixer.choose(found, ["safe"]) == expected


def test_choose_is_quick() -> None:
    from time import process_time

    found = [diagnostic(Edit(Span(i, i + 1), "")) for i in range(20_000)]
    begun = process_time()
    assert len(fixer.choose(found, ["safe"])) == 20_000
    assert process_time() - begun < 2


def test_a_circle_names_all_its_rules() -> None:
    after = {"a": "b", "b": "c", "c": "a", "z": "a"}

    def lint(text: str) -> list[Diagnostic]:
        return [diagnostic(Edit(Span(0, 1), after[text]), rule=f"rule-{text}")]

    with pytest.raises(ArtlintError, match="in a circle: rule-a, rule-b, rule-c\n"):
        fixer.fix_text("z", lint, ["safe"])


def test_all_edits_of_a_fix_apply_or_none() -> None:
    """Of two fixes that meet in one place the second waits with all its edits, and is applied in the next round."""
    rounds: list[str] = []

    def lint(text: str) -> list[Diagnostic]:
        rounds.append(text)
        found = []
        for rule, ours, instead in (("one", "1x", ""), ("two", "x2", "-")):
            edits = [Edit(Span(i, i + 1), instead) for i, c in enumerate(text) if c in ours]
            found += [diagnostic(*edits, rule=rule)] if edits else []
        return found

    text, fixed, left = fixer.fix_text("1 a x b 2", lint, ["safe"])
    assert rounds == ["1 a x b 2", " a  b 2", " a  b -"]
    assert (text, [d.rule for d in fixed], left) == (rounds[-1], ["one", "two"], [])


def is_seen(line: str) -> bool:
    """Whether a line holds a character that shows; of one that holds none, a fix may leave nothing."""
    return any(sign.isprintable() and not sign.isspace() for sign in line)


def ends(text: str) -> list[str]:
    return re.findall(r"\r\n|\r|\n", text)


@pytest.mark.parametrize("safeties", [("safe",), ("safe", "unsafe")], ids=["safe", "unsafe"])
@pytest.mark.parametrize("linter", [EVERYTHING, ORDINARY], ids=["all rules", "rules by default"])
def test_fixing_twice_is_fixing_once(linter: Linter, safeties: tuple[str, ...]) -> None:
    """And nothing that is marked as fixable is left, and line ends and the final newline stay as they were."""

    def check(text: str, form: str) -> list[Diagnostic]:
        once, fixed, left = fixer.fix_text(text, lambda t: linter.lint_text(t, format=form), safeties)
        assert not fixer.choose(left, safeties), "more than ten rounds"
        again, more, left_again = fixer.fix_text(once, lambda t: linter.lint_text(t, format=form), safeties)
        assert (again, more, left_again) == (once, [], left)
        assert set(ends(once)) <= set(ends(text))
        if once.strip() and is_seen(re.split(r"[\r\n]", text)[-1] or "-"):
            assert once.endswith(("\n", "\r")) == text.endswith(("\n", "\r"))
        return fixed

    least, rules = (0.4, 11) if "unsafe" in safeties else (0.25, 6)
    any_texts = st.one_of(articles(), articles(), TEXTS)
    forms = st.sampled_from(["text", "markdown"])
    holds_for(check, forms, texts=any_texts, examples=250, least=least, rules=rules)
