"""`split-words`: words that were torn apart (“govern- ment”, “di ffi cult”, “F ile”, “T h e”).

PDF files hyphenate at line ends and store ff, fi and fl as one sign, and some pages set the first letter of a word, or all
of them, apart. A word is put together only where a list knows the whole of it.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.places import ARGS, Place, apart, findings, in_address, letters_after, letters_before
from artlint.text.lexicon import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artlint.base.model import Finding
    from artlint.text.article import Article

L = r"[^\W\d_]"
HYPHEN = rf"[-‐¬](?<={L}{{2}}.)(?: |[ \t]*\r?\n[ \t]*)(?={L}{{2}})"
LIGATURE = r" (?:ffi|ffl|ff|fi|fl)(?: (?=[a-z])|(?=[a-z]))"
CAPITAL = r"[B-HJ-NP-Z] (?=[a-z])"
LETTERS = rf" {L} {L}(?: {L})*(?![^\s.,;:!?])"  # and the letter before them
# Beginnings of words that many write with a hyphen, so that only the space is wrong (“re- election”).
PREFIXES = frozenset(
    ("re", "co", "anti", "pre", "post", "non", "self", "ex", "multi", "semi", "sub", "pro", "neo", "mid", "under",
     "over", "out", "inter", "counter")
)  # fmt: skip
ONE_LETTER_WORDS = "EYUSVWZKX"  # in languages other than English
SPELLED_OUT = ("gmail", "yahoo", "hotmail", "outlook")  # so that no program reads the address
# What stands after a hyphen that another word shares: “two- and three-storey”, “Vor- und Nachteile”.
LINKS = frozenset(
    ("and", "or", "to", "nor", "versus", "vs", "und", "oder", "bzw", "sowie", "bis", "et", "ou", "y", "e", "o",
     "u", "och", "eller", "og", "en", "of", "i", "lub", "ja", "tai", "és", "vagy", "и", "или", "a", "ve", "veya",
     "dan", "atau")
)  # fmt: skip
SHORT_OPENERS = frozenset(
    ("the", "he", "she", "it", "we", "in", "on", "an", "as", "at", "if", "to", "so", "no", "for", "you", "our",
     "not", "and", "but", "his", "her")
)  # fmt: skip
# Ends of words that are words in some language, and no second halves of compounds.
ENDINGS = frozenset(
    ("ment", "ments", "tion", "tions", "sion", "sions", "ness", "able", "ible", "ance", "ence", "ences", "ings",
     "ally", "ical", "ious", "eous", "ture", "tive", "ters", "ders", "gers", "ning", "ting", "ring", "ling",
     "ding", "sing", "king", "ated", "ates", "ulation", "zation", "isation", "ization", "lich", "lichen", "keit",
     "heit", "ungen", "mente", "miento", "ción", "ciones", "zione", "zioni", "dade", "mento")
)  # fmt: skip
MIN_WORD = 5  # letters of a word that was torn apart at a hyphen or a ligature


class SplitWords(Check):
    """Reports the pieces of each such word."""

    args = ARGS

    def run(self, article: Article) -> Iterator[Finding]:
        text = article.text
        places: list[Place] = []
        for sign, pattern, judge in FORMS:
            if sign not in text:
                continue
            for match in re.finditer(pattern, text):
                place = judge(article, match)
                if place and not in_address(text, match.start()):
                    places.append(place)
        if places:
            yield from findings(article, apart(places))


def _hyphen(article: Article, match: re.Match[str]) -> Place | None:
    text, (start, end) = article.text, match.span()
    before, after = letters_before(text, start), letters_after(text, end)
    whole = before + after
    if not after.islower() or after in LINKS or after in SHORT_OPENERS or len(whole) < MIN_WORD:
        return None
    if not _free(text, start - len(before), end + len(after)) or not known(whole):
        return None
    first, last, compound = start - len(before), end + len(after), f"{before}-{after}"
    if before.lower() in PREFIXES or compound in text:
        return Place(first, last, compound)
    if known(before) and known(after) and after not in ENDINGS:
        return Place(first, last, compound, "unsafe")
    return Place(first, last, whole)


def _free(text: str, start: int, end: int) -> bool:
    """Whether no hyphen, apostrophe or underscore touches what stands between these offsets."""
    return text[max(0, start - 1) : start] not in tuple("-’'_") and text[end : end + 1] not in tuple("-’'_")


def _ligature(article: Article, match: re.Match[str]) -> Place | None:
    text, (start, end) = article.text, match.span()
    before, after, sign = letters_before(text, start), letters_after(text, end), match.group().strip()
    alone = match.group().endswith(" ")
    for head, tail in ((before, after), ("", after)) if alone else ((before, after),):
        whole = head + sign + tail
        if len(whole) < MIN_WORD or not (known(whole) or (tail.endswith("s") and known(whole[:-1]))):
            continue
        if not alone and (known(sign + tail) or (sign[:2] != "ff" and (len(sign + tail) < 4 or len(head) < 2))):
            continue
        first = start - len(head) if head else start + 1
        last = end + len(tail) if tail else start + 1 + len(sign)
        return Place(first, last, whole)
    return None


def _capital(article: Article, match: re.Match[str]) -> Place | None:
    text, (start, end) = article.text, match.span()
    rest = letters_after(text, end)
    whole = text[start] + rest
    opens = start == 0 or text[start - 1] == "\n"
    if not opens and text[start - 1] != " ":
        return None
    if opens and len(rest) < 4:
        fits = whole.lower() in SHORT_OPENERS or (len(whole) == 4 and rest not in SHORT_OPENERS and known(whole))
    else:
        fits = len(rest) >= 4 and known(whole) and not known(rest)
    if not fits or (article.language != "en" and (len(rest) < 4 or text[start] in ONE_LETTER_WORDS)):
        return None
    return Place(start, end + len(rest), whole)


def _letters(article: Article, match: re.Match[str]) -> Place | None:
    text, start = article.text, match.start() - 1
    if start < 0 or not text[start].isalpha() or (not text[start - 1 : start].isspace() and start):
        return None
    whole = text[start : match.end()].replace(" ", "")
    fits = whole.lower() in ("the", "and", "for") if len(whole) == 3 else known(whole)
    if not fits or not whole[1:].islower() or whole in SPELLED_OUT:  # capitals set apart are an emphasis
        return None
    return Place(start, match.end(), whole)


FORMS: tuple[tuple[str, str, Callable[[Article, re.Match[str]], Place | None]], ...] = (
    ("-", HYPHEN, _hyphen),
    (" f", LIGATURE, _ligature),
    (" ", CAPITAL, _capital),
    (" ", LETTERS, _letters),
)
