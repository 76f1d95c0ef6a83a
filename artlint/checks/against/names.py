"""`name-not-in-source`: a name that the source of an article does not have in any of its forms."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.checks.against.base import AgainstSource, own_blocks, words_of
from artlint.checks.base import runs
from artlint.checks.common import name_forms, name_similarity
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article

CAPITAL_NOUNS = ("de", "lb")  # languages whose nouns all have capitals
MIN_STEM_LETTERS = 4
MAX_ENDING_LETTERS = 3
MIN_SHARED = 0.6  # of the letters of the shorter form, that two forms begin with
# What is left of a country and of its people behind what both begin with.
PEOPLES = frozenset(
    ("", "a", "e", "y", "o", "i", "ia", "ie", "an", "n", "ian", "ean", "ean", "ese", "ish", "ic", "land", "ns", "ans", "ians", "is",
     "as", "os", "es", "ca", "ça", "ce", "ça", "ais", "aise", "aises", "cais", "caise", "caises", "çais", "çaise", "en", "enne", "ens",
     "ienne", "iens", "ano", "ana", "anos", "anas", "iano", "iana", "iani", "iane", "esa", "esas", "eses", "ois", "oise", "ek", "ka")
)  # fmt: skip
OF_CASES = ("pl", "cs", "sk", "sl", "hr", "sr", "ru", "uk", "bg", "lt", "lv", "fi", "et", "hu", "el", "tr", "ro")
MAX_CAPITALS = 0.5  # share of the words with a capital: with more, a line is a title, and shows no names
WORD = r"[^\W\d_]+"


class NamesAgainstSource(AgainstSource):
    """Reports the first place of each name, in the middle of a sentence, of which the source has no form."""

    args = {"name": "the name"}

    class Options:
        words: Annotated[
            list[str], Meta(description="what has a capital and is no name: titles, days, months, in small letters")
        ] = []
        same: Annotated[list[str], Meta(description="names that are one, a space between, in small letters")] = []

    def compare(self, article: Article, source: Article) -> Iterator[Finding]:
        if article.language in CAPITAL_NOUNS:
            return
        known = {name_similarity.plain(word.removesuffix("'s")) for word, _, _ in words_of(source.text)}
        for group in self.options.same:
            names = set(map(name_similarity.plain, group.split()))
            known |= names if not names.isdisjoint(known) else set()
        has_cases = article.language in OF_CASES
        beginnings = _beginnings(source, with_small=article.language != "en")
        small = article.view(name_forms.small_words)
        forms = name_forms.forms_of(article, set(article.view(name_forms.counts)), set())
        own = {block.index for block in own_blocks(article) if not _in_title_case(block.text)}
        places = []
        for word in sorted(forms.inner):
            if (
                word.lower() in small
                or word.lower() in self.options.words
                or self._is_known(word, known, beginnings, has_cases)
            ):
                continue
            place = next(((block, start) for block, start in forms.places[word] if block.index in own), None)
            if place:
                block, start = place
                places.append((block.index, start, start + len(word), block))
        follows = runs(
            sorted(places, key=lambda place: place[:3]), lambda one, two: one[0] == two[0] and two[1] == one[2] + 1
        )
        for run in follows:  # first names and surnames
            block, start, end = run[0][3], run[0][1], run[-1][2]
            yield Finding(block.span(start, end), {"name": block.text[start:end]})

    def _is_known(self, word: str, known: set[str], beginnings: Mapping[str, set[str]], has_cases: bool) -> bool:
        """Whether the source has a form of the name, or of its parts."""
        plain = name_similarity.plain(word)
        if plain in known or any(
            _is_form(plain, other, has_cases) for other in beginnings.get(plain[:MIN_STEM_LETTERS], ())
        ):
            return True
        parts = [name_similarity.plain(part) for part in word.split("-")]
        return len(parts) > 1 and known.issuperset(parts)


def _beginnings(source: Article, *, with_small: bool) -> dict[str, set[str]]:
    """The words of a source that may be names, by how they begin; in languages that write peoples with a small letter, all
    longer words."""
    out: dict[str, set[str]] = {}
    for word in set(re.findall(WORD, source.text)):
        if len(word) >= MIN_STEM_LETTERS and (word[0].isupper() or (with_small and len(word) > MIN_STEM_LETTERS + 1)):
            plain = name_similarity.plain(word)
            out.setdefault(plain[:MIN_STEM_LETTERS], set()).add(plain)
    return out


def _is_form(one: str, other: str, has_cases: bool) -> bool:
    """Whether two names that begin alike are one in two forms: with a short ending, or as a country and its people; or, in a
    language that has cases, with two endings."""
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if shared < max(MIN_STEM_LETTERS, MIN_SHARED * min(len(one), len(other))):
        return False
    ends = one[shared:], other[shared:]
    are_short = max(map(len, ends)) <= MAX_ENDING_LETTERS
    return (are_short and (has_cases or "" in ends)) or PEOPLES.issuperset(ends)


def _in_title_case(text: str) -> bool:
    """Whether a line is a title whose words have capitals, and no sentence."""
    words = [w for w in text.split() if len(w) >= MIN_STEM_LETTERS and w[0].isalpha()]
    return not ends_sentence(text) and sum(w[0].isupper() for w in words) > MAX_CAPITALS * len(words)
