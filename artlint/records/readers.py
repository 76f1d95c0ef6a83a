"""Which reader and writer a file has, by its name; and the batches of many files."""

from __future__ import annotations

import os
from collections import deque

from artlint.records import csv, jsonl, parquet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, BinaryIO, Protocol

    import pyarrow as pa

    from artlint.records.batches import Reader
    from artlint.records.fields import Fields

    class Writer(Protocol):
        """Writes the records of a file again, in each nothing changed but the text."""

        def add(self, raw: Any, fixed: Sequence[str | None], /) -> None:
            """The records of a batch as the reader kept them; `fixed` are new texts, None where one stays."""

        def close(self, tail: Any, /) -> None:
            """All batches were added; `tail` is what the reader kept of what came after them."""


END = object()


def _kind(path: str) -> tuple[type[Reader], Callable[[BinaryIO, Any], Writer]]:
    """What reads a file of this name, and what writes its records again."""
    name = path.lower()
    if name.endswith(".parquet"):
        return parquet.Parquet, parquet.Writer
    if ".csv" in name[-8:] or ".tsv" in name[-8:]:
        return csv.Csv, csv.Writer
    return jsonl.JsonLines, jsonl.Writer


def reader(path: str, wanted: Fields, *, keep: bool = False) -> Reader:
    """What reads the records of a file; with `keep`, so that they can be written again."""
    return _kind(path)[0](path, wanted, keep=keep)


def writer(file: BinaryIO, reader: Reader) -> Writer:
    """What writes the records of a reader's file again."""
    return _kind(reader.path)[1](file, reader)


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
