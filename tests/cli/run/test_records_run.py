"""Articles that are records of data files: what is read, what is said of broken records, and what is written."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support import python_path
from tests.support.articles import Artlint
from tests.support.processes import descendants
from tests.support.record_files import BROKEN, ENDINGS, write_records


def places(out: str) -> list[str]:
    """The lines of `concise` without the paths."""
    return [line.split(":", 1)[1].lstrip() for line in out.splitlines()]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_articles_have_the_same_diagnostics_in_every_form(
    artlint: Artlint, tmp_path: Path, seeds: Path, rows: list[dict[str, Any]], ending: str
) -> None:
    file = write_records(tmp_path / f"corpus{ending}", rows)
    ran = artlint(file.name, "--isolated")
    assert ran.code == 1
    assert places(ran.out) == places(artlint(seeds, "--isolated").out)
    assert ran.lines[0].startswith(f"corpus{ending}#1 (0):8:1: BOI003 ")
    assert "found in 5 of 5 articles" in ran.err
    assert "--write-fixed DIR" in ran.err


def test_text_files_come_first_and_all_count(artlint: Artlint, articles: Path, rows: list[dict[str, Any]]) -> None:
    write_records(articles.parent / "a.jsonl", rows)
    ran = artlint("a.jsonl", "articles", "--isolated", "--ignore", "COR")
    paths = [line.split(":")[0] for line in ran.lines]
    assert paths[0].startswith("articles")
    assert paths[-1] == "a.jsonl#5 (4)"
    assert "2 errors, 30 warnings" in ran.err, "of five articles, each in both forms"


def test_the_number_of_workers_changes_nothing(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    many = [{**row, "id": f"{n}-{row['id']}"} for n in range(20) for row in rows[2:]]
    write_records(tmp_path / "a.jsonl.gz", many)
    write_records(tmp_path / "b.parquet", many[:20])
    seen = set()
    for jobs in (1, 2, 8):
        ran = artlint(
            "a.jsonl.gz",
            "b.parquet",
            "--isolated",
            "-j",
            jobs,
            "--write-fixed",
            f"out{jobs}",
            "--output-format",
            "json",
        )
        fixed = b"".join((tmp_path / f"out{jobs}" / name).read_bytes() for name in ("a.jsonl.gz", "b.parquet"))
        table = artlint("a.jsonl.gz", "b.parquet", "--isolated", "-j", jobs, "--output-format", "jsonl")
        seen.add((ran.code, ran.out, fixed, table.out))
    assert len(seen) == 1


def test_broken_records_are_named_and_stop_nothing(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(BROKEN)
    ran = artlint("a.jsonl", "--isolated", "--select", "too-short")
    assert ran.code == 2
    assert [line.split(":")[0] for line in ran.lines] == ["a.jsonl#1 (a)", "a.jsonl#11 (k)", "a.jsonl#12 (l)"]
    assert ran.err.splitlines()[:-1] == [
        "artlint: a.jsonl#3 (c): it has no field “text”",
        "artlint: a.jsonl#4: not JSON: Unterminated string starting (column 21)",
        "artlint: a.jsonl#5: a list, not an object",
        "artlint: a.jsonl#6: no text: “text” is null",
        "artlint: a.jsonl#7: “text” is a number, not a text",
        "artlint: a.jsonl#8: not UTF-8: byte 22 of the line is 0xff",
        "artlint: a.jsonl#9: not UTF-8: byte 37 of the line is 0xff",
        "artlint: a.jsonl#10: “text” has a lone surrogate, which is no character",
    ]


def test_where_files_may_be_written(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        write_records(tmp_path / folder / "a.jsonl", rows)
    ran = artlint("x/a.jsonl", "--write-fixed", "x")
    assert ran.code == 2
    assert "would be written over" in ran.err
    ran = artlint("x/a.jsonl", "y/a.jsonl", "--write-fixed", "out")
    assert ran.code == 2
    assert "would both be out/a.jsonl" in ran.err
    ran = artlint("x", "y", "--text-field", "text", "--isolated", "--write-fixed", "out")
    assert ran.code == 2, "the same name in both"
    ran = artlint(".", "--text-field", "text", "--isolated", "--write-fixed", "../fixed")
    assert sorted(p.name for p in (tmp_path.parent / "fixed").rglob("*.jsonl")) == ["a.jsonl", "a.jsonl"]
    assert "Can be fixed" in artlint("x/a.jsonl", "--isolated").err
    ran = artlint("x/a.jsonl", "--isolated", "--write-fixed", "../all", "--unsafe-fixes")
    assert "Can be fixed" not in ran.err, "for it has been"
    for flag in ("--fix", "--diff", "--profile"):
        ran = artlint("x/a.jsonl", flag)
        assert ran.code == 2
        assert ran.err.count("\n") <= 2
    assert "--write-fixed DIR" in artlint("fix", "x/a.jsonl").err


@pytest.mark.parametrize("how", [["--output-format", name] for name in ("concise", "jsonl", "parquet")])
def test_an_output_does_not_take_the_place_of_an_input(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]], how: list[str]
) -> None:
    before = write_records(tmp_path / "a.jsonl", rows).read_bytes()
    (tmp_path / "b.jsonl").symlink_to("a.jsonl")
    for output in ("a.jsonl", "b.jsonl", "./a.jsonl"):
        ran = artlint("a.jsonl", "--isolated", *how, "-o", output)
        assert ran.code == 2
        assert f"-o {output}: it is read, and would be written over" in ran.err
    assert (tmp_path / "a.jsonl").read_bytes() == before


def test_a_report_of_text_gets_no_name_of_rows(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    write_records(tmp_path / "a.jsonl", rows)
    ran = artlint("a.jsonl", "--isolated", "-o", "report.parquet")
    assert ran.code == 2
    assert "help: --output-format parquet writes rows" in ran.err
    assert not (tmp_path / "report.parquet").exists()


@pytest.mark.parametrize("how", [[], ["--output-format", "jsonl"], ["--output-format", "parquet"]])
def test_outputs_in_a_new_folder_in_a_pipe_and_in_a_device(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]], how: list[str]
) -> None:
    """What is no file has no journal beside it, and cannot be gone on with."""
    write_records(tmp_path / "a.jsonl", [*rows, rows[0]])  # a copy: rows are put aside on disk until that is known
    command = ("a.jsonl", "--isolated", "--quiet", *how)
    ran = artlint(*command, "-o", "new/folder/out")
    assert (ran.code, ran.err) == (1, "")
    want = (tmp_path / "new" / "folder" / "out").read_bytes()
    assert want.startswith(b"PAR1") if "parquet" in how else want.count(b"\n") > 5, want[:100]
    ran = artlint(*command, "-o", "/dev/stdout")
    assert (ran.code, ran.err) == (1, "")
    assert how == ["--output-format", "parquet"] or ran.out.encode() == want
    assert not os.path.exists("/dev/stdout.journal")
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE) as reader:
        assert artlint(*command, "-o", "pipe").code == 1
        assert reader.communicate(timeout=60)[0] == want
    for output in ("/dev/stdout", "pipe"):
        ran = artlint(*command, "-o", output, "--resume")
        assert ran.code == 2
        assert f"a run whose output stays, and {output} does not\n  help: name a file" in ran.err
    assert not [path for path in tmp_path.rglob("*") if "journal" in path.name]


def test_options_that_would_mean_nothing_are_refused(
    artlint: Artlint, tmp_path: Path, articles: Path, rows: list[dict[str, Any]]
) -> None:
    write_records(tmp_path / "a.jsonl", rows)
    for command, words in (
        (("articles", "--resume"), "files of records, and there is none among these\n  help: "),
        (("articles", "--resume", "-o", "x"), "files of records, and there is none among these\n  help: "),
        (("articles", "--resume", "--write-fixed", "x"), "files of records, and there is none among these\n  help: "),
        (("fix", "articles", "--resume"), "files of records, and there is none among these\n  help: "),
        (("-", "--resume", "-o", "x"), "standard input is none"),
        (("a.jsonl", "--resume"), "that has an output\n  help: "),
        (("a.jsonl", "--output", "x"), "--output is for a run on a cluster\n  help: --runner spark"),
        (("a.jsonl", "--master", "local[2]"), "--master is for a run on a cluster\n  help: --runner spark"),
        (("articles", "--output", "x"), "--output-file FILE"),
    ):
        ran = artlint(*command)
        assert (ran.code, ran.out) == (2, ""), command
        assert words in ran.err
    assert not (tmp_path / "x").exists()


def test_tables_in_a_folder_are_taken_when_asked_for(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    write_records(tmp_path / "a.jsonl", rows)
    write_records(tmp_path / "b.parquet", rows)
    ran = artlint(".", "--isolated")
    assert ran.code == 2
    assert "--text-field" in ran.err
    ran = artlint(".", "--isolated", "--text-field", "text")
    assert {line.split("#")[0] for line in ran.lines} == {"a.jsonl", "b.parquet"}


def test_records_on_standard_input(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    data = write_records(tmp_path / "a.jsonl", rows).read_bytes()
    named = artlint("a.jsonl", "--isolated")
    for command in (["-", "--stdin-filename", "a.jsonl"], ["/dev/stdin", "--stdin-filename", "a.jsonl"]):
        ran = artlint(*command, "--isolated", input=data)
        assert (ran.code, ran.out, ran.err) == (named.code, named.out, named.err)
    ran = artlint("-", "--text-field", "text", "--isolated", "--write-fixed", "out", "--unsafe-fixes", input=data)
    assert ran.out == named.out.replace("a.jsonl#", "stdin.jsonl#")
    artlint("a.jsonl", "--isolated", "--write-fixed", "out", "--unsafe-fixes")
    assert (tmp_path / "out" / "stdin.jsonl").read_bytes() == (tmp_path / "out" / "a.jsonl").read_bytes()
    ran = artlint("-", "--text-field", "text", "--stdin-filename", "a.txt", input=data)
    assert (ran.code, ran.out) == (2, "")
    assert "this is no name of a file of records" in ran.err


def test_reporters_name_file_and_record(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]], seeds: Path
) -> None:
    write_records(tmp_path / "a.jsonl", rows)
    got = json.loads(artlint("a.jsonl", "--isolated", "--output-format", "json").out)
    plain = json.loads(artlint(seeds, "--isolated", "--output-format", "json").out)
    assert (got[0]["filename"], got[0]["record"]) == ("a.jsonl", {"number": 1, "id": "0"})
    for mine, theirs in zip(got, plain, strict=True):
        del mine["record"]
        same = {k: v for k, v in theirs.items() if k not in ("filename", "related")}
        assert {k: v for k, v in mine.items() if k not in ("filename", "related")} == same
    run = json.loads(artlint("a.jsonl", "--isolated", "--output-format", "sarif").out)["runs"][0]
    place = run["results"][4]["locations"][0]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "a.jsonl"}, "region": {"startLine": 2}}
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "a.jsonl#2 (1)"
    assert run["results"][4]["message"]["text"].startswith("record 2 (1), 3:1: “In This Article")
    assert not any("fixes" in result for result in run["results"])
    first = artlint("a.jsonl", "--isolated", "--output-format", "github").lines[0]
    assert first.startswith("::warning file=a.jsonl,line=1,title=BOI003 appended-section::record 1 (0), 8:1: “About")
    shown = artlint("a.jsonl", "--isolated", "--output-format", "full").out
    assert "  --> a.jsonl#1 (0):8:1" in shown
    assert "About the Organizations Mentioned\n" in shown
    table = artlint("a.jsonl", "--isolated", "--statistics").lines
    assert table[0] == "count  articles  rule"
    assert table[-1] == "   17  a.jsonl"


def test_a_run_without_pyarrow_says_what_to_do(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    write_records(tmp_path / "a.jsonl", rows)
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['pyarrow'] = None\n")
    env = {**os.environ, "PYTHONPATH": python_path(tmp_path)}
    for options in ([], ["--output-format", "parquet", "-o", "x"]):
        command = [sys.executable, "-m", "artlint", "a.jsonl", *options]
        ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 2
        assert "pip install 'artlint[data]'" in ran.stderr
    for command in (["b.txt", "a.jsonl"], ["stats", "a.jsonl"], ["baseline", "a.jsonl"]):
        (tmp_path / "b.txt").write_text("It rained.\n")
        arguments = [sys.executable, "-m", "artlint", *command]
        ran = subprocess.run(arguments, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert ran.stderr.startswith("artlint: a.jsonl: files of records are read and written with pyarrow\n  help: ")


def test_memory_does_not_grow_with_the_file(tmp_path: Path, environment: dict[str, str]) -> None:
    """300 MB, packed into a few kilobytes; the largest process of the run stays under 500 MB."""
    record = {"html": "<p>" * 30_000, "text": "Rain\n\nIt rained all day, and nobody minded. " * 40}
    member = gzip.compress(b"".join(json.dumps({"id": i, **record}).encode() + b"\n" for i in range(33)))
    with open(tmp_path / "a.jsonl.gz", "wb") as file:
        for _ in range(100):
            file.write(member)
    command = [sys.executable, "-m", "artlint", "a.jsonl.gz", "--isolated", "--select", "STR001", "-j", "2", "-q"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, *(_peak(pid) for pid in (process.pid, *descendants(process.pid))))
            time.sleep(0.05)
    assert process.returncode in (0, 1)
    assert 20e6 < peak < 500e6


def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def test_stats_and_baselines_know_copies_of_records(artlint: Artlint, copies: Path) -> None:
    ran = artlint("stats", "b.jsonl", "a.jsonl", "--isolated", "--select", "COR001")
    assert ran.code == 2
    assert "COR001 duplicate-article  2\n" in ran.out
    assert "b.jsonl#1 (0):1:1: the same article as a.jsonl#1 (y)" in ran.out
    write_records(copies / "b.jsonl", [json.loads(line) for line in (copies / "b.jsonl").read_text().splitlines()[:6]])
    options = ("b.jsonl", "a.jsonl", "--isolated", "--select", "COR001")
    assert artlint(*options).code == 1
    assert artlint("baseline", *options).code == 0
    assert artlint(*options).code == 0
