"""The processes that a test has started, as /proc shows them, and waiting for what they do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 120.0  # seconds until a test gives up waiting: long, so that a busy machine fails nothing


def wait_until(so: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait until something is so, and fail saying `what` if it never is."""
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            raise AssertionError(f"in {seconds:.0f} seconds it did not happen that {what}")
        time.sleep(0.01)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none for a process that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    return _stat(pid)[:1] not in ([], ["Z"])


def _all() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def session(leader: int) -> set[int]:
    """The processes of a session that still run."""
    return {pid for pid in _all() if (fields := _stat(pid)) and fields[0] != "Z" and int(fields[3]) == leader}


def children(pid: int) -> list[int]:
    """The processes that a process has started, zombies too, and none of theirs."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def descendants(pid: int) -> list[int]:
    """The processes below one, the nearest first."""
    found = [pid]
    for each in found:
        found += children(each)
    return found[1:]


def seconds(pid: int) -> float:
    """The processor time that a process and those below it have taken so far: other work on the machine adds nothing."""
    taken = [_stat(each)[11:13] for each in (pid, *descendants(pid))]
    return sum(int(ticks) for fields in taken for ticks in fields) / os.sysconf("SC_CLK_TCK")


def command_of(pid: int) -> str:
    """The command line of a process; nothing for one that is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def workers_of_this_process() -> list[int]:
    """The processes that this one has started, without the tracker of multiprocessing, which stays on purpose."""
    return [pid for pid in children(os.getpid()) if "resource_tracker" not in command_of(pid)]
