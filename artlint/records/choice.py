"""Some of the records of a run instead of all: the first ones, or a sample by chance that is the same in every run."""

from __future__ import annotations

import random

from artlint.records.schema import path_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa


class First:
    """The first `count` records."""

    def __init__(self, count: int) -> None:
        self._left = count

    @property
    def is_over(self) -> bool:
        """Whether no more will be taken."""
        return self._left <= 0

    def take(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The records of a batch of schema.RECORDS that are among them."""
        taken = batch.slice(0, self._left)
        self._left -= taken.num_rows
        return taken


class Sample:
    """`count` of all records of `batches`, which are read for their numbers alone."""

    is_over = False

    def __init__(self, batches: Iterable[pa.RecordBatch], count: int) -> None:
        chance = random.Random(0)
        chosen: list[tuple[str, int]] = []
        for seen, place in enumerate(_places(batches)):
            if seen < count:
                chosen.append(place)
            elif (at := chance.randrange(seen + 1)) < count:
                chosen[at] = place
        self._chosen = frozenset(chosen)

    def take(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The records of a batch of schema.RECORDS that are among them."""
        import pyarrow as pa

        path = path_of(batch)
        return batch.filter(pa.array([(path, number) in self._chosen for number in batch.column("record").to_pylist()]))


def _places(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, int]]:
    for batch in batches:
        path = path_of(batch)
        for number in batch.column("record").to_pylist():
            yield path, number
