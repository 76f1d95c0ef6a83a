"""Files of records: every form is read, and what is broken is named."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from artlint.cli import main
from artlint.records import fields, streams
from artlint.records.arrow import Arrow
from tests.support import MEASURED, run
from tests.support.articles import Artlint
from tests.support.record_files import records, write_records


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_a_file_that_was_cut_off(artlint: Artlint, tmp_path: Path, ending: str) -> None:
    lines = "".join(json.dumps({"id": i, "text": os.urandom(300).hex()}) + "\n" for i in range(2000))
    write_records(tmp_path / f"a.jsonl{ending}", [])
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
    assert named == [*(f"a.jsonl#{n}" for n in range(1, 4)), "a.jsonl"]
    assert "artlint: a.jsonl: 297 more: a list, not an object\n" in ran.err
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
    monkeypatch.setattr(streams, "MAX_LINE_BYTES", 200)
    monkeypatch.chdir(tmp_path)
    write_records(tmp_path / "a.jsonl", [{"text": "a" * 300}] * 300 + [{"text": "It rained."}])
    assert main.main(["a.jsonl", "--isolated", "--select", "too-short", "--write-fixed", "out"]) == 2
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in out.splitlines()] == ["a.jsonl#301"]
    named = [line.split(":")[1].strip() for line in err.splitlines() if "the line has 313 bytes" in line]
    assert named == [f"a.jsonl#{n}" for n in range(1, 4)]
    assert "a.jsonl: 297 more: the line has" in err
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


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
    write_records(tmp_path / "e.parquet", [{"text": 1}])
    (tmp_path / "f.jsonl").write_bytes(b"")
    write_records(tmp_path / "g.jsonl", [{"text": "ok"}])
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
        "it has 1 column; the header has 2",
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
    monkeypatch.setattr(streams, "MAX_LINE_BYTES", 200)
    monkeypatch.setattr(fields, "MAX_CHARACTERS", 50)
    path = write_records(tmp_path / "a.jsonl", [{"text": "a" * n} for n in (10, 60, 300, 10, 187, 188)])
    got = records(path)
    assert [len(r["text"] or "") for r in got] == [10, 0, 0, 10, 0, 0]
    assert got[1]["problem"] == "“text” has 60 characters; artlint reads articles of up to 50"
    assert got[2]["problem"] == "the line has 313 bytes; artlint reads lines of up to 200"
    assert str(got[4]["problem"]).startswith("“text” has 187 characters")
    assert str(got[5]["problem"]).startswith("the line has 201 bytes")
    assert [r["record"] for r in got] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", "id,text\n1,It rained.\n".encode("utf-16"), "it is UTF-16, not UTF-8\n  help: iconv"),
        ("a.jsonl", '{"text": "It rained."}\n'.encode("utf-16-le"), "it is UTF-16, not UTF-8\n  help: iconv"),
        (
            "a.csv",
            b"id\ttext\n1\tIt rained.\n",
            "its header has tabs between the names, and no comma\n  help: name it .tsv",
        ),
        ("a.csv", b"id|text\n1|It rained.\n", "its header has “|” between the names, and no comma\n  help: "),
        ("a.csv", b"id,text\r1,It rained.\r", "its lines end in carriage returns (CR) alone\n  help: tr "),
        ("a.jsonl", b'{"text": "a"}\r{"text": "b"}\r', "its lines end in carriage returns (CR) alone\n  help: tr "),
        ("a.jsonl.gz", b"", "it is empty: gzip data has a head even where it holds nothing"),
        ("a.jsonl.zst", b"", "it is empty: zstd data has a head even where it holds nothing"),
        ("a.jsonl", b'{"data": {"article": {"id": 1, "text": "a"}}}\n', "help: did you mean “data.article.text”?"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_once_with_what_helps(
    artlint: Artlint, tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    (tmp_path / name).write_bytes(content)
    named = ["--text-field", "data.article.texet"] if b"article" in content else []
    ran = artlint(name, "--isolated", *named)
    assert (ran.code, ran.out) == (2, "")
    assert problem in ran.err
    assert ran.err.count("artlint: ") == 1


@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
@pytest.mark.parametrize("is_file", [True, False])
def test_arrow_files_and_streams(artlint: Artlint, tmp_path: Path, codec: str | None, is_file: bool) -> None:
    """As Feather and as Hugging Face's datasets are saved: read, and written again in their own form."""
    text = "262\nThe talks ended on Thursday, and nobody came."
    table = pa.table({"id": range(600), "text": [text] * 599 + ["It rained."], "more": [[n] for n in range(600)]})
    new = pa.ipc.new_file if is_file else pa.ipc.new_stream
    with new(tmp_path / "a.arrow", table.schema, options=pa.ipc.IpcWriteOptions(compression=codec)) as out:
        out.write_table(table, max_chunksize=400)
    got = records(tmp_path / "a.arrow")
    assert [(r["record"], r["id"]) for r in got] == [(n + 1, str(n)) for n in range(600)]
    artlint("a.arrow", "--isolated", "--unsafe-fixes", "--write-fixed", "out")
    opened = (pa.ipc.open_file if is_file else pa.ipc.open_stream)(tmp_path / "out" / "a.arrow")
    fixed = opened.read_all()
    assert fixed.drop_columns("text").equals(table.drop_columns("text"))
    assert set(fixed["text"].to_pylist()) == {text.removeprefix("262\n"), "It rained."}
    assert Arrow(str(tmp_path / "out" / "a.arrow"), fields.Fields()).codec == codec


def test_what_is_no_arrow_file_is_named(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.arrow").write_bytes(b"ARROW1\0\0nothing")
    (tmp_path / "b.feather").write_bytes(b"FEA1" + b"\0" * 40)
    (tmp_path / "c.arrow").write_bytes(b"")
    ran = artlint(".", "--text-field", "text", "--isolated")
    assert ran.code == 2
    for named in (
        "a.arrow: it is no Arrow file",
        "b.feather: it is in the old form of Feather",
        "c.arrow: it is no Arrow file",
    ):
        assert named in ran.err


def test_rows_that_are_too_large_are_set_aside_unread(tmp_path: Path, environment: dict[str, str]) -> None:
    """Sixty kilobytes of Parquet that are six hundred megabytes, and a text that is the value of many rows."""
    pq.write_table(pa.table({"text": ["a b " * 150_000_000]}), tmp_path / "a.parquet", compression="zstd")
    pq.write_table(pa.table({"text": ["It rained. " * 350_000] * 60}), tmp_path / "b.parquet", compression="zstd")
    command = [
        sys.executable,
        "-m",
        "artlint",
        "a.parquet",
        "b.parquet",
        "--isolated",
        "--select",
        "too-short",
        "-j",
        "1",
    ]
    ran = run([sys.executable, "-c", MEASURED, *command], cwd=tmp_path, env=environment)
    code, kilobytes = map(int, ran.lines[-1].split())
    assert code == 2
    assert kilobytes < 500_000
    assert "a.parquet#1: the rows have 600,000," in ran.err
    assert "b.parquet" not in ran.err
