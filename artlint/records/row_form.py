"""The columns of rows as they are written: those of schema.SCHEMA, with maps as lists of keys and values, which every
reader of Parquet knows; ids as numbers where they were; and a column for each part of a path such as `year=2024`."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

import pyarrow as pa

from artlint.base.named_tuple import NamedTuple
from artlint.records.schema import COLUMNS, SCHEMA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

PART = r"([A-Za-z_]\w*)=([^/\\]*)"  # of a path, as Hive and Spark name folders
NUMBER = r"0|-?[1-9][0-9]{0,17}"  # as it would be written again
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


class RowForm(NamedTuple):
    """`numbers`: ids are whole numbers; `parts`: the names in the folders of the files."""

    numbers: bool = False
    parts: tuple[str, ...] = ()

    def columns(self) -> dict[str, str]:
        """The names of the columns that come from paths, by that of the part."""
        return {part: f"partition_{part}" if part in COLUMNS else part for part in self.parts}

    def schema(self) -> pa.Schema:
        """The schema of what `batch` makes."""
        fields = [pa.field(f.name, self._type(f)) for f in SCHEMA]
        return pa.schema(fields + [pa.field(name, pa.string()) for name in self.columns().values()])

    def _type(self, field: Any) -> Any:
        if field.name == "id" and self.numbers:
            return pa.int64()
        if pa.types.is_map(field.type):
            return pa.list_(pa.struct([("key", field.type.key_type), ("value", field.type.item_type)]))
        return field.type

    def batch(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of rows in this form."""
        schema = self.schema()
        arrays = [_as(rows.column(name), schema.field(name).type) for name in COLUMNS]
        paths = rows.column("path").to_pylist()
        arrays += [pa.array([parts_of(path).get(part) for path in paths], pa.string()) for part in self.parts]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def plain(self, rows: pa.RecordBatch) -> Iterator[dict[str, Any]]:
        """The rows of a batch as plain data, with maps as such."""
        columns = self.columns()
        for row in rows.select(COLUMNS).to_pylist():
            row["metrics"], row["counts"] = dict(row["metrics"] or ()), dict(row["counts"] or ())
            if self.numbers:
                row["id"] = int(row["id"]) if re.fullmatch(NUMBER, row["id"] or "") else row["id"] or None
            parts = parts_of(row["path"])
            yield {**row, **{name: parts.get(part) for part, name in columns.items()}}


def _as(column: Any, kind: Any) -> Any:
    if column.type == kind:
        return column
    if pa.types.is_map(column.type):
        pairs = pa.StructArray.from_arrays([column.keys, column.items], names=["key", "value"])
        return pa.ListArray.from_arrays(column.offsets, pairs).cast(kind)
    empty = pa.array([text if text else None for text in column.to_pylist()], pa.string())  # of what is broken
    return empty.cast(kind)


@lru_cache(4096)
def parts_of(path: str) -> dict[str, str | None]:
    """The parts of a path that say what holds of all that lies below: `year=2024/lang=en/0.parquet`."""
    folder = path.replace("\\", "/").rpartition("/")[0]
    found = [re.fullmatch(PART, part) for part in folder.split("/")]
    return {m[1]: None if m[2] == NO_VALUE else unquote(m[2]) for m in found if m}


def parts_of_all(paths: Iterable[str]) -> tuple[str, ...]:
    """The names in the folders of these files."""
    return tuple(dict.fromkeys(name for path in paths for name in parts_of(path)))
