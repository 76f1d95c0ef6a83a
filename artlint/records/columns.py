"""Records that come as Arrow's columns, from Parquet and from Arrow's own files. Text may be in columns of strings, of
bytes in UTF-8, or of a dictionary of them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from artlint.records import fields
from artlint.records.batches import MAX_TEXT_CHARACTERS, Reader
from artlint.records.fields import resolved, steps
from artlint.records.streams import Broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

MAX_BATCH_BYTES = 4 * MAX_TEXT_CHARACTERS  # of the rows of a batch, each value of a dictionary as often as it is used
SMALL_UNSIGNED = (pa.uint8(), pa.uint16(), pa.uint32())  # that fit into 64 bits with a sign
MAX_ROW_BYTES = 64_000_000  # of a row: what is larger is set aside, as lines are


class Columns(Reader):
    """Reads records from batches of columns; `schema` is that of the file."""

    schema: Any

    def _look(self, schema: Any) -> None:
        """Find the fields. Raises NoField, and Broken where the text is none."""
        top = schema.names
        self.schema = schema
        self.used = resolved(self.wanted, lambda name: _type(schema, steps(name, top)) is not None, [*_paths(schema)])
        self.ways = [steps(name, top) if name else () for name in self.used]
        kind = _type(schema, self.ways[0])
        if not _holds_text(kind):
            raise Broken(f"the column “{self.used.text}” is of type {kind}, not text")

    def _records(self, batch: pa.RecordBatch, before: int) -> pa.RecordBatch:
        """The rows of a batch as records, of which `before` stand before it in the file."""
        texts, ids, languages, sources, against = (
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
                [fields.as_against(a) for a in against],
                problems,
            ]
        )

    def has_numbers(self) -> bool:
        try:
            self._look(self._schema_of_file())
        except (Broken, fields.NoField, pa.ArrowException, OSError):
            return False  # it is said when the file is read
        kind = _type(self.schema, self.ways[1]) if self.ways[1] else None
        return kind is not None and (pa.types.is_signed_integer(kind) or kind in SMALL_UNSIGNED)

    def _schema_of_file(self) -> Any:
        raise NotImplementedError

    def chosen(self, raw: Any, mask: Sequence[bool]) -> Any:
        batch: pa.RecordBatch = raw.filter(pa.array(mask, pa.bool_()))
        return batch

    def replaced(self, batch: pa.RecordBatch, fixed: Sequence[str | None]) -> pa.RecordBatch:
        """A batch with new texts; None where one stays."""
        if all(f is None for f in fixed):
            return batch
        way = self.ways[0]
        at = batch.schema.get_field_index(way[0])
        arrays = list(batch.columns)
        arrays[at] = _with_fixed(arrays[at], way[1:], fixed)
        return pa.RecordBatch.from_arrays(arrays, schema=batch.schema)


def texts(schema: Any) -> list[str]:
    """The columns of strings or bytes, apart from those inside others."""
    plain = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return [field.name for field in schema if any(is_kind(field.type) for is_kind in plain)]


def plain(batch: pa.RecordBatch, schema: Any) -> pa.RecordBatch:
    """A batch as the schema has it, where columns were read as dictionaries."""
    if batch.schema.equals(schema):
        return batch
    columns = [
        column.dictionary_decode().cast(field.type) if column.type != field.type else column
        for column, field in zip(batch.columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """A batch in parts that are bounded in size: rows are of uneven size, and there may be far more in it than the average
    says."""
    sizes = _row_bytes(batch) if _has_dictionary(batch.schema) else [0] * batch.num_rows
    at = 0
    while at < batch.num_rows:
        take = batch.num_rows - at
        while take > 1 and max(_bytes(batch, at, take), sum(sizes[at : at + take])) > MAX_BATCH_BYTES:
            take //= 2
        yield batch.slice(at, take)
        at += take


def _bytes(batch: pa.RecordBatch, at: int, count: int) -> int:
    """What a part takes, apart from its dictionaries, which all parts share."""
    return sum(c.slice(at, count).nbytes for c in batch.columns if not pa.types.is_dictionary(c.type))


def _has_dictionary(schema: Any) -> bool:
    return any(pa.types.is_dictionary(field.type) for field in schema)


def _row_bytes(batch: pa.RecordBatch) -> list[int]:
    """What the texts of dictionaries would take in each row, written out."""
    sizes = [0] * batch.num_rows
    for column in batch.columns:
        if pa.types.is_dictionary(column.type) and _holds_text(column.type):
            of_each = (
                pc.binary_length(column.dictionary.cast(pa.large_binary()))
                .take(column.indices)
                .fill_null(0)
                .to_pylist()
            )
            sizes = [a + b for a, b in zip(sizes, of_each, strict=True)]
    return sizes


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


def short(error: Exception) -> str:
    """An error of Arrow's on one line."""
    return str(error).split("\n", 1)[0][:200]
