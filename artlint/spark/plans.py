"""The Spark plans: which columns go to the workers, and what comes back."""

from __future__ import annotations

import warnings
from functools import reduce

from artlint.base.errors import ArtlintError, nearest
from artlint.base.model import SEVERITIES
from artlint.engine.linter import Linter
from artlint.records.fix_batch import FIXED
from artlint.records.schema import RECORDS, SCHEMA
from artlint.ruleset.rule import Rule
from artlint.spark import worker
from artlint.spark.facts import FACTS
from artlint.spark.job_options import JobOptions
from artlint.spark.job_payload import pack

try:
    from pyspark.sql import functions as f
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StringType, StructType
except ImportError as error:
    raise ArtlintError("to run on Spark takes pyspark\n  help: pip install 'artlint[spark]'") from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa
    from pyspark.sql import Column, DataFrame

    from artlint.spark.inputs import Decode

    Part = tuple[DataFrame, Decode | None]

_TYPES = {"record": "bigint"}  # the others are strings


def lint(df: DataFrame, columns: Mapping[str, str | None], options: JobOptions, corpus: bool) -> DataFrame:
    """One row for each of `df`. `columns` are those of RECORDS and `path`, by what they are called in `df`."""
    made = linter(options)
    if corpus and _stages(made) and not (columns["id"] or columns["record"]):
        warnings.warn(
            "the rules that look across articles did not run: without id= they cannot tell articles apart",
            stacklevel=3,
        )
        corpus = False
    return rows([(df.select(*_picked(df, columns)), None)], made, options, corpus)


def rows(parts: Sequence[Part], linter: Linter, options: JobOptions, corpus: bool = True) -> DataFrame:
    """One row for each article of several parts: each has the columns of RECORDS and `path`, or its function makes them."""
    payload = pack(linter, options)
    stages = _stages(linter) if corpus else 0
    if not stages:
        return _each(parts, SCHEMA, lambda batches, decode: worker.lint(batches, payload, decode))
    facts = _each(parts, FACTS, lambda batches, decode: worker.collect(batches, payload, decode))
    return _across(facts, payload, stages)


def _each(parts: Sequence[Part], schema: pa.Schema, work: Callable[..., Iterator[pa.RecordBatch]]) -> DataFrame:
    def run(decode: Decode | None) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        return lambda batches: work(batches, decode)

    made = [df.mapInArrow(run(decode), from_arrow_schema(schema)) for df, decode in parts]
    return reduce(lambda one, other: one.unionByName(other), made)


def _stages(linter: Linter) -> int:
    """How often facts are grouped for the corpus rules; 0 where none is selected."""
    selected = [*linter.selection.for_path("").corpus]
    if linter.settings.per_path:  # some of them may hold for some paths only
        selected = [Rule(r) for r in linter.selection.records if r.corpus]
    return max((rule.corpus_check.stages for rule in selected), default=0)


def _across(facts: DataFrame, payload: bytes, stages: int) -> DataFrame:
    """The rows that go along with the facts, with what the corpus rules find in them."""

    def conclude(stage: int) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        return lambda batches: worker.conclude(batches, payload, stage)

    def report(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return worker.report(batches, payload)

    for stage in range(1, stages + 1):
        in_groups = facts.repartition("rule", "key").sortWithinPartitions("rule", "key")
        facts = in_groups.mapInArrow(conclude(stage), from_arrow_schema(FACTS))
    found = facts.where("found is not null").repartition("path", "record").sortWithinPartitions("path", "record")
    return found.mapInArrow(report, from_arrow_schema(SCHEMA))


def fix(df: DataFrame, columns: Mapping[str, str | None], options: JobOptions, fixed: str, problem: str) -> DataFrame:
    """`df` with its text fixed, and the columns `fixed` and `problem`."""
    for name in (fixed, problem):
        if name in df.columns:
            raise ArtlintError(f"there is a column “{name}” already\n  help: fixed=... and problem=... name others")
    payload = pack(linter(options), options)
    _picked(df, columns)  # for what it raises
    names = {role: name for role, name in columns.items() if name}

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return worker.fix(batches, payload, names, (fixed, problem))

    schema = StructType([*df.schema.fields]).add(fixed, from_arrow_schema(FIXED)["fixed"].dataType)
    return df.mapInArrow(run, schema.add(problem, StringType()))


def linter(options: JobOptions) -> Linter:
    """What the options make, checked here: a worker would say it late, and once for every task."""
    made = Linter.from_config(options.lint.config, **options.lint.selectors, allow_outside=options.lint.allow_outside)
    if options.fail_on not in (None, *SEVERITIES):
        raise ArtlintError(f"fail_on is info, warning or error, not “{options.fail_on}”")
    return made


def _picked(df: DataFrame, columns: Mapping[str, str | None]) -> list[Column]:
    """The columns of RECORDS and `path`, null where there is none. Raises ArtlintError."""
    out = []
    for name in ("path", *RECORDS.names):
        kind, given = _TYPES.get(name, "string"), columns.get(name)
        if given is None:
            out.append(f.lit("" if name == "path" else None).cast(kind).alias(name))
            continue
        if given not in df.columns:
            hint = nearest(given, df.columns) or "there are " + ", ".join(df.columns)
            raise ArtlintError(f"the DataFrame has no column “{given}” for {name}=\n  help: {hint}")
        has = df.schema[given].dataType.simpleString()
        if name == "text" and has != "string":
            raise ArtlintError(f"the column “{given}” is {has}; a text is a string")
        column = df[given]
        out.append(column.cast(kind).alias(name))
    return out
