"""`--statistics`: how often each rule fired, and in which files most."""

from __future__ import annotations

from artlint.base.shown_text import harmless, shown_path
from artlint.reporters.base import Reporter
from artlint.reporters.shape import file_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from artlint.base.model import Result
    from artlint.reporters.base import Context

FILES = 20  # rows of the second table


class Statistics(Reporter):
    """Two tables, by rule and by file, the largest counts first."""

    def __init__(self, out: TextIO, context: Context) -> None:
        super().__init__(out, context)
        self._rules: dict[tuple[str, str], list[int]] = {}
        self._files: dict[str, int] = {}
        self._of = "files"

    def article(self, result: Result) -> None:
        seen = set()
        file = file_of(result.path)
        if file is not result.path:  # of a record: there may be millions
            self._of = "articles"
        for d in result.diagnostics:
            row = self._rules.setdefault((d.code, d.rule), [0, 0])
            row[0] += 1
            row[1] += d.rule not in seen
            seen.add(d.rule)
            self._files[file] = self._files.get(file, 0) + 1

    def close(self) -> None:
        if not self._rules:
            return
        wide = len(self._of)
        self.out.write(f"count  {self._of}  rule\n")
        for (code, name), (count, files) in self._rule_rows():
            self.out.write(f"{count:5}  {files:{wide}}  {code} {name}\n")
        rows = self._file_rows()
        self.out.write("\ncount  file\n")
        for path, count in rows[:FILES]:
            self.out.write(harmless(f"{count:5}  {shown_path(path)}\n"))
        if len(rows) > FILES:
            self.out.write(f"{sum(n for _, n in rows[FILES:]):5}  in {len(rows) - FILES} more files\n")

    def _rule_rows(self) -> list[tuple[tuple[str, str], list[int]]]:
        """Code and name of each rule, and how many diagnostics it has in how many files."""
        return sorted(self._rules.items(), key=lambda i: (-i[1][0], i[0]))

    def _file_rows(self) -> list[tuple[str, int]]:
        return sorted(self._files.items(), key=lambda i: (-i[1], i[0]))


class JsonStatistics(Statistics):
    """The same counts, of all files, as one object."""

    def close(self) -> None:
        import json

        rules = [
            {"code": code, "name": name, "count": count, self._of: files}
            for (code, name), (count, files) in self._rule_rows()
        ]
        files = [{"filename": path, "count": count} for path, count in self._file_rows()]
        self.out.write(json.dumps({"rules": rules, "files": files}, ensure_ascii=False, indent=1) + "\n")
