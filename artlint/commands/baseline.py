"""`artlint baseline`: write, renew or prune a baseline."""

from __future__ import annotations

import os
import sys

from artlint.commands import check
from artlint.commands.arguments import jobs, selection_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: str, parser: ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files and folders; default: this folder")
    selection_arguments(parser)
    parser.add_argument(
        "-o",
        "--output-file",
        metavar="FILE",
        help="the baseline (default: the configured one, or .artlint-baseline.json)",
    )
    parser.add_argument("--prune", action="store_true", help="only drop entries that match nothing any more")
    parser.add_argument("-j", "--jobs", type=jobs, metavar="N", help="worker processes (default: one a core)")


def run(args: Namespace) -> int:
    from artlint.suppress import Baseline
    from artlint.workspace import Workspace

    paths = args.paths or ["."]
    opts = check.options(args)
    workspace = check.validated(Workspace(opts), args, paths[0])
    settings = workspace.linter(paths[0]).settings
    target = args.output_file or settings.baseline or os.path.join(settings.root, check.BASELINE)
    baseline = Baseline.load(target) if args.prune or os.path.exists(target) else Baseline(target)
    walk = check.find_files(workspace, paths, args)
    for path, problem in walk.problems:
        print(f"artlint: {path}: {problem}", file=sys.stderr)
    results = list(check.spread(workspace, opts, walk.files, args.jobs))
    for result in results:
        if result.problem:
            print(f"artlint: {result.path}: {result.problem}", file=sys.stderr)
    if walk.problems or any(r.problem for r in results):
        return 2
    if args.prune:
        for result in results:
            baseline.apply(result)
        stale = baseline.prune()
        message = f"{stale} stale entr{'y' if stale == 1 else 'ies'} dropped from {target}"
    else:
        count = baseline.take(results)
        message = f"{count} diagnostic{'s' * (count != 1)} of {len(results)} files written to {target}"
    beside = f"{target}.{os.getpid()}"
    with open(beside, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(baseline.dump())
    os.replace(beside, target)
    print(message, file=sys.stderr)
    return 0
