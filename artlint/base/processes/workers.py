"""Worker processes that may die at any moment, and what becomes of the work that they had.

multiprocessing.Pool waits for ever for what a dead worker had, concurrent.futures and loky give up all that was under
way, pebble has workers share locks that a dead one may hold: so here each worker has a pipe of its own and no lock. It
answers in the order in which it was asked; when its pipe breaks, the first task that it has not answered is the one
that it died of. That task is done again, alone in its process; one that kills twice is cut into single items, each
alone in its process, and the item that kills twice is set aside, with the reason.

A worker takes no notice of Ctrl-C and SIGTERM, which are the parent's to answer, and ends as soon as its parent is gone.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections import deque
from multiprocessing import connection, get_context
from queue import SimpleQueue

from artlint.base.errors import ArtlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from typing import Any, Protocol

    class Kind(Protocol):
        """What is to be done with tasks and answers, which are pickled on their way."""

        def start(self) -> Callable[[Any], Any]:
            """From a task to its answer; called once in each worker, for which the kind itself is pickled."""

        def cut(self, task: Any) -> Sequence[Any]:
            """A task of each item; one that is a single item gives one."""

        def join(self, answers: Sequence[Any]) -> Any:
            """The answer to a task from those to its items."""

        def failed(self, task: Any, problem: str) -> Any:
            """The answer to a task of one item that cannot be done."""

        def size(self, task: Any) -> int:
            """Its bytes, for the time that it may take."""


AHEAD = 4  # tasks for each worker that are read and not yet handed on: what bounds the memory
QUEUED = 2  # tasks at a worker, so that it need not wait for the next one
FITS = 8000  # bytes that a pipe takes in although nobody reads: what is stuck in C code does not let its thread read
LIMIT = 600.0  # seconds that a task may take, and
SLOWEST = 100_000  # bytes for each second more. Rules have limits of their own; this is for what no rule foresaw
START = 600.0  # seconds that it may take a worker to be ready
UNBORN = 5  # workers that die one after the other before they are ready: more would, too
NO_MEMORY = 77  # the exit code of a worker that was refused memory

STOPPING = (signal.SIGINT, signal.SIGTERM)

READY = b""


class Task:
    """A piece of work: the `number`th, or an item of it."""

    __slots__ = ("content", "item", "kills", "number")

    def __init__(self, number: int, content: Any, item: int | None = None) -> None:
        self.number, self.content, self.item, self.kills = number, content, item, 0


class Worker:
    """One process, and what it has been asked."""

    def __init__(self, kind: Kind, others: Sequence[Worker], reading: bool) -> None:
        forked = _can_fork(reading)
        context: Any = get_context("fork" if forked else "spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        inherited = [self.pipe, *(w.pipe for w in others)] if forked else []
        self.process = context.Process(target=_work, args=(theirs, inherited, kind), daemon=True)
        with _no_interrupt():
            self.process.start()
        theirs.close()
        self.tasks: deque[Task] = deque()
        self.since = 0.0  # when it began with the first of them
        self.ready = self.late = False
        self._unsent = b""

    def give(self, task: Task) -> None:
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        self._unsent = pickle.dumps(task.content, pickle.HIGHEST_PROTOCOL)
        if len(self.tasks) == 1 or len(self._unsent) < FITS:
            self.send()

    def send(self) -> None:
        """Send the task that waits for it, if any: now this process cannot be held up by the other one."""
        data, self._unsent = self._unsent, b""
        if data:
            with contextlib.suppress(OSError):  # it is dead, which will be heard of
                self.pipe.send_bytes(data)

    @property
    def alone(self) -> bool:
        """Whether it has a task that has killed: it gets no other until that is done."""
        return bool(self.tasks) and (self.tasks[0].kills > 0 or self.tasks[0].item is not None)

    def end(self, wait: float) -> None:
        self.process.join(wait)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        self.pipe.close()


class Crew:
    """`jobs` workers for tasks of one kind. `keep(number, answer)` hears of each answer as soon as it is there."""

    def __init__(self, kind: Kind, jobs: int, keep: Callable[[int, Any], None] | None = None) -> None:
        self._kind, self._jobs, self._keep = kind, jobs, keep
        self._workers: list[Worker] = []
        self._again: deque[Task] = deque()
        self._answers: dict[int, tuple[bool, Any]] = {}  # (whether it is an error, what came)
        self._items: dict[int, list[Any]] = {}  # of a task that was cut: the answers so far
        self._unborn = 0
        self._reading = False  # whether the first task was asked for

    def run(self, tasks: Iterator[Any]) -> Iterator[Any]:
        """The answers, in the order of the tasks. An error of a worker is raised when its turn comes."""
        read = given = 0
        more = True
        try:
            self._hire()
            self._reading = True
            while True:
                while self._again and (free := self._free(1)):
                    free.give(self._again.popleft())
                while more and not self._again and read - given < AHEAD * self._jobs and (free := self._free(QUEUED)):
                    try:
                        content = next(tasks)
                    except StopIteration:
                        more = False
                    else:
                        free.give(Task(read, content))
                        read += 1
                if given in self._answers:
                    failed, answer = self._answers.pop(given)
                    if failed:
                        raise answer
                    given += 1
                    yield answer
                    self._listen(0)
                elif more or given < read:
                    self._listen(1.0)
                else:
                    break
            for worker in self._workers:
                with contextlib.suppress(OSError):
                    worker.pipe.send(None)
            for worker in self._workers:
                worker.end(1.0)
        finally:
            for worker in self._workers:
                worker.process.kill()
            for worker in self._workers:
                worker.end(0)

    def _hire(self) -> None:
        while len(self._workers) < self._jobs:
            self._workers.append(Worker(self._kind, self._workers, self._reading))

    def _free(self, most: int) -> Worker | None:
        """The worker with the fewest tasks, if it has fewer than `most`."""
        self._hire()
        free = [w for w in self._workers if len(w.tasks) < most and not w.alone]
        return min(free, key=lambda w: len(w.tasks), default=None)

    def _listen(self, patience: float) -> None:
        """Take what the workers say, and look after those that say nothing."""
        heard = connection.wait([x for w in self._workers for x in (w.pipe, w.process.sentinel)], patience)
        for worker in [w for w in self._workers if w.pipe in heard or w.process.sentinel in heard]:
            dead = worker.process.exitcode is not None  # asked first: what it said before is still in the pipe
            try:
                while worker.pipe.poll():
                    self._hear(worker, pickle.loads(worker.pipe.recv_bytes()))
            except (EOFError, OSError):
                dead = True
            if dead:
                self._bury(worker)
        for worker in self._workers:
            if worker.tasks and (took := time.monotonic() - worker.since) > (LIMIT if worker.ready else START):
                worker.late = took > LIMIT + self._kind.size(worker.tasks[0].content) / SLOWEST
                if worker.late:
                    worker.process.kill()

    def _hear(self, worker: Worker, message: Any) -> None:
        if message == READY:
            worker.ready, worker.since, self._unborn = True, time.monotonic(), 0
            return
        task = worker.tasks.popleft()
        worker.send()
        worker.since = time.monotonic()
        self._done(task, *message)

    def _bury(self, worker: Worker) -> None:
        """A worker is dead: its tasks are for others."""
        worker.process.kill()
        worker.end(0)
        self._workers.remove(worker)
        reason = _reason(worker.process.exitcode)
        guilty = worker.tasks[0] if worker.tasks and worker.ready else None
        if worker.tasks and not worker.ready:
            self._unborn += 1
            if self._unborn >= UNBORN:
                raise ArtlintError(f"worker processes end before they are ready ({reason})\n  help: fewer --jobs")
        if guilty:
            worker.tasks.popleft()
        self._again.extendleft(reversed(worker.tasks))
        if guilty and worker.late:
            self._settle(guilty, f"checking it was not done after {LIMIT / 60:.0f} minutes")
        elif guilty:
            guilty.kills += 1
            if guilty.kills < 2:
                self._again.appendleft(guilty)
            else:
                self._settle(guilty, f"it stopped the process that checked it, twice ({reason})")

    def _settle(self, task: Task, problem: str) -> None:
        """A task cannot be done: its items are tried one by one, or it is one."""
        items = self._kind.cut(task.content) if task.item is None else ()
        if len(items) > 1:
            self._items[task.number] = [None] * len(items)
            self._again.extend(Task(task.number, content, i) for i, content in enumerate(items))
        else:
            self._done(task, False, self._kind.failed(task.content, problem))

    def _done(self, task: Task, failed: bool, answer: Any) -> None:
        if task.item is not None:
            items = self._items[task.number]
            items[task.item] = failed, answer
            if None in items:
                return
            del self._items[task.number]
            errors = [item for item in items if item[0]]
            failed, answer = errors[0] if errors else (False, self._kind.join([a for _, a in items]))
        self._answers[task.number] = failed, answer
        if self._keep and not failed:
            self._keep(task.number, answer)


def _can_fork(reading: bool) -> bool:
    """A lock that another thread holds stays locked in a fork for ever. So no thread may be at work: none of Python's,
    and once a reader may have set some to work, none at all. A process that is made anew takes much longer to start."""
    if sys.platform == "darwin" or not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    try:
        return not reading or len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold Ctrl-C and SIGTERM back until the worker that is being started takes no notice of them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _reason(code: int | None) -> str:
    if code == -getattr(signal, "SIGKILL", 9):
        return "killed by signal 9, or out of memory"
    if code == NO_MEMORY:
        return "out of memory"
    return f"killed by signal {-code}" if code is not None and code < 0 else f"it ended with code {code}"


# In the worker


def _work(pipe: Connection, inherited: Sequence[Connection], kind: Kind) -> None:
    for name in STOPPING:
        signal.signal(name, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    for other in inherited:  # the parent's ends: while a worker had them, no other would see that the parent is gone
        other.close()
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    work = None
    while (task := tasks.get()) is not None:
        try:
            if work is None:
                work = kind.start()
                pipe.send_bytes(pickle.dumps(READY))
            message = pickle.dumps((False, work(task)), pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            os._exit(NO_MEMORY)
        except Exception as error:
            message = _parcel(error)
        pipe.send_bytes(message)


def _receive(pipe: Connection, tasks: SimpleQueue[Any]) -> None:
    """Take tasks as they come, so that the parent never waits; and end this process once there is no parent."""
    try:
        while True:
            tasks.put(task := pipe.recv())
            if task is None:
                return
    except BaseException:
        os._exit(1)


def _parcel(error: Exception) -> bytes:
    """An error as the parent can raise it."""
    if not isinstance(error, ArtlintError):
        error.add_note("in a worker process:\n" + traceback.format_exc())
    try:
        message = pickle.dumps((True, error))
        pickle.loads(message)
    except Exception:
        return pickle.dumps((True, RuntimeError(f"{type(error).__name__}: {error}")))
    return message
