"""From records to rows of articles, which are those of a run on one machine (cli/run/batch_worker.py)."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from artlint.base.model import RecordPath
from artlint.records import rows
from artlint.records.lint_batch import BatchLinter, languages
from artlint.records.schema import COLUMNS, SCHEMA, path_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from artlint.base.model import Fact
    from artlint.engine.linter import Linter


class RowLinter:
    """Checks batches of schema.RECORDS with one linter for all of them."""

    def __init__(self, linter: Linter, fail_on: str | None = None, want_facts: bool = False) -> None:
        self._linter = BatchLinter(lambda _: linter, fail_on, want_facts)

    def lint(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows of a batch. Raises ArtlintError."""
        return self.checked(batch)[0]

    def checked(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, list[list[Fact]]]:
        """The rows of a batch, as `lint` gives them, and the facts of each article where `want_facts` is set."""
        found, facts = self._linter.checked(batch)
        columns = dict(zip(found.schema.names, found.columns, strict=True))
        columns["language"] = languages(batch, batch.column("text").to_pylist())
        columns["source"] = batch.column("source")
        columns["length"] = pc.utf8_length(batch.column("text"))
        return pa.RecordBatch.from_arrays([columns[name] for name in COLUMNS], schema=SCHEMA), facts


def broken_row(batch: pa.RecordBatch, problem: str) -> dict[str, Any]:
    """The row of a record (a batch of one) that cannot be worked on, as plain data."""
    record = batch.to_pylist()[0]
    place = RecordPath(path_of(batch), record["record"], record["id"] or "")
    row = rows.broken(place, problem)
    return {**row, "language": record["language"], "source": record["source"]}


def broken(batch: pa.RecordBatch, problem: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([broken_row(batch, problem)], SCHEMA)
