"""`--output-format parquet`, `jsonl` and `dolma`: a row for each article instead of a report."""

from __future__ import annotations

import os
import sys
from collections import deque
from itertools import chain

from artlint.base.errors import ArtlintError
from artlint.base.model import severity_rank
from artlint.base.named_tuple import NamedTuple
from artlint.base.wording import plural
from artlint.cli.commands import check
from artlint.project.discovery import is_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    import pyarrow as pa

    from artlint.base.model import Diagnostic
    from artlint.cli.run.corpus_run import Across
    from artlint.cli.run.records_run import Run
    from artlint.project.workspace import Workspace
    from artlint.records.outputs import PerFile


class Articles(NamedTuple):
    """All articles of a run: those of files of records, and `texts`, files that are one each. `fail_on` tells for each
    path from which severity on they are dropped."""

    args: Namespace
    run: Run
    workspace: Workspace
    texts: Sequence[str]
    looks: Across | None
    fail_on: Callable[[str], str]

    def rows(self) -> Iterator[pa.RecordBatch]:
        """Their rows, batch by batch. Where rules look across articles, these are put aside until all are read: only
        then is it known which of them are to drop."""
        batches = chain(self._of_texts(), self.run.batches())
        if self.looks is None:
            yield from batches
            return
        from artlint.records.outputs import is_stream
        from artlint.records.schema import COLUMNS, SCHEMA
        from artlint.records.spool import Spool

        output = getattr(self.args, "output_file", None)
        folder = os.path.dirname(output.rstrip(os.sep)) or "." if output and not is_stream(output) else None
        spool = Spool(SCHEMA, folder)
        for batch in batches:
            spool.add(batch.select(COLUMNS).replace_schema_metadata(None))
        concluded = self.looks.concluded(self.args)
        for batch in spool:
            yield self._completed(batch, concluded)

    def _completed(self, batch: pa.RecordBatch, concluded: Any) -> pa.RecordBatch:
        """A batch with the diagnostics of the rules that look across articles."""
        assert self.looks is not None
        paths, records = batch.column("path").to_pylist(), batch.column("record").to_pylist()
        more: dict[tuple[str, int], Sequence[Diagnostic]] = {}
        for path in dict.fromkeys(paths):  # those of records have one, those of files, whose number is 0, one each
            first, last = (records[0], records[-1]) if is_data(path) else (0, 0)
            for name, found in self.looks.diagnostics(concluded.between(path, first, last)):
                more[path, getattr(name, "number", 1)] = found
        if not more:
            return batch
        from artlint.records import rows

        plain = batch.to_pylist()
        for n, place in enumerate(zip(paths, records, strict=True)):
            if place in more:
                plain[n] = rows.with_more(plain[n], more[place], severity_rank(self.fail_on(place[0])))
        return type(batch).from_pylist(plain, batch.schema)

    def _of_texts(self) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        from artlint.cli.run.records_run import make_for_texts
        from artlint.records.rows import unread
        from artlint.records.schema import OUT

        waiting: list[dict[str, Any]] = []
        options = self.run.options
        for row in check.spread(self.workspace, options, self.texts, self.args.jobs, make_for_texts, unread):
            if row.get("note"):
                print(f"artlint: {row['path']}: {row['note']}", file=sys.stderr)
            waiting.append(row)
            if len(waiting) == 256:
                yield self._taken(pa.RecordBatch.from_pylist(waiting, OUT))
                waiting = []
        if waiting:
            yield self._taken(pa.RecordBatch.from_pylist(waiting, OUT))

    def _taken(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        from artlint.records.rows import facts

        if self.looks:
            self.looks.take_facts(facts(batch))
        return batch


def written(articles: Articles, sink_class: Any, broken: bool) -> int:
    """Write the rows of all articles; the exit code. A baseline is not asked: rows are complete."""
    counts = {"keep": 0, "drop": 0, "broken": 0}
    args, run = articles.args, articles.run
    for batch in (_by_file if sink_class.per_file else _in_one)(articles, sink_class):
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
    from artlint.cli.run.records_run import results

    return any([check.remarks(result) for result in results(batch)])


def problems(run: Run) -> bool:
    return any([check.remarks(result) for result in run.found_problems()])


class _Source:
    """A file of records, as the file that is written for it needs it."""

    def __init__(self, path: str) -> None:
        self.path, self.problem = path, ""


def _by_file(articles: Articles, sink_class: Any) -> Iterator[pa.RecordBatch]:
    """Rows into a file for each file of records."""
    from artlint.records import outputs, streams, writers

    args, run = articles.args, articles.run
    if articles.texts:
        raise ArtlintError(
            f"--output-format {args.output_format} is for files of records; {articles.texts[0]} is an article"
        )
    if not args.output_file:
        raise ArtlintError(f"--output-format {args.output_format} writes a file for each file\n  help: -o DIR")
    targets = outputs.targets(args.paths or ["."], run.files, args.output_file, "-o")
    named = {source: writers.dolma_name(target) for source, target in targets.items()}
    sink = outputs.PerFile(named, lambda file, source, target: sink_class(streams.writing(file, target)))
    sources = deque(map(_Source, run.files))
    try:
        for batch in articles.rows():
            path = batch.column("path")[0].as_py()
            while sources[0].path != path:
                _end(run, sink, sources.popleft())
            sink.add(sources[0], batch)
            yield batch
        for source in sources:
            _end(run, sink, source)
    finally:
        sink.drop()


def _end(run: Run, sink: PerFile, source: Any) -> None:
    """All rows of a file of records are there; it has read them to the end by now, or failed."""
    source.problem = run.broken.get(source.path, "")
    if problem := sink.end(source):
        run.failed(source.path, problem)


def _in_one(articles: Articles, sink_class: Any) -> Iterator[pa.RecordBatch]:
    """All rows into one file, or to standard output."""
    from artlint.base.atomic_file import Replacing
    from artlint.records import outputs, streams

    target = articles.args.output_file
    if sink_class.binary and not target and sys.stdout.isatty():
        raise ArtlintError(f"--output-format {articles.args.output_format} is not for a terminal\n  help: -o FILE")

    def through(file: Any) -> Iterator[pa.RecordBatch]:
        sink = sink_class(streams.writing(file, target or ""))
        for batch in articles.rows():
            sink.add(batch)
            yield batch
        sink.close()

    if target and not outputs.is_stream(target):
        with Replacing(target, "wb") as file:
            yield from through(file)
    else:
        with open(target, "wb") if target else os.fdopen(os.dup(sys.stdout.fileno()), "wb") as file:
            yield from through(file)
