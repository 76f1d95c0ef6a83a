"""What artlint scores on articles that people read whole, every fault marked, and on whole pages in one line: by the
scripts that lie beside those articles, field.py and oneline.py."""

from __future__ import annotations

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

PAGES_IN_CI = 300  # of oneline.py, which has 1,661


def measure(data: pathlib.Path, split: str, sample: bool) -> dict[str, dict[str, Any]]:
    """The figures of each script that is there, by its name; of a `sample` of the pages for oneline.py."""
    cases = data / "field" / f"field.{split}.jsonl.gz"
    options = {
        "field": ["--data", str(cases)],
        "oneline": ["--data", str(data), "--split", split, *(["--limit", str(PAGES_IN_CI)] if sample else [])],
    }
    return {
        name: _figures(data / f"{name}.py", given)
        for name, given in options.items()
        if (data / f"{name}.py").exists() and cases.exists()
    }


def _figures(script: pathlib.Path, options: Sequence[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "figures.json"
        command = shlex.join([sys.executable, "-m", "artlint"])
        ran = [sys.executable, str(script), "--artlint", command, "--json", str(out), *options]
        subprocess.run(ran, check=True, stdout=subprocess.DEVNULL)
        figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return figures


def broken(found: Mapping[str, Mapping[str, Any]], bounds: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each figure as a line, and what is wrong with it where its bound does not hold."""
    for bound in bounds:
        if bound["of"] in found:
            value, name = found[bound["of"]][bound["figure"]], f"{bound['of']}.py, {bound['figure']}"
            is_least = "at-least" in bound
            holds = value >= bound["bound"] if is_least else value <= bound["bound"]
            wrong = f"{name}: {value:.4f}, to be at {'least' if is_least else 'most'} {bound['bound']}"
            yield f"{name}: {value:.4f}", "" if holds else wrong


def rows(found: Mapping[str, Mapping[str, Any]], bounds: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The rows of the page's table: script, figure, value, what is to be reached, and whether it is."""
    for bound in bounds:
        if bound["of"] in found:
            value = found[bound["of"]][bound["figure"]]
            is_least = "at-least" in bound
            goal = bound["at-least"] if is_least else bound["at-most"]
            reached = value >= goal if is_least else value <= goal
            sign = "≥" if is_least else "≤"
            yield [bound["of"], bound["figure"], f"{value:.4g}", f"{sign} {goal:g}", "yes" if reached else "no"]


def kinds(found: Mapping[str, Any]) -> Iterator[list[str]]:
    """The rows of the kinds of faults: how many articles have some, and the share of them that is found."""
    for kind, (hit, of) in sorted(found["kinds"].items(), key=lambda item: (-item[1][1], item[0])):
        yield [kind, str(of), f"{hit / of:.2f}"]
