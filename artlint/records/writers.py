"""Outputs of one row per article: JSON Lines, Parquet, and attributes as Dolma lays them beside documents."""

from __future__ import annotations

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from artlint.records.row_form import RowForm
    from artlint.records.streams import ByteSink

MAX_GROUP_BYTES = 16 << 20  # bytes of rows in a group of a Parquet file, as they are in memory
PREFIX = "artlint__"  # of the names of attributes, as Dolma's taggers have theirs


class Jsonl:
    """An object a line, maps as objects."""

    takes_rows, needs_text, per_file, binary = True, False, False, False

    def __init__(self, out: ByteSink, form: RowForm) -> None:
        self._out, self._form, self._encode = out, form, msgspec.json.Encoder().encode_lines

    def add(self, batch: pa.RecordBatch) -> None:
        self._out.write(self._encode(self._form.plain(batch)))

    def close(self) -> None:
        self._out.close()


class Parquet:
    """A row of columns for each article, in groups."""

    takes_rows, needs_text, per_file, binary = True, False, False, True

    def __init__(self, out: ByteSink, form: RowForm) -> None:
        self._out, self._form = out, form
        self._file = pq.ParquetWriter(out, form.schema(), compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._size = 0

    def add(self, batch: pa.RecordBatch) -> None:
        batch = self._form.batch(batch)
        self._waiting.append(batch)
        self._size += batch.nbytes
        if self._size > MAX_GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._file.write_table(pa.Table.from_batches(self._waiting, self._form.schema()))
        self._waiting, self._size = [], 0

    def close(self) -> None:
        self._flush()
        self._file.close()
        self._out.close()


class Dolma:
    """A file of attributes for each file of documents, line for line: spans [start, end, value] under the rule's name,
    and the verdict as a span over the whole document."""

    takes_rows, needs_text, per_file, binary = True, False, True, True

    def __init__(self, out: ByteSink, form: RowForm) -> None:
        self._out, self._form, self._encode = out, form, msgspec.json.Encoder().encode_lines

    def add(self, batch: pa.RecordBatch) -> None:
        self._out.write(self._encode([_attributes(row) for row in self._form.plain(batch)]))

    def close(self) -> None:
        self._out.close()


def dolma_name(name: str) -> str:
    """The name of the file of attributes: that of the documents, where these are JSON Lines as well."""
    table = any(kind in name.lower()[-8:] for kind in (".parquet", ".csv", ".tsv", ".arrow", ".feather", ".ipc"))
    return f"{name}.jsonl.gz" if table else name


def _attributes(row: Mapping[str, Any]) -> dict[str, Any]:
    size = row["length"] or 0
    out: dict[str, list[list[float]]] = {f"{PREFIX}{row['verdict']}": [[0, size, 1.0]]}
    for rule, score in row["metrics"].items():
        out[f"{PREFIX}{_name(rule)}"] = [[0, size, score]]
    for d in row["diagnostics"]:
        name = f"{PREFIX}{_name(d['rule'])}"
        name += "__spans" * (d["rule"] in row["metrics"])
        out.setdefault(name, []).append([d["start"], d["end"], 1.0])
    return {"id": row["id"], "attributes": out}


def _name(rule: str) -> str:
    return rule.replace("-", "_")
