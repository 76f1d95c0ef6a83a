"""Which reader and writer a file has, by its name; and the batches of many files."""

from __future__ import annotations

import os
from collections import deque

from artlint.records import arrow, csv, jsonl, parquet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any, BinaryIO, Protocol

    import pyarrow as pa

    from artlint.records.batches import Reader
    from artlint.records.choice import First, Sample
    from artlint.records.fields import Fields

    class Writer(Protocol):
        """Writes the records of a file again, in each nothing changed but the text."""

        def add(self, raw: Any, fixed: Sequence[str | None], /) -> None:
            """The records of a batch as the reader kept them; `fixed` are new texts, None where one stays."""

        def close(self, tail: Any, /) -> None:
            """All batches were added; `tail` is what the reader kept of what came after them."""


END = object()
ARROW = (".arrow", ".feather", ".ipc")


def _kind(path: str) -> tuple[type[Reader], Callable[[BinaryIO, Any], Writer]]:
    """What reads a file of this name, and what writes its records again."""
    name = path.lower()
    if name.endswith(".parquet"):
        return parquet.Parquet, parquet.Writer
    if name.endswith(ARROW):
        return arrow.Arrow, arrow.Writer
    if ".csv" in name[-8:] or ".tsv" in name[-8:]:
        return csv.Csv, csv.Writer
    return jsonl.JsonLines, jsonl.Writer


def reader(path: str, wanted: Fields, *, keep: bool = False, place: str = "") -> Reader:
    """What reads the records of a file, which may lie at another `place`; with `keep`, so that they can be written
    again."""
    return _kind(path)[0](path, wanted, keep=keep, place=place)


def have_numbers(files: Sequence[str], wanted: Fields, *, typed: bool) -> bool:
    """Whether the ids of all these files are whole numbers; with `typed`, whether the files themselves hold them to it,
    as tables with types do."""
    if typed and not all(f.lower().endswith((".parquet", *ARROW)) for f in files):
        return False
    return bool(files) and all(reader(f, wanted).has_numbers() for f in files)


def writer(file: BinaryIO, reader: Reader) -> Writer:
    """What writes the records of a reader's file again."""
    return _kind(reader.path)[1](file, reader)


class Feed:
    """The batches of all files. What belongs to each waits in `behind` until its answer comes back: the reader, and
    what it read, or END. `places` has where files lie that go by other names; `choice` takes some of the records."""

    def __init__(
        self,
        files: Sequence[str],
        wanted: Fields,
        *,
        keep: bool,
        places: Mapping[str, str] | None = None,
        choice: First | Sample | None = None,
    ) -> None:
        self._files, self._wanted, self._keep = files, wanted, keep
        self._places, self._choice = places or {}, choice
        self.behind: deque[tuple[Reader, Any]] = deque()
        self.size = sum(map(self._size, files))
        self._done = 0  # bytes of the files before
        self._reader: Reader | None = None

    def _size(self, path: str) -> int:
        place = self._places.get(path, path)
        return os.path.getsize(place) if os.path.exists(place) else 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for path in self._files:
            if self._choice and self._choice.is_over:
                return
            self._reader = one = reader(path, self._wanted, keep=self._keep, place=self._places.get(path, ""))
            for batch, raw in one:
                taken = self._choice.take(batch) if self._choice else batch
                if taken.num_rows:
                    self.behind.append((one, raw if self._keep else None))
                    yield taken
                if self._choice and self._choice.is_over:
                    break
            self.behind.append((one, END))
            self._reader = None
            self._done += self._size(path)

    def share(self) -> float:
        """How much of the files has been read, from 0 to 1."""
        return (self._done + (self._reader.position() if self._reader else 0)) / max(1, self.size)
