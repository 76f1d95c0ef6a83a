"""Reading a file whose name came from elsewhere: a checkout may hold links to devices, pipes and files without end."""

from __future__ import annotations

import os
import stat
from errno import EISDIR

MAX_SETTINGS_BYTES = 4_000_000  # of a configuration, a file of rules, of ignore patterns, or another one of settings
MAX_BASELINE_BYTES = 256_000_000
MAX_ARTICLE_BYTES = 64_000_000  # of a file that is one article


def read(path: str, limit: int, *, pipes: bool = False) -> bytes:
    """The bytes of a regular file, or with `pipes` of a pipe as well: what a shell makes of `<(command)`.

    Raises OSError, with words for people, where the file cannot be read, is of another kind, or is larger than `limit`
    bytes. It never waits for somebody to open the other end of a pipe without `pipes`, and never reads more.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | (0 if pipes else getattr(os, "O_NONBLOCK", 0)))
    with open(handle, "rb", buffering=0) as file:
        kind = os.fstat(handle)
        if stat.S_ISDIR(kind.st_mode):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), path)
        if not (stat.S_ISREG(kind.st_mode) or (pipes and stat.S_ISFIFO(kind.st_mode))):
            raise OSError(0, "it is no regular file", path)
        too_large = OSError(0, f"it is larger than {limit // 1_000_000} MB", path)
        if kind.st_size > limit:
            raise too_large
        pieces: list[bytes] = []
        left = limit + 1
        while left > 0 and (piece := file.read(min(left, max(kind.st_size + 1, 1 << 16)))):
            pieces.append(piece)
            left -= len(piece)
        if left <= 0:
            raise too_large
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)
