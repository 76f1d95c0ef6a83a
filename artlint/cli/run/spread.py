"""Work on many files, by one process or several."""

from __future__ import annotations

import os

from artlint.base.model import Result
from artlint.base.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from artlint.project.lint_options import LintOptions
    from artlint.project.workspace import Workspace

MIN_FILES_FOR_CACHE = 16  # below this, to look up what is known of them takes longer than to work it out
MIN_FILES_FOR_WORKERS = 64  # below this, starting processes costs more than it saves


class FileTask(NamedTuple):
    """What is done with each file. `make(options, workspace)` gives a function of the path; a worker process calls
    it without a workspace, and makes its own. `failed(path, problem)` stands in for a file that stops its worker."""

    make: Callable[..., Callable[..., Any]]
    options: Any
    failed: Callable[[str, str], Any]


def core_count() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread_over(task: FileTask, files: Sequence[str], jobs: int | None, workspace: Workspace) -> Iterator[Any]:
    """What the task gives for each file, in order, by `jobs` processes, or as many as pay."""
    count = jobs or core_count()
    if count > 1 and (jobs or len(files) >= MIN_FILES_FOR_WORKERS) and len(files) > 1:
        from artlint.base.processes import pool

        return pool.files(task.make, task.options, files, count, task.failed)
    return map(task.make(task.options, workspace), files)


def check_task(workspace: Workspace) -> FileTask:
    """Check each file: a Result."""
    return FileTask(_checker, workspace.options, _unchecked)


def collect_task(workspace: Workspace) -> FileTask:
    """Collect what the rules that look across articles note of each file: a Result with facts alone."""
    return FileTask(_collector, workspace.options, _unchecked)


def _checker(options: LintOptions, workspace: Workspace | None = None) -> Callable[..., Result]:
    from artlint.project.workspace import Workspace

    return (workspace or Workspace(options)).check


def _collector(options: LintOptions, workspace: Workspace | None = None) -> Callable[[str], Result]:
    from artlint.project.workspace import Workspace

    return (workspace or Workspace(options)).collect


def _unchecked(path: str, problem: str) -> Result:
    return Result(path, problem=problem)
