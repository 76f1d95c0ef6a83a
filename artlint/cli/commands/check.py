"""`artlint check` and `artlint fix`."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError
from artlint.base.wording import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic, Result
    from artlint.cli.run.corpus_run import Across
    from artlint.project.workspace import Mended, Workspace

    Outcome = tuple[Result, Sequence[Diagnostic]]  # what is left to report of a file, and what was fixed in it

CACHED_FROM = 16  # files: for fewer, to look results up takes longer than to work them out
PARALLEL_FROM = 64  # files: below this, starting processes costs more than it saves


def arguments(command: str, parser: ArgumentParser) -> None:
    from artlint.cli import options as those_of_checking

    those_of_checking.arguments(command, parser)


def options(args: Namespace) -> dict[str, Any]:
    """What a Workspace needs of the command line."""
    return {
        "config": args.config,
        "isolated": args.isolated,
        "select": args.select,
        "extend_select": args.extend_select,
        "ignore": args.ignore,
        "preview": args.preview,
        "strict_encoding": getattr(args, "strict_encoding", False),
    }


def validated(workspace: Workspace, args: Namespace, path: str = ".") -> Workspace:
    """The workspace, once the selectors of the command line are known to mean something. Raises ArtlintError."""
    for flag in ("select", "extend_select", "ignore"):
        if selectors := getattr(args, flag):
            workspace.linter(path).selection.check_selectors(selectors, f"--{flag.replace('_', '-')}: ")
    return workspace


def run(args: Namespace) -> int:
    if args.runner == "spark":
        from artlint.cli.commands import spark

        return spark.run(args)
    if args.master or args.output or args.resume:
        from artlint.cli.options import refuse

        refuse(args)
    if not (args.profile or args.verbose):
        return checked(args)
    import time

    started = time.perf_counter()
    from artlint.cli.run import profile

    return profile.run(args, started)


def checked(args: Namespace, share_out: Callable[..., Iterator[Any]] | None = None) -> int:
    """Check what the command line names; the exit code. `share_out` stands in for `spread`."""
    from artlint.base.startup import disk_cache
    from artlint.cli.run import report
    from artlint.project.discovery import is_data
    from artlint.project.workspace import Workspace

    disk_cache.enabled = not args.no_cache
    paths = args.paths or ["."]
    first = paths[0] if paths[0] != "-" else (args.stdin_filename or ".")
    reporter_class = report.reporter_class(args.output_format, bool(args.output_file))
    opts = {**options(args), "want_text": reporter_class.needs_text}
    workspace = validated(Workspace(opts), args, first)
    baseline = None
    if not args.no_baseline:
        from artlint.project.baselines import Baselines

        baseline = Baselines(workspace, args.baseline)
        baseline.of(first)  # one that is broken stops the run at once

    def fail_on(path: str) -> str:
        return str(args.fail_on or workspace.linter(path).settings.fail_on)

    if args.statistics and args.output_format:
        raise ArtlintError("--statistics prints a table; leave out --output-format")
    if "-" in paths:
        if len(paths) > 1:
            raise ArtlintError("- (standard input) cannot be mixed with other paths")
        from artlint.cli.run import stdin

        return stdin.run(args, opts, workspace, baseline, reporter_class, fail_on)
    walk = find_files(workspace, paths, args)
    for path, problem in walk.problems:
        print(f"artlint: {path}: {problem}", file=sys.stderr)
    broken = bool(walk.problems)
    if not walk.files and not broken:
        if args.force_exclude:
            return 0
        raise nothing(paths, args)
    if args.output_file and os.path.realpath(args.output_file) in map(os.path.realpath, walk.files):
        raise ArtlintError(f"-o {args.output_file}: it is read, and would be written over\n  help: name another file")
    if args.verbose:
        _say_configurations(workspace, walk.files)
    takes_rows = getattr(reporter_class, "takes_rows", False)
    if takes_rows or args.write_fixed or args.resume or any(map(is_data, walk.files)):
        from artlint.cli.run import records_run

        return records_run.checked(args, opts, workspace, baseline, walk, reporter_class, fail_on)
    across = None
    if len(walk.files) > 1 or args.verbose or any(workspace.linter(f).settings.corpus for f in walk.files):
        from artlint.cli.run import corpus_run as across_articles

        across = across_articles.prepared(args, workspace, walk.files)
    opts["want_facts"] = across is not None
    make: Callable[..., Any] = checker
    failed: Callable[[str, str], Any] = unchecked
    if mending := args.fix or args.diff:
        from artlint.cli.run import fix_files

        opts |= fix_files.options(args)
        make, failed = fix_files.mender, fix_files.failed
        for path in walk.files:  # what is broken stops the run before a file is changed
            workspace.linter(path)
            if baseline:
                baseline.of(path)
    if mending:
        results = (share_out or spread)(workspace, opts, walk.files, args.jobs, make, failed)
    else:
        results = looked_up(args, opts, workspace, walk.files, share_out, across)
    if not args.quiet and sys.stderr.isatty():
        from artlint.cli.run.progress import shown

        results = shown(results, len(walk.files))
    if not mending:
        outcomes = unmended(results, baseline)
    else:
        results = fix_files.looked_up(results, baseline)
        if args.diff:
            return differences(args, results, broken)
        outcomes = (
            (m.result, m.fixed) for m in fix_files.saved(results, make(opts, workspace), known_to(workspace, baseline))
        )
    return reported(args, outcomes, baseline, reporter_class, workspace, fail_on, broken, across)


def looked_up(
    args: Namespace,
    opts: Mapping[str, Any],
    workspace: Workspace,
    files: Sequence[str],
    share_out: Callable[..., Iterator[Any]] | None = None,
    across: Across | None = None,
) -> Iterator[Any]:
    """The result of each file, from the cache where it is known."""
    share_out = share_out or spread
    if args.no_cache or args.profile or len(files) < CACHED_FROM:
        return share_out(workspace, opts, files, args.jobs, checker, unchecked)
    from artlint.cli.run import cached_results

    return cached_results.results(
        workspace,
        files,
        lambda rest: share_out(workspace, opts, rest, args.jobs, cached_results.checker, cached_results.failed),
        across,
    )


def nothing(paths: Sequence[str], args: Namespace) -> ArtlintError:
    """What is said where there are no files."""
    from artlint.ruleset.plugins import registry

    more = "" if args.text_field else "; for .jsonl, .parquet and .csv as well with --text-field"
    return ArtlintError(
        f"no files to check in {', '.join(paths)}\n  help: folders are searched for "
        f"{', '.join(sorted(registry.sources()))}{more}; name other files one by one"
    )


def known_to(workspace: Workspace, baseline: Any) -> Callable[[str], Result]:
    """What checks a file, without what the baseline knows."""
    return lambda path: baseline.apply(workspace.check(path)) if baseline else workspace.check(path)


def unmended(results: Iterable[Result], baseline: Any) -> Iterator[Outcome]:
    """Results of a run that fixes nothing, without what the baseline knows."""
    return ((baseline.apply(result) if baseline else result, ()) for result in results)


def find_files(workspace: Workspace, paths: Sequence[str], args: Namespace) -> Any:
    """The files to check (see sources/walk.py). `exclude` of the configuration of each path holds below it."""
    from artlint.project.discovery import DATA, Walk
    from artlint.ruleset.plugins import registry

    exclude = [[os.getcwd(), p] for p in getattr(args, "exclude", [])]
    for path in paths:
        exclude += [e for e in workspace.linter(path).settings.exclude if e not in exclude]
    return Walk(
        paths,
        [*registry.sources(), *(DATA if getattr(args, "text_field", None) else ())],
        exclude,
        force_exclude=getattr(args, "force_exclude", False),
        excluded_in=lambda folder: workspace.linter(folder).settings.exclude,
    )


def checker(opts: Mapping[str, Any], workspace: Workspace | None = None) -> Callable[..., Result]:
    """What a worker process calls for each path."""
    from artlint.project.workspace import Workspace

    return (workspace or Workspace(opts)).check


def unchecked(path: str, problem: str) -> Result:
    """What `checker` has for a file that stops the worker process."""
    from artlint.base.model import Result

    return Result(path, problem=problem)


def spread(
    workspace: Workspace,
    opts: Mapping[str, Any],
    files: Sequence[str],
    jobs: int | None,
    make: Callable[..., Callable[[str], Any]] = checker,
    failed: Callable[[str, str], Any] = unchecked,
) -> Iterator[Any]:
    """What `make(opts)` gives for each file, in order, by one process or several; `failed(path, problem)` for one that
    stops a worker process."""
    count = jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if count > 1 and (jobs or len(files) >= PARALLEL_FROM) and len(files) > 1:
        from artlint.base.processes import pool

        return pool.files(make, opts, files, count, failed)
    return map(make(opts, workspace), files)


def _say_configurations(workspace: Workspace, files: Sequence[str]) -> None:
    from artlint.text import native

    for path in dict.fromkeys(map(workspace.config_for, files)):
        print(f"artlint: configuration: {path or 'none found, the defaults hold'}", file=sys.stderr)
    compiled = "with" if native.built else "without"
    print(f"artlint: {plural(len(files), 'file')} to check, {compiled} the parts in C", file=sys.stderr)


def reported(
    args: Namespace,
    outcomes: Iterator[Outcome],
    baseline: Any,
    reporter_class: Any,
    workspace: Workspace,
    fail_on: Callable[[str], str],
    broken: bool,
    across: Across | None = None,
) -> int:
    """Report each file's result, and what was fixed in it; then what shows across them. The exit code."""
    from artlint.cli.run.report import Opened, Summary

    summary = Summary(fail_on, twice=across is not None)
    with Opened(args, reporter_class, workspace) as reporter:
        for result, fixed in outcomes:
            broken |= remarks(result)
            summary.add(across.take(result) if across else result, fixed)
            reporter.article(result)
        for result in across.results(args, baseline) if across else ():
            summary.add_more(result)
            reporter.article(result)
        reporter.close()
    return end(args, summary, baseline, broken)


