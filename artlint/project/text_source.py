"""Files that hold one article each: plain text and Markdown."""

from __future__ import annotations

from artlint.project.decode import decode
from artlint.text.article import Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.project.decode import Decoded


class TextSource:
    """A plain-text file. A source turns a path and its bytes into an article; `format` is what rules are told."""

    format = "text"

    def read(
        self, path: str, data: bytes, *, strict: bool = False, languages: tuple[str, ...] = ()
    ) -> tuple[Article, Decoded]:
        """The article and how it was decoded. Raises NotText."""
        decoded = decode(data, strict)
        return Article(decoded.text, path, format=self.format, meta={"languages": languages}), decoded


class MarkdownSource(TextSource):
    """A Markdown file: emphasis and headings are its markup, not residue."""

    format = "markdown"
