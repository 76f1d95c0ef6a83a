"""The line under the diagnostics: counts, what was fixed and what could be, and whether the run failed."""

from __future__ import annotations

from artlint.base.model import RecordPath, severity_rank
from artlint.base.shown_text import shown_path
from artlint.base.wording import plural
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import TextIO

    from artlint.base.model import Diagnostic, Result


class ArticleSet:
    """Articles that have faults; of files of records a bit for each, since there may be millions."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._bits: dict[str, bytearray] = {}

    def add(self, path: str) -> None:
        if not isinstance(path, RecordPath):
            self._files.add(path)
            return
        byte, bit = divmod(path.number, 8)
        bits = self._bits.setdefault(path.file, bytearray())
        if byte >= len(bits):
            bits.extend(bytes(byte + 1 - len(bits)))
        bits[byte] |= 1 << bit

    def __contains__(self, path: str) -> bool:
        if not isinstance(path, RecordPath):
            return path in self._files
        byte, bit = divmod(path.number, 8)
        bits = self._bits.get(path.file, b"")
        return byte < len(bits) and bool(bits[byte] >> bit & 1)


class Summary:
    """Counts for the line under the diagnostics, and whether the run failed. `fail_on` tells for each path from which
    severity on. `twice` says that `add_more` will be called; fixes of the safeties in `done` are written already."""

    def __init__(self, fail_on: Callable[[str], str], twice: bool = False, done: Collection[str] = ()) -> None:
        self._fail_on = fail_on
        self._counts = {"error": 0, "warning": 0, "info": 0}
        self._files = self._with = self._broken = 0
        self._records = False
        self._fixable = {safety: 0 for safety in ("safe", "unsafe") if safety not in done}
        self._faulty = ArticleSet() if twice else None
        self._fixed: dict[str, list[str]] = {}  # the rules by path
        self.failed = False

    def add(self, result: Result, fixed: Sequence[Diagnostic] = ()) -> None:
        self._files += not result.problem
        self._broken += bool(result.problem)
        self._with += bool(result.diagnostics)
        self._records |= isinstance(result.path, RecordPath)
        if result.diagnostics and self._faulty is not None:
            self._faulty.add(result.path)
        if fixed:
            self._fixed[result.path] = [d.rule for d in fixed]
        least = severity_rank(self._fail_on(result.path)) if result.diagnostics else 0
        for d in result.diagnostics:
            self._counts[d.severity] += 1
            self.failed |= severity_rank(d.severity) >= least
            if d.fix and d.fix.safety in self._fixable:
                self._fixable[d.fix.safety] += 1

    def add_more(self, result: Result) -> None:
        """Count what came to light of an article that was counted before."""
        files, broken, known = (
            self._files,
            self._broken,
            bool(result.diagnostics) and self._faulty is not None and result.path in self._faulty,
        )
        self.add(result)
        self._files, self._broken = files, broken
        self._with -= known

    def print(self, out: TextIO) -> None:
        if self._fixed:
            count = sum(map(len, self._fixed.values()))
            say(f"Fixed {plural(count, 'fault')} in {plural(len(self._fixed), 'file')}:", out)
            for path, rules in sorted(self._fixed.items()):
                say(f"  {shown_path(path)}: " + ", ".join(f"{rules.count(r)} × {r}" for r in dict.fromkeys(rules)), out)
        found = [plural(n, name, name if name == "info" else f"{name}s") for name, n in self._counts.items() if n]
        article = "article" if self._records else "file"
        unread = f"; {plural(self._broken, article)} could not be checked" if self._broken else ""
        if not found and not self._files:
            if not self._broken:
                say("There was no article to check.", out)
            return  # nothing could be read, and that was said
        if not found:
            none = f"No faults found in {plural(self._files, article)}" if not self._fixed else "None left"
            say(f"{none}{unread}.", out)
            return
        left = "left" if self._fixed else "found"
        say(f"{', '.join(found)} {left} in {self._with} of {plural(self._files, article)}{unread}.", out)
        safe, unsafe = self._fixable.get("safe", 0), self._fixable.get("unsafe", 0)
        if safe or unsafe:
            fix = "--write-fixed DIR" if self._records else "--fix"
            hints = [f"{safe} with {fix}"] if safe else []
            hints += [f"{unsafe} {'more ' * bool(safe)}with {fix} --unsafe-fixes"] if unsafe else []
            say(f"Can be fixed: {', '.join(hints)}.", out)
