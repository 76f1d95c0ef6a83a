"""`--fix` and `--diff`: fixing files by one process or several, and writing or showing what came of it.

Workers fix; only the first process writes, in the order in which it reports. So a run that is stopped has written
what it has said, and the number of workers changes nothing.
"""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError
from artlint.base.model import Result
from artlint.base.named_tuple import NamedTuple
from artlint.base.timer import timed
from artlint.base.wording import plural
from artlint.cli.run.remarks import Remarks
from artlint.cli.run.run_options import BaselineOptions
from artlint.cli.run.spread import FileTask
from artlint.cli.say import say
from artlint.project.lint_options import LintOptions
from artlint.project.workspace import Workspace, not_fixed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from artlint.cli.run.context import RunContext
    from artlint.cli.run.report import Outcome
    from artlint.project.baselines import Baselines
    from artlint.project.workspace import FixedFile


class FixWork(NamedTuple):
    """What a worker process needs to fix files."""

    lint: LintOptions
    safeties: tuple[str, ...]
    baseline: BaselineOptions


def fix_task(context: RunContext) -> FileTask:
    """Fix each file, or the data that came from standard input under that name; nothing is written. A FixedFile."""
    options = context.options
    return FileTask(_fixer, FixWork(context.workspace.options, options.fixes.safeties, options.baseline), not_fixed)


def _fixer(work: FixWork, workspace: Workspace | None = None) -> Callable[..., FixedFile]:
    from artlint.project.baselines import Baselines

    files = workspace or Workspace(work.lint)
    baselines = Baselines(files, work.baseline.named) if work.baseline.enabled else None
    return lambda path, data=None: files.fix(path, work.safeties, data=data, baseline=baselines)


def save_all(context: RunContext, results: Iterable[FixedFile], fix: Callable[[str], FixedFile]) -> Iterator[Outcome]:
    """Each file's outcome, once it is written. Where two paths lead to one file, the second is fixed anew: what a
    worker made of it may be older than what was written under the first name. What cannot be written is checked as it
    is."""
    workspace, baselines = context.workspace, context.baselines
    done = set()
    for fixed in results:
        if fixed.after != fixed.before:
            target = os.path.realpath(fixed.result.path)
            fixed = workspace.save(fix(fixed.result.path) if target in done else fixed)
            done.add(target)
            if fixed.result.problem:  # all its faults are left
                found = workspace.check(fixed.result.path)
                found = baselines.apply(found) if baselines else found
                fixed = fixed._replace(result=fixed.result._replace(diagnostics=found.diagnostics))
        yield fixed.result, fixed.fixed


def tell_baselines(results: Iterable[FixedFile], baselines: Baselines | None) -> Iterator[FixedFile]:
    """The same results, once the baselines of this process have heard which of their entries were met."""
    for fixed in results:
        if baselines:
            baselines.apply(Result(fixed.result.path, tuple(fixed.known)))
        yield fixed


def show_differences(context: RunContext, results: Iterable[FixedFile], broken: bool) -> int:
    """Show what the fixes would change; the exit code."""
    return timed(context.workspace.timer, "report", _show_differences, context, results, broken)


def _show_differences(context: RunContext, results: Iterable[FixedFile], broken: bool) -> int:
    from artlint.cli.run.report import is_colored

    output = context.options.output
    if output.file or output.format:
        raise ArtlintError("--diff writes a diff to standard output; leave out --output-format and --output-file")
    shown: set[str] = set()
    remarks = Remarks()
    # a program reads what goes elsewhere, whatever FORCE_COLOR says
    colored = output.color == "always" or (sys.stdout.isatty() and is_colored(output.color, sys.stdout))
    for fixed in results:
        broken |= remarks.say(fixed.result)
        show(fixed, shown, colored)
    if not output.quiet:
        count = plural(len(shown), "file") if shown else "no file"
        say(f"{count} would change")
    return 2 if broken else int(bool(shown) and not context.options.exit_zero)


def show(fixed: FixedFile, shown: set[str], colored: bool) -> None:
    """Print what the fixes would change, if anything; not twice where two paths lead to one file: `shown` knows.

    For a program the very bytes, whatever their encoding, so that `git apply` and `patch` do what --fix does; for a
    person at a terminal the text and, where `colored`, what changed inside a line.
    """
    path = _real(fixed.result.path)
    if fixed.before == fixed.after or path in shown:
        return
    from difflib import unified_diff
    from io import StringIO

    shown.add(path)
    old, new = fixed.old_text, fixed.new_text
    if not sys.stdout.isatty():
        old, new = (data.decode("utf-8", "surrogateescape") for data in (fixed.before, fixed.after))
    # lines as patch and git know them, ended by a newline and nothing else
    lines = unified_diff(list(StringIO(old)), list(StringIO(new)), _name("a/" + path), _name("b/" + path))
    whole = [line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines]
    if colored or sys.stdout.isatty():
        from artlint.cli.run.colored_diff import painted, seen

        whole = [*painted(whole)] if colored else [*map(seen, whole)]
    sys.stdout.flush()
    sys.stdout.buffer.write("".join(whole).encode("utf-8", "surrogateescape"))


def _real(path: str) -> str:
    """A file's own name, from this folder where it lies below: no tool that applies a difference goes through links."""
    real, here = os.path.realpath(path), os.path.realpath(os.curdir)
    return os.path.relpath(real, here) if real.startswith(here + os.sep) else path.lstrip("/")


def _name(path: str) -> str:
    """A file's name in the head of a difference, as git writes it: in quotes where its characters need it, and with a
    tab after it where `patch` would take what follows a space for a date."""
    if any(c < " " or c in '"\\\x7f' or "\ud800" <= c <= "\udfff" for c in path):
        raw = os.fsencode(path)
        return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in raw) + '"'
    return path + "\t" * (" " in path)
