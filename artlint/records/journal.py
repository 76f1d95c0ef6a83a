"""What a run has found out so far, in a file beside its output: a run that was stopped goes on from there (`--resume`).

The journal holds what came of each batch, as soon as it is known, and not how far an output has got. So it is the same
for every kind of output: a run that is taken up again writes its outputs anew, from the journal as far as that goes,
and they are those of a run that was never stopped. What is lost is what the workers had in hand.

The file is a line that says of what run it is, and a piece for each batch: a line of JSON with the number of
the batch, which records it was made of, its size and checksum; then the answer, compressed. A piece that is not whole
is where the run was stopped, and is dropped. The file is written for every batch, but the system is not made to put it
on the disk: a process that is killed loses nothing of it, a machine that loses its power may lose the last seconds.
"""

from __future__ import annotations

import json
import os
import zlib
from collections import deque
from itertools import chain

import pyarrow as pa

from artlint.base.atomic_file import name_full_disk
from artlint.base.errors import ArtlintError
from artlint.base.processes.pool import unpack
from artlint.records.schema import path_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

FORMAT = 1
MARK = b"artlint journal "


def of_inputs(paths: Iterable[str]) -> list[list[Any]]:
    """What tells the inputs of a run from others, for its key: their names, sizes, and when they were changed."""
    out: list[list[Any]] = []
    for path in paths:
        stat = os.stat(path)
        out.append([os.path.abspath(path), stat.st_size, stat.st_mtime_ns])
    return out


class Journal:
    """The journal at `path` of the run that `key` describes: by the names of its parts (“inputs”, “rules”, “options”),
    what JSON can hold. With `resume`, what is there already is used; otherwise it begins empty, `lost` is how many
    batches were in it, and `same` whether they were of such a run.

    Raises ArtlintError where it is of another run, or another run writes it at this moment.
    """

    def __init__(self, path: str, key: Mapping[str, Any], *, resume: bool) -> None:
        self.path = path
        self._done: dict[int, tuple[list[Any], int, int, int]] = {}  # by batch: its records; place, bytes, full size
        self.lost, self.same = 0, True
        if os.path.islink(path):
            raise ArtlintError(f"{path}: the journal is a link, which anybody may have put there\n  help: delete it")
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        self._file = os.fdopen(os.open(path, flags, 0o666), "r+b")
        try:
            self._lock()
            head = MARK + json.dumps({"format": FORMAT, **key}).encode() + b"\n"
            end = self._read(head, resume)
            self._file.seek(end)
            self._file.truncate()
            if not end:
                self._file.write(head)
                self._file.flush()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def done(self) -> int:
        """How many batches need not be done again."""
        return len(self._done)

    def remove(self) -> None:
        """The outputs are complete, and the journal has served."""
        self._file.close()
        os.unlink(self.path)

    def through(
        self,
        batches: Iterable[pa.RecordBatch],
        run: Callable[[Iterator[pa.RecordBatch], Callable[[int, bytes], None]], Iterator[pa.RecordBatch]],
    ) -> Iterator[pa.RecordBatch]:
        """What comes of each batch, in order: from the journal, or by `run(batches, keep)` (see base/processes/pool.py),
        which gets those that are not in it."""
        numbered = enumerate(batches)
        for number, batch in numbered:
            if number not in self._done:
                first = number, batch
                break
            yield self._stored(number, batch)
        else:
            return
        stored: deque[pa.RecordBatch | None] = deque()  # in the order of the batches; None: `run` has it
        given: dict[int, tuple[int, list[Any]]] = {}  # by its number at `run`: the batch's own, and its records

        def rest() -> Iterator[pa.RecordBatch]:
            at = 0
            for number, batch in chain((first,), numbered):
                if number in self._done:
                    stored.append(self._stored(number, batch))
                    continue
                stored.append(None)
                given[at] = number, _records(batch)
                at += 1
                yield batch

        def keep(at: int, answer: bytes) -> None:
            self._add(*given.pop(at), answer)

        for rows in run(rest(), keep):
            while (known := stored.popleft()) is not None:
                yield known
            yield rows
        for known in stored:
            assert known is not None
            yield known

    def _add(self, number: int, records: list[Any], answer: bytes) -> None:
        data = pa.compress(answer, "zstd", asbytes=True)
        about = {"batch": number, "records": records, "bytes": len(data), "size": len(answer), "crc": zlib.crc32(data)}
        try:
            self._file.write(json.dumps(about).encode() + b"\n" + data)
            self._file.flush()
        except OSError as error:
            name_full_disk(error, self.path)
            raise

    def _stored(self, number: int, batch: pa.RecordBatch) -> pa.RecordBatch:
        records, place, length, size = self._done[number]
        if records != _records(batch):
            raise ArtlintError(
                f"{self.path}: batch {number} was made of other records than it would be now: the inputs are read in "
                "another way\n  help: begin anew, without --resume"
            )
        self._file.seek(place)
        data = self._file.read(length)
        self._file.seek(0, os.SEEK_END)
        return unpack(pa.decompress(data, size, "zstd", asbytes=True))

    def _read(self, head: bytes, resume: bool) -> int:
        """Find the pieces that are whole; where they end, or 0 if there is nothing to go on from."""
        found = self._file.readline()
        if not found.startswith(MARK[: len(found)]):
            raise ArtlintError(f"{self.path}: this is not the journal of a run\n  help: name another output")
        if not found.endswith(b"\n"):
            return 0
        self.same = found == head
        if resume and not self.same:
            self._refuse(found, head)
        end = self._pieces(len(found))
        if not resume:
            self.lost, self._done, end = len(self._done), {}, 0
        return end

    def _pieces(self, place: int) -> int:
        """Take down the pieces that are whole; where they end."""
        while True:
            line = self._file.readline()
            try:
                about = json.loads(line)
                number, records, length, size, crc = (about[k] for k in ("batch", "records", "bytes", "size", "crc"))
            except (ValueError, TypeError, KeyError):
                return place
            data = self._file.read(length)
            if len(data) < length or zlib.crc32(data) != crc:
                return place
            self._done[number] = records, place + len(line), length, size
            place += len(line) + length

    def _refuse(self, found: bytes, head: bytes) -> None:
        """Say what is not the same."""
        mine = json.loads(head.removeprefix(MARK))
        try:
            theirs = json.loads(found.removeprefix(MARK))
            other = [name for name in {**theirs, **mine} if theirs.get(name) != mine.get(name)]
        except (ValueError, TypeError, AttributeError):
            other = ["format"]
        raise ArtlintError(
            f"{self.path}: the run that was stopped had other {' and other '.join(other)}\n"
            f"  help: begin anew, without --resume, or remove {self.path}"
        )

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # Windows: two runs with one journal are not told apart there
            return
        try:  # held by this process and by no worker that was forked from it
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ArtlintError(f"{self.path}: another run is at work with this journal") from None


def _records(batch: pa.RecordBatch) -> list[Any]:
    """Which records a batch is made of: their file, the number of the first, and how many."""
    first = batch.column("record")[0].as_py() if batch.num_rows else None
    return [path_of(batch), first, batch.num_rows]
