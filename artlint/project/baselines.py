"""The baselines of a run: that of each file's own configuration, so that the order of the paths decides nothing."""

from __future__ import annotations

import os

from artlint.base.errors import ArtlintError
from artlint.base.timer import timed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from artlint.base.model import Result
    from artlint.project.baseline import Baseline
    from artlint.project.workspace import Workspace

BASELINE = ".artlint-baseline.json"  # used wherever it lies beside the configuration


def place(workspace: Workspace, path: str) -> tuple[str, bool]:
    """The baseline file of a path, and whether the configuration names it."""
    settings = workspace.linter(path).settings
    return settings.baseline or os.path.join(settings.root, BASELINE), bool(settings.baseline)


class Baselines:
    """One baseline to look at, but the entries of each file lie where its configuration says, or in `named`."""

    def __init__(self, workspace: Workspace, named: str | None) -> None:
        self._workspace, self._named = workspace, named
        self.ran: frozenset[str] = frozenset()  # rules that look across articles and have seen all there are
        self._loaded: dict[str, Baseline | None] = {}

    def of(self, path: str, *, make: bool = False) -> Baseline | None:
        """The baseline of a file; None where there is none, unless it is to be made. Raises ArtlintError."""
        target, wanted = (self._named, True) if self._named else place(self._workspace, path)
        if target not in self._loaded:
            self._loaded[target] = self._load(target, wanted, make)
        return self._loaded[target]

    def _load(self, target: str, wanted: bool, make: bool) -> Baseline | None:
        exists = os.path.exists(target)
        if not (exists or wanted or make):
            return None
        from artlint.project.baseline import Baseline

        return Baseline.load(target, self._not_run) if exists or not make else Baseline(target, self._not_run)

    def _not_run(self, path: str) -> set[str]:
        return self._workspace.linter(path).selection.for_path(path).not_run() - self.ran

    def all(self) -> Iterable[Baseline]:
        return [b for b in self._loaded.values() if b]

    def apply(self, result: Result) -> Result:
        """The result without what its baseline knows."""
        return timed(self._workspace.timer, "suppress", self._apply, result)

    def _apply(self, result: Result) -> Result:
        try:
            baseline = self.of(result.path)
        except ArtlintError as error:  # of a folder below: that of the run was looked at when it began
            return result._replace(diagnostics=(), problem=result.problem or str(error))
        return baseline.apply(result) if baseline else result
