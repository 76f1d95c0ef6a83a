"""JSON Lines: an object a line, in UTF-8. The number of a record is that of its line; empty lines are none."""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache
from itertools import chain, islice

import msgspec
import pyarrow as pa

from artlint.records import streams
from artlint.records.batches import MAX_ROWS, Gathered, Reader, Rewriter
from artlint.records.fields import NoField, paths, resolved, steps
from artlint.records.streams import BOM, TooLong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, BinaryIO

    from artlint.records.batches import Piece

MISSING = object()
# What stands in the place of a value in JSON, a string or what Python writes for numbers that JSON has no name for.
LITERAL = re.compile(rb'"(?:[^"\\]|\\.)*"|-?Infinity|NaN', re.DOTALL)
MAX_SAMPLED_BYTES = 8 << 20  # of the first lines, by which fields are found
MAX_SAMPLE_BYTES = 1 << 20  # bytes of a line that is taken apart to see what fields there are


class JsonLines(Reader):
    """Reads a file of JSON Lines."""

    def _pieces(self) -> Iterator[Piece]:
        with streams.reading(self.place) as file:
            self._file = file
            numbered = self._numbered(file)
            first = list(islice(_some(numbered), MAX_ROWS))
            lines = [line for _, line in first]
            self._look(lines, whole=len(first) < MAX_ROWS and not _are_many(lines))
            yield from self._records(chain(first, numbered))

    def has_numbers(self) -> bool:
        if not os.path.isfile(self.place):  # what a pipe gives it gives once
            return False
        try:
            with streams.reading(self.place) as file:
                first = [line for _, line in islice(_some(enumerate(streams.lines(file), 1)), MAX_ROWS)]
            self._look(first, whole=True)
        except (streams.Broken, NoField, OSError):
            return False  # it is said when the file is read
        objects = [o for o in map(_loaded, first) if isinstance(o, dict)] if self.used.id else []
        return bool(objects) and all(type(_at(o, self._steps[1])) is int for o in objects)

    def _numbered(self, file: BinaryIO) -> Iterator[tuple[int, bytes | TooLong]]:
        """The lines with their numbers. Of a file that breaks off, those before it does."""
        try:
            yield from enumerate(streams.lines(file), 1)
        except streams.Broken as error:
            self.problem = str(error)

    def _look(self, lines: Iterable[bytes | TooLong], *, whole: bool) -> None:
        """Find the fields: those that some of these records have. One that was named is taken at its word, unless these
        are the `whole` file."""
        by_size = sorted((line for line in lines if isinstance(line, bytes)), key=len)
        small = [line for line in by_size if len(line) < MAX_SAMPLE_BYTES] or by_size[:1]
        objects = [o for o in map(_loaded, small) if isinstance(o, dict)]
        if not objects:
            return  # each is told what is wrong with it
        top = dict.fromkeys(name for o in objects for name in o)

        def has(name: str) -> bool:
            promised = not whole and name in self.wanted
            return promised or any(_at(o, steps(name, o)) is not MISSING for o in objects)

        self.used = resolved(self.wanted, has, dict.fromkeys(name for o in objects for name in paths(o)))
        self._steps = [steps(name, top) if name else () for name in self.used]
        self._decode = decoder(tuple(self._steps))

    def _records(self, numbered: Iterable[tuple[int, bytes | TooLong]]) -> Iterator[Piece]:
        gathered = Gathered(self)
        for number, line in numbered:
            kept = line
            if isinstance(line, bytes) and number == 1:
                line = line.removeprefix(BOM)
            if isinstance(line, bytes) and not line.strip():
                gathered.keep(False, kept)
                continue
            try:
                self._add(gathered, number, line)
            except NoField:
                yield from gathered.take()
                raise
            gathered.keep(True, kept)
            if gathered.full():
                yield from gathered.take()
        yield from gathered.take()
        self.tail = gathered.raw

    def _add(self, gathered: Gathered, number: int, line: bytes | TooLong) -> None:
        if isinstance(line, TooLong):
            problem = f"the line has {int(line):,} bytes; artlint reads lines of up to {streams.MAX_LINE_BYTES:,}"
            return gathered.add(number, None, problem=problem)
        if not self.used.text:  # nothing before this line was an object
            self._look([line], whole=False)
        try:
            line.isascii() or line.decode()
            record = self._decode(line)
            values = [_of(record, way) for way in self._steps]
        except UnicodeDecodeError as error:
            problem = f"not UTF-8: byte {error.start + 1} of the line is 0x{line[error.start]:02x}"
            return gathered.add(number, None, problem=problem)
        except (msgspec.MsgspecError, ValueError, RecursionError, AttributeError):
            # Rare, so the slow way: what others write as JSON (NaN), and a message with the place where it is not.
            try:
                loaded = json.loads(line.rstrip(b"\r\n"))
            except json.JSONDecodeError as error:
                return gathered.add(
                    number, None, problem=f"not JSON: {error.msg.removesuffix(' at')} (column {error.colno})"
                )
            except (ValueError, RecursionError) as error:
                return gathered.add(number, None, problem=f"not JSON that can be read: {error}")
            if not isinstance(loaded, dict):
                kind = "a list" if isinstance(loaded, list) else "a single value"
                return gathered.add(number, None, problem=f"{kind}, not an object")
            values = [_at(loaded, way) if way else None for way in self._steps]
        text, id_, *meta = (None if v is msgspec.UNSET or v is MISSING else v for v in values)
        missing = values[0] is msgspec.UNSET or values[0] is MISSING
        broken = f"it has no field “{self.used.text}”" if missing else None
        return gathered.add(number, text, id_, meta, broken)


