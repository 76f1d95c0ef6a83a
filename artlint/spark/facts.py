"""Corpus rules on a cluster: facts of each article, then stage by stage what follows from all facts of one key.

Between the stages stands Spark's shuffle. What was found goes along with the facts of the next stage, in rows without a
rule, so that one plan gives everything and nothing is computed twice.
"""

from __future__ import annotations

import pickle
from itertools import groupby
from operator import itemgetter

import pyarrow as pa

from artlint.checks.across import Conclusion
from artlint.corpus.collecting import identity
from artlint.corpus.concluding import conclude_group, diagnostics
from artlint.corpus.ordered import packed, unpacked
from artlint.data import rows
from artlint.data.core import article
from artlint.data.schema import DIAGNOSTIC, path_of
from artlint.model import Fact, RecordPath, severity_rank

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from artlint.api import Linter
    from artlint.packs import Rule

FACTS = pa.schema(
    [
        ("rule", pa.string()),  # empty for what was found
        ("key", pa.binary()),
        ("path", pa.string()),
        ("record", pa.int64()),
        ("id", pa.string()),
        ("data", pa.binary()),
        ("site", pa.binary()),  # pickled
        ("found", pa.binary()),  # a conclusion (see corpus/ordered.py)
    ]
)
REPORTS = pa.schema(
    [
        ("path", pa.string()),
        ("record", pa.int64()),
        ("drop", pa.bool_()),
        ("counts", pa.map_(pa.string(), pa.int64())),
        ("diagnostics", pa.list_(DIAGNOSTIC)),
    ]
)
TOGETHER = 4000  # rows that are worked on at once, where the groups are no larger


class Corpus:
    """The steps, for `linter`. All of them are functions from a batch to a batch."""

    def __init__(self, linter: Linter, fail_on: str | None) -> None:
        self._linter, self._fail_on = linter, fail_on
        self._rules: dict[str, Rule] = {}

    def collect(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """From schema.RECORDS to FACTS, of each record as many as there are."""
        path = path_of(batch)
        out = []
        for record in batch.to_pylist():
            if record["text"] is not None:
                place = named(path, record["record"], record["id"])
                out += [_row(fact) for fact in self._linter.collect(article(record, place, self._linter))]
        return pa.RecordBatch.from_pylist(out, FACTS)

    def conclude(self, stage: int, batch: pa.RecordBatch) -> pa.RecordBatch:
        """From FACTS in order of rule and key, no group of which is cut, to those of the next stage."""
        out = []
        for (rule, key), group in groupby(batch.to_pylist(), itemgetter("rule", "key")):
            members = list(group)
            if not rule:
                out += members
                continue
            facts = sorted((_fact(m) for m in members), key=lambda f: (f.path, f.record, f.data, f.site))
            onward, found = conclude_group(self._rule(rule, facts), stage, key, facts)
            out += [_row(fact) for fact in onward]
            out += [_found(conclusion) for conclusion in found]
        return pa.RecordBatch.from_pylist(out, FACTS)

    def report(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """From what was found, in order of path and record, to REPORTS."""
        out = []
        for (path, record), group in groupby(batch.to_pylist(), itemgetter("path", "record")):
            conclusions = [unpacked(m["found"]) for m in group]
            for _, found in diagnostics([conclusions], self._linter.corpus_rule):
                least = severity_rank(self._fail_on or self._linter.settings.fail_on)
                drop = rows.verdict(found, least) == "drop"
                out.append({"path": path, "record": record, "drop": drop, **rows.found(found)})
        return pa.RecordBatch.from_pylist(out, REPORTS)

    def _rule(self, kind: str, facts: Iterable[Fact]) -> Rule:
        """The rule of facts: it holds for the path of each of them."""
        if kind not in self._rules:
            for fact in facts:
                self._rules |= {identity(r): r for r in self._linter.selection.for_path(fact.path).corpus}
                if kind in self._rules:
                    break
        return self._rules[kind]


def named(path: str, record: int | None, id: str | None) -> str:
    """An article as facts name it: by file and number where it has a number, or else by its id."""
    return RecordPath(path, record, id or "") if record else id or path


def _row(fact: Fact) -> dict[str, Any]:
    return {**fact._asdict(), "site": pickle.dumps(fact.site), "found": None}


def _fact(row: Mapping[str, Any]) -> Fact:
    plain = row["rule"], row["key"], row["path"], row["record"], row["id"], row["data"]
    return Fact(*plain, pickle.loads(row["site"]))


def _found(conclusion: Conclusion) -> dict[str, Any]:
    fact = conclusion.fact
    key = f"{fact.record} {fact.path}".encode("utf-8", "surrogateescape")  # so that they do not all come to one worker
    about = {"path": fact.path, "record": fact.record, "id": fact.id, "data": None, "site": None}
    return {"rule": "", "key": key, **about, "found": packed(conclusion)}


def whole_groups(batches: Iterable[pa.RecordBatch], by: tuple[str, str]) -> Iterator[pa.RecordBatch]:
    """Batches in order of two columns, cut anew so that no group is cut."""
    waiting: list[dict[str, Any]] = []
    for batch in batches:
        for row in batch.to_pylist():
            if len(waiting) >= TOGETHER and any(row[name] != waiting[-1][name] for name in by):
                yield pa.RecordBatch.from_pylist(waiting, FACTS)
                waiting = []
            waiting.append(row)
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, FACTS)
