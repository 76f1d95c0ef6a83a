"""`engine`: rules that artlint itself reports (a stale suppression, a pattern that took too long)."""

from __future__ import annotations

from artlint.checks.base import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from artlint.base.model import Finding
    from artlint.text.article import Article


class Internal(Check):
    """Finds nothing in an article: the engine makes these findings."""

    args = {"rule": "the rule in question", "reason": "what happened"}

    def may_match(self, article: Article) -> bool:
        return False

    def run(self, article: Article) -> Iterable[Finding]:
        return ()
