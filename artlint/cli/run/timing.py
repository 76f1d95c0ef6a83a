"""What `--profile` and `-v` measure: which rule, view and stage of a run takes how long.

No run pays for this but one that asks. Nothing in the way of an article looks at a clock: the few functions that
everything goes through are wrapped while such a run lasts, in this process and in each worker.
"""

from __future__ import annotations

import os
from time import perf_counter

from artlint.cli.commands import check
from artlint.cli.run import stdin
from artlint.engine import suppressions
from artlint.engine.linter import Linter
from artlint.project.baselines import Baselines
from artlint.project.workspace import Workspace
from artlint.ruleset.selection import Selection
from artlint.text.article import Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from artlint.ruleset.rule import Rule
    from artlint.ruleset.selection import Ruleset

    # ("ask" or "run", code, name and origin of a rule), ("view", name, package), or (stage,)
    Key = tuple[str, ...]
    Measured = tuple[Any, str, int, dict[Key, float]]  # what came of a file, its path, the process, its seconds

WAITING: Key = ("waiting",)  # for the workers, whose own times are counted
SIZE: Key = ("size",)  # bytes, not seconds

# What is wrapped for as long as a run is measured, and the stage that its time belongs to.
WATCHED: tuple[tuple[Any, str, str], ...] = (
    (Workspace, "linter", "start"),
    (check, "find_files", "find"),
    (stdin, "run", "read"),
    (Linter, "lint", "lint"),
    (Linter, "collect", "corpus"),
    (suppressions, "inline", "suppress"),
    (Baselines, "apply", "suppress"),
    (Workspace, "mend", "fix"),
    (Workspace, "save", "fix"),
    (check, "reported", "report"),
    (check, "differences", "report"),
)


class Meter:
    """Seconds by key. Each second counts once: what one piece of work asks of another is the other's."""

    def __init__(self) -> None:
        self.spent: dict[Key, float] = {}
        self._inner = 0.0  # of the piece that is being worked on, what others inside it took

    def call(self, key: Key, work: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """`work(*args)`, its time put down under the key."""
        outer, self._inner, start = self._inner, 0.0, perf_counter()
        try:
            return work(*args, **more)
        finally:
            took = perf_counter() - start
            self.spent[key] = self.spent.get(key, 0.0) + took - self._inner
            self._inner = outer + took

    def timed(self, key: Key, work: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **more: self.call(key, work, *args, **more)

    def taken(self) -> dict[Key, float]:
        """What has been put down since this was last asked."""
        spent, self.spent = self.spent, {}
        return spent


_meter: Meter | None = None  # the one of this process, while a run is measured
_undo: list[tuple[Any, str, Any]] = []


def _replace(owner: Any, name: str, new: Any) -> None:
    _undo.append((owner, name, vars(owner)[name]))  # as it lies there: a static method is more than its function
    setattr(owner, name, new)


def watch() -> Meter:
    """Wrap what is to be measured."""
    global _meter
    meter = _meter = Meter()
    for owner, name, stage in WATCHED:
        _replace(owner, name, meter.timed((stage,), getattr(owner, name)))
    view, read, for_path = Article.view, Workspace.read, Selection.for_path

    def timed_view(article: Article, compute: Any) -> Any:
        try:
            return article._views[compute]
        except KeyError:
            return meter.call(("view", *_view_name(compute)), view, article, compute)

    def timed_read(*args: Any) -> Any:
        found = meter.call(("read",), read, *args)
        meter.spent[SIZE] = meter.spent.get(SIZE, 0) + len(found[2])
        return found

    seen: set[Ruleset] = set()

    def timed_rules(selection: Selection, path: str) -> Ruleset:
        ruleset: Ruleset = meter.call(("start",), for_path, selection, path)
        if ruleset not in seen:
            seen.add(ruleset)
            for rule in {*ruleset.rules, *ruleset.evidence}:
                meter.call(("start",), _time_rule, meter, rule)
        return ruleset

    _replace(Article, "view", timed_view)
    _replace(Workspace, "read", timed_read)
    _replace(Selection, "for_path", timed_rules)
    return meter


def unwatch() -> None:
    global _meter
    while _undo:
        owner, name, old = _undo.pop()
        setattr(owner, name, old)
    _meter = None


def _time_rule(meter: Meter, rule: Rule) -> None:
    """Have the rule's own check measured; a check belongs to one rule of one run."""
    which, own = (rule.code, rule.name, rule.record["origin"]), rule.check
    run = own.run
    own.__dict__["may_fire"] = meter.timed(("ask", *which), own.may_fire)
    # `run` is a generator as a rule, and works only while it is being read
    own.__dict__["run"] = meter.timed(("run", *which), lambda article: list(run(article)))


def _view_name(compute: Any) -> Key:
    """What a view is called, and the package that brings it."""
    name = getattr(compute, "__name__", type(compute).__name__).strip("_")
    module: str = getattr(compute, "__module__", "")
    short = module.removeprefix("artlint.").removeprefix("checks.")
    return name if short == "article" else f"{short}.{name}", module.partition(".")[0]


def measured(opts: Mapping[str, Any], workspace: Workspace | None = None) -> Callable[[str], Measured]:
    """What `opts["measured"]` makes of the same options, and for each path what its work took. Runs in workers too."""
    meter = _meter or watch()
    if workspace is None:  # a process of its own, which a fork has given the figures of its parent
        meter.taken()
    work = opts["measured"](opts, workspace)

    def one(path: str) -> Measured:
        done = work(path)
        return done, path, os.getpid(), meter.taken()

    return one
