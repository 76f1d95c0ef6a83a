"""Records gathered into batches that are bounded in number and in size: what every reader does alike."""

from __future__ import annotations

import os

import pyarrow as pa

from artlint.records import fields, streams
from artlint.records.schema import RECORDS
from artlint.records.streams import Broken, TooLong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, BinaryIO

    from artlint.records.fields import Fields

    Piece = tuple[pa.RecordBatch, Any]

MAX_ROWS = 256  # of a batch
MAX_TEXT_CHARACTERS = 1 << 20  # of a batch, from which on it is full
MAX_RAW_BYTES = 8 << 20  # of the records of a batch as they came, where they are kept


class Reader:
    """The records of one file, batch by batch: `for batch, raw in reader`.

    With `keep`, `raw` is what a writer needs to write the records of the batch again; `tail` is what came after the
    last of them, once all are read. `problem` is then why the file could not be read to its end, if it could not;
    what a record has against it stands in the batch. What goes by the name of `path` may lie at another `place`.
    """

    def __init__(self, path: str, wanted: Fields, *, keep: bool = False, place: str = "") -> None:
        self.path, self.wanted, self.keep = path, wanted, keep
        self.place = place or path
        self.used = fields.Fields()  # as they were found in the file
        self.problem = ""
        self.tail: Any = None
        self._file: Any = None
        self._schema = RECORDS.with_metadata({"path": os.fsencode(path)})

    def __iter__(self) -> Iterator[Piece]:
        try:
            yield from self._pieces()
        except (Broken, fields.NoField) as error:
            self.problem = str(error)
        except OSError as error:
            self.problem = f"cannot be read: {error.strerror or error}"

    def position(self) -> int:
        """How many bytes of the file have been read, about."""
        return streams.position(self._file) if self._file and not self._file.closed else 0

    def _pieces(self) -> Iterator[Piece]:
        raise NotImplementedError

    def has_numbers(self) -> bool:
        """Whether the ids of the file are whole numbers, by what kind of file it is and how it begins."""
        return False

    def chosen(self, raw: Any, mask: Sequence[bool]) -> Any:
        """Of what was read of a batch, the records for which the `mask` is true, and what is no record."""
        of_records = iter(mask)
        return [(is_record, kept) for is_record, kept in raw if not is_record or next(of_records)]

    def batch(self, columns: list[list[Any]]) -> pa.RecordBatch:
        """A batch of columns in the order of RECORDS."""
        arrays = [pa.array(c, f.type) for c, f in zip(columns, RECORDS, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=self._schema)


class Gathered:
    """Rows until there are enough of them for a batch, and beside them, what they were made from."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rows: list[tuple[Any, ...]] = []
        self._size = 0
        self.raw: list[tuple[bool, bytes | TooLong]] = []  # whether it is a record, and its bytes
        self._kept = 0

    def add(
        self,
        number: int,
        text: Any,
        id: Any = None,
        meta: Sequence[Any] = (None, None, None),
        problem: str | None = None,
    ) -> None:
        """One record; `meta` are its language, its source and the text that it was made from. A text that is none makes a
        broken one of it."""
        if problem is None:
            problem = fields.why_not(text, self._reader.used.text)
        if problem is not None:
            text = None
        else:
            self._size += len(text)
        language, source, against = meta
        against = fields.as_against(against)
        self._size += len(against or "")
        self._rows.append(
            (number, fields.as_id(id), text, fields.as_language(language), fields.as_source(source), against, problem)
        )

    def keep(self, is_record: bool, raw: bytes | TooLong) -> None:
        """What stands in the file, where it is to be written again."""
        if self._reader.keep:
            self.raw.append((is_record, raw))
            self._kept += 0 if isinstance(raw, TooLong) else len(raw)

    def full(self) -> bool:
        return len(self._rows) >= MAX_ROWS or self._size >= MAX_TEXT_CHARACTERS or self._kept >= MAX_RAW_BYTES

    def take(self) -> Iterator[Piece]:
        """The batch, if there are any records."""
        if self._rows:
            columns = [list(c) for c in zip(*self._rows, strict=True)]
            yield self._reader.batch(columns), self.raw
            self._rows, self.raw, self._size, self._kept = [], [], 0, 0


class Rewriter:
    """Writes the records of a reader's file again, as `Gathered` kept them. A subclass puts a new text into a record."""

    def __init__(self, file: BinaryIO, reader: Reader) -> None:
        self._reader, self._out = reader, streams.writing(file, reader.path)

    def add(self, raw: Iterable[tuple[bool, bytes | TooLong]], fixed: Sequence[str | None]) -> None:
        """The records of a batch, and what stands between them; `fixed` are their new texts, None where one stays."""
        new = iter(fixed)
        for is_record, kept in raw:
            if isinstance(kept, TooLong):
                next(new)
                for piece in streams.part(self._reader.place, kept.start, int(kept)):
                    self._out.write(piece)
                continue
            text = next(new) if is_record else None
            self._out.write(kept if text is None else self._replaced(kept, text))

    def _replaced(self, record: bytes, text: str) -> bytes:
        raise NotImplementedError

    def close(self, tail: Any) -> None:
        """All batches were added; `tail` is what stands after their records."""
        self.add(tail or (), ())
        self._out.close()
