"""Articles of one event, side by side: which is nearest the source, what they share, and in what they differ. No verdict."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.checks.against.base import own_blocks
from artlint.checks.against.dates import dates_in, is_year, known_dates
from artlint.checks.common import number_values
from artlint.checks.corpus.rewritten_articles import evidence, shared_weight, word_hashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.engine.linter import Linter
    from artlint.text.article import Article

QUOTATIONS = ("altered-quotation", "spun-quotation")


class Detail(NamedTuple):
    """A number or a date, as the first article that has it writes it, and the paths of the articles that have its value."""

    text: str
    articles: tuple[str, ...]


class Comparison(NamedTuple):
    """`evidence`: quoted words and numbers of each article, by path: the more, the nearer the source. `shares`: of each pair
    the share of the lighter one's words, by weight. `quotations`: path, line and message of those told in two ways.
    `numbers` and `dates`: those that not all of the articles have."""

    evidence: dict[str, int]
    shares: tuple[tuple[str, str, float], ...]
    quotations: tuple[tuple[str, int, str], ...]
    numbers: tuple[Detail, ...]
    dates: tuple[Detail, ...]

    @property
    def nearest(self) -> str:
        """The path of the article that is nearest the source; an empty string where none is nearer than all others."""
        most = max(self.evidence.values())
        having = [path for path, count in self.evidence.items() if count == most]
        return having[0] if len(having) == 1 else ""


def compare(articles: Sequence[Article], linter: Linter) -> Comparison:
    """Compare articles, of which each has a path of its own. `linter` has the rules QUOTATIONS selected."""
    words = [(a.path, word_hashes(a)) for a in articles]
    shares = [
        (path, other, shared_weight(these, those))
        for n, (path, these) in enumerate(words)
        for other, those in words[:n]
    ]
    found = linter.lint_corpus(articles)
    quotations = [(path, d.start.row, d.message) for path in sorted(found) for d in found[path] if d.rule in QUOTATIONS]
    return Comparison(
        {a.path: evidence(a) for a in articles},
        tuple(sorted(shares, key=lambda share: (-share[2], share[0], share[1]))),
        tuple(quotations),
        _numbers(articles),
        _dates(articles),
    )


def _numbers(articles: Sequence[Article]) -> tuple[Detail, ...]:
    known = {a.path: number_values.known(a.text, a.language) for a in articles}
    out: dict[tuple[float, ...], Detail] = {}
    for article in articles:
        for block in own_blocks(article):
            for number in number_values.numbers(block.text, article.language):
                if number.values not in out and not is_year(block.text[number.start : number.end]):
                    having = tuple(
                        path for path in known if path == article.path or number_values.holds(known[path], number)
                    )
                    out[number.values] = Detail(block.text[number.start : number.end], having)
    return tuple(detail for detail in out.values() if len(detail.articles) < len(articles))


def _dates(articles: Sequence[Article]) -> tuple[Detail, ...]:
    known = {a.path: known_dates(a.text, a.language) for a in articles}
    out: dict[object, Detail] = {}
    for article in articles:
        for block in own_blocks(article):
            for date in dates_in(block.text, article.language):
                having = tuple(path for path, keys in known.items() if not keys.isdisjoint(date.keys))
                out.setdefault(date.keys, Detail(block.text[date.start : date.end], having))
    return tuple(detail for detail in out.values() if len(detail.articles) < len(articles))
