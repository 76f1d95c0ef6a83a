"""A progress bar on the terminal, for runs that take longer than a second. Drawn by rich, loaded only then."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    T = TypeVar("T")

PATIENCE = 1.0  # seconds


def shown(results: Iterable[T], total: int) -> Iterator[T]:
    """The same results, with a bar on standard error once the run has taken a second."""
    start, bar, task = time.monotonic(), None, None
    try:
        for done, result in enumerate(results, 1):
            if bar is None and time.monotonic() - start > PATIENCE and done < total:
                from rich.console import Console
                from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

                bar = Progress(
                    TextColumn("checking"),
                    BarColumn(),
                    MofNCompleteColumn(),
                    TimeRemainingColumn(),
                    console=Console(stderr=True),
                    transient=True,
                )
                bar.start()
                task = bar.add_task("checking", total=total)
            if bar is not None and task is not None:
                bar.update(task, completed=done)
            yield result
    finally:
        if bar is not None:
            bar.stop()
