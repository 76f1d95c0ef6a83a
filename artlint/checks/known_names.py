"""`known-names`: a form that is one slip of the keyboard away from a name that everybody knows, and no word itself."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.checks.base import Check
from artlint.checks.common import name_similarity
from artlint.checks.common.name_forms import counts, forms_of, is_strange, small_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article


class KnownNames(Check):
    """Reports such a form where it stands once and the name itself does not: what stands there again is meant so, and what
    stands beside the name is for `names` to judge."""

    args = {"wrong": "the form", "right": "the name"}

    class Options:
        names: Annotated[
            list[str], Meta(description="names that are known; the configuration's `names` are added to these")
        ]
        min_length: Annotated[int, Meta(ge=4, description="letters of the shortest form that is compared")] = 6

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        """The names by what is left of them without a letter or two, and how they begin and end."""
        parts = dict.fromkeys(part for name in options["names"] for part in name.split())
        names = [part for part in parts if len(part) >= options["min_length"] and part.isalpha()]
        ends = {end for name in names for end in _ends(name)}
        return [dict(sorted(name_similarity.by_what_is_left(names).items())), sorted(ends)]

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._shortened, ends = prepared
        self._ends = set(ends)

    def run(self, article: Article) -> Iterator[Finding]:
        found = {}
        words = article.view(counts)
        for word, count in words.items():
            if count > 1 or len(word) < self.options.min_length or self._ends.isdisjoint(_ends(word)):
                continue
            if name_similarity.known(word) or not (meant := self._meant(word, article)) or meant in words:
                continue
            if word.lower() not in article.view(small_words):  # else it is a word, which begins a sentence
                found[word] = meant
        if not found or article.view(is_strange):
            return
        for wrong, places in forms_of(article, set(found), set()).places.items():
            for block, start in places:
                yield Finding(block.span(start, start + len(wrong)), {"wrong": wrong, "right": found[wrong]})

    def _meant(self, word: str, article: Article) -> str:
        """The one name that a form is a slip of, or nothing."""
        near = {name for key in name_similarity.shortened(word) for name in self._shortened.get(key, ())}
        meant = [name for name in near if _is_slip(word, name, article)] if word not in near else []
        return meant[0] if len(meant) == 1 else ""


def _is_slip(word: str, name: str, article: Article) -> bool:
    """Whether a letter was added, left out or replaced, or two were turned round: in a language whose cases change the
    end of a name, turned round alone."""
    if name_similarity.swapped(word, name):
        return True
    is_one = len(word) != len(name) or sum(a != b for a, b in zip(word, name, strict=True)) == 1
    return is_one and article.language in name_similarity.INFLECTION and name_similarity.slip(word, name, article)


def _ends(word: str) -> tuple[str, str]:
    """What a form shares with one that is a slip away: the first three letters, or the first and the last."""
    return word[:3], word[0] + word[-1]
