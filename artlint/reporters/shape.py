"""What several output formats need alike, so that they agree: sentences, places, links, documents in parts."""

from __future__ import annotations

import os

from artlint.base.model import RecordPath
from artlint.base.shown_text import one_line, shown_path
from artlint.reporters import base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from artlint.base.model import Diagnostic, Place, Result
    from artlint.reporters.base import Context


def sentence(diagnostic: Diagnostic) -> str:
    """`CODE name: message`."""
    return f"{diagnostic.code} {diagnostic.rule}: {one_line(diagnostic.message)}"


def place(path: str, row: int, column: int) -> str:
    """`path:row:column`, as editors and terminals link it."""
    return f"{shown_path(path)}:{row}:{column}"


def related_path(related: Place, diagnostic: Diagnostic) -> str:
    """The path of a related place."""
    return related.path or diagnostic.path


def file_of(path: str) -> str:
    """The file that a path names: of a record, the file that it is in."""
    file: str = getattr(path, "file", path)
    return file


def line_of(path: str) -> int:
    """The line of its file on which a record is: in JSON Lines its number. In others that is not known: the first."""
    is_line = isinstance(path, RecordPath) and ".csv" not in path.file[-8:] and not path.file.endswith(".parquet")
    return path.number if isinstance(path, RecordPath) and is_line else 1


def record_of(path: str) -> dict[str, Any] | None:
    """The number and id of a record; None for an article that is a file."""
    return {"number": path.number, "id": path.id} if isinstance(path, RecordPath) else None


def told(diagnostic: Diagnostic) -> str:
    """The message, where all that a format can name besides is a file: with the record and the place in it."""
    path = diagnostic.path
    if not isinstance(path, RecordPath):
        return diagnostic.message
    which = f"record {path.number}" + (f" ({path.id})" if path.id else "")
    return f"{which}, {diagnostic.start.row}:{diagnostic.start.column}: {diagnostic.message}"


def last_row(diagnostic: Diagnostic) -> int:
    """The last row that holds a part of the span: one that ends at the beginning of a row has none of that row."""
    row, column = diagnostic.end
    return row - 1 if column == 1 and row > diagnostic.start.row else row


def help_url(context: Context, rule: str) -> str:
    """The page that explains `rule`; none for a rule that did not come with artlint."""
    about = context.rules.get(rule)
    own = about is None or about.origin == "artlint"
    return base.HELP_URL + rule if base.HELP_URL and own else ""


def home_url() -> str:
    """Where artlint is at home; empty as long as its documentation is not published."""
    return base.HELP_URL.removesuffix("rules/")


def posix(path: str) -> str:
    """`path` as other systems expect it: forward slashes, no leading `./`."""
    path = path.replace(os.sep, "/")
    return path.removeprefix("./")


def uri(path: str) -> str:
    """`path` as a URI reference: relative as it is, absolute with its scheme."""
    from urllib.parse import quote

    plain = posix(path)
    try:
        raw = plain.encode("utf-8", "surrogateescape")  # the bytes of a file name that is not UTF-8
    except UnicodeEncodeError:
        raw = plain.encode("utf-8", "surrogatepass")
    if os.path.isabs(path):
        return "file://" + "/" * (not plain.startswith("/")) + quote(raw, safe="/:")
    return quote(raw)


class Document(base.Reporter):
    """Writes one document as the articles come, part by part, between `head` and `tail`.

    So a run over a million articles holds none of them, and no articles make a whole document too.
    """

    head, between, tail = "", "\n", ""
    _begun = False

    def parts(self, result: Result) -> Iterator[str]:
        raise NotImplementedError

    def article(self, result: Result) -> None:
        for part in self.parts(result):
            self.out.write((self.between if self._begun else f"{self.head}\n") + part)
            self._begun = True

    def close(self) -> None:
        self.out.write(f"\n{self.tail}\n" if self._begun else f"{self.head}{self.tail}\n")
