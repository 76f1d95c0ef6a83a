"""`--fix` and `--diff`: mending files by one process or several, and writing or showing what came of it.

Workers mend; only the first process writes, in the order in which it reports. So a run that is stopped has written
what it has said, and the number of workers changes nothing.
"""

from __future__ import annotations

import os
import sys

from artlint.base.model import Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from artlint.project.workspace import Mended, Workspace


def options(args: Namespace) -> dict[str, Any]:
    """What `mender` needs of the command line, besides what a Workspace needs."""
    return {
        "safeties": ("safe", "unsafe") if args.unsafe_fixes else ("safe",),
        "baseline": args.baseline,
        "no_baseline": args.no_baseline,
    }


def mender(opts: Mapping[str, Any], workspace: Workspace | None = None) -> Callable[..., Mended]:
    """What mends a path, or the data that came from standard input under that name; nothing is written."""
    from artlint.project.baselines import Baselines
    from artlint.project.workspace import Workspace

    files = workspace or Workspace(opts)
    baseline: Any = None if opts["no_baseline"] else Baselines(files, opts["baseline"])
    return lambda path, data=None: files.mend(path, opts["safeties"], data=data, baseline=baseline)


def failed(path: str, problem: str) -> Mended:
    """What it has for a file that stops the worker process."""
    from artlint.project.workspace import Mended

    return Mended(Result(path, problem=problem))


def saved(results: Iterable[Mended], mend: Callable[[str], Mended], check: Callable[[str], Result]) -> Iterator[Mended]:
    """Each as it is written. Where two paths lead to one file, the second is mended anew, by `mend`: what a worker
    made of it may be older than what was written under the first name. What cannot be written is checked as it is, by
    `check`."""
    from artlint.project.workspace import Workspace

    done = set()
    for mended in results:
        if mended.after != mended.before:
            target = os.path.realpath(mended.result.path)
            mended = Workspace.save(mend(mended.result.path) if target in done else mended)
            done.add(target)
            if mended.result.problem:  # all its faults are left
                found = check(mended.result.path).diagnostics
                mended = mended._replace(result=mended.result._replace(diagnostics=found))
        yield mended


def looked_up(results: Iterable[Mended], baseline: Any) -> Iterator[Mended]:
    """The same, once the baseline of this process has heard which of its entries were met."""
    for mended in results:
        if baseline:
            baseline.apply(Result(mended.result.path, tuple(mended.known)))
        yield mended


def show(mended: Mended, shown: set[str]) -> None:
    """Print what the fixes would change, if anything; not twice where two paths lead to one file: `shown` knows.

    For a program the very bytes, whatever their encoding, so that `git apply` and `patch` do what --fix does; for a
    person at a terminal the text.
    """
    path = _real(mended.result.path)
    if mended.before == mended.after or path in shown:
        return
    from difflib import unified_diff
    from io import StringIO

    shown.add(path)
    old, new = mended.old_text, mended.new_text
    if not sys.stdout.isatty():
        old, new = (data.decode("utf-8", "surrogateescape") for data in (mended.before, mended.after))
    # lines as patch and git know them, ended by a newline and nothing else
    lines = unified_diff(list(StringIO(old)), list(StringIO(new)), _name("a/" + path), _name("b/" + path))
    whole = "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)
    sys.stdout.flush()
    sys.stdout.buffer.write(whole.encode("utf-8", "surrogateescape"))


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
