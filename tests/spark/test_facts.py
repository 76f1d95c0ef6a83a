"""The stages of rules across articles, on record batches."""

from __future__ import annotations

import random
from typing import Any

import pytest

from artlint.text.article import Article
from tests.support.corpus import corpus, linter


def test_stages_on_record_batches_give_the_same() -> None:
    """What the cluster does between its shuffles, without one."""
    pa = pytest.importorskip("pyarrow")
    from artlint.base.model import RecordPath
    from artlint.records.schema import records
    from artlint.spark.facts import FACTS, Corpus

    own = linter()
    texts = list(corpus().values())
    steps = Corpus(own, None)
    found = {}
    for seed in (0, 1):
        rows = []
        for part in (range(50), range(50, len(texts))):
            made = [{"record": n + 1, "id": f"i{n}", "text": texts[n]} for n in part]
            rows += steps.collect(records("x.jsonl", made)).to_pylist()
        for stage in (1, 2, 3):
            random.Random(seed).shuffle(rows)
            parts: list[list[Any]] = [[] for _ in range(3)]
            for row in rows:
                parts[sum(row["key"]) % 3].append(row)
            for part in parts:
                part.sort(key=lambda row: (row["rule"], row["key"]))
            rows = [
                row
                for part in parts
                for row in steps.conclude(stage, pa.RecordBatch.from_pylist(part, FACTS)).to_pylist()
            ]
        reports = sorted((r for r in rows if r["found"]), key=lambda r: (r["path"], r["record"]))
        found[seed] = [
            (r["path"], r["record"], d["message"])
            for r in steps.report(pa.RecordBatch.from_pylist(reports, FACTS)).to_pylist()
            for d in r["diagnostics"]
        ]
    assert found[0] == found[1]

    articles = [Article(text, RecordPath("x.jsonl", n + 1, f"i{n}")) for n, text in enumerate(texts)]
    expected = [(p.file, p.number, d.message) for p, ds in own.lint_corpus(articles).items() for d in ds]
    assert found[0] == sorted(expected)
    assert len(expected) > 40
