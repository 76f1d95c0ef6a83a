"""What the scripts share that measure themselves, whichever Python runs them: only the standard library is needed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path


def one_core() -> None:
    """Stay on one core, with all threads that libraries may start."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def texts(path: Path) -> Iterator[str]:
    """The articles of a JSON Lines file, or the one of a text file."""
    if path.suffix != ".jsonl":
        yield path.read_text(encoding="utf-8")
        return
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def measure(path: Path, work: Callable[[str], object], warm: int = 20) -> None:
    """Do `work` on each text of a file, reading included, and print what that took as JSON.

    It is done on the first texts of the file beforehand, so that what libraries load late is loaded.
    """
    documents, failed, why = 0, 0, ""
    for text in islice(texts(path), warm) if path.suffix == ".jsonl" else ["A dam held.\n\nNobody was hurt.\n"]:
        _done(work, text)
    wall, cpu = time.perf_counter(), time.process_time()
    for text in texts(path):
        trouble = _done(work, text)
        if trouble:
            failed, why = failed + 1, trouble
        documents += 1
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    said = {"wall": wall, "cpu": cpu, "memory": peak(), "documents": documents, "failed": failed, "why": why}
    print(json.dumps(said))


def _done(work: Callable[[str], object], text: str) -> str:
    """An empty string, or what went wrong."""
    try:
        work(text)
    except Exception as error:  # a filter may trip over a text, and does so in its own pipeline, too
        return f"{type(error).__name__}: {error}"
    return ""


def peak() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not say."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0
