"""Compressed files as streams, and streams as lines: never more of them in memory than one line."""

from __future__ import annotations

import io
import os
import stat
import zlib

from artlint.base.errors import ArtlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO, Protocol

    class ByteSink(Protocol):
        """What bytes are written to."""

        def write(self, data: bytes, /) -> int: ...
        def close(self) -> None: ...


CHUNK_BYTES = 1 << 16  # bytes that are read at a time
# Bytes that are decompressed at a time: four of zstd may stand for 128 KB, of gzip for no more than 4 KB.
STEP_BYTES = {"gzip": CHUNK_BYTES, "zstd": 1 << 10}
MAX_LINE_BYTES = 64_000_000  # bytes of a line: what is longer is passed over


class Broken(Exception):
    """A file cannot be read on; the message says why. What came before holds."""


BOM = b"\xef\xbb\xbf"


class TooLong(int):
    """Stands for a line that was passed over: its size in bytes. It begins at byte `start` of what the file holds."""

    start = 0


class _Inflated(io.RawIOBase):
    """What a compressed file holds, member after member. One that ends in the middle raises Broken, but only after all
    that can be had of it was given."""

    def __init__(self, file: BinaryIO, kind: str) -> None:
        self._file, self._kind = file, kind
        self._member: Any = None
        self._left = b""  # compressed
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if not self._fill():
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _fill(self) -> bool:
        """Decompress some more; False at the end."""
        data = self._left or self._file.read(STEP_BYTES[self._kind])
        self._left = b""
        if self._member is None:
            data = data.lstrip(b"\0") if self._kind == "gzip" else data  # tapes and some tools pad with them
            if not data and not self._file.tell():
                raise Broken(f"it is empty: {self._kind} data has a head even where it holds nothing")
            if not data:
                return bool(self._file.peek(1)) if hasattr(self._file, "peek") else False
            self._member = _decompressor(self._kind)
        elif not data:
            raise Broken(f"it ends in the middle of its {self._kind} data: it was cut off")
        try:
            self._ready = memoryview(self._member.decompress(data))
        except Exception as error:  # zlib.error, ZstdError: each library has its own
            raise Broken(f"its {self._kind} data is damaged ({error})") from None
        if self._member.eof:
            self._left, self._member = self._member.unused_data, None
        return True

    def position(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


def _decompressor(kind: str) -> Any:
    if kind == "gzip":
        return zlib.decompressobj(31)
    return _zstandard().ZstdDecompressor(max_window_size=1 << 27).decompressobj()


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise ArtlintError(".zst files are read with zstandard\n  help: pip install 'artlint[data]'") from None
    return zstandard


def position(file: BinaryIO) -> int:
    """How many bytes of the file itself a stream of `reading` has taken."""
    raw = getattr(file, "raw", None)
    return file.tell() if not isinstance(raw, _Inflated) else raw.position()


def kind_of(path: str) -> str:
    """How a file is compressed, by its name: gzip, zstd, or not."""
    return {".gz": "gzip", ".zst": "zstd"}.get(os.path.splitext(path)[1].lower(), "")


def reading(path: str) -> BinaryIO:
    """A file's content, decompressed. Raises OSError, for a device as well, which may have no end."""
    file = open(path, "rb", buffering=CHUNK_BYTES)  # noqa: SIM115
    mode = os.fstat(file.fileno()).st_mode
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        file.close()
        raise OSError(0, "it is no regular file", path)
    kind = kind_of(path)
    if kind == "zstd":
        _zstandard()
    return io.BufferedReader(_Inflated(file, kind), 1 << 18) if kind else file


def writing(file: BinaryIO, path: str) -> ByteSink:
    """A stream that compresses into `file` as the name of `path` says. To be closed; `file` stays open."""
    kind = kind_of(path)
    if kind == "gzip":
        import gzip

        # no name and no time in the head, so that the same content gives the same file
        return gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0)
    if kind == "zstd":
        stream: ByteSink = _zstandard().ZstdCompressor().stream_writer(file, closefd=False)
        return stream
    return io.BufferedWriter(_Open(file))


class _Open(io.RawIOBase):
    """A file that does not close with what is built on it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._file.write(data)


def lines(file: BinaryIO) -> Iterator[bytes | TooLong]:
    """The lines of a stream with their ends. Raises Broken, also where it is in UTF-16 or has no line feeds.

    One that is longer than MAX_LINE_BYTES is passed over.
    """
    start = 0
    try:
        while line := file.readline(MAX_LINE_BYTES + 1):
            if not start:
                _refuse(line)
            one = line if len(line) <= MAX_LINE_BYTES else _passed_over(file, line, start)
            start += int(one) if isinstance(one, TooLong) else len(line)
            yield one
    except OSError as error:
        raise Broken(f"it cannot be read: {error.strerror or error}") from None


def _refuse(first: bytes) -> None:
    """Say what a file is that looks as if it had no records, or one, by its first line."""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or first[1:2] == b"\0" or first[:1] == b"\0":
        raise Broken("it is UTF-16, not UTF-8\n  help: iconv -f UTF-16 -t UTF-8 makes a copy in UTF-8")
    if b"\n" not in first and b"\r" in first.strip() and (b"}\r{" in first or not first.startswith(b"{")):
        raise Broken(
            "its lines end in carriage returns (CR) alone\n  help: tr '\\r' '\\n' makes a copy that has line feeds"
        )


def _passed_over(file: BinaryIO, line: bytes, start: int) -> TooLong:
    """The rest of a line that is too long is read bit by bit."""
    size, end = len(line), line[-1:]
    while end != b"\n" and (rest := file.readline(CHUNK_BYTES)):
        size, end = size + len(rest), rest[-1:]
    passed = TooLong(size)
    passed.start = start
    return passed


def part(path: str, start: int, size: int) -> Iterator[bytes]:
    """So many bytes of what a file holds, decompressed, from `start` on, piece by piece. Raises Broken and OSError."""
    with reading(path) as file:
        skipped = 0 if kind_of(path) else file.seek(start)
        while skipped < start and (chunk := file.read(min(CHUNK_BYTES, start - skipped))):
            skipped += len(chunk)
        while size > 0 and (chunk := file.read(min(CHUNK_BYTES, size))):
            size -= len(chunk)
            yield chunk
