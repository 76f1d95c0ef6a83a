"""The form of a Parquet file: what stands in the file behind the types that Arrow shows, and is to be kept when it is
written again."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

from artlint.records.streams import Broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

SPARK = b"org.apache.spark.version"  # in the metadata of what Spark wrote


def opened(path: str, about: Any = None, dictionaries: Sequence[str] = ()) -> pq.ParquetFile:
    """The file (by its metadata, where they have been read), its pages to be read as they are needed: a whole group of
    rows may be more than there is memory; so may be a text that stands there once and is the value of many rows, for
    which columns are read as `dictionaries`. Spark's old timestamps (INT96) are microseconds, and may lie beyond what
    nanoseconds can say."""
    about = about or pq.read_metadata(path)
    unit = "us" if SPARK in (about.metadata or {}) else None
    return pq.ParquetFile(
        path,
        metadata=about,
        pre_buffer=False,
        buffer_size=1 << 18,
        coerce_int96_timestamp_unit=unit,
        read_dictionary=list(dictionaries),
    )


def options(metadata: Any) -> dict[str, Any]:
    """How to write so that columns are as the file had them: the compression of each, old timestamps, and decimals that
    are whole numbers."""
    leaves = [metadata.schema.column(i) for i in range(metadata.num_columns)]
    made: dict[str, Any] = {
        "use_deprecated_int96_timestamps": any(leaf.physical_type == "INT96" for leaf in leaves),
        "store_decimal_as_integer": any(
            leaf.physical_type in ("INT32", "INT64") and _is_decimal(leaf) for leaf in leaves
        ),
    }
    if metadata.num_row_groups and leaves:
        group = metadata.row_group(0)
        columns = [group.column(i) for i in range(metadata.num_columns)]
        kinds = {c.path_in_schema: c.compression for c in columns}
        known = {name: kind if kind != "UNCOMPRESSED" else "NONE" for name, kind in kinds.items()}
        if all(map(_writable, known.values())):
            made["compression"] = known
    return made


def row_bytes(group: Any, columns: Sequence[str] | None) -> int:
    """How many bytes a row of a group of rows has on the average, in these columns or in all."""
    chunks = map(group.column, range(group.num_columns))
    of_these = [c.total_uncompressed_size for c in chunks if columns is None or _is_in(c.path_in_schema, columns)]
    return int(sum(of_these) // max(1, group.num_rows))


def _is_in(path: str, columns: Sequence[str]) -> bool:
    return any(path == column or path.startswith(f"{column}.") for column in columns)


def check(old: Any, schema: pa.Schema, how: dict[str, Any]) -> None:
    """Raise Broken where a column would be written as another type than the `old` schema of the file has: there are some
    that Arrow reads and has no name for."""
    probe = io.BytesIO()
    pq.ParquetWriter(probe, schema, **how).close()
    new = pq.ParquetFile(probe).schema
    for before, after in zip(map(old.column, range(len(old))), map(new.column, range(len(new))), strict=True):
        is_lost = str(after.logical_type) == "None" and not str(before.logical_type).startswith(("None", "Int("))
        if before.physical_type != after.physical_type or is_lost:
            raise _refused(before.path, _name(before), _name(after))
    if "(Variant" in str(old) and "(Variant" not in str(new):
        raise _refused("", "VARIANT", "a group of bytes")


def _refused(column: str, before: str, after: str) -> Broken:
    which = f"the column “{column}”" if column else "a column"
    return Broken(f"{which} is of type {before} and would be written as {after}; leave it out, or convert it first")


def _name(leaf: Any) -> str:
    logical = str(leaf.logical_type).partition("(")[0]
    return leaf.physical_type if logical == "None" else f"{leaf.physical_type} ({logical})"


def _is_decimal(leaf: Any) -> bool:
    return str(leaf.logical_type).startswith("Decimal")


def _writable(kind: str) -> bool:
    try:
        return kind == "NONE" or bool(pa.Codec.is_available(kind.lower()))
    except ValueError:  # one that Arrow has no name for
        return False
