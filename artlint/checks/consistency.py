"""`consistency`: two ways of writing one thing, of which one is rare."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.checks.base import Check
from artlint.checks.common.phrases import Clock, compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block


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
        for name, pattern in options["forms"].items():
            compile_pattern(pattern, ("forms", name))

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._compiled: dict[str, Any] = {}

    def run(self, article: Article) -> Iterator[Finding]:
        places: dict[str, list[tuple[Block, int, int]]] = {}
        clock = Clock(article)
        for name, pattern in self.options.forms.items():
            if name not in self._compiled:
                self._compiled[name] = compile_pattern(pattern, ("forms", name))
            places[name] = [(b, *span) for b in article.blocks for span in self._spans(name, b, clock)]
        total = sum(map(len, places.values()))
        usual = max(places, key=lambda name: len(places[name]))
        for name, found in places.items():
            if name != usual and 0 < len(found) <= self.options.rare * total:
                for block, start, end in found:
                    yield Finding(
                        block.span(start, end),
                        {"form": name, "count": len(found), "usual": usual, "usual_count": len(places[usual])},
                    )

    def _spans(self, name: str, block: Block, clock: Clock) -> list[tuple[int, int]]:
        find = self._compiled[name].finditer
        try:
            return clock.run(name, lambda seconds: [m.span() for m in find(block.text, timeout=seconds)])
        except TimeoutError:
            raise TimeoutError(block.start) from None
