"""Comments that suppress diagnostics without touching the article, where a format has comments.

A comment must name rules, and is reported itself once it suppresses nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain

from artlint.base.model import Diagnostic, Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.spans import holds, merged
from artlint.base.startup import cached_re as re
from artlint.text.markdown_code import touches_code
from artlint.text.markdown_comments import CLOSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artlint.ruleset.rule import Rule
    from artlint.ruleset.selection import Ruleset
    from artlint.text.article import Article

OPENING = re.compile(r"<!--\s*artlint-ignore(-file)?\b:?")
MAX_NAMES_REPORTED = 20  # of a comment


class Suppression(NamedTuple):
    """A comment that suppresses rules: where it stands, the names in it, and the part of the article that it speaks of.
    A name is that of a rule, a code or the beginning of codes."""

    comment: Span
    names: list[str]
    region: Span


def apply(article: Article, diagnostics: list[Diagnostic], ruleset: Ruleset) -> list[Diagnostic]:
    """The diagnostics that the comments of a Markdown file leave, and those of the comments themselves.

    `<!-- artlint-ignore: rule-a, rule-b -->` speaks of the paragraph it stands in or of the next one,
    `<!-- artlint-ignore-file: rule-a -->` of the file.
    """
    suppressions = article.view(_suppressions)
    if not suppressions:
        return diagnostics
    left = _Left(diagnostics, ruleset)
    notices: list[Diagnostic] = []
    for suppression in suppressions:
        if not suppression.names:
            notices += _notice(article, suppression, ruleset, "blanket-suppression", "it names no rule")
        unused = [name for name in suppression.names if not left.suppress(suppression, name)]
        notices += _unused(article, suppression, unused, ruleset)
    return sorted([*left, *notices], key=lambda d: (d.span, d.code))


class _Left:
    """The diagnostics that no comment has suppressed yet."""

    def __init__(self, diagnostics: list[Diagnostic], ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._by_rule: dict[str, list[Diagnostic]] = {}  # of each rule, in order of their places
        for diagnostic in diagnostics:
            self._by_rule.setdefault(diagnostic.rule, []).append(diagnostic)
        self._meant: dict[str, list[str]] = {}  # the rules that a name means

    def __iter__(self) -> Iterator[Diagnostic]:
        return chain.from_iterable(self._by_rule.values())

    def suppress(self, suppression: Suppression, name: str) -> bool:
        """Take out what a name in a comment means. Whether there was anything; what is said of the comment itself is
        not meant."""
        if name not in self._meant:
            self._meant[name] = [r.name for r in self._ruleset.rules if r.matches_selector(name)]
        found = False
        for found_by in [self._by_rule[rule] for rule in self._meant[name] if rule in self._by_rule]:
            first, end = (bisect_left(found_by, at, key=_start) for at in suppression.region)
            if first < end:
                kept = [d for d in found_by[first:end] if d.span == suppression.comment]
                found = found or len(kept) < end - first
                found_by[first:end] = kept
        return found


def _start(diagnostic: Diagnostic) -> int:
    return diagnostic.span.start


def suppresses(article: Article) -> Callable[[Rule, int], bool]:
    """Tell whether a comment of a Markdown file suppresses a rule at an offset: for rules that look across articles, and
    speak after all others."""
    suppressions = article.view(_suppressions) if article.format == "markdown" else []
    if not suppressions:
        return lambda rule, offset: False
    of_rules: dict[str, list[Span]] = {}

    def is_suppressed(rule: Rule, offset: int) -> bool:
        if rule.name not in of_rules:
            of_rules[rule.name] = merged(s.region for s in suppressions if any(map(rule.matches_selector, s.names)))
        return holds(of_rules[rule.name], offset)

    return is_suppressed


def _suppressions(article: Article) -> list[Suppression]:
    """The comments that suppress something, in order."""
    text, at = article.text, 0
    out: list[Suppression] = []
    ends: list[int] = []
    while opening := OPENING.search(text, at):
        closing = text.find(CLOSING, opening.end())
        if closing < 0:
            break
        comment = Span(opening.start(), closing + len(CLOSING))
        at = comment.end
        if not touches_code(Span(comment.start, comment.start + 1), article.code):
            ends = ends or [block.end for block in article.blocks]
            names = dict.fromkeys(re.findall(r"[^,\s]+", text[opening.end() : closing]))
            region = Span(0, len(text) + 1) if opening.group(1) else _region(article, comment, ends)
            out.append(Suppression(comment, list(names), region))
    return out


def _region(article: Article, comment: Span, ends: list[int]) -> Span:
    """The block that a comment stands in, or else the next one; `ends` are those of all blocks."""
    blocks = article.blocks
    i = bisect_right(ends, comment.start)
    if i < len(blocks) and blocks[i].start > comment.start:
        i = bisect_right(ends, comment.end)
    return Span(min(blocks[i].start, comment.start), blocks[i].end + 1) if i < len(blocks) else comment


def _unused(article: Article, suppression: Suppression, names: list[str], ruleset: Ruleset) -> list[Diagnostic]:
    """The diagnostics of the names in a comment that suppress nothing. One of a rule that did not run might have."""
    reasons: list[str] = []
    for n, name in enumerate(names):
        if len(reasons) == MAX_NAMES_REPORTED:
            reasons.append(f"{len(names) - n} more of its names may have nothing to silence here")
            break
        reasons += _reason(name, ruleset)
    return [
        notice for reason in reasons for notice in _notice(article, suppression, ruleset, "unused-suppression", reason)
    ]


def _reason(name: str, ruleset: Ruleset) -> list[str]:
    """Why a name in a comment suppresses nothing, where that is known."""
    meant = {r.name for r in ruleset.known.values() if r.matches_selector(name)}
    if meant & ruleset.not_run():
        return []
    if meant:
        return [f"“{name}” has nothing to silence here"]
    from artlint.ruleset.rule_validation import check_selector

    hint = check_selector(name, [r.record for r in ruleset.known.values()])
    return [f"no rule answers to “{name}”: {hint}"]


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
