"""`substitution`: words that a house writes in another way, each with the right form: “e-mail” for “email”."""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check, OptionError
from artlint.checks.common.places import in_address
from artlint.text.article import folded
from artlint.text.blocks import dense

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article

ANY = "any"  # in the place of a language: in all
NO_WORD_BEFORE, NO_WORD_BEHIND = r"(?<!\w)", r"(?!\w)"


class Substitution(Check):
    """Reports each word or phrase that is to be another, with that as the fix. Without `match-case` the right form follows
    the case of what it replaces: “Email” becomes “E-mail” and “EMAIL” becomes “E-MAIL”. What is right already is left
    alone, even where the wrong form is a part of it (“Gaza” in “Gaza Strip”), and so is an address."""

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
        keep = str if options["match_case"] else str.lower
        for language, words in options["words"].items():
            wrong = {keep(word) for word in words}
            for word, right in words.items():
                path = ("words", language, word)
                if not word.strip() or word != word.strip():
                    raise OptionError(path, "a word must begin and end with a character that shows")
                if keep(right) in wrong:
                    raise OptionError(path, f"“{right}” is itself a word to replace", "name the last form for both")
        return {"literals": sorted({folded(word) for words in options["words"].values() for word in words})}

    def literals(self) -> Iterable[str] | None:
        literals: list[str] = self.prepared["literals"]
        return literals

    def run(self, article: Article) -> Iterator[Finding]:
        options, text = self.options, article.text
        words = dict(options.words.get(ANY, {}))
        if len(options.words) > (ANY in options.words):
            words |= options.words.get(article.language, {})
        keep = str if options.match_case else str.lower
        rights = {keep(word): right for word, right in words.items()}
        if not rights:
            return
        for match in re.finditer(_pattern(rights), text, 0 if options.match_case else re.IGNORECASE):
            wrong = match.group()
            right = rights.get(keep(wrong))
            if right is None or in_address(text, match.start()):
                continue
            right = right if options.match_case else _in_case_of(wrong, right)
            if not _is_right(text, match.start(), wrong, right):
                yield Finding(Span(*match.span()), {"found": wrong, "right": right})


def _pattern(words: Iterable[str]) -> str:
    """The pattern of any of these, the longest first, none of them inside a longer word."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(
        NO_WORD_BEFORE * _is_spaced(word[0]) + re.escape(word) + NO_WORD_BEHIND * _is_spaced(word[-1])
        for word in longest
    )


def _is_spaced(sign: str) -> bool:
    """Whether a letter is of a script that has spaces between its words."""
    return sign.isalnum() and not dense(sign)


def _in_case_of(wrong: str, right: str) -> str:
    """The right form in the case of the wrong one, unless it has capitals of its own."""
    if right != right.lower():
        return right
    if wrong.isupper() and len(wrong) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if wrong[:1].isupper() else right


def _is_right(text: str, at: int, wrong: str, right: str) -> bool:
    """Whether the right form stands around a place already."""
    if wrong == right:
        return True
    inside = right.lower().find(wrong.lower())
    while inside >= 0:
        start = at - inside
        if start >= 0 and text[start : start + len(right)].lower() == right.lower():
            return True
        inside = right.lower().find(wrong.lower(), inside + 1)
    return False
