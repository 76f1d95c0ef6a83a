"""Files of records as Spark reads them: which records are in them, numbered as other runs of artlint number them.

Spark cuts large files into splits, so the number of a line is its place in the split, counted by the task, and what
stands in the splits before it, counted beforehand.
"""

from __future__ import annotations

import os
import re
import tempfile
from urllib.parse import unquote

import pyarrow as pa

from artlint.base.errors import ArtlintError
from artlint.records import fields, readers
from artlint.records.batches import Gathered
from artlint.records.jsonl import JsonLines, decoder
from artlint.records.schema import RECORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from pyspark.sql import DataFrame, SparkSession

    from artlint.records.fields import Fields

    Decode = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]

KINDS = {".parquet": "parquet", ".jsonl": "lines", ".ndjson": "lines", ".json": "lines", ".csv": "csv", ".tsv": "csv"}
COMPRESSED = (".gz", ".zst")
SAMPLE_RECORDS = 256  # records that are looked at to find the fields


def kind_of(path: str) -> str:
    """How a file, or the files that a pattern names, are read."""
    name = path.rstrip("/*").lower()
    for ending in COMPRESSED:
        name = name.removesuffix(ending)
    kind = KINDS.get(os.path.splitext(name)[1])
    if not kind:
        raise ArtlintError(
            f"{path}: its name does not say how to read it\n"
            f"  help: {', '.join(KINDS)}, and .gz or .zst after it; files in a folder that is not on this machine are "
            f"named by a pattern: FOLDER/*.jsonl"
        )
    return kind


def frames(
    spark: SparkSession, files: Sequence[str], patterns: Sequence[str], wanted: Fields
) -> Iterator[tuple[DataFrame, Decode]]:
    """For each kind of files: what Spark reads of them, and how records are made of that on a worker. What a pattern
    names is for Spark to find."""
    by_kind: dict[str, list[str]] = {}
    for path in files:
        by_kind.setdefault(kind_of(path), []).append(re.sub(r"([][{}*?\\])", r"\\\1", path))
    for path in patterns:
        by_kind.setdefault(kind_of(path), []).append(path)
    base = "" if any(os.path.isabs(p) or "://" in p for p in (*files, *patterns)) else os.getcwd()
    for kind, of_kind in by_kind.items():
        yield _KINDS[kind](spark, of_kind, wanted, base)


def shown(uri: str, base: str) -> str:
    """A file as the command line would name it: below the folder `base`, or with its whole path."""
    if not uri.startswith("file:"):
        return uri
    path = "/" + unquote(uri.removeprefix("file:")).lstrip("/")
    return os.path.relpath(path, base) if base else path


