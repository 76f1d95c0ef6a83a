"""Parquet: rows numbered from 1. Text may be in columns of strings, of bytes in UTF-8, or of a dictionary of them."""

from __future__ import annotations

import os

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from artlint.records import fields, parquet_form, streams
from artlint.records.batches import MAX_ROWS, MAX_TEXT_CHARACTERS, Reader
from artlint.records.fields import resolved, steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    from artlint.records.batches import Piece

MAX_GROUP_BYTES = 64 << 20  # bytes of a group of rows that is written, where the file had larger ones


class Parquet(Reader):
    """Reads a Parquet file, of its columns only those that are needed."""

    _share = 0.0  # of the rows, that have been read

    def _pieces(self) -> Iterator[Piece]:
        try:
            # Pages as they are needed: a whole group of rows may be more than there is memory.
            self.file = parquet_form.opened(self.path)
        except (pa.ArrowException, OSError) as error:
            raise streams.Broken(f"it is no Parquet file: {_short(error)}") from None
        with self.file:
            self.schema, self.metadata = self.file.schema_arrow, self.file.metadata
            schema = self.schema
            top = schema.names
            self.used = resolved(self.wanted, lambda name: _type(schema, steps(name, top)) is not None, [*_paths(schema)])
            self.ways = [steps(name, top) if name else () for name in self.used]
            kind = _type(schema, self.ways[0])
            if not _holds_text(kind):
                raise streams.Broken(f"the column “{self.used.text}” is of type {kind}, not text")
            number = 0
            try:
                for group in range(self.file.num_row_groups):
                    for batch in self._batches(group):
                        yield self._records(batch, number), (group, batch)
                        number += batch.num_rows
                        self._share = number / self.metadata.num_rows
            except (pa.ArrowException, OSError) as error:
                raise streams.Broken(f"it cannot be read on after record {number}: {_short(error)}") from None

    def position(self) -> int:
        return int(os.path.getsize(self.path) * self._share)

    def _batches(self, group: int) -> Iterator[pa.RecordBatch]:
        about = self.metadata.row_group(group)
        each = max(1, about.total_byte_size // max(1, about.num_rows))
        count = min(MAX_ROWS, max(1, MAX_TEXT_CHARACTERS // each))
        wanted = None if self.keep else [".".join(way) for way in self.ways if way]
        for batch in self.file.iter_batches(count, row_groups=[group], columns=wanted, use_threads=False):
            at = 0  # rows are of uneven size: a batch may hold far more than the average says
            while at < batch.num_rows:
                take = batch.num_rows - at
                while take > 1 and batch.slice(at, take).nbytes > 4 * MAX_TEXT_CHARACTERS:
                    take //= 2
                yield batch.slice(at, take)
                at += take

    def _records(self, batch: pa.RecordBatch, before: int) -> pa.RecordBatch:
        texts, ids, languages, sources = (
            _values(_column(batch, way)) if way else [None] * batch.num_rows for way in self.ways
        )
        problems = [fields.why_not(t, self.used.text) for t in texts]
        return self.batch(
            [
                list(range(before + 1, before + 1 + batch.num_rows)),
                [fields.as_id(i) for i in ids],
                [None if p else t for t, p in zip(texts, problems, strict=True)],
                [fields.as_language(v) for v in languages],
                [fields.as_source(s) for s in sources],
                problems,
            ]
        )


def _short(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]


def _type(schema: Any, way: Sequence[str]) -> Any:
    """The type of a field; None where there is none."""
    at: Any = schema
    for step in way:
        index = at.get_field_index(step) if isinstance(at, (pa.Schema, pa.StructType)) else -1
        if index < 0:
            return None
        at = at.field(index)
        at = at.type
    return at


def _paths(fields: Any, inside: str = "") -> Iterator[str]:
    """The names of a schema's fields, of nested ones with dots."""
    for field in fields:
        yield inside + field.name
        if pa.types.is_struct(field.type):
            yield from _paths(map(field.type.field, range(field.type.num_fields)), f"{inside}{field.name}.")


def _holds_text(kind: Any) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_null(kind)
    )


def _column(batch: pa.RecordBatch, way: Sequence[str]) -> Any:
    column = batch.column(batch.schema.get_field_index(way[0]))
    for step in way[1:]:
        column = pc.struct_field(column, step)
    return column


def _values(column: Any) -> list[Any]:
    """The values as Python has them; strings that are not UTF-8 as bytes."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:  # Parquet holds what it is given
        column = column.cast(pa.large_binary())
    values: list[Any] = column.to_pylist()
    if any(isinstance(v, bytes) for v in values):
        values = [fields.as_text(v) for v in values]
    return values


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
        if any(f is not None for f in fixed):
            batch = self._replaced(batch, fixed)
        if group != self._group or self._size > MAX_GROUP_BYTES:
            self._flush()
        self._group = group
        self._waiting.append(batch)
        self._size += batch.nbytes

    def _replaced(self, batch: pa.RecordBatch, fixed: Sequence[str | None]) -> pa.RecordBatch:
        way = self._reader.ways[0]
        at = batch.schema.get_field_index(way[0])
        arrays = list(batch.columns)
        arrays[at] = _with_fixed(arrays[at], way[1:], fixed)
        return pa.RecordBatch.from_arrays(arrays, schema=batch.schema)

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting)
            self._open().write_table(table.cast(self._reader.schema), max(1, table.num_rows))
        self._waiting, self._size = [], 0

    def close(self, tail: Any) -> None:
        self._flush()
        self._open().close()


def _with_fixed(column: Any, way: Sequence[str], fixed: Sequence[str | None]) -> Any:
    """A column with new values in it, in its own type; `way` leads into the structs of it."""
    if not way:
        plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        own = plain.type
        if pa.types.is_string_view(own) or pa.types.is_binary_view(own):  # of which if_else knows nothing
            plain = plain.cast(pa.large_string() if pa.types.is_string_view(own) else pa.large_binary())
        mask = pa.array([f is not None for f in fixed])
        new = pa.array(fixed, pa.large_string()).cast(plain.type)
        mixed = pc.if_else(mask, new, plain).cast(own)
        return mixed.dictionary_encode().cast(column.type) if pa.types.is_dictionary(column.type) else mixed
    kinds = [column.type.field(i) for i in range(column.type.num_fields)]
    children = [pc.struct_field(column, kind.name) for kind in kinds]
    at = column.type.get_field_index(way[0])
    children[at] = _with_fixed(children[at], way[1:], fixed)
    return pa.StructArray.from_arrays(children, fields=kinds, mask=column.is_null())
