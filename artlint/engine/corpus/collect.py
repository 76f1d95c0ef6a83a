"""From an article to the facts that the corpus rules note of it."""

from __future__ import annotations

from zlib import crc32

from artlint.base.model import Fact, FactSite, Position
from artlint.engine import lint
from artlint.text.position import line_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artlint.base.model import Span
    from artlint.checks.corpus.base import Note
    from artlint.ruleset.rule import Rule
    from artlint.text.article import Article


MAX_NEAR_START = 500  # characters

_identities: dict[int, tuple[Rule, str]] = {}  # with the rule, so that no other takes its number


def identity(rule: Rule) -> str:
    """A rule with these options: where they differ by path, facts of different options are not compared."""
    known = _identities.get(id(rule))
    if known is None:
        known = _identities[id(rule)] = rule, _identity(rule)
    return known[1]


def _identity(rule: Rule) -> str:
    options = rule.record.check_options
    return f"{rule.name}@{crc32(repr(sorted(options.items())).encode('utf-8', 'surrogatepass')):08x}"


def collect(
    article: Article, rules: Sequence[Rule], is_suppressed: Callable[[Rule, int], bool] = lambda rule, offset: False
) -> list[Fact]:
    """The facts of an article. `is_suppressed` tells whether a rule may not report at an offset."""
    path = getattr(article.path, "file", article.path)
    record, name = getattr(article.path, "number", 0), getattr(article.path, "id", "")
    facts: list[Fact] = []
    make = tuple.__new__  # a rule may note dozens of facts of each article
    for rule in rules:
        if article.format not in rule.formats or (rule.languages and article.language not in rule.languages):
            continue
        kind = identity(rule)
        for note in rule.corpus_check.collect(article):
            site = _site(article, rule, note.span, note, is_suppressed) if note.span is not None else None
            facts.append(make(Fact, (kind, note.key, path, record, name, note.data, site)))
    return facts


def _site(article: Article, rule: Rule, span: Span, note: Note, is_suppressed: Callable[[Rule, int], bool]) -> FactSite:
    start, end = _position(article, span.start), _position(article, span.end)
    fingerprint = lint.fingerprint_of(rule.name, note.says or article.slice(span))
    text = lint.excerpt(article, span) if "{text}" in rule.message else ""
    return FactSite._make((*span, *start, *end, fingerprint, text, is_suppressed(rule, span.start)))


def _position(article: Article, offset: int) -> Position:
    """Row and column. Mostly of the first line, for which no table of the lines has to be made."""
    if offset > MAX_NEAR_START:
        return article.positions.at(offset)
    before = line_spans(article.text[:offset] + ".")  # a line that has something in it
    return Position(len(before), offset - before[-1].start + 1)
