"""One run over files of records: JSON Lines, Parquet, CSV.

Records are read, checked by worker processes, and reported or written in order and batch by batch, so that memory does
not grow with the files.
"""

from __future__ import annotations

import sys

from artlint.base.model import RecordPath, Result
from artlint.cli.run.spread import core_count
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    import pyarrow as pa

    from artlint.cli.run.corpus_run import CorpusRun
    from artlint.cli.run.run_options import BatchWork, RunOptions
    from artlint.cli.run.verdicts import Verdicts
    from artlint.records.fields import Fields
    from artlint.records.journal import Journal
    from artlint.records.outputs import PerFile
    from artlint.records.readers import Feed

    Run = Callable[..., Iterator[pa.RecordBatch]]
    OpenJournal = Callable[[Fields], Journal]

MIN_BYTES_FOR_WORKERS = 1 << 20  # of all files: below this, starting processes costs more than it saves


class RecordsRun:
    """One run over files of records: `batches` gives the rows of each batch, in order. What goes beside them, the
    fixed files, is written on the way, and `problems` are those of files. `open_journal` opens the journal, which keeps
    what comes of each batch until all is written (see records/journal.py), where the run has one. `places` has where
    files lie that go by other names; `verdicts` hears of each record."""

    def __init__(
        self,
        options: RunOptions,
        work: BatchWork,
        files: Sequence[str],
        corpus: CorpusRun | None = None,
        open_journal: OpenJournal | None = None,
        *,
        places: Mapping[str, str] | None = None,
        verdicts: Verdicts | None = None,
    ) -> None:
        from artlint.records import fields

        self._options, self.work, self._corpus, self._open_journal = options, work, corpus, open_journal
        self.files, self._places, self._verdicts = files, places, verdicts
        self.problems: list[Result] = []
        self.broken: dict[str, str] = {}  # files, and why they could not be read to the end, or written
        self.fixed_articles = self.fixed_faults = 0
        self._fields = fields.asked(options.fields.text, options.fields.id, options.fields.meta)
        self._journal: Journal | None = None
        self.fixed = self.copies(options.fixes.copies, "--write-fixed") if options.fixes.copies else None

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of each batch."""
        from artlint.records.rows import facts

        feed = self.feed(keep=self.fixed is not None)
        try:
            answers = self._spread(feed)
            if not self._options.output.quiet and sys.stderr.isatty():
                from artlint.cli.run.progress import shown

                answers = shown(answers, unit="articles", measure=_measure, share=feed.share)
            for rows in answers:
                self._ends(feed)
                reader, raw = feed.behind.popleft()
                if self.fixed:
                    new = rows.column("fixed").to_pylist()
                    self.fixed_articles += len(new) - new.count(None)
                    self.fixed_faults += len(rows.column("fixed_rules").flatten())
                    self.fixed.add(reader, raw, new)
                if self._corpus:
                    self._corpus.take_facts(facts(rows))
                if self._verdicts:
                    self._verdicts.take(rows)
                yield rows
            self._ends(feed)
        finally:
            if self.fixed:
                self.fixed.drop(None)

    def feed(self, *, keep: bool) -> Feed:
        """The records of the run, from the beginning."""
        from artlint.records.choice import First, Sample
        from artlint.records.readers import Feed

        parts = self._options.parts
        choice: First | Sample | None = First(parts.limit) if parts.limit else None
        if parts.sample:
            choice = Sample(Feed(self.files, self._fields, keep=False, places=self._places), parts.sample)
        return Feed(self.files, self._fields, keep=keep, places=self._places, choice=choice)

    def has_numbers(self, *, typed: bool) -> bool:
        """Whether the ids of all records are whole numbers (see readers.have_numbers)."""
        from artlint.records.readers import have_numbers

        return not self._places and have_numbers(self.files, self._fields, typed=typed)

    def targets(self, folder: str, flag: str) -> dict[str, str]:
        """Where in a folder the copy of each file goes."""
        from artlint.records import outputs

        return outputs.targets(self._options.discovery.paths, self.files, folder, flag)

    def copies(self, folder: str, flag: str) -> PerFile:
        """What writes the records again, each file's into its copy in a folder. Raises ArtlintError, as `targets` does."""
        from artlint.records import outputs, readers

        return outputs.PerFile(self.targets(folder, flag), lambda file, reader, target: readers.writer(file, reader))

    @property
    def is_quiet(self) -> bool:
        return self._options.output.quiet

    def _ends(self, feed: Feed) -> None:
        """Close what belongs to files that are done."""
        from artlint.records.readers import END

        while feed.behind and feed.behind[0][1] is END:
            reader, _ = feed.behind.popleft()
            problem = reader.problem
            if self.fixed:
                problem = self.fixed.end(reader, reader.tail) or problem
            if problem:
                self.failed(reader.path, problem)

    def failed(self, path: str, problem: str) -> None:
        """A file could not be read to its end, or what belongs to it could not be written."""
        self.broken[path] = problem
        self.problems.append(Result(path, problem=problem))

    def _spread(self, feed: Feed) -> Iterator[pa.RecordBatch]:
        from artlint.cli.run.batch_worker import Worker

        jobs = self._options.jobs
        if jobs is None:
            jobs = 1 if feed.size < MIN_BYTES_FOR_WORKERS else core_count()

        def run(batches: Iterator[pa.RecordBatch], keep: Any = None) -> Iterator[pa.RecordBatch]:
            from artlint.base.processes import pool

            return pool.run(Worker, self.work, batches, jobs, keep)

        if self._open_journal:
            return self._through_journal(self._open_journal(self._fields), feed, run)
        return run(iter(feed)) if jobs > 1 else map(Worker(self.work), feed)

    def _through_journal(self, journal: Journal, feed: Feed, run: Run) -> Iterator[pa.RecordBatch]:
        self._journal = journal
        with journal:
            yield from journal.through(feed, run)

    def finished(self) -> None:
        """All outputs are there: the journal has served."""
        if self._journal:
            self._journal.remove()

    def stopped(self) -> None:
        """Say how to go on, where what was done is kept."""
        if self._journal:
            say("artlint: what was done is kept; the same command with --resume goes on")

    def results(self) -> Iterator[Result]:
        """As reporters take them; the problems of a file after its articles."""
        for batch in self.batches():
            yield from self.found_problems()
            yield from results(batch)
        yield from self.found_problems()

    def found_problems(self) -> Iterator[Result]:
        """Why files could not be read, as far as has come to light since it was asked last."""
        waiting, self.problems = self.problems, []
        return iter(waiting)


def _measure(rows: pa.RecordBatch) -> tuple[int, int]:
    """The articles of a batch and their characters, which are about as many as bytes."""
    return rows.num_rows, sum(n or 0 for n in rows.column("length").to_pylist())


def results(batch: pa.RecordBatch) -> Iterator[Result]:
    """The rows of a batch as results. Most have nothing to report, and are made without their empty lists."""
    import pyarrow as pa

    from artlint.records import rows

    counts = batch.column("diagnostics").value_lengths().to_pylist()
    found = iter(batch.filter(pa.array([bool(n) for n in counts])).to_pylist())
    plain = (batch.column(name).to_pylist() for name in ("path", "record", "id", "problem"))
    for count, path, record, id_, problem in zip(counts, *plain, strict=True):
        if count:
            row = next(found)
            yield rows.result(row)._replace(text=row.get("text") or "")
        else:
            yield Result(RecordPath(path, record, id_ or ""), problem=problem or "")
