"""The examples of a rule, run: each bad one must be reported just where it is marked, each good one not at all."""

from __future__ import annotations

from artlint.base.errors import ArtlintError
from artlint.base.model import Span
from artlint.engine import fixer
from artlint.engine import lint as engine
from artlint.ruleset.plugins import registry
from artlint.ruleset.prefilter import RulePlan
from artlint.ruleset.rule import Rule
from artlint.ruleset.selection import NOTICE
from artlint.text.article import AGAINST, Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic
    from artlint.ruleset.entries import Example
    from artlint.ruleset.rule import RuleRecord

OPEN, CLOSE = "⟦", "⟧"
SAFETIES = ("safe", "unsafe", "suggestion")
MAX_SHOWN = 400  # characters of a fixed example in a message
MIN_EXAMPLES = 2  # of those that must be reported, and of those that must not


def unmarked(text: str) -> tuple[str, list[Span]]:
    """An example without its marks, and the spans that they enclosed."""
    out: list[str] = []
    spans: list[Span] = []
    starts: list[int] = []
    at = 0
    for c in text:
        if c == OPEN:
            starts.append(at)
        elif c == CLOSE and starts:
            spans.append(Span(starts.pop(), at))
        else:
            out.append(c)
            at += 1
    return "".join(out), sorted(spans)


def marking_rules(records: Iterable[RuleRecord]) -> list[Rule]:
    """The rules among these that mark boilerplate, as in a real run: the evidence of `failures`."""
    return [Rule(r) for r in records if r.marks and r.default and r.status == "stable"]


def failures(record: RuleRecord, evidence: Sequence[Rule] = ()) -> Iterator[str]:
    """What is wrong with a rule's examples, one message for each, with the example's number from 1.

    `evidence` are the rules that mark boilerplate, as in a real run.
    """
    if record.check == NOTICE:
        return
    rule = Rule(record)
    bad = sum(e.bad is not None for e in record.examples)
    if bad < MIN_EXAMPLES or len(record.examples) - bad < MIN_EXAMPLES:
        yield f"{record.name}: a rule has at least two bad and two good examples, one of these a near miss"
    for number, example in enumerate(record.examples, 1):
        own = _with_options(rule, example.options) if example.options else rule
        wrong = _corpus_failures(own, example) if record.corpus else _failures(own, example, evidence)
        for message in wrong:
            yield f"{record.name}, example {number}: {message}"


def _with_options(rule: Rule, options: dict[str, Any]) -> Rule:
    """The rule with options that hold for one example."""
    prepared = registry.check_class(rule.record.check).prepare(options)
    return Rule(rule.record.with_options((options, prepared)))


def _failures(rule: Rule, example: Example, evidence: Sequence[Rule]) -> Iterator[str]:
    def lint(text: str) -> list[Diagnostic]:
        return engine.lint(_article(text, example), RulePlan([rule], evidence))

    text, wanted = _text_and_spans(example)[0]
    found = lint(text)
    if example.good is not None:
        for d in found:
            yield f"must not be reported, but was: {_shown(text, d.span)}: {d.message}"
        return
    yield from _compared(text, wanted, found)
    if rule.record.fix is None:
        return
    try:
        fixed, _, left = fixer.fix_text(text, lint, SAFETIES)
    except ArtlintError as error:
        yield str(error).partition("\n")[0]
        return
    if fixer.choose(left, SAFETIES):
        yield f"reported again after its fix, which makes {_short(fixed)}"
    if example.fixed is not None and fixed != example.fixed:
        yield f"fixed to {_short(fixed)} instead of {_short(example.fixed)}"


def _corpus_failures(rule: Rule, example: Example) -> Iterator[str]:
    """What is wrong with an example of a rule that looks across its articles, whose paths are 1, 2 and so on."""
    from artlint.engine.corpus import collect, conclude
    from artlint.engine.corpus.conclusion_store import ConclusionStore

    texts = {str(n): each for n, each in enumerate(_text_and_spans(example), start=1)}
    articles = [_article(text, example, path) for path, (text, _) in texts.items()]
    facts = [fact for article in articles for fact in collect.collect(article, [rule])]
    conclusions = conclude.conclude({collect.identity(rule): rule}, facts)
    found = dict(conclude.diagnostics(ConclusionStore(conclusions), lambda name, path: rule))
    for path, (text, wanted) in texts.items():
        yield from _compared(text, wanted, found.get(path, ()), f" of article {path}")


def _article(text: str, example: Example, path: str = "") -> Article:
    given = {"language": example.language, AGAINST: example.source}
    meta = {name: value for name, value in given.items() if value}
    return Article(text, path, format=example.format, meta=meta)


def _text_and_spans(example: Example) -> list[tuple[str, list[Span]]]:
    """The texts of an example, and what must be reported in each."""
    if example.bad is None:
        return [(text, []) for text in _listed(example.good)]
    return [unmarked(text) for text in _listed(example.bad)]


def _listed(given: str | list[str] | None) -> list[str]:
    return [given] if isinstance(given, str) else given or []


def _compared(text: str, wanted: Sequence[Span], found: Sequence[Diagnostic], where: str = "") -> Iterator[str]:
    """What was not found though it is wanted, and what was found though it is not."""
    spans = [d.span for d in found]
    for span in wanted:
        if span not in spans:
            yield f"not reported: {_shown(text, span)}{where}"
    for d in found:
        if d.span not in wanted:
            yield f"reported, but not marked: {_shown(text, d.span)}{where}: {d.message}"


def _short(text: str) -> str:
    return repr(text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…")


def _shown(text: str, span: Span) -> str:
    start, end = span
    return repr(text[max(0, start - 20) : start] + OPEN + text[start:end] + CLOSE + text[end : end + 20])
