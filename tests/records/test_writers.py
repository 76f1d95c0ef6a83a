"""Fixed copies of files of records: all but the text stays as it was."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from artlint.cli import main
from artlint.records import streams
from tests.support.articles import Artlint
from tests.support.record_files import BROKEN, ENDINGS, content, write_records


def texts(path: Path, field: str = "text") -> list[str]:
    """The texts of a file as a reader other than artlint's has them."""
    if path.suffix == ".parquet":
        return pq.read_table(path)[field].to_pylist()
    name, data = path.name, content(path).decode()
    if ".csv" in name or ".tsv" in name:
        from io import StringIO

        rows = csv.DictReader(StringIO(data, newline=""), delimiter="\t" if ".tsv" in name else ",")
        return [row[field] for row in rows]
    return [json.loads(line)[field] for line in data.splitlines()]


def test_broken_records_pass_through_when_the_rest_is_fixed(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(BROKEN + b"\n\n  \n")
    assert artlint("a.jsonl", "--isolated", "--write-fixed", "out").code == 2
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == BROKEN + b"\n\n  \n"


@pytest.mark.parametrize("ending", ENDINGS)
def test_write_fixed_keeps_all_but_the_text(
    artlint: Artlint, tmp_path: Path, seeds: Path, rows: list[dict[str, Any]], ending: str
) -> None:
    file = write_records(tmp_path / f"corpus{ending}", rows)
    before = file.read_bytes()
    ran = artlint(file.name, "--isolated", "--unsafe-fixes", "--write-fixed", "out")
    assert "; 1 file written to out." in ran.err
    artlint("fix", "--unsafe-fixes", "--isolated", "texts", cwd=_copied(seeds, tmp_path))
    fixed = [p.read_bytes().decode() for p in sorted((tmp_path / "texts").glob("*.txt"))]
    new = tmp_path / "out" / file.name
    assert texts(new) == fixed != texts(file)
    for name in set(rows[0]) - {"text"}:
        assert texts(new, name) == texts(file, name)
    if ending == ".parquet":
        assert pq.read_schema(new) == pq.read_schema(file)
        assert pq.ParquetFile(new).metadata.row_group(0).column(0).compression == "ZSTD"
    else:
        if ".json" in ending or ".ndjson" in ending:
            assert content(file).splitlines()[3] == content(new).splitlines()[3], "without fixes a line stays as it is"
    assert file.read_bytes() == before
    assert artlint(f"out/{file.name}", "--isolated", "--unsafe-fixes", "--write-fixed", "again").code in (0, 1)
    assert content(tmp_path / "again" / file.name) == content(new) or ending == ".parquet"


def _copied(seeds: Path, tmp_path: Path) -> Path:
    import shutil

    shutil.copytree(seeds, tmp_path / "texts")
    return tmp_path


def test_write_fixed_finds_the_very_text_in_a_line(artlint: Artlint, tmp_path: Path) -> None:
    text = "262\\nThe talks \\u00e9nded on Thursday, and nobody came."
    line = f'{{"title" : "{text}","n":1.50,\t"d":{{"text": "{text}" , "b":[1]}},  "z":"{text}"}}\n'
    (tmp_path / "a.jsonl").write_text(line)
    artlint("a.jsonl", "--isolated", "--text-field", "d.text", "--unsafe-fixes", "--write-fixed", "out")
    new = "The talks \\u00e9nded on Thursday, and nobody came."
    at = line.index('"text": ')
    assert (tmp_path / "out" / "a.jsonl").read_text() == line[:at] + line[at:].replace(text, new, 1)


def test_write_fixed_for_nested_and_dictionary_columns(artlint: Artlint, tmp_path: Path) -> None:
    text = "262\nThe talks ended on Thursday, and nobody came."
    nested = pa.array([{"text": text, "n": 1}, None, {"text": "It rained.", "n": 3}])
    words = pa.array([text, text, "It rained."]).dictionary_encode()
    pq.write_table(pa.table({"d": nested, "w": words, "x": [1, 2, 3]}), tmp_path / "a.parquet", row_group_size=2)
    for field, many in (("d.text", 1), ("w", 2)):
        ran = artlint("a.parquet", "--isolated", "--text-field", field, "--unsafe-fixes", "--write-fixed", "out")
        assert f"{many} fault" in ran.err
        old, new = pq.ParquetFile(tmp_path / "a.parquet"), pq.ParquetFile(tmp_path / "out" / "a.parquet")
        assert new.schema_arrow == old.schema_arrow
        assert new.num_row_groups == old.num_row_groups
        changed = field[0]
        assert str(new.read()[changed].to_pylist()) == str(old.read()[changed].to_pylist()).replace("262\\n", "")
        assert new.read().drop_columns(changed) == old.read().drop_columns(changed)


def test_write_fixed_and_the_baseline(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    file = write_records(tmp_path / "a.jsonl", [{**r, "id": r["url"] + "/../../x"} for r in rows])
    assert "17 diagnostics of 5 articles" in artlint("baseline", "a.jsonl", "--isolated").err
    ran = artlint("a.jsonl", "--isolated", "--unsafe-fixes", "--write-fixed", "out")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == file.read_bytes()
    assert artlint("a.jsonl", "--isolated", "--no-baseline").code == 1
    write_records(tmp_path / "a.jsonl", [{"id": "new", "text": "262\nThe talks ended, and nobody came to them."}])
    ran = artlint("a.jsonl", "--isolated")
    assert ran.code == 1
    assert "a.jsonl#1 (new):1:1: BOI004" in ran.out
    (tmp_path / "a.jsonl").unlink()
    write_records(tmp_path / "b.jsonl", rows[:1])
    assert "17 entries of " in artlint("b.jsonl", "--isolated").err
    ran = artlint("baseline", "b.jsonl", "--isolated", "-o", "known.json")
    assert ran.code == 0
    assert "of 1 articles written to known.json" in ran.err
    assert artlint("b.jsonl", "--isolated", "--baseline", "known.json").code == 0
    assert not list(tmp_path.glob("*.journal"))


def test_what_json_has_no_name_for_stays_to_the_digit(artlint: Artlint, tmp_path: Path) -> None:
    text = r"262\nThe talks “ended” on Thursday, and \"nobody\" came."
    rest = r'"n": NaN, "m": [-Infinity, 1.10, 0.1234567890123456789012345], "s": "NaN \"Infinity", "n": 1.50, "a": NaN'
    (tmp_path / "a.jsonl").write_text(f'{{{rest}, "text": "{text}", "z": Infinity}}\n', encoding="utf-8")
    artlint("a.jsonl", "--isolated", "--unsafe-fixes", "--write-fixed", "out")
    fixed = (tmp_path / "out" / "a.jsonl").read_text(encoding="utf-8")
    assert fixed.startswith(f'{{{rest}, "text": "The talks ')
    assert fixed.endswith('came.", "z": Infinity}\n')


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_a_line_that_is_too_long_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr(streams, "MAX_LINE_BYTES", 100_000)
    monkeypatch.chdir(tmp_path)
    last = "The talks ended on Thursday, and nobody came."
    rows = [{"text": f"262\n{last}"}, {"text": "a" * 300_000}, {"text": f"262\n{last}"}]
    file = write_records(tmp_path / f"a{ending}", rows)
    assert main.main([file.name, "--isolated", "--unsafe-fixes", "--write-fixed", "out", "-q"]) == 2
    assert texts(tmp_path / "out" / file.name) == [last, "a" * 300_000, last]


def test_a_fix_makes_no_formula(artlint: Artlint, tmp_path: Path) -> None:
    last = b"The talks ended on Thursday, and nobody came."
    content = b'id,text\n1,"262\n=' + last + b'"\n2,"262\n' + last + b'"\n'
    (tmp_path / "a.csv").write_bytes(content)
    artlint("a.csv", "--isolated", "--unsafe-fixes", "--write-fixed", "out")
    assert (tmp_path / "out" / "a.csv").read_bytes() == content.replace(b'2,"262\n', b'2,"')