def _some(numbered: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """Lines until there is more of them than is to be in memory."""
    size = 0
    for number, line in numbered:
        yield number, line
        size += 0 if isinstance(line, TooLong) else len(line)
        if size > MAX_SAMPLED_BYTES:
            return


def _are_many(lines: Iterable[bytes | TooLong]) -> bool:
    """Whether there is more of these lines than is to be in memory at once."""
    return sum(len(line) for line in lines if isinstance(line, bytes)) > MAX_SAMPLED_BYTES


def _loaded(line: bytes | TooLong) -> Any:
    try:
        return json.loads(line.removeprefix(BOM)) if isinstance(line, bytes) else None
    except (ValueError, RecursionError):
        return None


def _at(value: Any, way: Sequence[str]) -> Any:
    for step in way:
        if not isinstance(value, dict) or step not in value:
            return MISSING
        value = value[step]
    return value


def _of(record: Any, way: Sequence[str]) -> Any:
    """As `_at`, in what a `decoder` has made."""
    for step in way:
        if record is msgspec.UNSET or record is None:
            return msgspec.UNSET
        record = getattr(record, _attribute(record, step))
    return record if way else None


def _attribute(record: Any, step: str) -> str:
    fields: Sequence[str] = record.__struct_encode_fields__
    return f"f{fields.index(step)}"


@lru_cache  # a corpus may have thousands of small files that are alike
def decoder(ways: tuple[tuple[str, ...], ...]) -> Callable[[bytes], Any]:
    """What decodes a line, of its fields only those that lie on these ways."""
    return msgspec.json.Decoder(_struct(ways)).decode


def _struct(ways: Iterable[Sequence[str]], leaf: Any = object) -> Any:
    """A msgspec type of just the fields that lie on these ways: what else a record holds is passed over."""
    tree: dict[str, Any] = {}
    for way in filter(None, ways):
        at = tree
        for step in way[:-1]:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                break
        else:
            at.setdefault(way[-1], None)
    return _branch(tree, leaf)


def _branch(tree: Mapping[str, Any], leaf: Any) -> Any:
    none = msgspec.Raw(b"") if leaf is msgspec.Raw else msgspec.UNSET
    names = {f"f{i}": name for i, name in enumerate(tree)}
    made = [
        (at, _branch(tree[name], leaf) | None, None) if tree[name] else (at, leaf, none) for at, name in names.items()
    ]
    return msgspec.defstruct("Record", made, rename=names)


def _as_json(literal: re.Match[bytes]) -> bytes:
    """A string as it is; NaN and its like as a number of as many bytes, so that all others stay in their places."""
    found = literal.group()
    return found if found[:1] == b'"' else b"1" * len(found)


class Writer(Rewriter):
    """Writes the lines again, in each nothing changed but the text."""

    _reader: JsonLines

    def _replaced(self, line: bytes, text: str) -> bytes:
        body = line.removeprefix(BOM)
        try:
            start, old = self._place(body)
        except msgspec.MsgspecError:
            try:
                start, old = self._place(LITERAL.sub(_as_json, body))
            except msgspec.MsgspecError as error:
                raise streams.Broken(f"a record cannot be written again: {error}") from None
        start += len(line) - len(body)
        assert line[start : start + len(old)] == old
        return line[:start] + json.dumps(text, ensure_ascii=old.isascii()).encode() + line[start + len(old) :]

    def _place(self, body: bytes) -> tuple[int, bytes]:
        """Where in a record its text begins, and the literal that it is. Raises msgspec.MsgspecError."""
        way = self._reader._steps[0]
        value = msgspec.json.decode(body, type=_struct([way], msgspec.Raw))
        for step in way:
            value = getattr(value, _attribute(value, step))
        # What msgspec gives is a view into the line: where it lies tells which of its literals it is.
        return pa.py_buffer(value).address - pa.py_buffer(body).address, bytes(value)
