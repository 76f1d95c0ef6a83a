"""`artlint -`: the article that stands on standard input."""

from __future__ import annotations

import sys

from artlint.base.errors import ArtlintError
from artlint.cli.commands import check
from artlint.project.discovery import is_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping
    from typing import Any

    from artlint.project.workspace import Workspace


def run(
    args: Namespace,
    opts: Mapping[str, Any],
    workspace: Workspace,
    baseline: Any,
    reporter_class: Any,
    fail_on: Callable[[str], str],
) -> int:
    """Standard input is one article; with --fix the mended text goes to standard output, as a filter's would."""
    if sys.stdin is None:
        raise ArtlintError("standard input is closed")
    if is_data(args.stdin_filename or ""):
        raise ArtlintError("standard input is one article\n  help: name a file of records as a path")
    if getattr(reporter_class, "takes_rows", False) or args.write_fixed:
        flag = "--write-fixed" if args.write_fixed else f"--output-format {args.output_format}"
        raise ArtlintError(f"{flag} is for files; standard input is one article")
    name, data = args.stdin_filename or "-", sys.stdin.buffer.read()
    if args.force_exclude and args.stdin_filename and not check.find_files(workspace, [name], args).files:
        if args.fix:
            sys.stdout.buffer.write(data)
        return 0
    if not (args.fix or args.diff):
        outcomes = check.unmended([workspace.check(name, data)], baseline)
        return check.reported(args, outcomes, baseline, reporter_class, workspace, fail_on, False)
    from artlint.cli.run import fix_files
    from artlint.cli.run.report import Summary

    mended = fix_files.mender({**opts, **fix_files.options(args)}, workspace)(name, data)
    if args.diff:
        return check.differences(args, iter([mended]), False)
    if check.remarks(mended.result):
        return 2
    sys.stdout.buffer.write(mended.after)
    summary = Summary(fail_on)
    summary.add(mended.result, mended.fixed)
    return check.end(args, summary, None, False)
