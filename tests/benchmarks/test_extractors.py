"""`benchmarks/quality/extractors.py`: a made-up clone of the benchmark, whose extractor keeps the page's lines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

COMMAND = ROOT / "benchmarks" / "quality" / "extractors.py"
BODY = """The first ships came in at dawn, and the crews were given soup by volunteers who had filled sandbags all night.
The harbour master said that the channel would have to be dredged before the large ferries could return.
Nobody was hurt, and the bridge was opened again in the evening."""


def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, COMMAND, *map(str, args)], capture_output=True, text=True, timeout=60)


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    (tmp_path / "output").mkdir()
    (tmp_path / "ground-truth.json").write_text(json.dumps({"a": {"articleBody": BODY}, "b": {"articleBody": BODY}}))
    noisy = f"{BODY}\nShare this article on Facebook\nSign up for our newsletter\nAdvertisement\n"
    for name, texts in {"noisy": (noisy, noisy), "right": (BODY, BODY), "empty": ("", BODY)}.items():
        output = {page: {"articleBody": text} for page, text in zip("ab", texts, strict=True)}
        (tmp_path / "output" / f"{name}.json").write_text(json.dumps(output))
    return tmp_path


def test_fixes_gain_where_there_is_something_to_gain(benchmark: Path) -> None:
    ran = run(benchmark)
    cells = {row[0]: row[1:] for line in ran.stdout.splitlines() if (row := [c.strip() for c in line.split("|")][1:-1])}
    assert cells["right"] == ["2", "1.000 → 1.000", "1.000 → 1.000", "1.000 → 1.000", "+0.0000"]
    assert cells["empty"][:3] == ["2", "1.000 → 1.000", "0.500 → 0.500"]
    before, after = map(float, cells["noisy"][1].split(" → "))
    assert before < after == 1.0
    assert cells["noisy"][2] == "1.000 → 1.000"


def test_safe_fixes_leave_boilerplate(benchmark: Path) -> None:
    row = next(line for line in run(benchmark, "--safe").stdout.splitlines() if line.startswith("| noisy "))
    assert row.endswith("| +0.0000 |")


def test_unseen_sites_need_the_labelled_lines(benchmark: Path) -> None:
    ran = run(benchmark, "--unseen")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "boilerplate" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_data(tmp_path: Path) -> None:
    ran = run(tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "git clone" in ran.stderr
    assert "Traceback" not in ran.stderr
