"""`engine`: what the rules are made of that the engine itself reports (a stale suppression, a pattern that took too long).

They are YAML entries as all rules are, so that they have a severity, a page, and can be selected. So this stands among
the checks, of which each rule names one: it says what their messages may hold, and never finds anything.
"""

from __future__ import annotations

from artlint.checks.base import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from artlint.base.model import Finding
    from artlint.text.article import Article


class Notice(Check):
    """Finds nothing in an article: lint.py and suppressions.py make these findings."""

    args = {"rule": "the rule in question", "reason": "what happened"}

    def may_match(self, article: Article) -> bool:
        return False

    def run(self, article: Article) -> Iterable[Finding]:
        return ()
