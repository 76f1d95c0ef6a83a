"""The columns of records as they go into the core, and of what comes out of it: one row for each.

Offsets are code points, half-open; lines and columns count from 1. `path` is the file, kept beside the batch's columns
because it is the same for all of them (see `path_of`).
"""

from __future__ import annotations

import pyarrow as pa

RECORDS = pa.schema(
    [
        ("record", pa.int64()),  # its number in the file, from 1
        ("id", pa.string()),
        ("text", pa.large_string()),  # null where the record is broken
        ("language", pa.string()),
        ("source", pa.string()),
        ("against", pa.large_string()),  # the text that it was made from
        ("problem", pa.string()),  # why it is broken
    ]
)

_PLACE = [
    ("start", pa.int64()),
    ("end", pa.int64()),
    ("line", pa.int64()),
    ("column", pa.int64()),
    ("end_line", pa.int64()),
    ("end_column", pa.int64()),
]
EDIT = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())])
FIX = pa.struct([("title", pa.string()), ("safety", pa.string()), ("edits", pa.list_(EDIT))])
RELATED = pa.struct(
    [
        *_PLACE[2:],
        ("message", pa.string()),
        ("path", pa.string()),  # empty: in the same article
        ("record", pa.int64()),  # null where the path says all
        ("id", pa.string()),
    ]
)
DIAGNOSTIC = pa.struct(
    [
        ("rule", pa.string()),
        ("code", pa.string()),
        ("severity", pa.string()),
        ("message", pa.string()),
        *_PLACE,
        ("fingerprint", pa.string()),
        ("fix", FIX),
        ("related", pa.list_(RELATED)),
    ]
)
ROWS = pa.schema(
    [
        ("path", pa.string()),
        ("record", pa.int64()),
        ("id", pa.string()),
        ("verdict", pa.string()),  # keep; drop: a diagnostic of --fail-on or above; broken: it could not be read
        ("problem", pa.string()),
        ("metrics", pa.map_(pa.string(), pa.float64())),  # by rule
        ("counts", pa.map_(pa.string(), pa.int64())),  # of diagnostics, by rule
        ("diagnostics", pa.list_(DIAGNOSTIC)),
    ]
)


def records(path: str, rows: list[dict[str, object]]) -> pa.RecordBatch:
    """A batch of RECORDS from one file; keys that a row lacks are null."""
    return pa.RecordBatch.from_pylist(rows, RECORDS.with_metadata({"path": path}))


def path_of(batch: pa.RecordBatch) -> str:
    """The file that the records of a batch come from; empty where nobody said."""
    path: bytes = (batch.schema.metadata or {}).get(b"path", b"")
    return path.decode("utf-8", "surrogateescape")


OUT = pa.schema(
    [
        *ROWS,
        ("language", pa.string()),  # as the record says, or else as it was found, where that is wanted
        ("source", pa.string()),
        ("length", pa.int64()),  # of the text, in code points
        ("text", pa.large_string()),  # where it is wanted and there is a diagnostic to show in it
        ("fixed", pa.large_string()),  # the text with its fixes, where there are any
        ("fixed_rules", pa.list_(pa.string())),  # the rules whose faults were fixed
        ("facts", pa.binary()),  # what the rules that look across articles noted, where that is wanted
    ]
)


COLUMNS = ["path", "record", "id", "language", "source", "length", *ROWS.names[3:]]  # of outputs that are rows


SCHEMA = pa.schema([OUT.field(name) for name in COLUMNS])
