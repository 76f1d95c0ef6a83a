"""What a job on Spark is asked for, besides the texts."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.project.lint_options import LintOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class JobOptions(NamedTuple):
    """Selectors, the severity from which on an article is dropped (None: as the configuration says), and the degrees
    of safety whose fixes apply."""

    lint: LintOptions = LintOptions()
    fail_on: str | None = None
    safeties: tuple[str, ...] = ("safe",)

    def plain(self) -> tuple[Any, ...]:
        """The options as plain data, which any version of artlint can unpickle."""
        return tuple(self.lint), self.fail_on, self.safeties

    @classmethod
    def from_plain(cls, plain: tuple[Any, ...]) -> JobOptions:
        lint, fail_on, safeties = plain
        return cls(LintOptions(*lint), fail_on, safeties)
