"""Plain data that is costly to make (parsed rule packs, a checked configuration), kept between runs.

A snapshot holds the bytes of every file that it was made from and is used only while all of them are the same,
and artlint's own modules too; so it is never stale, and losing it costs time alone. Some of what is kept is run as code:
a file that anybody else could have written is as good as none.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from time import time_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

KEPT = 60  # snapshots
DAY = 86_400  # seconds: what a writer that was killed left behind is removed when it is older
WHILE_BUILT = 20_000_000  # nanoseconds: file systems tell the time so roughly
enabled = True  # --no-cache turns it off
made = False  # whether this run had to make one: it took more modules than others will


def folder() -> str:
    """Where snapshots lie: $ARTLINT_CACHE_DIR, or artlint/ in the user's cache directory; empty where there is none."""
    own = os.environ.get("ARTLINT_CACHE_DIR")
    if own:
        return os.path.abspath(own)
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # to be ignored, says the specification
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "artlint") if os.path.isabs(base) else ""


def signature() -> str:
    """What must be the same besides the inputs: Python, artlint's version, and its modules by name, size and time."""
    global _signature
    if not _signature:
        from artlint.base.version import __version__

        package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        _signature = "\n".join([sys.version, __version__, *_modules(package)])
    return _signature


_signature = ""


def _modules(folder: str) -> list[str]:
    """The folder, its modules with size and time, and the same of each folder below it, in order of their names."""
    with os.scandir(folder) as entries:
        below = sorted(e.path for e in entries if e.is_dir() and not e.name.startswith("__"))
    out = [folder, *listing(folder, (".py", ".so", ".pyd"))]
    for inner in below:
        out += _modules(inner)
    return out


def listing(place: str, endings: tuple[str, ...]) -> list[str]:
    """The files in a folder whose names end so, with size and time."""
    with os.scandir(place) as entries:
        stats = [(e.name, e.stat()) for e in entries if e.name.endswith(endings)]
    return sorted(f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in stats)


def read(path: str) -> bytes | None:
    """A file's bytes, or None where there is none; of a folder, the names in it."""
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except IsADirectoryError:
        return "\n".join(sorted(os.listdir(path))).encode("utf-8", "surrogateescape")
    except OSError:
        return None


def remember(key: str, build: Callable[[], tuple[Any, list[str]]], stamp: str = "") -> Any:
    """`build()[0]`, from the snapshot named `key` where the files in `build()[1]` have not changed since, nor `stamp`."""
    if not enabled:
        return build()[0]
    name = os.path.join(folder(), f"{zlib.crc32(key.encode('utf-8', 'surrogateescape')):08x}.snapshot")
    try:
        sig, *names, inputs, data = load(name)
        if sig == signature() and names == [key, stamp] and all(read(path) == content for path, content in inputs):
            return data
    except (ValueError, TypeError):
        pass  # there is none, or a foreign one: made again below
    global made
    begun, made = time_ns(), True
    data, paths = build()
    if not any(_changed(path) >= begun - WHILE_BUILT for path in paths):  # of which state was it made?
        store(name, (signature(), key, stamp, [(path, read(path)) for path in paths], data), KEPT)
    return data


def _changed(path: str) -> int:
    """When a file was changed last, in nanoseconds; 0 where there is none."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def load(name: str) -> Any:
    """What `store` wrote there; None where there is nothing, or something that was cut off, damaged or not ours."""
    stored = memoryview(_own(name))  # a part of it is no copy
    try:
        if stored and zlib.crc32(stored[4:]) == int.from_bytes(stored[:4], "big"):
            return marshal.loads(stored[4:])
    except (ValueError, EOFError, TypeError):
        pass
    return None


def _own(name: str) -> bytes:
    """The bytes of a file that nobody but this user can have written; nothing where there is none."""
    try:
        with open(name, "rb", buffering=0) as file:
            stat = os.fstat(file.fileno())
            ours = not hasattr(os, "geteuid") or (stat.st_uid == os.geteuid() and not stat.st_mode & 0o022)
            return file.read() if ours and os.path.isabs(name) else b""
    except OSError:
        return b""


def store(name: str, data: Any, kept: int) -> None:
    """Keep plain data, and of the files of this kind so many; where that fails, the next run takes longer, no more."""
    from artlint.base.atomic_file import Replacing

    if not os.path.isabs(name):
        return
    try:
        content = marshal.dumps(data)
        os.makedirs(os.path.dirname(name), 0o700, exist_ok=True)
        with Replacing(name, "wb", private=True) as file:
            file.write(zlib.crc32(content).to_bytes(4, "big") + content)
        _forget_old(os.path.dirname(name), os.path.splitext(name)[1], kept)
    except (OSError, ValueError):  # ValueError: no plain data after all, such as a plugin's own kind of text
        pass


def _forget_old(place: str, ending: str, kept: int) -> None:
    """Keep the newest files: those of environments and folders that are gone would lie there for ever."""
    from time import time

    with os.scandir(place) as entries:
        files = [(e.stat().st_mtime, e.name, e.path) for e in entries]
    found = sorted(f for f in files if f[1].endswith(ending))
    left = [f for f in files if f[1].startswith(".") and f[1].endswith(".artlint") and f[0] < time() - DAY]
    for _, _, path in [*found[:-kept], *left]:
        os.unlink(path)
