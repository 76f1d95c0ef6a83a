"""The files of a run."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError
from artlint.base.shown_text import shown_path
from artlint.base.wording import plural
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.cli.run.run_options import DiscoveryOptions
    from artlint.project.discovery import Walk
    from artlint.project.workspace import Workspace


def find_files(workspace: Workspace, options: DiscoveryOptions, paths: Sequence[str] | None = None) -> Walk:
    """The files to check (see project/discovery.py), of the run or of other `paths`. `exclude` of the configuration of
    each path holds below it. What the run writes is none of them."""
    from artlint.project.discovery import DATA, Walk
    from artlint.ruleset.plugins import registry

    paths = options.paths if paths is None else paths
    exclude = [[os.getcwd(), pattern] for pattern in options.exclude]
    for path in paths:
        exclude += [e for e in workspace.linter(path).settings.exclude if e not in exclude]
    exclude += [
        [os.path.dirname(o), f"/{_escaped(os.path.basename(o))}"] for o in map(os.path.abspath, options.outputs)
    ]
    return Walk(
        paths,
        [*registry.sources(), *(DATA if options.with_records else ())],
        exclude,
        force_exclude=options.force_exclude,
        excluded_in=lambda folder: workspace.linter(folder).settings.exclude,
    )


def _escaped(name: str) -> str:
    """A name as the pattern that it alone matches."""
    return "".join(f"\\{c}" if c in "\\*?[]!# " else c for c in name)


def show_files(workspace: Workspace, options: DiscoveryOptions) -> int:
    """Print the files that would be checked, a line each; the exit code."""
    walk = find_files(workspace, options)
    for path in walk.files:
        say(shown_path(path), sys.stdout)
    return 2 if say_problems(walk) else 0


def say_problems(walk: Walk) -> bool:
    """Name the paths that could not be walked; whether there were any."""
    for problem in walk.said():
        say(f"artlint: {problem}")
    return bool(walk.problems)


def refuse_broken_settings(walk: Walk) -> None:
    """Raise ArtlintError for the first folder whose settings are broken."""
    for path, problem in walk.problems:
        if not path:
            raise ArtlintError(problem)


def no_files(options: DiscoveryOptions) -> ArtlintError:
    """What is said where there are no files."""
    from artlint.ruleset.plugins import registry

    more = "" if options.with_records else "; for .jsonl, .parquet and .csv as well with --text-field"
    return ArtlintError(
        f"no files to check in {', '.join(options.paths)}\n  help: folders are searched for "
        f"{', '.join(sorted(registry.sources()))}{more}; name other files one by one"
    )


def say_configurations(workspace: Workspace, files: Sequence[str]) -> None:
    """What -v says before a run: which configurations hold, how many files there are, and whether C is there."""
    from artlint.text import native

    for path in dict.fromkeys(map(workspace.config_for, files)):
        say(f"artlint: configuration: {path or 'none found, the defaults hold'}")
    compiled = "with" if native.built else "without"
    say(f"artlint: {plural(len(files), 'file')} to check, {compiled} the parts in C")
