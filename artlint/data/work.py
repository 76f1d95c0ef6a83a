"""What a worker process does with a batch: the core's rows, and beside them what this run wants to have of each record."""

from __future__ import annotations

import marshal
import os

import pyarrow as pa
import pyarrow.compute as pc

from artlint import language
from artlint.data import rows
from artlint.data.core import Core
from artlint.data.mending import Mender
from artlint.data.schema import ROWS, path_of
from artlint.model import Fact, RecordPath
from artlint.sources.decode import NotText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

OUT = pa.schema(
    [
        *ROWS,
        ("language", pa.string()),  # as the record says, or else as it was found, where that is wanted
        ("source", pa.string()),
        ("length", pa.int64()),  # of the text, in code points
        ("text", pa.large_string()),  # where it is wanted and there is a diagnostic to show in it
        ("fixed", pa.large_string()),  # the text with its fixes, where there are any
        ("mended", pa.list_(pa.string())),  # the rules whose faults were fixed
        ("facts", pa.binary()),  # what the rules that look across articles noted, where that is wanted
    ]
)
COLUMNS = ["path", "record", "id", "language", "source", "length", *ROWS.names[3:]]  # of outputs that are rows
SCHEMA = pa.schema([OUT.field(name) for name in COLUMNS])


class TextWorker:
    """The same for a file that is one article: from its path to a row as plain data."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._core = Core(options)
        self._files = self._core.workspace

    def __call__(self, path: str) -> dict[str, Any]:
        place = RecordPath(path, 1, path)
        try:
            article, decoded, _ = self._files.read(path)
        except NotText as error:
            return unread(path, str(error))
        facts: list[Fact] = []
        row = self._core.row(place, self._files.linter(path), article, facts)
        language = article.language or None
        return {**row, "language": language, "length": len(article.text), "note": decoded.note, "facts": _packed(facts)}


def unread(path: str, problem: str) -> dict[str, Any]:
    """The row of a file that could not be checked."""
    return rows.row(RecordPath(path, 1, path), (), {}, "broken", problem)


class Worker:
    """Batches of schema.RECORDS to batches of OUT. `options` are those of Core and Mender, and `want_text`,
    `want_language`, `want_facts`, `write_fixed`: what the run wants of each record. What `known` knows is not fixed."""

    def __init__(self, options: Mapping[str, Any], known: Any = None) -> None:
        self._core = Core(options)
        self._want_text, self._want_language = options.get("want_text"), options.get("want_language")
        self._mender = None
        if options.get("write_fixed"):
            self._mender = Mender(self._core.workspace.linter, options, known)
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
            pa.array([_packed(each) for each in noted], pa.binary()),
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


def _packed(facts: Sequence[Fact]) -> bytes | None:
    return marshal.dumps([tuple(fact) for fact in facts]) if facts else None


def facts(batch: pa.RecordBatch) -> Iterator[Fact]:
    """Those of all rows of a batch of OUT."""
    for content in batch.column("facts").drop_null().to_pylist():
        yield from map(Fact._make, marshal.loads(content))