def differences(args: Namespace, results: Iterator[Mended], broken: bool) -> int:
    """Show what the fixes would change; the exit code."""
    from artlint.cli.run import fix_files

    if args.output_file or args.output_format:
        raise ArtlintError("--diff writes a diff to standard output; leave out --output-format and --output-file")
    shown: set[str] = set()
    for mended in results:
        broken |= remarks(mended.result)
        fix_files.show(mended, shown)
    if not args.quiet:
        count = plural(len(shown), "file") if shown else "no file"
        print(f"{count} would change", file=sys.stderr)
    return 2 if broken else int(bool(shown) and not args.exit_zero)


def end(args: Namespace, summary: Any, baseline: Any, broken: bool) -> int:
    if not args.quiet:
        summary.print(sys.stderr)
        for known in baseline.all() if baseline else ():
            if count := len(known.stale()):
                print(
                    f"{plural(count, 'entry', 'entries')} of {known.path} {'matches' if count == 1 else 'match'} nothing any more; "
                    "“artlint baseline --prune PATH” drops them",
                    file=sys.stderr,
                )
    return 2 if broken else int(summary.failed and not args.exit_zero)


def remarks(result: Result) -> bool:
    """Print what is to be said about a file besides its diagnostics; whether it could not be checked."""
    for note in result.notes:
        print(f"artlint: {result.path}: {note}", file=sys.stderr)
    if result.problem:
        print(f"artlint: {result.path}: {result.problem}", file=sys.stderr)
    return bool(result.problem)
