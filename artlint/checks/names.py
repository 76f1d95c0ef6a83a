"""`names`: a rare form of a name beside a frequent one that differs by one slip of the keyboard, or by its spelling.

A misspelling is reported only where no list of words or names in any language knows the rare form, and where it is
no inflection and no transliteration of the frequent one: edit distance alone is wrong more often than it is right.
What stands beside a form tells more: “Peter Strzok” and “Peter Stzrok” are one man, however often each stands there.
"""

from __future__ import annotations

from artlint.base.model import Finding, Related
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common import name_similarity
from artlint.checks.common.name_forms import counts, forms_of, is_strange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.checks.common.name_forms import Forms
    from artlint.text.article import Article

    Near = dict[str, list[str]]  # a form, and those that it may be meant for

NUMBERS = ("", "once", "twice", "three times", "four times", "five times", "six times")
MAX_NEAR_FORMS = 30  # frequent ones: what is near to more of them is an entry of a list, and no slip
LONG_HEAD, SHORT_HEAD = 3, 2  # letters by which two forms are compared first
MIN_LENGTH_FOR_LONG_HEAD = 5  # letters of the shortest form that is compared


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
        variants = self.options.find == "variants"
        found = self._sounding(article) if variants else self._near(article, right)
        if not found:
            return  # as nearly always: most articles need no more than the count of their names
        forms = forms_of(article, {*found, *(word for near in found.values() for word in near)}, right)
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
            for block, start in places[wrong][: 1 if variants else None]:
                yield Finding(block.span(start, start + len(wrong)), args, related)

    def _near(self, article: Article, right: set[str]) -> Near:
        """The forms that are slips of others by their letters, and those that sound like others, each with these."""
        words = list(article.view(counts))
        near: Near = {
            word: [w for w in alike if w != word] for alike in self._sounding(article).values() for word in alike
        }
        alike = self._alike_at_ends(words)
        unknown = [w for w in alike if not name_similarity.known(w)]
        shortened = name_similarity.by_what_is_left(alike) if unknown else {}
        for wrong in unknown:
            lists = [shortened.get(key, ())[: MAX_NEAR_FORMS + 1] for key in name_similarity.shortened(wrong)]
            found = {word for words in lists for word in words if word != wrong}
            if len(found) <= MAX_NEAR_FORMS:
                meant = [word for word in found if self._resembles(wrong, word, article, right)]
                if meant:
                    near[wrong] = list({*meant, *near.get(wrong, ())})
        return near

    def _sounding(self, article: Article) -> Near:
        """The forms that sound the same, under the first of them."""
        groups = (words for words in article.view(_alike) if len(words) <= MAX_NEAR_FORMS)  # more are entries of a list
        alike = ([w for w in words if len(w) >= self.options.min_length] for words in groups)
        return {words[0]: words for words in alike if len(words) > 1}

    def _alike_at_ends(self, words: list[str]) -> list[str]:
        """The words that may be one slip away from another: the first letter and the next two, or the first and the last,
        are the same, and one is longer by a letter at most."""
        head = LONG_HEAD if self.options.min_length >= MIN_LENGTH_FOR_LONG_HEAD else SHORT_HEAD
        keys = [((w[:head], len(w)), (w[0] + w[-1], len(w))) for w in words]
        times: dict[tuple[str, int], int] = {}
        for both in keys:
            for key in both:
                times[key] = times.get(key, 0) + 1
        return [
            w
            for w, both in zip(words, keys, strict=True)
            if any(times[end, size] > 1 or (end, size - 1) in times or (end, size + 1) in times for end, size in both)
        ]

    def _misspellings(self, found: Near, forms: Forms) -> Iterator[tuple[str, str]]:
        """Pairs of a form and the form that it misspells."""
        places, right = forms.places, forms.right
        for wrong, near in found.items():
            there = [w for w in near if w in places] if wrong in places else []
            for word in sorted(there, key=lambda w: (w not in right, -len(places[w]), w)):
                is_slip = self._resembles(wrong, word, forms.article, right)
                if (is_slip and self._is_rare(wrong, word, forms)) or self._is_same(wrong, word, forms):
                    yield wrong, word
                    break

    def _resembles(self, wrong: str, word: str, article: Article, right: set[str]) -> bool:
        """Whether one form is a misspelling of the other by their letters."""
        least = self.options.min_length  # a misspelling may lack a letter
        if len(word) < least or len(wrong) < least - 1 or wrong in right:
            return False
        return name_similarity.slip(wrong, word, article) and not name_similarity.known(wrong, word)

    def _is_same(self, wrong: str, word: str, forms: Forms) -> bool:
        """Whether two forms stand beside the same name, as one man's first names do beside his surname, and the one is the
        more doubtful: no list knows it, or it is the rarer one, or it comes later."""
        if forms.neighbours(wrong).isdisjoint(forms.neighbours(word)):
            return False
        unknown, other = not name_similarity.known(wrong), not name_similarity.known(word)
        if not (unknown or other) and not name_similarity.sounds_alike(wrong, word):
            return False
        plain = name_similarity.plain(wrong) == name_similarity.plain(word)
        if plain or wrong in forms.right or name_similarity.inflected(wrong, word, forms.article):
            return False
        return self._doubt(wrong, unknown, forms) > self._doubt(word, other, forms)

    def _doubt(self, word: str, unknown: bool, forms: Forms) -> tuple[bool, int, int]:
        places = forms.places[word]
        return unknown, -len(places), places[0][0].start + places[0][1]

    def _is_rare(self, wrong: str, word: str, forms: Forms) -> bool:
        """Whether the article uses the other form more often, as a name, or the list knows it."""
        article, places, inner, right = forms[:4]
        if word in right:
            return True
        lacking = self.options.min_count - len(places[word])
        if len(places[wrong]) > 1 or lacking > 1 or word not in inner:
            return False
        if lacking == 1 and word.lower() not in article.view(_words_of_addresses):
            return False
        known = name_similarity.known(word)
        if len(wrong) < self.options.min_length and not (wrong in inner and known):
            return False
        return known or not article.view(is_strange) or (wrong in inner and name_similarity.swapped(wrong, word))

    def _variants(self, found: Near, forms: Forms) -> Iterator[tuple[str, str]]:
        """Pairs of a form and the more frequent form (or the listed one) that sounds the same."""
        places, inner, right = forms.places, forms.inner, forms.right
        for alike in found.values():
            names = [w for w in alike if w in inner or (w in right and w in places)]
            best = max(names, key=lambda w: (w in right, len(places[w])), default="")
            for word in names:
                if word != best and word not in right and self._is_variant(word, best, forms):
                    yield word, best

    def _is_variant(self, word: str, best: str, forms: Forms) -> bool:
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


def _alike(article: Article) -> list[list[str]]:
    """The forms that sound the same, in the order of the first ones."""
    words = list(article.view(counts))
    sounds = name_similarity.sound("\n".join(words)).split("\n")  # of all at once: few steps, each as fast as C
    if len(words) < 2 or len(set(sounds)) == len(words):
        return []
    alike: dict[str, list[str]] = {}
    for word, sound in zip(words, sounds, strict=True):
        alike.setdefault(sound, []).append(word)
    return [forms for forms in alike.values() if len(forms) > 1]


def _words_of_addresses(article: Article) -> frozenset[str]:
    """The words of addresses and handles, in small letters: the site of a firm, the account of a man."""
    found = re.findall(r"[@#/]([^\W_]+)|\b([^\W_]+)\.[a-z]{2,4}\b", article.text)
    return frozenset([word.lower() for both in found for word in both if word])


def _times(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count} times"
