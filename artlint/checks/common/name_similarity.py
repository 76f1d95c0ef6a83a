"""How two forms of a name are alike: a slip of the keyboard, another case of the same word, the same sound.

Edit distance alone is wrong more often than it is right: what merely spells or inflects a name otherwise is no slip.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text import lexicon

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.text.article import Article

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
MIN_LETTERS_FOR_TWO = 6  # of a form that may be two letters away from another
MIN_PLURAL_LETTERS = 5  # of a form whose last s may be a plural's
MIN_PART_LETTERS = 4  # of a part of a hyphenated form that tells
MIN_STEM_LETTERS = 3
MAX_SHARED_ENDING_LETTERS = 2  # of a stem that may belong to the endings of both forms
VOWELS = "αεηιουωάέήίόύώϊϋаеёиоуыэюяйїієaeiouyáéíóúýàèìòùâêîôûäëïöüőűąęėįųůěāēīūăı"


def same_but_marks(a: str, b: str, article: Article) -> bool:
    """Whether two forms differ in hyphens alone, or as a German plural does: ways to write a word, not a name."""
    if "-" in a + b and a.replace("-", "").lower() == b.replace("-", "").lower():
        return True
    return article.language == "de" and a.translate(UMLAUTS) == b.translate(UMLAUTS)


def shortened(word: str) -> set[str]:
    """The form itself, and it without one letter or, if it is long enough, without two, behind the first."""
    pairs = (word[:i] + word[i + 2 :] for i in range(2, len(word) - 1) if len(word) >= MIN_LETTERS_FOR_TWO)
    return {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word))), *pairs}


def by_what_is_left(words: list[str]) -> dict[str, list[str]]:
    """The words by what is left of them when a letter is taken out: forms that are near share that, so that no form is
    compared with all others."""
    by_rest: dict[str, list[str]] = {}
    for word in words:
        for rest in shortened(word):
            by_rest.setdefault(rest, []).append(word)
    return by_rest


def _difference(a: str, b: str) -> tuple[str, str, int, int]:
    """The parts in which two forms differ, and how many letters before and after them are the same."""
    limit = min(len(a), len(b))
    head = next((i for i in range(limit) if a[i] != b[i]), limit)
    tail = next((i for i in range(limit - head) if a[-1 - i] != b[-1 - i]), limit - head)
    return a[head : len(a) - tail], b[head : len(b) - tail], head, tail


def swapped(a: str, b: str) -> bool:
    """Whether two forms differ in two neighbouring letters that changed places."""
    x, y, _, _ = _difference(a, b)
    return len(x) == len(y) == 2 and x == y[::-1]


def slip(wrong: str, word: str, article: Article) -> bool:
    """Whether one form is the other with one letter added, left out or replaced, or two neighbours swapped, behind
    the first letter; and is not merely another way of writing or inflecting it."""
    x, y, head, tail = _difference(wrong, word)
    if head == 0 or wrong.lower() == word.lower() or plain(wrong) == plain(word):
        return False
    if max(len(x), len(y)) > 1 and not swapped(wrong, word):
        return (
            len(x) == len(y) == 2
            and len(word) >= MIN_LETTERS_FOR_TWO
            and not re.search(CLUSTERS, x + y)
            and word.isascii()
        )
    if not tail and not (x and y):
        return _stray(x, word, article)
    return not inflected(wrong, word, article)


def _stray(letter: str, word: str, article: Article) -> bool:
    """Whether a letter more at the end is a slip: the last one struck twice, or one that ends no form of a word."""
    if letter == word[-1]:
        doubled = letter not in VOWELS or article.language in INFLECTION
        return doubled and letter not in "isä" and article.language not in LONG_VOWELS
    return bool(letter) and letter in "bcfghjkmpqvwxz" and article.language in INFLECTION and known(word)


def inflected(a: str, b: str, article: Article) -> bool:
    """Whether two forms differ as two cases, numbers or genders of one word do."""
    x, y, head, tail = _difference(a, b)
    endings = INFLECTION.get(article.language) if max(a) < "Ͱ" else None
    if endings is None:  # a language of many cases, or one that is not known: the vowels of the last syllable
        last = 2 if max(a) >= "Ͱ" else 1
        if not tail or (tail <= last and all(c in VOWELS for c in x + y)):
            return True
        endings = CASES
    stems = range(max(MIN_STEM_LETTERS, head - MAX_SHARED_ENDING_LETTERS), head + 1)
    return any(re.fullmatch(endings, a[i:]) and re.fullmatch(endings, b[i:]) for i in stems)


def plain(words: str) -> str:
    """A form, or several, a line each, without what spelling varies: accents, hyphens, the Slavic -iy, -yi, -yy, -ij, -y."""
    letters = words.lower()
    if not letters.isascii():
        from unicodedata import combining, normalize

        letters = normalize("NFD", letters)
        for mark in filter(combining, set(re.findall(r"[^\0-\x7f]", letters))):
            letters = letters.replace(mark, "")
        letters = letters.replace("ß", "ss").replace("ł", "l")
    letters = letters.replace("-", "") + "\n"
    for ending in SLAVIC:
        letters = letters.replace(ending, "\0\n")
    return letters[:-1].replace("\0", "i")


SLAVIC = ("ii\n", "iy\n", "ij\n", "yi\n", "yy\n", "yj\n", "y\n", "j\n")
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
    "w": "f",
    "v": "f",
    "y": "i",
    "j": "i",
}


def sound(words: str) -> str:
    """A form, or several, a line each, as they sound, roughly: what transliterations of one name have in common."""
    text = plain(words)
    for letters, same in SOUNDS.items():
        text = text.replace(letters, same)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"c(?![hei])", "k", text))


def sounds_alike(a: str, b: str) -> bool:
    """Whether two forms sound the same, roughly."""
    return sound(a) == sound(b)


def known(word: str, other: str = "") -> bool:
    """Whether a list knows the form, its singular, or of a hyphenated form the part that `other` lacks."""
    if lexicon.known(word) or (word[-1] == "s" and len(word) >= MIN_PLURAL_LETTERS and lexicon.known(word[:-1])):
        return True
    parts = set(word.split("-")) - set(other.split("-")) if "-" in word and other else ()
    return any(lexicon.known(part) for part in parts if len(part) >= MIN_PART_LETTERS)
