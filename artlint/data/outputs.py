"""Files that a run makes for each file that it reads, under the same names in another folder; each appears when it is
whole, and not at all where its source could not be read to the end."""

from __future__ import annotations

import os

from artlint.data import streams
from artlint.errors import ArtlintError
from artlint.files import Replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, BinaryIO

    from artlint.data.batches import Reader


def targets(paths: Sequence[str], files: Sequence[str], folder: str, flag: str) -> dict[str, str]:
    """Where in a folder each file goes: by its name, or as it lies in the folder that was named. Raises ArtlintError."""
    out: dict[str, str] = {}
    owner: dict[str, str] = {}
    named = {os.path.normpath(p) for p in paths}
    folders = [p for p in paths if os.path.isdir(p)]
    for file in files:
        name = os.path.basename(file)
        if os.path.normpath(file) not in named:
            above = [f for f in folders if not os.path.relpath(file, f).startswith("..")]
            name = os.path.relpath(file, max(above, key=len)) if above else name
        target = os.path.join(folder, name)
        if os.path.realpath(target) == os.path.realpath(file):
            raise ArtlintError(
                f"{flag} {folder}: {file} is there itself, and would be written over\n  help: name another folder"
            )
        if target in owner:
            raise ArtlintError(f"{flag} {folder}: {owner[target]} and {file} would both be {target}")
        out[file], owner[target] = target, file
    return out


class PerFile:
    """Writes into the file that belongs to each reader's, which come one after the other."""

    def __init__(self, targets: Mapping[str, str], make: Callable[[BinaryIO, Reader, str], Any]) -> None:
        self._targets, self._make = targets, make
        self._reader: Reader | None = None
        self._file: Replacing | None = None
        self._writer: Any = None
        self._broken = ""
        self.written: list[str] = []

    def writer(self, reader: Reader) -> Any:
        """What writes what belongs to a reader's batches."""
        if self._reader is not reader:
            target = self._targets[reader.path]
            os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
            self._reader, self._broken = reader, ""
            self._file = Replacing(target, "wb")
            self._writer = self._make(self._file.__enter__(), reader, target)
        return self._writer

    def add(self, reader: Reader, *parts: Any) -> None:
        """Hand a batch to the writer."""
        writer = self.writer(reader)
        try:
            if not self._broken:
                writer.add(*parts)
        except streams.Broken as error:
            self._broken = str(error)

    def end(self, reader: Reader, *rest: Any) -> str:
        """A reader is done; why its file was not written, if it was not."""
        writer, file, target = self.writer(reader), self._file, self._targets[reader.path]
        assert file is not None
        problem = reader.problem or self._broken
        self._reader = self._file = self._writer = None
        try:
            writer.close(*rest)  # what is not kept too: streams that are let go open complain
        except BaseException as error:
            if not problem or not isinstance(error, Exception):
                file.__exit__(type(error), error, None)
                raise
        file.__exit__(streams.Broken if problem else None, None, None)
        if not problem:
            self.written.append(target)
        return f"{target} was not written: {problem}" if problem else ""

    def drop(self) -> None:
        """The run was stopped: leave nothing half done."""
        if self._file is not None:
            self._file.__exit__(streams.Broken, None, None)
            self._file = None
