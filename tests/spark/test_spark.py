"""Spark, on a real standalone cluster: the same as in one process, whatever dies meanwhile."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="no pyarrow: pip install 'artlint[data]'")
pytest.importorskip("pyspark", reason="no pyspark: pip install 'artlint[spark]'")
pytest.importorskip("pandas", reason="no pandas: pip install 'artlint[spark]'")
if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
    pytest.skip("no Java: Spark 4 runs on Java 17 or 21", allow_module_level=True)

import artlint.spark
from artlint.base.errors import ArtlintError
from artlint.base.model import RecordPath
from artlint.cli.run.batch_worker import Worker
from artlint.cli.run.run_options import BaselineOptions, BatchWork, FixOptions
from artlint.engine import fixer
from artlint.engine.linter import Linter
from artlint.project.lint_options import LintOptions
from artlint.records import rows
from artlint.records.schema import COLUMNS, records
from artlint.ruleset.plugins import registry
from artlint.spark.job_options import JobOptions
from artlint.text.article import Article
from tests.spark.tables import in_order
from tests.support.processes import command_of, descendants, wait_until
from tests.support.spark_cluster import Cluster, session

PERIL = """
import os, signal, time
from artlint.plugin_api import Check, Finding, Span

class Peril(Check):
    def run(self, article):
        for word, act in (("KILLPROCESS", kill), ("RAISEERROR", fail), ("EXITNOW", leave), ("HARMLESS", int)):
            at = article.text.find(word)
            if at >= 0:
                act()
                yield Finding(Span(at, at + len(word)))
        _, gate, path = article.text.partition("GATE ")
        if gate:
            stop(path.split()[0])

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

def leave():
    print("a plugin that prints")
    os._exit(3)

def fail():
    raise ValueError("not this one")

def stop(gate):
    open(gate + ".reached", "a").close()
    while not os.path.exists(gate):
        time.sleep(0.01)

def artlint_checks():
    return {"peril": Peril}

def artlint_rule_packs():
    return [os.path.join(os.path.dirname(__file__), "peril.yaml")]
"""

RULE = """
- name: {name}
  code: {code}
  check: {check}
  summary: A word that tests look for.
  why: Tests look for it.
  message: "found {name}"
  {options}
"""

pytestmark = pytest.mark.xdist_group("spark")  # one worker starts the cluster


@pytest.fixture(scope="module")
def spark(cluster: Cluster) -> Iterator[Any]:
    with session(cluster.url) as made:
        yield made


@pytest.fixture
def peril(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plugin that the driver has and no worker: its folder, which is on the way of this process only."""
    site = tmp_path / "site"
    package = site / "artlint_peril"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(textwrap.dedent(PERIL))
    (package / "peril.yaml").write_text(RULE.format(name="peril", code="PER001", check="peril", options=""))
    about = site / "artlint_peril-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: artlint-peril\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[artlint]\nperil = artlint_peril\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(registry, "_tables", None)
    monkeypatch.setattr(registry, "_version_key", "")
    importlib.invalidate_caches()
    yield site
    sys.modules.pop("artlint_peril", None)


def frame(spark: Any, texts: list[str | None], partitions: int = 7) -> Any:
    rows = [("news/a.jsonl", n, f"id-{n}", text) for n, text in enumerate(texts, 1)]
    return spark.createDataFrame(rows, "path string, record long, id string, text string").repartition(partitions)


def alone(texts: list[str | None], **options: Any) -> list[dict[str, Any]]:
    """The rows that one process gives."""
    rows = [{"record": n, "id": f"id-{n}", "text": text} for n, text in enumerate(texts, 1)]
    lint = LintOptions(**options) if options else LintOptions(isolated=True)
    worker = Worker(BatchWork(lint, FixOptions(), BaselineOptions(), want_language=True))
    return worker(records("news/a.jsonl", rows)).select(COLUMNS).to_pylist()


NAMES = {"path": "path", "record": "record"}

ALONE = {**NAMES, "corpus": False}  # each article by itself


def test_the_same_as_in_one_process(spark: Any, texts: list[str]) -> None:
    given = [*texts, None, "", "One."]
    found = in_order(artlint.spark.lint(frame(spark, given), **ALONE))
    assert found == in_order(alone(given))
    assert sum(b'"verdict": "drop"' in row for row in found) > 30


