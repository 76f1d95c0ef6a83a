"""CSV and TSV with a header, in UTF-8. Records are numbered from 1; the header and empty lines are none."""

from __future__ import annotations

import csv

from artlint.base.startup import cached_re as re
from artlint.base.wording import plural
from artlint.records import streams
from artlint.records.batches import Gathered, Reader, Rewriter
from artlint.records.fields import MAX_CHARACTERS, resolved
from artlint.records.streams import BOM, TooLong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    from artlint.records.batches import Piece


FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a cell begins with that a spreadsheet works out


class Csv(Reader):
    """Reads a file of separated values: tabs in .tsv, else what the header has, commas or semicolons."""

    def _pieces(self) -> Iterator[Piece]:
        csv.field_size_limit(2 * MAX_CHARACTERS)  # an open quote swallows no more than this
        with streams.reading(self.place) as file:
            self._file = file
            self._taken: list[bytes] = []  # the lines that the parser took for the row that it is at
            lines = self._lines(file)
            header = next(lines, "")
            while header and not header.strip():
                header = next(lines, "")
            if not header:
                self.tail = self._raw(False)
                return
            self.delimiter = "\t" if ".tsv" in self.path.lower()[-8:] else ";" if _semicolons(header) else ","
            names = self._header(header)
            gathered = Gathered(self)
            for item in self._raw(False):
                gathered.keep(*item)
            try:
                yield from self._records(csv.reader(lines, delimiter=self.delimiter, strict=True), names, gathered)
            finally:
                self.tail = gathered.raw

    def _lines(self, file: BinaryIO) -> Iterator[str]:
        for number, line in enumerate(streams.lines(file), 1):
            if isinstance(line, TooLong):
                raise streams.Broken(
                    f"line {number} has {int(line):,} bytes; lines may have {streams.MAX_LINE_BYTES:,}"
                )
            self._taken.append(line)
            body = line.removeprefix(BOM) if number == 1 else line
            yield body.decode("utf-8", "surrogateescape")

    def _raw(self, is_record: bool) -> list[tuple[bool, bytes | TooLong]]:
        """What the parser took since it was asked last."""
        raw, self._taken = b"".join(self._taken), []
        return [(is_record, raw)] if raw else []

    def _header(self, line: str) -> list[str]:
        try:
            [names] = csv.reader([line], delimiter=self.delimiter, strict=True)
        except csv.Error as error:
            raise streams.Broken(f"its header is no CSV: {error}") from None
        double = next((n for n in names if names.count(n) > 1), None)
        if double is not None:
            raise streams.Broken(f"its header has the column “{double}” twice")
        if len(names) == 1 and (mark := next((m for m in "\t|" if m in names[0]), None)):
            what, remedy = ("tabs", "name it .tsv") if mark == "\t" else ("“|”", "write it with commas")
            raise streams.Broken(f"its header has {what} between the names, and no comma\n  help: {remedy}")
        self.used = resolved(self.wanted, names.__contains__, names)
        self.column = names.index(self.used.text)
        return names

    def _records(self, rows: Any, names: Sequence[str], gathered: Gathered) -> Iterator[Piece]:
        places = [names.index(name) if name else -1 for name in self.used]
        number = 0
        while True:
            problem = None
            try:
                row = next(rows, None)
            except csv.Error as error:
                row, problem = [], f"not CSV: {str(error).partition(' - ')[0]}"  # behind it: advice for programmers
            except streams.Broken:
                yield from gathered.take()
                raise
            if row is None:
                break
            is_record = bool(row) or problem is not None
            for item in self._raw(is_record):
                gathered.keep(*item)
            if not is_record:
                continue
            number += 1
            if problem is None and len(row) != len(names):
                problem = f"it has {plural(len(row), 'column')}; the header has {len(names)}"
            if problem is not None:
                gathered.add(number, None, problem=problem)
            else:
                text, id_, *meta = (row[at] if at >= 0 else None for at in places)
                gathered.add(number, text, id_, meta, _not_utf8(text or ""))
            if gathered.full():
                yield from gathered.take()
        yield from gathered.take()


def _semicolons(header: str) -> bool:
    return ";" in header and "," not in header


def _not_utf8(text: str) -> str | None:
    """Why a text that was decoded with surrogates in place of wrong bytes is none."""
    try:
        text.isascii() or text.encode()
    except UnicodeEncodeError as error:
        return f"not UTF-8: character {error.start + 1} of the text is the byte 0x{ord(text[error.start]) & 0xFF:02x}"
    return None


class Writer(Rewriter):
    """Writes the records again, in each nothing changed but the text."""

    _reader: Csv
    _field: Any = None

    def _replaced(self, record: bytes, text: str) -> bytes:
        if self._field is None:
            mark = re.escape(self._reader.delimiter)
            self._field = re.compile(f'("(?:[^"]|"")*"|[^{mark}\r\n]*)({mark}|\r\n|\r|\n|\\Z)')
        old = record.decode("utf-8", "surrogateescape")
        at = 0
        for _ in range(self._reader.column):
            at = self._field.match(old, at).end()
        end = self._field.match(old, at).end(1)
        quoted = old[at:end].startswith('"') or any(c in text for c in f'"\r\n{self._reader.delimiter}')
        if text.startswith(FORMULA) and not self._text(old[at:end]).startswith(FORMULA):
            return record  # a spreadsheet would run what the article merely says
        value = '"' + text.replace('"', '""') + '"' if quoted else text
        return (old[:at] + value + old[end:]).encode("utf-8", "surrogateescape")

    def _text(self, cell: str) -> str:
        return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
