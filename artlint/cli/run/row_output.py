"""`--output-format parquet`, `jsonl` and `dolma`: a row for each article instead of a report."""

from __future__ import annotations

import os
import sys
from collections import deque
from itertools import chain

from artlint.base.errors import ArtlintError
from artlint.base.model import severity_rank
from artlint.base.named_tuple import NamedTuple
from artlint.base.shown_text import one_line, shown_path
from artlint.base.wording import plural
from artlint.cli.run.records_run import results
from artlint.cli.run.remarks import Remarks
from artlint.cli.run.spread import FileTask
from artlint.cli.say import say
from artlint.project.discovery import is_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    import pyarrow as pa

    from artlint.base.model import Diagnostic
    from artlint.cli.run.context import RunContext
    from artlint.cli.run.corpus_run import CorpusRun
    from artlint.cli.run.records_run import RecordsRun
    from artlint.records.outputs import PerFile


class ArticleRows(NamedTuple):
    """All articles of a run: those of files of records, and `texts`, files that are one each."""

    context: RunContext
    run: RecordsRun
    texts: Sequence[str]
    corpus: CorpusRun | None

    def rows(self) -> Iterator[pa.RecordBatch]:
        """Their rows, batch by batch. Where rules look across articles, these are put aside until all are read: only
        then is it known which of them are to drop."""
        batches = chain(self._of_texts(), self.run.batches())
        if self.corpus is None:
            yield from batches
            return
        from artlint.records.outputs import is_stream
        from artlint.records.schema import COLUMNS, SCHEMA
        from artlint.records.spool import Spool

        output = self.context.options.output.file
        folder = os.path.dirname(output.rstrip(os.sep)) or "." if output and not is_stream(output) else None
        spool = Spool(SCHEMA, folder)
        for batch in batches:
            spool.add(batch.select(COLUMNS))
        concluded = self.corpus.concluded()
        for batch in spool:
            yield self._completed(batch, concluded)

    def _completed(self, batch: pa.RecordBatch, concluded: Any) -> pa.RecordBatch:
        """A batch with the diagnostics of the rules that look across articles."""
        assert self.corpus is not None
        paths, records = batch.column("path").to_pylist(), batch.column("record").to_pylist()
        more: dict[tuple[str, int], Sequence[Diagnostic]] = {}
        for path in dict.fromkeys(paths):  # those of records have one, those of files, whose number is 0, one each
            first, last = (records[0], records[-1]) if is_data(path) else (0, 0)
            for name, found in self.corpus.diagnostics(concluded.between(path, first, last)):
                more[path, getattr(name, "number", 1)] = found
        if not more:
            return batch
        from artlint.records import rows

        plain = batch.to_pylist()
        for n, place in enumerate(zip(paths, records, strict=True)):
            if place in more:
                plain[n] = rows.with_more(plain[n], more[place], severity_rank(self.context.fail_on(place[0])))
        return type(batch).from_pylist(plain, batch.schema)

    def _of_texts(self) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        from artlint.cli.run.batch_worker import text_worker
        from artlint.records.rows import unread
        from artlint.records.schema import OUT

        waiting: list[dict[str, Any]] = []
        for row in self.context.spread(FileTask(text_worker, self.run.work, unread), self.texts):
            if row.get("note"):
                say(f"artlint: {shown_path(row['path'])}: {one_line(row['note'])}")
            waiting.append(row)
            if len(waiting) == 256:
                yield self._taken(pa.RecordBatch.from_pylist(waiting, OUT))
                waiting = []
        if waiting:
            yield self._taken(pa.RecordBatch.from_pylist(waiting, OUT))

    def _taken(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        from artlint.records.rows import facts

        if self.corpus:
            self.corpus.take_facts(facts(batch))
        return batch


def write(articles: ArticleRows, broken: bool) -> int:
    """Write the rows of all articles; the exit code. A baseline is not asked: rows are complete."""
    counts = {"keep": 0, "drop": 0, "broken": 0}
    context, run, remarks = articles.context, articles.run, Remarks()
    for batch in (_by_file if context.reporter_class.per_file else _in_one)(articles):
        for item in batch.column("verdict").value_counts().to_pylist():
            counts[item["values"]] += item["counts"]
        broken |= say_broken(batch, remarks)
        broken |= say_problems(run, remarks)
    broken |= say_problems(run, remarks)
    remarks.end()
    output = context.options.output
    if not output.quiet:
        words = {"keep": "to keep", "drop": "to drop", "broken": "broken"}
        tally = ", ".join(f"{n} {words[verdict]}" for verdict, n in counts.items() if n or verdict == "keep")
        where = f"; rows written to {output.file}" if output.file else ""
        say(f"{plural(sum(counts.values()), 'article')}: {tally}{where}.")
    return 2 if broken else int(bool(counts["drop"]) and not context.options.exit_zero)


def say_broken(batch: pa.RecordBatch, remarks: Remarks) -> bool:
    """Name the broken records of a batch; whether there were any."""
    problems = batch.column("problem")
    if problems.null_count == len(problems):
        return False
    return any([remarks.say(result) for result in results(batch)])


def say_problems(run: RecordsRun, remarks: Remarks) -> bool:
    """Name the files that could not be read, as far as has come to light since it was asked last."""
    return any([remarks.say(result) for result in run.found_problems()])


class _Source:
    """A file of records, as the file that is written for it needs it."""

    def __init__(self, path: str) -> None:
        self.path, self.problem = path, ""


def _by_file(articles: ArticleRows) -> Iterator[pa.RecordBatch]:
    """Rows into a file for each file of records."""
    from artlint.records import outputs, streams, writers
    from artlint.records.row_form import RowForm

    run, output, sink_class = articles.run, articles.context.options.output, articles.context.reporter_class
    if articles.texts:
        raise ArtlintError(
            f"--output-format {output.format} is for files of records; {articles.texts[0]} is an article"
        )
    if not output.file:
        raise ArtlintError(f"--output-format {output.format} writes a file for each file\n  help: -o DIR")
    named = {source: writers.dolma_name(target) for source, target in run.targets(output.file, "-o").items()}
    sink = outputs.PerFile(named, lambda file, source, target: sink_class(streams.writing(file, target), RowForm()))
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


def _end(run: RecordsRun, sink: PerFile, source: Any) -> None:
    """All rows of a file of records are there; it has read them to the end by now, or failed."""
    source.problem = run.broken.get(source.path, "")
    if problem := sink.end(source):
        run.failed(source.path, problem)


def _in_one(articles: ArticleRows) -> Iterator[pa.RecordBatch]:
    """All rows into one file, or to standard output."""
    from artlint.base.atomic_file import Replacing, clear_half_written
    from artlint.records import outputs, streams
    from artlint.records.row_form import RowForm, parts_of_all

    output, sink_class = articles.context.options.output, articles.context.reporter_class
    target = output.file
    if sink_class.binary and not target and sys.stdout.isatty():
        raise ArtlintError(f"--output-format {output.format} is not for a terminal\n  help: -o FILE")

    def through(file: Any) -> Iterator[pa.RecordBatch]:
        numbers = not articles.texts and articles.run.has_numbers(typed=sink_class.binary)
        form = RowForm(numbers, parts_of_all(articles.run.files))
        sink = sink_class(streams.writing(file, target or ""), form)
        for batch in articles.rows():
            sink.add(batch)
            yield batch
        sink.close()

    if target and not outputs.is_stream(target):
        clear_half_written(os.path.dirname(target) or ".")
        with Replacing(target, "wb") as file:
            yield from through(file)
    else:
        with open(target, "wb") if target else os.fdopen(os.dup(sys.stdout.fileno()), "wb") as file:
            yield from through(file)
