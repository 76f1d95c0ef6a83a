"""`artlint baseline`: write, renew or prune a baseline."""

from __future__ import annotations

import sys

from artlint.base.errors import ArtlintError
from artlint.cli.commands import check
from artlint.cli.options import field_arguments, jobs, selection_arguments
from artlint.cli.run import records_run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from artlint.base.model import Result


def arguments(command: str, parser: ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files and folders; default: this folder")
    selection_arguments(parser)
    field_arguments(parser)
    parser.add_argument(
        "-o",
        "--output-file",
        metavar="FILE",
        help="the baseline (default: the configured one, or .artlint-baseline.json)",
    )
    parser.add_argument("--prune", action="store_true", help="only drop entries that match nothing any more")
    parser.add_argument("-j", "--jobs", type=jobs, metavar="N", help="worker processes (default: one a core)")


def run(args: Namespace) -> int:
    from artlint.base.atomic_file import Replacing
    from artlint.cli.run.corpus_run import prepared
    from artlint.project.baselines import Baselines
    from artlint.project.workspace import Workspace

    paths = args.paths or ["."]
    opts = check.options(args)
    workspace = check.validated(Workspace(opts), args, paths[0])
    baselines = Baselines(workspace, args.output_file)
    if not baselines.of(paths[0], make=not args.prune):  # one that is broken stops the run at once
        raise ArtlintError("there is no baseline to prune\n  help: “artlint baseline PATH” writes one")
    walk = check.find_files(workspace, paths, args)
    for path, problem in walk.problems:
        print(f"artlint: {path}: {problem}", file=sys.stderr)
    texts, files = records_run.parted(walk.files, rows=False)
    across = prepared(args, workspace, walk.files)
    if across:
        opts["want_facts"] = True
    results = list(check.spread(workspace, opts, texts, args.jobs))
    if files:
        results += records_run.Run(args, opts, files, across).results()
    if across:
        results = across.merged(args, results)
        if not args.prune:  # an entry may speak of an article that is not among these
            baselines.ran = across.names
    for result in results:
        if result.problem:
            print(f"artlint: {result.path}: {result.problem}", file=sys.stderr)
    if walk.problems or any(r.problem for r in results):
        return 2
    what = "articles" if files else "files"
    groups: dict[str, list[Result]] = {}
    for result in results:
        baseline = baselines.of(result.path, make=not args.prune)
        groups.setdefault(baseline.path if baseline else "", []).append(result)
    for baseline in baselines.all():
        group = groups.get(baseline.path, [])
        if args.prune:
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
        print(message, file=sys.stderr)
    return 0
