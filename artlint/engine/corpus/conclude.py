"""From facts to diagnostics: stage by stage, each group by itself.

`conclude` does on one machine what a cluster does between its shuffles (see spark/facts.py).
"""

from __future__ import annotations

from artlint.base.model import Diagnostic, Fact, Place, RecordPath, Span
from artlint.checks.corpus.base import Conclusion, site_of
from artlint.engine.corpus.fact_groups import ROOM, Groups

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from artlint.ruleset.rule import Rule


LATELY = 100_000  # facts of the next stage that are remembered, since many come again and again


def conclude(rules: Mapping[str, Rule], facts: Iterable[Fact] | Groups, room: int = ROOM) -> Iterator[Conclusion]:
    """The conclusions of all facts, or of groups of them; `rules` by their identities (see collecting.py)."""
    if isinstance(facts, Groups):
        groups = facts
    else:
        groups = Groups(room)
        for fact in facts:
            groups.add(fact)
    stage = 1
    while groups:
        following, lately = Groups(room), set[object]()
        for rule, key, members in groups:
            for out in rules[rule].corpus_check.conclude(stage, key, members):
                if isinstance(out, Conclusion):
                    yield out
                elif out not in lately:
                    lately.add(out)
                    following.add(out)
                    if len(lately) > LATELY:
                        lately.clear()
        groups, stage = following, stage + 1


def diagnostics(
    articles: Iterable[Sequence[Conclusion]], rule_of: Callable[[str, str], Rule | None]
) -> Iterator[tuple[str, list[Diagnostic]]]:
    """The diagnostics of each article that has conclusions (see ordered.py), and its path. `rule_of(name, path)` is the
    rule as it holds for a path; None where it does not."""
    for conclusions in articles:
        found = []
        for conclusion in conclusions:
            fact = conclusion.fact
            rule = rule_of(fact.rule.partition("@")[0], fact.path)
            if rule is not None and not site_of(fact).silenced:
                found.append(diagnostic(rule, conclusion))
        if found:
            yield found[0].path, numbered(found)


def path_of(fact: Fact) -> str:
    return RecordPath(fact.path, fact.record, fact.id) if fact.record else fact.path


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


def numbered(found: list[Diagnostic]) -> list[Diagnostic]:
    """In order of their places; a fingerprint that comes again gets a number, as in engine.py."""
    seen: dict[str, int] = {}
    out = []
    for d in sorted(found, key=lambda d: (d.span, d.code, d.rule, d.message)):
        seen[d.fingerprint] = count = seen.get(d.fingerprint, 0) + 1
        out.append(d._replace(fingerprint=f"{d.fingerprint}-{count}") if count > 1 else d)
    return out
