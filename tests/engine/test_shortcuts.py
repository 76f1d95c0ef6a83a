"""What makes artlint fast may change nothing: each shortcut on and off gives the same diagnostics, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from artlint.checks import pattern
from artlint.checks.base import Check
from artlint.checks.pattern import Pattern
from artlint.engine.linter import Linter
from artlint.ruleset import prefilter
from artlint.text import native
from tests.support import EVAL
from tests.support.texts import LONGER_TEXTS, SEED_TEXTS

built = pytest.mark.skipif(not native.built, reason="artlint/text/native was not compiled: there was no C compiler")


@contextmanager
def without(shortcut: str, linter: Linter) -> Iterator[None]:
    """The linter without one of its shortcuts."""
    rules = linter.selection.for_path("").plan.rules
    with pytest.MonkeyPatch.context() as patch:
        if shortcut == "native":
            patch.setattr(native, "built", None)
        elif shortcut == "automaton":
            patch.setattr(prefilter.RulePlan, "stages", lambda self, article: (self._marking, self._others))
        elif shortcut == "may_match":
            for kind in {type(rule.check) for rule in rules}:
                patch.setattr(kind, "may_match", Check.may_match)
        elif shortcut == "literals":
            bare = lambda self, article: [(p, []) for p in self.options.patterns]  # noqa: E731
            patch.setattr(Pattern, "_possible", bare)
            patch.setattr(Pattern, "literals", Check.literals)
        elif shortcut == "standard library":
            patch.setattr(pattern, "PLAIN_TEXT", "(?!)")  # no text is plain
        yield


SHORTCUTS = [pytest.param("native", marks=built), "automaton", "may_match", "literals", "standard library"]

LINTER = Linter.from_config(None, select=["ALL"], preview=True)

LINTER.lint_text("The harbour is closed.\n" * prefilter.MAX_UNFILTERED)  # so that what is for many articles is in use


@pytest.mark.parametrize("shortcut", SHORTCUTS)
@settings(max_examples=150)
@given(LONGER_TEXTS, st.sampled_from(["text", "markdown"]))
@example("\x91Â", "text")  # damage behind no word
@example("_Â\x1f", "text")  # and before a space of a rare kind
def test_shortcuts_change_nothing(shortcut: str, text: str, form: str) -> None:
    fast = LINTER.lint_text(text, format=form)
    with without(shortcut, LINTER):
        assert LINTER.lint_text(text, format=form) == fast


@pytest.mark.parametrize("shortcut", SHORTCUTS)
def test_shortcuts_change_nothing_on_real_articles(shortcut: str) -> None:
    texts = [*SEED_TEXTS, *_articles()]
    fast = [LINTER.lint_text(text) for text in texts]
    with without(shortcut, LINTER):
        assert [LINTER.lint_text(text) for text in texts] == fast


def _articles() -> Iterator[str]:
    """Some of the labelled articles, where they are at hand."""
    import gzip
    import json

    for name in ("boilerplate", "duplication", "names", "mojibake", "citations"):
        path = EVAL / name / f"{name}.dev.jsonl.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from (json.loads(line)["text"] for n, line in enumerate(lines) if n % 100 == 0)
