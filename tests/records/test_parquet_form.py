"""What is written again is what other programs wrote: types, not only values."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.articles import Artlint

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
duckdb = pytest.importorskip("duckdb", reason="no duckdb: pip install 'artlint[dev]'")

FAULTY = "262\nThe harbour was closed for a week after the storm. Nobody was hurt."
FIXED = FAULTY.removeprefix("262\n")


def fixed(artlint: Artlint, path: Path) -> Path:
    ran = artlint(path, "--write-fixed", "out", "--unsafe-fixes", cwd=path.parent)
    assert ran.code == 1, ran.err
    assert "fixed in 1 article; 1 file written to out." in ran.err
    return path.parent / "out" / path.name


def form(path: Path) -> list[tuple[str, str, str]]:
    """The types in the file, column by column. Of whole numbers Arrow leaves out what they say by themselves."""
    schema = pq.ParquetFile(path).schema
    leaves = [schema.column(i) for i in range(len(schema))]
    return [
        (c.path, c.physical_type, str(c.logical_type).replace("Int(bitWidth=32, isSigned=true)", "None"))
        for c in leaves
    ]


@pytest.mark.parametrize("kind", ["string_view", "binary_view", "large_string", "binary", "large_binary"])
def test_every_kind_of_string(artlint: Artlint, tmp_path: Path, kind: str) -> None:
    text = FAULTY.encode() if "binary" in kind else FAULTY
    pq.write_table(pa.table({"id": ["a"], "text": pa.array([text], getattr(pa, kind)())}), tmp_path / "a.parquet")
    out = pq.read_table(fixed(artlint, tmp_path / "a.parquet"))
    assert out.column("text").to_pylist() in ([FIXED], [FIXED.encode()])
    assert out.schema == pq.read_table(tmp_path / "a.parquet").schema


def test_types_of_duckdb(artlint: Artlint, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.execute(
        f"""copy (select 'a' as id, $text as text, uuid() as u, 'x'::enum('x', 'y') as e, '{{"a":1}}'::json as j,
        1.25::decimal(9, 2) as d1, 1.25::decimal(18, 2) as d2, 1.25::decimal(30, 2) as d3, time '10:00' as tm,
        timestamp '2020-01-01' as ts, timestamptz '2020-01-01' as tz, '2020-01-01'::timestamp_ns as tn, [1, 2] as l,
        {{'a': 1}} as s, map{{'a': 1}} as m, 1::utinyint as ut, 'ab'::blob as b, true as t)
        to '{path}' (format parquet)""",
        {"text": FAULTY},
    )
    out = fixed(artlint, path)
    assert form(out) == form(path)
    read = "select * exclude text from '{}'"
    assert duckdb.sql(read.format(out)).fetchall() == duckdb.sql(read.format(path)).fetchall()
    assert duckdb.sql(read.format(out)).types == duckdb.sql(read.format(path)).types


def test_a_type_that_arrow_cannot_write_is_refused(artlint: Artlint, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.execute(
        f"copy (select 'a' as id, $text as text, interval 3 days as iv) to '{path}' (format parquet)", {"text": FAULTY}
    )
    ran = artlint(path, "--write-fixed", "out", "--unsafe-fixes", cwd=tmp_path)
    assert ran.code == 2
    assert "out/a.parquet was not written: the column “iv” is of type FIXED_LEN_BYTE_ARRAY (Interval) and" in ran.err
    assert not (tmp_path / "out" / "a.parquet").exists()


@pytest.mark.parametrize("year", [1600, 2020, 9999])
def test_old_timestamps_stay_old(artlint: Artlint, tmp_path: Path, year: int) -> None:
    """INT96, which Spark writes by default; beyond the years that nanoseconds can say, too."""
    when: Any = datetime.datetime(year, 12, 31, 10, 0, 0, 123456)
    table = pa.table({"id": ["a"], "text": [FAULTY], "t": pa.array([when], pa.timestamp("us"))})
    table = table.replace_schema_metadata({"org.apache.spark.version": "4.3.0"})
    path = tmp_path / "a.parquet"
    pq.write_table(table, path, use_deprecated_int96_timestamps=True)
    out = fixed(artlint, path)
    assert form(out) == form(path)
    assert (
        duckdb.sql(f"select t from '{out}'").fetchall() == duckdb.sql(f"select t from '{path}'").fetchall() == [(when,)]
    )
