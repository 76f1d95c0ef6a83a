"""A text that is open in an editor: its changes, and the way from offsets to the editor's positions and back.

pygls keeps documents too, but ends lines where Python's splitlines does (U+2028, form feed), which no editor does.
"""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from lsprotocol import types

from artlint.base.model import Edit, Position, Span
from artlint.text.position import Positions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MARKDOWN = (".md", ".markdown")
TEXT = (".txt", ".text")
PLAIN = ("plaintext", "text", "txt", "plain text")  # what editors call it


class Document:
    """`encoding` is utf-8, utf-16 or utf-32: what the client counts columns in."""

    def __init__(self, uri: str, language: str, version: int | None, text: str, encoding: str) -> None:
        self.uri, self.language, self.version, self.encoding = uri, language, version, encoding
        self.path = path_of(uri)
        self.text = text
        self._positions: Positions | None = None

    @property
    def format(self) -> str:
        """text or markdown; empty for what is no article."""
        ending = os.path.splitext(self.path)[1].lower()
        if ending in MARKDOWN or self.language == "markdown":
            return "markdown"
        return "text" if ending in TEXT or self.language in PLAIN else ""

    @property
    def is_file(self) -> bool:
        return self.uri.startswith("file:")

    @property
    def positions(self) -> Positions:
        if self._positions is None:
            self._positions = Positions(self.text)
        return self._positions

    def change(self, changes: Sequence[types.TextDocumentContentChangeEvent], version: int | None) -> list[Edit]:
        """Take over what was typed. The edits, each in the text as the one before it left it."""
        self.version = version
        edits = []
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                span = self.span(change.range)
            else:
                span = Span(0, len(self.text))
            edits.append(Edit(span, change.text))
            self.text = self.text[: span.start] + change.text + self.text[span.end :]
            self._positions = None
        return edits

    def offset(self, position: types.Position) -> int:
        return self.positions.offset(position.line + 1, position.character + 1, self.encoding)

    def span(self, range_: types.Range) -> Span:
        start, end = self.offset(range_.start), self.offset(range_.end)
        return Span(start, max(start, end))

    def position(self, offset: int) -> types.Position:
        positions = self.positions
        at = {"utf-8": positions.utf8, "utf-16": positions.utf16}.get(self.encoding, positions.at)
        return _plain(at(offset))

    def range(self, span: Span) -> types.Range:
        return types.Range(self.position(span.start), self.position(span.end))

    def between(self, start: Position, end: Position) -> types.Range:
        """The range of two positions in code points."""
        return self.range(Span(self.positions.offset(*start), self.positions.offset(*end)))


def _plain(position: Position) -> types.Position:
    return types.Position(position.row - 1, position.column - 1)


def path_of(uri: str) -> str:
    """The file of a URI; of one that is no file (untitled:, git:), what stands for its name."""
    parts = urlsplit(uri)
    return url2pathname(parts.path) if parts.scheme == "file" else os.path.basename(unquote(parts.path))


def uri_of(path: str) -> str:
    from pathlib import Path

    return Path(os.path.abspath(path)).as_uri()
