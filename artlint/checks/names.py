"""`names`: a rare form of a name beside a frequent one that differs by one slip of the keyboard, or by its spelling.

A misspelling is reported only where no list of words or names in any language knows the rare form, and where it is
no inflection and no transliteration of the frequent one: edit distance alone is wrong more often than it is right.
"""

from __future__ import annotations

import re
from itertools import pairwise

from artlint.checks.base import Check
from artlint.model import Finding, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.article import Article, Block

    Places = dict[str, list[tuple[Block, int]]]

NAME = r"(?<![\w'’@#/_-])(?!\d)[^\W_][^\W\d_]{3,}(?:-[^\W\d_]+)*(?![\w-]|\.[a-z])"
OPENING = '.!?:;•–—“"„«»‹›‘¿¡(['  # after these a capital may be the sentence's, not the name's
NUMBERS = ("", "once", "twice", "three times", "four times", "five times", "six times")
# What is left of two forms after their common stem, where they are one word in two cases, numbers or genders.
ROMANCE = r"[oae]s?|i"
ENDINGS = (
    r"(?:s|e?n|e(?:[rsm]|re|rne?|ne)?|ne|nnen|in(?:nen)?|i|a|u|y|ą|ę|ó|ow[ia]|em|om|ach|ami|ie|iem|ej|ego|ych|ym|nt|et"
    r"|t|ar|or)?"
)
INFLECTION = {
    "en": "s?|is[mt]",
    **dict.fromkeys(("es", "pt", "it", "ca", "gl"), ROMANCE),
    "fr": "[es]*",
    **dict.fromkeys(("de", "nl", "sv", "da", "no", "id", "vi", "sw", "yo", "ha", "ig", "so"), ENDINGS),
}
CASES = rf"{ENDINGS}|[ns]en|[aä]|[st][aä]|l[aäe]|[bnrt](?:a|e|an|en|ól|ől|ál|él)"  # Finnish ones and Hungarian ones
CLUSTERS = "[^bcdfghjklmnpqrstvwxz]"  # two consonants replaced at once (ck for ff) are a slip; two letters of a syllable, a word
UMLAUTS = {ord("ä"): "a", ord("ö"): "o", ord("ü"): "u"}
LONG_VOWELS = ("fi", "et", "hu", "so", "nl")  # languages whose words may end in two like letters
VOWELS = "αεηιουωάέήίόύώϊϋаеёиоуыэюяйїієaeiouyáéíóúýàèìòùâêîôûäëïöüőűąęėįųůěāēīūăı"
MIN_COVERAGE = 0.5  # of the lower-case words: below it, the lists do not speak the article's language
LONGEST = 40  # letters: what is longer is no name
SAMPLE = 300  # lower-case words that are looked at for it


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
        places, inner = article.view(_forms)
        shortest = self.options.min_length - 1  # a misspelling may lack a letter
        places = {word: at for word, at in places.items() if len(word) >= shortest}
        right = {n for name in self.options.names for n in name.split()}
        find = self._variants if self.options.find == "variants" else self._misspellings
        for wrong, word in find(article, places, inner, right):
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

    def _misspellings(
        self, article: Article, places: Places, inner: set[str], right: set[str]
    ) -> Iterator[tuple[str, str]]:
        """Pairs of a form and the form that it misspells. Near pairs share what is left when a letter is taken out
        of each, so that no form is compared with all others."""
        near: dict[str, list[str]] = {}
        for word, at in places.items():
            if word in right or (word in inner and len(at) >= self.options.min_count):
                for key in _shortened(word):
                    near.setdefault(key, []).append(word)
        if not near:
            return
        for wrong, at in places.items():
            if len(at) > 1 and not right:
                continue
            candidates = {w for key in _shortened(wrong) for w in near.get(key, ()) if w != wrong}
            for word in sorted(candidates, key=lambda w: (w not in right, -len(places[w]), w)):
                if self._misspelt(wrong, word, article, places, inner, right):
                    yield wrong, word
                    break

    def _misspelt(
        self, wrong: str, word: str, article: Article, places: Places, inner: set[str], right: set[str]
    ) -> bool:
        """Whether one form is a misspelling of the other, which the article uses more often or the list knows."""
        if len(word) < self.options.min_length or wrong in right or not _slip(wrong, word, article):
            return False
        if word in right:
            return not _known(wrong, word)
        if len(places[wrong]) > 1 or len(places[word]) < self.options.min_count or word not in inner:
            return False
        if _known(wrong, word):
            return False
        if len(wrong) < self.options.min_length and not (wrong in inner and _known(word)):
            return False
        return not article.view(_strange) or _known(word) or (wrong in inner and _swapped(wrong, word))

    def _variants(
        self, article: Article, places: Places, inner: set[str], right: set[str]
    ) -> Iterator[tuple[str, str]]:
        """Pairs of a form and the more frequent form (or the listed one) that sounds the same."""
        alike: dict[str, list[str]] = {}
        for word in places:
            if len(word) >= self.options.min_length and (word in inner or word in right):
                alike.setdefault(_sound(word), []).append(word)
        for forms in alike.values():
            if len(forms) < 2:
                continue
            best = max(forms, key=lambda w: (w in right, len(places[w])))
            for word in forms:
                if word == best or word in right or _same_but_marks(word, best, article):
                    continue
                if self._misspelt(word, best, article, places, inner, right) or _inflected(word, best, article):
                    continue
                close = _plain(word) == _plain(best)
                if best in right or close or not (article.language == "de" or (_known(word) and _known(best))):
                    yield word, best


