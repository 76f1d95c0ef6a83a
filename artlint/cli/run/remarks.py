"""What is said on standard error about articles besides their diagnostics."""

from __future__ import annotations

from artlint.base.model import RecordPath
from artlint.base.shown_text import one_line, shown_path, shown_problem
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.base.model import Result

MAX_ALIKE = 3  # records of a file that are named with one kind of problem: of a million, a million lines say no more


class Remarks:
    """The remarks of a run. Of a file's records that are broken in one way, the first are named and the rest counted."""

    def __init__(self) -> None:
        self._alike: dict[tuple[str, str], int] = {}

    def say(self, result: Result) -> bool:
        """Print what is to be said about an article; whether it could not be checked."""
        for note in result.notes:
            say(f"artlint: {shown_path(result.path)}: {one_line(note)}")
        if result.problem and self._is_new(result):
            say(f"artlint: {shown_path(result.path)}: {shown_problem(result.problem)}")
        return bool(result.problem)

    def _is_new(self, result: Result) -> bool:
        if not isinstance(result.path, RecordPath):
            return True
        import re

        kind = result.path.file, re.sub(r"\d[\d,]*|0x[0-9a-f]+", "…", result.problem)
        self._alike[kind] = self._alike.get(kind, 0) + 1
        return self._alike[kind] <= MAX_ALIKE

    def end(self) -> None:
        """All articles were heard of: count those that were not named."""
        for (file, problem), count in self._alike.items():
            if count > MAX_ALIKE:
                say(f"artlint: {shown_path(file)}: {count - MAX_ALIKE:,} more: {shown_problem(problem)}")
