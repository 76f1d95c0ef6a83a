"""`artlint -`: the article that stands on standard input, or the records."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError
from artlint.cli.run import discover, report
from artlint.cli.run.remarks import Remarks
from artlint.cli.run.termination import end_as_by_ctrl_c
from artlint.project.discovery import is_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.cli.run.context import RunContext


def check(context: RunContext) -> int:
    """Standard input is one article; with --fix the fixed text goes to standard output, as a filter's would."""
    options = context.options
    given = options.discovery.stdin_filename
    if sys.stdin is None:
        raise ArtlintError("standard input is closed")
    if is_data(given or "") or options.discovery.with_records:
        return _check_records(context, given or "stdin.jsonl")
    _refuse(context)
    name, data = given or "-", sys.stdin.buffer.read()
    if given and options.discovery.force_exclude and _is_excluded(context, given):
        if options.fixes.in_place:
            sys.stdout.buffer.write(data)
        return 0
    if not (options.fixes.in_place or options.fixes.diff):
        outcomes = report.without_known([context.workspace.check(name, data)], context.baselines)
        return report.report(context, outcomes)
    return _fix(context, name, data)


def _is_excluded(context: RunContext, name: str) -> bool:
    return not discover.find_files(context.workspace, context.options.discovery, [name]).files


def _refuse(context: RunContext) -> None:
    options = context.options
    if any(options.parts):
        raise ArtlintError(
            "--chain, --limit, --sample, --write-kept and --write-dropped are for records\n  help: --stdin-filename NAME.jsonl"
        )
    if context.takes_rows or options.fixes.copies:
        flag = "--write-fixed" if options.fixes.copies else f"--output-format {options.output.format}"
        raise ArtlintError(f"{flag} is for files; standard input is one article")


def _check_records(context: RunContext, name: str) -> int:
    """Check the records on standard input, which are put aside, since they are read more than once."""
    from shutil import copyfileobj
    from tempfile import TemporaryDirectory

    from artlint.cli.run import check_records

    if not is_data(name):
        raise ArtlintError(f"--stdin-filename {name}: this is no name of a file of records\n  help: end it in .jsonl")
    if context.options.fixes.in_place:
        raise ArtlintError("--fix changes files in place\n  help: --write-fixed DIR writes the records fixed")
    end_as_by_ctrl_c()
    with TemporaryDirectory() as folder:
        place = os.path.join(folder, os.path.basename(name))  # which tells how it is compressed
        with open(place, "wb") as file:
            copyfileobj(sys.stdin.buffer, file)
        return check_records.check_files(context, [name], places={name: place})


def _fix(context: RunContext, name: str, data: bytes) -> int:
    from artlint.cli.run import fix_files
    from artlint.cli.run.summary import Summary

    task = fix_files.fix_task(context)
    fixed = task.make(task.options, context.workspace)(name, data)
    if context.options.fixes.diff:
        return fix_files.show_differences(context, [fixed], False)
    if Remarks().say(fixed.result):
        return 2
    sys.stdout.buffer.write(fixed.after)
    summary = Summary(context.fail_on)
    summary.add(fixed.result, fixed.fixed)
    return report.end(context._replace(baselines=None), summary, False)
