"""The examples of a rule, run: each bad one must be reported just where it is marked, each good one not at all."""

from __future__ import annotations

from artlint.engine import fixer
from artlint.engine import lint as engine
from artlint.ruleset.prefilter import Plan
from artlint.ruleset.rule import Rule
from artlint.text.article import Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic

OPEN, CLOSE = "⟦", "⟧"


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """An example without its marks, and the spans that they enclosed."""
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    starts: list[int] = []
    at = 0
    for c in text:
        if c == OPEN:
            starts.append(at)
        elif c == CLOSE and starts:
            spans.append((starts.pop(), at))
        else:
            out.append(c)
            at += 1
    return "".join(out), sorted(spans)


def failures(record: Mapping[str, Any], evidence: Sequence[Rule] = ()) -> Iterator[str]:
    """What is wrong with a rule's examples, one message for each, with the example's number from 1.

    `evidence` are the rules that mark furniture, as in a real run.
    """
    if record["check"] == "engine":
        return
    rule = Rule(record)
    bad = sum(e["bad"] is not None for e in record["examples"])
    if bad < 2 or len(record["examples"]) - bad < 2:
        yield f"{record['name']}: a rule has at least two bad and two good examples, one of these a near miss"
    for number, example in enumerate(record["examples"], 1):
        own = Rule({**record, **example["record"]}) if example["options"] else rule
        for message in _failures(own, example, evidence):
            yield f"{record['name']}, example {number}: {message}"


def _failures(rule: Rule, example: Mapping[str, Any], evidence: Sequence[Rule]) -> Iterator[str]:
    meta = {"language": example["language"]} if example["language"] else {}

    def lint(text: str) -> list[Diagnostic]:
        return engine.lint(Article(text, format=example["format"], meta=meta), Plan([rule], evidence))

    if rule.record["corpus"]:
        yield from _corpus_failures(rule, example, meta)
        return
    if example["good"] is not None:
        for d in lint(example["good"]):
            yield f"must not be reported, but was: {_shown(example['good'], d.span)}: {d.message}"
        return
    text, wanted = unmarked(example["bad"])
    found = lint(text)
    spans = [tuple(d.span) for d in found]
    for span in wanted:
        if span not in spans:
            yield f"not reported: {_shown(text, span)}"
    for d in found:
        if tuple(d.span) not in wanted:
            yield f"reported, but not marked: {_shown(text, d.span)}: {d.message}"
    if example["fixed"] is not None:
        fixed, _, _ = fixer.fix_text(text, lint, ("safe", "unsafe", "suggestion"))
        if fixed != example["fixed"]:
            yield f"fixed to {fixed!r} instead of {example['fixed']!r}"


def _corpus_failures(rule: Rule, example: Mapping[str, Any], meta: Mapping[str, Any]) -> Iterator[str]:
    """The same for a rule that looks across the articles of an example, whose paths are 1, 2 and so on."""
    from artlint.engine.corpus import collect, conclude
    from artlint.engine.corpus.conclusion_store import Ordered

    bad = example["bad"] is not None
    given = example["bad"] if bad else example["good"]
    texts = [unmarked(text) if bad else (text, []) for text in ([given] if isinstance(given, str) else given)]
    articles = [
        Article(text, str(n), format=example["format"], meta=meta) for n, (text, _) in enumerate(texts, start=1)
    ]
    facts = [fact for article in articles for fact in collect.collect(article, [rule])]
    conclusions = conclude.conclude({collect.identity(rule): rule}, facts)
    found = dict(conclude.diagnostics(Ordered(conclusions), lambda name, path: rule))
    for n, (text, wanted) in enumerate(texts, start=1):
        spans = [tuple(d.span) for d in found.get(str(n), ())]
        for span in wanted:
            if span not in spans:
                yield f"not reported: {_shown(text, span)} of article {n}"
        for d in found.get(str(n), ()):
            if tuple(d.span) not in wanted:
                yield f"reported, but not marked: {_shown(text, d.span)} of article {n}: {d.message}"


def _shown(text: str, span: Sequence[int]) -> str:
    start, end = span
    return repr(text[max(0, start - 20) : start] + OPEN + text[start:end] + CLOSE + text[end : end + 20])
