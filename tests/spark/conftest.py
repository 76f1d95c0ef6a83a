"""A cluster for all tests of Spark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spark.tables import BRIEF_JAVA
from tests.support.spark_cluster import Cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in BRIEF_JAVA.items():
            patch.setenv(name, value)
        made = Cluster(tmp_path_factory.mktemp("cluster"))
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="session")
def texts(seeds: Path) -> list[str]:
    """Sixty articles from the seeds: whole, cut, doubled, and with another one behind."""
    whole = [p.read_text(encoding="utf-8") for p in sorted(seeds.iterdir()) if p.is_file()]
    out = []
    for n in range(60):
        text = whole[n % len(whole)]
        turn = n // len(whole)
        out.append(f"{text[turn * 40 :]}\n\nArticle {n} — “größer” 𝒳\n" + (text[:500] if turn % 2 else ""))
    return out
