"""A standalone Spark cluster on loopback: a master and two workers, each a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.support import python_path
from tests.support.processes import command_of, descendants, wait_until


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Cluster:
    """`url` is that of the master; `workers` are the processes."""

    def __init__(self, folder: Path, cores: int = 2, memory: str = "1g") -> None:
        import pyspark

        self.folder, self._cores, self._memory = folder, cores, memory
        self.home = Path(pyspark.__file__).parent
        self._port, self._page = free_port(), free_port()
        self.url = f"spark://127.0.0.1:{self._port}"
        self._log = (folder / "cluster.log").open("ab")
        self.processes: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        master = ["master.Master", "--host", "127.0.0.1", "--port", self._port, "--webui-port", self._page]
        self.processes.append(self._started(*master))
        self._wait(lambda state: state["status"] == "ALIVE")
        for _ in range(2):
            self.add_worker()
        self.wait_for_workers(2)

    def _started(self, name: str, *args: object) -> subprocess.Popen[bytes]:
        env = {
            **{k: v for k, v in os.environ.items() if k != "SPARK_HOME"},
            "PYTHONPATH": python_path(),
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_LOCAL_DIRS": str(self.folder),
            "ARTLINT_CACHE_DIR": str(self.folder / "cache"),
        }
        command = [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *map(str, args)]
        # a session of its own: Ctrl-C in pytest is not for it
        return subprocess.Popen(command, env=env, stdout=self._log, stderr=self._log, start_new_session=True)

    def add_worker(self) -> subprocess.Popen[bytes]:
        work = self.folder / f"worker{len(self.processes)}"
        limits = ["-c", self._cores, "-m", self._memory, "-h", "127.0.0.1", "--webui-port", 0, "-d", work]
        worker = self._started("worker.Worker", *limits, self.url)
        self.processes.append(worker)
        self.workers.append(worker)
        return worker

    def wait_for_workers(self, count: int) -> None:
        self._wait(lambda state: state["aliveworkers"] >= count)

    def _wait(self, so: Callable[[Any], bool]) -> None:
        def asked() -> bool:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self._page}/json/", timeout=5) as page:
                    return so(json.load(page))
            except (OSError, ValueError, KeyError):
                return False

        try:
            wait_until(asked, "the cluster is ready")
        except AssertionError as error:
            raise AssertionError((self.folder / "cluster.log").read_text()[-3000:]) from error

    def kill_worker(self) -> list[int]:
        """Kill a worker and its executors with SIGKILL, as a machine does that is switched off; what was killed."""
        worker = self.workers.pop(0)
        gone = [worker.pid, *(p for p in descendants(worker.pid) if "ExecutorBackend" in command_of(p))]
        for pid in gone:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        worker.wait()
        return gone

    def stop(self) -> None:
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        self._log.close()


@contextlib.contextmanager
def session(url: str, **settings: str) -> Iterator[Any]:
    """A driver in this process."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    given = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "512m",
        "spark.executor.memory": "512m",
        "spark.cores.max": "2",  # one of each worker's two: there is room for another application
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "3",
        "spark.log.level": "ERROR",
        **settings,
    }
    builder = SparkSession.builder.master(url).appName("artlint")
    for key, value in given.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()
