"""What stands for the checking of articles in the tests of processes: it does what the texts say.

A module of its own, and a lean one: each worker that is started anew imports it.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import resource
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from artlint.base.errors import ArtlintError, PlacedError
from artlint.base.processes import pool
from artlint.records.schema import records
from tests.support import ROOT

KILLED = "it stopped the process that checked it, twice (killed by signal 9, or out of memory)"
OUT = pa.schema([("record", pa.int64()), ("said", pa.string()), ("problem", pa.string()), ("pid", pa.int64())])


def batches(count: int, rows: int = 10, marks: Mapping[int, str] | None = None) -> Iterator[pa.RecordBatch]:
    """Batches of records that count from 1; `marks` are texts that make something happen."""
    for b in range(count):
        numbers = range(b * rows + 1, (b + 1) * rows + 1)
        yield records("f", [{"record": n, "id": f"r{n}", "text": (marks or {}).get(n, f"text {n}")} for n in numbers])


def saying(options: Mapping[str, Any]) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """What stands for the core: the text in capitals, and what its marks ask for."""
    if options.get("no start"):
        faulthandler.disable()
        os.kill(os.getpid(), signal.SIGSEGV)
    if options.get("bad"):
        raise PlacedError("artlint.yaml", 3, 1, "no such rule")

    def one(row: dict[str, Any]) -> dict[str, Any]:
        text = row["text"]
        if text is None:
            return {"record": row["record"], "said": None, "problem": row["problem"]}
        _die(text)
        if text == "memory":
            raise MemoryError
        if text == "much":
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
            return {"record": row["record"], "said": str(len(b"x" * (1 << 40)))}
        if text.startswith("for ever "):
            _leave_mark(text.removeprefix("for ever "))
            while True:
                time.sleep(1)
        if text.startswith("stuck "):  # in C code that does not let another thread run
            _leave_mark(text.removeprefix("stuck "))
            ctypes.PyDLL(None).sleep(7200)
        if text == "error":
            raise ArtlintError(f"record {row['record']} is wrong")
        if text == "fault":
            raise Unusual("a", "b")
        if text == "child":  # it outlives the worker, and holds its pipe open
            subprocess.Popen(["sleep", "3"], close_fds=False)
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("wait for "):
            while not os.path.exists(text.removeprefix("wait for ")):
                time.sleep(0.01)
        if text.startswith("sleep ") and not options.get("hurry"):
            time.sleep(float(text.removeprefix("sleep ")))
        said = text.upper() * int(options.get("times", 1))
        return {"record": row["record"], "said": said, "pid": os.getpid() if options.get("pid") else 0}

    return lambda batch: pa.RecordBatch.from_pylist([one(row) for row in batch.to_pylist()], OUT)


def _die(text: str) -> None:
    """End this process in the way that a text asks for, if it asks for one."""
    if text == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if text.startswith("kill once "):
        path = Path(text.removeprefix("kill once "))
        if not path.exists():
            path.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if text == "segfault":
        faulthandler.disable()
        os.kill(os.getpid(), signal.SIGSEGV)
    if text == "leave":
        os._exit(3)
    if text == "sys.exit":
        sys.exit(4)


def _leave_mark(path: str) -> None:
    """Write down that this process has come to where it does not go on."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")


class Unusual(Exception):
    """One that cannot be unpickled."""

    def __init__(self, a: str, b: str) -> None:
        super().__init__(a)


def as_bytes(found: list[pa.RecordBatch]) -> list[bytes]:
    return [pool.pack(batch) for batch in found]


def started(tmp_path: Path, body: str, module: str = __name__) -> subprocess.Popen[bytes]:
    """A process of its own that runs these lines with all that a module has."""
    script = tmp_path / "run.py"
    script.write_text(
        "import sys\n"
        f"sys.path[:0] = [{str(ROOT)!r}]\n"
        f"from {module} import *\n"
        "if __name__ == '__main__':\n" + textwrap.indent(textwrap.dedent(body), "    ")
    )
    return subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, start_new_session=True)
