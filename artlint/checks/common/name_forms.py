"""The forms of names in an article: how often each stands there, where, and beside which other names."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.text import lexicon, native
from artlint.text.folding import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Places = dict[str, list[tuple[Block, int]]]

# A set that holds all capitals, and few other letters: the matching engine passes over the rest of the text at once.
CAPITALS = r"A-ZÀ-ÞĀ-ʯͰ-ΫϏ-ЯѠ-֏\u10a0-\u11ff\u13a0-\u1fff\u2100-\u2fff\ua640-\uabff\ue000-\uffff\U00010000-\U0010ffff"
NAME = rf"[{CAPITALS}](?<=\w)(?<![\w'’@#/_-].)[^\W\d_]{{3,}}+(?:-[^\W\d_]+)*+(?![\w-]|\.[a-z])"
OPENING = '.!?:;•–—“"„«»‹›‘¿¡(['  # after these a capital may be the sentence's, not the name's
MAX_NAME_LETTERS = 40
LOOKBACK = 4  # characters before a form, which tell whether it begins a sentence
MIN_COVERAGE = 0.5  # of the lower-case words: below it, the lists do not speak the article's language
MAX_SAMPLE_WORDS = 300  # that are looked at for it
MIN_SAMPLE_WORDS = 16  # different lower-case ones: of fewer nothing follows
NEIGHBOUR = rf"[{CAPITALS}](?<=\w)[^\W\d_]{{3,}}"  # of a form, a space away: the other part of the name, as a rule
LAST_NEIGHBOUR = rf"(?<![\w'’-])({NEIGHBOUR}) $"


class Forms(NamedTuple):
    """The forms of an article that may be variants of each other: where they stand, which of them stand `inner`, inside a
    sentence, and are names, then; and the `right` ones that the options list."""

    article: Article
    places: Places
    inner: set[str]
    right: set[str]
    beside: dict[str, set[str]]  # filled by `neighbours`

    def neighbours(self, word: str) -> set[str]:
        """The names that stand right before a form, each with a space behind it, or right behind it; worked out once."""
        if word not in self.beside:
            found: set[str] = set()
            for block, start in self.places[word]:
                before = re.search(LAST_NEIGHBOUR, block.text[max(0, start - MAX_NAME_LETTERS) : start])
                end = start + len(word)
                after = re.match(rf" {NEIGHBOUR}(?![\w-])", block.text[end : end + MAX_NAME_LETTERS])
                found.update(m.group() for m in (before, after) if m)
            self.beside[word] = found
        return self.beside[word]


def running(article: Article) -> tuple[list[Block], str]:
    """The blocks in which a capital means something, and their texts, a line each."""
    blocks = [b for b in article.blocks if not (b.fence or b.text.isupper())]
    return blocks, "\n".join([b.text for b in blocks])


def counts(article: Article) -> dict[str, int]:
    """How often each form stands there that may be a name."""
    text = article.view(running)[1]
    if native.built:
        return native.built.name_counts(text, MAX_NAME_LETTERS)  # only of those that begin with a capital, as names do
    return counted([word for word in re.findall(NAME, text) if len(word) <= MAX_NAME_LETTERS])


def forms_of(article: Article, words: set[str], right: set[str]) -> Forms:
    """Where each of these forms stands, and which stand inside a sentence: names, then, not sentence openings."""
    places: Places = {}
    inner: set[str] = set()
    blocks, text = article.view(running)
    starts = [0, *accumulate([len(b.text) + 1 for b in blocks])]
    for match in re.finditer(NAME, text):
        word = match.group()
        if word not in words or not word[0].isupper() or word.isupper():
            continue
        at = bisect_right(starts, match.start()) - 1
        start = match.start() - starts[at]
        places.setdefault(word, []).append((blocks[at], start))
        before = blocks[at].text[max(0, start - LOOKBACK) : start].rstrip()
        if before and before[-1] not in OPENING:
            inner.add(word)
    return Forms(article, places, inner, right, {})


def is_strange(article: Article) -> bool:
    """Whether the lists do not know the article's language: what they do not know is then no sign of anything."""
    words = {w for w in _words(article.blocks) if w.islower()}
    return len(words) >= MIN_SAMPLE_WORDS and sum(map(lexicon.known, words)) < MIN_COVERAGE * len(words)


def _words(blocks: Iterable[Block]) -> Iterator[str]:
    count = 0
    for block in blocks:
        for match in re.finditer(r"[^\W\d_]{4,}", block.text):
            yield match.group()
            count += 1
            if count == MAX_SAMPLE_WORDS:
                return


def small_words(article: Article) -> frozenset[str]:
    """The words that stand in an article in small letters."""
    return frozenset([w for w in re.findall(r"(?<![\w'’-])[^\W\d_]+(?![\w'’-])", article.text) if w.islower()])
