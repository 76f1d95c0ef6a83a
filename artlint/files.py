"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Replacing:
    """A context manager: a file opened beside `path`, which takes its place once everything is written.

    A link stays a link and the permissions stay; where the block fails, `path` stays as it was.
    """

    def __init__(self, path: str, mode: str = "w") -> None:
        self._path, self._mode = os.path.realpath(path), mode
        self._how: dict[str, Any] = (
            {} if "b" in mode else {"encoding": "utf-8", "errors": "backslashreplace", "newline": "\n"}
        )
        folder, name = os.path.split(self._path)
        self._beside = os.path.join(folder, f".{name}.{os.getpid()}.artlint")

    def __enter__(self) -> Any:
        try:
            if os.path.isdir(self._path):
                raise IsADirectoryError(21, "Is a directory", self._path)
            self._file = open(self._beside, self._mode, **self._how)
        except OSError as error:
            error.filename = self._path  # the name that the user knows
            raise
        return self._file

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            try:
                self._file.close()
            except OSError:
                if kind is None:
                    raise  # the disk is full; otherwise the error that led here says more
            if kind is None:
                if os.path.exists(self._path):
                    os.chmod(self._beside, os.stat(self._path).st_mode & 0o7777)
                os.replace(self._beside, self._path)
        finally:
            if os.path.exists(self._beside):
                os.unlink(self._beside)
