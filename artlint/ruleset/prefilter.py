"""Which rules run on an article, and in which order: settled once for all articles of a run.

Many rules can only find something where one of certain strings stands. One pass of an automaton over an article finds
the strings of all these rules, and the others are not even asked. What a rule needs is derived from the rule itself
(Check.literals); a test holds that nothing is missed.
"""

from __future__ import annotations

from artlint.text.article import AGAINST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from artlint.ruleset.rule import Rule
    from artlint.text.article import Article

MAX_UNFILTERED = 50_000  # characters, for which no automaton is made: each rule asks for itself
MAX_SLICE = 65_536  # bytes that the automaton is given at once


class RulePlan:
    """The rules to report, and the evidence that is asked whatever is selected (see engine/lint.py), in order of code.

    `stop_notice` reports a rule that was stopped: its pattern took too long, or it found too much.
    """

    def __init__(self, rules: Sequence[Rule], evidence: Sequence[Rule] = (), stop_notice: Rule | None = None) -> None:
        self.selected = {rule.name for rule in rules}
        self.stop_notice = stop_notice
        self.rules = sorted([*rules, *(r for r in evidence if r.name not in self.selected)], key=lambda r: r.code)
        self._marking = sorted((rule for rule in self.rules if rule.marks), key=lambda rule: rule.record.asked_last)
        self._others = [rule for rule in self.rules if not rule.marks]
        self._sourceless = [
            rule for rule in self._others if not rule.record.needs_source
        ]  # asked where no source is known
        self._asked = 0
        self._prefilter: Prefilter | None = None

    def stages(self, article: Article) -> tuple[Sequence[Rule], Sequence[Rule]]:
        """The rules that may have something to say of the article: those that mark boilerplate, and the others."""
        others = self._others if article.meta.get(AGAINST) else self._sourceless
        if self._prefilter is None:
            self._asked += len(article.text)
            if self._asked <= MAX_UNFILTERED:
                article.literals = article.find_literals = None
                return self._marking, others
            self._prefilter = Prefilter(self.rules)
        article.literals, names = self._prefilter.candidate_rules(article)
        article.find_literals = self._prefilter.find
        return [r for r in self._marking if r.name in names], [r for r in others if r.name in names]


class Prefilter:
    """Tells at a glance which rules an article may concern."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        of: dict[str, set[str]] = {}
        always = set()
        for rule in rules:
            words = rule.check.literals()
            if words is None:
                always.add(rule.name)
            for text in words or ():
                of.setdefault(text, set()).add(rule.name)
        self._of, self._always, self._literals = of, frozenset(always), sorted(of)
        self._longest = max((len(_bytes(text)) for text in self._literals), default=0)
        self._automaton: Any = None
        if of:
            from daachorse import DoubleArrayAhoCorasick

            self._automaton = DoubleArrayAhoCorasick([_bytes(text) for text in self._literals])

    def candidate_rules(self, article: Article) -> tuple[frozenset[str], frozenset[str]]:
        """The strings that occur, and the names of the rules that may find something."""
        if self._automaton is None:
            return frozenset(), self._always
        found = self.find(article.lowered)
        return found, self._always.union(*(self._of[text] for text in found))

    def find(self, folded: str) -> frozenset[str]:
        """The strings that occur in a folded text."""
        if self._automaton is None:
            return frozenset()
        hits: set[int] = set()
        data = _bytes(folded)
        for start in range(
            0, len(data), MAX_SLICE
        ):  # each hit is an object, and a text may be one bracket after the other
            part = data[max(0, start - self._longest) : start + MAX_SLICE]
            hits.update([n for _, _, n in self._automaton.find_overlapping(part)])
        return frozenset([self._literals[n] for n in hits])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
