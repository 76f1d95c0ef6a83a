"""Worker processes that are killed, hang, run out of memory or lose their parent; and runs that are taken up again."""

from __future__ import annotations

import faulthandler
import gc
import os
import random
import re
import resource
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from artlint.base.errors import ArtlintError, PlacedError
from artlint.base.processes import pool, workers
from artlint.cli.run import progress
from artlint.cli.run.batch_worker import BatchWork, Worker
from artlint.cli.run.run_options import BaselineOptions, FixOptions
from artlint.project.lint_options import LintOptions
from artlint.project.workspace import Workspace
from artlint.records.journal import Journal
from artlint.records.lint_batch import BatchLinter
from artlint.records.rows import facts
from artlint.records.schema import records
from tests.support import ROOT, session

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

KILLED = "it stopped the process that checked it, twice (killed by signal 9, or out of memory)"
OUT = pa.schema([("record", pa.int64()), ("said", pa.string()), ("problem", pa.string()), ("pid", pa.int64())])


def batches(count: int, rows: int = 10, marks: Mapping[int, str] | None = None) -> Iterator[pa.RecordBatch]:
    """Batches of records that count from 1; `marks` are texts that make something happen."""
    for b in range(count):
        numbers = range(b * rows + 1, (b + 1) * rows + 1)
        yield records("f", [{"record": n, "id": f"r{n}", "text": (marks or {}).get(n, f"text {n}")} for n in numbers])


def saying(options: Mapping[str, Any]) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """What stands for the core: the text in capitals, and what its marks ask for."""
    if options.get("no start"):
        faulthandler.disable()
        os.kill(os.getpid(), signal.SIGSEGV)
    if options.get("bad"):
        raise PlacedError("artlint.yaml", 3, 1, "no such rule")

    def one(row: dict[str, Any]) -> dict[str, Any]:
        text = row["text"]
        if text is None:
            return {"record": row["record"], "said": None, "problem": row["problem"]}
        if text == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("kill once "):
            path = Path(text.removeprefix("kill once "))
            if not path.exists():
                path.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if text == "segfault":
            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        if text == "leave":
            os._exit(3)
        if text == "sys.exit":
            sys.exit(4)
        if text == "memory":
            raise MemoryError
        if text == "much":
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
            return {"record": row["record"], "said": str(len(b"x" * (1 << 40)))}
        if text == "for ever":
            while True:
                pass
        if text == "stuck":
            re.match(r"(a+)+$", "a" * 60 + "b")
        if text == "error":
            raise ArtlintError(f"record {row['record']} is wrong")
        if text == "fault":
            raise Unusual("a", "b")
        if text == "child":  # it outlives the worker, and holds its pipe open
            subprocess.Popen(["sleep", "3"], close_fds=False)
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("sleep "):
            time.sleep(float(text.removeprefix("sleep ")))
        said = text.upper() * int(options.get("times", 1))
        return {"record": row["record"], "said": said, "pid": os.getpid() if options.get("pid") else 0}

    return lambda batch: pa.RecordBatch.from_pylist([one(row) for row in batch.to_pylist()], OUT)


class Unusual(Exception):
    """One that cannot be unpickled."""

    def __init__(self, a: str, b: str) -> None:
        super().__init__(a)


