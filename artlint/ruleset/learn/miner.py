"""Which lines the pages of one source print around every article: found by what different articles have in common.

To recur is not enough. Copies of an article count once; and a line that stands among the paragraphs, is worded as a
sentence or quotes somebody may recur for reasons of its own, so that more has to speak for it: that many articles hold
it, that the same line is always beside it, that the line model (artlint/text/line_model) takes it for furniture as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from artlint.base.named_tuple import NamedTuple
from artlint.checks.common.phrases import Phrases
from artlint.text.folding import LONGEST, fold
from artlint.text.layout import BYLINES, is_prose
from artlint.text.months import alternation
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artlint.text.article import Article
    from artlint.text.blocks import Block

LEAST = 3  # different articles that hold a line
SHARE = 0.02  # of the articles of a large source
WIDE = 0.3  # the share that counts as much: sentences need it
NEARLY_ALL = 0.8  # the share that counts as much for sentences right under the text, or right above it
OUTSIDE = 0.8  # of a line's places are above the first paragraph or below the last
HEADED = 0.8  # of a heading's places have headlines under them
BESIDE = 0.5  # of its places have the same recurring line above, or below
LIKELY, SURE = 0.5, 0.8  # what the line model says, on average
TITLED = 0.5  # a line that is the title in fewer of its places is one article's own
FIRST = 12  # lines among which the title of an article without paragraphs is
ASKED = 12  # articles in which it is asked
STATEMENT = 15  # words: a sentence that long is no standing phrase
COPIED = 1 / 3  # of the long lines of the shorter of two articles: one is a copy
LONG = 12  # words of a long line
MOST = 30  # lines under a heading
COMMON = 200  # articles: a line of so many does not tell copies

NUMBER = re.compile(r"(?<!\S)\d+(?: \d+)*(?!\S)")
MONTH = re.compile(
    rf"(?:(?<=\{{n\}} )|(?<=\{{n\}} de ))(?:{alternation()})(?!\S)|(?<!\S)(?:{alternation()})(?= \{{n\}})"
)
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
    title: bool
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
    bodies = [
        [b.index for b in a.blocks if is_prose(b) and own[b.index] not in recurring]
        for a, own in zip(different, keys, strict=True)
    ]
    titles = _titles(different, keys, bodies)
    places: dict[str, list[_Place]] = defaultdict(list)
    for n, article in enumerate(different):
        for k, place in _places(n, article, keys[n], recurring, bodies[n], titles[n]):
            places[k].append(place)
    found = {k: _line(k, p, held[k]) for k, p in places.items() if _is_furniture(p, held[k], different, recurring)}
    found = dict(sorted(found.items(), key=lambda item: (-item[1].articles, item[1].phrase)))
    ends = [
        max((b.index for b in a.blocks if is_prose(b) and own[b.index] not in found), default=-1)
        for a, own in zip(different, keys, strict=True)
    ]
    known = _known_headings()
    headings = {k: h for k in found if (h := _heading(k, places[k], different, keys, found, ends, known))}
    # “Trending now” above the text may have the title under it: that is left to the rules that know the heading
    left = {k for k in headings if any(bodies[p.article] and p.block.index < bodies[p.article][0] for p in places[k])}
    lines = [line for k, line in found.items() if k not in headings]
    return Learned(
        len(different),
        len(every) - len(different),
        [line for line in lines if len(line.text) <= LONGEST],
        [line for line in lines if len(line.text) > LONGEST],
        [heading for k, heading in headings.items() if k not in left],
    )


def originals(articles: Sequence[Article]) -> list[int]:
    """The articles that are no copy of an earlier one: none shares with them a third of its long lines.

    What more than half of the articles hold is no sign of a copy of those that begin otherwise, or hold as much besides.
    """
    long = [{fold(b.text): len(b.text) for b in a.blocks if b.words >= LONG} for a in articles]
    held = Counter(text for lines in long for text in lines)
    usual = {text for text, count in held.items() if count > max(2, len(articles) / 2)}
    own = [_own(lines, usual) for lines in long]
    sizes = [sum(lines.values()) for lines in own]
    holders: dict[str, list[int]] = defaultdict(list)
    kept: list[int] = []
    for i, lines in enumerate(own):
        shared: Counter[int] = Counter()
        for text, size in lines.items():
            for other in holders[text]:
                shared[other] += size
        same = [j for j, common in shared.items() if common > COPIED * min(sizes[i], sizes[j])]
        if not same:
            kept.append(i)
        for text in lines:  # a copy leads on to its own copies
            if len(holders[text]) < COMMON:
                holders[text] += [j for j in (same or [i]) if j not in holders[text]]
    return kept


def _own(lines: Mapping[str, int], usual: set[str]) -> Mapping[str, int]:
    """The long lines of an article by which it may be a copy. Where usual lines open it and are more than half of it,
    they are rather the article itself, of which there are many copies."""
    rest = {text: size for text, size in lines.items() if text not in usual}
    opens = next(iter(lines), None)
    return rest if opens in rest or 2 * sum(rest.values()) >= sum(lines.values()) else lines


def key(text: str) -> str:
    """A line folded, with {n} for numbers and {name} for the month beside one: what varies from page to page."""
    return MONTH.sub("{name}", NUMBER.sub("{n}", fold(text)))


def _is_nameable(k: str) -> bool:
    """Whether a rule could name the line: a phrase holds words, and stands between numbers at one end at most."""
    return any(map(str.isalpha, k.replace("{name}", "").replace("{n}", ""))) and not (k[0] == "{" and k[-1] == "}")


def _titles(
    articles: Sequence[Article], keys: Sequence[Sequence[str]], bodies: Sequence[Sequence[int]]
) -> list[set[int]]:
    """The lines of each article that may be its title, which are several where the page prints lines above it.

    That is what its layout says, the line right above its byline, and among the lines above its text those that stand
    above no other, the last, and the last that does not stand above nearly all.
    """
    above = [list(_above(a, own)) for a, own in zip(articles, bodies, strict=True)]
    often = Counter(k for n, rows in enumerate(above) for k in {keys[n][i] for i in rows})
    out: list[set[int]] = []
    for n, article in enumerate(articles):
        rows, roles = above[n], article.layout.roles
        own = [i for i in rows if often[keys[n][i]] < NEARLY_ALL * len(articles)]
        byline = roles.index("byline") if "byline" in roles else 0
        titles = {i for i in own if often[keys[n][i]] == 1} | {*own[-1:], *rows[-1:]}
        titles |= {i for i in rows if i == byline - 1}
        if article.layout.title is not None:
            titles.add(article.layout.title)
        out.append(titles)
    return out


def _above(article: Article, body: Sequence[int]) -> Iterator[int]:
    """The lines above the text of an article that may be a title."""
    for block in article.blocks[: body[0] if body else FIRST]:
        if (
            len(block.text) > 1
            and block.words <= 30
            and article.layout.roles[block.index] not in ("byline", "caption", "code")
        ):
            yield block.index


def _places(
    n: int, article: Article, keys: Sequence[str], recurring: set[str], body: Sequence[int], titles: set[int]
) -> Iterator[tuple[str, _Place]]:
    """The places of recurring lines in an article, seen from its running text: the prose that does not recur."""
    prose = set(body)
    for i, (block, k) in enumerate(zip(article.blocks, keys, strict=True)):
        if k in recurring and not block.fence:
            outside = not body or not body[0] < i < body[-1]
            touching = i - 1 in prose or i + 1 in prose
            above, below = keys[i - 1] if i else "", keys[i + 1] if i + 1 < len(keys) else ""
            yield k, _Place(n, block, i in titles, outside, touching, above, below)


def _is_furniture(places: Sequence[_Place], held: int, articles: Sequence[Article], recurring: set[str]) -> bool:
    """Whether enough speaks for it that a recurring line is the page's."""
    block = places[0].block
    sentence = block.words >= 3 and ends_sentence(block.text.rstrip("?!？！"))
    if block.text.startswith(OPENING) or (sentence and QUOTED.search(block.text)):
        return False  # somebody's words
    if "⟦" in block.text or "⟧" in block.text:
        return False  # the marks of examples, in which it could not stand
    titled = sum(p.title for p in places)
    if titled and titled < max(LEAST, TITLED * len(places)):
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
    from artlint.text.line_model.model import probabilities

    asked = places[:ASKED]
    return sum(probabilities(articles[p.article])[p.block.index] for p in asked) / len(asked)


