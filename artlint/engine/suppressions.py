"""Comments that suppress diagnostics without touching the article, where a format has comments.

A comment must name rules, and is reported itself once it suppresses nothing.
"""

from __future__ import annotations

from artlint.base.model import Diagnostic, Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from artlint.ruleset.rule import Rule
    from artlint.ruleset.selection import Ruleset
    from artlint.text.article import Article

COMMENT = re.compile(r"<!--\s*artlint-ignore(-file)?\b:?\s*(.*?)\s*-->", re.S)


class Suppression(NamedTuple):
    """A comment that suppresses rules: where it stands, the names in it, and the part of the article that it speaks of.
    A name is that of a rule, a code or the beginning of codes."""

    comment: Span
    names: list[str]
    region: Span

    def covers(self, offset: int) -> bool:
        return self.region.start <= offset < self.region.end


def apply(article: Article, diagnostics: list[Diagnostic], ruleset: Ruleset) -> list[Diagnostic]:
    """The diagnostics that the comments of a Markdown file leave, and those of the comments themselves.

    `<!-- artlint-ignore: rule-a, rule-b -->` speaks of the paragraph it stands in or of the next one,
    `<!-- artlint-ignore-file: rule-a -->` of the file.
    """
    suppressions = _suppressions(article)
    if not suppressions:
        return diagnostics
    rules = {r.name: r for r in ruleset.rules}
    left = list(diagnostics)
    for suppression in suppressions:
        if not suppression.names:
            left += _notice(article, suppression, ruleset, "blanket-suppression", "it names no rule")
        for name in suppression.names:
            rest = [d for d in left if not _is_suppressed(d, rules.get(d.rule), suppression, name)]
            if len(rest) == len(left):
                rest += _unused(article, suppression, name, ruleset)
            left = rest
    return sorted(left, key=lambda d: (d.span, d.code))


def suppresses(article: Article) -> Callable[[Rule, int], bool]:
    """Tell whether a comment of a Markdown file suppresses a rule at an offset: for rules that look across articles, and
    speak after all others."""
    suppressions = _suppressions(article) if article.format == "markdown" else []
    return lambda rule, offset: any(
        suppression.covers(offset) and any(rule.matches_selector(name) for name in suppression.names)
        for suppression in suppressions
    )


def _suppressions(article: Article) -> list[Suppression]:
    out = []
    for match in COMMENT.finditer(article.text):
        if not _is_in_code(article, match.start()):
            comment = Span(*match.span())
            region = Span(0, len(article.text) + 1) if match.group(1) else _region(article, comment)
            out.append(Suppression(comment, [n for n in re.split(r"[,\s]+", match.group(2)) if n], region))
    return out


def _is_in_code(article: Article, offset: int) -> bool:
    """Whether a place is inside code, where a comment is an example of one."""
    return any(piece.start <= offset < piece.end for piece in article.code)


def _region(article: Article, comment: Span) -> Span:
    """The block that a comment stands in, or else the next one."""
    for block in article.blocks:
        if block.end > comment.end or (block.start <= comment.start < block.end):
            return Span(min(block.start, comment.start), block.end + 1)
    return comment


def _is_suppressed(diagnostic: Diagnostic, rule: Rule | None, suppression: Suppression, name: str) -> bool:
    """Whether a name in a comment means a diagnostic; what is said of the comment itself it cannot mean."""
    return (
        rule is not None
        and suppression.covers(diagnostic.span.start)
        and rule.matches_selector(name)
        and diagnostic.span != suppression.comment
    )


def _unused(article: Article, suppression: Suppression, name: str, ruleset: Ruleset) -> list[Diagnostic]:
    """The diagnostic of a name in a comment that suppresses nothing. One of a rule that did not run might have."""
    meant = {r.name for r in ruleset.known.values() if r.matches_selector(name)}
    if meant & ruleset.not_run():
        return []
    reason = f"“{name}” has nothing to silence here"
    if not meant:
        from artlint.ruleset.rule_validation import check_selector

        hint = check_selector(name, [r.record for r in ruleset.known.values()])
        reason = f"no rule answers to “{name}”: {hint}"
    return _notice(article, suppression, ruleset, "unused-suppression", reason)


def _notice(article: Article, suppression: Suppression, ruleset: Ruleset, name: str, reason: str) -> list[Diagnostic]:
    """What the engine's own rule of this name says of a comment, where it is selected."""
    rule = ruleset.notices.get(name)
    if rule is None:
        return []
    from artlint.engine.lint import diagnostic, fingerprint_of

    comment = suppression.comment
    text = article.slice(comment)
    values = {"reason": reason, "text": text, "rule": name}
    return [diagnostic(rule, article, comment, values, fingerprint_of(rule.name, f"{text} {reason}"))]
