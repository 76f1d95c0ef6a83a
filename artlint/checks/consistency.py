"""`consistency`: two ways of writing one thing, of which one is rare."""

from __future__ import annotations

from artlint.checks.base import Check, OptionError
from artlint.model import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.article import Article, Block


class Consistency(Check):
    """Reports each place of the rarer forms, where one form is clearly the article's own."""

    args = {
        "form": "the rare form",
        "count": "how often it stands",
        "usual": "the usual form",
        "usual_count": "how often that stands",
    }

    class Options:
        forms: Annotated[
            dict[str, str], Meta(min_length=2, description="name of a form: regular expression that finds it")
        ]
        rare: Annotated[float, Meta(gt=0, le=0.5, description="a form is rare up to this share of all places")] = 0.2

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        import re

        for name, pattern in options["forms"].items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise OptionError(("forms", name), f"the pattern does not compile: {error}") from None

    def run(self, article: Article) -> Iterator[Finding]:
        import regex

        places: dict[str, list[tuple[Block, int, int]]] = {}
        for name, pattern in self.options.forms.items():
            compiled = regex.compile(pattern)
            places[name] = [(b, *m.span()) for b in article.blocks for m in compiled.finditer(b.text, timeout=1.0)]
        total = sum(map(len, places.values()))
        usual = max(places, key=lambda name: len(places[name]))
        for name, found in places.items():
            if name != usual and 0 < len(found) <= self.options.rare * total:
                for block, start, end in found:
                    yield Finding(
                        block.span(start, end),
                        {"form": name, "count": len(found), "usual": usual, "usual_count": len(places[usual])},
                    )
