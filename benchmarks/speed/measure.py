"""Running a command and saying what it took; several commands in turn; what the rounds come to."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

SAMPLED = 0.02  # seconds between two looks at the memory


class Usage(NamedTuple):
    """What a run took: seconds of the clock, seconds of CPU, bytes of memory at the peak (0: not looked at)."""

    wall: float
    cpu: float
    memory: int = 0
    documents: int = 0  # that it has read, where it counts them


class Failed(Exception):
    """A command did not do its work; the text says why."""


class Contender(NamedTuple):
    """One of those that are compared: its name, and one run of it."""

    name: str
    run: Callable[[], Usage]


def environment(**more: str) -> dict[str, str]:
    """The variables of a measured process: bytecode may be kept, nothing of the caller's artlint or git is seen."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ARTLINT_", "GIT_", "PYTHON"))}
    return {**kept, "NO_COLOR": "1", **more}


def run(
    command: Sequence[str],
    *,
    folder: Path,
    codes: Sequence[int] = (0,),
    env: Mapping[str, str] | None = None,
    limit: float = 1800,
    memory: bool = False,
) -> Usage:
    """Run a command to its end, its outputs going to `folder`/out and `folder`/err.

    CPU time is that of the process and of all children it has waited for (wait4). With `memory` the processes are
    looked at all the time, which costs some CPU: such a run is not for timing. Raises Failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    peak: list[int] = [0]
    with open(folder / "out", "wb") as out, open(folder / "err", "wb") as err:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=dict(env or environment()),
                cwd=folder, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise Failed(f"{command[0]} cannot be started: {error.strerror}") from None
        timer = threading.Timer(limit, _kill, [process.pid])
        timer.daemon = True
        timer.start()
        watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
        if memory:
            watcher.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            _kill(process.pid)
            raise
        wall = time.perf_counter() - start
        in_time = timer.is_alive()
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)  # subprocess must not wait for it again
        if memory:
            watcher.join()
    complaint = (folder / "err").read_text(encoding="utf-8", errors="replace").strip()
    if not in_time:
        raise Failed(f"took more than {limit:g} seconds")
    if process.returncode not in codes or "Traceback (most recent call last)" in complaint:
        last = complaint.splitlines()[-1] if complaint else "without a word"
        raise Failed(f"{Path(command[0]).name} ended with {process.returncode}: {last}")
    return Usage(wall, used.ru_utime + used.ru_stime, peak[0])


def run_script(script: str, *arguments: object, python: str = sys.executable, **options: Any) -> Usage:
    """Run one of the scripts here that measure themselves (see in_process.py). Raises Failed."""
    command = [python, str(Path(__file__).with_name(script)), *map(str, arguments)]
    run(command, **options)
    said = json.loads((options["folder"] / "out").read_text(encoding="utf-8"))
    if said["failed"] > said["documents"] // 100:
        raise Failed(f"it failed on {said['failed']} of {said['documents']} texts: {said['why']}")
    return Usage(said["wall"], said["cpu"], said["memory"], said["documents"])


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)


def _watch(pid: int, peak: list[int]) -> None:
    """Keep the most memory that the process and its descendants take together: a page that they share counts once."""
    while Path(f"/proc/{pid}/smaps_rollup").exists():
        peak[0] = max(peak[0], sum(map(_memory, _tree(pid))))
        time.sleep(SAMPLED)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError, ValueError):
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                yield from _tree(int(child))


def _memory(pid: int) -> int:
    """Proportional set size (PSS) of a process in bytes; 0 for one that has ended."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def rounds(
    contenders: Sequence[Contender], count: int, say: Callable[[str], None] = lambda _: None
) -> tuple[dict[str, list[Usage]], dict[str, str]]:
    """Run each in turn, A B C A B C, `count` times; what fails is left out from then on.

    Returns the runs of those that never failed, and why the others did.
    """
    runs: dict[str, list[Usage]] = {c.name: [] for c in contenders}
    failed: dict[str, str] = {}
    for n in range(count):
        for name, once in contenders:
            if name in failed:
                continue
            try:
                used = once()
            except Failed as error:
                failed[name] = str(error)
                say(f"  {name}: {error}")
                continue
            runs[name].append(used)
            say(f"  round {n + 1}, {name}: {used.wall:.3f} s, {used.cpu:.3f} s of CPU")
    return {name: used for name, used in runs.items() if name not in failed}, failed


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The ratio of each round: what disturbed a round has disturbed both."""
    return [a / b for a, b in zip(above, below, strict=True)]


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Least, median and most."""
    return min(values), statistics.median(values), max(values)


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """First quartile, median, third quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    first, median, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, median, third
