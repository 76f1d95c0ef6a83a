"""What speaks for it that a line which recurs is the page's, and not the articles'.

To recur is not enough. A line that stands among the paragraphs, is worded as a sentence or quotes somebody may recur for
reasons of its own, so that more has to speak for it: that many articles hold it, that the same line is always beside it,
that the line model (artlint/text/line_model) takes it for boilerplate as well.
"""

from __future__ import annotations

import re
from collections import Counter

from artlint.base.named_tuple import NamedTuple
from artlint.ruleset.learn.source import MIN_ARTICLES, NEARLY_ALL
from artlint.text.layout import BYLINES, is_prose
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.ruleset.learn.source import Place, Source
    from artlint.text.blocks import Block

MIN_WIDE_SHARE = 0.3  # of the articles of a source: a line of so many is wide, and
MIN_WIDE_SENTENCE_SHARE = NEARLY_ALL  # a sentence right under the text or right above it only if it is in so many
MIN_OUTSIDE_SHARE = 0.8  # of a line's places are above the first paragraph or below the last
MIN_SETTLED_SHARE = 0.5  # of its places have the same recurring line above, or below
MIN_LIKELY, MIN_SURE = 0.5, 0.8  # what the line model says, on average
MIN_TITLE_SHARE = 0.5  # a line that is the title in fewer of its places is one article's own
MAX_ARTICLES_JUDGED = 12  # by the line model
MIN_STATEMENT_WORDS = 15  # a sentence that long is no standing phrase
MIN_SENTENCE_WORDS = 3
MAX_BYLINE_WORDS = 8

OPENING = ("“", "„", "«", "»", "「", "『", '"', "‘", "'", "‚", "‹")
QUOTED = re.compile('[“„«「『"](?:[^“”»」』"]{25}|[^“”»」』"]*$)')  # longer than a name, or not closed


class Evidence(NamedTuple):
    """What speaks for a recurring line."""

    wide: bool  # many articles hold it
    outside: bool  # it stands outside the running text
    settled: bool  # the same line is beside it
    likely: float  # what the line model says


def is_boilerplate(places: Sequence[Place], held: int, source: Source) -> bool:
    """Whether enough speaks for it that a recurring line, which so many articles hold, is the page's."""
    block = places[0].block
    sentence = _is_sentence(block)
    if _is_the_articles(places, sentence):
        return False
    found = _evidence(places, held, source, sentence)
    if sentence or is_prose(block):
        likely = found.likely >= MIN_LIKELY or block.words >= MIN_STATEMENT_WORDS
        return found.wide and (found.outside or found.settled) and likely
    if found.outside or found.settled:
        return found.likely >= MIN_LIKELY or (found.wide and found.settled)
    return found.wide and found.likely >= MIN_SURE


def _is_the_articles(places: Sequence[Place], sentence: bool) -> bool:
    """Whether a line is certainly no boilerplate, whatever speaks for it."""
    block = places[0].block
    if block.text.startswith(OPENING) or (sentence and QUOTED.search(block.text)):
        return True  # somebody's words
    if "⟦" in block.text or "⟧" in block.text:
        return True  # the marks of examples, in which it could not stand
    titled = sum(p.title for p in places)
    if titled and titled < max(MIN_ARTICLES, MIN_TITLE_SHARE * len(places)):
        return True  # the title of an article, to which others lead
    return block.text.lower().startswith(BYLINES) and block.words <= MAX_BYLINE_WORDS


def _is_sentence(block: Block) -> bool:
    return block.words >= MIN_SENTENCE_WORDS and ends_sentence(block.text.rstrip("?!？！"))


def _evidence(places: Sequence[Place], held: int, source: Source, sentence: bool) -> Evidence:
    touching = sum(p.touching for p in places) > len(places) / 2
    least = MIN_WIDE_SENTENCE_SHARE if sentence and touching else MIN_WIDE_SHARE
    neighbours = [p.above for p in places], [p.below for p in places]
    beside = max(_most_frequent(keys, source) for keys in neighbours)
    return Evidence(
        wide=held >= least * len(source.articles),
        outside=sum(p.outside for p in places) >= MIN_OUTSIDE_SHARE * len(places),
        settled=beside >= MIN_SETTLED_SHARE * len(places),
        likely=_likely(places, source),
    )


def _most_frequent(neighbours: Sequence[str], source: Source) -> int:
    """In how many places the most frequent neighbour stands that recurs itself."""
    return max((count for k, count in Counter(neighbours).items() if k in source.recurring), default=0)


def _likely(places: Sequence[Place], source: Source) -> float:
    """How likely the line model finds it that the line is boilerplate, on the average of the first places."""
    from artlint.text.line_model.model import probabilities

    judged = places[:MAX_ARTICLES_JUDGED]
    return sum(probabilities(source.articles[p.article])[p.block.index] for p in judged) / len(judged)
