"""Which lines the pages of one source print around every article: found by what different articles have in common.

To recur is not enough. Copies of an article count once; and a line that stands among the paragraphs, is worded as a
sentence or quotes somebody may recur for reasons of its own, so that more has to speak for it: that many articles hold
it, that the same line is always beside it, that the line model (artlint/furniture) takes it for furniture as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from artlint.checks.phrases import LONGEST, fold
from artlint.layout import BYLINES, ends_sentence, is_prose
from artlint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artlint.article import Article, Block

LEAST = 3  # different articles that hold a line
SHARE = 0.02  # of the articles of a large source
WIDE = 0.3  # the share that counts as much: sentences need it
NEARLY_ALL = 0.8  # the share that counts as much for sentences right under the text, or right above it
OUTSIDE = 0.8  # of a line's places are above the first paragraph or below the last
BESIDE = 0.5  # of its places have the same recurring line above, or below
LIKELY, SURE = 0.5, 0.8  # what the line model says, on average
TITLED = 0.5  # a line that is the title more rarely than that is one article's own
ASKED = 12  # articles in which it is asked
STATEMENT = 15  # words: a sentence that long is no standing phrase
COPIED = 1 / 3  # of the long lines of the shorter of two articles: one is a copy
LONG = 12  # words of a long line
COMMON = 200  # articles: a line of so many does not tell copies

NUMBER = re.compile(r"(?<!\S)\d+(?: \d+)*(?!\S)")
MONTHS = (
    "jan|feb|fev|fév|mar|mär|mrt|apr|abr|avr|may|mai|maj|mei|mag|jun|jui|jul|aug|ago|aoû|sep|set|oct|okt|out|ott|nov|dec|dez|dic|"
    "déc|gen|giu|lug|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru|янв|фев|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|"
    "лип|сер|вер|жов|лис|гру|ιαν|φεβ|μαρ|απρ|μαΐ|μαι|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ"
)
MONTH = re.compile(rf"(?<=\{{n\}} )(?:{MONTHS})[^\W\d_]*(?!\S)|(?<!\S)(?:{MONTHS})[^\W\d_]*(?= \{{n\}})")
OPENING = ("“", "„", "«", "»", "「", "『", '"', "‘", "'", "‚", "‹")
QUOTED = re.compile('[“„«「『"](?:[^“”»」』"]{25}|[^“”»」』"]*$)')  # longer than a name, or not closed


class Line(NamedTuple):
    """A line, as it stands in the first article that holds it, and as a phrase names it: with numbers as {n} where
    these differ. `articles` counts the different articles that hold it."""

    text: str
    phrase: str
    articles: int


class Heading(NamedTuple):
    """A line under which others stand that change from article to article, `most` at the most.

    `after` is the share of the text above which it never stood.
    """

    line: Line
    most: int
    after: float


class Learned(NamedTuple):
    """What one source has around its articles. `articles` counts the different ones, `copies` the others.

    `long` are lines that are too long for a phrase.
    """

    articles: int
    copies: int
    lines: list[Line]
    long: list[Line]
    headings: list[Heading]


class _Place(NamedTuple):
    article: int
    block: Block
    outside: bool
    touching: bool  # the running text, above or below
    above: str
    below: str


def learn(articles: Sequence[Article]) -> Learned:
    """The furniture of one source, whatever the order of its articles is: they are put in that of their paths."""
    every = sorted(articles, key=lambda a: (a.path, a.text))
    different = [every[i] for i in originals(every)]
    keys = [[key(b.text) for b in a.blocks] for a in different]
    held = Counter(k for own in keys for k in set(own))
    least = max(LEAST, SHARE * len(different))
    recurring = {k for k, count in held.items() if count >= least and _is_nameable(k)}
    places: dict[str, list[_Place]] = defaultdict(list)
    for n, article in enumerate(different):
        for k, place in _places(n, article, keys[n], recurring):
            places[k].append(place)
    found = {k: _line(k, p, held[k]) for k, p in places.items() if _is_furniture(p, held[k], different, recurring)}
    found = dict(sorted(found.items(), key=lambda item: (-item[1].articles, item[1].phrase)))
    headings = {k: h for k, line in found.items() if (h := _heading(line, places[k], different, keys, found))}
    lines = [line for k, line in found.items() if k not in headings]
    return Learned(
        len(different),
        len(every) - len(different),
        [line for line in lines if len(line.text) <= LONGEST],
        [line for line in lines if len(line.text) > LONGEST],
        list(headings.values()),
    )


def originals(articles: Sequence[Article]) -> list[int]:
    """The articles that are no copy of an earlier one: none shares with them a third of its long lines.

    What more than half of the articles hold is no sign of a copy of those that hold more besides.
    """
    long = [{fold(b.text): len(b.text) for b in a.blocks if b.words >= LONG} for a in articles]
    held = Counter(text for lines in long for text in lines)
    usual = {text for text, count in held.items() if count > max(2, len(articles) / 2)}
    rest = [{t: n for t, n in lines.items() if t not in usual} for lines in long]
    own = [r if 2 * sum(r.values()) >= sum(lines.values()) else lines for r, lines in zip(rest, long, strict=True)]
    holders: dict[str, list[int]] = defaultdict(list)
    kept: list[int] = []
    for i, lines in enumerate(own):
        shared: Counter[int] = Counter()
        for text, size in lines.items():
            for other in holders[text]:
                shared[other] += size
        size = sum(lines.values())
        same = [j for j, common in shared.items() if common > COPIED * min(size, sum(own[j].values()))]
        if not same:
            kept.append(i)
        for text in lines:  # a copy leads on to its own copies
            if len(holders[text]) < COMMON:
                holders[text] += [j for j in (same or [i]) if j not in holders[text]]
    return kept


def key(text: str) -> str:
    """A line folded, with {n} for numbers and {name} for the month beside one: what varies from page to page."""
    return MONTH.sub("{name}", NUMBER.sub("{n}", fold(text)))


def _is_nameable(k: str) -> bool:
    """Whether a rule could name the line: a phrase holds words, and stands between numbers at one end at most."""
    return any(map(str.isalpha, k.replace("{name}", "").replace("{n}", ""))) and not (k[0] == "{" and k[-1] == "}")


def _places(n: int, article: Article, keys: Sequence[str], recurring: set[str]) -> Iterator[tuple[str, _Place]]:
    """The places of recurring lines in an article, seen from its running text: the prose that does not recur."""
    body = [b.index for b in article.blocks if is_prose(b) and keys[b.index] not in recurring]
    for i, (block, k) in enumerate(zip(article.blocks, keys, strict=True)):
        if k in recurring and not block.fence:
            outside = not body or not body[0] < i < body[-1]
            touching = i - 1 in body or i + 1 in body
            above, below = keys[i - 1] if i else "", keys[i + 1] if i + 1 < len(keys) else ""
            yield k, _Place(n, block, outside, touching, above, below)


def _is_furniture(places: Sequence[_Place], held: int, articles: Sequence[Article], recurring: set[str]) -> bool:
    """Whether enough speaks for it that a recurring line is the page's."""
    block = places[0].block
    sentence = block.words >= 3 and ends_sentence(block.text.rstrip("?!？！"))
    if block.text.startswith(OPENING) or (sentence and QUOTED.search(block.text)):
        return False  # somebody's words
    if "⟦" in block.text or "⟧" in block.text:
        return False  # the marks of examples, in which it could not stand
    if 0 < sum(articles[p.article].layout.title == p.block.index for p in places) < TITLED * len(places):
        return False  # the title of an article, to which others lead
    if block.text.lower().startswith(BYLINES) and block.words <= 8:
        return False
    touching = sum(p.touching for p in places) > len(places) / 2
    wide = held >= (NEARLY_ALL if sentence and touching else WIDE) * len(articles)
    outside = sum(p.outside for p in places) >= OUTSIDE * len(places)
    beside = max(_same([p.above for p in places], recurring), _same([p.below for p in places], recurring))
    settled = beside >= BESIDE * len(places)
    likely = _likely(places, articles)
    if sentence or is_prose(block):
        return wide and (outside or settled) and (likely >= LIKELY or block.words >= STATEMENT)
    if outside or settled:
        return likely >= LIKELY or (wide and settled)
    return wide and likely >= SURE


