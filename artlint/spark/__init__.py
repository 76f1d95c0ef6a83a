"""artlint on Apache Spark: a DataFrame with articles in, a DataFrame with what was found in them out.

    import artlint.spark
    rows = artlint.spark.lint(df, text="text", id="id")
    rows = artlint.spark.lint(df, text="text", id="id", per="diagnostic")
    clean = artlint.spark.fix(df, text="text")

Nothing runs before the result is asked for, as always in Spark. Rules, configuration and plugins travel with the job.
See docs/spark.md.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame

    from artlint.project.lint_options import LintOptions

__all__ = ["diagnostics", "fix", "lint"]


def lint(
    df: DataFrame,
    *,
    text: str = "text",
    id: str | None = "id",
    path: str | None = None,
    record: str | None = None,
    language: str | None = None,
    source: str | None = None,
    against: str | None = None,
    per: str = "article",
    config: str | None = None,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    preview: bool = False,
    fail_on: str | None = None,
    corpus: bool = True,
) -> DataFrame:
    """What artlint finds in the articles of `df`, one row for each article, or with per="diagnostic" for each diagnostic.

    `text`, `id`, `path`, `record`, `language`, `source` and `against` (the text that an article was made from) name columns;
    only that of the text must be there. `path` and
    `record` (a file, and the number in it) name an article as other runs of artlint do, and settings for some paths
    need a `path`. Rules that look across articles tell these apart by path and record, or else by id; `corpus=False`
    leaves such rules out. The selectors are those of the command line and come after those of `config`, a
    configuration file.

    Raises artlint.base.errors.ArtlintError, before anything is sent, for a configuration, rule or column that is wrong.
    """
    from artlint.spark import plans
    from artlint.spark.job_options import JobOptions

    if per not in ("article", "diagnostic"):
        raise ValueError(f"per must be “article” or “diagnostic”, not “{per}”")
    columns = {
        "text": text,
        "id": id,
        "path": path,
        "record": record,
        "language": language,
        "source": source,
        "against": against,
    }
    options = JobOptions(_lint_options(config, select, extend_select, ignore, preview), fail_on)
    rows = plans.lint(df, columns, options, corpus)
    return rows if per == "article" else diagnostics(rows)


def fix(
    df: DataFrame,
    *,
    text: str = "text",
    id: str | None = None,
    path: str | None = None,
    language: str | None = None,
    unsafe_fixes: bool = False,
    fixed: str = "artlint_fixed",
    problem: str = "artlint_problem",
    config: str | None = None,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    preview: bool = False,
) -> DataFrame:
    """`df` with the column `text` fixed, and two more: the diagnostics that were `fixed`, and the `problem` of an
    article that had to be left as it was.

    Safe fixes only, unless `unsafe_fixes` is set. Other arguments and errors are those of `lint`.
    """
    from artlint.spark import plans
    from artlint.spark.job_options import JobOptions

    columns = {"text": text, "id": id, "path": path, "language": language}
    safeties = ("safe", "unsafe") if unsafe_fixes else ("safe",)
    options = JobOptions(_lint_options(config, select, extend_select, ignore, preview), None, safeties)
    return plans.fix(df, columns, options, fixed, problem)


def diagnostics(rows: DataFrame) -> DataFrame:
    """The rows of `lint` with one for each diagnostic instead of one for each article.

    An article that could not be checked has one too, with its `problem` and without a rule, so that it is not lost.
    """
    from pyspark.sql import functions as f

    found = rows.select("path", "record", "id", "problem", f.explode_outer("diagnostics").alias("d"))
    return found.where("d is not null or problem is not null").select("path", "record", "id", "problem", "d.*")


def _lint_options(
    config: str | None,
    select: Sequence[str] | None,
    extend_select: Sequence[str],
    ignore: Sequence[str],
    preview: bool,
) -> LintOptions:
    from artlint.project.lint_options import LintOptions
    from artlint.ruleset.selection import refuse_strings

    refuse_strings(select, extend_select, ignore)
    chosen = None if select is None else tuple(select)
    return LintOptions(config, False, chosen, tuple(extend_select), tuple(ignore), preview)
