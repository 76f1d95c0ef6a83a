"""The ways by which the source of an article is given: `--against`, `against:`, a field of its record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checks.against.test_against import ARTICLE, FOUND, SOURCE
from tests.support.articles import Artlint
from tests.support.record_files import write_records


def test_sources_of_files(artlint: Artlint, tmp_path: Path) -> None:
    for folder, text in (("articles", ARTICLE), ("sources", SOURCE)):
        (tmp_path / folder / "in").mkdir(parents=True)
        (tmp_path / folder / "in" / ("a.txt" if folder == "articles" else "a.md")).write_text(text)
    (tmp_path / "articles" / "b.txt").write_text(ARTICLE)
    ran = artlint("check", "articles", "--against", "sources", "--select", "SRC", "--output-format", "json-lines")
    assert ran.code == 1
    assert {json.loads(line)["filename"] for line in ran.out.splitlines()} == {"articles/in/a.txt"}
    assert len(ran.out.splitlines()) == len(FOUND)
    assert "b.txt: no source of its name in sources" in ran.err
    (tmp_path / "sources" / "in" / "a.md").write_text(ARTICLE)
    ran = artlint("check", "articles", "--against", "sources", "--select", "SRC")
    assert ran.code == 0, "what is kept of a run knows the source"
    assert artlint("check", "articles/b.txt", "--against", "sources/in/a.md", "--select", "SRC").code == 0
    ran = artlint("check", "articles", "--against", "nowhere", "--select", "SRC")
    assert (ran.code, "nowhere: there is no such file or folder of sources" in ran.err) == (2, True)


def test_sources_of_a_configuration(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "artlint.yaml").write_text("against: sources\nselect: [SRC]\n")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_text(SOURCE)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARTICLE)
    ran = artlint("a.txt", "b.txt", "--output-format", "concise")
    assert ran.code == 1
    assert [line[:5] for line in ran.out.splitlines()] == ["a.txt"] * len(FOUND)
    assert "no source" not in ran.err, "some have one and some have none"
    (tmp_path / "artlint.yaml").write_text("against: nowhere\n")
    ran = artlint("a.txt")
    assert (ran.code, "artlint.yaml:1:10" in ran.err) == (2, True)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.jsonl.gz"])
def test_sources_of_records(artlint: Artlint, tmp_path: Path, name: str) -> None:
    rows = [{"id": "x", "text": ARTICLE, "source_text": SOURCE}, {"id": "y", "text": ARTICLE, "source_text": ""}]
    write_records(tmp_path / name, rows)
    ran = artlint(name, "--select", "SRC", "--output-format", "concise")
    assert ran.code == 1
    assert [line.split(":")[0] for line in ran.out.splitlines()] == [f"{name}#1 (x)"] * len(FOUND)
    write_records(tmp_path / name, [{"id": "x", "text": ARTICLE, "wire": SOURCE}])
    assert artlint(name, "--select", "SRC").code == 0
    assert artlint(name, "--select", "SRC", "--meta-field", "wire=against").code == 1