def _parquet(spark: SparkSession, paths: list[str], wanted: Fields, base: str) -> tuple[DataFrame, Decode]:
    from pyspark.sql import functions as f

    df = spark.read.option("recursiveFileLookup", "true").parquet(*paths)
    top = df.columns

    def has(name: str) -> bool:
        return _type(df.schema, fields.steps(name, top)) != ""

    used = fields.resolved(wanted, has, top)
    kind = _type(df.schema, fields.steps(used.text, top))
    if kind not in ("string", "binary"):
        raise ArtlintError(f"the column “{used.text}” is of type {kind}, not text")
    made = [
        f.col("_metadata.file_path").alias("path"),
        (f.col("_metadata.row_index") + 1).alias("record"),
        f.col(_column(used.text, top)).cast("binary").alias("text"),
    ]
    strings = {n for n in used if n and _type(df.schema, fields.steps(n, top)) in ("string", "binary")}
    others = {"id": used.id, "language": used.language, "source": used.source, "against": used.against}
    for role, n in others.items():  # an id may be a number too
        has_one = n if role == "id" else n in strings
        made.append((f.col(_column(n, top)) if has_one else f.lit(None)).cast("string").alias(role))
    name = used.text

    def decode(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows = [_row(r, name, base) for r in batch.to_pylist()]
            yield pa.RecordBatch.from_pylist(rows, _SCHEMA)

    return df.select(*made), decode


def _column(name: str, top: Sequence[str]) -> str:
    return ".".join(f"`{step}`" for step in fields.steps(name, top))


def _type(schema: Any, way: Sequence[str]) -> str:
    """The type of a field as Spark names it; empty where there is none."""
    at = schema
    for step in way:
        if step not in getattr(at, "names", ()):
            return ""
        at = at[step].dataType
    return str(at.simpleString())


def _row(row: dict[str, Any], name: str, base: str) -> dict[str, Any]:
    text = fields.as_text(row["text"])
    problem = fields.why_not(text, name)
    return {
        "path": shown(row["path"], base),
        "record": row["record"],
        "text": None if problem else text,
        "id": fields.as_id(row["id"]),
        "language": fields.as_language(row["language"]),
        "source": fields.as_source(row["source"]),
        "against": fields.as_against(row["against"]),
        "problem": problem,
    }


def _lines(spark: SparkSession, paths: list[str], wanted: Fields, base: str) -> tuple[DataFrame, Decode]:
    from pyspark.sql import functions as f

    df = spark.read.option("lineSep", "\n").option("recursiveFileLookup", "true").text(paths)
    place = [f.col("_metadata.file_path").alias("path"), f.col("_metadata.file_block_start").alias("block")]
    looked = _Lines("", wanted)
    looked.look([bytes(r[0]) for r in df.select(f.col("value").cast("binary")).limit(SAMPLE_RECORDS).collect()])
    used, ways = looked.used, looked.ways
    before: dict[tuple[str, int], int] = {}
    if not all(name.endswith(COMPRESSED) for name in df.inputFiles()):  # these are never split
        counted = df.select(*place).groupBy("path", "block").count().collect()
        at: dict[str, int] = {}
        for path, block, count in sorted(tuple(row) for row in counted):
            if block:
                before[path, block] = at[path]
            at[path] = at.get(path, 0) + count

    def decode(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        numbers = dict(before)
        for batch in batches:
            columns = [batch.column(name).to_pylist() for name in ("path", "block", "value")]
            yield from _decoded_lines(zip(*columns, strict=True), numbers, used, ways, base)

    return df.select(*place, f.col("value").cast("binary").alias("value")), decode


def _decoded_lines(
    lines: Iterable[tuple[str, int, bytes]],
    numbers: dict[tuple[str, int], int],
    used: Fields,
    ways: list[tuple[str, ...]],
    base: str,
) -> Iterator[pa.RecordBatch]:
    reader: _Lines | None = None
    at = None
    for uri, block, line in lines:
        if reader is None or at != uri:
            if reader is not None:
                yield from reader.taken()
            reader, at = _Lines(shown(uri, base), used, ways), uri
        number = numbers[uri, block] = numbers.get((uri, block), 0) + 1
        if line.strip():
            reader.add(number, line)
    if reader is not None:
        yield from reader.taken()


class _Lines(JsonLines):
    """The lines of one file that one task has. Where the fields lie is known beforehand."""

    def __init__(self, path: str, used: Fields, ways: list[tuple[str, ...]] | None = None) -> None:
        super().__init__(path, used)
        self._gathered = Gathered(self)
        self._full: list[pa.RecordBatch] = []
        if ways is not None:
            self.used, self._steps = used, ways
            self._decode = decoder(tuple(ways))

    @property
    def ways(self) -> list[tuple[str, ...]]:
        return [tuple(way) for way in self._steps]

    def look(self, lines: list[bytes]) -> None:
        self._look(lines, whole=len(lines) < SAMPLE_RECORDS)
        if not self.used.text:
            raise ArtlintError("the first lines hold no object\n  help: a file of JSON Lines has one in each line")

    def add(self, number: int, line: bytes) -> None:
        self._add(self._gathered, number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
        if self._gathered.full():
            self._full += [batch for batch, _ in self._gathered.take()]

    def taken(self) -> Iterator[pa.RecordBatch]:
        for batch in (*self._full, *(b for b, _ in self._gathered.take())):
            yield _with_path(batch, self.path)


def _csv(spark: SparkSession, paths: list[str], wanted: Fields, base: str) -> tuple[DataFrame, Decode]:
    """Whole files: a row may go over lines, so only one who has read all before knows where it begins."""
    df = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(paths).select("path", "content")

    def decode(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for row in batch.to_pylist():
                path = shown(row["path"], base)
                with tempfile.TemporaryDirectory(prefix="artlint-") as folder:
                    name = os.path.join(folder, os.path.basename(path))
                    with open(name, "wb") as file:
                        file.write(row["content"])
                    reader = readers.reader(name, wanted)
                    for records, _ in reader:
                        yield _with_path(records, path)
                    if reader.problem:
                        yield pa.RecordBatch.from_pylist([{"path": path, "problem": reader.problem}], _SCHEMA)

    return df, decode


_SCHEMA = pa.schema([("path", pa.string()), *RECORDS])
_KINDS: Mapping[str, Any] = {"parquet": _parquet, "lines": _lines, "csv": _csv}


def _with_path(batch: pa.RecordBatch, path: str) -> pa.RecordBatch:
    paths = pa.array([path] * batch.num_rows, pa.string())
    return pa.RecordBatch.from_arrays([paths, *batch.columns], schema=_SCHEMA)
