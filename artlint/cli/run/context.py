"""What every step of a run needs."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.cli.run.spread import spread_over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from artlint.cli.run.profile import Profile
    from artlint.cli.run.run_options import RunOptions
    from artlint.cli.run.spread import FileTask
    from artlint.project.baselines import Baselines
    from artlint.project.workspace import Workspace


class RunContext(NamedTuple):
    """One run: what was asked for, and what it works with. `reporter_class` may also be a writer of rows (see takes_rows)."""

    options: RunOptions
    workspace: Workspace
    baselines: Baselines | None
    reporter_class: Any
    profile: Profile | None = None

    def fail_on(self, path: str) -> str:
        """The severity from which on the run fails because of this file."""
        return self.options.fail_on or str(self.workspace.linter(path).settings.fail_on)

    @property
    def takes_rows(self) -> bool:
        """Whether the output is a row for each article instead of a report."""
        return bool(getattr(self.reporter_class, "takes_rows", False))

    def wanting(self, *, facts: bool) -> RunContext:
        """The same run, with the facts that rules across articles need, or without."""
        return self._replace(workspace=self.workspace.wanting(facts=facts))

    def spread(self, task: FileTask, files: Sequence[str]) -> Iterator[Any]:
        """What the task gives for each file, in order; measured where the run is profiled."""
        over = self.profile.spread if self.profile else spread_over
        return over(task, files, self.options.jobs, self.workspace)
