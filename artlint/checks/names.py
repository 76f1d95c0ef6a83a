"""`names`: a rare form of a name beside a frequent one that differs by one slip of the keyboard, or by its spelling.

A misspelling is reported only where no list of words or names in any language knows the rare form, and where it is
no inflection and no transliteration of the frequent one: edit distance alone is wrong more often than it is right.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from artlint.base.model import Finding, Related
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common import name_similarity
from artlint.text import lexicon, native
from artlint.text.folding import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Places = dict[str, list[tuple[Block, int]]]
    Near = dict[str, list[str]]  # a form, and those that it may be meant for

# A set that holds all capitals, and few other letters: the matching engine passes over the rest of the text at once.
CAPITALS = r"A-ZÀ-ÞĀ-ʯͰ-ΫϏ-ЯѠ-֏\u10a0-\u11ff\u13a0-\u1fff\u2100-\u2fff\ua640-\uabff\ue000-\uffff\U00010000-\U0010ffff"
NAME = rf"[{CAPITALS}](?<=\w)(?<![\w'’@#/_-].)[^\W\d_]{{3,}}+(?:-[^\W\d_]+)*+(?![\w-]|\.[a-z])"
OPENING = '.!?:;•–—“"„«»‹›‘¿¡(['  # after these a capital may be the sentence's, not the name's
NUMBERS = ("", "once", "twice", "three times", "four times", "five times", "six times")
MIN_COVERAGE = 0.5  # of the lower-case words: below it, the lists do not speak the article's language
MAX_SAMPLE_WORDS = 300  # that are looked at for it
MIN_SAMPLE_WORDS = 16  # different lower-case ones: of fewer nothing follows
MAX_NAME_LETTERS = 40
MAX_NEAR_FORMS = 30  # frequent ones: what is near to more of them is an entry of a list, and no slip
LONG_HEAD, SHORT_HEAD = 3, 2  # letters by which two forms are compared first
MIN_LENGTH_FOR_LONG_HEAD = 5  # letters of the shortest form that is compared
LOOKBACK = 4  # characters before a form, which tell whether it begins a sentence


class _Forms(NamedTuple):
    """The forms of an article that may be variants of each other: where they stand, which of them stand `inner`, inside a
    sentence, and are names, then; and the `right` ones that the options list."""

    article: Article
    places: Places
    inner: set[str]
    right: set[str]


class Names(Check):
    """Reports the rare form, with the frequent one as what was probably meant."""

    args = {
        "wrong": "the rare form",
        "right": "the frequent form",
        "wrong_times": "“once”",
        "right_times": "“four times”",
    }

    class Options:
        names: Annotated[
            list[str], Meta(description="right spellings; the configuration's `names` are added to these")
        ] = []
        find: Annotated[
            Literal["misspellings", "variants"],
            Meta(description="misspellings, or two accepted ways of writing one name (Zelensky, Zelenskyy)"),
        ] = "misspellings"
        min_length: Annotated[int, Meta(ge=3, description="shorter names are not compared")] = 5
        min_count: Annotated[int, Meta(ge=2, description="the frequent form stands so many times")] = 2

    def run(self, article: Article) -> Iterator[Finding]:
        right = {n for name in self.options.names for n in name.split()}
        counts = article.view(_counts)
        variants = self.options.find == "variants"
        found = _alike(counts, self.options.min_length) if variants else self._near(article, counts, right)
        if not found:
            return  # as nearly always: most articles need no more than the count of their names
        forms = _forms(article, {*found, *(word for near in found.values() for word in near)}, right)
        places = forms.places
        for wrong, word in (self._variants if variants else self._misspellings)(found, forms):
            first, where = places[word][0]
            related = (Related(first.span(where, where + len(word)), f"“{word}” stands here first"),)
            args = {
                "wrong": wrong,
                "right": word,
                "wrong_times": _times(len(places[wrong])),
                "right_times": _times(len(places[word])),
            }
            for block, start in places[wrong] if word in right else places[wrong][:1]:
                yield Finding(block.span(start, start + len(wrong)), args, related)

    def _near(self, article: Article, counts: dict[str, int], right: set[str]) -> Near:
        """The rare forms that are slips of frequent ones by their letters, each with these."""
        often = [w for w, count in counts.items() if count >= self.options.min_count or w in right]
        rare = [w for w, count in counts.items() if count == 1 or right] if often else []
        rare = [w for w in self._alike_at_ends(rare, often) if not name_similarity.known(w)]
        if not rare:
            return {}
        shortened = _by_what_is_left(self._alike_at_ends(often, rare))
        slips: Near = {}
        for wrong in rare:
            lists = [shortened.get(key, ())[: MAX_NEAR_FORMS + 1] for key in name_similarity.shortened(wrong)]
            near = {word for words in lists for word in words if word != wrong}
            if len(near) <= MAX_NEAR_FORMS:
                meant = [word for word in near if self._resembles(wrong, word, article, right)]
                if meant:
                    slips[wrong] = meant
        return slips

    def _alike_at_ends(self, words: list[str], others: list[str]) -> list[str]:
        """The words that may be one slip away from one of the others: the first letter and the next two, or the first
        and the last, are the same, and one is longer by a letter at most."""
        head = LONG_HEAD if self.options.min_length >= MIN_LENGTH_FOR_LONG_HEAD else SHORT_HEAD
        lengths: dict[str, set[int]] = {}
        for other in others:
            lengths.setdefault(other[:head], set()).add(len(other))
            lengths.setdefault(other[0] + other[-1], set()).add(len(other))
        alike = []
        for word in words:
            if word[:head] in lengths or word[0] + word[-1] in lengths:
                found = {*lengths.get(word[:head], ()), *lengths.get(word[0] + word[-1], ())}
                if not found.isdisjoint(range(len(word) - 1, len(word) + 2)):
                    alike.append(word)
        return alike

    def _misspellings(self, found: Near, forms: _Forms) -> Iterator[tuple[str, str]]:
        """Pairs of a form and the form that it misspells."""
        places, right = forms.places, forms.right
        for wrong, near in found.items():
            known = [w for w in near if w in places] if wrong in places else []
            for word in sorted(known, key=lambda w: (w not in right, -len(places[w]), w)):
                if self._is_rare(wrong, word, forms):
                    yield wrong, word
                    break

    def _resembles(self, wrong: str, word: str, article: Article, right: set[str]) -> bool:
        """Whether one form is a misspelling of the other by their letters."""
        least = self.options.min_length  # a misspelling may lack a letter
        if len(word) < least or len(wrong) < least - 1 or wrong in right:
            return False
        return name_similarity.slip(wrong, word, article) and not name_similarity.known(wrong, word)

    def _is_rare(self, wrong: str, word: str, forms: _Forms) -> bool:
        """Whether the article uses the other form more often, as a name, or the list knows it."""
        article, places, inner, right = forms
        if word in right:
            return True
        if len(places[wrong]) > 1 or len(places[word]) < self.options.min_count or word not in inner:
            return False
        known = name_similarity.known(word)
        if len(wrong) < self.options.min_length and not (wrong in inner and known):
            return False
        return known or not article.view(_is_strange) or (wrong in inner and name_similarity.swapped(wrong, word))

    def _variants(self, found: Near, forms: _Forms) -> Iterator[tuple[str, str]]:
        """Pairs of a form and the more frequent form (or the listed one) that sounds the same."""
        places, inner, right = forms.places, forms.inner, forms.right
        for alike in found.values():
            names = [w for w in alike if w in inner or (w in right and w in places)]
            best = max(names, key=lambda w: (w in right, len(places[w])), default="")
            for word in names:
                if word != best and word not in right and self._is_variant(word, best, forms):
                    yield word, best

    def _is_variant(self, word: str, best: str, forms: _Forms) -> bool:
        """Whether a form is another way to write a name, and neither another word, another case of it, nor a slip."""
        article = forms.article
        if name_similarity.same_but_marks(word, best, article):
            return False
        if self._resembles(word, best, article, forms.right) and self._is_rare(word, best, forms):
            return False
        if name_similarity.inflected(word, best, article):
            return False
        if best in forms.right or name_similarity.plain(word) == name_similarity.plain(best):
            return True
        return article.language != "de" and not (name_similarity.known(word) and name_similarity.known(best))


def _by_what_is_left(words: list[str]) -> dict[str, list[str]]:
    """The words by what is left of them when a letter is taken out: forms that are near share that, so that no form is
    compared with all others."""
    shortened: dict[str, list[str]] = {}
    for word in words:
        for key in name_similarity.shortened(word):
            shortened.setdefault(key, []).append(word)
    return shortened


def _alike(counts: dict[str, int], min_length: int) -> Near:
    """The forms that sound the same, under the first of them."""
    words = [word for word in counts if len(word) >= min_length]
    sounds = name_similarity.sound("\n".join(words)).split("\n")  # of all at once: few steps, each as fast as C
    if len(words) < 2 or len(set(sounds)) == len(words):
        return {}
    alike: dict[str, list[str]] = {}
    for word, sound in zip(words, sounds, strict=True):
        alike.setdefault(sound, []).append(word)
    return {forms[0]: forms for forms in alike.values() if len(forms) > 1}


def _running(article: Article) -> tuple[list[Block], str]:
    """The blocks in which a capital means something, and their texts, a line each."""
    blocks = [b for b in article.blocks if not (b.fence or b.text.isupper())]
    return blocks, "\n".join([b.text for b in blocks])


def _counts(article: Article) -> dict[str, int]:
    """How often each form stands there that may be a name."""
    text = article.view(_running)[1]
    if native.built:
        return native.built.name_counts(text, MAX_NAME_LETTERS)  # only of those that begin with a capital, as names do
    return counted([word for word in re.findall(NAME, text) if len(word) <= MAX_NAME_LETTERS])


def _forms(article: Article, words: set[str], right: set[str]) -> _Forms:
    """Where each of these forms stands, and which stand inside a sentence: names, then, not sentence openings."""
    places: Places = {}
    inner: set[str] = set()
    blocks, running = article.view(_running)
    starts = [0, *accumulate([len(b.text) + 1 for b in blocks])]
    for match in re.finditer(NAME, running):
        word = match.group()
        if word not in words or not word[0].isupper() or word.isupper():
            continue
        at = bisect_right(starts, match.start()) - 1
        start = match.start() - starts[at]
        places.setdefault(word, []).append((blocks[at], start))
        before = blocks[at].text[max(0, start - LOOKBACK) : start].rstrip()
        if before and before[-1] not in OPENING:
            inner.add(word)
    return _Forms(article, places, inner, right)


def _is_strange(article: Article) -> bool:
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


def _times(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count} times"
