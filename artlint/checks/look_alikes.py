"""`look-alikes`: letters of another script that look like the right ones (“СOVID” with a Cyrillic С), and letters that
are signs of mathematics (“𝗛𝗮𝗿𝗯𝗼𝘂𝗿”).

A word is put right where all its letters of one script have a twin in the other: so no brand (“KoЯn”), no unit (“kΩ”) and no
ending behind a foreign name (“PRом”) is touched. Where the script changes within many words of an article, somebody has disguised
it (“ѕaυ ĸнι cнəcĸ caмəra”).
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common.places import ARGS, Place, findings, in_address
from artlint.text.lexicon import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article

LATIN = "A-Za-zÀ-ÖØ-öø-ɏɐ-ʯ"
# Armenian, Cherokee, small capitals: no word has them beside Latin letters, not even in an ending.
STRANGE = "[ԱԲ-֏Ꭰ-Ᏽᴀ-ᵿ]"
OTHER = f"Ͱ-ϿЀ-ӿ{STRANGE[1:-1]}"
# A letter beside one of another script, in a pattern that begins with a set: the engine passes over the rest.
MIXED = rf"[{OTHER}](?:(?<=[{LATIN}].)|(?=[{LATIN}]))"
AMID = f"[{LATIN}][{OTHER}]+[{LATIN}]|[{OTHER}][{LATIN}]+[{OTHER}]"
STYLED = r"[\U0001d400-\U0001d7cb]{3,}(?:[ ,'’-]{1,2}[\U0001d400-\U0001d7cb]+)*"
# Twins in the common fonts, after Unicode's confusables.txt; no small letters that differ in print (к, м, н, т).
TO_LATIN = dict(
    zip("АВЕЅІЈКМНОРСТУХасеіјорѕухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaceijopsyxhdqwABEZHIKMNOPTYXo", strict=True)
)
TO_CYRILLIC = dict(zip("ABEKMHOPCTYXaceopyxISJisj", "АВЕКМНОРСТУХасеорухІЅЈіѕј", strict=True))
TO_GREEK = dict(zip("ABEZHIKMNOPTYXo", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", strict=True))
MAX_ENDING = 3  # letters behind a name that is no acronym
MAX_LETTERS = 3  # that a message names
MIN_DISGUISED = 8  # words in which the script changes more than once: before an ending, it changes once
MIN_DISGUISED_SHARE = 0.05  # of the words of the article


class LookAlikes(Check):
    """Reports each such word or, with `disguised`, an article that is written in them."""

    args = {**ARGS, "letters": "the letters that are not what they seem, with their scripts"}

    class Options:
        disguised: bool = False

    def run(self, article: Article) -> Iterator[Finding]:
        text, words = article.text, article.view(_mixed_words)
        if self.options.disguised:
            yield from _disguised(article, [word for word in words if _is_disguised(text[slice(*word)])])
            return
        places = [Place(start, end, _fixed(text[start:end])) for start, end in words]
        if not text.isascii():
            places += [_plain(text, *match.span()) for match in re.finditer(STYLED, text)]
        for finding in findings(article, sorted(place for place in places if place.fixed)):
            letters = _letters(text[finding.span.start : finding.span.end], str(finding.args["fixed"]))
            yield finding._replace(args={**finding.args, "letters": letters})


def _mixed_words(article: Article) -> list[tuple[int, int]]:
    """The words with letters of two scripts side by side, for `article.view`."""
    text = article.text
    found: list[tuple[int, int]] = []
    for match in re.finditer(MIXED, text) if not text.isascii() else ():
        # The blocks of OTHER hold marks, and places without a character, which are of no word
        if match.group().isalpha() and (not found or match.start() >= found[-1][1]):
            found.append(_word(text, match.start()))
    return [word for word in found if not in_address(text, word[0])]


def _plain(text: str, start: int, end: int) -> Place:
    from unicodedata import normalize

    return Place(start, end, normalize("NFKC", text[start:end]), "unsafe")  # somebody wanted them bold


def _letters(damaged: str, fixed: str) -> str:
    """“Cyrillic С”, for each letter that is another in what should stand there."""
    from unicodedata import name

    wrong = dict.fromkeys(a for a, b in zip(damaged, fixed, strict=True) if a != b)
    named = [f"{name(sign).split()[0].title()} {sign}" for sign in wrong]
    return ", ".join(named[:MAX_LETTERS]) + " …" * (len(named) > MAX_LETTERS)


def _is_disguised(word: str) -> bool:
    """Whether the script of a word changes more than once, or it holds what no such word holds."""
    return re.search(f"{AMID}|{STRANGE}", word) is not None


def _disguised(article: Article, words: list[tuple[int, int]]) -> Iterator[Finding]:
    if len(words) < MIN_DISGUISED or len(words) < MIN_DISGUISED_SHARE * article.text.count(" "):
        return
    blocks = [b for b in article.blocks if b.start <= words[-1][0] and words[0][0] < b.end]
    span = Span(blocks[0].start, blocks[-1].end)
    yield Finding(
        span, {"damaged": quoted(article.text[span.start : span.end], 40), "fixed": "", "more": "", "letters": ""}
    )


def _word(text: str, at: int) -> tuple[int, int]:
    """The ends of the word around an offset."""
    start = end = at
    while start and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end


def _fixed(word: str) -> str:
    """The word in the script of most of its letters, or in one in which it is known; empty where that takes more than twins."""
    if _is_ending(word):
        return ""
    latin, is_greek = len(re.findall(f"[{LATIN}]", word)), re.search("[Ͱ-Ͽ]", word) is not None
    others, twins, own = len(word) - latin, TO_GREEK if is_greek else TO_CYRILLIC, "[Ͱ-Ͽ]" if is_greek else "[Ѐ-ӿ]"
    forms = [(others, _written(word, twins, own)), (latin, _written(word, TO_LATIN, f"[{LATIN}]"))]
    able = [(letters, form) for letters, form in forms if form and (2 * letters >= len(word) or known(form))]
    return next((form for _, form in able if known(form)), max(able, default=(0, ""))[1])


def _written(word: str, twins: dict[str, str], own: str) -> str:
    is_own = re.compile(own).match
    if not all(is_own(sign) or sign in twins for sign in word):
        return ""
    return "".join(sign if is_own(sign) else twins[sign] for sign in word)


def _is_ending(word: str) -> bool:
    """Whether small letters of one script stand behind a name in the other: “PRа”, “ITшники”, “YouTubeу”."""
    head = re.match(rf"([{LATIN}]{{2,}})([а-яіїєґ]+)\Z", word)
    return head is not None and (head[1].isupper() or (known(head[1]) and len(head[2]) <= MAX_ENDING))
