"""What a run on a Spark cluster costs: `python benchmarks/speed/spark.py --articles 10000 --cores 2`.

Starts a standalone cluster on loopback, repeats real articles with edits until there are as many as asked for, checks
them from Parquet to Parquet, and prints a line of figures for each run. CPU seconds are those of the workers with all
processes below them, so that they hold on a machine that does other things as well; wall seconds do not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import artlint.spark  # noqa: E402
from artlint.engine.linter import Linter  # noqa: E402
from artlint.records.lint_batch import BatchLinter  # noqa: E402
from artlint.records.schema import records  # noqa: E402
from tests.support.processes import descendants  # noqa: E402
from tests.support.spark_cluster import Cluster, session  # noqa: E402

EVAL = ROOT.parent / "shared" / "eval"
EDITS = 0.02  # of the words of an article that comes again
FILE = 5_000  # articles
TICK = os.sysconf("SC_CLK_TCK")


def real() -> list[str]:
    """Articles that people cleaned, and those of the seeds."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").iterdir()) if p.suffix == ".txt"]
    for path in sorted((EVAL / "clean").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts += [text for line in file if (text := json.loads(line).get("text"))]
    return texts


def repeated(count: int) -> Iterator[dict[str, Any]]:
    """As many articles: the real ones, again and again, each time with other words changed."""
    base, rnd = real(), random.Random(7)
    words = sorted({w for text in base[:200] for w in text.split()})
    for n in range(count):
        parts = base[n % len(base)].split(" ")
        if n >= len(base):
            for _ in range(max(1, round(EDITS * len(parts)))):
                parts[rnd.randrange(len(parts))] = rnd.choice(words)
        yield {"id": f"a{n}", "text": " ".join(parts)}


def written(folder: Path, count: int) -> int:
    """Write them as Parquet; the bytes of the texts."""
    size, rows, number = 0, [], 0
    for row in repeated(count):
        size += len(row["text"].encode())
        rows.append(row)
        if len(rows) == FILE:
            pq.write_table(pa.Table.from_pylist(rows), folder / f"{number:05}.parquet")
            rows, number = [], number + 1
    if rows:
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{number:05}.parquet")
    return size


def cpu(pids: list[int]) -> float:
    """The CPU seconds of processes and of those that they have waited for."""
    total = 0
    for pid in pids:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, stat[11:15]))
    return total / TICK


def resident(pids: list[int]) -> int:
    """The largest process that checks, in MB."""
    sizes = [0]
    for pid in pids:
        try:
            if b"artlint.spark.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
                sizes.append(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        except OSError:
            continue
    return max(sizes) // 1_000_000


def run(folder: Path, data: Path, count: int, size: int, cores: int, corpus: bool) -> None:
    cluster = Cluster(folder, cores=1, memory="1500m")
    peak = [0]
    over = threading.Event()

    def below() -> list[int]:
        return [p for w in cluster.workers for p in [w.pid, *descendants(w.pid)]]

    def watch() -> None:
        while not over.wait(1):
            peak[0] = max(peak[0], resident(below()))

    threading.Thread(target=watch, daemon=True).start()
    try:
        settings = {"spark.executor.memory": "1g", "spark.cores.max": str(cores)}
        settings |= {"spark.sql.files.maxPartitionBytes": "4m", "spark.sql.shuffle.partitions": str(4 * cores)}
        with session(cluster.url, **settings) as spark:
            spark.range(100).repartition(4).selectExpr("sum(id)").collect()  # executors are up
            before, started = cpu(below()), time.perf_counter()
            rows = artlint.spark.lint(spark.read.parquet(str(data)), corpus=corpus)
            target = folder / f"out-{time.monotonic_ns()}"
            rows.write.parquet(str(target))
            wall, used = time.perf_counter() - started, cpu(below()) - before
            assert spark.read.parquet(str(target)).count() == count
    finally:
        over.set()
        cluster.stop()
    print(
        f"spark  articles {count:>9,}  MB {size / 1e6:8.1f}  cores {cores}  corpus rules {'yes' if corpus else 'no':3}  "
        f"wall s {wall:7.1f}  CPU s {used:7.1f}  CPU s per 1,000 {1000 * used / count:6.2f}  "
        f"MB per CPU s {size / 1e6 / used:5.2f}  largest child MB {peak[0]}",
        flush=True,
    )


def alone(count: int) -> None:
    """The same articles through the core itself, in this process."""
    linter = Linter.from_config(ignore=["COR"])
    core, size = BatchLinter(lambda _: linter), 0
    rows = [{"record": n, **row} for n, row in enumerate(repeated(count), 1)]
    core.lint(records("", rows[:50]))
    started = time.process_time()
    for at in range(0, count, 256):
        core.lint(records("", rows[at : at + 256]))
    used = time.process_time() - started
    size = sum(len(r["text"].encode()) for r in rows)
    print(
        f"core   articles {count:>9,}  MB {size / 1e6:8.1f}  CPU s {used:7.1f}  CPU s per 1,000 "
        f"{1000 * used / count:6.2f}  MB per CPU s {size / 1e6 / used:5.2f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--corpus", action="store_true", help="with the rules that look across articles")
    parser.add_argument("--core", action="store_true", help="without Spark too")
    args = parser.parse_args()
    for count in args.articles:
        folder = Path(tempfile.mkdtemp(prefix="artlint-bench-"))
        try:
            (folder / "data").mkdir()
            size = written(folder / "data", count)
            if args.core:
                alone(count)
            for cores in args.cores:
                run(folder, folder / "data", count, size, cores, args.corpus)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
