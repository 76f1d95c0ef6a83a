"""`--profile`: where the time went, by rule and by stage; and what `-v` says of a rule that takes more than its share."""

from __future__ import annotations

import os
from time import perf_counter

from artlint.base.named_tuple import NamedTuple
from artlint.base.shown_text import shown_path
from artlint.base.timer import READ_BYTES, Timer
from artlint.base.wording import plural
from artlint.cli.run.spread import FileTask, spread_over
from artlint.cli.say import say
from artlint.project.lint_options import LintOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any, TextIO

    from artlint.base.timer import Key
    from artlint.project.workspace import Workspace

    Measured = tuple[Any, str, int, dict[Key, float]]  # what came of a file, its path, the process, its seconds

WAITING = ("waiting",)  # for the workers, whose own times are counted

# The rule of a user is named by -v above this share of the time of all rules and views, and from so many seconds on.
# artlint's own rules are no user's to fix; one that is quick over all is nobody's trouble; and the views count because
# with --select few rules are left, of which an ordinary one may be a quarter.
SHARE, SECONDS = 0.25, 0.2

STAGES = {
    "start": "start: configuration, rules, plugins",
    "find": "finding files",
    "read": "reading and decoding",
    "view": "views that rules share",
    "rule": "rules",
    "lint": "engine: which rules to ask, and diagnostics",
    "corpus": "facts for the rules that look across articles",
    "suppress": "baseline, comments in Markdown",
    "fix": "fixing and writing",
    "report": "reporting",
}


class Profile:
    """The figures of a run, added up from all processes."""

    def __init__(self) -> None:
        self.timer, self._started = Timer(), perf_counter()
        self._seconds: dict[Key, float] = {}
        self._ran: dict[Key, int] = {}  # by code, name and origin: on how many articles
        self._slowest: dict[Key, tuple[float, str]] = {}  # of rules and views: the seconds on one file, and which
        self._paths: set[str] = set()
        self._processes: set[int] = set()

    def add(self, spent: Mapping[Key, float], path: str = "") -> None:
        """Count what was put down while a file was worked on."""
        if path:
            self._paths.add(path)
        took: dict[Key, float] = {}
        for key, seconds in spent.items():
            self._seconds[key] = self._seconds.get(key, 0.0) + seconds
            if key[0] in ("ask", "run", "view"):
                took[key[1:]] = took.get(key[1:], 0.0) + seconds
            if key[0] in ("ask", "run"):
                self._ran[key[1:]] = self._ran.get(key[1:], 0) + (key[0] == "run")
        for which, seconds in took.items():
            self._slowest[which] = max(self._slowest.get(which, (0.0, "")), (seconds, path))

    def spread(self, task: FileTask, files: Sequence[str], jobs: int | None, workspace: Workspace) -> Iterator[Any]:
        """As spread_over, with what each file took counted here."""

        def unmeasured(path: str, problem: str) -> Measured:
            return task.failed(path, problem), path, os.getpid(), {}

        measured = FileTask(_measured, MeasuredWork(task.make, task.options, workspace.options), unmeasured)
        results = spread_over(measured, files, jobs, workspace)
        while (got := self.timer.call(WAITING, next, results, None)) is not None:
            result, path, process, spent = got
            self.add(spent, path)
            self._processes.add(process)
            yield result

    def rules(self) -> list[tuple[float, Key]]:
        """(seconds, rule), the slowest first."""
        took = [(sum(self._seconds.get((kind, *rule), 0.0) for kind in ("ask", "run")), rule) for rule in self._ran]
        return sorted(took, reverse=True)

    def print(self, out: TextIO) -> None:
        """The table of rules and the table of stages."""
        wall = perf_counter() - self._started
        rules = self.rules()
        if rules:
            self._print_rules(rules, out)
        views = sorted(((s, key[1]) for key, s in self._seconds.items() if key[0] == "view"), reverse=True)
        stages = {stage: self._seconds.get((stage,), 0.0) for stage in STAGES}
        stages["view"] = sum(seconds for seconds, _ in views)
        stages["rule"] = sum(seconds for seconds, _ in rules)
        total = sum(stages.values())
        rows = [(seconds, stage) for stage, seconds in stages.items() if seconds]
        say("\n        ms   share  stage", out)
        for seconds, stage in rows:
            say(f"{_ms(seconds)}  {_percent(seconds, total)}  {STAGES[stage]}", out)
            for part, name in views if stage == "view" else ():
                say(f"{_ms(part)}  {_percent(part, total)}    {name}", out)
        megabytes = self._seconds.get(READ_BYTES, 0) / 1e6
        speed = f", {megabytes:.2f} MB, {megabytes / wall:.2f} MB/s" if megabytes else ""
        say(f"{_ms(total)}  {_percent(total, total)}  all", out)
        say(f"{plural(len(self._paths), 'article')} in {wall:.2f} s{speed}", out)
        if self._processes - {os.getpid()}:
            workers = plural(len(self._processes), "worker process", "worker processes")
            say(f"The times of {workers} and of the process that reports are added up.", out)

    def _print_rules(self, rules: list[tuple[float, Key]], out: TextIO) -> None:
        total = sum(seconds for seconds, _ in rules)
        width = max(len(f"{code} {name}") for _, (code, name, _) in rules)
        say(f"\n        ms   share  articles  ms/article  {'rule':{width}}  slowest file (ms)", out)
        for seconds, rule in rules:
            count = self._ran[rule]
            each = f"{1000 * self._seconds.get(('run', *rule), 0.0) / count:10.2f}" if count else f"{'–':>10}"
            most, path = self._slowest[rule]
            say(
                f"{_ms(seconds)}  {_percent(seconds, total)}  {count:8}  {each}  "
                f"{rule[0] + ' ' + rule[1]:{width}}  {shown_path(path)} ({1000 * most:.1f})",
                out,
            )

    def warn(self, out: TextIO) -> None:
        """Name each rule of the user that takes more than its share. A plugin's view is as much its work as its rules
        are, and counts with them."""
        views = [(s, key[1:]) for key, s in self._seconds.items() if key[0] == "view"]
        named = sorted([*self.rules(), *views], reverse=True)
        total = sum(seconds for seconds, _ in named)
        for seconds, which in named:
            if which[-1] != "artlint" and seconds >= SECONDS and seconds > SHARE * total:
                most, path = self._slowest[which]
                kind = "rule" if which in self._ran else "view"
                say(
                    f"artlint: the {kind} “{which[-2]}” ({which[-1]}) took {seconds:.1f} s, {100 * seconds / total:.0f} % "
                    f"of the time of all rules and views; longest on {shown_path(path)} ({most:.2f} s)",
                    out,
                )


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:10.1f}"


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole if whole else 0:4.1f} %".rjust(7)


class MeasuredWork(NamedTuple):
    """A FileTask's `make` and `options`, and the options of the workspace that it works with."""

    make: Callable[..., Callable[[str], Any]]
    options: Any
    lint: LintOptions


def _measured(work: MeasuredWork, workspace: Workspace | None = None) -> Callable[[str], Measured]:
    """What is done with each file, and what that took. Runs in workers too, which have a timer of their own."""
    from artlint.project.workspace import Workspace

    workspace = workspace or Workspace(work.lint, timer=Timer())
    timer, one = workspace.timer, work.make(work.options, workspace)
    assert timer is not None

    def measure(path: str) -> Measured:
        return one(path), path, os.getpid(), timer.take()

    return measure
