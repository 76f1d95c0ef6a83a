"""Facts by rule and key: in memory as long as there is room, then in temporary files."""

from __future__ import annotations

import marshal
import tempfile

from artlint.base.model import Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    Group = tuple[str, bytes, list[Fact]]

ROOM = 128_000_000  # bytes of facts that are held, by the estimate below
EACH = 250  # bytes: what a fact takes in memory besides its data
PARTS = 64  # each has its share of the keys, and is grouped by itself
IN_MEMORY = 3  # bytes for each of a file, about
BYTES = 3  # of a key that parts are told by: 64³ of them
SIZE = 8  # bytes, before each piece of a file


class Groups:
    """Add facts, then iterate over their groups, once. The order of the facts in each depends on the facts alone. They
    are parted by a byte of their keys, the last; a part that is too large again, by the `byte` before it."""

    def __init__(self, room: int = ROOM, byte: int = -1) -> None:
        self._room, self._byte, self._size = room, byte, 0
        self._parts: list[list[Fact]] = [[] for _ in range(PARTS)]
        self._files: list[IO[bytes]] = []
        self._any = False

    def __bool__(self) -> bool:
        return self._any

    def add(self, fact: Fact) -> None:
        self._any = True
        # the first bytes of a key may tell its kind; the last are as good as random
        self._parts[fact.key[self._byte] % PARTS if len(fact.key) >= -self._byte else 0].append(fact)
        self._size += EACH + len(fact.data)
        if self._size > self._room:
            self._spill()

    def _spill(self) -> None:
        if not self._files:
            self._files = [tempfile.TemporaryFile() for _ in range(PARTS)]  # noqa: SIM115 (read when all facts are there)
        for file, part in zip(self._files, self._parts, strict=True):
            content = marshal.dumps([fact.plain() for fact in part])
            file.write(len(content).to_bytes(SIZE, "big"))
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
        if file.tell() * IN_MEMORY < self._room or self._byte <= -BYTES:
            yield from grouped(_read(file))
            return
        again = Groups(self._room, self._byte - 1)
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
    while size := file.read(SIZE):
        for fact in marshal.loads(file.read(int.from_bytes(size, "big"))):
            yield Fact.from_plain(fact)
