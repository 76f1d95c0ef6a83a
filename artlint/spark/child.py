"""The process that checks for a Spark worker's Python: `python -m artlint.spark.child`, spoken to by frames.

It is a process of its own so that a record that kills it (memory, a fault in a library's C code) kills no Spark task:
Spark would try that four times and then give up the job. It begins afresh for every payload, so plugins of two jobs,
which may be two versions of one package, never meet.
"""

from __future__ import annotations

import os
import sys

from artlint.base.processes.pool import pack, unpack
from artlint.spark import job_payload, wire


def main() -> None:
    """Answer one message after another until the other side ends."""
    source = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a plugin prints must not come between the answers
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    try:
        _, content = wire.receive(source)
        try:
            work = job_payload.load(content)
        except Exception as error:  # whatever it is, the job's owner is to read it
            wire.send(answers, wire.FAILED, _told(error))
            return
        wire.send(answers, wire.DONE, b"")
        while True:
            operation, data = wire.receive(source)
            try:
                answer = pack(work(operation)(unpack(data)))
            except Exception as error:
                wire.send(answers, wire.FAILED, _told(error))
            else:
                wire.send(answers, wire.DONE, answer)
    except wire.Gone:
        pass


def _told(error: Exception) -> bytes:
    from artlint.base.errors import ArtlintError

    text = str(error) if isinstance(error, ArtlintError) else f"{type(error).__name__}: {error}"
    return text.encode("utf-8", "backslashreplace")


if __name__ == "__main__":
    # The folder of this file is no place to look for modules, nor is the one that Spark happens to run in.
    sys.path[:] = [p for p in sys.path if p]
    main()
    sys.stdout.flush()
    os._exit(0)  # nothing is left to be tidied up, and libraries that take their time cost every task some
