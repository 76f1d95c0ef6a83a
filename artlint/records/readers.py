"""Which reader and writer a file has, by its name; and the batches of many files."""

from __future__ import annotations

import os
from collections import deque

from artlint.records import csv, jsonl, parquet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    import pyarrow as pa

    from artlint.records.batches import Reader
    from artlint.records.fields import Fields

END = object()


def _module(path: str) -> Any:
    name = path.lower()
    if name.endswith(".parquet"):
        return parquet, parquet.Parquet
    return (csv, csv.Csv) if ".csv" in name[-8:] or ".tsv" in name[-8:] else (jsonl, jsonl.JsonLines)


def reader(path: str, wanted: Fields, *, keep: bool = False) -> Reader:
    """What reads the records of a file; with `keep`, so that they can be written again."""
    made: Reader = _module(path)[1](path, wanted, keep=keep)
    return made


def writer(file: BinaryIO, reader: Reader) -> Any:
    """What writes the records of a reader's file again."""
    return _module(reader.path)[0].Writer(file, reader)


class Feed:
    """The batches of all files. What belongs to each waits in `behind` until its answer comes back: the reader, and
    what it read, or END."""

    def __init__(self, files: Sequence[str], wanted: Fields, *, keep: bool) -> None:
        self._files, self._wanted, self._keep = files, wanted, keep
        self.behind: deque[tuple[Reader, Any]] = deque()
        self.size = sum(os.path.getsize(f) for f in files if os.path.exists(f))  # bytes
        self._done = 0  # bytes of the files before
        self._reader: Reader | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for path in self._files:
            self._reader = one = reader(path, self._wanted, keep=self._keep)
            for batch, raw in one:
                self.behind.append((one, raw if self._keep else None))
                yield batch
            self.behind.append((one, END))
            self._reader = None
            self._done += os.path.getsize(path) if os.path.exists(path) else 0

    def share(self) -> float:
        """How much of the files has been read, from 0 to 1."""
        return (self._done + (self._reader.position() if self._reader else 0)) / max(1, self.size)