def test_one_row_for_each_diagnostic(spark: Any, texts: list[str]) -> None:
    rows = artlint.spark.lint(frame(spark, [*texts, None]), per="diagnostic", **ALONE).toArrow().to_pylist()
    want = [
        (r["record"], d["rule"], d["start"], d["message"], d["fingerprint"])
        for r in alone(texts)
        for d in r["diagnostics"]
    ]
    broken = [r for r in rows if r["rule"] is None]
    found = [(r["record"], r["rule"], r["start"], r["message"], r["fingerprint"]) for r in rows if r["rule"]]
    assert sorted(found) == sorted(want)
    assert [(r["id"], r["problem"]) for r in broken] == [("id-61", "it has no text")]


def test_only_a_text_is_needed(spark: Any, texts: list[str]) -> None:
    df = spark.createDataFrame([(t,) for t in texts[:4]], "body string")
    rows = artlint.spark.lint(df, text="body", id=None, corpus=False).toArrow().to_pylist()
    assert sorted(len(r["diagnostics"]) for r in rows) == sorted(len(r["diagnostics"]) for r in alone(texts[:4]))
    assert {(r["path"], r["record"], r["id"]) for r in rows} == {("", None, "")}


def test_rules_and_configuration_travel(spark: Any, texts: list[str], tmp_path: Path) -> None:
    """They are gone from the disk by the time that a worker runs."""
    house = tmp_path / "house"
    (house / "rules").mkdir(parents=True)
    rule = RULE.format(name="house-word", code="HSE001", check="pattern", options="options: {patterns: [größer]}")
    (house / "rules" / "house.yaml").write_text(rule)
    (house / "base.yaml").write_text("rule-paths: [rules]\n")
    (house / "artlint.yaml").write_text(
        "extend: base.yaml\nfail-on: error\nrules: {house-word: {severity: error}}\n"
        "per-path: [{paths: ['*.csv'], ignore: [house-word]}]\n"
    )
    config = str(house / "artlint.yaml")
    want = in_order(alone(texts, config=config))
    assert sum(b'"HSE001"' in row for row in want) == 60
    rows = artlint.spark.lint(frame(spark, texts), config=config, **ALONE)
    shutil.rmtree(house)
    assert in_order(rows) == want


def test_plugins_travel(spark: Any, texts: list[str], peril: Path) -> None:
    def there(_: int) -> bool:
        import importlib.util

        return importlib.util.find_spec("artlint_peril") is not None

    assert not any(spark.sparkContext.parallelize(range(4), 4).map(there).collect())
    given = [*texts[:10], "The dam held. HARMLESS here.\n"]
    want = in_order(alone(given))
    assert sum(b'"PER001"' in row for row in want) == 1
    rows = artlint.spark.lint(frame(spark, given), **ALONE)
    shutil.rmtree(peril)
    assert in_order(rows) == want


def test_a_poison_record_fails_alone(spark: Any, texts: list[str], peril: Path) -> None:
    given = [*texts[:20], "KILLPROCESS", *texts[20:40], "EXITNOW", "RAISEERROR", *texts[40:]]
    rows = artlint.spark.lint(frame(spark, given, 3), **ALONE).toArrow().to_pylist()
    broken = {r["id"]: r["problem"] for r in rows if r["verdict"] == "broken"}
    assert broken.keys() == {"id-21", "id-42", "id-43"}
    assert broken["id-21"] == "artlint died on it (SIGKILL)"
    assert broken["id-42"] == "artlint died on it (exit 3)"
    assert "ValueError: not this one" in broken["id-43"]
    harmless = ["" if f"id-{n}" in broken else t for n, t in enumerate(given, 1)]
    assert in_order([r for r in rows if r["id"] not in broken]) == in_order(
        [r for r in alone(harmless) if r["id"] not in broken]
    )


def test_a_process_that_is_killed_loses_nothing(
    spark: Any, cluster: Cluster, texts: list[str], peril: Path, tmp_path: Path
) -> None:
    """The one that checks, not Spark's: no task fails for it."""
    gate = tmp_path / "gate"
    given = [f"{t}\nGATE {gate}\n" for t in texts]
    rows = during(artlint.spark.lint(frame(spark, given, 4), **ALONE), gate, lambda: kill_checking(cluster))
    assert in_order(rows) == in_order(alone(given))


