"""A run of `artlint check` over the files that its command line names."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError
from artlint.base.timer import timed
from artlint.cli.run import cached_results, discover, report
from artlint.cli.run.context import RunContext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from artlint.cli.run.corpus_run import CorpusRun
    from artlint.cli.run.profile import Profile
    from artlint.cli.run.run_options import RunOptions
    from artlint.project.discovery import Walk
    from artlint.project.workspace import Workspace


def check_paths(options: RunOptions, workspace: Workspace, profile: Profile | None = None) -> int:
    """Check what the command line names; the exit code."""
    context = prepare(options, workspace, profile)
    if "-" in options.discovery.paths:
        if len(options.discovery.paths) > 1:
            raise ArtlintError("- (standard input) cannot be mixed with other paths")
        from artlint.cli.run import stdin

        return timed(workspace.timer, "read", stdin.check, context)
    walk = timed(workspace.timer, "find", discover.find_files, workspace, options.discovery)
    if options.fixes.in_place or options.output.file:  # what is broken stops the run before a file is changed
        discover.refuse_broken_settings(walk)
    broken = discover.say_problems(walk)
    if not walk.files and not broken:
        if options.discovery.force_exclude:
            return 0
        raise discover.no_files(options.discovery)
    _refuse_output_over_input(options.output.file, walk.files)
    if options.output.verbose:
        discover.say_configurations(workspace, walk.files)
    if workspace.options.against:
        _refuse_lost_sources(workspace.options.against, walk.files)
    if _is_for_records(context, walk):
        from artlint.cli.run import check_records

        return check_records.check_files(context, walk.files, broken=broken)
    corpus = _corpus_run(context, walk.files)
    context = context.wanting(facts=corpus is not None)
    if options.fixes.in_place or options.fixes.diff:
        return _fix(context, walk.files, corpus, broken)
    results = _with_progress(context, cached_results.look_up(context, walk.files, corpus), len(walk.files))
    return report.report(context, report.without_known(results, context.baselines), corpus, broken)


def prepare(options: RunOptions, workspace: Workspace, profile: Profile | None = None) -> RunContext:
    """The context of a run: its reporter, and its baselines, of which one that is broken stops the run at once."""
    reporter_class = report.reporter_class(options.output)
    workspace = workspace.wanting(text=reporter_class.needs_text)
    baselines = None
    if options.baseline.enabled:
        from artlint.project.baselines import Baselines

        baselines = Baselines(workspace, options.baseline.named)
        baselines.of(options.discovery.first)
    if options.output.statistics and options.output.format not in ("", None, "json"):
        raise ArtlintError("--statistics prints a table, or JSON\n  help: leave out --output-format, or name json")
    return RunContext(options, workspace, baselines, reporter_class, profile)


def _refuse_output_over_input(output: str | None, files: Sequence[str]) -> None:
    if output and os.path.realpath(output) in map(os.path.realpath, files):
        raise ArtlintError(f"-o {output}: it is read, and would be written over\n  help: name another file")


def _refuse_lost_sources(against: str, files: Sequence[str]) -> None:
    """Refuse sources that none of these files can have: most likely the folder is another one."""
    from artlint.project.decode import NotText
    from artlint.project.discovery import is_data
    from artlint.project.sources import source_file

    def has_source(file: str) -> bool:
        try:
            return bool(source_file(against, file))
        except NotText:
            return True  # what is wrong with it is said where it is read

    if any(map(is_data, files)):
        raise ArtlintError(
            "--against is for files that are one article each\n  help: records have their source in a field; --meta-field NAME=against"
        )
    if files and not any(map(has_source, files)):
        raise ArtlintError(
            f"{against}: there is no source of any of these articles\n  help: it has the name of the article"
        )


def _is_for_records(context: RunContext, walk: Walk) -> bool:
    from artlint.project.discovery import is_data

    options = context.options
    asked = context.takes_rows or options.fixes.copies or options.resume or any(options.parts)
    return bool(asked) or any(map(is_data, walk.files))


def _corpus_run(context: RunContext, files: Sequence[str]) -> CorpusRun | None:
    """The rules that look across articles; none where one file is checked that belongs to no corpus."""
    linter_for = context.workspace.linter
    if len(files) > 1 or context.options.output.verbose or any(linter_for(f).settings.corpus for f in files):
        from artlint.cli.run import corpus_run

        return corpus_run.prepare(context, files)
    return None


def _fix(context: RunContext, files: Sequence[str], corpus: CorpusRun | None, broken: bool) -> int:
    from artlint.cli.run import fix_files

    for path in files:  # what is broken stops the run before a file is changed
        context.workspace.linter(path)
        if context.baselines:
            context.baselines.of(path)
    task = fix_files.fix_task(context)
    results = _with_progress(context, context.spread(task, files), len(files))
    results = fix_files.tell_baselines(results, context.baselines)
    if context.options.fixes.diff:
        return fix_files.show_differences(context, results, broken)
    fix = task.make(task.options, context.workspace)
    return report.report(context, fix_files.save_all(context, results, fix), corpus, broken)


def _with_progress(context: RunContext, results: Iterable[Any], total: int) -> Iterator[Any]:
    if context.options.output.quiet or not sys.stderr.isatty():
        return iter(results)
    from artlint.cli.run.progress import shown

    return shown(results, total)
