"""What a baseline knows of records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.articles import Artlint

FAULTS = [
    {"id": f"a{n}", "text": f"The harbour {n} was closed for a week after the storm.\n\nRelated Articles\n"}
    for n in range(6)
]
NEW = {"id": "new", "text": "All is well in the town, the mayor of Quellendorf said on Monday.\n"}


def write(path: Path, rows: list[dict[str, str]], *, ids: bool) -> None:
    path.write_text("".join(json.dumps(row if ids else {"text": row["text"]}) + "\n" for row in rows))


def entries(folder: Path) -> int:
    known = json.loads((folder / ".artlint-baseline.json").read_text())["files"]
    return sum(map(len, known.values()))


@pytest.mark.parametrize("ids", [True, False])
def test_a_record_is_known_wherever_it_stands(artlint: Artlint, tmp_path: Path, ids: bool) -> None:
    file = tmp_path / "c.jsonl"
    write(file, FAULTS, ids=ids)
    assert artlint("c.jsonl").code == 1
    assert artlint("baseline", "c.jsonl").code == 0
    size = entries(tmp_path)
    write(file, [*FAULTS[3:], NEW, *FAULTS[:3]], ids=ids)
    ran = artlint("c.jsonl")
    assert (ran.code, ran.out, "nothing any more" in ran.err) == (0, "", False)
    assert artlint("baseline", "c.jsonl").code == 0
    assert entries(tmp_path) == size, "what is known does not grow"


def test_what_is_gone_is_told_and_dropped(artlint: Artlint, tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    write(file, FAULTS, ids=True)
    artlint("baseline", "c.jsonl")
    write(file, [*FAULTS[:4], {**NEW, "text": FAULTS[0]["text"]}], ids=True)
    ran = artlint("c.jsonl")
    assert ran.code == 1
    assert {line.split(":")[0] for line in ran.lines} == {"c.jsonl#5 (new)"}, "another record is another article"
    assert "2 entries of .artlint-baseline.json match nothing any more" in ran.err
    assert "nothing any more" not in artlint("c.jsonl", "--limit", "2").err
    assert "2 stale entries dropped" in artlint("baseline", "--prune", "c.jsonl").err


def test_baselines_that_knew_records_by_their_numbers(artlint: Artlint, tmp_path: Path) -> None:
    file, baseline = tmp_path / "c.jsonl", tmp_path / ".artlint-baseline.json"
    write(file, FAULTS, ids=True)
    artlint("baseline", "c.jsonl")
    known = json.loads(baseline.read_text())
    known["files"] = {key.replace("#(", f"#{n} ("): value for n, (key, value) in enumerate(known["files"].items(), 1)}
    assert "c.jsonl#1 (a0)" in known["files"]
    baseline.write_text(json.dumps(known))
    assert artlint("c.jsonl").code == 0
