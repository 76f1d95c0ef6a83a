"""Parquet: rows numbered from 1."""

from __future__ import annotations

import os

import pyarrow as pa
import pyarrow.parquet as pq

from artlint.records import parquet_form, streams
from artlint.records.batches import MAX_ROWS, MAX_TEXT_CHARACTERS
from artlint.records.columns import MAX_ROW_BYTES, Columns, parts, plain, short, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    from artlint.records.batches import Piece

MAX_GROUP_BYTES = 64 << 20  # bytes of a group of rows that is written, where the file had larger ones


class Parquet(Columns):
    """Reads a Parquet file, of its columns only those that are needed."""

    _share = 0.0  # of the rows, that have been read

    def _pieces(self) -> Iterator[Piece]:
        try:
            # Pages as they are needed: a whole group of rows may be more than there is memory.
            self.file = parquet_form.opened(self.place)
        except (pa.ArrowException, OSError) as error:
            raise streams.Broken(f"it is no Parquet file: {short(error)}") from None
        self.metadata = self.file.metadata
        with self.file:
            self._look(self.file.schema_arrow)
        used = [way[0] for way in self.ways if way]
        self.file = parquet_form.opened(
            self.place, self.metadata, [name for name in texts(self.schema) if self.keep or name in used]
        )
        with self.file:
            number = 0
            try:
                for group in range(self.file.num_row_groups):
                    for records, raw in self._group(group, number):
                        yield records, raw
                        number += records.num_rows
                        self._share = number / self.metadata.num_rows
            except (pa.ArrowException, OSError) as error:
                raise streams.Broken(f"it cannot be read on after record {number}: {short(error)}") from None

    def _schema_of_file(self) -> Any:
        return pq.read_schema(self.place)

    def chosen(self, raw: tuple[int, pa.RecordBatch], mask: Sequence[bool]) -> tuple[int, pa.RecordBatch]:
        group, batch = raw
        return group, super().chosen(batch, mask)

    def position(self) -> int:
        return int(os.path.getsize(self.place) * self._share)

    def _group(self, group: int, before: int) -> Iterator[Piece]:
        """The records of a group of rows, of which `before` stand before it."""
        wanted = None if self.keep else [".".join(way) for way in self.ways if way]
        each = parquet_form.row_bytes(self.metadata.row_group(group), wanted)
        if each > MAX_ROW_BYTES:
            yield from self._too_large(group, before, each)
            return
        count = min(MAX_ROWS, max(1, MAX_TEXT_CHARACTERS // max(1, each)))
        for whole in self.file.iter_batches(count, row_groups=[group], columns=wanted, use_threads=False):
            for batch in parts(whole):
                yield self._records(batch, before), (group, plain(batch, self.schema) if self.keep else None)
                before += batch.num_rows

    def _too_large(self, group: int, before: int, each: int) -> Iterator[Piece]:
        """The rows of a group, each set aside: to read one of them alone may take more memory than there is."""
        problem = f"the rows have {each:,} bytes each, about; artlint reads rows of up to {MAX_ROW_BYTES:,}"
        if self.keep:
            raise streams.Broken(f"from record {before + 1} on, {problem}")
        numbers = range(before + 1, before + 1 + self.metadata.row_group(group).num_rows)
        for at in range(0, len(numbers), MAX_ROWS):
            some = list(numbers[at : at + MAX_ROWS])
            none: list[None] = [None] * len(some)
            yield self.batch([some, [""] * len(some), none, none, none, none, [problem] * len(some)]), None


class Writer:
    """Writes the rows again, with all columns and in groups like those of the file, or smaller ones."""

    def __init__(self, file: BinaryIO, reader: Parquet) -> None:
        self._file, self._reader = file, reader
        self._out: Any = None
        self._group, self._size = -1, 0
        self._waiting: list[pa.RecordBatch] = []

    def _open(self) -> Any:
        if self._out is None:
            how = parquet_form.options(self._reader.metadata)
            parquet_form.check(self._reader.metadata.schema, self._reader.schema, how)
            self._out = pq.ParquetWriter(self._file, self._reader.schema, **how)
        return self._out

    def add(self, raw: tuple[int, pa.RecordBatch], fixed: Sequence[str | None]) -> None:
        """A batch; `fixed` are the new texts of its rows, None where one stays."""
        group, batch = raw
        try:
            batch = self._reader.replaced(batch, fixed)
        except pa.ArrowException as error:
            raise streams.Broken(f"it cannot be written again: {short(error)}") from None
        if group != self._group or self._size > MAX_GROUP_BYTES:
            self._flush()
        self._group = group
        self._waiting.append(batch)
        self._size += batch.nbytes

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting)
            self._open().write_table(table.cast(self._reader.schema), max(1, table.num_rows))
        self._waiting, self._size = [], 0

    def close(self, tail: Any) -> None:
        self._flush()
        self._open().close()
