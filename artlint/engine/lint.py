"""One article in, diagnostics out. The engine is pure: no files, no configuration, no output.

Rules that mark boilerplate run first, whatever was selected, because what they find decides which part of the
article the other rules speak of; rules that settle a region for others run as well. So selecting fewer rules never
changes what the others say.
"""

from __future__ import annotations

from itertools import islice

from artlint.base.errors import ArtlintError
from artlint.base.model import Diagnostic, Finding, Place, Span
from artlint.base.spans import inside, merged
from artlint.engine.code import outside_code
from artlint.engine.fix_builder import build_fix

MAX_FINDINGS = 10_000  # of a rule in one article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artlint.base.model import Fix
    from artlint.base.timer import Timer
    from artlint.ruleset.prefilter import RulePlan
    from artlint.ruleset.rule import Rule
    from artlint.text.article import Article

    Found = tuple[Rule, Finding]


def lint(article: Article, plan: RulePlan) -> list[Diagnostic]:
    """The diagnostics of the plan's rules on one article, in order of their places. The article's timer, if it has
    one, measures each rule."""
    found: list[Found] = []
    boilerplate: list[Span] = []
    marking, others = plan.stages(article)
    for rule in marking:  # each knows what those before it have marked, and leaves that alone
        marked = _run(rule, article, found, plan.stop_notice)
        for finding in marked:
            boilerplate += finding.covers or (finding.span,)
            found.append((rule, finding))
        if marked:
            article = article.with_boilerplate(tuple(merged(boilerplate)))
    regions = merged(boilerplate)
    for rule in others:
        found += [
            (rule, f)
            for f in _run(rule, article, found, plan.stop_notice)
            if rule.part == "all" or not inside(f.span, regions)
        ]
    if not found:
        return []
    shown = [
        (rule, f) for rule, f in _without_subsumed(found) if rule.name in plan.selected or rule is plan.stop_notice
    ]
    return _diagnostics(article, shown)


def _run(rule: Rule, article: Article, found: list[Found], stop_notice: Rule | None) -> list[Finding]:
    if article.format not in rule.formats:
        return []
    try:
        findings = _findings(rule, article) if article.timer is None else _timed_findings(rule, article, article.timer)
        checked = [_checked(finding, len(article.text)) for finding in islice(findings, MAX_FINDINGS + 1)]
        if len(checked) > MAX_FINDINGS:
            more = checked.pop().span.start
            found += _stopped(
                rule,
                article,
                more,
                f"found more than {MAX_FINDINGS:,} places, and the others are not listed",
                stop_notice,
            )
        return outside_code(checked, article.code) if checked and article.code else checked
    except TimeoutError as error:
        start = int(str(error)) if str(error).isdigit() else 0
        found += _stopped(rule, article, start, "took too long here and was stopped", stop_notice)
        return []
    except ArtlintError:
        raise
    except Exception as error:
        raise failure(rule, article, error) from error


def _stopped(rule: Rule, article: Article, at: int, reason: str, notice: Rule | None) -> list[Found]:
    """What is said of a rule that was stopped at an offset, where that is selected."""
    span = Span(at, min(at + 1, len(article.text)))
    return [(notice, Finding(span, {"rule": rule.name, "reason": reason}))] if notice else []


def _findings(rule: Rule, article: Article) -> Iterable[Finding]:
    if not rule.check.may_match(article) or (rule.languages and article.language not in rule.languages):
        return ()
    return rule.check.run(article)


def _timed_findings(rule: Rule, article: Article, timer: Timer) -> Iterable[Finding]:
    """The findings of a rule, each step put down under it: most often `run` is a generator, and works only while it is read."""
    which = (rule.code, rule.name, rule.record.origin)
    if not timer.call(("ask", *which), rule.check.may_match, article):
        return ()
    if rule.languages and article.language not in rule.languages:
        return ()
    return timer.call(("run", *which), lambda: list(islice(rule.check.run(article), MAX_FINDINGS + 1)))


