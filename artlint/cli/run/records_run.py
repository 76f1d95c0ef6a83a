"""`artlint check` on files of records: JSON Lines, Parquet, CSV. The files of a run that are single articles come first.

Records are read, checked by worker processes, and reported or written in order and batch by batch, so that memory does
not grow with the files.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from itertools import chain

from artlint.base.errors import ArtlintError
from artlint.base.model import RecordPath, Result
from artlint.cli.commands import check
from artlint.cli.run import corpus_run, resume
from artlint.project.discovery import is_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    import pyarrow as pa

    from artlint.project.workspace import Workspace
    from artlint.records.journal import Journal
    from artlint.records.outputs import PerFile
    from artlint.records.readers import Feed

SMALL = 1 << 20  # bytes of all files: below this, starting processes costs more than it saves


def make(options: Mapping[str, Any]) -> Any:
    """What a worker process calls for each batch."""
    from artlint.cli.run.batch_worker import Worker

    known = None
    if options.get("write_fixed") and not options.get("no_baseline"):
        from artlint.project.baselines import Baselines
        from artlint.project.workspace import Workspace

        known = Baselines(Workspace(options), options.get("baseline"))
    return Worker(options, known)


def make_for_texts(options: Mapping[str, Any], workspace: Workspace | None = None) -> Any:
    """What it calls for each file that is one article, where rows are wanted of it."""
    from artlint.cli.run.batch_worker import TextWorker

    return TextWorker(options)


class Run:
    """One run over files of records: `batches` gives the rows of each batch, in order. What goes beside them, the
    mended files, is written on the way, and `problems` are those of files. `journal` is where what comes of each batch
    is kept until all is written (see data/journal.py), if it is."""

    def __init__(
        self,
        args: Namespace,
        opts: Mapping[str, Any],
        files: Sequence[str],
        looks: corpus_run.Across | None = None,
        journal: str = "",
    ) -> None:
        from artlint.records import fields, outputs, readers

        self._looks = looks  # at facts
        self._args, self.options, self._place = args, dict(opts), journal
        self.files = files
        self.problems: list[Result] = []
        self.broken: dict[str, str] = {}  # files, and why they could not be read to the end, or written
        self.articles = self.mended = self.faults = 0
        self._wanted = fields.asked(args.text_field, args.id_field, args.meta_field)
        self._journal: Journal | None = None
        self.fixed: PerFile | None = None
        if getattr(args, "write_fixed", None):
            targets = outputs.targets(args.paths or ["."], files, args.write_fixed, "--write-fixed")
            self.fixed = outputs.PerFile(targets, lambda file, reader, target: readers.writer(file, reader))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of each batch."""
        from artlint.records.readers import Feed
        from artlint.records.rows import facts

        feed = Feed(self.files, self._wanted, keep=self.fixed is not None)
        try:
            answers = self._spread(feed)
            if not getattr(self._args, "quiet", False) and sys.stderr.isatty():
                from artlint.cli.run.progress import shown

                answers = shown(answers, unit="articles", measure=_measure, share=feed.share)
            for rows in answers:
                self._ends(feed)
                reader, raw = feed.behind.popleft()
                if self.fixed:
                    new = rows.column("fixed").to_pylist()
                    self.mended += len(new) - new.count(None)
                    self.faults += len(rows.column("mended").flatten())
                    self.fixed.add(reader, raw, new)
                if self._looks:
                    self._looks.take_facts(facts(rows))
                self.articles += rows.num_rows
                yield rows
            self._ends(feed)
        finally:
            if self.fixed:
                self.fixed.drop()

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
        jobs = self._args.jobs
        if jobs is None:
            cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
            jobs = 1 if feed.size < SMALL else cores

        def run(batches: Iterator[pa.RecordBatch], keep: Any = None) -> Iterator[pa.RecordBatch]:
            from artlint.base.processes import pool

            return pool.run(make, self.options, batches, jobs, keep)

        if self._place:
            return self._journaled(feed, run)
        return run(iter(feed)) if jobs > 1 else map(make(self.options), feed)

    def _journaled(self, feed: Feed, run: Callable[..., Iterator[pa.RecordBatch]]) -> Iterator[pa.RecordBatch]:
        self._journal = resume.begun(self._place, self._args, self.options, self.files, self._wanted)
        with self._journal as journal:
            yield from journal.through(feed, run)

    def finished(self) -> None:
        """All outputs are there: the journal has served."""
        if self._journal:
            self._journal.remove()

    def stopped(self) -> None:
        """Say how to go on, where what was done is kept."""
        if self._journal:
            print("artlint: what was done is kept; the same command with --resume goes on", file=sys.stderr)

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


