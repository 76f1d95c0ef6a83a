"""`artlint check` and `artlint fix`."""

from __future__ import annotations

import sys

from artlint.cli.run.run_options import run_options, workspace_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from artlint.cli.run.run_options import RunOptions


def arguments(command: str, parser: ArgumentParser) -> None:
    from artlint.cli.options import check_arguments

    check_arguments(command, parser)


def run(args: Namespace) -> int:
    if args.runner == "spark":
        from artlint.cli.commands import spark

        return spark.run(args)
    if args.master or args.output or args.resume or args.chain:
        from artlint.cli.options import refuse

        refuse(args)
    if args.stdin_filename or args.unsafe_fixes:
        _look_for_slips(args)
    from artlint.base.startup import disk_cache
    from artlint.cli.run.check_files import check_paths

    disk_cache.enabled = not args.no_cache
    options = run_options(args)
    if args.show_files:
        from artlint.cli.run.discover import show_files

        return show_files(workspace_for(args, options.discovery.first), options.discovery)
    if args.profile or args.verbose:
        return _check_measured(args, options)
    return check_paths(options, workspace_for(args, options.discovery.first))


def _look_for_slips(args: Namespace) -> None:
    """Refuse or name options that do nothing without another one."""
    from artlint.base.errors import ArtlintError
    from artlint.cli.say import say

    if args.stdin_filename and not {"-", "/dev/stdin"}.intersection(args.paths):
        raise ArtlintError(
            "--stdin-filename is the name of standard input, which is not read\n  help: artlint - --stdin-filename NAME"
        )
    if args.unsafe_fixes and not (args.fix or args.diff or args.write_fixed):
        say("artlint: --unsafe-fixes does nothing by itself\n  help: with --fix, --diff or --write-fixed DIR")


def _check_measured(args: Namespace, options: RunOptions) -> int:
    """Check what the command line names, and say where the time went; the exit code."""
    from artlint.cli.run.check_files import check_paths
    from artlint.cli.run.profile import Profile

    profile = Profile()

    def check() -> int:
        workspace = workspace_for(args, options.discovery.first, profile.timer)
        return check_paths(options, workspace, profile)

    code = profile.timer.call(("start",), check)
    profile.add(profile.timer.take(), (args.stdin_filename or "-") if "-" in args.paths else "")
    sys.stdout.flush()  # in a pipe that takes both, the tables stand under the diagnostics
    if args.profile:
        profile.print(sys.stderr)
    if args.verbose:
        profile.warn(sys.stderr)
    return code
