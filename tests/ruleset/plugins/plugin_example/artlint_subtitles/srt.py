"""SubRip files. Numbers and times become spaces, so that what is spoken keeps its place in the file."""

from __future__ import annotations

import re

from artlint.plugin_api import Article, Decoded, TextSource

CUE = re.compile(r"^\d+\r?\n[\d:,]+ --> [\d:,]+", re.M)


def blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", " ", match.group())


class SubRip(TextSource):
    """What is spoken in a subtitle file."""

    def read(
        self, path: str, data: bytes, *, strict: bool = False, languages: tuple[str, ...] = ()
    ) -> tuple[Article, Decoded]:
        article, decoded = super().read(path, data, strict=strict, languages=languages)
        return Article(CUE.sub(blank, article.text), path, format=self.format, meta=article.meta), decoded
