"""`name-not-in-source`: a name that the source of an article does not have in any of its forms."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.checks.against.base import AgainstSource, own_blocks, words_of
from artlint.checks.base import runs
from artlint.checks.common import name_forms, name_similarity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article

CAPITAL_NOUNS = ("de", "lb")  # languages whose nouns all have capitals
MAX_CAPITALS = 0.5  # share of the words with a capital: with more, it shows no names
STEM = 4  # letters by which two forms of a name are one: America, American


class NamesAgainstSource(AgainstSource):
    """Reports the first place of each name, in the middle of a sentence, that no word of the source begins like."""

    args = {"name": "the name"}

    class Options:
        words: Annotated[
            list[str], Meta(description="what has a capital and is no name: titles, days, months, in small letters")
        ] = []

    def compare(self, article: Article, source: Article) -> Iterator[Finding]:
        if article.language in CAPITAL_NOUNS:
            return
        known = {
            name_similarity.plain(word[:-2] if word.endswith("'s") else word) for word, _, _ in words_of(source.text)
        }
        stems = {word[: max(STEM, len(word) - 3)] for word in known if len(word) >= STEM}
        small = set(re.findall(r"(?<![\w’'])[^\W\d_A-ZÀ-Þ][^\W\d_]*", article.text))
        forms = name_forms.forms_of(article, set(article.view(name_forms.counts)), set())
        new = {word for word in forms.inner if not self._is_known(word, known, stems) and word.lower() not in small}
        own = {block.index for block in own_blocks(article) if not _in_title_case(block.text)}
        places = sorted(
            (block.index, start, start + len(word), block)
            for word in new
            for block, start in forms.places[word][:1]
            if block.index in own
        )
        for run in runs(
            places, lambda one, other: one[0] == other[0] and other[1] == one[2] + 1
        ):  # first names and surnames
            block, start, end = run[0][3], run[0][1], run[-1][2]
            yield Finding(block.span(start, end), {"name": block.text[start:end]})

    def _is_known(self, word: str, known: set[str], stems: set[str]) -> bool:
        """Whether the source has a form of the name, or of its parts, or it is none."""
        plain = name_similarity.plain(word)
        if word.lower() in self.options.words or plain in known:
            return True
        parts = [name_similarity.plain(part) for part in word.split("-")]
        return any(plain[:n] in stems for n in range(STEM, len(plain) + 1)) or (
            len(parts) > 1 and known.issuperset(parts)
        )


def _in_title_case(text: str) -> bool:
    """Whether a line is a title whose words have capitals."""
    words = [w for w in text.split() if len(w) >= STEM and w[0].isalpha()]
    return sum(w[0].isupper() for w in words) > MAX_CAPITALS * len(words)
