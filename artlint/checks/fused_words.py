"""`fused-words`: words between which the space was lost (“cyclesIt”, “moderatorfor”, “volt,amíg”, “2020In”, “5مارس”).

Each form has evidence of its own: a capital inside a word whose halves are words; a comma, a bracket or a quotation
mark between letters; a year that touches a word; a letter that only ends words (ة, ς, ך) inside one; an unknown English
word that ends in a function word. Names that are written so (iPhone, LaGuardia) stay.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.fused_names import is_name
from artlint.checks.common.places import (
    ARGS,
    Place,
    apart,
    findings,
    gap,
    in_address,
    in_code,
    letters_after,
    letters_before,
    token,
)
from artlint.text.blocks import dense
from artlint.text.lexicon import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artlint.base.model import Finding
    from artlint.text.article import Article

L = r"[^\W\d_\u00aa\u00b2-\u00ba\u2070-\u2189]"  # a letter, and no superscript digit
# A capital between a small letter and another, in a pattern that begins with a set: the engine passes over the rest.
CAMEL = r"[A-ZÀ-ÖØ-ÞŁŚŻŹĆĐČŠŽŐŰĂȘȚΑ-ΩА-ЯІЇЄ](?<=[a-zß-öø-ÿā-žα-ωά-ώа-яіїєґ].)(?=[a-zß-öø-ÿā-žα-ωά-ώа-яіїєґ ’'])"
MARK = rf"[,;،؛](?<={L}{{3}}.)[\"“„«‘]?(?={L}{{2}})"
QUOTE = rf"[“„”»«](?<={L}{{3}}.)(?={L}{{3}})"
BRACKET = rf"[()](?:(?<={L}{{3}}\()(?={L}{{2}}[^)\n]{{0,60}}\))|(?<={L}{{3}}\))(?={L}{{3}}))"
YEAR = rf"[12][09]\d\d(?<!\d\d{{4}})(?={L}{{2}})"
ARABIC_NUMBER = r"\d(?:(?=[\u0621-\u064a]{3})|(?<=[\u0621-\u064a]{3}.)|(?<=[\u0621-\u064a]{3}\d{4}))"
PROGRAM = r"[{;]\r?\n|\w\(\)"  # of an article that shows one
FINALS = r"[ςםןךףץةےں](?=[\u0370-\u03ff\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u0671-\u06d3])"
FUNCTION_WORDS = ("the", "for", "from", "that", "with", "was", "were", "which", "and", "this", "have", "has", "will")
URDU_ENDINGS = ("گا", "گی", "گے", "جی")  # which many write without a space, and a letter's name
FUNCTIONS = frozenset(  # of mathematics and programs
    ("log", "exp", "sin", "cos", "tan", "max", "min", "lim", "sqrt", "mod", "print", "def", "func")
)  # fmt: skip
# What follows a name in a program: “the weblogUpdates element”.
NAMED = r"\s(?:element|method|tag|attribute|function|property|field|class|variable|parameter|event|command|option)s?\b"
MAX_MARKS = 3  # of one kind in a run of words without spaces: of more, it is a list for a program
MIN_HALF = 4  # letters of the other half
MIN_BEFORE, MIN_AFTER = 3, 3  # letters of the words before a capital and from it on
OPENERS = frozenset(  # words with which sentences begin
    ("the", "this", "that", "these", "those", "it", "its", "he", "she", "they", "we", "you", "but", "and", "when",
     "while", "after", "before", "according", "although", "however", "if", "in", "on", "at", "for", "as", "there",
     "here", "what", "who", "how", "why", "our", "my", "his", "her", "their", "your", "an", "so", "yet", "is",
     "are", "was", "were", "el", "la", "los", "las", "un", "una", "en", "es", "se", "su", "sus", "si", "por",
     "con", "más", "al", "del", "lo", "le", "les", "il", "gli", "di", "nel", "nella", "per", "der", "die", "das",
     "den", "dem", "ein", "eine", "er", "sie", "wir", "ich", "im", "am", "und", "mit", "von", "bei", "auf", "für",
     "nach", "az", "ez", "és", "egy", "a", "mi", "de", "ha", "hogy", "nem", "már", "csak", "dans", "avec", "pour",
     "sur", "une", "des", "cette", "ce", "nous", "vous", "ils", "elle")
)  # fmt: skip


class FusedWords(Check):
    """Reports the words at each such place."""

    args = ARGS

    def run(self, article: Article) -> Iterator[Finding]:
        text = article.text
        places: list[Place] = []
        for signs, pattern, judge in FORMS:
            if signs and (text.isascii() or not any([sign in text for sign in signs])):
                continue
            for match in re.finditer(pattern, text):
                place = judge(article, match.start(), match.end())
                if place and not in_address(text, match.start()) and not in_code(text, match.start()):
                    places.append(place)
        places += _functions(article)
        if places:
            yield from findings(article, apart(places))


def _around(text: str, at: int) -> tuple[str, str]:
    """The letters up to the offset, and those from it on."""
    return letters_before(text, at), letters_after(text, at)


def _parted(text: str, start: int, end: int, at: int, safety: str = "") -> Place:
    """The place from `start` to `end`, with a space at the offset `at`."""
    return Place(start, end, f"{text[start:at]} {text[at:end]}", safety)


def _camel(article: Article, at: int, _: int) -> Place | None:
    """Two words of which the second begins with a capital."""
    text = article.text
    before, after = _around(text, at)
    if len(after) == 1 or not before or is_name(before, after, text):
        return None
    if any(c.isupper() for c in after[1:]) or any(c.isupper() for c in before[1:]):
        return None
    start, end = at - len(before), at + len(after)
    edge, following = text[start - 1] if start else "", text[end : end + 1]
    if edge in tuple(".-'’") or following in tuple("(_:="):  # a key in a program, among others
        return None
    opener = after.lower() in OPENERS
    if not _are_words(article, before, after):
        return None
    named = re.compile(NAMED).match(text, end) is not None or edge in tuple("\"'“«„‘(")
    if not opener and (named or re.search(PROGRAM, text)):
        return None
    return _parted(text, start, end, at, "" if before[0].islower() and opener else "unsafe")


def _are_words(article: Article, before: str, after: str) -> bool:
    """Whether both halves are words, of which the second may begin a sentence."""
    opener = after.lower() in OPENERS
    if before in ("a", "az"):
        return article.language == "hu"
    if len(before) < MIN_BEFORE:
        return False
    if before[0].islower():
        short = opener and len(before) == MIN_BEFORE
        return (known(before) or short) and (opener or known(after))
    return opener and len(after) >= MIN_AFTER and known(before)


def _mark(article: Article, start: int, end: int) -> Place | None:
    text = article.text
    before, after = letters_before(text, start), letters_after(text, end)
    if dense(before + after) or (text[start] in ",;" and before[-1].isupper()):
        return None
    first, last = start - len(before), end + len(after)
    edge, following = text[first - 1] if first else "", text[last : last + 1]
    in_program = edge in tuple("&#.:_-") or following in tuple("{:=_-") or edge == following == '"'
    if in_program or (before.isascii() and "Ѐ" <= after[0] <= "ӿ"):
        return None  # an entity, a style sheet, JSON, text in the wrong encoding
    words = token(text, start)
    if text.count(text[start], *words) > MAX_MARKS:
        return None
    at, safety = gap(text, start, end)
    return _parted(text, first, last, start + at, safety)


def _quote(article: Article, start: int, end: int) -> Place | None:
    text, sign = article.text, article.text[start]
    before, after = letters_before(text, start), letters_after(text, end)
    if dense(before + after) or "\u0590" <= after[0] <= "\u0dff":  # Indian endings stand after the mark
        return None
    opens = sign == "„" or (sign == "“" and "„" not in text) or (sign == "«" and text.find("«") < text.find("»"))
    return _parted(
        text, start - len(before), end + len(after), start if opens else end, "" if sign in "„”" else "unsafe"
    )


def _bracket(article: Article, start: int, end: int) -> Place | None:
    text = article.text
    before, after = letters_before(text, start), letters_after(text, end)
    if text[start] == "(":
        close = text.find(")", end)
        inner = text[end:close]
        if not (before.islower() or before.lower() == before.upper()) or dense(before + inner):
            return None
        if (
            before in FUNCTIONS
            or text[end + len(after) : end + len(after) + 1] == ":"
            or not (inner[0].isupper() or " " in inner)
            or re.compile(r"\.?\w").match(text, close + 1)
        ):
            return None
        return _parted(text, start - len(before), start + 1 + len(after), start)
    opened = text.rfind("(", max(0, start - 80), start)
    inner = text[opened + 1 : start]
    if opened < 0 or dense(inner + after):
        return None
    if not text[opened - 1 : opened].isspace() or not (inner[0].isupper() or " " in inner) or not inner[-1].isalpha():
        return None
    return _parted(text, start - len(letters_before(text, start)), end + len(after), end)


def _year(article: Article, start: int, end: int) -> Place | None:
    text = article.text
    after = letters_after(text, end)
    if not after[0].isupper() or not after[1].islower() or text[start - 1 : start].isalpha():
        return None
    if after.lower() not in OPENERS and not known(after):
        return None
    return _parted(text, start, end + len(after), end)


def _arabic_number(article: Article, at: int, end: int) -> Place | None:
    text = article.text
    if article.language != "ar":
        return None
    start, stop = at, end
    while start and text[start - 1].isalnum():
        start -= 1
    while stop < len(text) and text[stop].isalnum():
        stop += 1
    word = text[start:stop]
    parts = re.findall(r"\d+|[^\W\d_]+", word)
    if len(parts) != 2 or "ـ" in word:  # الـ16
        return None
    return _parted(text, start, stop, start + len(parts[0]))


def _final(article: Article, at: int, end: int) -> Place | None:
    text, sign = article.text, article.text[at]
    before, after = _around(text, at)
    if sign in "ےں" and (after[1:] in URDU_ENDINGS or after[1] in "ئء" or article.language != "ur"):
        return None
    if len(before) < 2 or len(after) < 3:
        return None
    return _parted(text, at - len(before), at + len(after), end, "unsafe")


def _functions(article: Article) -> list[Place]:
    """English words that nobody knows and that end or begin with a function word, after a known one."""
    text = article.text
    words = {w for w in text.split() if len(w) > 6 and w.endswith(FUNCTION_WORDS) and w.isalpha() and w.islower()}
    out: list[Place] = []
    for word in words:
        half = _function_half(word)
        if not half or article.language != "en":
            continue
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if letters_before(text, end) == letters_after(text, at) == word:
                out.append(_parted(text, at, end, end - len(half), "unsafe"))
            at = text.find(word, end)
    return out


def _function_half(word: str) -> str:
    """The function word that an unknown word ends in, after a known one; empty where there is none."""
    if known(word):
        return ""
    return next((f for f in FUNCTION_WORDS if word.endswith(f) and _is_half(word[: -len(f)])), "")


def _is_half(word: str) -> bool:
    return len(word) >= MIN_HALF and known(word)


# The signs of which a text must hold one, where they are no ASCII; the pattern; what judges its matches.
FORMS: tuple[tuple[str, str, Callable[[Article, int, int], Place | None]], ...] = (
    ("", CAMEL, _camel),
    ("", MARK, _mark),
    ("“„”»«", QUOTE, _quote),
    ("", BRACKET, _bracket),
    ("", YEAR, _year),
    ("ا", ARABIC_NUMBER, _arabic_number),
    ("ςםןךףץةےں", FINALS, _final),
)
