"""Articles that are records of data files: what is read, what is said of broken records, and what is written."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from artlint.base.errors import ArtlintError
from artlint.cli import main
from artlint.records import fields, readers, streams
from tests.support import Ran, install, python_path
from tests.support.processes import wait_until

Artlint = Callable[..., Ran]

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".json.gz", ".ndjson", ".parquet", ".csv", ".csv.gz", ".tsv")


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Records in the form that the name of the file says."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, compression="zstd")
        return path
    name = path.name.removesuffix(".gz").removesuffix(".zst")
    if name.endswith((".csv", ".tsv")):
        from io import StringIO

        out = StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]), delimiter="\t" if name.endswith("tsv") else ",")
        writer.writeheader()
        writer.writerows(rows)
        data = out.getvalue().encode()
    else:
        data = "".join(json.dumps(r, ensure_ascii=i % 2 == 0) + "\n" for i, r in enumerate(rows)).encode()
    packed = {".gz": gzip.compress, ".zst": zstandard.compress}.get(path.suffix, bytes)
    path.write_bytes(packed(data))
    return path


def content(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    return gzip.decompress(data) if path.suffix == ".gz" else data


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


@pytest.fixture
def rows(seeds: Path) -> list[dict[str, Any]]:
    """The seeds as records."""
    return [
        {"id": i, "url": f"https://www.Site{i % 2}.example/a/{i}", "text": p.read_bytes().decode(), "score": 1.5}
        for i, p in enumerate(sorted(seeds.glob("*.txt")))
    ]


def places(out: str) -> list[str]:
    """The lines of `concise` without the paths."""
    return [line.split(":", 1)[1].lstrip() for line in out.splitlines()]


def records(path: Path, **wanted: str) -> list[dict[str, Any]]:
    reader = readers.reader(str(path), fields.Fields(**wanted))
    return [row for batch, _ in reader for row in batch.to_pylist()]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_articles_have_the_same_diagnostics_in_every_form(
    artlint: Artlint, tmp_path: Path, seeds: Path, rows: list[dict[str, Any]], ending: str
) -> None:
    file = write(tmp_path / f"corpus{ending}", rows)
    ran = artlint(file.name, "--isolated")
    assert ran.code == 1
    assert places(ran.out) == places(artlint(seeds, "--isolated").out)
    assert ran.lines[0].startswith(f"corpus{ending}#1 (0):8:1: BOI003 ")
    assert "found in 5 of 5 articles" in ran.err
    assert "--write-fixed DIR" in ran.err


def test_text_files_come_first_and_all_count(artlint: Artlint, articles: Path, rows: list[dict[str, Any]]) -> None:
    write(articles.parent / "a.jsonl", rows)
    ran = artlint("a.jsonl", "articles", "--isolated", "--ignore", "COR")
    paths = [line.split(":")[0] for line in ran.lines]
    assert paths[0].startswith("articles")
    assert paths[-1] == "a.jsonl#5 (4)"
    assert "6 errors" in ran.err


def test_the_number_of_workers_changes_nothing(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    many = [{**row, "id": f"{n}-{row['id']}"} for n in range(20) for row in rows[2:]]
    write(tmp_path / "a.jsonl.gz", many)
    write(tmp_path / "b.parquet", many[:20])
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
        mended = b"".join((tmp_path / f"out{jobs}" / name).read_bytes() for name in ("a.jsonl.gz", "b.parquet"))
        table = artlint("a.jsonl.gz", "b.parquet", "--isolated", "-j", jobs, "--output-format", "jsonl")
        seen.add((ran.code, ran.out, mended, table.out))
    assert len(seen) == 1


BROKEN = (
    b'\xef\xbb\xbf{"id": "a", "text": "It rained."}\n'
    b"\n"
    b'{"id": "c"}\n'
    b'{"id": "d", "text": "cut\n'
    b"[1]\n"
    b'{"text": null}\n'
    b'{"text": 3}\n'
    b'{"id": "h", "text": "\xff"}\n'
    b'{"id": "i", "text": "ok", "other": "\xff"}\n'
    b'{"text": "\\ud800"}\n'
    b'{"id": "k", "text": "It snowed.", "n": NaN}\r\n'
    b'{"id": "l", "text": "", "text": "The last of two."}'
)


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


def test_broken_records_pass_through_when_the_rest_is_mended(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(BROKEN + b"\n\n  \n")
    assert artlint("a.jsonl", "--isolated", "--write-fixed", "out").code == 2
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == BROKEN + b"\n\n  \n"


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_file_that_was_cut_off(artlint: Artlint, tmp_path: Path, ending: str) -> None:
    lines = "".join(json.dumps({"id": i, "text": os.urandom(300).hex()}) + "\n" for i in range(2000))
    write(tmp_path / f"a.jsonl{ending}", [])
    whole = {".gz": gzip.compress, ".zst": zstandard.compress}[ending](lines.encode())
    half = whole[: len(whole) // 2]
    (tmp_path / f"a.jsonl{ending}").write_bytes(half)
    inflate = {".gz": zlib.decompressobj(31), ".zst": zstandard.ZstdDecompressor().decompressobj()}[ending].decompress
    left = inflate(half).count(b"\n")
    assert 256 < left < 2000
    ran = artlint(f"a.jsonl{ending}", "--isolated", "--select", "too-short", "--write-fixed", "out")
    assert ran.code == 2
    assert len(ran.lines) == left, "the records before are checked"
    assert f"artlint: a.jsonl{ending}: it ends in the middle of its " in ran.err or "out/a.jsonl" in ran.err
    assert not list((tmp_path / "out").iterdir()), "what is not whole does not appear"


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_files_of_several_members(tmp_path: Path, ending: str) -> None:
    pack = {".gz": gzip.compress, ".zst": zstandard.compress}[ending]
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(pack(b'{"text": "one"}\n{"te') + pack(b'xt": "two"}\n') + b"\0" * 600 * (ending == ".gz"))
    assert [r["text"] for r in records(path)] == ["one", "two"]


def test_fields_that_do_not_show_cost_no_record_before(artlint: Artlint, tmp_path: Path) -> None:
    """The first object comes late, and has no text: what came before is named all the same."""
    (tmp_path / "a.jsonl").write_text("[1]\n" * 300 + '{"headline": "x"}\n')
    ran = artlint("a.jsonl", "--isolated")
    assert ran.code == 2
    named = [line.split(":")[1].strip() for line in ran.err.splitlines() if "not an object" in line]
    assert named == [f"a.jsonl#{n}" for n in range(1, 301)]
    assert "a.jsonl: no field has a name that is usual for the text" in ran.err


def test_a_file_that_begins_with_nothing_to_read_is_read_on(artlint: Artlint, tmp_path: Path) -> None:
    whole = b"\n" * 300 + b'{"text": "It rained."}\n'
    (tmp_path / "a.jsonl").write_bytes(whole)
    ran = artlint("a.jsonl", "--isolated", "--select", "too-short", "--write-fixed", "out")
    assert [line.split(":")[0] for line in ran.lines] == ["a.jsonl#301"]
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == whole


def test_lines_that_are_too_long_are_named_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(streams, "LONGEST", 200)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.jsonl", [{"text": "a" * 300}] * 300 + [{"text": "It rained."}])
    assert main.main(["a.jsonl", "--isolated", "--select", "too-short", "--write-fixed", "out"]) == 2
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in out.splitlines()] == ["a.jsonl#301"]
    named = [line.split(":")[1].strip() for line in err.splitlines() if "the line has 313 bytes" in line]
    assert named == [f"a.jsonl#{n}" for n in range(1, 301)]
    assert "out/a.jsonl was not written: it has a line that is too long to be written again" in err
    assert not list((tmp_path / "out").iterdir())


def test_a_line_of_gigabytes_takes_no_memory(tmp_path: Path) -> None:
    """Sixty kilobytes of zstd that are two gigabytes: blocks of one byte and how often it comes."""
    block = (1 << 17 << 3 | 1 << 1).to_bytes(3, "little") + b"a"
    end = b'\n{"text": "It rained."}\n'
    last = (len(end) << 3 | 1).to_bytes(3, "little") + end
    (tmp_path / "a.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd\x00\x38" + block * (1 << 14) + last)
    code = (
        "from artlint.records import fields, readers\n"
        "for batch, _ in readers.reader('a.jsonl.zst', fields.Fields()):\n"
        "    print(batch.column('problem').to_pylist(), batch.column('text').to_pylist())\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    found, peak = ran.stdout.splitlines()
    assert (
        found
        == f"['the line has {(1 << 31) + 1:,} bytes; artlint reads lines of up to 64,000,000', None] [None, 'It rained.']"
    )
    assert int(peak) * 1024 < 400e6


def test_damaged_files_are_named(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(b"no gzip at all")
    (tmp_path / "b.parquet").write_bytes(b"no Parquet either")
    (tmp_path / "c.csv").write_bytes(b"text,text\na,b\n")
    (tmp_path / "d.jsonl").write_text('{"headline": "x", "story": "y"}\n')
    write(tmp_path / "e.parquet", [{"text": 1}])
    (tmp_path / "f.jsonl").write_bytes(b"")
    write(tmp_path / "g.jsonl", [{"text": "ok"}])
    ran = artlint(*sorted(p.name for p in tmp_path.iterdir()), "--isolated", "--select", "too-short")
    assert ran.code == 2
    assert [line.split(":")[0] for line in ran.lines] == ["g.jsonl#1"]
    said = ran.err
    assert "a.jsonl.gz: its gzip data is damaged" in said
    assert "b.parquet: it is no Parquet file" in said
    assert "c.csv: its header has the column “text” twice" in said
    assert "d.jsonl: no field has a name that is usual for the text (text, content, body, raw_content)" in said
    assert "help: name it with --text-field; there are headline, story" in said
    assert "e.parquet: the column “text” is of type int64, not text" in said
    assert "f.jsonl" not in said


def test_which_fields(artlint: Artlint, tmp_path: Path) -> None:
    rows = [{"data": {"story": "It rained.", "lang": "eng_Latn"}, "nr": 7, "a.b": "x", "from": "wire"}]
    for name in ("a.jsonl", "a.parquet"):
        path = write(tmp_path / name, rows)
        [row] = records(path, text="data.story", id="nr", language="data.lang", source="from")
        assert row == {
            "record": 1,
            "id": "7",
            "text": "It rained.",
            "language": "en",
            "source": "wire",
            "problem": None,
        }
        assert records(path, text="a.b")[0]["text"] == "x", "a name of the first level is meant as it stands"
        ran = artlint(name, "--isolated", "--text-field", "data.story", "--id-field", "nbr")
        assert ran.code == 2
        assert f"{name}: no record has the field “nbr” of --id-field" in ran.err
    for name in ("text", "content", "body", "raw_content"):
        [row] = records(write(tmp_path / "b.jsonl", [{name: "t", "url": "http://u@www.Host.org:80/x"}]))
        assert (row["text"], row["id"], row["source"]) == ("t", "http://u@www.Host.org:80/x", "www.host.org")
    said = artlint("a.jsonl", "--meta-field", "nr").err
    assert "--meta-field nr: what “nr” holds is not clear" in said
    assert "--meta-field nr=language" in said


def test_the_language_of_a_record_is_taken(artlint: Artlint, tmp_path: Path) -> None:
    text = "Weather\nIt rained.\nRelated Articles\nIt will snow in the north, says the office"
    write(tmp_path / "a.jsonl", [{"text": text, "lang": lang} for lang in ("en", "de")])
    ran = artlint("a.jsonl", "--isolated", "--output-format", "jsonl")
    assert [json.loads(line)["language"] for line in ran.lines] == ["en", "de"]


def test_csv(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        b'\xef\xbb\xbfid;text\r\n1;"two\nlines, ""quoted"""\r\n\r\n2\r\n3;"a"b\r\n4;caf\xe9\r\n5;\r\n6;"not closed\r\n'
    )
    got = records(tmp_path / "a.csv")
    assert [(r["record"], r["id"], r["text"]) for r in got] == [
        (1, "1", 'two\nlines, "quoted"'), (2, "", None), (3, "", None), (4, "4", None), (5, "5", ""), (6, "", None),
    ]  # fmt: skip
    assert [r["problem"] for r in got] == [
        None,
        "it has 1 columns; the header has 2",
        "not CSV: ';' expected after '\"'",
        "not UTF-8: character 4 of the text is the byte 0xe9",
        None,
        "not CSV: unexpected end of data",
    ]
    before = (tmp_path / "a.csv").read_bytes()
    artlint("a.csv", "--isolated", "--write-fixed", "out")
    assert (tmp_path / "out" / "a.csv").read_bytes() == before