def options(args: Namespace, opts: Mapping[str, Any], reporter_class: Any) -> dict[str, Any]:
    """What a Worker needs of the command line."""
    out = {**opts, "fail_on": args.fail_on, "want_language": getattr(reporter_class, "takes_rows", False)}
    for name in ("write_fixed", "unsafe_fixes", "baseline", "no_baseline"):
        out[name] = getattr(args, name)
    return out


def checked(
    args: Namespace,
    opts: dict[str, Any],
    workspace: Workspace,
    baseline: Any,
    walk: Any,
    reporter_class: Any,
    fail_on: Callable[[str], str],
) -> int:
    """Check the files of a walk, those of records among them; the exit code."""
    takes_rows = getattr(reporter_class, "takes_rows", False)
    texts, files = parted(walk.files, rows=takes_rows)
    journal = resume.place(args, files)
    _refuse(args, walk.files)
    looks = corpus_run.prepared(args, workspace, walk.files)
    if looks:
        opts["want_facts"] = True
    run = Run(args, options(args, opts, reporter_class), files, looks, journal)
    if args.output_file:
        os.makedirs(os.path.dirname(args.output_file) or ".", exist_ok=True)
    broken = bool(walk.problems)
    try:
        if takes_rows:
            from artlint.cli.run import row_output

            articles = row_output.Articles(args, run, workspace, texts, looks, fail_on)
            code = row_output.written(articles, reporter_class, broken)
        else:
            outcomes = chain(
                check.unmended(check.looked_up(args, opts, workspace, texts), baseline),
                check.unmended(run.results(), baseline),
            )
            code = check.reported(args, outcomes, baseline, reporter_class, workspace, fail_on, broken, looks)
        if args.write_fixed:
            code = max(code, _mended_texts(args, opts, workspace, texts, run))
    except KeyboardInterrupt:
        run.stopped()
        raise
    run.finished()
    return code


def parted(files: Sequence[str], *, rows: bool) -> tuple[list[str], list[str]]:
    """Files of one article, and files of records; `rows` are made of these, and of all where they are wanted. Raises
    ArtlintError for what none can be made of."""
    texts, data = [f for f in files if not is_data(f)], [f for f in files if is_data(f)]
    try:
        if data:
            import_module("artlint.records")
    except ArtlintError as error:  # pyarrow is missing
        raise ArtlintError(f"{data[0]}: {error}") from error
    for file in [*texts, *data] if rows else data:
        try:
            file.encode()
        except UnicodeEncodeError:
            raise ArtlintError(
                f"{os.fsencode(file)!r}: the name of a file must be UTF-8 where it is to stand in a table\n"
                "  help: rename the file"
            ) from None
    return texts, data


def _refuse(args: Namespace, files: Sequence[str]) -> None:
    if args.fix and args.write_fixed:
        raise ArtlintError(
            "--fix changes files in place, --write-fixed DIR leaves them as they are\n  help: name one of them"
        )
    if args.fix:
        raise ArtlintError(
            "--fix changes files in place, and files of records are not\n  help: --write-fixed DIR writes them mended"
        )
    for flag in ("diff", "profile"):
        if getattr(args, flag):
            raise ArtlintError(f"--{flag} is for files that are one article each")


def _mended_texts(
    args: Namespace, opts: Mapping[str, Any], workspace: Workspace, texts: Sequence[str], run: Run
) -> int:
    """Write the files of one article each with their fixes, and say what was written; the exit code."""
    from artlint.base.atomic_file import Replacing
    from artlint.base.wording import plural
    from artlint.cli.run import fix_files
    from artlint.records import outputs

    targets = outputs.targets(args.paths or ["."], texts, args.write_fixed, "--write-fixed")
    failed, written = False, list(run.fixed.written if run.fixed else ())
    all_opts = {**opts, **fix_files.options(args), "want_text": False}
    for mended in check.spread(workspace, all_opts, texts, args.jobs, fix_files.mender, fix_files.failed):
        if mended.result.problem:
            failed = True  # it was said when it was checked
            continue
        target = targets[mended.result.path]
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        with Replacing(target, "wb") as file:
            file.write(mended.after)
        written.append(target)
        run.mended += mended.after != mended.before
        run.faults += len(mended.fixed)
    if not args.quiet:
        faults = f"{plural(run.faults, 'fault')} mended in {plural(run.mended, 'article')}"
        print(f"{faults}; {plural(len(written), 'file')} written to {args.write_fixed}.", file=sys.stderr)
    return 2 if failed else 0
