"""What a worker process does with a batch: the core's rows, and beside them what this run wants to have of each record."""

from __future__ import annotations

import os

import pyarrow as pa
import pyarrow.compute as pc

from artlint.base.model import Fact, RecordPath
from artlint.project.decode import NotText
from artlint.project.workspace import Workspace
from artlint.records import rows
from artlint.records.fix_batch import Mender
from artlint.records.lint_batch import Core
from artlint.records.schema import OUT, path_of
from artlint.text import language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any


class TextWorker:
    """The same for a file that is one article: from its path to a row as plain data."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._files = Workspace(options)
        self._core = Core(self._files.linter, options.get("fail_on"), bool(options.get("want_facts")))

    def __call__(self, path: str) -> dict[str, Any]:
        place = RecordPath(path, 1, path)
        try:
            article, decoded, _ = self._files.read(path)
        except NotText as error:
            return rows.unread(path, str(error))
        facts: list[Fact] = []
        row = self._core.row(place, self._files.linter(path), article, facts)
        language = article.language or None
        return {
            **row,
            "language": language,
            "length": len(article.text),
            "note": decoded.note,
            "facts": rows.packed_facts(facts),
        }


class Worker:
    """Batches of schema.RECORDS to batches of OUT. `options` are those of Core and Mender, and `want_text`,
    `want_language`, `want_facts`, `write_fixed`: what the run wants of each record. What `known` knows is not fixed."""

    def __init__(self, options: Mapping[str, Any], known: Any = None) -> None:
        workspace = Workspace(options)
        self._core = Core(workspace.linter, options.get("fail_on"), bool(options.get("want_facts")))
        self._want_text, self._want_language = options.get("want_text"), options.get("want_language")
        self._mender = None
        if options.get("write_fixed"):
            self._mender = Mender(workspace.linter, options, known)
            self._safeties = pa.array(["safe", "unsafe"] if options.get("unsafe_fixes") else ["safe"])

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        found, noted = self._core.checked(batch)
        texts, languages = batch.column("text").to_pylist(), batch.column("language").to_pylist()
        fixed: list[str | None] = [None] * len(texts)
        mended: list[list[str] | None] = [None] * len(texts)
        problems = found.column("problem").to_pylist()
        for i, row in self._mended(batch, found):
            if row["text"] != texts[i]:
                fixed[i], mended[i] = row["text"], [d["rule"] for d in row["fixed"]]
            problems[i] = row["problem"]
        if self._want_language:
            languages = [
                given or (language.detect(text) or None if text else None)
                for given, text in zip(languages, texts, strict=True)
            ]
        shown = found.column("diagnostics").value_lengths().to_pylist() if self._want_text else [0] * len(texts)
        columns = [
            *found.columns,
            pa.array(languages, pa.string()),
            batch.column("source"),
            pa.array([None if t is None else len(t) for t in texts], pa.int64()),
            pa.array([t if count else None for t, count in zip(texts, shown, strict=True)], pa.large_string()),
            pa.array(fixed, pa.large_string()),
            pa.array(mended, pa.list_(pa.string())),
            pa.array([rows.packed_facts(each) for each in noted], pa.binary()),
        ]
        columns[OUT.get_field_index("problem")] = pa.array(problems, pa.string())
        beside = {b"path": os.fsencode(path_of(batch))}
        return pa.RecordBatch.from_arrays(columns, schema=OUT.with_metadata(beside))

    def _mended(self, batch: pa.RecordBatch, found: pa.RecordBatch) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The numbers of the records that have something to fix, and what became of them (see mending.py)."""
        if self._mender is None:
            return iter(())
        diagnostics = found.column("diagnostics")
        safety = pc.struct_field(pc.struct_field(diagnostics.flatten(), "fix"), "safety")
        fixable = pc.list_parent_indices(diagnostics).filter(pc.is_in(safety, self._safeties))
        rows = sorted(set(fixable.to_pylist()))
        return zip(rows, self._mender.fix(batch.take(pa.array(rows, pa.int64()))).to_pylist(), strict=True)
