"""Worker processes that are killed, hang, run out of memory or lose their parent."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from artlint.base.errors import ArtlintError
from artlint.base.processes import pool, workers
from tests.base.processes.work import KILLED, as_bytes, batches, saying, started
from tests.support.processes import session, wait_until, workers_of_this_process

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
    pytest.mark.usefixtures("no_process_is_left"),
]


def ran(count: int, jobs: int, marks: Mapping[int, str] | None = None, **options: Any) -> list[dict[str, Any]]:
    out = list(pool.run(saying, options, batches(count, marks=marks), jobs))
    return [row for batch in out for row in batch.to_pylist()]


def test_the_number_of_workers_changes_nothing() -> None:
    marks = {n: f"sleep {random.Random(n).random() / 50}" for n in range(1, 300, 7)}
    alike = [as_bytes(list(pool.run(saying, {}, batches(30, marks=marks), jobs))) for jobs in (1, 2, 8)]
    assert alike[0] == alike[1] == alike[2]
    assert alike[0] == as_bytes(list(map(saying({}), batches(30, marks=marks))))


def test_nor_do_workers_that_are_killed() -> None:
    """Equal in value to a run in which nothing happened, whoever was killed."""
    marks = dict.fromkeys(range(1, 401), "sleep 0.002")
    wanted = [row for batch in map(saying({}), batches(40, marks=marks)) for row in batch.to_pylist()]
    for jobs in (1, 2, 8):
        found, rng = [], random.Random(7)
        for number, batch in enumerate(pool.run(saying, {}, batches(40, marks=marks), jobs)):
            found += batch.to_pylist()
            if number % 12 == 11:
                os.kill(rng.choice(workers_of_this_process()), signal.SIGKILL)
        assert found == wanted


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    found = ran(5, 2, {17: f"kill once {tmp_path}/mark"})
    assert [row["record"] for row in found] == list(range(1, 51))
    assert not any(row["problem"] for row in found)


@pytest.mark.parametrize(
    ("mark", "why", "jobs"),
    [
        ("kill", "killed by signal 9, or out of memory", 1),
        ("kill", "killed by signal 9, or out of memory", 2),
        ("kill", "killed by signal 9, or out of memory", 8),
        ("segfault", "killed by signal 11", 2),
        ("leave", "it ended with code 3", 2),
        ("sys.exit", "it ended with code 4", 2),
        ("memory", "out of memory", 2),
        ("much", "out of memory", 2),
    ],
)
def test_a_record_that_kills_is_set_aside(mark: str, why: str, jobs: int) -> None:
    found = ran(12, jobs, {23: mark})
    assert [row["record"] for row in found] == list(range(1, 121))
    assert {row["record"]: row["problem"] for row in found if row["problem"]} == {
        23: f"it stopped the process that checked it, twice ({why})"
    }
    assert all(row["said"] == f"TEXT {row['record']}" for row in found if row["record"] != 23)


def test_many_that_kill() -> None:
    """The first and the last of a batch, several of one, a batch of one."""
    bad = [1, 10, 21, 22, 50]
    for jobs in (1, 3):
        found = ran(5, jobs, dict.fromkeys(bad, "kill"))
        assert [row["record"] for row in found if row["problem"] == KILLED] == bad
        assert [row["record"] for row in found] == list(range(1, 51))
    single = list(pool.run(saying, {}, batches(3, 1, {2: "kill"}), 2))
    assert [batch.to_pylist()[0]["problem"] for batch in single] == [None, KILLED, None]


def test_a_process_that_a_worker_started_does_not_hide_its_death() -> None:
    found = ran(3, 2, {5: "child"})
    assert [row["record"] for row in found if row["problem"]] == [5]


class Clock:
    """Stands still until nothing is under way but at a worker that has left its mark, and then goes on by hours."""

    def __init__(self, mark: Path, crew: workers.Crew) -> None:
        self._now, self._mark, self._crew = 0.0, mark, crew

    def monotonic(self) -> float:
        stuck = self._mark.read_text().split() if self._mark.exists() else []
        busy = [str(worker.process.pid) for worker in self._crew._workers if worker.tasks]
        if len(busy) == 1 and busy[0] in stuck:
            self._now += 10_000
        return self._now


@pytest.mark.parametrize(("what", "jobs"), [("for ever", 2), ("stuck", 1), ("stuck", 2)])
def test_a_record_that_takes_for_ever_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str, jobs: int
) -> None:
    """Also where no thread of the worker runs, so that it does not take the next batch, which is large."""
    mark = tmp_path / "mark"
    crew = workers.Crew(pool._Batches(saying, {}), jobs)
    monkeypatch.setattr(workers, "time", Clock(mark, crew))
    texts = dict.fromkeys(range(2, 121), "x" * 100_000) | {3: f"{what} {mark}"}
    found = [
        row for answer in crew.run(map(pool.pack, batches(12, marks=texts))) for row in pool.unpack(answer).to_pylist()
    ]
    assert {row["record"]: row["problem"] for row in found if row["problem"]} == {
        3: "checking it was not done after 10 minutes"
    }
    assert len(found) == 120


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_stops_the_run_in_its_turn(jobs: int) -> None:
    run = pool.run(saying, {}, batches(50, marks={35: "error", 52: "error"}), jobs)
    assert [next(run).column("record")[0].as_py() for _ in range(3)] == [1, 11, 21]
    with pytest.raises(ArtlintError, match="record 35 is wrong"):
        next(run)
    with pytest.raises(ArtlintError, match=r"artlint\.yaml:3:1: no such rule"):
        ran(3, jobs, bad=True)
    with pytest.raises(RuntimeError, match="Unusual: a"):
        ran(3, jobs, {5: "fault"})


def test_workers_that_die_before_they_are_ready() -> None:
    with pytest.raises(ArtlintError, match=r"worker processes end before they are ready \(killed by signal 11\)"):
        ran(3, 2, **{"no start": True})


def test_nothing_to_do() -> None:
    assert ran(0, 4) == []


def test_memory_is_bounded() -> None:
    """However slow the one who takes the results: so many batches are read ahead, and no more."""
    read = 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal read
        for batch in batches(200):
            read += 1
            yield batch

    for taken, _ in enumerate(pool.run(saying, {"times": 20_000}, counted(), 2), 1):
        if taken < 5:
            time.sleep(0.05)
        assert read - taken <= workers.AHEAD * 2
    assert read == taken == 200


def test_one_slow_record_at_the_head_does_not_let_the_others_pile_up() -> None:
    read = 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal read
        for batch in batches(100, marks={1: "sleep 0.3"}):
            read += 1
            yield batch

    run = pool.run(saying, {}, counted(), 2)
    next(run)
    assert read <= workers.AHEAD * 2
    assert sum(1 for _ in run) == 99


def test_all_workers_work() -> None:
    found = ran(40, 4, dict.fromkeys(range(1, 401), "sleep 0.005"), pid=True)
    assert len({row["pid"] for row in found}) == 4


def test_who_stops_listening_leaves_no_process() -> None:
    """Nor does it wait for what is under way: that would take hours."""
    run = pool.run(saying, {}, batches(100, marks=dict.fromkeys(range(30, 1000), "sleep 7200")), 3)
    next(run)
    assert len(workers_of_this_process()) == 3
    run.close()  # type: ignore[attr-defined]
    assert not workers_of_this_process()


def test_the_reader_fails() -> None:
    def reading() -> Iterator[pa.RecordBatch]:
        yield from batches(3)
        raise ArtlintError("the file is gone")

    with pytest.raises(ArtlintError, match="the file is gone"):
        list(pool.run(saying, {}, reading(), 2))


# The parent is stopped or killed


BUSY = """
    for batch in pool.run(saying, {}, batches(100, marks=dict.fromkeys(range(11, 1000), "sleep 7200")), 3):
        print("at work", flush=True)
"""
UNREADY = """
    for batch in pool.run(saying, {}, batches(1, marks={1: "sleep 0.5"}), 3):
        print("at work", flush=True)
        time.sleep(7200)
"""


@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name)
@pytest.mark.parametrize("body", [BUSY, UNREADY], ids=["busy", "idle"])
def test_workers_end_with_their_parent(tmp_path: Path, with_signal: signal.Signals, body: str) -> None:
    running = started(tmp_path, body)
    assert running.stdout
    assert running.stdout.readline() == b"at work\n"
    assert len(session(running.pid)) >= 4
    running.send_signal(with_signal)
    running.wait(60)
    running.stdout.close()
    wait_until(lambda: not session(running.pid), "the workers end")
