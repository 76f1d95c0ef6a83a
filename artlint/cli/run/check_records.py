"""A run of `artlint check` in which there are files of records, or whose output is a row for each article.

The files of the run that are one article each come first.
"""

from __future__ import annotations

import os
from importlib import import_module
from itertools import chain

from artlint.base.errors import ArtlintError
from artlint.base.shown_text import one_line
from artlint.cli.run import corpus_run, report, resume
from artlint.cli.run.cached_results import look_up
from artlint.cli.run.records_run import RecordsRun
from artlint.cli.run.run_options import BatchWork
from artlint.cli.run.termination import end_as_by_ctrl_c
from artlint.cli.run.verdict_copies import VerdictCopy, write_by_verdict
from artlint.cli.run.verdicts import DROP, KEEP, Verdicts
from artlint.cli.say import say
from artlint.project.discovery import is_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artlint.cli.run.context import RunContext
    from artlint.cli.run.run_options import PartOptions, RunOptions


def check_files(
    context: RunContext, files: Sequence[str], *, broken: bool = False, places: Mapping[str, str] | None = None
) -> int:
    """Check files, those of records among them, which may lie at other `places`; the exit code. `broken`: some that were
    named are not among them."""
    options = context.options
    texts, records = part_files(files, rows=context.takes_rows)
    journal = resume.place(options, records) if not places else ""
    _refuse(context, texts)
    corpus = corpus_run.prepare(context, files)
    context = context.wanting(facts=corpus is not None)
    end_as_by_ctrl_c()
    work = BatchWork(
        context.workspace.options,
        options.fixes,
        options.baseline,
        options.fail_on,
        context.takes_rows,
        options.parts.chain,
    )
    open_journal = resume.opener(journal, context.workspace, work, records, options) if journal else None
    verdicts = Verdicts(context.fail_on) if options.parts.kept or options.parts.dropped else None
    run = RecordsRun(options, work, records, corpus, open_journal, places=places, verdicts=verdicts)
    _refuse_folders(context, run)
    copies = _copies_by_verdict(options, run)
    if corpus and verdicts:
        corpus.heard = verdicts.hear
    if options.output.file:
        os.makedirs(os.path.dirname(options.output.file) or ".", exist_ok=True)
    try:
        if context.takes_rows:
            from artlint.cli.run import row_output

            articles = row_output.ArticleRows(context, run, texts, corpus)
            code = row_output.write(articles, broken)
        else:
            outcomes = report.without_known(chain(look_up(context, texts), run.results()), context.baselines)
            code = report.report(context, outcomes, corpus, broken)
        if options.fixes.copies:
            code = max(code, _write_fixed_texts(context, texts, run))
        if verdicts:
            problems = write_by_verdict(run, verdicts, copies)
            for problem in problems:
                say(f"artlint: {one_line(problem)}")
            code = 2 if problems else code
    except (KeyboardInterrupt, OSError):
        run.stopped()
        raise
    run.finished()
    return code


def _copies_by_verdict(options: RunOptions, run: RecordsRun) -> list[VerdictCopy]:
    """What writes the records to keep and those to drop; it refuses folders before anything is read."""
    parts = options.parts
    folders = ((KEEP, parts.kept, "--write-kept"), (DROP, parts.dropped, "--write-dropped"))
    return [VerdictCopy(verdict, folder, run.copies(folder, flag)) for verdict, folder, flag in folders if folder]


def part_files(files: Sequence[str], *, rows: bool) -> tuple[list[str], list[str]]:
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


def refuse_parts_of_texts(parts: PartOptions, texts: Sequence[str]) -> None:
    """Refuse what takes some of the records where there are files of one article each."""
    given = {"limit": parts.limit, "sample": parts.sample, "write-kept": parts.kept, "write-dropped": parts.dropped}
    for flag, value in given.items():
        if value and texts:
            raise ArtlintError(f"--{flag} is for files of records; {texts[0]} is an article")


def _refuse_folders(context: RunContext, run: RecordsRun) -> None:
    """Refuse, before anything is read, folders that two outputs share, and files that cannot be read twice for them."""
    options = context.options
    folders = {
        "--write-fixed": options.fixes.copies,
        "--write-kept": options.parts.kept,
        "--write-dropped": options.parts.dropped,
        "-o": options.output.file if getattr(context.reporter_class, "per_file", False) else None,
    }
    seen: dict[str, str] = {}
    for flag, folder in folders.items():
        if not folder:
            continue
        other = seen.setdefault(os.path.realpath(folder), flag)
        if other != flag:
            raise ArtlintError(f"{other} and {flag} would both write into {folder}\n  help: name a folder for each")
    if options.parts.kept or options.parts.dropped:
        for file in run.files:
            if os.path.exists(file) and not os.path.isfile(file):
                raise ArtlintError(f"{file}: it is no file that can be read twice\n  help: store it first")


def _refuse(context: RunContext, texts: Sequence[str]) -> None:
    fixes, parts = context.options.fixes, context.options.parts
    refuse_parts_of_texts(parts, texts)
    if parts.chain and (fixes.copies or (texts and not context.takes_rows)):
        raise ArtlintError(
            "--chain judges files of records, and fixes none\n  help: --write-kept DIR writes what it keeps"
        )
    if (parts.limit or parts.sample) and (fixes.copies or parts.kept or parts.dropped):
        raise ArtlintError("--limit and --sample are for a look at a corpus; copies are written of all of it")
    if fixes.in_place and fixes.copies:
        raise ArtlintError(
            "--fix changes files in place, --write-fixed DIR leaves them as they are\n  help: name one of them"
        )
    if fixes.in_place:
        raise ArtlintError(
            "--fix changes files in place, and files of records are not\n  help: --write-fixed DIR writes them fixed"
        )
    for flag, given in (("diff", fixes.diff), ("profile", context.options.profile)):
        if given:
            raise ArtlintError(f"--{flag} is for files that are one article each")


def _write_fixed_texts(context: RunContext, texts: Sequence[str], run: RecordsRun) -> int:
    """Write the files of one article each with their fixes, and say what was written; the exit code."""
    from artlint.base.atomic_file import Replacing
    from artlint.base.wording import plural
    from artlint.cli.run.fix_files import fix_task
    from artlint.records import outputs

    folder = context.options.fixes.copies
    assert folder is not None
    targets = outputs.targets(context.options.discovery.paths, texts, folder, "--write-fixed")
    failed, written = False, list(run.fixed.written if run.fixed else ())
    context = context._replace(workspace=context.workspace.wanting(text=False))
    for fixed in context.spread(fix_task(context), texts):
        if fixed.result.problem:
            failed = True  # it was said when it was checked
            continue
        target = targets[fixed.result.path]
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        with Replacing(target, "wb") as file:
            file.write(fixed.after)
        written.append(target)
        run.fixed_articles += fixed.after != fixed.before
        run.fixed_faults += len(fixed.fixed)
    if not context.options.output.quiet:
        faults = f"{plural(run.fixed_faults, 'fault')} fixed in {plural(run.fixed_articles, 'article')}"
        say(f"{faults}; {plural(len(written), 'file')} written to {folder}.")
    return 2 if failed else 0
