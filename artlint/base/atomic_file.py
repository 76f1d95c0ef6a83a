"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
from errno import EDQUOT, EFBIG, ELOOP, ENOSPC, EPERM

try:
    import fcntl
except ImportError:  # Windows, where nobody can remove a file that is open
    fcntl = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


HALF_WRITTEN = ".artlint"  # ends the names of files that are being written; they begin with a dot
CHANCE_BYTES = 8  # in hexadecimal between them
_own: set[str] = set()  # of this process: its locks do not keep itself out
NO_ROOM = frozenset((ENOSPC, EDQUOT, EFBIG))


class Replacing:
    """A context manager: a file opened beside `path`, which takes its place once everything is written.

    Whoever looks, and whatever kills the process, finds the old file or the new one, whole. Permissions, owner and
    extended attributes stay; where the block fails, `path` stays as it was. A link is refused, since anybody may have
    put it there, unless it is `followed`: then it stays one, and what it leads to is replaced. What is `private` is a
    new file that its owner alone can read and write.
    """

    def __init__(self, path: str, mode: str = "w", *, private: bool = False, followed: bool = False) -> None:
        self._link = path if os.path.islink(path) and not followed else ""
        self._path, self._mode, self._private = os.path.realpath(path), mode, private
        self._how: dict[str, Any] = (
            {} if "b" in mode else {"encoding": "utf-8", "errors": "backslashreplace", "newline": "\n"}
        )
        # Short, since the name of `path` may be as long as a name can be; with an ending that no source reads; and
        # by chance, since two processes in containers that share a folder may have the same number.
        # Locked until it is whole, so that one whose writer was killed is known (see `clear_half_written`).
        self._file: Any = None
        self._beside = os.path.join(os.path.dirname(self._path), f".{os.urandom(CHANCE_BYTES).hex()}{HALF_WRITTEN}")

    def __enter__(self) -> Any:
        if self._link:
            raise OSError(ELOOP, f"it is a link; name what it leads to ({self._path}), or delete it", self._link)
        try:
            if os.path.isdir(self._path):
                raise IsADirectoryError(21, "Is a directory", self._path)
            # What others may not read in the old file they must not read in the new one while it is being written.
            rights = 0o600 if self._private or os.path.exists(self._path) else 0o666
            handle = os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), rights)
            self._file = open(handle, self._mode, **self._how)
            _lock(handle)
            _own.add(self._beside)
        except OSError as error:
            error.filename = self._path  # the name that the user knows
            raise
        except BaseException:  # the run is told to end just now
            self._remove()
            raise
        return self._file

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *_: object) -> None:
        try:
            name_full_disk(error, self._path)
            try:
                if self._file is not None:
                    self._file.close()
            except OSError as full:
                name_full_disk(full, self._path)
                if kind is None:
                    raise  # the disk is full; otherwise the error that led here says more
            if kind is None:
                if os.path.exists(self._path) and not self._private:
                    _liken(self._beside, self._path)
                os.replace(self._beside, self._path)
        finally:
            self._remove()

    def _remove(self) -> None:
        _own.discard(self._beside)
        if os.path.exists(self._beside):
            os.unlink(self._beside)


def name_full_disk(error: object, path: str) -> None:
    """Say in an error that there is no room which file it was that there was no room for: the system does not."""
    if isinstance(error, OSError) and error.errno in NO_ROOM and error.filename is None:
        error.filename = path


def is_half_written(name: str) -> bool:
    """Whether a file of this name is one that a writer has not finished."""
    chance = name.removeprefix(".").removesuffix(HALF_WRITTEN)
    return (
        name == f".{chance}{HALF_WRITTEN}"
        and len(chance) == 2 * CHANCE_BYTES
        and set(chance) <= set("0123456789abcdef")
    )


def clear_half_written(folder: str) -> None:
    """Remove from a folder what writers have left there that were killed."""
    with os.scandir(folder) as entries:
        left = [e.path for e in entries if is_half_written(e.name) and e.is_file(follow_symlinks=False)]
    for path in left:
        if os.path.join(os.path.realpath(folder), os.path.basename(path)) in _own:
            continue
        try:
            with open(path, "r+b") as file:
                if _lock(file.fileno()):
                    os.unlink(path)
        except OSError:  # its writer is at work, or it is somebody else's
            pass


def _lock(handle: int) -> bool:
    """Lock a file for this process, until it is closed; whether nobody else has it locked."""
    try:
        if fcntl:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # file systems without locks among them
        return False
    return True


def _liken(new: str, old: str) -> None:
    """Give a new file the owner, permissions and extended attributes of the one whose place it takes."""
    from shutil import copystat

    was = os.stat(old)
    is_ = os.stat(new)
    if hasattr(os, "chown") and (was.st_uid, was.st_gid) != (is_.st_uid, is_.st_gid):
        try:
            os.chown(new, was.st_uid, was.st_gid)
        except OSError:
            # Only root may give files away. The new file would be somebody else's, and with the old one's permissions
            # it might be closed to its owner.
            raise PermissionError(EPERM, "its owner or group would change", old) from None
    copystat(old, new)
    os.utime(new)  # it was changed now, not when the old one was