def kill_checking(cluster: Cluster) -> None:
    pids = [p for w in cluster.workers for p in descendants(w.pid) if "artlint.spark.child" in command_of(p)]
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def during(rows: Any, gate: Path, act: Callable[[], Any]) -> list[dict[str, Any]]:
    """The rows, and meanwhile, while a process that checks waits for the file `gate`, `act`."""
    out: list[Any] = []
    thread = threading.Thread(target=lambda: out.append(rows.toArrow().to_pylist()))
    thread.start()
    try:
        wait_until(Path(f"{gate}.reached").exists, "an article is being checked")
        act()
    finally:
        gate.touch()
    thread.join(300)
    assert out, "the job did not end"
    return out[0]


def test_fix(spark: Any, texts: list[str]) -> None:
    df = spark.createDataFrame(
        [(n, t, [n]) for n, t in enumerate([*texts, None])], "n int, body string, more array<int>"
    )
    rows = artlint.spark.fix(df.repartition(5), text="body", unsafe_fixes=True).toArrow().to_pylist()
    assert sorted(rows[0]) == ["artlint_fixed", "artlint_problem", "body", "more", "n"]
    rows.sort(key=lambda r: r["n"])
    assert [r["more"] for r in rows] == [[n] for n in range(61)]
    assert rows[60]["body"] is None
    assert rows[60]["artlint_problem"] == "it has no text"
    linter = Linter.from_config()
    for text, row in zip(texts, rows, strict=False):
        after, fixed, _ = fixer.fix_text(text, linter.lint_text, ("safe", "unsafe"))
        assert row["body"] == after
        assert [d["rule"] for d in row["artlint_fixed"]] == [d.rule for d in fixed]
    assert sum(r["body"] != t for r, t in zip(rows, texts, strict=False)) > 20


def test_columns_are_read_as_fields_of_files_are(spark: Any, texts: list[str]) -> None:
    """A language under another name is the same one, of an address the host counts, and what is too long is broken."""
    long, text = "word " * 900_000, f"{texts[0]}\nOnly time will tell.\n"
    given = [
        ("a", "en-GB", "https://user@News.example:80/a/1?x", text),
        ("b", "eng_Latn", "The Herald", text),
        ("c", "nonsense", None, text),
        ("d", "fr", None, text),
        ("e", None, "https://news.example/b", long),
    ]
    df = spark.createDataFrame(given, "id string, lang string, url string, text string")
    options = {"select": ["stock-phrase"], "language": "lang"}  # a rule for English alone
    made = artlint.spark.lint(df, source="url", **options).toArrow().to_pylist()
    rows = {r["id"]: r for r in made}
    about = {id_: (r["language"], r["source"], r["length"]) for id_, r in rows.items()}
    assert about == {
        "a": ("en", "news.example", len(text)),
        "b": ("en", "The Herald", len(text)),
        "c": ("en", None, len(text)),
        "d": ("fr", None, len(text)),
        "e": (None, "news.example", None),
    }
    assert [bool(rows[id_]["diagnostics"]) for id_ in "abcde"] == [True, True, True, False, False]
    problem = "“text” has 4,500,000 characters; artlint reads articles of up to 4,000,000"
    assert (rows["e"]["verdict"], rows["e"]["problem"]) == ("broken", problem)

    after = {r["id"]: r for r in artlint.spark.fix(df, **options).toArrow().to_pylist()}
    assert (after["e"]["artlint_problem"], after["e"]["text"]) == (problem, long)


def test_what_is_wrong_is_said_before_anything_is_sent(spark: Any, tmp_path: Path) -> None:
    df = frame(spark, ["One."], 1)
    bad = tmp_path / "artlint.yaml"
    bad.write_text("selct: [DUP]\n")
    with pytest.raises(ArtlintError, match="no column “body”"):
        artlint.spark.lint(df, text="body")
    with pytest.raises(ArtlintError, match="“record” is bigint; a text is a string"):
        artlint.spark.lint(df, text="record")
    with pytest.raises(ArtlintError, match="no rule answers to “NOPE”"):
        artlint.spark.lint(df, select=["NOPE"])
    with pytest.raises(ArtlintError, match=r"artlint\.yaml:1:1"):
        artlint.spark.lint(df, config=str(bad))
    with pytest.raises(ArtlintError, match="a column “id” already"):
        artlint.spark.fix(df, fixed="id")
    with pytest.raises(ValueError, match="per must be"):
        artlint.spark.lint(df, per="line")