def _line(k: str, places: Sequence[_Place], held: int) -> Line:
    text = places[0].block.text
    varies = len({fold(p.block.text) for p in places}) > 1
    return Line(text, k if varies or "{" in text else text, held)


def _known_headings() -> list[Phrases]:
    """The headings of artlint's own rules for headlines, which would not find them once a rule for lines has."""
    from artlint.ruleset import rule_packs

    own = [r for r in rule_packs.load() if r.check == "section" and r.marks == "furniture"]
    return [Phrases(r.prepared["every"]) for r in own if r.options.get("extent", "headlines") == "headlines"]


def _heading(
    k: str,
    places: Sequence[_Place],
    articles: Sequence[Article],
    keys: Sequence[Sequence[str]],
    found: Mapping[str, Line],
    ends: Sequence[int],
    known: Sequence[Phrases],
) -> Heading | None:
    """The line as a heading, if lines stand under it that are found in fewer articles: below the text of most articles,
    or anywhere if it is known for it."""
    line = found[k]
    if places[0].block.words > 8 or ends_sentence(line.text):
        return None
    is_known = any(phrases.match(line.text) for phrases in known)
    steady = NEARLY_ALL * line.articles
    under = [
        _under(p.block.index, articles[p.article], keys[p.article], found, steady)
        if is_known or (p.outside and ends[p.article] < p.block.index)
        else []
        for p in places
    ]
    listed = sum(len([b for b in u if b.words >= 3]) >= 2 for u in under)
    if not (any(under) if is_known else listed >= HEADED * len(under)):
        return None
    after = min(p.block.start / len(articles[p.article].text) for p in places)
    return Heading(line, max(map(len, under)), min(0.5, int(100 * after) / 100))


def _under(at: int, article: Article, keys: Sequence[str], found: Mapping[str, Line], steady: float) -> list[Block]:
    """The lines right under one that look like headlines, up to furniture that is as steady as the line itself."""
    out: list[Block] = []
    for block in article.blocks[at + 1 : at + 1 + MOST]:
        furniture = found.get(keys[block.index])
        if (
            (furniture and furniture.articles >= steady)
            or block.words > 30
            or ends_sentence(block.text.rstrip("?!？！"))
        ):
            break
        out.append(block)
    return out
