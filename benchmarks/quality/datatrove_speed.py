"""How fast the packs `datatrove-*` are beside datatrove's own filters, and how two workers do beside one.

    python benchmarks/quality/datatrove_speed.py [--data ../shared/eval] [--articles 5000] [--english]

Both are pinned to one core, one after the other, on the same articles; reading them is not counted, and neither is an
article before the first, with which each loads what it needs. datatrove splits an article's words once for all four filters, which is kinder to it than four runs. Workers: `artlint check` on a JSON Lines file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import datatrove_packs

from artlint import Linter
from artlint.text.article import Article
from artlint.text.language import detect


def own_seconds(texts: Sequence[str]) -> float:
    """CPU seconds of all four packs in one pass, with nothing kept from before."""
    linter = Linter.from_config(select=["datatrove"])
    linter.lint(Article(texts[0]))
    start = time.process_time()
    for text in texts:
        linter.lint(Article(text))
    return time.process_time() - start


def workers(texts: Sequence[str], folder: Path) -> dict[int, float]:
    """Wall seconds of a run on a file of records, by the number of workers; the best of two."""
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(texts)), encoding="utf-8")
    taken = {}
    for jobs in (1, 2):
        command = [sys.executable, "-m", "artlint", "check", str(corpus), "--select", "datatrove", "-q"]
        runs = []
        for _ in range(2):
            start = time.perf_counter()
            done = subprocess.run([*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL)
            runs.append(time.perf_counter() - start)
            if done.returncode not in (0, 1):  # 1: there were findings
                raise SystemExit(f"artlint ended with {done.returncode}")
        taken[jobs] = min(runs)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=datatrove_packs.ROOT.parent / "shared" / "eval")
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--english", action="store_true", help="only articles in English")
    args = parser.parse_args()
    texts = datatrove_packs.articles(args.data, args.articles)
    if args.english:
        texts = [text for text in texts if detect(text) == "en"]
    size = sum(len(text.encode()) for text in texts) / 1e6
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {max(cores)})
    own = own_seconds(texts)
    with tempfile.TemporaryDirectory() as folder:
        _, theirs = datatrove_packs.reference(texts, Path(folder), "--no-words")
    print(
        f"{len(texts)} articles, {size:.1f} MB: artlint {size / own:.2f} MB/s, datatrove {size / theirs:.3f} MB/s",
        end="",
    )
    print(f", {theirs / own:.1f} times")
    if cores:
        os.sched_setaffinity(0, cores)
    with tempfile.TemporaryDirectory() as folder:
        taken = workers(texts, Path(folder))
    print(f"one worker {taken[1]:.1f} s, two {taken[2]:.1f} s: {taken[1] / taken[2]:.2f} times")


if __name__ == "__main__":
    main()
