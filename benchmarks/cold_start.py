"""How long artlint takes to start: one seed file, all default rules, beside `python -c pass` in the same run.

    python benchmarks/cold_start.py [--runs 25] [--artlint .venv/bin/artlint]

Prints CPU and wall milliseconds (medians) and their ratios to `python -c pass`; exit 1 where a ratio is above
--most (3.5 by default). Bytecode is compiled by the runs that are not counted.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

SEEDS = sorted((pathlib.Path(__file__).parents[1] / "seeds").glob("*.txt"))


def measure(command: list[str], runs: int) -> tuple[float, float]:
    """Median CPU and wall time of a command, in milliseconds, after two runs that do not count."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    cpu, wall = [], []
    for n in range(runs + 2):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False
        )
        if done.returncode not in (0, 1):
            sys.exit(f"{command} ended with {done.returncode}")
        if n >= 2:
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            wall.append(time.perf_counter() - start)
            cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(cpu) * 1000, statistics.median(wall) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--artlint", default=str(pathlib.Path(sys.executable).with_name("artlint")))
    parser.add_argument("--most", type=float, default=3.5)
    args = parser.parse_args()
    base = measure([sys.executable, "-c", "pass"], args.runs)
    print(f"{'python -c pass':24} {base[0]:6.1f} ms CPU {base[1]:6.1f} ms wall")
    worst = 0.0
    for path in SEEDS:
        cpu, wall = measure([args.artlint, str(path)], args.runs)
        worst = max(worst, cpu / base[0], wall / base[1])
        print(
            f"{path.name:24.24} {cpu:6.1f} ms CPU {wall:6.1f} ms wall   ratio {cpu / base[0]:.2f} CPU {wall / base[1]:.2f} wall"
        )
    return int(worst > args.most)


if __name__ == "__main__":
    sys.exit(main())