def failure(rule: Rule, article: Article, error: Exception) -> ArtlintError:
    """The error that ends an article's check where a rule raised one: it names the rule and who supplies it."""
    return ArtlintError(
        f"the rule “{rule.name}” ({rule.record.origin}) failed on {article.path or 'the text'}: "
        f"{type(error).__name__}: {error}\n  help: leave it out with --ignore {rule.name}, and report it"
    )


def _checked(finding: Finding, size: int) -> Finding:
    """The finding, if it is one: a plugin's mistake is to be named where it is made."""
    if not isinstance(finding, Finding):
        raise TypeError(f"a check must yield Finding objects, not {type(finding).__name__}")
    for span in (finding.span, *(finding.covers or ()), *(r.span for r in finding.related)):
        if not isinstance(span, Span) or not 0 <= span.start <= span.end <= size:
            raise ValueError(f"{span!r} is no Span inside a text of {size} characters")
    return finding


def _without_subsumed(found: list[Found]) -> list[Found]:
    """One fault is reported once: drop what lies inside a region that another rule's finding settles."""
    covered: dict[str, list[Span]] = {}
    rules = {rule.name: rule for rule, _ in found if rule.subsumes}
    for rule, finding in found:
        if rule.subsumes:
            covered.setdefault(rule.name, []).extend(finding.covers if finding.covers is not None else (finding.span,))
    strong = [(rules[name], merged(spans)) for name, spans in covered.items()]
    if not strong:
        return found
    return [(rule, f) for rule, f in found if not any(_settles(*other, rule, f) for other in strong)]


def _settles(other: Rule, regions: Sequence[Span], rule: Rule, finding: Finding) -> bool:
    """Whether what another rule has found in these regions settles a finding."""
    return other is not rule and inside(finding.span, regions) and other.may_settle(rule)


def _diagnostics(article: Article, found: list[Found]) -> list[Diagnostic]:
    if not found:
        return []
    found = sorted(found, key=lambda rf: (rf[1].span, rf[0].code, rf[0].name))
    seen: dict[str, int] = {}
    out = []
    at = article.positions.at
    for rule, finding in found:
        values = {**finding.args, "text": excerpt(article, finding.span)}
        related = tuple(Place(at(r.span.start), at(r.span.end), r.message) for r in finding.related)
        fix = build_fix(rule.fix, finding, values, article) if rule.fix else None
        fingerprint = numbered(fingerprint_of(rule.name, article.slice(finding.span)), seen)
        out.append(diagnostic(rule, article, finding.span, values, fingerprint, related, fix))
    return out


def diagnostic(
    rule: Rule,
    article: Article,
    span: Span,
    values: Mapping[str, object],
    fingerprint: str,
    related: tuple[Place, ...] = (),
    fix: Fix | None = None,
) -> Diagnostic:
    """What a user sees of a rule's finding at `span`; `values` fill the message."""
    at = article.positions.at
    message = rule.message.format_map(values)
    start, end = at(span.start), at(span.end)
    return Diagnostic(
        rule.name, rule.code, rule.severity, article.path, span, start, end, message, related, fix, fingerprint
    )


def excerpt(article: Article, span: Span) -> str:
    from artlint.base.wording import quoted

    return quoted(article.text[span.start : min(span.end, span.start + 4000)])


def fingerprint_of(rule: str, text: str) -> str:
    """Sixteen hexadecimal digits of the rule and the characters that it marks, white space collapsed."""
    try:
        from _blake2 import blake2b  # hashlib's own, without the OpenSSL that hashlib loads beside it
    except ImportError:
        from hashlib import blake2b

    content = f"{rule}\0{' '.join(text.split())}".encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=8).hexdigest()


def numbered(fingerprint: str, seen: dict[str, int]) -> str:
    """The fingerprint, with a number where it comes again in the same article; `seen` counts."""
    seen[fingerprint] = count = seen.get(fingerprint, 0) + 1
    return f"{fingerprint}-{count}" if count > 1 else fingerprint
