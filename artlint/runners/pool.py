"""The same over worker processes. Results come in the order of the paths, whatever the number of workers."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from artlint.errors import ArtlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from typing import Any

CHUNK = 32  # files: enough to make the way to a worker cheap, few enough to keep all of them busy
_work: Callable[[str], Any]


def _start(make: Callable[[Mapping[str, Any]], Callable[[str], Any]], options: Mapping[str, Any], parent: int) -> None:
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _work = make(options)


def _end_with(parent: int) -> None:
    """End once the parent is gone: one that was killed tells nobody, and a worker would wait for ever."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _chunk(paths: Sequence[str]) -> list[Any]:
    return [_work(path) for path in paths]


def run(
    make: Callable[[Mapping[str, Any]], Callable[[str], Any]],
    options: Mapping[str, Any],
    paths: Sequence[str],
    jobs: int,
) -> Iterator[Any]:
    """`make(options)(path)` for each path, in order, by `jobs` processes; `make` runs once in each.

    Raises ArtlintError where a worker dies.
    """
    chunks = [paths[i : i + CHUNK] for i in range(0, len(paths), CHUNK)]
    pool = ProcessPoolExecutor(min(jobs, len(chunks)), initializer=_start, initargs=(make, options, os.getpid()))
    waiting: deque[Future[list[Any]]] = deque()
    at = 0
    try:
        while waiting or at < len(chunks):
            while at < len(chunks) and len(waiting) < 4 * jobs:  # so that memory does not grow with the corpus
                waiting.append(pool.submit(_chunk, chunks[at]))
                at += 1
            yield from waiting.popleft().result()
        pool.shutdown()
    except BrokenProcessPool:
        raise ArtlintError(
            "a worker process died (out of memory, or killed)\n  help: run again with fewer --jobs"
        ) from None
    except BaseException:
        processes = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            with contextlib.suppress(OSError):
                os.kill(process.pid or 0, signal.SIGKILL) if process.pid else None
        for process in processes:
            with contextlib.suppress(OSError, AssertionError, ValueError):  # the pool's thread may have been quicker
                process.join(1)
        raise
