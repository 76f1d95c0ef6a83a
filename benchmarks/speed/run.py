"""How fast artlint is, beside the tools that people use for like work, on the same files in the same run.

    python benchmarks/speed/run.py                        # all of it: half an hour on two cores
    python benchmarks/speed/run.py --only cold,folder     # parts: cold, folder, warm, jsonl, growth
    python benchmarks/speed/run.py --corpus FOLDER        # on articles of your own (.txt, .md, .jsonl, .jsonl.gz)
    python benchmarks/speed/run.py --write                # also into docs/benchmarks.md, README.md and benchmarks/speed/results.json

Corpora and the other tools are made and installed once, in the folder --work. docs/benchmarks.md says what is measured.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import corpora
import report
import sources
from peers import PACKAGES, Peers, artlint_version
from suites import SUITES, Setup

ROOT = sources.ROOT
RESULTS = ROOT / "benchmarks" / "speed" / "results.json"
PAGE, README = ROOT / "docs" / "benchmarks.md", ROOT / "README.md"


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "artlint-benchmarks")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add(
        "--corpus",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="articles to measure with; may be repeated",
    )
    add("--only", type=_names(SUITES), default=list(SUITES), metavar="PARTS", help=f"of {','.join(SUITES)}")
    add("--repeat", type=_positive, default=3, metavar="N", help="rounds, in which all take their turn (3)")
    add("--write", action="store_true", help="write the results into the documentation")
    add(
        "--work",
        type=Path,
        default=cache,
        metavar="DIR",
        help="where corpora and the other tools are kept (%(default)s)",
    )
    add(
        "--peers",
        type=_names(PACKAGES),
        default=list(PACKAGES),
        metavar="TOOLS",
        help=f"of {','.join(PACKAGES)}, or none",
    )
    add("--files", type=_positive, default=5000, metavar="N", help="small files (%(default)s)")
    add("--megabytes", type=float, default=10, metavar="MB", help="size of the large article (%(default)s)")
    return parser.parse_args(given)


def _names(known: Sequence[str] | dict[str, Any]) -> Any:
    def parse(text: str) -> list[str]:
        named = [] if text == "none" else text.split(",")
        for name in named:
            if name not in known:
                raise argparse.ArgumentTypeError(f"“{name}” is none of {', '.join(known)}")
        return [name for name in known if name in named]

    return parse


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 1 on")
    return int(text)


def circumstances(setup: Setup, load: float) -> dict[str, Any]:
    """When, where and with what a suite was run."""
    meta = setup.corpus.meta
    command = ["python", "benchmarks/speed/run.py", *(a for a in sys.argv[1:] if a != "--write")]
    return {
        "date": datetime.date.today().isoformat(),
        "machine": f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} cores, {processor()}",
        "python": platform.python_version(),
        "versions": {"artlint": artlint_version(), **setup.peers.versions},
        "missing": setup.peers.failed,
        "load": load,
        "files": meta["files"],
        "corpus": f"Text: {meta['source']}, {meta['how']}; the large article: {meta['article']}",
        "command": shlex.join(command),
    }


def processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def write(new: dict[str, Any]) -> None:
    """Put the results into the documentation. Suites that were not run now keep what they had."""
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results = {name: {**old, **new}[name] for name in SUITES if name in old or name in new}
    pages = {
        path: report.replaced(path.read_text(encoding="utf-8"), made(results), path.name)
        for path, made in ((PAGE, report.full), (README, report.short))
    }
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    say(f"  written: {', '.join(os.path.relpath(p) for p in (RESULTS, *pages))}")


def main(given: Sequence[str] | None = None) -> int:
    args = arguments(given)
    work = args.work.resolve()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to end what it has started, and put files back
    try:
        for page in (PAGE, README) if args.write else ():  # what is wrong there is told now, not in half an hour
            report.replaced(page.read_text(encoding="utf-8"), "", page.name)
        work.mkdir(parents=True, exist_ok=True)
        corpus = corpora.make(
            sources.gather([f.resolve() for f in args.corpus], work, say), args.files, args.megabytes, work
        )
        say(f"{corpus.meta['files']:,} files of {corpus.meta['bytes'] / 1e6:.1f} MB in {corpus.articles}")
        setup = Setup(corpus, Peers(work / "peers", args.peers, say), work, args.repeat, say)
        results = {}
        for name in args.only:
            load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
            say(f"{name}: {' '.join((SUITES[name].__doc__ or '').split())}")
            results[name] = {**SUITES[name](setup), "circumstances": circumstances(setup, load)}
            if args.write:  # at once, so that a run that is stopped leaves what it has measured
                write({name: results[name]})
        print(report.full(results))
    except (sources.SourceError, report.ReportError, OSError) as error:
        say(f"benchmarks: {error}")
        return 2
    except KeyboardInterrupt:
        return 130
    own = [name for suite in results.values() for name in suite["failed"] if name.split()[0] not in PACKAGES]
    return 1 if own else 0  # a tool of others that fails is told in the tables, and no reason to fail


if __name__ == "__main__":
    sys.exit(main())
