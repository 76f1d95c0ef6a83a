"""The centre of every run over records: record batches in, record batches out, without state between them.

The process pool and the cluster call the same function; how records are read, spread and written is not its concern.
"""

from __future__ import annotations

import pyarrow as pa

from artlint.base.errors import ArtlintError
from artlint.base.model import RecordPath, severity_rank
from artlint.checks.base import Check
from artlint.engine import chain
from artlint.engine import lint as engine
from artlint.records import rows
from artlint.records.schema import ROWS, path_of
from artlint.text import language
from artlint.text.article import AGAINST, Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic, Fact
    from artlint.engine.linter import Linter
    from artlint.ruleset.rule import Rule


class BatchLinter:
    """Checks records. `linter_for` gives the linter of a file, `fail_on` is the severity from which on an article is
    dropped (empty: as the file's configuration says), `want_facts` whether the facts of corpus rules are collected.
    With a `chain` the linters of that judge in turn, each what the one before has left (see engine/chain.py)."""

    def __init__(
        self,
        linter_for: Callable[[str], Linter],
        fail_on: str | None = None,
        want_facts: bool = False,
        chain: Sequence[Callable[[str], Linter]] = (),
    ) -> None:
        self._linter_for, self._fail_on, self._want_facts, self._chain = linter_for, fail_on, want_facts, chain
        self._measuring: dict[int, list[Rule]] = {}

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of schema.RECORDS to one of schema.ROWS, row by row. Raises ArtlintError for a configuration."""
        return self.checked(batch)[0]

    def checked(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, list[list[Fact]]]:
        """The rows of a batch, as `lint` gives them, and the facts of each article where `want_facts` is set."""
        path = path_of(batch)
        linter = self._linter_for(path)
        linter.selection.for_path(path)  # a configuration that is wrong is no fault of the records
        out: list[dict[str, Any]] = []
        facts: list[list[Fact]] = []
        for record in batch.to_pylist():
            noted: list[Fact] = []
            facts.append(noted)
            place = RecordPath(path, record["record"], record["id"] or "")
            if record["text"] is None:
                out.append(rows.broken(place, record["problem"] or "it has no text"))
            else:
                out.append(self.row(place, linter, article(record, place, linter), noted))
        return pa.RecordBatch.from_pylist(out, ROWS), facts

    def row(self, place: RecordPath, linter: Linter, article: Article, facts: list[Fact]) -> dict[str, Any]:
        """The row of an article, as plain data; its facts are added to `facts` where they are wanted. An article on which
        a rule fails has a broken one."""
        try:
            if self._chain:
                return self._chained(place, article)
            found = linter.lint(article)
            metrics = self._metrics(place.file, linter, article)
            if self._want_facts:
                facts += linter.collect(article, found)
        except MemoryError:
            raise  # not the article's fault alone: another process may have enough
        except Exception as error:
            problem = str(error) if isinstance(error, ArtlintError) else f"{type(error).__name__}: {error}"
            return rows.broken(place, problem)
        return rows.row(place, found, metrics, rows.verdict(found, self.least(place.file)))

    def _chained(self, place: RecordPath, article: Article) -> dict[str, Any]:
        """The row of an article that several linters judge in turn. What one of them has deleted is no reason to drop
        the article: the next one judges the rest."""
        found: list[Diagnostic] = []
        left: list[Diagnostic] = []
        metrics: dict[str, float] = {}
        linters = [linter_for(place.file) for linter_for in self._chain]
        for linter, judged in zip(linters, chain.lint(article, linters), strict=True):
            found += judged.found
            left += judged.kept
            metrics.update(self._metrics(place.file, linter, judged.article))
        found.sort(key=lambda d: (d.span, d.code, d.rule))
        return rows.row(place, found, metrics, rows.verdict(left, self.least(place.file)))

    def least(self, path: str) -> int:
        """The rank of the severity from which on an article of this file is dropped."""
        return severity_rank(self._fail_on or self._linter_for(path).settings.fail_on)

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
    meta.update({name: record[name] for name in ("language", "source", AGAINST) if record.get(name)})
    return Article(record["text"], place, id=record["id"] or "", meta=meta)


def languages(batch: pa.RecordBatch, texts: Sequence[str | None]) -> pa.Array:
    """The language of each record of a batch, whose texts these are: as the record says, or else as it was found."""
    given = batch.column("language").to_pylist()
    found = [own or (language.detect(text) or None if text else None) for own, text in zip(given, texts, strict=True)]
    return pa.array(found, pa.string())
