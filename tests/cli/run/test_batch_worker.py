"""What a worker process does with a batch of records, one of which kills it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from artlint.base.processes import pool
from artlint.cli.run.batch_worker import Worker
from artlint.cli.run.run_options import BaselineOptions, BatchWork, FixOptions
from artlint.project.lint_options import LintOptions
from artlint.project.workspace import Workspace
from artlint.records.lint_batch import BatchLinter
from artlint.records.rows import facts
from artlint.records.schema import records
from tests.base.processes.work import KILLED, as_bytes

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
    pytest.mark.usefixtures("no_process_is_left"),
]


ISOLATED = LintOptions(isolated=True)


def core(options: LintOptions) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """The real one, with a text that kills."""
    real = BatchLinter(Workspace(options).linter)

    def lint(batch: pa.RecordBatch) -> pa.RecordBatch:
        if "poison" in batch.column("text").to_pylist():
            os.kill(os.getpid(), signal.SIGKILL)
        return real.lint(batch)

    return lint


def test_the_core_with_a_record_that_kills(seeds: Path) -> None:
    """It comes back as a broken row with its id; every other row is that of a run in this process."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds.iterdir())] * 6
    rows = [{"record": n, "id": f"r{n}", "text": text} for n, text in enumerate(texts, 1)]

    def read() -> Iterator[pa.RecordBatch]:
        for at in range(0, len(rows), 10):
            yield records("seeds.jsonl", rows[at : at + 10])

    wanted = [row for batch in map(BatchLinter(Workspace(ISOLATED).linter).lint, read()) for row in batch.to_pylist()]
    rows[16]["text"] = "poison"
    runs = []
    for jobs in (1, 2, 8):
        found = list(pool.run(core, ISOLATED, read(), jobs))
        runs.append(as_bytes(found))
        plain = [row for batch in found for row in batch.to_pylist()]
        broken = plain.pop(16)
        assert (broken["path"], broken["record"], broken["id"]) == ("seeds.jsonl", 17, "r17")
        assert (broken["verdict"], broken["problem"], broken["diagnostics"]) == ("broken", KILLED, [])
        assert plain == wanted[:16] + wanted[17:]
        assert any(row["diagnostics"] for row in plain)
    assert runs[0] == runs[1] == runs[2]


def working(options: BatchWork) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """The same with all that a run asks of a worker."""
    work, lint = Worker(options), core(options.lint)

    def both(batch: pa.RecordBatch) -> pa.RecordBatch:
        lint(batch)
        return work(batch)

    return both


def test_a_record_that_kills_takes_no_facts_with_it(seeds: Path) -> None:
    """What the rules that look across articles know of the other records of its batch is that of a run without it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds.iterdir())] * 3
    rows = [{"record": n, "id": f"r{n}", "text": text} for n, text in enumerate(texts, 1)]
    options = BatchWork(LintOptions(isolated=True, want_facts=True), FixOptions(), BaselineOptions())
    wanted = [fact for fact in facts(Worker(options)(records("seeds.jsonl", rows))) if fact.record != 7]
    rows[6]["text"] = "poison"
    found = [f for b in pool.run(working, options, iter([records("seeds.jsonl", rows)]), 2) for f in facts(b)]
    assert found == wanted
    assert len(wanted) > 100
