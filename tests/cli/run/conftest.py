"""Many files, and files of records with copies in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def copies(tmp_path: Path, rows: list[dict[str, Any]]) -> Path:
    """Two files of records, in which two articles are copies of others, and one file that is a copy too."""
    from tests.support.record_files import write_records  # needs pyarrow

    write_records(tmp_path / "b.jsonl", [*rows, {"id": "x", "text": rows[1]["text"]}, {"id": "bad"}])
    write_records(tmp_path / "a.jsonl", [{"id": "y", "text": rows[0]["text"]}])
    (tmp_path / "t.txt").write_text(rows[2]["text"], encoding="utf-8")
    return tmp_path


@pytest.fixture
def many(seeds: Path, tmp_path: Path) -> Iterator[Path]:
    """The seeds under eight thousand names: more than any reader waits for."""
    folder = tmp_path / "many"
    shutil.copytree(seeds, folder)
    originals = sorted(folder.iterdir())
    for number in range(8000):
        os.link(originals[number % 5], folder / f"{number:04}.txt")
    yield folder
    shutil.rmtree(folder)