def test_parquet_columns_of_other_types(tmp_path: Path) -> None:
    texts = ["It rained.", None, "", "It rained."]
    for kind in (pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string()), pa.string_view()):
        values = [t.encode() if t is not None else None for t in texts] if kind == pa.binary() else texts
        path = tmp_path / "a.parquet"
        column = pa.array(values).dictionary_encode() if pa.types.is_dictionary(kind) else pa.array(values, kind)
        pq.write_table(pa.table({"text": column}), path)
        got = records(path)
        assert [r["text"] for r in got] == texts
        assert [r["problem"] for r in got] == [None, "no text: “text” is null", None, None]
    pq.write_table(pa.table({"text": pa.array([b"a\xff", b"b"])}), path)
    assert [r["problem"] for r in records(path)] == ["not UTF-8: byte 2 of the text is 0xff", None]
    strings = pa.StringArray.from_buffers(2, *pa.array([b"a\xff", b"b"], pa.binary()).buffers()[1:])
    pq.write_table(pa.table({"text": strings}), path)
    assert [r["problem"] for r in records(path)] == ["not UTF-8: byte 2 of the text is 0xff", None]


def test_articles_and_lines_that_are_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST", 200)
    monkeypatch.setattr(fields, "LONGEST", 50)
    path = write(tmp_path / "a.jsonl", [{"text": "a" * n} for n in (10, 60, 300, 10, 187, 188)])
    got = records(path)
    assert [len(r["text"] or "") for r in got] == [10, 0, 0, 10, 0, 0]
    assert got[1]["problem"] == "“text” has 60 characters; artlint reads articles of up to 50"
    assert got[2]["problem"] == "the line has 313 bytes; artlint reads lines of up to 200"
    assert str(got[4]["problem"]).startswith("“text” has 187 characters")
    assert str(got[5]["problem"]).startswith("the line has 201 bytes")
    assert [r["record"] for r in got] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("ending", ENDINGS)
