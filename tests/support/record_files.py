"""Files of records, written and read by other means than artlint's."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import zstandard

from artlint.records import fields, readers

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".ndjson", ".parquet", ".csv", ".csv.gz", ".tsv")


def write_records(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Records in the form that the name of the file says."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, compression="zstd")
        return path
    if path.suffix in (".feather", ".arrow"):
        feather.write_feather(pa.Table.from_pylist(rows), path, compression="lz4")
        return path
    name = path.name.removesuffix(".gz").removesuffix(".zst")
    if name.endswith((".csv", ".tsv")):
        from io import StringIO

        out = StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]), delimiter="\t" if name.endswith("tsv") else ",")
        writer.writeheader()
        writer.writerows(rows)
        data = out.getvalue().encode()
    else:
        data = "".join(json.dumps(r, ensure_ascii=i % 2 == 0) + "\n" for i, r in enumerate(rows)).encode()
    packed = {".gz": gzip.compress, ".zst": zstandard.compress}.get(path.suffix, bytes)
    path.write_bytes(packed(data))
    return path


def content(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def records(path: Path, **wanted: str) -> list[dict[str, Any]]:
    reader = readers.reader(str(path), fields.Fields(**wanted))
    return [row for batch, _ in reader for row in batch.to_pylist()]


BROKEN = (
    b'\xef\xbb\xbf{"id": "a", "text": "It rained."}\n'
    b"\n"
    b'{"id": "c"}\n'
    b'{"id": "d", "text": "cut\n'
    b"[1]\n"
    b'{"text": null}\n'
    b'{"text": 3}\n'
    b'{"id": "h", "text": "\xff"}\n'
    b'{"id": "i", "text": "ok", "other": "\xff"}\n'
    b'{"text": "\\ud800"}\n'
    b'{"id": "k", "text": "It snowed.", "n": NaN}\r\n'
    b'{"id": "l", "text": "", "text": "The last of two."}'
)
