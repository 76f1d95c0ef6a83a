"""Which lines the pages of one source print around every article: found by what different articles have in common.

Copies of an article count once (copies.py); of the lines that recur (source.py), those are taken for which enough speaks
(evidence.py). Some of them are headings, under which other lines stand in each article.
"""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.checks.common.phrases import Phrases
from artlint.ruleset.learn.copies import originals
from artlint.ruleset.learn.evidence import is_boilerplate
from artlint.ruleset.learn.source import NEARLY_ALL, Source
from artlint.text.folding import MAX_PHRASE_CHARACTERS, fold
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artlint.ruleset.learn.source import Place
    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Lines = Mapping[str, "Line"]  # by key
    Places = Mapping[str, Sequence[Place]]

MIN_HEADED_SHARE = 0.8  # of a heading's places have headlines under them
MIN_HEADLINES, MIN_HEADLINE_WORDS, MAX_HEADLINE_WORDS = 2, 3, 30
MAX_HEADING_WORDS = 8
MAX_LISTED = 30  # lines under a heading
MAX_AFTER = 0.5  # share of a text above which a rule looks for no heading


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


def learn(articles: Sequence[Article]) -> Learned:
    """The boilerplate of one source, whatever the order of its articles is: they are put in that of their paths."""
    every = sorted(articles, key=lambda a: (a.path, a.text))
    source = Source([every[i] for i in originals(every)])
    places = source.places()
    found = _boilerplate(source, places)
    headings = _headings(source, places, found)
    lines = [line for k, line in found.items() if k not in headings]
    return Learned(
        len(source.articles),
        len(every) - len(source.articles),
        [line for line in lines if len(line.text) <= MAX_PHRASE_CHARACTERS],
        [line for line in lines if len(line.text) > MAX_PHRASE_CHARACTERS],
        [heading for k, heading in headings.items() if not _is_above_text(places[k], source)],
    )


def _boilerplate(source: Source, places: Places) -> dict[str, Line]:
    """The recurring lines that are the page's, those of most articles first."""
    own = {k: p for k, p in places.items() if is_boilerplate(p, source.held[k], source)}
    found = {k: _line(k, p, source.held[k]) for k, p in own.items()}
    return dict(sorted(found.items(), key=lambda item: (-item[1].articles, item[1].phrase)))


def _line(k: str, places: Sequence[Place], held: int) -> Line:
    text = places[0].block.text
    varies = len({fold(p.block.text) for p in places}) > 1
    return Line(text, k if varies or "{" in text else text, held)


def _headings(source: Source, places: Places, found: Lines) -> dict[str, Heading]:
    """The lines among those that were found which are headings."""
    known = _known_headings()
    ends = [max(body, default=-1) for body in source.prose_without(found)]
    made = {k: _heading(line, places[k], source, found, ends, known) for k, line in found.items()}
    return {k: heading for k, heading in made.items() if heading}


def _known_headings() -> list[Phrases]:
    """The headings of artlint's own rules for headlines, which would not find them once a rule for lines has."""
    from artlint.ruleset import rule_packs

    own = [r for r in rule_packs.load() if r.check == "section" and r.marks == "furniture"]
    return [Phrases(r.prepared["every"]) for r in own if r.options.get("extent", "headlines") == "headlines"]


def _heading(
    line: Line, places: Sequence[Place], source: Source, found: Lines, ends: Sequence[int], known: Sequence[Phrases]
) -> Heading | None:
    """The line as a heading, if lines stand under it that are found in fewer articles: below the text of most articles,
    which `ends` there, or anywhere if it is known for it."""
    if places[0].block.words > MAX_HEADING_WORDS or ends_sentence(line.text):
        return None
    is_known = any(phrases.match(line.text) for phrases in known)
    asked = [is_known or (p.outside and ends[p.article] < p.block.index) for p in places]
    under = [_under(p, line, source, found) if ask else [] for p, ask in zip(places, asked, strict=True)]
    listed = sum(sum(b.words >= MIN_HEADLINE_WORDS for b in blocks) >= MIN_HEADLINES for blocks in under)
    if not (any(under) if is_known else listed >= MIN_HEADED_SHARE * len(under)):
        return None
    after = min(p.block.start / len(source.articles[p.article].text) for p in places)
    return Heading(line, max(map(len, under)), min(MAX_AFTER, int(100 * after) / 100))


def _under(place: Place, line: Line, source: Source, found: Lines) -> list[Block]:
    """The lines right under one that look like headlines, up to boilerplate that is as steady as the line itself."""
    steady = NEARLY_ALL * line.articles
    keys, first = source.keys[place.article], place.block.index + 1
    out: list[Block] = []
    for block in source.articles[place.article].blocks[first : first + MAX_LISTED]:
        other = found.get(keys[block.index])
        is_steady = other is not None and other.articles >= steady
        if is_steady or block.words > MAX_HEADLINE_WORDS or ends_sentence(block.text.rstrip("?!？！")):
            break
        out.append(block)
    return out


def _is_above_text(places: Sequence[Place], source: Source) -> bool:
    """Whether a heading stands above the text of some article. “Trending now” may have the title under it there: that
    is left to the rules that know the heading."""
    bodies = [source.bodies[p.article] for p in places]
    return any(body and p.block.index < body[0] for p, body in zip(places, bodies, strict=True))
