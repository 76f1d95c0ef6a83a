"""Files that a run makes for each file that it reads, under the same names in another folder; each appears when it is
whole, and not at all where its source could not be read to the end."""

from __future__ import annotations

import contextlib
import os

from artlint.base.atomic_file import Replacing, clear_half_written, name_full_disk
from artlint.base.bounds import leads_out
from artlint.base.errors import ArtlintError
from artlint.records import streams

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, BinaryIO, Protocol

    class Source(Protocol):
        path: str
        problem: str


def targets(paths: Sequence[str], files: Sequence[str], folder: str, flag: str) -> dict[str, str]:
    """Where in a folder each file goes: by its name, or as it lies in the folder that was named. Raises ArtlintError."""
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise ArtlintError(f"{flag} {folder}: this is a file\n  help: name a folder; it need not be there yet")
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
        if leads_out(target, folder):
            raise ArtlintError(
                f"{flag} {folder}: {target} would be written elsewhere, by a link\n  help: name another folder"
            )
        if target in owner:
            raise ArtlintError(f"{flag} {folder}: {owner[target]} and {file} would both be {target}")
        out[file], owner[target] = target, file
    return out


def is_stream(path: str) -> bool:
    """Whether what is written to a path goes on elsewhere: to a device, or to who reads from a pipe."""
    return path.startswith("/dev/") or (os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)))


class PerFile:
    """Writes into the file that belongs to each source, which come one after the other. A source has a `path`, and a
    `problem` once it is done, if it could not be read to its end: a reader, or what stands for one."""

    def __init__(self, targets: Mapping[str, str], make: Callable[[BinaryIO, Any, str], Any]) -> None:
        self._targets, self._make = targets, make
        self._source: Source | None = None
        self._file: Replacing | None = None
        self._writer: Any = None
        self._broken = ""
        self._folders: set[str] = set()  # that are there
        self.written: list[str] = []

    def writer(self, source: Source) -> Any:
        """What writes what belongs to a source's batches."""
        if self._source is not source:
            target = self._targets[source.path]
            self._make_folder(os.path.dirname(target) or ".")
            self._file = Replacing(target, "wb")  # known before it is there: the run may be told to end at any time
            opened = self._file.__enter__()
            self._source, self._broken = source, ""
            self._writer = self._make(opened, source, target)
        return self._writer

    def _make_folder(self, folder: str) -> None:
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            clear_half_written(folder)
            self._folders.add(folder)

    def add(self, source: Source, *parts: Any) -> None:
        """Hand a batch to the writer."""
        writer = self.writer(source)
        try:
            if not self._broken:
                writer.add(*parts)
        except streams.Broken as error:
            self._broken = str(error)
        except OSError as error:
            name_full_disk(error, self._targets[source.path])
            raise

    def end(self, source: Source, *rest: Any) -> str:
        """A source is done; why its file was not written, if it was not."""
        writer, file, target = self.writer(source), self._file, self._targets[source.path]
        assert file is not None
        problem = source.problem or self._broken
        self._source = self._file = self._writer = None
        try:
            writer.close(*rest)  # what is not kept too: streams that are let go open complain
        except streams.Broken as error:
            problem = problem or str(error)
        except BaseException as error:
            if not problem or not isinstance(error, Exception):
                file.__exit__(type(error), error, None)
                raise
        file.__exit__(streams.Broken if problem else None, None, None)
        if not problem:
            self.written.append(target)
        return f"{target} was not written: {problem}" if problem else ""

    def drop(self, *rest: Any) -> None:
        """The run was stopped: leave nothing half done."""
        if self._file is not None:
            with contextlib.suppress(Exception):  # as in `end`
                self._writer.close(*rest)
            self._file.__exit__(streams.Broken, None, None)
            self._file = None
