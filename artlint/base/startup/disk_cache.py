"""Plain data that is costly to make (parsed rule packs, a checked configuration), kept between runs in small files.

A snapshot holds the bytes of every file that it was made from and is used only while all of them are the same,
and artlint's own modules too; so it is never stale, and losing it costs time alone. Some of what is kept is run as code:
a file that anybody else could have written is as good as none.

All that artlint keeps is cleared out by one rule: what no run has used for MAX_DAYS is removed and, beyond so many bytes,
what was used longest ago. These files follow it here, results and facts in project/cache_store.py.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from time import time, time_ns

from artlint.base import bounds, regular_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    T = TypeVar("T")

DAY = 86_400  # seconds
MAX_DAYS = 30  # without use
MAX_BYTES = 50_000_000  # of all files; a folder with rules of its own has about half a million
WHILE_BUILT = 20_000_000  # nanoseconds: file systems tell the time so roughly
enabled = True  # --no-cache turns it off


def folder() -> str:
    """Where snapshots lie: $ARTLINT_CACHE_DIR, or artlint/ in the user's cache directory; empty where there is none, or
    only one that is not trusted (see `untrusted`)."""
    return "" if untrusted() else _named()


def untrusted() -> str:
    """The folder, where the environment lets it lie in a repository: whoever can write to that, by a pull request for one,
    could say there what artlint is to have found. Otherwise empty. The one that holds a user's whole home is none."""
    place = _named() if _variable() else ""
    if place not in _trust:
        root = bounds.repository_of(os.path.join(place, "x")) if place else None
        _trust[place] = root is None or os.path.realpath(root) == os.path.realpath(os.path.expanduser("~"))
    return "" if _trust[place] else place


_trust: dict[str, bool] = {}


def _variable() -> bool:
    """Whether the environment names the folder; the one below a user's home is in no checkout but that of the home."""
    return bool(os.environ.get("ARTLINT_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME"))


def _named() -> str:
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
    """A file's bytes, or None where there is none that can be read (see regular_file.py); of a folder, the names in it."""
    try:
        return regular_file.read(path, regular_file.MAX_SETTINGS_BYTES)
    except IsADirectoryError:
        return "\n".join(sorted(os.listdir(path))).encode("utf-8", "surrogateescape")
    except OSError:
        return None


def get_or_build(key: str, build: Callable[[], tuple[T, list[str]]], version_key: str = "") -> T:
    """Return `build()[0]`, from the snapshot named `key` where neither the files in `build()[1]` nor `version_key` have
    changed since it was made."""
    if not enabled:
        return build()[0]
    name = os.path.join(folder(), f"{zlib.crc32(key.encode('utf-8', 'surrogateescape')):08x}.snapshot")
    try:
        sig, *names, inputs, data = load(name)
        if (
            sig == signature()
            and names == [key, version_key]
            and all(read(path) == content for path, content in inputs)
        ):
            known: T = data
            return known
    except (ValueError, TypeError):
        pass  # there is none, or a foreign one: made again below
    begun = time_ns()
    data, paths = build()
    if not any(_changed(path) >= begun - WHILE_BUILT for path in paths):  # of which state was it made?
        store(name, (signature(), key, version_key, [(path, read(path)) for path in paths], data))
    return data


def _changed(path: str) -> int:
    """When a file was changed last, in nanoseconds; 0 where there is none."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def load(name: str) -> Any:
    """What `store` wrote there; None where there is nothing, or something that was cut off, damaged or not ours."""
    return unpack(_read_own(name))


def pack(data: Any) -> bytes:
    """Plain data as bytes with a checksum. Raises ValueError for data that is not plain."""
    content = marshal.dumps(data)
    return zlib.crc32(content).to_bytes(4, "big") + content


def unpack(stored: bytes) -> Any:
    """What `pack` made into these bytes; None where they are damaged, with which marshal must not be trusted."""
    view = memoryview(stored)  # a part of it is no copy
    try:
        if stored and zlib.crc32(view[4:]) == int.from_bytes(view[:4], "big"):
            return marshal.loads(view[4:])
    except (ValueError, EOFError, TypeError):
        pass
    return None


def is_ours(stat: os.stat_result) -> bool:
    """Whether nobody but this user can have written a file or folder, or put a file into the folder."""
    return not hasattr(os, "geteuid") or (stat.st_uid == os.geteuid() and not stat.st_mode & 0o022)


def _read_own(name: str) -> bytes:
    """The bytes of a file that nobody but this user can have written; nothing where there is none."""
    try:
        with open(name, "rb", buffering=0) as file:
            stat = os.fstat(file.fileno())
            content = file.read() if is_ours(stat) and os.path.isabs(name) else b""
    except OSError:
        return b""
    if content and stat.st_mtime < time() - DAY:
        _note_use(name)
    return content


def _note_use(name: str) -> None:
    """Let a file's time say that it was used today."""
    try:
        os.utime(name)
    except OSError:  # the folder may be read-only
        pass


def store(name: str, data: Any) -> None:
    """Keep plain data, and clear out; where that fails, the next run takes longer, no more."""
    from artlint.base.atomic_file import Replacing

    if not os.path.isabs(name):
        return
    try:
        content = pack(data)
        os.makedirs(os.path.dirname(name), 0o700, exist_ok=True)
        with Replacing(name, "wb", private=True) as file:
            file.write(content)
        _clear_out(os.path.dirname(name))
    except (OSError, ValueError):  # ValueError: no plain data after all, such as a plugin's own kind of text
        pass


def _clear_out(place: str) -> None:
    """Remove the files that no run has used for MAX_DAYS and, beyond MAX_BYTES, those that were used longest ago."""
    from artlint.base.atomic_file import is_half_written

    with os.scandir(place) as entries:
        ours = [e for e in entries if e.name.endswith((".snapshot", ".patterns")) or is_half_written(e.name)]
        files = sorted([(e.stat().st_mtime, e.stat().st_size, e.path) for e in ours], reverse=True)
    room, now = MAX_BYTES, time()
    for used, size, path in files:
        days = 1 if is_half_written(os.path.basename(path)) else MAX_DAYS  # after a day, its writer was killed
        room -= size
        if room < 0 or used < now - days * DAY:
            os.unlink(path)