def _same(neighbours: Sequence[str], recurring: set[str]) -> int:
    """In how many places the most frequent neighbour stands that recurs itself."""
    return max((count for k, count in Counter(neighbours).items() if k in recurring), default=0)


def _likely(places: Sequence[_Place], articles: Sequence[Article]) -> float:
    """How likely the line model finds it that the line is furniture, on the average of the first places."""
    from artlint.furniture.model import probabilities

    asked = places[:ASKED]
    return sum(probabilities(articles[p.article])[p.block.index] for p in asked) / len(asked)


def _line(k: str, places: Sequence[_Place], held: int) -> Line:
    text = places[0].block.text
    varies = len({fold(p.block.text) for p in places}) > 1
    return Line(text, k if varies or "{" in text else text, held)


def _heading(
    line: Line,
    places: Sequence[_Place],
    articles: Sequence[Article],
    keys: Sequence[Sequence[str]],
    found: Mapping[str, Line],
) -> Heading | None:
    """The line as a heading, if below the text of every article lines stand under it that are found nowhere else."""
    if places[0].block.words > 8 or ends_sentence(line.text):
        return None
    under = [_under(p, articles[p.article], keys[p.article], found) for p in places]
    if sum(len([b for b in u if b.words >= 3]) >= 2 for u in under) < OUTSIDE * len(under):
        return None
    after = min(p.block.start / len(articles[p.article].text) for p in places)
    return Heading(line, max(map(len, under)), min(0.5, int(10 * after) / 10))


def _under(place: _Place, article: Article, keys: Sequence[str], found: Mapping[str, Line]) -> list[Block]:
    """The lines right under a place that look like headlines and are no furniture by themselves."""
    if not place.outside or any(
        is_prose(b) and keys[b.index] not in found for b in article.blocks[place.block.index :]
    ):
        return []
    out: list[Block] = []
    for block in article.blocks[place.block.index + 1 :]:
        if keys[block.index] in found or block.words > 30 or ends_sentence(block.text.rstrip("?!？！")):
            break
        out.append(block)
    return out
