"""Corpus rules on a cluster: facts of each article, then stage by stage what follows from all facts of one key.

Between the stages stands Spark's shuffle. The rows of the articles, and what was found, go along with the facts of the
next stage, in rows without a rule, so that one plan gives everything and nothing is read or computed twice.
"""

from __future__ import annotations

import pickle
from itertools import groupby
from operator import itemgetter

import pyarrow as pa

from artlint.base.model import Fact, RecordPath, severity_rank
from artlint.checks.corpus.base import Conclusion
from artlint.engine.corpus.collect import identity
from artlint.engine.corpus.conclude import diagnostics
from artlint.engine.corpus.conclusion_store import packed, unpacked
from artlint.engine.corpus.fact_groups import grouped
from artlint.records import rows
from artlint.records.schema import SCHEMA
from artlint.spark.result_frame import RowLinter, broken_row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from artlint.engine.linter import Linter
    from artlint.ruleset.rule import Rule

FACTS = pa.schema(
    [
        ("rule", pa.string()),  # empty for what was found
        ("key", pa.binary()),
        ("path", pa.string()),  # the file, or where the article has no number, its name (see Named)
        ("record", pa.int64()),
        ("id", pa.string()),
        ("file", pa.string()),
        ("data", pa.binary()),
        ("site", pa.binary()),  # as Fact.plain gives it, pickled
        (
            "found",
            pa.binary(),
        ),  # the row of an article, or a conclusion about it (see engine/corpus/conclusion_store.py)
        ("whole", pa.bool_()),  # whether it is the row
    ]
)
MAX_TOGETHER = 4000  # facts that are worked on at once, where the groups are no larger


class Named(RecordPath):
    """An article without a number in a file (0 is none): its id tells it apart, or else its path. Settings for some
    paths hold by its file all the same."""

    def __new__(cls, file: str, number: int, id: str = "") -> Named:
        path = str.__new__(cls, id or file)
        path.file, path.number, path.id = file, number, id
        return path


class Corpus:
    """The steps, for `linter`. All of them are functions from a batch to a batch."""

    def __init__(self, linter: Linter, fail_on: str | None) -> None:
        self._linter, self._fail_on = linter, fail_on
        self._row_linter = RowLinter(linter, fail_on, want_facts=True)
        self._rules: dict[str, Rule] = {}

    def collect(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """From schema.RECORDS to FACTS: of each record its row, and as many facts as there are."""
        made, noted = self._row_linter.checked(batch)
        out = []
        for row, facts in zip(made.to_pylist(), noted, strict=True):
            out.append(_whole(row))
            about = _about(row["path"], row["record"], row["id"])
            if about["path"] or about["record"]:  # what has no name cannot be told apart
                out += [{**_row(fact), **about} for fact in facts]
        return pa.RecordBatch.from_pylist(out, FACTS)

    def conclude(self, stage: int, batch: pa.RecordBatch) -> pa.RecordBatch:
        """From FACTS in order of rule and key, no group of which is cut, to those of the next stage."""
        members = batch.to_pylist()
        out = [m for m in members if not m["rule"]]
        for rule, key, facts in grouped(_fact(m) for m in members if m["rule"]):
            made = self._rule(rule, facts).corpus_check.conclude(stage, key, facts)
            out += [_found(each) if isinstance(each, Conclusion) else _row(each) for each in made]
        return pa.RecordBatch.from_pylist(out, FACTS)

    def report(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """From what was found, in order of path and record, to rows. One that is broken has no diagnostics."""
        out = []
        for _, members in groupby(batch.to_pylist(), itemgetter("path", "record")):
            found = list(members)
            conclusions = [unpacked(m["found"]) for m in found if not m["whole"]]
            more = [d for _, each in diagnostics([conclusions], self._linter.corpus_rule) for d in each]
            for row in (pickle.loads(m["found"]) for m in found if m["whole"]):
                least = severity_rank(self._fail_on or self._linter.settings.fail_on)
                out.append(rows.with_more(row, more, least) if more and row["verdict"] != "broken" else row)
        return pa.RecordBatch.from_pylist(out, SCHEMA)

    def _rule(self, kind: str, facts: Iterable[Fact]) -> Rule:
        """The rule of facts: it holds for the path of each of them."""
        if kind not in self._rules:
            for fact in facts:
                self._rules |= {identity(r): r for r in self._linter.selection.for_path(fact.path).corpus}
                if kind in self._rules:
                    break
        return self._rules[kind]


def broken(batch: pa.RecordBatch, problem: str) -> pa.RecordBatch:
    """Of a record (a batch of one) that cannot be worked on: its row, and no fact."""
    return pa.RecordBatch.from_pylist([_whole(broken_row(batch, problem))], FACTS)


def _about(path: str, record: int | None, id: str) -> dict[str, Any]:
    """The columns that name an article: the same for its row, its facts and what is found in it."""
    return {"path": path if record else str(Named(path, 0, id)), "record": record, "id": id, "file": path}


def _whole(row: Mapping[str, Any]) -> dict[str, Any]:
    about = _about(row["path"], row["record"], row["id"])
    return {"rule": "", "key": _anywhere(about), **about, "found": pickle.dumps(row), "whole": True}


def _row(fact: Fact) -> dict[str, Any]:
    return {**fact._asdict(), **_named(fact), "site": pickle.dumps(fact.plain()[-1])}


def _named(fact: Fact) -> dict[str, Any]:
    path = fact.path
    return _about(path.file, path.number, path.id) if isinstance(path, Named) else _about(path, fact.record, fact.id)


def _fact(row: Mapping[str, Any]) -> Fact:
    number = row["record"]
    path = row["path"] if number else Named(row["file"], number, row["id"])
    site = pickle.loads(row["site"])
    return Fact.from_plain((row["rule"], row["key"], path, number or 0, row["id"], row["data"], site))


def _found(conclusion: Conclusion) -> dict[str, Any]:
    about = _named(conclusion.fact)
    return {"rule": "", "key": _anywhere(about), **about, "found": packed(conclusion), "whole": False}


def _anywhere(about: Mapping[str, Any]) -> bytes:
    """A key, so that what has no rule does not all come to one worker."""
    return f"{about['record']} {about['path']}".encode("utf-8", "surrogateescape")


def whole_groups(
    batches: Iterable[pa.RecordBatch], by: tuple[str, str], together: int = MAX_TOGETHER
) -> Iterator[pa.RecordBatch]:
    """Batches in order of two columns, cut anew so that no group is cut."""
    waiting: list[dict[str, Any]] = []
    for batch in batches:
        for row in batch.to_pylist():
            if len(waiting) >= together and any(row[name] != waiting[-1][name] for name in by):
                yield pa.RecordBatch.from_pylist(waiting, FACTS)
                waiting = []
            waiting.append(row)
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, FACTS)
