"""Where the time of a run goes: seconds by stage, rule and view, for `--profile` and `-v`.

A timer is handed to what is to be measured; where there is none, nobody looks at a clock.
"""

from __future__ import annotations

from time import perf_counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    T = TypeVar("T")
    # ("ask" or "run", code, name and origin of a rule), ("view", name, package), or (stage,)
    Key = tuple[str, ...]

READ_BYTES: Key = ("bytes read",)  # bytes, not seconds


class Timer:
    """Adds up seconds by key. Each second counts once: what one piece of work asks of another is the other's."""

    def __init__(self) -> None:
        self.spent: dict[Key, float] = {}
        self._inner = 0.0  # seconds that others took inside the piece of work that is being timed

    def call(self, key: Key, work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """`work(*args, **more)`, its time added under the key."""
        outer, self._inner, start = self._inner, 0.0, perf_counter()
        try:
            return work(*args, **more)
        finally:
            took = perf_counter() - start
            self.add(key, took - self._inner)
            self._inner = outer + took

    def add(self, key: Key, amount: float) -> None:
        """Count seconds, or bytes, that were measured elsewhere."""
        self.spent[key] = self.spent.get(key, 0.0) + amount

    def take(self) -> dict[Key, float]:
        """What has been added since this was last asked."""
        spent, self.spent = self.spent, {}
        return spent


def timed(timer: Timer | None, stage: str, work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """`work(*args, **more)`, counted as a stage of the run where there is a timer."""
    return timer.call((stage,), work, *args, **more) if timer else work(*args, **more)


def view_key(compute: object) -> Key:
    """The key of a view: what it is called, and the package that brings it."""
    name = getattr(compute, "__name__", type(compute).__name__).strip("_")
    module: str = getattr(compute, "__module__", "")
    leaf = module.removeprefix("artlint.").rpartition(".")[2]
    return "view", name if leaf == "article" else f"{leaf}.{name}", module.partition(".")[0]
