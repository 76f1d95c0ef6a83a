"""From what artlint found in a record to a row of schema.ROWS, and back."""

from __future__ import annotations

import marshal
from collections import Counter
from operator import itemgetter

from artlint.base.model import (
    Diagnostic,
    Edit,
    Fact,
    Fix,
    Place,
    Position,
    RecordPath,
    Result,
    Span,
    article_path,
    severity_rank,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    import pyarrow as pa


def row(
    path: RecordPath,
    diagnostics: Sequence[Diagnostic],
    metrics: Mapping[str, float],
    verdict: str,
    problem: str | None = None,
) -> dict[str, Any]:
    """One row, as plain data."""
    return {
        "path": path.file,
        "record": path.number,
        "id": path.id,
        "verdict": verdict,
        "problem": problem,
        "metrics": list(metrics.items()),
        **found(diagnostics),
    }


def found(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """The columns that tell of diagnostics."""
    counts = Counter(d.rule for d in diagnostics)
    return {"counts": sorted(counts.items()), "diagnostics": [diagnostic(d) for d in diagnostics]}


def diagnostic(d: Diagnostic) -> dict[str, Any]:
    return {
        "rule": d.rule,
        "code": d.code,
        "severity": d.severity,
        "message": d.message,
        "start": d.span.start,
        "end": d.span.end,
        **_places(d.start, d.end),
        "fingerprint": d.fingerprint,
        "fix": d.fix and _fix(d.fix),
        "related": [_related(r) for r in d.related],
    }


def verdict(diagnostics: Sequence[Diagnostic], least: int) -> str:
    """Whether an article is to keep: no diagnostic has a severity of this rank or above."""
    return "drop" if any(severity_rank(d.severity) >= least for d in diagnostics) else "keep"


def with_more(row: Mapping[str, Any], more: Sequence[Diagnostic], least: int) -> dict[str, Any]:
    """A row with the diagnostics that came to light afterwards among its own, in order of their places."""
    added = found(more)
    both = sorted([*row["diagnostics"], *added["diagnostics"]], key=itemgetter("start", "end", "code", "rule"))
    dropped = row["verdict"] == "keep" and verdict(more, least) == "drop"
    return {
        **row,
        "verdict": "drop" if dropped else row["verdict"],
        "counts": sorted([*row["counts"], *added["counts"]]),
        "diagnostics": both,
    }


def _related(place: Place) -> dict[str, Any]:
    path = place.path
    number, id_ = (path.number, path.id) if isinstance(path, RecordPath) else (None, None)
    about = {"message": place.message, "path": getattr(path, "file", path), "record": number, "id": id_}
    return {**_places(place.start, place.end), **about}


def _places(start: Position, end: Position) -> dict[str, int]:
    return {"line": start.row, "column": start.column, "end_line": end.row, "end_column": end.column}


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": e.span.start, "end": e.span.end, "text": e.text} for e in fix.edits]
    return {"title": fix.title, "safety": fix.safety, "edits": edits}


def result(row: Mapping[str, Any]) -> Result:
    """A row as a result, which is what reporters take. Arrow gives the items of a map as pairs."""
    path = RecordPath(row["path"], row["record"], row["id"] or "")
    found = tuple(_found(path, d) for d in row["diagnostics"])
    return Result(path, found, problem=row["problem"] or "")


def _found(path: RecordPath, d: Mapping[str, Any]) -> Diagnostic:
    related = tuple(
        Place(*_positions(r), r["message"], article_path(r["path"], r["record"], r["id"])) for r in d["related"]
    )
    fix = d["fix"] and Fix(
        d["fix"]["title"],
        tuple(Edit(Span(e["start"], e["end"]), e["text"]) for e in d["fix"]["edits"]),
        d["fix"]["safety"],
    )
    return Diagnostic(
        d["rule"],
        d["code"],
        d["severity"],
        path,
        Span(d["start"], d["end"]),
        *_positions(d),
        d["message"],
        related,
        fix,
        d["fingerprint"],
    )


def _positions(place: Mapping[str, int]) -> tuple[Position, Position]:
    return Position(place["line"], place["column"]), Position(place["end_line"], place["end_column"])


def broken(path: RecordPath, problem: str) -> dict[str, Any]:
    """The row of an article that could not be checked."""
    return row(path, (), {}, "broken", problem)


def unread(path: str, problem: str) -> dict[str, Any]:
    """The row of a file that could not be checked."""
    return broken(RecordPath(path, 1, path), problem)


def packed_facts(facts: Sequence[Fact]) -> bytes | None:
    return marshal.dumps([fact.plain() for fact in facts]) if facts else None


def facts(batch: pa.RecordBatch) -> Iterator[Fact]:
    """Those of all rows of a batch of OUT."""
    for content in batch.column("facts").drop_null().to_pylist():
        yield from map(Fact.from_plain, marshal.loads(content))