def children(of: int | None = None) -> list[int]:
    """The processes that a process has started, zombies too. The tracker of multiprocessing stays on purpose."""
    found = []
    for task in Path(f"/proc/{of or os.getpid()}/task").glob("*/children"):
        found += [int(pid) for pid in task.read_text().split()]
    return [pid for pid in found if b"resource_tracker" not in command_of(pid)]


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No test hangs, and none leaves a process behind."""

    def too_long(*_: object) -> None:
        raise TimeoutError("this hangs")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(90)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    gc.collect()
    assert children() == []


def ran(count: int, jobs: int, marks: Mapping[int, str] | None = None, **options: Any) -> list[dict[str, Any]]:
    out = list(pool.run(saying, options, batches(count, marks=marks), jobs))
    return [row for batch in out for row in batch.to_pylist()]


def as_bytes(found: list[pa.RecordBatch]) -> list[bytes]:
    return [pool.pack(batch) for batch in found]


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    marks = {n: f"sleep {random.Random(n).random() / 50}" for n in range(1, 300, 7)}
    alike = [as_bytes(list(pool.run(saying, {}, batches(30, marks=marks), jobs))) for jobs in (1, 2, 8)]
    assert alike[0] == alike[1] == alike[2]
    assert alike[0] == as_bytes(list(map(saying({}), batches(30, marks=marks))))


def test_nor_do_workers_that_are_killed() -> None:
    """Equal in value to a run in which nothing happened, whoever was killed."""
    marks = dict.fromkeys(range(1, 1001), "sleep 0.002")
    wanted = [row for batch in map(saying({}), batches(100, marks=marks)) for row in batch.to_pylist()]
    for jobs in (1, 2, 8):
        found, rng = [], random.Random(7)
        for number, batch in enumerate(pool.run(saying, {}, batches(100, marks=marks), jobs)):
            found += batch.to_pylist()
            if number % 12 == 11:
                os.kill(rng.choice(children()), signal.SIGKILL)
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
    bad = [1, 10, *range(21, 25), 50]
    for jobs in (1, 3):
        found = ran(5, jobs, dict.fromkeys(bad, "kill"))
        assert [row["record"] for row in found if row["problem"] == KILLED] == bad
        assert [row["record"] for row in found] == list(range(1, 51))
    single = list(pool.run(saying, {}, batches(3, 1, {2: "kill"}), 2))
    assert [batch.to_pylist()[0]["problem"] for batch in single] == [None, KILLED, None]


def test_a_process_that_a_worker_started_does_not_hide_its_death() -> None:
    found = ran(3, 2, {5: "child"})
    assert [row["record"] for row in found if row["problem"]] == [5]


def test_a_record_that_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "LIMIT", 5.0)  # more than any other takes on a busy machine
    found = ran(4, 2, {14: "for ever"})
    assert {row["record"]: row["problem"] for row in found if row["problem"]} == {
        14: "checking it was not done after 0 minutes"
    }
    assert len(found) == 40


def test_one_that_is_stuck_in_c_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread of the worker runs, so it does not take the next batch, which is large."""
    monkeypatch.setattr(workers, "LIMIT", 5.0)  # more than any other takes on a busy machine
    marks = dict.fromkeys(range(2, 121), "x" * 100000) | {3: "stuck"}
    for jobs in (1, 2):
        found = ran(12, jobs, marks)
        assert [row["record"] for row in found if row["problem"]] == [3]
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
        if taken < 20:
            time.sleep(0.05)
        assert read - taken <= workers.AHEAD * 2
    assert read == taken == 200


def test_one_slow_record_at_the_head_does_not_let_the_others_pile_up() -> None:
    read = 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal read
        for batch in batches(100, marks={1: "sleep 1"}):
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
    run = pool.run(saying, {}, batches(100, marks=dict.fromkeys(range(30, 1000), "sleep 5")), 3)
    next(run)
    assert len(children()) == 3
    start = time.monotonic()
    run.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 1
    assert not children()


def test_the_reader_fails() -> None:
    def reading() -> Iterator[pa.RecordBatch]:
        yield from batches(3)
        raise ArtlintError("the file is gone")

    with pytest.raises(ArtlintError, match="the file is gone"):
        list(pool.run(saying, {}, reading(), 2))


ISOLATED = LintOptions(isolated=True)


def core(options: LintOptions) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """The real one, with a text that kills."""
    real = BatchLinter(Workspace(options).linter)

    def lint(batch: pa.RecordBatch) -> pa.RecordBatch:
        if "poison" in batch.column("text").to_pylist():
            os.kill(os.getpid(), signal.SIGKILL)
        return real.lint(batch)

    return lint


def test_the_core_with_a_record_that_kills(root: Path, seeds: Path) -> None:
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


