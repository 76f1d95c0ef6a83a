"""What a Spark task runs: its batches cut into pieces, each checked by the core in a process apart.

Nothing here keeps anything between batches but that process, which serves one task after another.
"""

from __future__ import annotations

import hashlib

import pyarrow as pa

from artlint.data import rows
from artlint.data.mending import MENDED
from artlint.data.schema import RECORDS, ROWS, path_of
from artlint.model import RecordPath
from artlint.spark import facts
from artlint.spark.isolated import Isolated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from artlint.spark.inputs import Decode
    from artlint.spark.isolated import Broken

PIECE = 256  # records: Spark's batches have 10,000, and of those the rows alone would take hundreds of megabytes
KEPT = 4  # processes for other parcels; a Spark session that lints under ten configurations does not keep ten

_processes: dict[bytes, Isolated] = {}


def linted(batches: Iterable[pa.RecordBatch], parcel: bytes, decode: Decode | None = None) -> Iterator[pa.RecordBatch]:
    """Batches with the columns of RECORDS and `path`, which `decode` makes of others, to batches of ROWS."""
    work = _process(parcel, "lint", _broken_row)
    for piece in _pieces(decode(batches) if decode else batches):
        yield from work(piece)


def mended(
    batches: Iterable[pa.RecordBatch], parcel: bytes, names: Mapping[str, str], added: tuple[str, str]
) -> Iterator[pa.RecordBatch]:
    """Batches of any columns to the same ones with the text mended, and what was fixed and what went wrong `added`.

    `names` are the columns of RECORDS and `path` as they are called in the batches; `text` is one of them.
    """
    work = _process(parcel, "fix", _left_alone)
    for batch in batches:
        answers = [answer for piece in _pieces([_records(batch, names)]) for answer in work(piece)]
        new = pa.Table.from_batches(answers, MENDED)
        columns = {name: batch.column(name) for name in batch.schema.names}
        columns[names["text"]] = _whole(new["text"]).cast(batch.schema.field(names["text"]).type)
        columns[added[0]], columns[added[1]] = _whole(new["fixed"]), _whole(new["problem"])
        yield pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _records(batch: pa.RecordBatch, names: Mapping[str, str]) -> pa.RecordBatch:
    """The columns of RECORDS and `path`, null where there is none."""
    arrays = [
        batch.column(names[name]).cast(kind) if name in names else pa.nulls(batch.num_rows, kind)
        for name, kind in [("path", pa.string()), *((field.name, field.type) for field in RECORDS)]
    ]
    return pa.RecordBatch.from_arrays(arrays, names=["path", *RECORDS.names])


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def collected(
    batches: Iterable[pa.RecordBatch], parcel: bytes, decode: Decode | None = None
) -> Iterator[pa.RecordBatch]:
    """As `linted`, to batches of FACTS. A record that cannot be worked on has none."""
    work = _process(parcel, "collect", lambda batch, problem: pa.RecordBatch.from_pylist([], facts.FACTS))
    for piece in _pieces(decode(batches) if decode else batches):
        yield from work(piece)


def concluded(batches: Iterable[pa.RecordBatch], parcel: bytes, stage: int) -> Iterator[pa.RecordBatch]:
    """Batches of FACTS, in order of rule and key, to those of the next stage."""
    work = _process(parcel, str(stage), None)
    for piece in facts.whole_groups(batches, ("rule", "key")):
        yield from work(piece)


def reported(batches: Iterable[pa.RecordBatch], parcel: bytes) -> Iterator[pa.RecordBatch]:
    """What was found, in order of path and record, to REPORTS."""
    work = _process(parcel, "report", None)
    for piece in facts.whole_groups(batches, ("path", "record")):
        yield from work(piece)


def _process(parcel: bytes, operation: str, broken: Broken | None) -> Isolated:
    key = hashlib.sha256(operation.encode() + parcel).digest()
    if key not in _processes:
        while len(_processes) >= KEPT:
            _processes.pop(next(iter(_processes))).close()
        _processes[key] = Isolated(parcel, operation, broken)
    return _processes[key]


def _pieces(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches of RECORDS, none with more than PIECE records, each from one file."""
    for batch in batches:
        paths = batch.column("path").to_pylist()
        columns = [batch.column(f.name).cast(f.type) for f in RECORDS]
        start = 0
        for end in range(1, len(paths) + 1):
            if end == len(paths) or end - start == PIECE or paths[end] != paths[start]:
                # Spark's Arrow gives no promise on what lies in the part of a buffer that is sliced away
                schema = RECORDS.with_metadata({"path": (paths[start] or "").encode("utf-8", "surrogateescape")})
                part = [c.slice(start, end - start) for c in columns]
                yield pa.RecordBatch.from_arrays(part, schema=schema)
                start = end


def _broken_row(batch: pa.RecordBatch, problem: str) -> pa.RecordBatch:
    record = batch.to_pylist()[0]
    place = RecordPath(path_of(batch), record["record"], record["id"] or "")
    return pa.RecordBatch.from_pylist([rows.row(place, (), {}, "broken", problem)], ROWS)


def _left_alone(batch: pa.RecordBatch, problem: str) -> pa.RecordBatch:
    text = batch.column("text").to_pylist()[0]
    return pa.RecordBatch.from_pylist([{"text": text, "fixed": [], "problem": problem}], MENDED)
