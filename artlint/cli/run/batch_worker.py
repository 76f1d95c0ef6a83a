"""What a worker process does with a batch: its rows, and beside them what this run wants to have of each record."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from artlint.base.model import RecordPath
from artlint.project.baselines import Baselines
from artlint.project.decode import NotText
from artlint.project.workspace import Workspace
from artlint.records import rows
from artlint.records.fix_batch import BatchFixer
from artlint.records.lint_batch import BatchLinter, languages
from artlint.records.schema import OUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from artlint.base.model import Fact
    from artlint.cli.run.run_options import BatchWork
    from artlint.engine.linter import Linter


def text_worker(work: BatchWork, workspace: Workspace | None = None) -> Callable[[str], Mapping[str, Any]]:
    """What a worker process calls for each file that is one article, where rows are wanted of it. It makes a workspace
    of its own: that of the run may give other things."""
    return TextWorker(work)


def _chain(work: BatchWork) -> list[Callable[[str], Linter]]:
    """What gives the linters of a chain, each with one selector."""
    return [Workspace(work.lint._replace(select=(selector,))).linter for selector in work.chain]


class TextWorker:
    """Files of one article each: from a path to its row as plain data."""

    def __init__(self, work: BatchWork) -> None:
        self._files = Workspace(work.lint)
        self._linter = BatchLinter(self._files.linter, work.fail_on, work.lint.want_facts, _chain(work))

    def __call__(self, path: str) -> dict[str, Any]:
        place = RecordPath(path, 1, path)
        try:
            article, decoded, _ = self._files.read(path)
        except NotText as error:
            return rows.unread(path, str(error))
        facts: list[Fact] = []
        row = self._linter.row(place, self._files.linter(path), article, facts)
        language = article.language or None
        return {
            **row,
            "language": language,
            "length": len(article.text),
            "note": decoded.note,
            "facts": rows.packed_facts(facts),
        }


class Worker:
    """Batches of schema.RECORDS to batches of schema.OUT."""

    def __init__(self, work: BatchWork) -> None:
        workspace = Workspace(work.lint)
        self._linter = BatchLinter(workspace.linter, work.fail_on, work.lint.want_facts, _chain(work))
        self._want_text, self._want_language = work.lint.want_text, work.want_language
        self._fixer = None
        if work.fixes.copies:
            known = Baselines(workspace, work.baseline.named) if work.baseline.enabled else None
            self._fixer = BatchFixer(workspace.linter, work.fixes.safeties, known)
            self._safeties = pa.array(work.fixes.safeties)

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        found, noted = self._linter.checked(batch)
        texts = batch.column("text").to_pylist()
        fixed: list[str | None] = [None] * len(texts)
        rules: list[list[str] | None] = [None] * len(texts)
        problems = found.column("problem").to_pylist()
        for i, row in self._fixed_rows(batch, found):
            if row["text"] != texts[i]:
                fixed[i], rules[i] = row["text"], [d["rule"] for d in row["fixed"]]
            problems[i] = row["problem"]
        shown = found.column("diagnostics").value_lengths().to_pylist() if self._want_text else [0] * len(texts)
        columns = [
            *found.columns,
            languages(batch, texts) if self._want_language else batch.column("language"),
            batch.column("source"),
            pc.utf8_length(batch.column("text")),
            pa.array([t if count else None for t, count in zip(texts, shown, strict=True)], pa.large_string()),
            pa.array(fixed, pa.large_string()),
            pa.array(rules, pa.list_(pa.string())),
            pa.array([rows.packed_facts(each) for each in noted], pa.binary()),
        ]
        columns[OUT.get_field_index("problem")] = pa.array(problems, pa.string())
        return pa.RecordBatch.from_arrays(columns, schema=OUT)

    def _fixed_rows(self, batch: pa.RecordBatch, found: pa.RecordBatch) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The numbers of the records that have something to fix, and what became of them (see fix_batch.py)."""
        if self._fixer is None:
            return iter(())
        diagnostics = found.column("diagnostics")
        safety = pc.struct_field(pc.struct_field(diagnostics.flatten(), "fix"), "safety")
        fixable = pc.list_parent_indices(diagnostics).filter(pc.is_in(safety, self._safeties))
        numbers = sorted(set(fixable.to_pylist()))
        fixed = self._fixer.fix(batch.take(pa.array(numbers, pa.int64()))).to_pylist()
        return zip(numbers, fixed, strict=True)