def working(options: LintOptions) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """The same with all that a run asks of a worker."""
    work, lint = Worker(BatchWork(options, FixOptions(), BaselineOptions())), core(options)

    def both(batch: pa.RecordBatch) -> pa.RecordBatch:
        lint(batch)
        return work(batch)

    return both


def test_a_record_that_kills_takes_no_facts_with_it(seeds: Path) -> None:
    """What the rules that look across articles know of the other records of its batch is that of a run without it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds.iterdir())] * 3
    rows = [{"record": n, "id": f"r{n}", "text": text} for n, text in enumerate(texts, 1)]
    options = ISOLATED._replace(want_facts=True)
    work = Worker(BatchWork(options, FixOptions(), BaselineOptions()))
    wanted = [fact for fact in facts(work(records("seeds.jsonl", rows))) if fact.record != 7]
    rows[6]["text"] = "poison"
    found = [f for b in pool.run(working, options, iter([records("seeds.jsonl", rows)]), 2) for f in facts(b)]
    assert found == wanted
    assert len(wanted) > 100


# The parent is stopped or killed


def started(tmp_path: Path, body: str) -> subprocess.Popen[bytes]:
    """A process of its own with workers; it prints a line once they are at work."""
    script = tmp_path / "run.py"
    script.write_text(
        "import sys\n"
        f"sys.path[:0] = [{str(ROOT)!r}]\n"
        "from tests.base.processes.test_pool import *\n"
        "if __name__ == '__main__':\n" + textwrap.indent(textwrap.dedent(body), "    ")
    )
    return subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, start_new_session=True)


BUSY = """
    for batch in pool.run(saying, {}, batches(100, marks=dict.fromkeys(range(11, 1000), "sleep 60")), 3):
        print("at work", flush=True)
"""
UNREADY = """
    for batch in pool.run(saying, {}, batches(1, marks={1: "sleep 0.5"}), 3):
        print("at work", flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name)
