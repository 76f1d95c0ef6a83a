"""The core of every data run: record batches in, record batches out, without state between them.

The process pool and the cluster call the same function; how records are read, spread and written is not its concern.
"""

from __future__ import annotations

import pyarrow as pa

from artlint.article import Article
from artlint.checks.base import Check
from artlint.data import rows
from artlint.data.schema import ROWS, path_of
from artlint.model import RecordPath, severity_rank
from artlint.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from artlint.api import Linter
    from artlint.packs import Rule


class Core:
    """Checks records under the options of a command line (those of Workspace, and `fail_on`), or with a linter that was
    made elsewhere."""

    def __init__(self, options: Mapping[str, Any], linter: Linter | None = None) -> None:
        self.workspace, self._fail_on = Workspace(options, linter), options.get("fail_on")
        self._measuring: dict[int, list[Rule]] = {}

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of schema.RECORDS to one of schema.ROWS, row by row. Raises ArtlintError."""
        path = path_of(batch)
        linter = self.workspace.linter(path)
        out = [self._row(path, linter, record) for record in batch.to_pylist()]
        return pa.RecordBatch.from_pylist(out, ROWS)

    def _row(self, path: str, linter: Linter, record: Mapping[str, Any]) -> dict[str, Any]:
        place = RecordPath(path, record["record"], record["id"] or "")
        if record["text"] is None:
            return rows.row(place, (), {}, "broken", record["problem"] or "it has no text")
        meta = {"languages": tuple(linter.settings.languages)}
        if record["language"]:
            meta["language"] = record["language"]
        return self.row(place, linter, Article(record["text"], place, id=place.id, meta=meta))

    def row(self, place: RecordPath, linter: Linter, article: Article) -> dict[str, Any]:
        """The row of an article, as plain data."""
        found = linter.lint(article)
        least = severity_rank(self._fail_on or linter.settings.fail_on)
        drop = any(severity_rank(d.severity) >= least for d in found)
        return rows.row(place, found, self._metrics(place.file, linter, article), "drop" if drop else "keep")

    def _metrics(self, path: str, linter: Linter, article: Article) -> dict[str, float]:
        """What the selected rules that measure have measured, whether or not it is within bounds."""
        ruleset = linter.selection.for_path(path)
        if id(ruleset) not in self._measuring:
            self._measuring[id(ruleset)] = [r for r in ruleset.rules if type(r.check).score is not Check.score]
        return {r.name: r.check.score(article) for r in self._measuring[id(ruleset)]}
