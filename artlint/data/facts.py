"""Corpus rules on Arrow record batches, for engines that group by a shuffle.

`collect` turns records into facts. Then, as often as `stages` says, the facts of one rule and key have to come together,
and `conclude` turns whole groups of them into the facts of the next stage and what was found. Nothing else has to be
known of the articles, and no order has to be kept.
"""

from __future__ import annotations

import marshal

import pyarrow as pa

from artlint.article import Article
from artlint.corpus import concluding
from artlint.corpus.collecting import identity
from artlint.corpus.groups import grouped
from artlint.data import rows
from artlint.data.schema import DIAGNOSTIC, path_of
from artlint.model import Fact, RecordPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from artlint.api import Linter
    from artlint.packs import Rule

SITE = pa.struct(
    [
        *((name, pa.int64()) for name in ("start", "end", "row", "column", "end_row", "end_column")),
        ("fingerprint", pa.string()),
        ("text", pa.string()),
        ("silent", pa.bool_()),
    ]
)
FACTS = pa.schema(
    [
        ("rule", pa.string()),  # with `key`, what is grouped by
        ("key", pa.binary()),
        ("path", pa.string()),
        ("record", pa.int64()),
        ("id", pa.string()),
        ("data", pa.binary()),
        ("site", SITE),  # null where the fact is evidence only
    ]
)
FOUND = pa.schema([("path", pa.string()), ("record", pa.int64()), ("id", pa.string()), ("diagnostic", DIAGNOSTIC)])


def collect(linter: Linter, batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of schema.RECORDS to the facts of its articles; broken records have none."""
    return packed(_facts(linter, batch))


def dumped(linter: Linter, batch: pa.RecordBatch) -> bytes:
    """The same as bytes, for the way between two processes of one run."""
    return marshal.dumps([tuple(fact) for fact in _facts(linter, batch)])


def loaded(batch: pa.RecordBatch) -> Iterator[Fact]:
    """The facts that a batch of rows has beside it."""
    content = (batch.schema.metadata or {}).get(b"facts")
    return map(Fact._make, marshal.loads(content)) if content else iter(())


def _facts(linter: Linter, batch: pa.RecordBatch) -> list[Fact]:
    path = path_of(batch)
    found: list[Fact] = []
    for record in batch.to_pylist():
        if record["text"] is not None:
            place = RecordPath(path, record["record"], record["id"] or "")
            meta: dict[str, Any] = {"languages": tuple(linter.settings.languages)}
            meta.update({k: record[k] for k in ("language", "source") if record.get(k)})
            found += linter.collect(Article(record["text"], place, id=place.id, meta=meta))
    return found


def packed(facts: Iterable[Fact]) -> pa.RecordBatch:
    names = [field.name for field in SITE]
    plain = [{**f._asdict(), "site": dict(zip(names, f.site, strict=True)) if f.site else None} for f in facts]
    return pa.RecordBatch.from_pylist(plain, FACTS)


def unpacked(batch: pa.RecordBatch) -> list[Fact]:
    return [Fact(**{**row, "site": tuple(row["site"].values()) if row["site"] else ()}) for row in batch.to_pylist()]


def rules_of(linter: Linter, path: str = "") -> dict[str, Rule]:
    """The rules that hold for a path, by what `rule` of a fact says."""
    return {identity(rule): rule for rule in linter.selection.for_path(path).corpus}


def stages(rules: Mapping[str, Rule]) -> int:
    """How often facts have to be grouped."""
    return max((rule.check.stages for rule in rules.values()), default=0)  # type: ignore[attr-defined]


def conclude(
    linter: Linter, rules: Mapping[str, Rule], stage: int, batch: pa.RecordBatch
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Whole groups of facts to the facts of the next stage, and to diagnostics (FOUND). Stages count from 1."""
    onward: list[Fact] = []
    conclusions = []
    for rule, key, facts in grouped(unpacked(batch)):
        more, found = concluding.conclude_group(rules[rule], stage, key, facts)
        onward += more
        conclusions += found
    out = [
        {"path": getattr(path, "file", path), "record": getattr(path, "number", 0), "id": getattr(path, "id", ""),
         "diagnostic": rows.diagnostic(d)}
        for path, ds in concluding.diagnostics(conclusions, linter.corpus_rule)
        for d in ds
    ]  # fmt: skip
    return packed(onward), pa.RecordBatch.from_pylist(out, FOUND)