def test_write_fixed_keeps_all_but_the_text(
    artlint: Artlint, tmp_path: Path, seeds: Path, rows: list[dict[str, Any]], ending: str
) -> None:
    file = write(tmp_path / f"corpus{ending}", rows)
    before = file.read_bytes()
    ran = artlint(file.name, "--isolated", "--unsafe-fixes", "--write-fixed", "out")
    assert "; 1 file written to out." in ran.err
    artlint("fix", "--unsafe-fixes", "--isolated", "texts", cwd=_copied(seeds, tmp_path))
    mended = [p.read_bytes().decode() for p in sorted((tmp_path / "texts").glob("*.txt"))]
    new = tmp_path / "out" / file.name
    assert texts(new) == mended != texts(file)
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
    file = write(tmp_path / "a.jsonl", [{**r, "id": r["url"] + "/../../x"} for r in rows])
    assert "17 diagnostics of 5 articles" in artlint("baseline", "a.jsonl", "--isolated").err
    ran = artlint("a.jsonl", "--isolated", "--unsafe-fixes", "--write-fixed", "out")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == file.read_bytes()
    assert artlint("a.jsonl", "--isolated", "--no-baseline").code == 1
    write(tmp_path / "a.jsonl", [{"id": "new", "text": "262\nThe talks ended, and nobody came to them."}])
    ran = artlint("a.jsonl", "--isolated")
    assert ran.code == 1
    assert "a.jsonl#1 (new):1:1: BOI004" in ran.out
    (tmp_path / "a.jsonl").unlink()
    write(tmp_path / "b.jsonl", rows[:1])
    assert "17 entries of " in artlint("b.jsonl", "--isolated").err
    ran = artlint("baseline", "b.jsonl", "--isolated", "-o", "known.json")
    assert ran.code == 0
    assert "of 1 articles written to known.json" in ran.err
    assert artlint("b.jsonl", "--isolated", "--baseline", "known.json").code == 0
    assert not list(tmp_path.glob("*.journal"))


