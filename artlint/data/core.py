"""The core of every data run: record batches in, record batches out, without state between them.

The process pool and the cluster call the same function; how records are read, spread and written is not its concern.
"""

from __future__ import annotations

import pyarrow as pa

from artlint import engine
from artlint.article import Article
from artlint.checks.base import Check
from artlint.data import rows
from artlint.data.schema import ROWS, path_of
from artlint.errors import ArtlintError
from artlint.model import RecordPath, severity_rank
from artlint.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from artlint.api import Linter
    from artlint.model import Fact
    from artlint.packs import Rule


class Core:
    """Checks records under the options of a command line (those of Workspace, `fail_on` and `want_facts`), or with a
    linter that was made elsewhere."""

    def __init__(self, options: Mapping[str, Any], linter: Linter | None = None) -> None:
        self.workspace, self._fail_on = Workspace(options, linter), options.get("fail_on")
        self._want_facts = options.get("want_facts")
        self._measuring: dict[int, list[Rule]] = {}

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of schema.RECORDS to one of schema.ROWS, row by row. Raises ArtlintError for a configuration."""
        return self.checked(batch)[0]

    def checked(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, list[list[Fact]]]:
        """The same, and the facts of each article where `want_facts` is set."""
        path = path_of(batch)
        linter = self.workspace.linter(path)
        linter.selection.for_path(path)  # a configuration that is wrong is no fault of the records
        out: list[dict[str, Any]] = []
        facts: list[list[Fact]] = []
        for record in batch.to_pylist():
            noted: list[Fact] = []
            facts.append(noted)
            place = RecordPath(path, record["record"], record["id"] or "")
            if record["text"] is None:
                out.append(rows.row(place, (), {}, "broken", record["problem"] or "it has no text"))
            else:
                out.append(self.row(place, linter, article(record, place, linter), noted))
        return pa.RecordBatch.from_pylist(out, ROWS), facts

    def row(self, place: RecordPath, linter: Linter, article: Article, facts: list[Fact]) -> dict[str, Any]:
        """The row of an article, as plain data; its facts are added to `facts` where they are wanted. An article on which
        a rule fails has a broken one."""
        try:
            found = linter.lint(article)
            metrics = self._metrics(place.file, linter, article)
            if self._want_facts:
                facts += linter.collect(article, found)
        except MemoryError:
            raise  # not the article's fault alone: another process may have enough
        except Exception as error:
            problem = str(error) if isinstance(error, ArtlintError) else f"{type(error).__name__}: {error}"
            return rows.row(place, (), {}, "broken", problem)
        return rows.row(place, found, metrics, rows.verdict(found, self.least(place.file)))

    def least(self, path: str) -> int:
        """The rank of the severity from which on an article of this file is dropped."""
        return severity_rank(self._fail_on or self.workspace.linter(path).settings.fail_on)

    def _metrics(self, path: str, linter: Linter, article: Article) -> dict[str, float]:
        """What the selected rules that measure have measured, whether or not it is within bounds."""
        ruleset = linter.selection.for_path(path)
        if id(ruleset) not in self._measuring:
            self._measuring[id(ruleset)] = [r for r in ruleset.rules if type(r.check).score is not Check.score]
        return {r.name: _score(r, article) for r in self._measuring[id(ruleset)]}


def _score(rule: Rule, article: Article) -> float:
    try:
        return rule.check.score(article)
    except Exception as error:
        raise engine.failure(rule, article, error) from error


def article(record: Mapping[str, Any], place: str, linter: Linter) -> Article:
    """The article of a record (a row of schema.RECORDS) that has a text."""
    meta: dict[str, Any] = {"languages": tuple(linter.settings.languages)}
    meta.update({name: record[name] for name in ("language", "source") if record.get(name)})
    return Article(record["text"], place, id=record["id"] or "", meta=meta)
