"""Which fields of a record hold its text, id, language and source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from artlint.base.errors import ArtlintError
from artlint.records import fields
from tests.support.articles import Artlint
from tests.support.record_files import records, write_records


def test_which_fields(artlint: Artlint, tmp_path: Path) -> None:
    rows = [{"data": {"story": "It rained.", "lang": "eng_Latn"}, "nr": 7, "a.b": "x", "from": "wire"}]
    for name in ("a.jsonl", "a.parquet"):
        path = write_records(tmp_path / name, rows)
        [row] = records(path, text="data.story", id="nr", language="data.lang", source="from")
        assert row == {
            "record": 1,
            "id": "7",
            "text": "It rained.",
            "language": "en",
            "source": "wire",
            "against": None,
            "problem": None,
        }
        assert records(path, text="a.b")[0]["text"] == "x", "a name of the first level is meant as it stands"
        ran = artlint(name, "--isolated", "--text-field", "data.story", "--id-field", "nbr")
        assert ran.code == 2
        assert f"{name}: no record has the field “nbr” of --id-field" in ran.err
    for name in ("text", "content", "body", "raw_content"):
        [row] = records(write_records(tmp_path / "b.jsonl", [{name: "t", "url": "http://u@www.Host.org:80/x"}]))
        assert (row["text"], row["id"], row["source"]) == ("t", "http://u@www.Host.org:80/x", "www.host.org")
    said = artlint("a.jsonl", "--meta-field", "nr").err
    assert "--meta-field nr: what “nr” holds is not clear" in said
    assert "--meta-field nr=language" in said


def test_the_language_of_a_record_is_taken(artlint: Artlint, tmp_path: Path) -> None:
    text = "Weather\nIt rained.\nRelated Articles\nIt will snow in the north, says the office"
    write_records(tmp_path / "a.jsonl", [{"text": text, "lang": lang} for lang in ("en", "de")])
    ran = artlint("a.jsonl", "--isolated", "--output-format", "jsonl")
    assert [json.loads(line)["language"] for line in ran.lines] == ["en", "de"]


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


def test_a_field_that_was_named_is_taken_at_its_word(artlint: Artlint, tmp_path: Path) -> None:
    """However many records at the front of a file are without it: these are broken, and the others are read."""
    rows = [{"url": f"https://example.org/{n}", "error": "404"} for n in range(300)]
    rows += [{"url": "https://example.org/a", "body": "It is so &amp; so.", "n": 7}]
    write_records(tmp_path / "late.jsonl", rows)
    ran = artlint("late.jsonl", "--text-field", "body", "--id-field", "n", "--output-format", "concise")
    assert ran.code == 2
    assert ran.out.startswith("late.jsonl#301 (7):1:10: ENC004 html-entity")
    assert "300 articles could not be checked" in ran.err


def test_json_is_no_article(artlint: Artlint, tmp_path: Path) -> None:
    before = '[\n  {"id": "a", "text": "It is so &amp; so."}\n]\n'
    (tmp_path / "a.json").write_text(before)
    ran = artlint("a.json", "--fix", "--unsafe-fixes")
    assert (ran.code, ran.out) == (2, "")
    assert "a.json: this is JSON, and no article" in ran.err
    assert (tmp_path / "a.json").read_text() == before