def test_where_files_may_be_written(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "a.jsonl", rows)
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
    for flag in ("--fix", "--diff", "--profile"):
        ran = artlint("x/a.jsonl", flag)
        assert ran.code == 2
        assert ran.err.count("\n") <= 2
    assert "--write-fixed DIR" in artlint("fix", "x/a.jsonl").err


@pytest.mark.parametrize("how", [[], ["--output-format", "jsonl"], ["--output-format", "parquet"]])
def test_an_output_does_not_take_the_place_of_an_input(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]], how: list[str]
) -> None:
    before = write(tmp_path / "a.jsonl", rows).read_bytes()
    (tmp_path / "b.jsonl").symlink_to("a.jsonl")
    for output in ("a.jsonl", "b.jsonl", "./a.jsonl"):
        ran = artlint("a.jsonl", "--isolated", *how, "-o", output)
        assert ran.code == 2
        assert f"-o {output}: it is read, and would be written over" in ran.err
    assert (tmp_path / "a.jsonl").read_bytes() == before


@pytest.mark.parametrize("how", [[], ["--output-format", "jsonl"], ["--output-format", "parquet"]])
def test_outputs_in_a_new_folder_in_a_pipe_and_in_a_device(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]], how: list[str]
) -> None:
    """What is no file has no journal beside it, and cannot be gone on with."""
    write(tmp_path / "a.jsonl", [*rows, rows[0]])  # a copy: rows are put aside on disk until that is known
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
    write(tmp_path / "a.jsonl", rows)
    for command, words in (
        (("articles", "--resume"), "files of records, and there is none among these\n  help: "),
        (("articles", "--resume", "-o", "x"), "files of records, and there is none among these\n  help: "),
        (("articles", "--resume", "--write-fixed", "x"), "files of records, and there is none among these\n  help: "),
        (("fix", "articles", "--resume"), "files of records, and there is none among these\n  help: "),
        (("-", "--resume", "-o", "x"), "standard input is one article"),
        (("a.jsonl", "--resume"), "that has an output\n  help: "),
        (("a.jsonl", "--output", "x"), "--output is for a run on a cluster\n  help: --runner spark"),
        (("a.jsonl", "--master", "local[2]"), "--master is for a run on a cluster\n  help: --runner spark"),
        (("articles", "--output", "x"), "--output-file FILE"),
    ):
        ran = artlint(*command)
        assert (ran.code, ran.out) == (2, ""), command
        assert words in ran.err
    assert not (tmp_path / "x").exists()


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


