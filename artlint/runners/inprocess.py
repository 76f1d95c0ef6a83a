"""One file after the other, in this process."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    T = TypeVar("T")


def run(work: Callable[[str], T], paths: Iterable[str]) -> Iterator[T]:
    """`work(path)` for each path, in order."""
    return map(work, paths)
