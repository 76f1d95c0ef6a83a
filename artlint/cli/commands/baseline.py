"""`artlint baseline`: write, renew or prune a baseline."""

from __future__ import annotations

from artlint.base.errors import ArtlintError
from artlint.cli.options import field_arguments, jobs_argument, path_argument, selection_arguments
from artlint.cli.run import corpus_run
from artlint.cli.run.check_records import part_files
from artlint.cli.run.context import RunContext
from artlint.cli.run.discover import find_files, say_problems
from artlint.cli.run.remarks import Remarks
from artlint.cli.run.run_options import run_options, workspace_for
from artlint.cli.run.spread import check_task
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from artlint.base.model import Result
    from artlint.cli.run.corpus_run import CorpusRun
    from artlint.project.baselines import Baselines


def arguments(command: str, parser: ArgumentParser) -> None:
    path_argument(parser)
    selection_arguments(parser)
    field_arguments(parser)
    parser.add_argument(
        "-o",
        "--output-file",
        metavar="FILE",
        help="the baseline (default: the configured one, or .artlint-baseline.json)",
    )
    parser.add_argument("--prune", action="store_true", help="only drop entries that match nothing any more")
    jobs_argument(parser)


def run(args: Namespace) -> int:
    from artlint.project.baselines import Baselines

    options = run_options(args)
    workspace = workspace_for(args, options.discovery.first)
    baselines = Baselines(workspace, args.output_file)
    if not baselines.of(options.discovery.first, make=not args.prune):  # one that is broken stops the run at once
        raise ArtlintError("there is no baseline to prune\n  help: “artlint baseline PATH” writes one")
    walk = find_files(workspace, options.discovery)
    broken = say_problems(walk)
    texts, files = part_files(walk.files, rows=False)
    context = RunContext(options, workspace, None, None)
    corpus = corpus_run.prepare(context, walk.files)
    results = _results(context.wanting(facts=corpus is not None), texts, files, corpus)
    if corpus and not args.prune:  # an entry may speak of an article that is not among these
        baselines.ran = corpus.names
    remarks = Remarks()
    broken |= any([remarks.say(result) for result in results])
    remarks.end()
    if broken:
        return 2
    _write(baselines, results, prune=args.prune, what="articles" if files else "files")
    return 0


def _results(context: RunContext, texts: Sequence[str], files: Sequence[str], corpus: CorpusRun | None) -> list[Result]:
    """What is found in all articles, and across them."""
    results = list(context.spread(check_task(context.workspace), texts))
    if files:
        from artlint.cli.run.records_run import RecordsRun
        from artlint.cli.run.run_options import BatchWork

        options = context.options
        work = BatchWork(context.workspace.options, options.fixes, options.baseline)
        results += RecordsRun(options, work, files, corpus).results()
    return corpus.merged(results) if corpus else results


def _write(baselines: Baselines, results: Sequence[Result], *, prune: bool, what: str) -> None:
    """Write each baseline anew, with what was found in the files that are its, or with `prune` without what was not."""
    from artlint.base.atomic_file import Replacing

    groups: dict[str, list[Result]] = {}
    for result in results:
        baseline = baselines.of(result.path, make=not prune)
        groups.setdefault(baseline.path if baseline else "", []).append(result)
    for baseline in baselines.all():
        group = groups.get(baseline.path, [])
        if prune:
            for result in group:
                baseline.apply(result)
            stale = baseline.prune()
            message = f"{stale} stale entr{'y' if stale == 1 else 'ies'} dropped from {baseline.path}"
        elif group or len(groups) == 0:
            count = baseline.take(group)
            message = f"{count} diagnostic{'s' * (count != 1)} of {len(group)} {what} written to {baseline.path}"
        else:
            continue  # the folder's own, under which no file was checked
        with Replacing(baseline.path) as file:
            file.write(baseline.dump())
        say(message)