def test_tables_in_a_folder_are_taken_when_asked_for(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    write(tmp_path / "a.jsonl", rows)
    write(tmp_path / "b.parquet", rows)
    ran = artlint(".", "--isolated")
    assert ran.code == 2
    assert "--text-field" in ran.err
    ran = artlint(".", "--isolated", "--text-field", "text")
    assert {line.split("#")[0] for line in ran.lines} == {"a.jsonl", "b.parquet"}
    ran = artlint("-", "--stdin-filename", "a.jsonl", input=(tmp_path / "a.jsonl").read_bytes())
    assert ran.code == 2
    assert "standard input is one article" in ran.err


def test_rows(artlint: Artlint, tmp_path: Path, articles: Path, rows: list[dict[str, Any]]) -> None:
    write(
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
    assert [{**r, "metrics": dict(r["metrics"]), "counts": dict(r["counts"])} for r in table] == got
    artlint("a.jsonl", *options, "jsonl", "-o", "rows.jsonl.zst")
    assert [json.loads(line) for line in content(tmp_path / "rows.jsonl.zst").splitlines()] == got
    ran = artlint("articles", "--isolated", "--output-format", "jsonl")
    assert [r["counts"] for r in map(json.loads, ran.lines)][:3] == [r["counts"] for r in got][:3]
    assert ran.code == 1


def test_dolma_attributes(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    (tmp_path / "documents").mkdir()
    write(tmp_path / "documents" / "0.jsonl.gz", rows)
    write(tmp_path / "documents" / "1.parquet", rows)
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


def test_reporters_name_file_and_record(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]], seeds: Path
) -> None:
    write(tmp_path / "a.jsonl", rows)
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
    write(tmp_path / "a.jsonl", rows)
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
            peak = max(peak, *(_peak(pid) for pid in _family(process.pid)))
            time.sleep(0.05)
    assert process.returncode in (0, 1)
    assert 20e6 < peak < 500e6


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(p for child in children for p in _family(int(child)))]


