"""Messages between a Spark worker's Python and the process that checks for it: a kind, a size, and the bytes."""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

HEAD = struct.Struct("<cQ")
DONE, FAILED = b"d", b"f"  # the kinds of an answer; that of a question is its operation (see job_payload.py)


class Gone(Exception):
    """The other side ended."""


def send(out: IO[bytes], kind: bytes, data: bytes) -> None:
    """Raises Gone."""
    try:
        out.write(HEAD.pack(kind, len(data)))
        out.write(data)
        out.flush()
    except OSError:
        raise Gone from None


def receive(file: IO[bytes]) -> tuple[bytes, bytes]:
    """(kind, data). Raises Gone."""
    try:
        head = file.read(HEAD.size)
        if len(head) == HEAD.size:
            kind, size = HEAD.unpack(head)
            data = file.read(size)
            if len(data) == size:
                return kind, data
    except OSError:
        pass
    raise Gone
