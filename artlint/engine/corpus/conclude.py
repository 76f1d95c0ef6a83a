"""From facts to diagnostics: stage by stage, each group by itself.

`conclude` does on one machine what a cluster does between its shuffles (see spark/facts.py).
"""

from __future__ import annotations

from artlint.base.model import Diagnostic, Fact, Place, Span, article_path
from artlint.checks.corpus.base import Conclusion, site_of
from artlint.engine import lint
from artlint.engine.corpus.fact_groups import MAX_HELD_BYTES, FactGroups

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from artlint.ruleset.rule import Rule


MAX_REMEMBERED = 100_000  # facts of the next stage, since many come again and again


def conclude(
    rules: Mapping[str, Rule], facts: Iterable[Fact] | FactGroups, max_bytes: int = MAX_HELD_BYTES
) -> Iterator[Conclusion]:
    """The conclusions of all facts, or of groups of them; `rules` by their identities (see collect.py)."""
    if isinstance(facts, FactGroups):
        groups = facts
    else:
        groups = FactGroups(max_bytes)
        for fact in facts:
            groups.add(fact)
    stage = 1
    while groups:
        following, remembered = FactGroups(max_bytes), set[object]()
        for rule, key, members in groups:
            for out in rules[rule].corpus_check.conclude(stage, key, members):
                if isinstance(out, Conclusion):
                    yield out
                elif out not in remembered:
                    remembered.add(out)
                    following.add(out)
                    if len(remembered) > MAX_REMEMBERED:
                        remembered.clear()
        groups, stage = following, stage + 1


def diagnostics(
    articles: Iterable[Sequence[Conclusion]], rule_of: Callable[[str, str], Rule | None]
) -> Iterator[tuple[str, list[Diagnostic]]]:
    """The diagnostics of each article that has conclusions (see conclusion_store.py), and its path.

    `rule_of(name, path)` is the rule as it holds for a path; None where it does not."""
    for conclusions in articles:
        found = []
        for conclusion in conclusions:
            fact = conclusion.fact
            rule = rule_of(fact.rule.partition("@")[0], fact.path)
            if rule is not None and not site_of(fact).suppressed:
                found.append(diagnostic(rule, conclusion))
        if found:
            yield found[0].path, _in_order(found)


def path_of(fact: Fact) -> str:
    """The path of the article that a fact is of."""
    return article_path(fact.path, fact.record, fact.id)


def diagnostic(rule: Rule, conclusion: Conclusion) -> Diagnostic:
    """What a user sees of a conclusion."""
    site = site_of(conclusion.fact)
    message = rule.message.format_map({**conclusion.args, "text": site.text})
    related = tuple(_place(other, words) for other, words in conclusion.others)
    return Diagnostic(
        rule.name, rule.code, rule.severity, path_of(conclusion.fact), Span(site.start, site.end), site.first, site.last,
        message, related, None, site.fingerprint,
    )  # fmt: skip


def _place(fact: Fact, message: str) -> Place:
    site = site_of(fact)
    return Place(site.first, site.last, message, path_of(fact))


def _in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    """In order of their places; a fingerprint that comes again gets a number."""
    seen: dict[str, int] = {}
    ordered = sorted(found, key=lambda d: (d.span, d.code, d.rule, d.message))
    return [d._replace(fingerprint=lint.numbered(d.fingerprint, seen)) for d in ordered]