def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def test_ids_and_sources() -> None:
    assert [fields.as_id(v) for v in (7, "x", b"y", None, [1], 1.5, "")] == ["7", "x", "y", "", "", "1.5", ""]
    assert [fields.as_language(v) for v in ("en", "EN-gb", "deu_Latn", "English", 3, None)] == [
        "en",
        "en",
        "de",
        None,
        None,
        None,
    ]
    with pytest.raises(ArtlintError, match="is in “lang” already"):
        fields.asked(None, None, ["lang", "l=language"])


GATE = """
import os, time
from artlint.plugin_api import Check

class Gate(Check):
    class Options:
        pass

    def run(self, article):
        while "GATE" in article.text and os.path.exists(os.environ["GATE"]):
            time.sleep(0.01)
        return ()

def artlint_checks():
    return {"gate": Gate}

def artlint_rule_packs():
    return [os.path.join(os.path.dirname(__file__), "gate.yaml")]
"""


@pytest.fixture
def many(tmp_path: Path, seeds: Path) -> str:
    """A file of four batches, with faults and copies in it, and a record in the third that stops at the gate."""
    openings = [p.read_text(encoding="utf-8")[:600] for p in sorted(seeds.glob("*.txt"))]
    rows = [{"id": n, "text": f"{openings[n % 5]}\n&amp; {n} {'GATE' if n == 600 else ''}\n"} for n in range(900)]
    return write(tmp_path / "many.jsonl", rows).name


@pytest.fixture
def gate(tmp_path: Path) -> dict[str, str]:
    """The variables for a run with the plugin that has the gate, which is open where the file $GATE is not."""
    rule = "- {name: gate, code: GAT001, check: gate, summary: s, why: w, message: m}\n"
    install(tmp_path / "site", "gate", GATE, gate=rule)
    return {"PYTHONPATH": python_path(tmp_path / "site"), "GATE": str(tmp_path / "gate")}


