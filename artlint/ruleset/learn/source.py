"""The different articles of one source, their lines as they recur from page to page, and where each recurring one stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from artlint.base.named_tuple import NamedTuple
from artlint.text.folding import fold
from artlint.text.layout import is_prose
from artlint.text.months import alternation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from artlint.text.article import Article
    from artlint.text.blocks import Block

MIN_ARTICLES = 3  # different articles that hold a line
MIN_SHARE = 0.02  # of the articles of a large source
NEARLY_ALL = 0.8  # share of the articles
MAX_TITLE_WORDS = 30
MAX_LINES_TO_TITLE = 12  # among these is the title of an article without paragraphs

NUMBER = re.compile(r"(?<!\S)\d+(?: \d+)*(?!\S)")
MONTH = re.compile(
    rf"(?:(?<=\{{n\}} )|(?<=\{{n\}} de ))(?:{alternation()})(?!\S)|(?<!\S)(?:{alternation()})(?= \{{n\}})"
)


class Place(NamedTuple):
    """Where a recurring line stands: in which article, on which block, and beside what."""

    article: int
    block: Block
    title: bool  # whether it may be the article's title there
    outside: bool  # above the first paragraph, or below the last
    touching: bool  # the running text, above or below
    above: str  # the key of the line above, empty where there is none
    below: str


class Source:
    """Different articles of one source. `keys` are those of their lines, `held` counts the articles that hold a key,
    `recurring` are the keys of lines that recur, and `bodies` the paragraphs of each article that do not."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.keys = [[key(b.text) for b in a.blocks] for a in articles]
        self.held = Counter(k for own in self.keys for k in set(own))
        least = max(MIN_ARTICLES, MIN_SHARE * len(articles))
        self.recurring = {k for k, count in self.held.items() if count >= least and _is_nameable(k)}
        self.bodies = self.prose_without(self.recurring)

    def prose_without(self, left_out: Collection[str]) -> list[list[int]]:
        """Which blocks of each article are running text, apart from lines with these keys."""
        return [
            [b.index for b in article.blocks if is_prose(b) and own[b.index] not in left_out]
            for article, own in zip(self.articles, self.keys, strict=True)
        ]

    def places(self) -> dict[str, list[Place]]:
        """The places of each recurring line, by its key."""
        out: dict[str, list[Place]] = defaultdict(list)
        for n, titles in enumerate(self._titles()):
            for k, place in self._places_in(n, titles):
                out[k].append(place)
        return out

    def _places_in(self, n: int, titles: Collection[int]) -> Iterator[tuple[str, Place]]:
        """The places of recurring lines in an article, seen from its running text: the prose that does not recur."""
        keys, body = self.keys[n], self.bodies[n]
        prose = set(body)
        for i, (block, k) in enumerate(zip(self.articles[n].blocks, keys, strict=True)):
            if k in self.recurring and not block.fence:
                outside = not body or not body[0] < i < body[-1]
                touching = i - 1 in prose or i + 1 in prose
                above, below = keys[i - 1] if i else "", keys[i + 1] if i + 1 < len(keys) else ""
                yield k, Place(n, block, i in titles, outside, touching, above, below)

    def _titles(self) -> list[set[int]]:
        """The lines of each article that may be its title, which are several where the page prints lines above it.

        That is what its layout says, the line right above its byline, and among the lines above its text those that
        stand above no other, the last, and the last that does not stand above nearly all.
        """
        above = [list(_above(a, body)) for a, body in zip(self.articles, self.bodies, strict=True)]
        often = Counter(k for n, rows in enumerate(above) for k in {self.keys[n][i] for i in rows})
        out: list[set[int]] = []
        for n, article in enumerate(self.articles):
            rows, roles = above[n], article.layout.roles
            own = [i for i in rows if often[self.keys[n][i]] < NEARLY_ALL * len(self.articles)]
            byline = roles.index("byline") if "byline" in roles else 0
            titles = {i for i in own if often[self.keys[n][i]] == 1} | {*own[-1:], *rows[-1:]}
            titles |= {i for i in rows if i == byline - 1}
            if article.layout.title is not None:
                titles.add(article.layout.title)
            out.append(titles)
        return out


def key(text: str) -> str:
    """A line folded, with {n} for numbers and {name} for the month beside one: what varies from page to page."""
    return MONTH.sub("{name}", NUMBER.sub("{n}", fold(text)))


def _is_nameable(k: str) -> bool:
    """Whether a rule could name the line: a phrase holds words, and stands between numbers at one end at most."""
    return any(map(str.isalpha, k.replace("{name}", "").replace("{n}", ""))) and not (k[0] == "{" and k[-1] == "}")


def _above(article: Article, body: Sequence[int]) -> Iterator[int]:
    """The lines above the text of an article that may be a title."""
    for block in article.blocks[: body[0] if body else MAX_LINES_TO_TITLE]:
        if (
            len(block.text) > 1
            and block.words <= MAX_TITLE_WORDS
            and article.layout.roles[block.index] not in ("byline", "caption", "code")
        ):
            yield block.index
