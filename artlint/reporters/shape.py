"""What several output formats need alike, so that they agree: safe text, places, links, documents in parts.

Scraped text is hostile: an escape sequence can rewrite a terminal and a bidi control can reorder a line. So what
people read passes through `visible` or `one_line` first.
"""

from __future__ import annotations

import os

from artlint.base.model import RecordPath
from artlint.reporters import base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from artlint.base.model import Diagnostic, Place, Result
    from artlint.reporters.base import Context

# Half-open ranges of code points that a terminal obeys, or that nobody can see: C1 controls, soft hyphen, marks and
# overrides of direction, separators of lines, joiners of words, surrogates, annotations, tags. Not the zero-width
# (non-)joiner: Persian and emoji are spelt with them.
_HIDDEN = (
    (0x80, 0xA0), (0xAD, 0xAE), (0x61C, 0x61D), (0x180E, 0x180F), (0x200B, 0x200C), (0x200E, 0x2010),
    (0x2028, 0x202F), (0x2060, 0x2070), (0xD800, 0xE000), (0xFEFF, 0xFF00), (0xFFF9, 0xFFFC), (0xFFFE, 0x10000),
    (0xE0000, 0xE0080),
)  # fmt: skip


class _Visible(dict[int, str]):
    """A table for str.translate that fills itself: what each code point is shown as."""

    def __missing__(self, code: int) -> str:
        if code < 0x20:
            shown = chr(0x2400 + code)
        elif code == 0x7F:
            shown = "␡"
        elif any(low <= code < high for low, high in _HIDDEN):
            shown = f"<U+{code:04X}>"
        else:
            shown = chr(code)
        self[code] = shown
        return shown


_TABLE = _Visible()


def visible(text: str) -> str:
    """`text` with a symbol in place of each control character, invisible character and lone surrogate."""
    return text.translate(_TABLE)


def one_line(text: str) -> str:
    """`text` on one line and with nothing hidden in it: for messages, titles and paths."""
    return visible(" ".join(filter(None, map(str.strip, text.splitlines()))))


def sentence(diagnostic: Diagnostic) -> str:
    """`CODE name: message`."""
    return f"{diagnostic.code} {diagnostic.rule}: {one_line(diagnostic.message)}"


def place(path: str, row: int, column: int) -> str:
    """`path:row:column`, as editors and terminals link it."""
    return f"{one_line(path)}:{row}:{column}"


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
