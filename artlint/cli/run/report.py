"""Reporting a run: the output format, what it writes to, each result, and the end with its exit code."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError, nearest
from artlint.base.shown_text import shown_path
from artlint.base.timer import timed
from artlint.base.wording import plural
from artlint.cli.run.remarks import Remarks
from artlint.cli.run.summary import Summary
from artlint.cli.say import say
from artlint.ruleset.plugins import registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, TextIO

    from artlint.base.model import Diagnostic, Result
    from artlint.cli.run.context import RunContext
    from artlint.cli.run.corpus_run import CorpusRun
    from artlint.cli.run.run_options import OutputOptions
    from artlint.project.baselines import Baselines
    from artlint.reporters.base import Reporter

    Outcome = tuple[Result, Sequence[Diagnostic]]  # what is left to report of a file, and what was fixed in it


TABLES = (".parquet", ".jsonl")  # endings of outputs of rows, which a report must not take the place of


def reporter_class(options: OutputOptions) -> Any:
    """The class of an output format; without a name, `full` for a person at a terminal and `concise` for a pipe.

    Raises ArtlintError for a name that nobody registered.
    """
    if not options.format and options.file and options.file.lower().endswith(TABLES):
        ending = os.path.splitext(options.file)[1][1:]
        raise ArtlintError(
            f"-o {options.file}: the report is text unless its format is named\n  help: --output-format {ending} writes rows"
        )
    name = options.format or ("full" if sys.stdout.isatty() and not options.file else "concise")
    known = registry.reporters()
    if name not in known:
        raise ArtlintError(
            f"there is no output format “{name}”\n  help: {nearest(name, known) or 'known: ' + ', '.join(sorted(known))}"
        )
    return registry.reporter_class(name)


def is_colored(color: str, out: TextIO) -> bool:
    """Whether to write colours: as --color says, else as NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE say, else to a terminal."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if out is sys.stdout and any(
        os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
    ):
        return True
    return out.isatty() and os.environ.get("TERM") != "dumb"


class OpenReporter:
    """A context manager: a reporter on standard output, or on --output-file, which is written beside and renamed.

    With --statistics the reporter counts instead: a table, or JSON.
    """

    def __init__(self, context: RunContext) -> None:
        self._context, self._class = context, context.reporter_class
        self._target = context.options.output.file or ""
        self._file: Any = None

    def __enter__(self) -> Reporter:
        from artlint.base.version import __version__
        from artlint.reporters.base import Context

        if self._context.options.output.statistics:
            from artlint.reporters.statistics import JsonStatistics, Statistics

            self._class = JsonStatistics if self._context.options.output.format == "json" else Statistics
        out = sys.stdout
        if self._target:
            from artlint.base.atomic_file import Replacing

            if not self._target.startswith("/dev/"):
                self._target = os.path.abspath(self._target)  # for messages
            # /dev/stdout may lead to a file, and is not to be replaced
            if self._target.startswith("/dev/") or (os.path.exists(self._target) and not os.path.isfile(self._target)):
                self._file = open(self._target, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
            else:
                os.makedirs(os.path.dirname(self._target), exist_ok=True)
                self._file = Replacing(self._target)
            out = self._file.__enter__()
        width = 100
        if out.isatty():
            import shutil

            width = max(40, shutil.get_terminal_size((100, 24)).columns)
        options, linter_for = self._context.options, self._context.workspace.linter
        rules = {r.name: r for r in linter_for(options.discovery.paths[0]).selection.records}
        color = is_colored(options.output.color, out)
        reporter: Reporter = self._class(out, Context(rules, __version__, color=color, width=width))
        return reporter

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if self._file:
            try:
                self._file.__exit__(kind, *rest)
            except OSError:
                if kind is None:
                    raise  # the disk is full; otherwise the error that led here says more


def without_known(results: Iterable[Result], baselines: Baselines | None) -> Iterator[Outcome]:
    """The outcomes of a run that fixes nothing: results without what the baseline knows."""
    return ((baselines.apply(result) if baselines else result, ()) for result in results)


def report(
    context: RunContext, outcomes: Iterator[Outcome], corpus: CorpusRun | None = None, broken: bool = False
) -> int:
    """Report each file's result, and what was fixed in it; then what shows across them. The exit code."""
    return timed(context.workspace.timer, "report", _report, context, outcomes, corpus, broken)


def _report(context: RunContext, outcomes: Iterator[Outcome], corpus: CorpusRun | None, broken: bool) -> int:
    fixes, remarks = context.options.fixes, Remarks()
    summary = Summary(context.fail_on, twice=corpus is not None, done=fixes.safeties if fixes.copies else ())
    with OpenReporter(context) as reporter:
        for result, fixed in outcomes:
            broken |= remarks.say(result)
            summary.add(corpus.take(result) if corpus else result, fixed)
            reporter.article(result)
        for result in corpus.results() if corpus else ():
            summary.add_more(result)
            reporter.article(result)
        reporter.close()
    remarks.end()
    return end(context, summary, broken)


def end(context: RunContext, summary: Summary, broken: bool) -> int:
    """Print the summary, and how many entries of baselines were met and how many match nothing any more; the exit code."""
    if not context.options.output.quiet:
        summary.print(sys.stderr)
        for baseline in context.baselines.all() if context.baselines else ():
            name = shown_path(os.path.relpath(baseline.path))
            if baseline.met:
                say(f"{plural(baseline.met, 'known fault')} of {name} not shown.")
            is_part = context.options.parts.limit or context.options.parts.sample
            if count := 0 if is_part else len(baseline.stale()):
                say(
                    f"{plural(count, 'entry', 'entries')} of {name} {'matches' if count == 1 else 'match'} "
                    "nothing any more; “artlint baseline --prune PATH” drops them"
                )
    return 2 if broken else int(summary.failed and not context.options.exit_zero)
