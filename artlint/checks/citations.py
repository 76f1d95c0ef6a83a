"""`citations`: markers such as [3] that point to a reference list which is not there."""

from __future__ import annotations

import re

from artlint.checks.base import Check, plural
from artlint.model import Finding, Related, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from msgspec import Meta

    from artlint.article import Article, Block

# A marker stands at the end of a word or of its punctuation: [3], [3][1], [1, 2], [12–14], ［3］.
MARKERS = r"(?<=[\w.,;:!?%)\"'”’»。，])(?:\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\])+"
ONE = r"\[(\d{1,3})(?:\s?[,–-]\s?\d{1,3})*\]"
ENTRY = r"(?:\[\d{1,3}\]|\^|\d{1,3}[.)])\s*\S"


class Citations(Check):
    """Reports each block that holds markers, each marker as a related place, where no list resolves them."""

    args = {"markers": "the markers", "count": "how many", "what": "“1 citation marker”, “3 citation markers”"}

    class Options:
        min_markers: Annotated[int, Meta(ge=1, description="fewer markers in the whole article are not reported")] = 2

    def may_fire(self, article: Article) -> bool:
        return "[" in article.text

    def run(self, article: Article) -> Iterator[Finding]:
        found: list[tuple[Block, list[re.Match[str]]]] = []
        total = 0
        for block in article.blocks:
            if "[" not in block.text or block.fence or re.match(ENTRY, block.text):
                continue
            matches = [m for m in re.finditer(MARKERS, block.text) if not _is_code(block.text, m.start())]
            if matches:
                found.append((block, matches))
                total += sum(len(re.findall(ONE, m.group())) for m in matches)
        if total < self.options.min_markers or self._has_list(article):
            return
        for block, matches in found:
            spans = [block.span(m.start() + len(m.group()) - len(m.group().lstrip()), m.end()) for m in matches]
            names = [n for m in matches for n in re.findall(ONE, m.group())]
            shown = ", ".join(f"[{n}]" for n in sorted(set(names), key=int)[:6])
            related = tuple(Related(block.span(m.start(), m.end()), "a marker") for m in matches)
            yield Finding(
                Span(spans[0].start, spans[-1].end),
                {"markers": shown, "count": len(names), "what": plural(len(names), "citation marker")},
                related,
            )

    def _has_list(self, article: Article) -> bool:
        """Whether anything in the article looks like the list that the markers point to."""
        return (
            any(re.match(ENTRY, b.text) and b.text[0] in "[^" for b in article.blocks)
            or "reference" in article.layout.roles
        )


def _is_code(text: str, at: int) -> bool:
    """`items[0]` in a program: no space before the bracket, and an operator or bracket close behind."""
    return bool(re.match(r"\[\d+\]\s*(?:=|\+=|\.\w|\()", text[at:]))
