"""Rows about articles, as tables and as attributes of Dolma."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.support.articles import Artlint
from tests.support.record_files import content, write_records


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"caf\xe9.jsonl"])
def test_files_whose_names_are_not_utf_8_have_no_rows(artlint: Artlint, tmp_path: Path, name: bytes) -> None:
    file = os.fsdecode(os.path.join(os.fsencode(tmp_path), name))
    Path(file).write_text('{"text": "It rained all day, and nobody minded."}\n')
    for command in ([file, "--output-format", "jsonl"], ["stats", file], ["stats", tmp_path, "--text-field", "text"]):
        ran = artlint(*command, "--isolated")
        assert (ran.code, ran.out) == (2, "")
        assert "xe9." in ran.err
        assert "the name of a file must be UTF-8 where it is to stand in a table\n  help: rename" in ran.err
    if name.endswith(b".txt"):
        assert artlint(file, "--isolated", "--ignore", "ALL").code == 0


def test_rows(artlint: Artlint, tmp_path: Path, articles: Path, rows: list[dict[str, Any]]) -> None:
    write_records(
        tmp_path / "a.jsonl",
        [*rows, {"id": "good", "text": "Rain\n\nIt rained all day, and nobody minded."}, {"id": "bad"}],
    )
    options = ("--isolated", "--extend-select", "too-short", "--output-format")
    ran = artlint("a.jsonl", *options, "jsonl")
    assert ran.code == 2
    got = [json.loads(line) for line in ran.lines]
    assert [r["verdict"] for r in got] == ["drop"] * 6 + ["broken"]
    assert [r["record"] for r in got] == [1, 2, 3, 4, 5, 6, 7]
    assert got[0]["metrics"]["too-short"] > 100
    assert got[0]["counts"] == {
        "appended-section": 1,
        "markdown-residue": 1,
        "orphan-citation": 1,
        "truncated-ending": 1,
    }
    assert got[1]["source"] == "www.site1.example"
    assert got[1]["language"] == "en"
    first = got[0]["diagnostics"][0]
    assert rows[0]["text"][first["start"] : first["end"]].startswith("About the Organizations")
    assert (first["line"], first["column"], first["fix"]["safety"]) == (8, 1, "unsafe")
    artlint("a.jsonl", *options, "parquet", "-o", "rows.parquet")
    table = pq.read_table(tmp_path / "rows.parquet").to_pylist()
    for row in table:
        row.update({name: {p["key"]: p["value"] for p in row[name]} for name in ("metrics", "counts")})
    assert table == got
    artlint("a.jsonl", *options, "jsonl", "-o", "rows.jsonl.zst")
    assert [json.loads(line) for line in content(tmp_path / "rows.jsonl.zst").splitlines()] == got
    ran = artlint("articles", "--isolated", "--output-format", "jsonl")
    assert [r["counts"] for r in map(json.loads, ran.lines)][:3] == [r["counts"] for r in got][:3]
    assert ran.code == 1


def test_dolma_attributes(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    (tmp_path / "documents").mkdir()
    write_records(tmp_path / "documents" / "0.jsonl.gz", rows)
    write_records(tmp_path / "documents" / "1.parquet", rows)
    ran = artlint(
        "documents",
        "--text-field",
        "text",
        "--isolated",
        "--extend-select",
        "too-short",
        "--output-format",
        "dolma",
        "-o",
        "attributes",
    )
    assert ran.code == 1
    for name in ("0.jsonl.gz", "1.parquet.jsonl.gz"):
        got = [json.loads(line) for line in content(tmp_path / "attributes" / name).splitlines()]
        assert [r["id"] for r in got] == ["0", "1", "2", "3", "4"]
        size = len(rows[0]["text"])
        assert got[0]["attributes"]["artlint__drop"] == [[0, size, 1.0]]
        assert got[0]["attributes"]["artlint__too_short"][0][:2] == [0, size]
        assert got[0]["attributes"]["artlint__appended_section"] == [[1264, size, 1.0]]
    assert artlint("documents/0.jsonl.gz", "--output-format", "dolma").code == 2


def copied(rows: list[dict[str, Any]]) -> dict[tuple[str, int], tuple[str, int | None]]:
    """Of each copy by file and record, the article that it is a copy of."""
    return {
        (row["path"], row["record"]): (other["path"], other["record"])
        for row in rows
        for d in row["diagnostics"]
        if d["rule"] == "duplicate-article"
        for other in d["related"]
    }


def test_rows_tell_what_shows_across_articles(artlint: Artlint, copies: Path) -> None:
    """In every form and order of files; a copy that would be kept is dropped for it."""
    want = {("b.jsonl", 1): ("a.jsonl", 1), ("b.jsonl", 6): ("b.jsonl", 2), ("t.txt", 1): ("b.jsonl", 3)}
    options = ("--isolated", "--select", "COR001")
    for names in (("b.jsonl", "a.jsonl", "t.txt"), ("t.txt", "a.jsonl", "b.jsonl")):
        ran = artlint(*names, *options, "--output-format", "jsonl")
        got = [json.loads(line) for line in ran.lines]
        assert copied(got) == want
        assert len(got) == 9
        for row in got:
            dropped = (row["path"], row["record"]) in want
            assert row["verdict"] == ("broken" if row["id"] == "bad" else "drop" if dropped else "keep")
            assert row["counts"] == ({"duplicate-article": 1} if dropped else {})
        artlint(*names, *options, "--output-format", "parquet", "-o", "rows.parquet")
        assert copied(pq.read_table(copies / "rows.parquet").to_pylist()) == want
    artlint("b.jsonl", "a.jsonl", *options, "--output-format", "dolma", "-o", "att")
    lines = [json.loads(line)["attributes"] for line in (copies / "att/b.jsonl").read_text().splitlines()]
    assert ["artlint__duplicate_article" in line for line in lines] == [True, *[False] * 4, True, False]
    assert not [f for f in os.listdir(copies) if f.startswith("tmp")]


@pytest.mark.parametrize("ending", [".parquet", ".feather", ".arrow"])
def test_hugging_face_loads_rows_with_ids_as_they_were(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]], ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    datasets = pytest.importorskip("datasets")
    write_records(tmp_path / f"a{ending}", [{**row, "id": n} for n, row in enumerate(rows)])
    artlint(f"a{ending}", "--isolated", "--output-format", "parquet", "-o", "rows.parquet")
    loaded = datasets.load_dataset("parquet", data_files=str(tmp_path / "rows.parquet"), cache_dir=str(tmp_path / "c"))
    assert loaded["train"]["id"][:] == list(range(len(rows)))
    counts = loaded["train"]["counts"][0]
    assert {"key": "appended-section", "value": 1} in counts


def test_ids_stay_numbers_only_where_all_are(artlint: Artlint, tmp_path: Path) -> None:
    """JSON Lines may hold any id, so their rows are numbers in JSON Lines, and text in a table with types."""
    text = "It rained on Monday, and the sun shone on Tuesday."
    write_records(tmp_path / "a.jsonl", [{"id": 7, "text": text}, {"id": 8, "text": text}])
    write_records(tmp_path / "b.jsonl", [{"id": "007", "text": text}, {"id": 8, "text": text}])
    write_records(tmp_path / "c.parquet", [{"id": 7, "text": text}])

    def ids(*files: str) -> list[Any]:
        ran = artlint(*files, "--isolated", "--output-format", "jsonl")
        artlint(*files, "--isolated", "--output-format", "parquet", "-o", "rows.parquet")
        return [
            [json.loads(line)["id"] for line in ran.lines],
            pq.read_table(tmp_path / "rows.parquet")["id"].to_pylist(),
        ]

    assert ids("a.jsonl") == [[7, 8], ["7", "8"]]
    assert ids("a.jsonl", "b.jsonl") == [["7", "8", "007", "8"]] * 2
    assert ids("c.parquet") == [[7]] * 2
    assert ids("a.jsonl", "c.parquet") == [[7, 8, 7], ["7", "8", "7"]]


def test_the_folders_of_a_table_are_columns(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    """As Hive and Spark name them."""
    folder = tmp_path / "corpus" / "year=2024" / "language=en" / "site=a%2Fb"
    folder.mkdir(parents=True)
    write_records(folder / "0.jsonl", rows[:1])
    (tmp_path / "corpus" / "year=__HIVE_DEFAULT_PARTITION__").mkdir()
    write_records(tmp_path / "corpus" / "year=__HIVE_DEFAULT_PARTITION__" / "0.parquet", rows[:1])
    ran = artlint("corpus", "--text-field", "text", "--isolated", "--output-format", "jsonl")
    parts = [
        {k: v for k, v in json.loads(line).items() if k in ("year", "partition_language", "site")} for line in ran.lines
    ]
    assert parts == [
        {"year": "2024", "partition_language": "en", "site": "a/b"},
        {"year": None, "partition_language": None, "site": None},
    ]
    artlint("corpus", "--text-field", "text", "--isolated", "--output-format", "parquet", "-o", "rows.parquet")
    assert pq.read_table(tmp_path / "rows.parquet")["year"].to_pylist() == ["2024", None]
