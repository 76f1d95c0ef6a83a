"""A line on the terminal that says how far a run is, how fast, and how long it will take; for runs that take longer
than a second. Drawn by rich, loaded only then."""

from __future__ import annotations

import time
from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    T = TypeVar("T")

PATIENCE = 1.0  # seconds
OFTEN = 0.1  # seconds from one picture to the next
RECENT = 20.0  # seconds that the rate is taken from: what was kept from an earlier run comes faster than the rest


def shown(
    results: Iterable[T],
    total: int = 0,
    *,
    unit: str = "files",
    measure: Callable[[T], tuple[int, int]] | None = None,
    share: Callable[[], float] | None = None,
) -> Iterator[T]:
    """The same results, with a line on standard error once the run has taken a second.

    `total` is how many there are; where that is not known, `share()` says how much of the work is done, from 0 to 1.
    `measure` gives the number of units in a result and their bytes, where a result is more than one.
    """
    start, bar, drawn = time.monotonic(), None, 0.0
    count = size = 0
    seen = deque([(start, 0, 0)])
    try:
        for result in results:
            more, bytes_ = measure(result) if measure else (1, 0)
            count, size, now = count + more, size + bytes_, time.monotonic()
            if now - drawn > OFTEN and now - start > PATIENCE and (count < total or not total):
                bar, drawn = bar or _bar(bool(total or share)), now
                seen.append((now, count, size))
                while now - seen[0][0] > RECENT and len(seen) > 2:
                    seen.popleft()
                since, before, smaller = seen[0]
                said = rate(count, count - before, size - smaller, now - since, unit, total)
                bar.update(bar.task_ids[0], completed=count / total if total else share() if share else 0, said=said)
                bar.refresh()
            yield result
    finally:
        if bar is not None:
            bar.stop()


def rate(count: int, more: int, bytes_: int, seconds: float, unit: str, total: int = 0) -> str:
    """“1,200 of 5,000 files, 310/s, 4.2 MB/s”: how many so far, and how many of them in the last seconds."""
    speed = more / max(seconds, 1e-6)
    parts = [
        f"{count:,} of {total:,} {unit}" if total else f"{count:,} {unit}",
        f"{speed:,.{0 if speed >= 10 else 1}f}/s",
    ]
    if bytes_:
        parts.append(f"{bytes_ / max(seconds, 1e-6) / 1e6:.1f} MB/s")
    return ", ".join(parts)


def _bar(ends: bool) -> Any:
    """What rich draws, without a thread of its own: while one is at work, no process can be forked."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    said = TextColumn("{task.fields[said]}")
    columns: tuple[str | ProgressColumn, ...] = "checking", said, TimeElapsedColumn()
    if ends:
        columns = "checking", BarColumn(), said, TimeRemainingColumn(), "left"
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    bar.add_task("checking", total=1.0 if ends else None, said="")
    bar.start()
    return bar
