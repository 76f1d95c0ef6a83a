"""`--output-format parquet`, `jsonl` and `dolma`: a row for each article instead of a report."""

from __future__ import annotations

import os
import sys

from artlint.checks.base import plural
from artlint.commands import check
from artlint.errors import ArtlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence
    from typing import Any

    import pyarrow as pa

    from artlint.commands.data import Run
    from artlint.workspace import Workspace


def written(
    args: Namespace, run: Run, workspace: Workspace, texts: Sequence[str], sink_class: Any, broken: bool
) -> int:
    """Write the rows of all articles; the exit code. A baseline is not asked: rows are complete."""
    counts = {"keep": 0, "drop": 0, "broken": 0}
    if sink_class.per_file:
        stream = _by_file(args, run, texts, sink_class)
    else:
        stream = _in_one(args, run, workspace, texts, sink_class)
    for batch in stream:
        for item in batch.column("verdict").value_counts().to_pylist():
            counts[item["values"]] += item["counts"]
        broken |= said(batch)
        broken |= problems(run)
    broken |= problems(run)
    if not args.quiet:
        words = {"keep": "to keep", "drop": "to drop", "broken": "broken"}
        tally = ", ".join(f"{n} {words[verdict]}" for verdict, n in counts.items() if n or verdict == "keep")
        where = f"; rows written to {args.output_file}" if args.output_file else ""
        print(f"{plural(sum(counts.values()), 'article')}: {tally}{where}.", file=sys.stderr)
    return 2 if broken else int(bool(counts["drop"]) and not args.exit_zero)


def said(batch: pa.RecordBatch) -> bool:
    """Name the broken records of a batch; whether there were any."""
    problems = batch.column("problem")
    if problems.null_count == len(problems):
        return False
    from artlint.commands.data import results

    return any([check.remarks(result) for result in results(batch)])


def problems(run: Run) -> bool:
    return any([check.remarks(result) for result in run.found_problems()])


def _by_file(args: Namespace, run: Run, texts: Sequence[str], sink_class: Any) -> Iterator[pa.RecordBatch]:
    """Rows into a file for each file of records."""
    from artlint.data import outputs, sinks, streams

    if texts:
        raise ArtlintError(f"--output-format {args.output_format} is for files of records; {texts[0]} is an article")
    if not args.output_file:
        raise ArtlintError(f"--output-format {args.output_format} writes a file for each file\n  help: -o DIR")
    targets = outputs.targets(args.paths or ["."], run.files, args.output_file, "-o")
    named = {source: sinks.dolma_name(target) for source, target in targets.items()}
    sink = outputs.PerFile(named, lambda file, reader, target: sink_class(streams.writing(file, target)))
    return run.batches(sink)


def _in_one(
    args: Namespace, run: Run, workspace: Workspace, texts: Sequence[str], sink_class: Any
) -> Iterator[pa.RecordBatch]:
    """All rows into one file, or to standard output."""
    from itertools import chain

    from artlint.data import streams
    from artlint.files import Replacing

    batches = chain(of_texts(args, run, workspace, texts), run.batches())
    if args.output_file and not args.output_file.startswith("/dev/"):
        with Replacing(args.output_file, "wb") as file:
            sink = sink_class(streams.writing(file, args.output_file))
            for batch in batches:
                sink.add(batch)
                yield batch
            sink.close()
        return
    if sink_class.binary and not args.output_file and sys.stdout.isatty():
        raise ArtlintError(f"--output-format {args.output_format} is not for a terminal\n  help: -o FILE")
    with open(args.output_file, "wb") if args.output_file else os.fdopen(os.dup(sys.stdout.fileno()), "wb") as file:
        sink = sink_class(streams.writing(file, ""))
        for batch in batches:
            sink.add(batch)
            yield batch
        sink.close()


def of_texts(args: Namespace, run: Run, workspace: Workspace, texts: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The rows of files that are one article each, in batches."""
    import pyarrow as pa

    from artlint.commands.data import make_for_texts
    from artlint.data.work import OUT, unread

    waiting: list[dict[str, Any]] = []
    for row in check.spread(workspace, run._opts, texts, args.jobs, make_for_texts, unread):
        if row.get("note"):
            print(f"artlint: {row['path']}: {row['note']}", file=sys.stderr)
        waiting.append(row)
        if len(waiting) == 256:
            yield pa.RecordBatch.from_pylist(waiting, OUT)
            waiting = []
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, OUT)