def _same_but_marks(a: str, b: str, article: Article) -> bool:
    """Whether two forms differ in hyphens alone, or as a German plural does: ways to write a word, not a name."""
    if "-" in a + b and a.replace("-", "").lower() == b.replace("-", "").lower():
        return True
    return article.language == "de" and a.translate(UMLAUTS) == b.translate(UMLAUTS)


def _forms(article: Article) -> tuple[Places, set[str]]:
    """Where each capitalised form stands, and which stand inside a sentence: names, then, not sentence openings."""
    places: Places = {}
    inner: set[str] = set()
    for block in article.blocks:
        text = block.text
        if block.fence or text.isupper():
            continue
        for match in re.finditer(NAME, text):
            word = match.group()
            if not word[0].isupper() or word.isupper() or len(word) > LONGEST:
                continue
            places.setdefault(word, []).append((block, match.start()))
            before = text[max(0, match.start() - 4) : match.start()].rstrip()
            if before and before[-1] not in OPENING:
                inner.add(word)
    return places, inner


def _shortened(word: str) -> set[str]:
    pairs = (word[:i] + word[i + 2 :] for i in range(2, len(word) - 1) if len(word) > 5)
    return {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word))), *pairs}


def _difference(a: str, b: str) -> tuple[str, str, int, int]:
    """What differs between two forms, and how many letters before and after it are the same."""
    limit = min(len(a), len(b))
    head = next((i for i in range(limit) if a[i] != b[i]), limit)
    tail = next((i for i in range(limit - head) if a[-1 - i] != b[-1 - i]), limit - head)
    return a[head : len(a) - tail], b[head : len(b) - tail], head, tail


def _swapped(a: str, b: str) -> bool:
    x, y, _, _ = _difference(a, b)
    return len(x) == len(y) == 2 and x == y[::-1]


def _slip(wrong: str, word: str, article: Article) -> bool:
    """Whether one form is the other with one letter added, left out or replaced, or two neighbours swapped, behind
    the first letter; and is not merely another way of writing or inflecting it."""
    x, y, head, tail = _difference(wrong, word)
    if head == 0 or wrong.lower() == word.lower() or _plain(wrong) == _plain(word):
        return False
    if max(len(x), len(y)) > 1 and not _swapped(wrong, word):
        return len(x) == len(y) == 2 and len(word) >= 6 and not re.search(CLUSTERS, x + y) and word.isascii()
    if not tail and not (x and y):
        return _stray(x, word, article)
    return not _inflected(wrong, word, article)


def _stray(letter: str, word: str, article: Article) -> bool:
    """Whether a letter more at the end is a slip: the last one struck twice, or one that ends no form of a word."""
    if letter == word[-1]:
        doubled = letter not in VOWELS or article.language in INFLECTION
        return doubled and letter not in "isä" and article.language not in LONG_VOWELS
    return bool(letter) and letter in "bcfghjkmpqvwxz" and article.language in INFLECTION and _known(word)


def _inflected(a: str, b: str, article: Article) -> bool:
    """Whether two forms differ as two cases, numbers or genders of one word do."""
    x, y, head, tail = _difference(a, b)
    endings = INFLECTION.get(article.language) if max(a) < "Ͱ" else None
    if endings is None:  # a language of many cases, or one that is not known: the vowels of the last syllable
        last = 2 if max(a) >= "Ͱ" else 1
        if not tail or (tail <= last and all(c in VOWELS for c in x + y)):
            return True
        endings = CASES
    stems = range(max(3, head - 2), head + 1)
    return any(re.fullmatch(endings, a[i:]) and re.fullmatch(endings, b[i:]) for i in stems)


def _plain(word: str) -> str:
    """The form without what spelling varies: accents, hyphens, and the Slavic -iy, -yi, -yy, -ij, -y."""
    from unicodedata import combining, normalize

    letters = "".join(c for c in normalize("NFD", word.lower()) if not combining(c) and c != "-")
    return re.sub(r"(?:[iy][iyj]?|j)$", "i", letters.replace("ß", "ss").replace("ł", "l"))


SOUNDS = {
    "ph": "f",
    "ck": "k",
    "kh": "h",
    "gh": "g",
    "th": "t",
    "tz": "ts",
    "cz": "ch",
    "ks": "x",
    "ou": "u",
    "oo": "u",
    "q": "k",
    "w": "v",
    "y": "i",
    "j": "i",
}


def _sound(word: str) -> str:
    """The form as it sounds, roughly: what transliterations of one name have in common."""
    text = _plain(word)
    for letters, sound in SOUNDS.items():
        text = text.replace(letters, sound)
    text = re.sub(r"c(?![hei])", "k", text)
    return text[:1] + "".join(b for a, b in pairwise(text) if a != b)


def _known(word: str, other: str = "") -> bool:
    """Whether a list knows the form, its singular, or of a hyphenated form the part that `other` lacks."""
    from artlint import lexicon

    forms = {word, word.removesuffix("s")}
    if "-" in word:
        forms.update(set(word.split("-")) - set(other.split("-")) if other else ())
    return any(lexicon.known(form) for form in forms if len(form) > 3)


def _strange(article: Article) -> bool:
    """Whether the lists do not know the article's language: what they do not know is then no sign of anything."""
    from artlint import lexicon

    words = {w for w in _words(article.blocks) if w.islower()}
    return len(words) > 15 and sum(map(lexicon.known, words)) < MIN_COVERAGE * len(words)


def _words(blocks: Iterable[Block]) -> Iterator[str]:
    count = 0
    for block in blocks:
        for match in re.finditer(r"[^\W\d_]{4,}", block.text):
            yield match.group()
            count += 1
            if count == SAMPLE:
                return


def _times(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count} times"
