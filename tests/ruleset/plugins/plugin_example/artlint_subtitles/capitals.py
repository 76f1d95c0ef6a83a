"""`capitals`: lines that are shouted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from artlint.plugin_api import Article, Check, Finding


class Capitals(Check):
    """Reports each paragraph of capitals only."""

    args = {"letters": "how many letters there are"}

    class Options:
        least: Annotated[int, Meta(ge=1, description="fewer letters than this are an abbreviation")] = 8

    def run(self, article: Article) -> Iterator[Finding]:
        for block in article.blocks:
            letters = sum(c.isalpha() for c in block.text)
            if letters >= self.options.least and block.text.isupper():
                yield Finding(block.span(), {"letters": letters})
