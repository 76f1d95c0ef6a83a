"""Work in a process apart: what kills that process costs the record that does it, and nothing else.

base/processes/pool.py does the same for one machine, with workers that live as long as one run. Spark's Python outlives
many tasks and serves job after job, each with plugins of its own: so the child here is no copy of it, and is kept.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pyarrow as pa

from artlint.base.errors import ArtlintError
from artlint.base.processes.pool import pack, unpack
from artlint.base.processes.workers import LIMIT, SLOWEST
from artlint.spark import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Broken = Callable[[pa.RecordBatch, str], pa.RecordBatch]  # what becomes of a record (a batch of one), and why


class ChildProcess:
    """`payload` opened in a child, which is started when it is first needed and again when it has died."""

    def __init__(self, payload: bytes) -> None:
        self._hello = payload
        self._child: subprocess.Popen[bytes] | None = None

    def run(self, operation: bytes, batch: pa.RecordBatch, broken: Broken | None = None) -> Iterator[pa.RecordBatch]:
        """What an operation (see job_payload.py) makes of all records of the batch, in order.

        `broken` makes the answer for a record that cannot be worked on; where there is none, the whole fails. Raises
        ArtlintError, for a payload that does not open too.
        """
        try:
            yield self._ask(operation, batch)
        except _Failed as error:
            yield from self._cut(operation, batch, broken, str(error))
        except wire.Gone:
            try:  # it may have been killed for what others did, by a machine that ran out of memory
                yield self._ask(operation, batch)
            except _Failed as error:
                yield from self._cut(operation, batch, broken, str(error))
            except wire.Gone:
                yield from self._cut(operation, batch, broken, f"artlint died on it ({self._end})")

    def _cut(
        self, operation: bytes, batch: pa.RecordBatch, broken: Broken | None, problem: str
    ) -> Iterator[pa.RecordBatch]:
        """The halves of a batch that failed, down to the records that do it. Killed once is enough for a half."""
        if broken is None:
            raise ArtlintError(problem)
        if batch.num_rows == 1:
            yield broken(batch, problem)
            return
        half = batch.num_rows // 2
        for part in (batch.slice(0, half), batch.slice(half)):
            try:
                yield self._ask(operation, part)
            except _Failed as error:
                yield from self._cut(operation, part, broken, str(error))
            except wire.Gone:
                yield from self._cut(operation, part, broken, f"artlint died on it ({self._end})")

    def _ask(self, operation: bytes, batch: pa.RecordBatch) -> pa.RecordBatch:
        child = self._child or self._start()
        assert child.stdin is not None
        assert child.stdout is not None
        limit = LIMIT + batch.nbytes / SLOWEST
        watch = threading.Timer(limit, child.kill)
        watch.start()
        try:
            wire.send(child.stdin, operation, pack(batch))
            kind, data = wire.receive(child.stdout)
        except wire.Gone:
            late = watch.finished.is_set()
            self._end = f"it took more than {limit:.0f} seconds" if late else _how(self.close())
            self.close()
            raise
        finally:
            watch.cancel()
        if kind == wire.FAILED:
            raise _Failed(data.decode())
        return unpack(data)

    def _start(self) -> subprocess.Popen[bytes]:
        # Where this process finds its modules, Spark's files of the job among them, the child is to find them too.
        paths = os.pathsep.join(p for p in sys.path if p)
        child = subprocess.Popen(
            [sys.executable, "-m", "artlint.spark.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert child.stdin is not None
        assert child.stdout is not None
        self._child = child
        try:
            wire.send(child.stdin, wire.DONE, self._hello)
            kind, data = wire.receive(child.stdout)
        except wire.Gone:
            raise ArtlintError(f"artlint could not start on this worker ({_how(self.close())})") from None
        if kind == wire.FAILED:
            self.close()
            raise ArtlintError(data.decode())
        return child

    def close(self) -> int:
        """End the child; its exit status."""
        child, self._child = self._child, None
        if child is None:
            return 0
        for pipe in (child.stdin, child.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:  # what was still to be written goes nowhere
                pass
        try:
            return child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


class _Failed(Exception):
    """The child could not do it, and says why."""


def _how(status: int) -> str:
    if status >= 0:
        return f"exit {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
