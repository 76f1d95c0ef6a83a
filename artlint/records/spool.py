"""Rows put aside on disk until it is known what follows from all of them."""

from __future__ import annotations

import tempfile

import pyarrow as pa

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Spool:
    """Batches of one schema, added first and then read in their order, once. The file has no name and goes with the
    process; it lies in `folder`, or where temporary files do."""

    def __init__(self, schema: pa.Schema, folder: str | None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (read when all is there)
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._writer = pa.ipc.new_stream(self._file, schema, options=options)

    def add(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        self._writer.close()
        self._file.seek(0)
        with self._file, pa.ipc.open_stream(self._file) as reader:
            yield from reader