@pytest.mark.parametrize("body", [BUSY, UNREADY], ids=["busy", "idle"])
def test_workers_end_with_their_parent(tmp_path: Path, with_signal: signal.Signals, body: str) -> None:
    running = started(tmp_path, body)
    assert running.stdout
    assert running.stdout.readline() == b"at work\n"
    assert len(session(running.pid)) >= 4
    running.send_signal(with_signal)
    running.wait(10)
    running.stdout.close()
    deadline = time.monotonic() + 2
    while (left := session(running.pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not left


# Files


def test_a_file_that_kills(artlint: Callable[..., Any], tmp_path: Path, root: Path) -> None:
    """A check of a plugin that kills its process: the file is reported, every other one is checked."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import os\n"
        "from artlint.project.workspace import Workspace\n"
        "read = Workspace.read\n"
        "def killing(self, path, data=None):\n"
        "    found = read(self, path, data)\n"
        "    if 'poison' in found[0].text:\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return found\n"
        "Workspace.read = killing\n"
    )
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(100):
        (folder / f"{n:03}.txt").write_text(f"One sentence &amp; another, {n} of them.\n")
    clean = artlint("articles", "-j", "2", "--no-cache", "--output-format", "concise")
    (folder / "041.txt").write_text("This is poison.\n")
    env = {"PYTHONPATH": f"{site}{os.pathsep}{root}"}
    lines = [line for line in clean.lines if "041.txt" not in line]
    for jobs in ("2", "8"):
        for more in ([], ["--no-cache"], ["--profile"]):
            env["ARTLINT_CACHE_DIR"] = str(tmp_path / jobs)
            ran = artlint("articles", "-j", jobs, "--output-format", "concise", *more, env=env)
            assert ran.code == 2
            assert f"artlint: articles/041.txt: {KILLED}" in ran.err
            assert ran.lines == lines
        before = [path.read_bytes() for path in sorted(folder.iterdir())]
        shown = artlint("articles", "-j", jobs, "--diff", env=env)
        assert f"artlint: articles/041.txt: {KILLED}" in shown.err
        assert shown.out.count("--- a/") == 99
        assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


# A run that is taken up again

KEY = {"inputs": [["f", 100, 7]], "rules": "abc", "options": {"fail_on": "warning"}}


def journal_run(path: Path, jobs: int, resume: bool, fed: list[int] | None = None, **options: Any) -> list[bytes]:
    """What comes through the journal; `fed` takes the first record of each batch that the workers get."""

    def run(rest: Iterator[pa.RecordBatch], keep: Callable[[int, bytes], None]) -> Iterator[pa.RecordBatch]:
        def counted() -> Iterator[pa.RecordBatch]:
            for batch in rest:
                if fed is not None:
                    fed.append(batch.column("record")[0].as_py())
                yield batch

        return pool.run(saying, options, counted(), jobs, keep)

    with Journal(str(path), KEY, resume=resume) as journal:
        return as_bytes(list(journal.through(batches(40, marks=SLOW), run)))


SLOW = {n: f"sleep {random.Random(n).random() / 20}" for n in range(1, 400, 5)}


@pytest.fixture(scope="module")
def whole() -> list[bytes]:
    return as_bytes(list(map(saying({}), batches(40, marks=SLOW))))


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
        found = journal_run(Path({str(journal)!r}), {jobs}, True, Fed())
        print("through", len(found), flush=True)
    """
    rng, kills = random.Random(jobs), 0
    while True:
        running = started(tmp_path, body)
        assert running.stdout
        before = journal.stat().st_size if journal.exists() else 0
        deadline = time.monotonic() + 30
        while running.poll() is None and time.monotonic() < deadline:  # so that each run gets somewhere
            if kills < 4 and journal.exists() and journal.stat().st_size > before + 1500:
                time.sleep(rng.random() / 5)
                running.kill()
                kills += 1
                break
            time.sleep(0.01)
        running.wait(30)
        out = running.stdout.read()
        running.stdout.close()
        while session(running.pid):
            time.sleep(0.01)
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
    """The first batch takes long; those after it are done, and are not lost with it."""
    path = tmp_path / "journal"

    def run(rest: Iterator[pa.RecordBatch], keep: Callable[[int, bytes], None]) -> Iterator[pa.RecordBatch]:
        return pool.run(saying, {}, rest, 2, keep)

    with Journal(str(path), KEY, resume=False) as journal:
        going = journal.through(batches(12, marks={1: "sleep 1.5", 75: "error"}), run)
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
        time.sleep(60)
        """,
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


# Progress


def on_a_terminal(body: str) -> str:
    """What a script shows on a terminal of 120 columns."""
    import pty

    leader, follower = pty.openpty()
    script = "import time\nfrom artlint import progress\nprogress.PATIENCE = 0.2\n" + textwrap.dedent(body)
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "NO_COLOR": "1"}
    running = subprocess.Popen([sys.executable, "-c", script], stderr=follower, env=env)
    os.close(follower)
    out = b""
    try:
        while data := os.read(leader, 65536):
            out += data
    except OSError:  # the other end was closed
        pass
    os.close(leader)
    assert running.wait(10) == 0
    return out.decode()


def test_progress_of_files() -> None:
    said = on_a_terminal("list(progress.shown((time.sleep(0.05) for _ in range(20)), 20))")
    assert " of 20 files, " in said
    assert "/s" in said
    assert "left" in said


def test_progress_of_records() -> None:
    said = on_a_terminal(
        """
        at = 0
        def read():
            global at
            for at in range(1, 21):
                time.sleep(0.05)
                yield at
        list(progress.shown(read(), unit="records", measure=lambda _: (250, 1_000_000), share=lambda: at / 20))
        list(progress.shown(read(), unit="records", measure=lambda _: (250, 1_000_000)))
        """
    )
    assert " records, " in said
    assert " MB/s" in said
    assert "0:00:0" in said
    assert "left" in said


def test_the_rate_is_that_of_the_last_seconds() -> None:
    assert progress.rate(1_234_567, 12_340, 52_000_000, 10, "records") == "1,234,567 records, 1,234/s, 5.2 MB/s"
    assert progress.rate(1200, 25, 0, 10, "files", 5000) == "1,200 of 5,000 files, 2.5/s"
