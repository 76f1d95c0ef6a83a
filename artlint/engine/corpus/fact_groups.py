"""Facts by rule and key: in memory up to a limit, then in temporary files."""

from __future__ import annotations

import marshal
import tempfile

from artlint.base.model import Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    Group = tuple[str, bytes, list[Fact]]

MAX_HELD_BYTES = 128_000_000  # of facts in memory, by the estimate below
FACT_BYTES = 250  # what a fact takes in memory besides its data
PARTS = 64  # each has its share of the keys, and is grouped by itself
MEMORY_FACTOR = 3  # bytes in memory for each of a file, about
MAX_KEY_BYTES = 3  # by which parts are told apart: 64³ of them
SIZE_BYTES = 8  # before each piece of a file


class FactGroups:
    """Add facts, then iterate over their groups, once. The order of the facts in each depends on the facts alone. They
    are parted by a byte of their keys, the last; a part that is too large again, by the `byte` before it."""

    def __init__(self, max_bytes: int = MAX_HELD_BYTES, byte: int = -1) -> None:
        self._max_bytes, self._byte, self._size = max_bytes, byte, 0
        self._parts: list[list[Fact]] = [[] for _ in range(PARTS)]
        self._files: list[IO[bytes]] = []
        self._any = False

    def __bool__(self) -> bool:
        return self._any

    def add(self, fact: Fact) -> None:
        self._any = True
        # the first bytes of a key may tell its kind; the last are as good as random
        self._parts[fact.key[self._byte] % PARTS if len(fact.key) >= -self._byte else 0].append(fact)
        self._size += FACT_BYTES + len(fact.data)
        if self._size > self._max_bytes:
            self._spill()

    def _spill(self) -> None:
        if not self._files:
            self._files = [tempfile.TemporaryFile() for _ in range(PARTS)]  # noqa: SIM115 (read when all facts are there)
        for file, part in zip(self._files, self._parts, strict=True):
            content = marshal.dumps([fact.plain() for fact in part])
            file.write(len(content).to_bytes(SIZE_BYTES, "big"))
            file.write(content)
            part.clear()
        self._size = 0

    def __iter__(self) -> Iterator[Group]:
        if self._files:
            self._spill()
        for n in range(PARTS):
            facts, self._parts[n] = self._parts[n], []
            yield from self._large(self._files[n]) if self._files else grouped(facts)
        for file in self._files:
            file.close()
        self._files = []

    def _large(self, file: IO[bytes]) -> Iterator[Group]:
        """The groups of the part in a file."""
        if file.tell() * MEMORY_FACTOR < self._max_bytes or self._byte <= -MAX_KEY_BYTES:
            yield from grouped(_read(file))
            return
        again = FactGroups(self._max_bytes, self._byte - 1)
        for fact in _read(file):
            again.add(fact)
        yield from again


def grouped(facts: Iterable[Fact]) -> Iterator[Group]:
    """The groups of facts by rule and key, in order."""
    rules: dict[str, dict[bytes, list[Fact]]] = {}
    for fact in facts:
        held = rules.get(fact[0])
        if held is None:
            held = rules[fact[0]] = {}
        group = held.get(fact[1])
        if group is None:  # as nearly always
            held[fact[1]] = [fact]
        else:
            group.append(fact)
    for rule, held in sorted(rules.items()):
        for key in sorted(held):
            group = held[key]
            if len(group) > 1:
                group.sort(key=_order)
            yield rule, key, group


def _order(fact: Fact) -> tuple[object, ...]:
    return fact.path, fact.record, fact.data, fact.site or ()  # some of a key may have none


def _read(file: IO[bytes]) -> Iterator[Fact]:
    file.seek(0)
    while size := file.read(SIZE_BYTES):
        for fact in marshal.loads(file.read(int.from_bytes(size, "big"))):
            yield Fact.from_plain(fact)
