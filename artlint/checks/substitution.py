"""`substitution`: words that a house writes in another way, each with the right form: “e-mail” for “email”."""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check, OptionError
from artlint.checks.common.places import in_address
from artlint.text.article import folded
from artlint.text.blocks import dense

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article

ANY = "any"  # in the place of a language: in all
SPACE = r"\s+"
NO_WORD_BEFORE, NO_WORD_BEHIND = r"(?<!\w)", r"(?!\w)"


class Entry(NamedTuple):
    """A word of a rule, its right form, and the right forms, in small letters, that it is a part of."""

    word: str
    right: str
    around: list[str]


class Substitution(Check):
    """Reports each word or phrase that is to be another, with that as the fix. Without `match-case` the right form follows
    the case of what it replaces (“Email” becomes “E-mail”, “EMAIL” becomes “E-MAIL”), unless it has capitals inside its
    first word, as “iPhone”. Left alone is what stands inside a right form of the rule already (“Gaza” in “Gaza Strip”),
    and what stands in an address."""

    args = {"found": "the words that stand there", "right": "what should stand there"}

    class Options:
        words: Annotated[
            dict[str, dict[str, str]],
            Meta(
                min_length=1, description="wrong and right forms by language; those under `any` are for all languages"
            ),
        ]
        match_case: Annotated[bool, Meta(description="only words of this very case, and the right form as it is")] = (
            False
        )

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        from artlint.text.language import unknown

        for language, words in options["words"].items():
            if language != ANY and (hint := unknown(language)):
                raise OptionError(("words", language), f"“{language}” is no language", f"{hint}, or “{ANY}” for all")
            _check(words, ("words", language), str if options["match_case"] else str.lower)
        literals = {folded(part) for words in options["words"].values() for word in words for part in word.split()[:1]}
        return {"literals": sorted(literals)}

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._keep: Callable[[str], str] = str if options.match_case else str.lower
        self._languages = options.words.keys() - {ANY}
        self._made: dict[str, tuple[str, dict[str, Entry]]] = {}  # by language, "" for those without words of their own

    def literals(self) -> Iterable[str] | None:
        literals: list[str] = self.prepared["literals"]
        return literals

    def run(self, article: Article) -> Iterator[Finding]:
        text, language = article.text, article.language if self._languages else ""
        pattern, entries = self._words_of(language if language in self._languages else "")
        if not entries:
            return
        for match in re.finditer(pattern, text, 0 if self.options.match_case else re.IGNORECASE):
            wrong = " ".join(match.group().split())
            entry = entries.get(self._keep(wrong))
            if entry is None or in_address(text, match.start()) or _is_right(text, match.start(), wrong, entry.around):
                continue
            right = entry.right if self.options.match_case else _in_case_of(wrong, entry.word, entry.right)
            if wrong != right:
                yield Finding(Span(*match.span()), {"found": wrong, "right": right})

    def _words_of(self, language: str) -> tuple[str, dict[str, Entry]]:
        """The pattern of the words for a language, and their entries as they are looked up."""
        if language not in self._made:
            words = {**self.options.words.get(ANY, {}), **self.options.words.get(language, {})}
            rights = sorted({right.lower() for right in words.values()})
            entries = {}
            for word, right in words.items():
                key = " ".join(word.split())
                longer = [r for r in rights if len(r) > len(key) and key.lower() in r]
                entries[self._keep(key)] = Entry(word, right, longer)
            self._made[language] = _pattern(entries), entries
        return self._made[language]


def _check(words: Mapping[str, str], path: tuple[str, ...], keep: Callable[[str], str]) -> None:
    """Raise OptionError for words of a language that make no sense."""
    if not words:
        raise OptionError(path, "there are no words here")
    known: dict[str, str] = {}
    for word, right in words.items():
        if not word.strip() or word != word.strip():
            raise OptionError((*path, word), "a word must begin and end with a character that shows")
        if not right.strip():
            raise OptionError(
                (*path, word),
                f"nothing is to stand for “{word}”",
                "a rule with a “pattern” and “fix: delete” does that",
            )
        if keep(word) in known:
            raise OptionError(
                (*path, word),
                f"“{word}” and “{known[keep(word)]}” are the same word",
                "“match-case: true” tells them apart",
            )
        known[keep(word)] = word
    for word, right in words.items():
        if keep(right) in known and keep(right) != keep(word):
            raise OptionError((*path, word), f"“{right}” is itself a word to replace", "name the last form for both")


def _pattern(words: Iterable[str]) -> str:
    """The pattern of any of these, the longest first, none of them inside a longer word."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        NO_WORD_BEFORE * _is_spaced(word[0])
        + SPACE.join(map(re.escape, word.split()))
        + NO_WORD_BEHIND * _is_spaced(word[-1])
        for word in longest
    )


def _is_spaced(sign: str) -> bool:
    """Whether a letter is of a script that has spaces between its words."""
    return sign.isalnum() and not dense(sign)


def _in_case_of(wrong: str, word: str, right: str) -> str:
    """The right form in the case of what stands there, where that is another than the case of the word in the rule."""
    first = right.split()[0]
    if first[1:] != first[1:].lower() or wrong == word or right.lower() == word.lower():
        return right
    if wrong.isupper() and len(wrong) > 1 and not word.isupper():
        return right.upper()
    return right[:1].upper() + right[1:] if wrong[:1].isupper() and not word[:1].isupper() else right


def _is_right(text: str, at: int, wrong: str, rights: Iterable[str]) -> bool:
    """Whether one of these right forms, of which the word is a part, stands around a place already."""
    small = wrong.lower()
    for right in rights:
        inside = right.find(small)
        while inside >= 0:
            start = at - inside
            if start >= 0 and text[start : start + len(right)].lower() == right:
                return True
            inside = right.find(small, inside + 1)
    return False
