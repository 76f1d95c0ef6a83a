"""Files or record batches over worker processes: what comes back is in order, and the same for any number of them.

What stops the process that checks it is set aside, with the reason, and the rest goes on (see workers.py).
"""

from __future__ import annotations

from artlint.base.processes.workers import Crew

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    import pyarrow as pa

    Make = Callable[[Any], Callable[[Any], Any]]

CHUNK = 32  # files: enough to make the way to a worker cheap, few enough to keep all of them busy


class _Made:
    """What is made from options in each worker."""

    def __init__(self, make: Make, options: Any) -> None:
        self._make, self._options = make, options


class _Files(_Made):
    """Tasks are lists of paths, answers lists of what `make(options)` gives for each."""

    def __init__(self, make: Make, options: Any, failed: Callable[[str, str], Any]) -> None:
        super().__init__(make, options)
        self._failed = failed

    def __getstate__(self) -> dict[str, Any]:
        return {"_make": self._make, "_options": self._options}  # the rest is the parent's

    def start(self) -> Callable[[list[str]], list[Any]]:
        work = self._make(self._options)
        return lambda paths: [work(path) for path in paths]

    def cut(self, paths: list[str]) -> list[list[str]]:
        return [[path] for path in paths]

    def join(self, answers: Sequence[list[Any]]) -> list[Any]:
        return [result for answer in answers for result in answer]

    def failed(self, paths: list[str], problem: str) -> list[Any]:
        return [self._failed(path, problem) for path in paths]

    def size(self, paths: list[str]) -> int:
        import os

        return sum(os.path.getsize(path) for path in paths if os.path.exists(path))


class _Batches(_Made):
    """Tasks and answers are record batches, as bytes."""

    def start(self) -> Callable[[bytes], bytes]:
        work = self._make(self._options)
        return lambda data: pack(work(unpack(data)))

    def cut(self, data: bytes) -> list[bytes]:
        batch = unpack(data)
        return [pack(batch.slice(i, 1)) for i in range(batch.num_rows)]

    def join(self, answers: Sequence[bytes]) -> bytes:
        import pyarrow as pa

        return pack(pa.concat_batches([unpack(answer) for answer in answers]))

    def failed(self, data: bytes, problem: str) -> bytes:
        """What is made of a record without a text and with a problem: that needs no checking and kills nobody."""
        import pyarrow as pa

        batch = unpack(data)
        for name, value in (("text", None), ("problem", problem)):
            at = batch.schema.get_field_index(name)
            batch = batch.set_column(at, batch.schema.field(at), pa.array([value], batch.schema.field(at).type))
        return self.start()(pack(batch))

    def size(self, data: bytes) -> int:
        return len(data)


def pack(batch: pa.RecordBatch) -> bytes:
    """A batch with its schema, as Arrow's stream format has it."""
    import pyarrow as pa

    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)
    data: bytes = out.getvalue().to_pybytes()
    return data


def unpack(data: bytes) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.ipc.open_stream(data).read_next_batch()


def files(
    make: Make, options: Any, paths: Sequence[str], jobs: int, failed: Callable[[str, str], Any]
) -> Iterator[Any]:
    """`make(options)(path)` for each path, in order, by `jobs` processes; `make` runs once in each.

    `failed(path, problem)` is the result of a file that stops its process. What a worker raises is raised here.
    """
    chunks = [list(paths[i : i + CHUNK]) for i in range(0, len(paths), CHUNK)]
    for results in Crew(_Files(make, options, failed), min(jobs, len(chunks))).run(iter(chunks)):
        yield from results


def run(
    make: Make,
    options: Any,
    batches: Iterable[pa.RecordBatch],
    jobs: int,
    keep: Callable[[int, bytes], None] | None = None,
) -> Iterator[pa.RecordBatch]:
    """`make(options)(batch)` for each batch, in order, by `jobs` processes; `make` runs once in each.

    `batches` are of records.schema.RECORDS and are asked for as they are needed. A record that stops its process comes
    to `make(options)` here, alone and without a text, its `problem` saying so. What a worker raises is raised here.
    `keep(number, answer)` hears of each packed answer as soon as it is there, which may be out of order.
    """
    for answer in Crew(_Batches(make, options), jobs, keep).run(map(pack, batches)):
        yield unpack(answer)
