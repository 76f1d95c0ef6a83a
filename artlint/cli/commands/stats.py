"""`artlint stats`: what a corpus suffers from, by rule, by source and by language, with examples."""

from __future__ import annotations

import os
import sys

from artlint.base.shown_text import one_line
from artlint.base.wording import plural
from artlint.cli.options import (
    choice_arguments,
    exclude_argument,
    field_arguments,
    jobs_argument,
    path_argument,
    selection_arguments,
)
from artlint.cli.run.context import RunContext
from artlint.cli.run.discover import find_files, no_files, say_problems
from artlint.cli.run.run_options import run_options, workspace_for
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    import pyarrow as pa

SHOWN = 12  # rows of the tables of sources and languages
SOURCES = 100_000  # that are told apart: of a crawl of the web there is no end of them
BAR = 20  # cells
EIGHTHS = " ▏▎▍▌▋▊▉"


def arguments(command: str, parser: ArgumentParser) -> None:
    path_argument(parser)
    selection_arguments(parser)
    choice_arguments(field_arguments(parser))
    parser.add_argument(
        "--examples", type=int, default=2, metavar="N", help="how many to show of each rule (default: 2)"
    )
    exclude_argument(parser)
    jobs_argument(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="print no progress")


class Group:
    """Articles that have something in common: how many, how many of them with faults, and the faults by rule."""

    def __init__(self) -> None:
        self.articles = self.faulty = 0
        self.rules: dict[str, int] = {}  # articles with a fault

    def add(self, counts: Iterable[tuple[str, int]]) -> None:
        self.articles += 1
        self.faulty += bool(counts)
        for rule, _ in counts:
            self.rules[rule] = self.rules.get(rule, 0) + 1


class Stats:
    """Adds up the rows of batches (data/work.py). Does not grow with the corpus."""

    def __init__(self, examples: int) -> None:
        self._wanted = examples
        self.all, self.characters, self.broken = Group(), 0, 0
        self.faults: dict[str, int] = {}
        self.sources: dict[str, Group] = {}
        self.languages: dict[str, Group] = {}
        self.examples: dict[str, list[tuple[str, str]]] = {}  # by rule: source and line
        self.codes: dict[str, str] = {}

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the articles of a batch."""
        import pyarrow as pa

        plain = batch.select(["path", "verdict", "id", "counts", "language", "source", "length"]).to_pylist()
        wanted = []
        for at, row in enumerate(plain):
            if row["verdict"] == "broken":
                self.broken += 1
                continue
            counts = row["counts"]
            self.characters += row["length"]
            is_file = row["id"] == row["path"]  # of articles that are files, the folder tells where they come from
            source = row["source"] or (is_file and os.path.dirname(row["path"])) or row["path"]
            if source not in self.sources and len(self.sources) >= SOURCES:
                source = "others"
            groups = (
                self.all,
                self.sources.setdefault(source, Group()),
                self.languages.setdefault(row["language"] or "unknown", Group()),
            )
            for group in groups:
                group.add(counts)
            for rule, count in counts:
                self.faults[rule] = self.faults.get(rule, 0) + count
            if any(len(self.examples.get(rule, ())) < self._wanted for rule, _ in counts):
                wanted.append((at, source))
        for row, (_, source) in zip(
            batch.take(pa.array([at for at, _ in wanted], pa.int64())).to_pylist(), wanted, strict=True
        ):
            self._show(row, source)

    def _show(self, row: Mapping[str, Any], source: str) -> None:
        """Take examples from an article, of each rule one: several of one article say little."""
        from artlint.records import rows
        from artlint.reporters.shape import place

        done = set()
        for d in rows.result(row).diagnostics:
            kept = self.examples.setdefault(d.rule, [])
            self.codes[d.rule] = d.code
            if len(kept) < self._wanted and d.rule not in done:
                path = d.path if row["path"] != row["id"] else row["path"]
                kept.append((source, f"{place(path, *d.start)}: {one_line(d.message)}"))
                done.add(d.rule)

    def lines(self) -> Iterator[str]:
        """What is printed."""
        every = self.all
        broken = f"; {plural(self.broken, 'record')} could not be read" if self.broken else ""
        yield f"{every.articles:,} articles, {self.characters / 1e6:.1f} million characters{broken}."
        if not every.faulty:
            yield "No faults found."
            return
        yield f"{_share(every.faulty, every.articles)} have faults: {sum(self.faults.values()):,} by {plural(len(self.faults), 'rule')}."
        yield "\nBy rule: articles that have the fault, and how many faults there are"
        wide = max(len(f"{self.codes.get(r, '')} {r}") for r in self.faults)
        for rule, articles in _largest(every.rules):
            name = f"{self.codes.get(rule, '')} {rule}"
            yield f"{articles:9,}  {_bar(articles, every.articles)}  {name:{wide}}  {self.faults[rule]:,}"
            for _, example in self.examples.get(rule, ()):
                yield f"{'':11}{example}"
        for title, groups in (("source", self.sources), ("language", self.languages)):
            yield f"\nBy {title}: articles, how many of them have faults, and the commonest"
            yield from self._table(groups)

    def _table(self, groups: Mapping[str, Group]) -> Iterator[str]:
        ordered = _largest({name: group.articles for name, group in groups.items()})
        wide = max(len(one_line(name)) for name, _ in ordered[:SHOWN])
        for name, articles in ordered[:SHOWN]:
            group = groups[name]
            common = ", ".join(rule for rule, _ in _largest(group.rules)[:3])
            yield f"{articles:9,}  {_bar(group.faulty, articles)}  {one_line(name):{wide}}  {common}".rstrip()
        if len(ordered) > SHOWN:
            yield f"{sum(n for _, n in ordered[SHOWN:]):9,}  in {len(ordered) - SHOWN:,} more"


def _largest(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({100 * part / whole:.1f} %)"


def _bar(part: int, whole: int) -> str:
    """A share as a percentage and a bar."""
    eighths = round(8 * BAR * part / max(1, whole)) or bool(part)
    full, rest = divmod(eighths, 8)
    return f"{100 * part / max(1, whole):5.1f} % {('█' * full + EIGHTHS[rest]).rstrip():{BAR}}"


def run(args: Namespace) -> int:
    from artlint.cli.run import check_records, corpus_run, row_output
    from artlint.cli.run.records_run import RecordsRun
    from artlint.cli.run.remarks import Remarks
    from artlint.cli.run.run_options import BatchWork

    options = run_options(args)
    context = RunContext(options, workspace_for(args, options.discovery.first), None, None)
    walk = find_files(context.workspace, options.discovery)
    broken = say_problems(walk)
    if not walk.files and not broken:
        raise no_files(options.discovery)
    texts, files = check_records.part_files(walk.files, rows=True)
    check_records.refuse_parts_of_texts(options.parts, texts)
    corpus = corpus_run.prepare(context, walk.files)
    context = context.wanting(facts=corpus is not None)
    work = BatchWork(context.workspace.options, options.fixes, options.baseline, want_language=True)
    run_ = RecordsRun(options, work, files, corpus)
    stats, remarks = Stats(args.examples), Remarks()
    for batch in row_output.ArticleRows(context, run_, texts, corpus).rows():
        broken |= row_output.say_broken(batch, remarks)
        stats.add(batch)
    broken |= row_output.say_problems(run_, remarks)
    remarks.end()
    for line in stats.lines():
        say(line, sys.stdout)
    return 2 if broken else 0
