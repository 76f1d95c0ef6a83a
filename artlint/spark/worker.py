"""What a Spark task runs: its batches cut into pieces, each checked in a process apart.

Nothing here keeps anything between batches but that process, which serves one task after another.
"""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pyarrow.compute as pc

from artlint.records import fields
from artlint.records.fix_batch import FIXED
from artlint.records.schema import RECORDS
from artlint.spark import facts, result_frame
from artlint.spark.child_process import ChildProcess
from artlint.spark.job_payload import COLLECT, FIX, LINT, REPORT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from artlint.spark.inputs import Decode

MAX_PIECE_RECORDS = 256  # Spark's batches have 10,000, and of those the rows alone would take hundreds of megabytes
MAX_PROCESSES = 2  # each for one payload; a Spark session that lints under ten configurations does not keep ten

_processes: dict[bytes, ChildProcess] = {}


def lint(batches: Iterable[pa.RecordBatch], payload: bytes, decode: Decode | None = None) -> Iterator[pa.RecordBatch]:
    """Batches with the columns of RECORDS and `path`, which `decode` makes of others, to rows (see result_frame.py)."""
    for piece in _pieces(decode(batches) if decode else map(_tidied, batches)):
        yield from _process(payload).run(LINT, piece, result_frame.broken)


def fix(
    batches: Iterable[pa.RecordBatch], payload: bytes, names: Mapping[str, str], added: tuple[str, str]
) -> Iterator[pa.RecordBatch]:
    """Batches of any columns to the same ones with the text fixed, and what was fixed and what went wrong `added`.

    `names` are the columns of RECORDS and `path` as they are called in the batches; `text` is one of them.
    """
    for batch in batches:
        pieces = _pieces([_tidied(_records(batch, names))])
        answers = [answer for piece in pieces for answer in _process(payload).run(FIX, piece, _left_alone)]
        new = pa.Table.from_batches(answers, FIXED)
        columns = {name: batch.column(name) for name in batch.schema.names}
        old = columns[names["text"]]
        columns[names["text"]] = pc.coalesce(_whole(new["text"]).cast(old.type), old)  # what is no article stays
        columns[added[0]], columns[added[1]] = _whole(new["fixed"]), _whole(new["problem"])
        yield pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _records(batch: pa.RecordBatch, names: Mapping[str, str]) -> pa.RecordBatch:
    """The columns of RECORDS and `path`, null where there is none."""
    arrays = [
        batch.column(names[name]).cast(kind) if name in names else pa.nulls(batch.num_rows, kind)
        for name, kind in [("path", pa.string()), *((field.name, field.type) for field in RECORDS)]
    ]
    return pa.RecordBatch.from_arrays(arrays, names=["path", *RECORDS.names])


def _tidied(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch as readers of files give it: a DataFrame's columns hold what they like."""
    texts = batch.column("text")
    problems: list[str | None] = [None] * batch.num_rows
    too_long = pc.fill_null(pc.greater(pc.utf8_length(texts), fields.MAX_CHARACTERS), False)
    for n in pc.indices_nonzero(too_long).to_pylist():
        problems[n] = fields.why_not(texts[n].as_py(), "text")
    texts = pc.if_else(too_long, pa.scalar(None, texts.type), texts)
    new = {
        "text": texts,
        "language": pa.array(map(fields.as_language, batch.column("language").to_pylist()), pa.string()),
        "source": pa.array(map(fields.as_source, batch.column("source").to_pylist()), pa.string()),
        "problem": pa.array(problems, pa.string()),
    }
    names = batch.schema.names
    return pa.RecordBatch.from_arrays([new.get(name, batch.column(name)) for name in names], names=names)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def collect(
    batches: Iterable[pa.RecordBatch], payload: bytes, decode: Decode | None = None
) -> Iterator[pa.RecordBatch]:
    """As `lint`, to batches of FACTS, in which the rows are too. A record that cannot be worked on has no facts."""
    for piece in _pieces(decode(batches) if decode else map(_tidied, batches)):
        yield from _process(payload).run(COLLECT, piece, facts.broken)


def conclude(batches: Iterable[pa.RecordBatch], payload: bytes, stage: int) -> Iterator[pa.RecordBatch]:
    """Batches of FACTS, in order of rule and key, to those of the next stage."""
    for piece in facts.whole_groups(batches, ("rule", "key")):
        yield from _process(payload).run(b"%d" % stage, piece)


def report(batches: Iterable[pa.RecordBatch], payload: bytes) -> Iterator[pa.RecordBatch]:
    """What was found, in order of path and record, to rows."""
    for piece in facts.whole_groups(batches, ("path", "record"), MAX_PIECE_RECORDS):
        yield from _process(payload).run(REPORT, piece)


def _process(payload: bytes) -> ChildProcess:
    key = hashlib.sha256(payload).digest()
    if key not in _processes:
        while len(_processes) >= MAX_PROCESSES:
            _processes.pop(next(iter(_processes))).close()
        _processes[key] = ChildProcess(payload)
    return _processes[key]


def _pieces(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches of RECORDS, none with more than MAX_PIECE_RECORDS records, each from one file."""
    for batch in batches:
        paths = batch.column("path").to_pylist()
        columns = [batch.column(f.name).cast(f.type) for f in RECORDS]
        start = 0
        for end in range(1, len(paths) + 1):
            if end == len(paths) or end - start == MAX_PIECE_RECORDS or paths[end] != paths[start]:
                # Spark's Arrow gives no promise on what lies in the part of a buffer that is sliced away
                schema = RECORDS.with_metadata({"path": (paths[start] or "").encode("utf-8", "surrogateescape")})
                part = [c.slice(start, end - start) for c in columns]
                yield pa.RecordBatch.from_arrays(part, schema=schema)
                start = end


def _left_alone(batch: pa.RecordBatch, problem: str) -> pa.RecordBatch:
    text = batch.column("text").to_pylist()[0]
    return pa.RecordBatch.from_pylist([{"text": text, "fixed": [], "problem": problem}], FIXED)
