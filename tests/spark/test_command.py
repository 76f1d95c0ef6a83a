"""`artlint check --runner spark`: the rows are those of a local run."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="no pyarrow: pip install 'artlint[data]'")
pytest.importorskip("pyspark", reason="no pyspark: pip install 'artlint[spark]'")
pytest.importorskip("pandas", reason="no pandas: pip install 'artlint[spark]'")
if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
    pytest.skip("no Java: Spark 4 runs on Java 17 or 21", allow_module_level=True)

from artlint.records.schema import COLUMNS
from tests.spark.tables import BRIEF_JAVA, in_order
from tests.support import Ran, run
from tests.support.spark_cluster import Cluster

pytestmark = pytest.mark.xdist_group("spark")  # one worker starts the cluster


def small_spark(folder: Path, *settings: str) -> dict[str, str]:
    """The variables for a command that starts a Spark of its own: little memory, few partitions."""
    (folder / "conf").mkdir()
    given = ["spark.driver.host 127.0.0.1", "spark.driver.bindAddress 127.0.0.1", "spark.ui.enabled false"]
    given += ["spark.executor.memory 512m", "spark.driver.memory 512m", "spark.cores.max 2"]
    given += ["spark.sql.shuffle.partitions 3", "spark.sql.files.openCostInBytes 1000", *settings]
    (folder / "conf" / "spark-defaults.conf").write_text("\n".join(given) + "\n")
    local = {"SPARK_CONF_DIR": str(folder / "conf"), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    return {**local, **BRIEF_JAVA}


def test_the_command(cluster: Cluster, texts: list[str], tmp_path: Path, environment: dict[str, str]) -> None:
    """Files of every kind, with broken records in them, cut into splits by Spark: the rows are those of a local run."""
    import pyarrow as pa
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    data = tmp_path / "da ta"
    data.mkdir()
    given = [{"id": f"id-{n}", "text": t, "lang": "en-GB" if n % 3 else None} for n, t in enumerate(texts)]
    lines = [json.dumps(r, ensure_ascii=False).encode() for r in given]
    lines[5:8] = [b"{broken", b"", b'{"id": 7, "text": "\xff"}']
    (data / "ö a.jsonl").write_bytes(b"\r\n".join(lines))
    (data / "b.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines)))
    pq.write_table(pa.Table.from_pylist([*given, {"id": "none"}]), data / "c.parquet", row_group_size=7)
    with (data / "d.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, ["id", "text", "lang"])
        out.writeheader()
        out.writerows(given[:20])
    env = {**environment, **small_spark(tmp_path, "spark.sql.files.maxPartitionBytes 60000")}
    command = [sys.executable, "-m", "artlint", "check", "--isolated", "--ignore", "COR", *sorted(os.listdir(data))]
    local = run([*command, "--output-format", "parquet", "-o", "../local.parquet"], cwd=data, env=env)
    assert local.code == 2, local.err
    assert "Traceback" not in local.err
    assert "fault in artlint" not in local.err, local.err
    far = run(
        [*command, "--runner", "spark", "--master", cluster.url, "--output", "../far"], cwd=data, env=env, timeout=300
    )
    assert far.code == 2, far.err
    assert "ö a.jsonl#6: not JSON" in far.err
    assert "to keep" in far.err.splitlines()[-1]
    assert "Traceback" not in far.err

    def read(path: Path) -> list[dict[str, Any]]:
        return ds.dataset(path, format="parquet").to_table(columns=COLUMNS).to_pylist()

    assert in_order(read(tmp_path / "far")) == in_order(read(tmp_path / "local.parquet"))
    again = run([*command, "--runner", "spark", "--master", cluster.url, "--output", "../far"], cwd=data, env=env)
    assert again.code == 2
    assert "exists already" in again.err


def test_the_command_compares_files(texts: list[str], tmp_path: Path, environment: dict[str, str]) -> None:
    """Copies lie in several files, of a folder with other things in it; the rows are those of a local run."""
    import zstandard

    (tmp_path / "in" / "old").mkdir(parents=True)
    (tmp_path / "in" / "drafts").mkdir()
    (tmp_path / "in" / "README.md").write_text("# No article\n\nOf no kind at all.\n")
    (tmp_path / "in" / "package.json").write_text("{\n}\n")
    (tmp_path / "in" / "sizes.txt").write_text('{"text": "no record"}\n')
    (tmp_path / "artlint.yaml").write_text("exclude: [drafts/]\n")
    given = [{"id": f"id-{n}", "url": f"https://a.example/{n}", "text": t} for n, t in enumerate(texts[:12])]
    lines = [json.dumps(r, ensure_ascii=False).encode() for r in given]
    (tmp_path / "in" / "a [1].jsonl").write_bytes(b"\n".join([*lines[:8], b"{broken"]))
    (tmp_path / "in" / "b.jsonl.zst").write_bytes(zstandard.ZstdCompressor().compress(b"\n".join(lines[4:])))
    for name in ("drafts/c.jsonl", "old/d.jsonl"):
        (tmp_path / "in" / name).write_bytes(lines[0])
    env = {**environment, **small_spark(tmp_path)}
    command = [sys.executable, "-m", "artlint", "check", "--output-format", "jsonl", "--exclude", "old"]
    files = ["in/a [1].jsonl", "in/b.jsonl.zst"]
    local = run([*command, *files, "-o", "local.jsonl"], cwd=tmp_path, env=env)
    assert local.code == 2, local.err
    far = run(
        [*command, "in", "--runner", "spark", "--master", "local[1]", "--output", "far"],
        cwd=tmp_path,
        env=env,
        timeout=300,
    )
    assert far.code == 2, far.err
    assert "in/a [1].jsonl#9: not JSON" in far.err

    def read(paths: list[Path]) -> list[str]:
        lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
        return sorted(json.dumps(json.loads(line), sort_keys=True) for line in lines)

    want = read([tmp_path / "local.jsonl"])
    assert read(list((tmp_path / "far").glob("part-*"))) == want
    assert sum('"message": "the same article as in/a [1].jsonl#' in row for row in want) == 4


def test_what_spark_looks_up_is_not_excluded(tmp_path: Path, artlint: Callable[..., Ran]) -> None:
    (tmp_path / "artlint.yaml").write_text("exclude: [drafts/]\n")
    ran = artlint("check", "--runner", "spark", "--output", "out", "in/*.doc")
    assert f"“exclude” of {tmp_path / 'artlint.yaml'} does not hold for in/*.doc" in ran.err
    assert ran.code == 2


def test_what_spark_would_pass_over_is_named(tmp_path: Path, artlint: Callable[..., Ran]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "_a.jsonl").write_text('{"text": "One."}\n')
    ran = artlint("check", "--runner", "spark", "--output", "out", "in")
    assert "in/_a.jsonl: Spark reads no file of such a name" in ran.err
    assert ran.code == 2


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["a.jsonl"], "--output DIR names it"),
        (["a.jsonl", "--output", "out", "--resume"], "a run that was stopped as a whole begins anew"),
        (["a.jsonl", "--output", "out", "--strict-encoding"], "not UTF-8 are broken in any case"),
        (["a.jsonl", "--output", "out", "--baseline", "b.json"], "a baseline is not asked: rows are complete"),
        (["s3a://lake/*.jsonl", "--output", "out", "--exclude", "b"], "--exclude does not hold for s3a://lake/*.jsonl"),
        (["--output", "out", "."], "no files of records in ."),
        (["s3a://lake/news/", "--output", "out"], "named by a pattern: FOLDER/*.jsonl"),
        (["a.jsonl", "--output", "out", "--fix"], "--fix and --runner spark do not go together"),
        (["a.jsonl", "--output", "out", "--output-format", "sarif"], "writes parquet or jsonl, not “sarif”"),
        (["-", "--output", "out"], "name files, folders or patterns"),
        (["a.jsonl", "--output", "out", "--select", "NOPE"], "no rule answers to “NOPE”"),
        (["a.doc", "--output", "out"], "its name does not say how to read it"),
    ],
)
def test_what_the_command_refuses(artlint: Callable[..., Ran], args: list[str], message: str) -> None:
    ran = artlint("check", "--runner", "spark", "--isolated", *args)
    assert ran.code == 2
    assert message in ran.err
