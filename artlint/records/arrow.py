"""Arrow's own files (IPC), which are Feather and what Hugging Face datasets are saved as too: rows numbered from 1."""

from __future__ import annotations

import os
from functools import cached_property

import pyarrow as pa

from artlint.records import streams
from artlint.records.batches import MAX_ROWS
from artlint.records.columns import Columns, parts, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    from artlint.records.batches import Piece

FILE_MARK = b"ARROW1"  # begins a file; a stream has no mark
FEATHER_1_MARK = b"FEA1"
CODECS = {
    b"\x04\x22\x4d\x18": "lz4",
    b"\x28\xb5\x2f\xfd": "zstd",
}  # by what begins a compressed buffer, behind its size
MAX_PROBED_BYTES = 1 << 22  # of the first batches, in which such a beginning is looked for


class Arrow(Columns):
    """Reads a file or a stream of record batches."""

    _share = 0.0  # of the bytes, that have been read

    def _pieces(self) -> Iterator[Piece]:
        if self._head(len(FEATHER_1_MARK)) == FEATHER_1_MARK:
            raise streams.Broken(
                "it is in the old form of Feather (version 1)\n  help: write it again with pyarrow or polars"
            )
        number = 0
        try:
            with pa.memory_map(self.place) as source:
                opened = self._opened(source)
                self._look(opened.schema)
                for whole in self._batches(opened):
                    for start in range(0, whole.num_rows, MAX_ROWS):
                        for batch in parts(whole.slice(start, MAX_ROWS)):
                            yield self._records(batch, number), batch
                            number += batch.num_rows
                    self._share = source.tell() / max(1, source.size())
        except (pa.ArrowException, OSError, EOFError) as error:
            if not number:
                raise streams.Broken(f"it is no Arrow file: {short(error)}") from None
            raise streams.Broken(f"it cannot be read on after record {number}: {short(error)}") from None

    def _schema_of_file(self) -> Any:
        with pa.memory_map(self.place) as source:
            return self._opened(source).schema

    def _opened(self, source: Any) -> Any:
        return pa.ipc.open_file(source) if self.is_file else pa.ipc.open_stream(source)

    @cached_property
    def is_file(self) -> bool:
        """Whether this is a file, which ends in a list of its batches, and no stream."""
        return self._head(len(FILE_MARK)) == FILE_MARK

    def _batches(self, opened: Any) -> Iterator[pa.RecordBatch]:
        if self.is_file:
            return map(opened.get_batch, range(opened.num_record_batches))
        return iter(opened)

    def position(self) -> int:
        return int(os.path.getsize(self.place) * self._share)

    def _head(self, size: int) -> bytes:
        with streams.reading(self.place) as file:
            return file.read(size)

    @property
    def codec(self) -> str | None:
        """How the batches are compressed, which Arrow does not tell."""
        head = self._head(MAX_PROBED_BYTES)
        places = {head.find(mark, 8): codec for mark, codec in CODECS.items()}
        buffers = [place for place in places if place > 0 and place % 8 == 0]
        return places[min(buffers)] if buffers else None


class Writer:
    """Writes the rows again, with all columns, as the same kind of file."""

    def __init__(self, file: BinaryIO, reader: Arrow) -> None:
        self._file, self._reader = file, reader
        self._out: Any = None

    def _open(self) -> Any:
        if self._out is None:
            new = pa.ipc.new_file if self._reader.is_file else pa.ipc.new_stream
            options = pa.ipc.IpcWriteOptions(compression=self._reader.codec)
            self._out = new(self._file, self._reader.schema, options=options)
        return self._out

    def add(self, raw: pa.RecordBatch, fixed: Sequence[str | None]) -> None:
        """A batch; `fixed` are the new texts of its rows, None where one stays."""
        try:
            self._open().write_batch(self._reader.replaced(raw, fixed))
        except pa.ArrowInvalid as error:  # an Arrow file has one dictionary of a column, which must not change
            raise streams.Broken(f"it cannot be written again: {short(error)}") from None

    def close(self, tail: Any) -> None:
        self._open().close()
