"""`names`: a rare form of a name beside a frequent one that differs by a letter or two.

The rare form is reported only where no list of words or names in any language knows it, and where it is no
inflection of the frequent one: edit distance alone is wrong five times as often as it is right.
"""

from __future__ import annotations

import re

from artlint.checks.base import Check
from artlint.model import Finding, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.article import Article, Block

NAME = r"(?<![\w'’-])[^\W\d_a-zß-öø-ÿ][^\W\d_]{3,}(?:-[^\W\d_]+)*(?![\w-])"
NUMBERS = ("", "once", "twice", "three times", "four times", "five times", "six times")
ENDINGS = r"(?:'?s|e?n|e[rsmnt]?|i|a|u|y|ą|ę|ow[ia]|em|om|ach|ami|ов|ом|ам|ами|ах|а|у|е|ы|и|й|я|ю|ем|ой|ей)"


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
        min_length: Annotated[int, Meta(ge=3, description="shorter names are not compared")] = 5
        min_count: Annotated[int, Meta(ge=2, description="the frequent form stands so many times")] = 2

    def run(self, article: Article) -> Iterator[Finding]:
        places: dict[str, list[tuple[Block, int]]] = {}
        inner: set[str] = set()  # forms that stand capitalised inside a sentence: names, then, not sentence openings
        for block in article.blocks:
            if block.fence or block.text.isupper():
                continue
            for match in re.finditer(NAME, block.text):
                word = match.group()
                if not word[0].isupper() or word.isupper() or len(word) < self.options.min_length:
                    continue
                places.setdefault(word, []).append((block, match.start()))
                if match.start() > 1 and block.text[match.start() - 2] not in '.!?:“"„«':
                    inner.add(word)
        right = {n for name in self.options.names for n in name.split()}
        frequent = [w for w, at in places.items() if w in inner and (len(at) >= self.options.min_count or w in right)]
        for wrong, at in places.items():
            if wrong in right or len(at) > 1:
                continue
            for word in sorted(frequent, key=lambda w: (-len(places[w]), w)):
                if word != wrong and _twins(wrong, word) and not _known(wrong):
                    block, start = at[0]
                    first, where = places[word][0]
                    related = (Related(first.span(where, where + len(word)), f"“{word}” stands here first"),)
                    args = {
                        "wrong": wrong,
                        "right": word,
                        "wrong_times": _times(len(at)),
                        "right_times": _times(len(places[word])),
                    }
                    yield Finding(block.span(start, start + len(wrong)), args, related)
                    break


def _twins(a: str, b: str) -> bool:
    """Whether two forms are the same but for one place of one letter, or of two in a longer name, and neither is an
    inflection of the other. A difference in one place is found from both ends, without an edit matrix."""
    if abs(len(a) - len(b)) > 2 or a.lower() == b.lower():
        return False
    limit = min(len(a), len(b))
    head = next((i for i in range(limit) if a[i] != b[i]), limit)
    if head == 0:
        return False
    tail = next((i for i in range(limit - head) if a[-1 - i] != b[-1 - i]), limit - head)
    x, y = a[head : len(a) - tail], b[head : len(b) - tail]
    if max(len(x), len(y)) > (2 if limit >= 7 else 1) and not (len(x) == len(y) == 2 and x == y[::-1]):
        return False
    return bool(tail) or (len(x) > 0 and len(y) > 0 and not (_ending(x) and _ending(y)))


def _ending(text: str) -> bool:
    return re.fullmatch(ENDINGS, text.lower()) is not None


def _known(word: str) -> bool:
    from artlint import lexicon

    return any(lexicon.known(part) for part in {word, word.removesuffix("s")})


def _times(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count} times"