def test_a_worker_with_another_version_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from artlint.spark import job_payload, plans

    options = JobOptions()
    made = job_payload.pack(plans.linter(options), options)
    monkeypatch.setattr(job_payload, "__version__", "0.0.9")
    with pytest.raises(ArtlintError, match=r"this worker has artlint 0\.0\.9"):
        job_payload.load(made)


@pytest.fixture(scope="module")
def alike(texts: list[str]) -> list[str]:
    """Articles of which many are copies of others, or nearly."""
    out = []
    for n in range(90):
        words = texts[n % 15].split(" ")
        for change in range(n // 15 % 4):
            words[(n * 7 + change * 11) % len(words)] = f"word{change}"
        out.append(" ".join(words))
    return out


def test_corpus_rules(spark: Any, alike: list[str]) -> None:
    """By file and number the same as in one process; by id alone they are named by their ids."""
    articles = [Article(t, RecordPath("news/a.jsonl", n, f"id-{n}"), id=f"id-{n}") for n, t in enumerate(alike, 1)]
    one = Linter.from_config().lint_corpus(articles)
    want = [rows.row(p, found, {}, "")["diagnostics"] for p, found in one.items()]
    made = artlint.spark.lint(frame(spark, alike), **NAMES).toArrow().to_pylist()
    made.sort(key=lambda r: r["record"])
    assert json.dumps([r["diagnostics"] for r in made]) == json.dumps(want)
    counts = [dict(r["counts"]) for r in made]
    assert sum("duplicate-article" in c for c in counts) > 10
    assert sum("near-duplicate-article" in c for c in counts) > 10
    assert all(sum(c.values()) == len(r["diagnostics"]) for c, r in zip(counts, made, strict=True))
    assert all(r["verdict"] == "drop" for r, c in zip(made, counts, strict=True) if "duplicate-article" in c)

    by_id = artlint.spark.lint(frame(spark, alike, 3), per="diagnostic", select=["duplicate-article"])
    found = {r["id"]: r["message"] for r in by_id.toArrow().to_pylist()}
    assert found["id-61"] == "the same article as id-1"


COPY = "After three weeks in the dock the ferry to Westport sails again {}, says its captain, Ann Hale, to all of us."


def test_records_may_be_numbered_from_0(spark: Any) -> None:
    """0 is no number of a record; what is found in it is not lost for that."""
    given = [(path, n, f"{path}-{n}", COPY.format(n)) for path in ("a", "b") for n in range(2)]
    df = spark.createDataFrame(given, "path string, record long, id string, text string")
    rows = artlint.spark.lint(df, select=["duplicate-article"], **NAMES).toArrow().to_pylist()
    assert sorted((r["path"], r["record"], len(r["diagnostics"])) for r in rows) == [
        ("a", 0, 0),
        ("a", 1, 0),
        ("b", 0, 1),
        ("b", 1, 1),
    ]
    related = [r["diagnostics"][0]["related"][0] for r in rows if r["diagnostics"]]
    assert sorted((r["path"], r["record"], r["id"]) for r in related) == [("a", 0, "a-0"), ("a", 1, "a-1")]


def test_settings_for_a_path_hold_for_articles_named_by_id(spark: Any, tmp_path: Path) -> None:
    config = tmp_path / "artlint.yaml"
    config.write_text("select: [duplicate-article]\nper-path: [{paths: ['drafts/**'], ignore: [duplicate-article]}]\n")
    given = [("news/1", "z"), ("drafts/1", "y"), ("news/2", "x")]
    df = spark.createDataFrame([(*g, COPY) for g in given], "path string, id string, text string")
    here = str(tmp_path) + "/"
    from pyspark.sql import functions as f

    df = df.withColumn("path", f.concat(f.lit(here), "path"))
    rows = artlint.spark.lint(df, path="path", config=str(config)).toArrow().to_pylist()
    found = [(r["path"], r["id"], d["message"], d["related"][0]) for r in rows for d in r["diagnostics"]]
    assert [each[:3] for each in found] == [(f"{here}news/1", "z", "the same article as x")]
    assert (found[0][3]["path"], found[0][3]["record"], found[0][3]["id"]) == (f"{here}news/2", None, "x")


def test_a_broken_record_is_nobodys_copy(spark: Any, peril: Path) -> None:
    """Nor has anybody it as a copy: it has no facts, and what is found in others is not found in it."""
    words = ["KILLPROCESS", "killprocess", "Killprocess", "KILLPROCESS"]
    df = frame(spark, [COPY.format(word) for word in words], 2)
    rows = artlint.spark.lint(df, select=["peril", "duplicate-article"], **NAMES).toArrow().to_pylist()
    rows.sort(key=lambda r: r["record"])
    assert [r["verdict"] for r in rows] == ["broken", "keep", "drop", "broken"]
    assert [[d["message"] for d in r["diagnostics"]] for r in rows] == [
        [],
        [],
        ["the same article as news/a.jsonl#2 (id-2)"],
        [],
    ]


def test_one_process_does_all_for_a_job() -> None:
    """Linting, facts, stages, reports: each worker has one process of that size, not one for each."""
    import pyarrow as pa

    from artlint.spark import job_payload, plans, worker

    options = JobOptions(LintOptions(select=("COR",)))
    made = job_payload.pack(plans.linter(options), options)
    schema = pa.schema([("path", pa.string()), *records("", []).schema])
    batch = pa.RecordBatch.from_pylist([{"path": "a", "record": n, "text": COPY} for n in (1, 2)], schema)
    before = dict(worker._processes)
    worker._processes.clear()
    try:
        assert len(pa.Table.from_batches(worker.lint([batch], made))) == 2
        facts = list(worker.collect([batch], made))
        for stage in (1, 2, 3):
            table = pa.Table.from_batches(facts).sort_by([("rule", "ascending"), ("key", "ascending")])
            facts = list(worker.conclude(table.combine_chunks().to_batches(), made, stage))
        table = pa.Table.from_batches(facts).sort_by([("path", "ascending"), ("record", "ascending")])
        rows = [r for b in worker.report(table.combine_chunks().to_batches(), made) for r in b.to_pylist()]
        assert [r["verdict"] for r in rows] == ["keep", "drop"]
        assert len(worker._processes) == 1
    finally:
        for process in worker._processes.values():
            process.close()
        worker._processes.clear()
        worker._processes.update(before)


def test_without_a_name_articles_are_not_compared(spark: Any, alike: list[str]) -> None:
    with pytest.warns(UserWarning, match="without id= they cannot tell articles apart"):
        rows = artlint.spark.lint(frame(spark, alike[:4]).drop("id"), id=None)
    assert rows.count() == 4


def test_a_worker_killed_in_the_middle_loses_nothing(
    spark: Any, cluster: Cluster, texts: list[str], peril: Path, tmp_path: Path
) -> None:
    """The last test on this cluster: it has one worker less afterwards."""
    gate = tmp_path / "gate"
    given = [f"{t}\nGATE {gate}\n" for t in texts]
    below: list[int] = []

    def kill() -> None:
        below.extend(descendants(cluster.workers[0].pid))
        assert len(cluster.kill_worker()) == 2, "a worker and its executor"

    rows = during(artlint.spark.lint(frame(spark, given, 12), **ALONE), gate, kill)
    assert in_order(rows) == in_order(alone(given))
    wait_until(lambda: not any(map(command_of, below)), "the processes of the killed worker end")


def test_spark_reads_its_own_file_after_it_was_fixed(spark: Any, artlint: Any, tmp_path: Path) -> None:
    """With timestamps and decimals as Spark writes them."""
    text = "262\nThe harbour was closed for a week after the storm. Nobody was hurt."
    query = "select 'a' as id, '{}' as text, timestamp'2020-01-02 10:00:00' as t, cast(1.25 as decimal(9, 2)) as d"
    data, written = tmp_path / "data", tmp_path / "out" / "data"
    spark.sql(query.format(text.replace("\n", "\\n"))).coalesce(1).write.parquet(str(data))
    ran = artlint(data, "--text-field", "text", "--write-fixed", tmp_path / "out" / "data", "--unsafe-fixes")
    assert ran.code == 1, ran.err
    before, after = (spark.read.parquet(str(folder)) for folder in (data, written))
    assert after.schema == before.schema
    assert [tuple(row) for row in after.drop("text").collect()] == [tuple(row) for row in before.drop("text").collect()]
    assert [row.text for row in after.collect()] == [text.removeprefix("262\n")]
