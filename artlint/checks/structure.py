"""`empty` and `empty-section`: an article, or a section of one, without text."""

from __future__ import annotations

from itertools import zip_longest

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article


MIN_HEADING_WORDS = 2  # of a section's heading
SHOWN_CHARACTERS = 20  # of what little an article holds
SHOWN_HEADING_CHARACTERS = 40


class Empty(Check):
    """Reports an article without a letter or a digit."""

    args = {"what": "“is empty”, or what little there is"}

    def run(self, article: Article) -> Iterator[Finding]:
        if not re.search(r"[^\W_]", article.text):
            what = (
                "is empty"
                if not article.text.strip()
                else f"holds nothing but “{quoted(article.text, SHOWN_CHARACTERS)}”"
            )
            yield Finding(Span(0, len(article.text)), {"what": what})


class EmptySection(Check):
    """Reports a heading that another heading follows at once, or nothing."""

    args = {"heading": "the heading", "next": "what follows it"}

    def run(self, article: Article) -> Iterator[Finding]:
        layout = article.layout
        if "heading" not in layout.roles:
            return
        for block, following in zip_longest(layout.blocks, layout.blocks[1:]):
            if layout.roles[block.index] != "heading" or block.words < MIN_HEADING_WORDS:
                continue
            if following is None:
                yield Finding(Span(block.start, block.end), {"heading": quoted(block.text), "next": "the article ends"})
            elif layout.roles[following.index] == "heading":
                yield Finding(
                    Span(block.start, block.end),
                    {
                        "heading": quoted(block.text),
                        "next": f"“{quoted(following.text, SHOWN_HEADING_CHARACTERS)}” follows at once",
                    },
                )
