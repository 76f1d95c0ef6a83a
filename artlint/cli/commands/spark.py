"""`artlint check --runner spark`: files of records, checked by a Spark cluster, which writes what it finds."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError
from artlint.base.shown_text import shown_path, shown_problem
from artlint.base.wording import plural
from artlint.cli.run.run_options import lint_options, workspace_for
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from artlint.engine.linter import Linter

FORMATS = {None: "parquet", "parquet": "parquet", "jsonl": "json"}
SHOWN = 20  # broken records are named one by one, up to so many
# What has no meaning there, by the names of the arguments, and what is said of it.
REFUSED = {
    "fix": "files of records are not changed in place: see artlint.spark.fix in docs/spark.md",
    "resume": "Spark repeats the tasks that it lost; a run that was stopped as a whole begins anew",
    "chain": "one pack after the other is for a run on one machine",
    "write_kept": "the rows tell: “verdict”",
    "write_dropped": "the rows tell: “verdict”",
    "limit": "Spark's own “limit” takes some of a table",
    "sample": "Spark's own “sample” takes some of a table",
    "write_fixed": "see artlint.spark.fix in docs/spark.md",
    "diff": "it is for files that are one article each",
    "profile": "Spark's own page shows where the time goes",
    "statistics": "“counts” in the rows that are written has the rules of each article",
    "show_files": "the patterns go to Spark as they are",
    "output_file": "--output DIR is where Spark writes",
    "baseline": "a baseline is not asked: rows are complete",
    "strict_encoding": "records that are not UTF-8 are broken in any case",
    "jobs": "the cluster says how many run at a time",
}


def run(args: Namespace) -> int:
    for name, why in REFUSED.items():
        if getattr(args, name, None):
            raise ArtlintError(f"--{name.replace('_', '-')} and --runner spark do not go together\n  help: {why}")
    if not args.output:
        raise ArtlintError("--runner spark writes a folder\n  help: --output DIR names it")
    if os.path.exists(args.output):  # Spark looks too, but only once it has read all
        raise ArtlintError(f"{args.output} exists already\n  help: --output names a folder that is to be made")
    if args.output_format not in FORMATS:
        raise ArtlintError(f"--runner spark writes parquet or jsonl, not “{args.output_format}”")
    if not args.paths or "-" in args.paths:
        raise ArtlintError("--runner spark reads files of records\n  help: name files, folders or patterns")
    from artlint.records import fields
    from artlint.spark import inputs, plans
    from artlint.spark.job_options import JobOptions

    linter, files, patterns = _found(args)
    for path in (*files, *patterns):
        inputs.kind_of(path)  # raises now what would be raised once Spark has started
    options = JobOptions(lint_options(args), args.fail_on)
    wanted = fields.asked(args.text_field, args.id_field, args.meta_field)
    spark = _session(args)
    try:
        frames = list(inputs.frames(spark, files, patterns, wanted))
        found = plans.rows(frames, linter, options)
        # as the rows of a local run: a field that is null is there
        found.write.format(FORMATS[args.output_format]).option("ignoreNullFields", "false").save(args.output)
        return _told(args, spark)
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark.", "py4j.")):
            raise
        raise ArtlintError(f"Spark: {_cause(error)}") from error
    finally:
        spark.stop()


def _found(args: Namespace) -> tuple[Linter, list[str], list[str]]:
    """The linter for all paths, since one job has one configuration; the files that lie here; and what else was named,
    which Spark looks up."""
    from artlint.project.discovery import DATA, Walk
    from artlint.records.readers import ARROW

    here = [p for p in args.paths if "://" not in p and os.path.lexists(p)]
    patterns = [p for p in args.paths if p not in here]
    paths = [p for p in args.paths if "://" not in p] or ["."]
    workspace = workspace_for(args, paths[0])
    linter = workspace.linter(paths[0])
    walk = Walk(
        here,
        tuple(e for e in DATA if e not in ARROW),
        [*([os.getcwd(), p] for p in args.exclude), *linter.settings.exclude],
        force_exclude=args.force_exclude,
    )
    # Spark would pass these over without a word
    hidden = [f for f in walk.files if os.path.basename(f)[0] in "_."]
    for problem in (*walk.said(), *(f"{shown_path(f)}: Spark reads no file of such a name" for f in hidden)):
        raise ArtlintError(f"{problem}\n  help: --exclude leaves out what is in a folder")
    if not walk.files and not patterns:
        raise ArtlintError(
            f"no files of records in {', '.join(here)}\n  help: in folders they end in {', '.join(DATA)}"
        )
    configs = {workspace.config_for(p) for p in (*paths, *walk.files)}
    if len(configs) > 1:
        names = " and ".join(sorted(c or "none" for c in configs))
        raise ArtlintError(f"the inputs have several configurations: {names}\n  help: --config FILE names one for all")
    if patterns and (args.exclude or args.force_exclude):
        flag = "--exclude" if args.exclude else "--force-exclude"
        raise ArtlintError(f"{flag} does not hold for {patterns[0]}, which Spark looks up\n  help: a narrower pattern")
    if patterns and linter.settings.exclude:
        say(f"artlint: “exclude” of {configs.pop()} does not hold for {', '.join(patterns)}")
    return linter, walk.files, patterns


def _session(args: Namespace) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ArtlintError("--runner spark takes pyspark\n  help: pip install 'artlint[spark]'") from None
    builder = SparkSession.builder.appName("artlint")
    if args.master:
        builder = builder.master(args.master)
    if not args.verbose:
        builder = builder.config("spark.log.level", "ERROR")
    if args.quiet or not sys.stderr.isatty():
        builder = builder.config("spark.ui.showConsoleProgress", "false")
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise ArtlintError(f"Spark does not start: {_cause(error)}\n  help: it needs Java 17 or 21") from error


def _told(args: Namespace, spark: Any) -> int:
    """Say what was written; the exit code."""
    written = spark.read.format(FORMATS[args.output_format]).load(args.output)
    counts = dict(tuple(row) for row in written.groupBy("verdict").count().collect())
    kept, dropped, broken = (counts.get(v, 0) for v in ("keep", "drop", "broken"))
    if broken:
        _say_broken(written, broken)
    if not args.quiet:
        total = plural(kept + dropped + broken, "article")
        verdicts = f"{kept} to keep, {dropped} to drop" + (f", {broken} broken" if broken else "")
        say(f"{total}: {verdicts}; rows written to {args.output}.")
    if broken:
        return 2
    return int(bool(dropped) and not args.exit_zero)


def _say_broken(written: Any, count: int) -> None:
    from artlint.base.model import article_path

    found = written.where("verdict = 'broken'").select("path", "record", "id", "problem").limit(SHOWN).collect()
    for path, record, id_, problem in found:
        say(f"artlint: {shown_path(article_path(path, record, id_))}: {shown_problem(problem)}")
    if count > SHOWN:
        say(f"artlint: and {count - SHOWN} more: the rows whose verdict is “broken”")


def _cause(error: Exception) -> str:
    """The line of a Spark error that says what is wrong: artlint's own, where a worker raised it, or else the first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    own = [line.partition("ArtlintError: ")[2] for line in lines if "ArtlintError: " in line]
    return (own or lines or [type(error).__name__])[0]
