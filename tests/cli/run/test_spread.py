"""Many files over several processes, and a run that is interrupted."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.articles import Artlint, write
from tests.support.processes import session, wait_until


def test_the_number_of_workers_and_the_order_of_names_change_nothing(
    artlint: Artlint, seeds: Path, tmp_path: Path
) -> None:
    names = [f"{n:03}.txt" for n in range(200)]
    originals = sorted(seeds.iterdir())
    for number, name in enumerate(names):
        write(tmp_path / name, originals[number * 7 % 5].read_bytes())
    runs = [artlint("-j", jobs, "--output-format", "json-lines", *names) for jobs in ("1", "2", "8")]
    for seed in range(3):
        random.Random(seed).shuffle(names)
        runs.append(artlint("-j", "2", "--output-format", "json-lines", *names))
    runs.append(artlint("-j", "8", "--output-format", "json-lines", "--no-cache", "."))
    assert len(runs[0].lines) > 600
    assert all(ran == runs[0] for ran in runs)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("to_group", [True, False], ids=["ctrl-c", "kill"])
def test_an_interrupted_run_ends_at_once(
    environment: dict[str, str], many: Path, tmp_path: Path, jobs: str, to_group: bool
) -> None:
    """A terminal sends the signal to all processes of the run, `kill -INT` to the first only."""
    report = tmp_path / "report"
    with open(report, "wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "artlint", "-j", jobs, "--output-format", "json-lines", str(many)],
            stdout=out, stderr=subprocess.PIPE, env=environment, start_new_session=True,
        )  # fmt: skip
        wait_until(lambda: report.stat().st_size or running.poll() is not None, "something is reported")
    (os.killpg if to_group else os.kill)(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 130
    assert err == b"artlint: stopped\n"
    assert not session(running.pid)
    last = json.loads(report.read_bytes().splitlines()[-2])["filename"]
    assert Path(last).name < "7000.txt", "it went on to the end"
