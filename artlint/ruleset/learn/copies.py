"""Which of a source's articles are copies of others: a story that is printed again holds the same long lines."""

from __future__ import annotations

from collections import Counter, defaultdict

from artlint.text.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artlint.text.article import Article

    LongLines = Mapping[str, int]  # folded, with their lengths in characters

MIN_LONG_WORDS = 12  # of a long line
MIN_COPIED_SHARE = 1 / 3  # of the long lines of the shorter of two articles: one is a copy
MAX_HOLDERS = 200  # articles: a line of so many does not tell copies


def originals(articles: Sequence[Article]) -> list[int]:
    """The articles that are no copy of an earlier one: none shares with them a third of its long lines.

    What more than half of the articles hold is no sign of a copy of those that begin otherwise, or hold as much besides.
    """
    lines = _telling_lines(articles)
    sizes = [sum(own.values()) for own in lines]
    holders: dict[str, list[int]] = defaultdict(list)
    kept: list[int] = []
    for i, own in enumerate(lines):
        same = [j for j, common in _shared(own, holders).items() if common > MIN_COPIED_SHARE * min(sizes[i], sizes[j])]
        if not same:
            kept.append(i)
        for text in own:  # a copy leads on to its own copies
            if len(holders[text]) < MAX_HOLDERS:
                holders[text] += [j for j in (same or [i]) if j not in holders[text]]
    return kept


def _telling_lines(articles: Sequence[Article]) -> list[LongLines]:
    """Of each article the long lines by which it may be a copy."""
    long = [{fold(b.text): len(b.text) for b in a.blocks if b.words >= MIN_LONG_WORDS} for a in articles]
    held = Counter(text for lines in long for text in lines)
    usual = {text for text, count in held.items() if count > max(2, len(articles) / 2)}
    return [_without_usual(lines, usual) for lines in long]


def _without_usual(lines: LongLines, usual: set[str]) -> LongLines:
    """The long lines of an article without the usual ones. Where these open it and are more than half of it, they are
    rather the article itself, of which there are many copies."""
    rest = {text: size for text, size in lines.items() if text not in usual}
    opens = next(iter(lines), None)
    return rest if opens in rest or 2 * sum(rest.values()) >= sum(lines.values()) else lines


def _shared(lines: LongLines, holders: Mapping[str, Sequence[int]]) -> Counter[int]:
    """How many characters an article shares with each of those before it that hold some of its lines."""
    shared: Counter[int] = Counter()
    for text, size in lines.items():
        for other in holders.get(text, ()):
            shared[other] += size
    return shared
