"""The records that are to keep, and the others, as they came."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.articles import Artlint
from tests.support.record_files import ENDINGS, content, records, write_records

GOOD = "It rained on Monday, and the sun shone on Tuesday. Nobody minded the rain, for it had been dry for weeks."


@pytest.mark.parametrize("ending", [*ENDINGS, ".feather"])
def test_records_are_parted_by_verdict(
    artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]], ending: str
) -> None:
    """One that is dropped for what stands in another article is among the dropped ones."""
    good = [{**rows[0], "id": n, "text": GOOD.replace("Monday", f"May {n}")} for n in range(300)]
    file = write_records(tmp_path / f"a{ending}", [*rows[:2], *good, {**good[0], "id": 300}])
    before = content(file)
    ran = artlint(
        file.name, "--isolated", "--select", "BOI,COR001", "--write-kept", "kept", "--write-dropped", "dropped"
    )
    assert ran.code == 1
    assert "300 records in 1 file written to kept.\n3 records in 1 file written to dropped.\n" in ran.err
    ids = {folder: [r["id"] for r in records(tmp_path / folder / file.name)] for folder in ("kept", "dropped")}
    assert ids == {"kept": [str(n) for n in range(300)], "dropped": [str(r["id"]) for r in rows[:2]] + ["300"]}
    if "json" in ending:
        kept = content(tmp_path / "kept" / file.name).splitlines()
        assert kept == before.splitlines()[2:-1], "every record is as it was"


def test_broken_records_are_dropped_ones(artlint: Artlint, tmp_path: Path) -> None:
    lines = f'{{"text": "{GOOD}"}}\n\nnothing\n{{"text": "{GOOD.replace("Monday", "Friday")}"}}\n'
    (tmp_path / "a.jsonl").write_text(lines)
    assert artlint("a.jsonl", "--isolated", "--write-kept", "kept", "--write-dropped", "dropped").code == 2
    assert (tmp_path / "dropped" / "a.jsonl").read_text().split() == ["nothing"]
    assert (tmp_path / "kept" / "a.jsonl").read_text().count("sun shone") == 2


def test_some_of_the_records(artlint: Artlint, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    write_records(tmp_path / "a.jsonl", [{"id": n, "text": GOOD} for n in range(400)])
    write_records(tmp_path / "b.parquet", [{"id": n, "text": GOOD} for n in range(400)])
    command = ("a.jsonl", "b.parquet", "--isolated", "--select", "too-short", "--output-format", "concise")
    assert [line.split(":")[0] for line in artlint(*command, "--limit", "2").lines] == [
        "a.jsonl#1 (0)",
        "a.jsonl#2 (1)",
    ]
    first = artlint(*command, "--sample", "30").lines
    assert len(first) == 30
    assert {line[0] for line in first} == {"a", "b"}
    assert artlint(*command, "--sample", "30", "-j", "2").lines == first
    assert len(artlint(*command, "--sample", "3000").lines) == 800
    ran = artlint(*command[:3], "--limit", "3", "--write-fixed", "out")
    assert ran.code == 2
    assert "--limit and --sample are for a look at a corpus" in ran.err