def kill_at_the_gate(arguments: Sequence[str], journal: Path, env: dict[str, str]) -> bytes:
    """Kill a run that stands before the closed gate once some batches are in its journal, which is given back."""
    gate = Path(env["GATE"])
    gate.touch()
    command = [sys.executable, "-m", "artlint", *arguments]
    with subprocess.Popen(
        command, env=env, cwd=gate.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:

        def so() -> bool:
            assert run.poll() is None
            return journal.exists() and journal.stat().st_size > 5000

        wait_until(so, "a batch is done")
        run.kill()
    gate.unlink()
    return journal.read_bytes()


def test_a_run_that_was_killed_goes_on(
    artlint: Artlint, environment: dict[str, str], many: str, gate: dict[str, str], tmp_path: Path
) -> None:
    """Rows are those of a run that nobody stopped, and what was done is not done again."""
    options = [many, "-j", "2", "--output-format", "jsonl", "--quiet"]
    out, journal = tmp_path / "rows.jsonl", tmp_path / "rows.jsonl.journal"
    assert artlint(*options, "--output-file", "whole.jsonl", env=gate).code == 1
    done = kill_at_the_gate([*options, "--output-file", "rows.jsonl"], journal, environment | gate)
    assert not out.exists()
    ran = artlint(*options, "--output-file", "rows.jsonl", "--resume", "--ignore", "BOI", env=gate)
    assert ran.code == 2
    assert "had other rules" in ran.err
    assert journal.read_bytes()[: len(done)] == done
    assert artlint(*options, "--output-file", "rows.jsonl", "--resume", env=gate).code == 1
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert not journal.exists()


def test_a_run_goes_on_only_under_what_it_began_with(
    artlint: Artlint,
    environment: dict[str, str],
    many: str,
    gate: dict[str, str],
    rows: list[dict[str, Any]],
    tmp_path: Path,
) -> None:
    """Settings, the baseline where it decides on what is mended, plugins; and a journal is not lost without a word."""
    settings, known = tmp_path / "artlint.yaml", tmp_path / ".artlint-baseline.json"
    settings.write_text("languages: [en, de]\n")
    write(tmp_path / "d.jsonl", rows[:1])
    assert artlint("baseline", "d.jsonl", env=gate).code == 0
    journal = tmp_path / "out.journal"
    options = [many, "-j", "2", "--ignore", "COR", "--quiet", "--write-fixed", "out"]
    kept = kill_at_the_gate(options, journal, environment | gate)
    install(tmp_path / "more", "artlint-thing", "", version="0.3")
    plugin = {**gate, "PYTHONPATH": python_path(tmp_path / "site", tmp_path / "more")}
    entries = known.read_text()
    for change, undo, env, word in (
        (lambda: settings.write_text("languages: [en]\n"), lambda: None, gate, "settings"),
        (lambda: settings.write_text("languages: [en, de]\nfail-on: error\n"), lambda: None, gate, "settings"),
        (lambda: settings.write_text("languages: [en, de]\n"), lambda: None, plugin, "versions of artlint, plugins or libraries"),
        (known.unlink, lambda: known.write_text(entries), gate, "baseline"),
    ):  # fmt: skip
        change()
        ran = artlint(*options, "--resume", env=env)
        assert ran.code == 2
        assert f"had other {word}\n" in ran.err
        assert journal.read_bytes() == kept
        undo()
    ran = artlint(*options, "--resume", env=gate)
    assert (ran.code, ran.err) == (1, "")
    assert not journal.exists()
    journal.write_bytes(kept)
    said = artlint(*options, env=gate).err
    assert said.startswith("artlint: out.journal is begun anew, without ")
    assert said.endswith(" that a run before had done; --resume would have gone on\n")
    journal.write_bytes(kept)
    assert artlint(*options, "--select", "too-short", env=gate).err.endswith(" had done, which was another run\n")


@pytest.fixture
def copies(tmp_path: Path, rows: list[dict[str, Any]]) -> Path:
    """Two files of records, in which two articles are copies of others, and one file that is a copy too."""
    write(tmp_path / "b.jsonl", [*rows, {"id": "x", "text": rows[1]["text"]}, {"id": "bad"}])
    write(tmp_path / "a.jsonl", [{"id": "y", "text": rows[0]["text"]}])
    (tmp_path / "t.txt").write_text(rows[2]["text"], encoding="utf-8")
    return tmp_path


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


def test_stats_and_baselines_know_copies_of_records(artlint: Artlint, copies: Path) -> None:
    ran = artlint("stats", "b.jsonl", "a.jsonl", "--isolated", "--select", "COR001")
    assert ran.code == 2
    assert "COR001 duplicate-article  2\n" in ran.out
    assert "b.jsonl#1 (0):1:1: the same article as a.jsonl#1 (y)" in ran.out
    write(copies / "b.jsonl", [json.loads(line) for line in (copies / "b.jsonl").read_text().splitlines()[:6]])
    options = ("b.jsonl", "a.jsonl", "--isolated", "--select", "COR001")
    assert artlint(*options).code == 1
    assert artlint("baseline", *options).code == 0
    assert artlint(*options).code == 0
