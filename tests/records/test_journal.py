"""Runs that are taken up again: what was done is not done again, whenever it was killed."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from artlint.base.errors import ArtlintError
from artlint.base.processes import pool, workers
from artlint.records.journal import Journal
from tests.base.processes.work import as_bytes, batches, saying, started
from tests.support.processes import session, wait_until

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
    pytest.mark.usefixtures("no_process_is_left"),
]


KEY = {"inputs": [["f", 100, 7]], "rules": "abc", "options": {"fail_on": "warning"}}


def journal_run(
    path: Path, jobs: int, resume: bool, fed: list[int] | None = None, *, hurry: bool = True, **options: Any
) -> list[bytes]:
    """What comes through the journal; `fed` takes the first record of each batch that the workers get. No worker sleeps
    when it is told to hurry."""

    def run(rest: Iterator[pa.RecordBatch], keep: Callable[[int, bytes], None]) -> Iterator[pa.RecordBatch]:
        def counted() -> Iterator[pa.RecordBatch]:
            for batch in rest:
                if fed is not None:
                    fed.append(batch.column("record")[0].as_py())
                yield batch

        return pool.run(saying, {**options, "hurry": hurry}, counted(), jobs, keep)

    with Journal(str(path), KEY, resume=resume) as journal:
        return as_bytes(list(journal.through(batches(40, marks=SLOW), run)))


SLOW = {n: f"sleep {random.Random(n).random() / 20}" for n in range(1, 400, 5)}


@pytest.fixture(scope="module")
def whole() -> list[bytes]:
    return as_bytes(list(map(saying({"hurry": True}), batches(40, marks=SLOW))))


def test_a_journal_that_is_complete_needs_no_worker(tmp_path: Path, whole: list[bytes]) -> None:
    path, fed = tmp_path / "journal", []
    assert journal_run(path, 2, False) == whole
    assert journal_run(path, 2, True, fed, **{"no start": True}) == whole
    assert fed == []
    assert journal_run(path, 2, False, fed) == whole  # without --resume, all is done anew
    assert len(fed) == 40


def test_a_journal_that_was_cut_anywhere(tmp_path: Path, whole: list[bytes]) -> None:
    """Killed in the middle of a write: what is whole counts, the rest is done again."""
    path = tmp_path / "journal"
    journal_run(path, 1, False)
    data = path.read_bytes()
    rng = random.Random(3)
    for end in [0, 5, len(data.split(b"\n")[0]), len(data.split(b"\n")[0]) + 1, *rng.sample(range(len(data)), 8)]:
        path.write_bytes(data[:end])
        with Journal(str(path), KEY, resume=True) as journal:
            kept = journal.done
        fed: list[int] = []
        assert journal_run(path, 1, True, fed) == whole
        assert len(fed) == 40 - kept
        assert path.read_bytes() == data
    broken = bytearray(data)
    broken[-5] ^= 1  # damaged, not cut
    path.write_bytes(broken)
    fed = []
    assert journal_run(path, 1, True, fed) == whole
    assert fed == [391]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_at_any_moment(tmp_path: Path, whole: list[bytes], jobs: int) -> None:
    """Again and again, until it is through: nothing that was answered is asked again, and at most what was in hand
    is lost; the result is that of a run which nobody stopped."""
    journal, fed = tmp_path / "journal", tmp_path / "fed"
    body = f"""
        fed = open({str(fed)!r}, "a", buffering=1)
        class Fed(list):
            def append(self, n):
                fed.write(f"{{n}}\\n")
        found = journal_run(Path({str(journal)!r}), {jobs}, True, Fed(), hurry=False)
        print("through", len(found), flush=True)
    """
    rng, kills = random.Random(jobs), 0
    while True:
        running = started(tmp_path, body, __name__)
        assert running.stdout
        before = journal.stat().st_size if journal.exists() else 0
        deadline = time.monotonic() + 60
        while running.poll() is None and time.monotonic() < deadline:  # so that each run gets somewhere
            if kills < 4 and journal.exists() and journal.stat().st_size > before + 1500:
                time.sleep(rng.random() / 5)
                running.kill()
                kills += 1
                break
            time.sleep(0.01)
        running.wait(60)
        out = running.stdout.read()
        running.stdout.close()
        wait_until(lambda pid=running.pid: not session(pid), "its workers end")
        if running.returncode == 0:
            break
    assert out == b"through 40\n"
    assert kills
    assert journal_run(journal, 2, True, **{"no start": True}) == whole
    asked = fed.read_text().split()
    assert set(asked) == {str(n) for n in range(1, 400, 10)}
    assert (
        len(asked) - 40 <= kills * workers.AHEAD * jobs
    )  # what was read ahead; of that, the journal has what was done


def test_what_is_done_out_of_order_is_kept(tmp_path: Path) -> None:
    """The first batch takes as long as five others, which are not lost with the run.

    Five of the eight that are read ahead: one waits at its worker, and one is in error.
    """
    path, go = tmp_path / "journal", tmp_path / "go"

    def run(rest: Iterator[pa.RecordBatch], keep: Callable[[int, bytes], None]) -> Iterator[pa.RecordBatch]:
        kept: list[int] = []

        def keeping(number: int, answer: bytes) -> None:
            keep(number, answer)
            kept.append(number)
            if len(kept) == 5:
                go.touch()

        return pool.run(saying, {}, rest, 2, keeping)

    with Journal(str(path), KEY, resume=False) as journal:
        going = journal.through(batches(12, marks={1: f"wait for {go}", 75: "error"}), run)
        next(going)
        with pytest.raises(ArtlintError, match="record 75"):
            list(going)
    fed = []
    with Journal(str(path), KEY, resume=True) as journal:
        assert journal.done >= 7

        def counting(rest: Iterator[pa.RecordBatch], keep: Callable[[int, bytes], None]) -> Iterator[pa.RecordBatch]:
            return run((fed.append(b.column("record")[0].as_py()) or b for b in rest), keep)

        found = [row["record"] for b in journal.through(batches(12), counting) for row in b.to_pylist()]
    assert found == list(range(1, 121))
    assert fed[0] == 71
    assert len(fed) == 12 - journal.done


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"inputs": [["f", 100, 8]]}, "the run that was stopped had other inputs\n  help: begin anew"),
        ({"rules": "abd"}, "the run that was stopped had other rules\n"),
        ({"rules": "x", "options": {}}, "had other rules and other options\n"),
        ({"new": 1}, "had other new\n"),
    ],
)
def test_a_journal_of_another_run_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = str(tmp_path / "journal")
    Journal(path, KEY, resume=False).__exit__()
    before = Path(path).read_bytes()
    with pytest.raises(ArtlintError) as caught:
        Journal(path, {**KEY, **change}, resume=True)
    assert message in str(caught.value)
    assert path in str(caught.value)
    assert Path(path).read_bytes() == before
    Journal(path, KEY, resume=True).__exit__()


@pytest.mark.parametrize("resume", [True, False])
@pytest.mark.parametrize("content", ["my thesis\n", "b", "artlint is what I write of"])
def test_a_file_that_is_no_journal_is_left_alone(tmp_path: Path, content: str, resume: bool) -> None:
    path = tmp_path / "journal"
    path.write_text(content)
    with pytest.raises(ArtlintError, match="this is not the journal of a run"):
        Journal(str(path), KEY, resume=resume)
    assert path.read_text() == content


def test_records_that_are_cut_into_other_batches_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal_run(path, 1, False)
    with (
        Journal(str(path), KEY, resume=True) as journal,
        pytest.raises(ArtlintError, match="batch 0 was made of other records"),
    ):
        list(journal.through(batches(2, rows=7), lambda rest, keep: rest))


def test_two_runs_do_not_share_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    running = started(
        tmp_path,
        f"""
        journal = Journal({str(path)!r}, KEY, resume=False)
        print("open", flush=True)
        time.sleep(7200)
        """,
        __name__,
    )
    assert running.stdout
    assert running.stdout.readline() == b"open\n"
    with pytest.raises(ArtlintError, match="another run is at work with this journal"):
        Journal(str(path), KEY, resume=True)
    running.kill()
    running.wait()
    running.stdout.close()
    with Journal(str(path), KEY, resume=True) as journal:
        journal.remove()
    assert not path.exists()
