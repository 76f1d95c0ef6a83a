"""What several tests of runs need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest


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
