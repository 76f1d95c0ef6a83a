"""`artlint check` on files of records: JSON Lines, Parquet, CSV. The files of a run that are single articles come first.

Records are read, checked by worker processes, and reported or written in order and batch by batch, so that memory does
not grow with the files.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from itertools import chain

from artlint.commands import across, check
from artlint.errors import ArtlintError
from artlint.model import RecordPath, Result
from artlint.sources.walk import is_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    import pyarrow as pa

    from artlint.data.batches import Reader
    from artlint.data.fields import Fields
    from artlint.data.journal import Journal
    from artlint.data.outputs import PerFile
    from artlint.workspace import Workspace

END = object()
SMALL = 1 << 20  # bytes of all files: below this, starting processes costs more than it saves


def make(options: Mapping[str, Any]) -> Any:
    """What a worker process calls for each batch."""
    from artlint.data.work import Worker

    known = None
    if options.get("write_fixed") and not options.get("no_baseline"):
        from artlint.baselines import Baselines
        from artlint.workspace import Workspace

        known = Baselines(Workspace(options), options.get("baseline"))
    return Worker(options, known)


def make_for_texts(options: Mapping[str, Any], workspace: Workspace | None = None) -> Any:
    """What it calls for each file that is one article, where rows are wanted of it."""
    from artlint.data.work import TextWorker

    return TextWorker(options)


class Feed:
    """The batches of all files. What belongs to each waits in `behind` until its answer comes back: the reader, and
    what it read, or END."""

    def __init__(self, files: Sequence[str], wanted: Fields, *, keep: bool) -> None:
        self._files, self._wanted, self._keep = files, wanted, keep
        self.behind: deque[tuple[Reader, Any]] = deque()
        self.size = sum(os.path.getsize(f) for f in files if os.path.exists(f))  # bytes
        self._done = 0  # bytes of the files before
        self._reader: Reader | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        from artlint.data import readers

        for path in self._files:
            self._reader = reader = readers.reader(path, self._wanted, keep=self._keep)
            for batch, raw in reader:
                self.behind.append((reader, raw if self._keep else None))
                yield batch
            self.behind.append((reader, END))
            self._reader = None
            self._done += os.path.getsize(path) if os.path.exists(path) else 0

    def share(self) -> float:
        """How much of the files has been read, from 0 to 1."""
        return (self._done + (self._reader.position() if self._reader else 0)) / max(1, self.size)


class Run:
    """One run over files of records: `batches` gives the rows of each batch, in order. What goes beside them, the
    mended files, is written on the way, and `problems` are those of files."""

    def __init__(
        self, args: Namespace, opts: Mapping[str, Any], files: Sequence[str], looks: across.Across | None = None
    ) -> None:
        from artlint.data import fields, outputs, readers

        self._looks = looks  # at facts

        self._args, self.options = args, dict(opts)
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
        from artlint.data.work import facts

        feed = Feed(self.files, self._wanted, keep=self.fixed is not None)
        try:
            answers = self._spread(feed)
            if not getattr(self._args, "quiet", False) and sys.stderr.isatty():
                from artlint.progress import shown

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
            from artlint.runners import supervised

            return supervised.run(make, self.options, batches, jobs, keep)

        beside = getattr(self._args, "output_file", None) or getattr(self._args, "write_fixed", None)
        if beside:
            return self._journaled(f"{beside.rstrip(os.sep)}.journal", feed, run)
        return run(iter(feed)) if jobs > 1 else map(make(self.options), feed)

    def _journaled(
        self, path: str, feed: Feed, run: Callable[..., Iterator[pa.RecordBatch]]
    ) -> Iterator[pa.RecordBatch]:
        """The rows of each batch, kept in a journal beside the output until all is written (see data/journal.py)."""
        from artlint import __version__, cache
        from artlint.data.journal import Journal, of_inputs
        from artlint.workspace import Workspace

        workspace = Workspace(self.options)
        rulesets = [workspace.linter(f).selection.for_path(f) for f in self.files]
        key = {
            "inputs": of_inputs(self.files),
            "rules": sorted({cache.rules_digest(ruleset).hex() for ruleset in rulesets}),
            "options": sorted((k, repr(v)) for k, v in {**self.options, "fields": self._wanted}.items()),
            "version of artlint": __version__,
        }
        self._journal = Journal(path, key, resume=self._args.resume)
        with self._journal as journal:
            yield from journal.through(feed, run)

    def finished(self) -> None:
        """All outputs are there: the journal has served."""
        if self._journal:
            self._journal.remove()

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

    from artlint.data import rows

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
    _refuse(args)
    texts, files = parted(walk.files)
    takes_rows = getattr(reporter_class, "takes_rows", False)
    looks = across.prepared(args, workspace, walk.files)
    if looks:
        opts["want_facts"] = True
    run = Run(args, options(args, opts, reporter_class), files, looks)
    broken = bool(walk.problems)
    if takes_rows:
        from artlint.commands import tables

        articles = tables.Articles(args, run, workspace, texts, looks, fail_on)
        code = tables.written(articles, reporter_class, broken)
    else:
        outcomes = chain(
            check.unmended(check.looked_up(args, opts, workspace, texts), baseline),
            check.unmended(run.results(), baseline),
        )
        code = check.reported(args, outcomes, baseline, reporter_class, workspace, fail_on, broken, looks)
    if args.write_fixed:
        code = max(code, _mended_texts(args, opts, workspace, texts, run))
    run.finished()
    return code


def parted(files: Sequence[str]) -> tuple[list[str], list[str]]:
    """Files of one article, and files of records."""
    texts, data = [f for f in files if not is_data(f)], [f for f in files if is_data(f)]
    for file in data:
        try:
            file.encode()
        except UnicodeEncodeError:
            raise ArtlintError(f"{os.fsencode(file)!r}: the name of a file of records must be UTF-8") from None
    return texts, data


def _refuse(args: Namespace) -> None:
    if args.fix:
        raise ArtlintError(
            "--fix changes files in place, and files of records are not\n  help: --write-fixed DIR writes them mended"
        )
    if args.resume and not (args.output_file or args.write_fixed):
        raise ArtlintError(
            "--resume goes on with a run that has an output\n  help: name it by --output-file or --write-fixed"
        )
    for flag in ("diff", "profile"):
        if getattr(args, flag):
            raise ArtlintError(f"--{flag} is for files that are one article each")


def _mended_texts(
    args: Namespace, opts: Mapping[str, Any], workspace: Workspace, texts: Sequence[str], run: Run
) -> int:
    """Write the files of one article each with their fixes, and say what was written; the exit code."""
    from artlint.checks.base import plural
    from artlint.commands import mend
    from artlint.data import outputs
    from artlint.files import Replacing

    targets = outputs.targets(args.paths or ["."], texts, args.write_fixed, "--write-fixed")
    failed, written = False, list(run.fixed.written if run.fixed else ())
    all_opts = {**opts, **mend.options(args), "want_text": False}
    for mended in check.spread(workspace, all_opts, texts, args.jobs, mend.mender, mend.failed):
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
