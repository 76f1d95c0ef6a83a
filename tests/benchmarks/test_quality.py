"""benchmarks/quality/quality.py, on a few made-up articles: it counts rightly, and it fails when it must."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT, Ran, run

SETS = ["boilerplate", "truncation", "duplication", "names", "quotes", "citations", "mojibake", "clean"]
PLAIN = "The Dam Held\n\nThe dam above the village held through the night, and nobody was hurt, the mayor said."
CITED = PLAIN + "\n\nThe water rose by two metres [1]. It fell again by noon [2]. The road is open again [3]."
Write = Callable[..., Path]


@pytest.fixture
def data(tmp_path: Path) -> Write:
    """`data(citations=[...])` writes a folder of all sets, those that are not named without a case."""

    def write(**cases: list[dict[str, Any]]) -> Path:
        for name in SETS:
            folder = tmp_path / "data" / name
            folder.mkdir(parents=True, exist_ok=True)
            with gzip.open(folder / f"{name}.dev.jsonl.gz", "wt", encoding="utf-8") as file:
                for i, case in enumerate(cases.get(name, [])):
                    file.write(json.dumps({"id": f"{name}/{i}", "origin": "made", "tier": "A", **case}) + "\n")
        return tmp_path / "data"

    return write


@pytest.fixture
def scoring(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(ROOT / "benchmarks" / "quality")
    import scoring

    return scoring


def quality(*options: object) -> Ran:
    return run([sys.executable, str(ROOT / "benchmarks" / "quality" / "quality.py"), *map(str, options)])


def test_page_counts_a_true_and_a_false_diagnostic(data: Write, tmp_path: Path) -> None:
    folder = data(
        citations=[{"text": CITED, "orphan": True}, {"text": CITED, "orphan": False}, {"text": PLAIN, "orphan": True}],
        clean=[{"text": PLAIN}, {"text": CITED}],
    )
    ran = quality("--data", folder, "--output", tmp_path / "page.md")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "\n| citations | all | 1 | 1 | 1 | 0 | .500 | .500 |  |\n" in page
    assert "| [orphan-citation](rules/orphan-citation.md) | citations | 2 | too few to say | .950 | 1, 0 true |" in page
    assert "| tiers A and B | 2 | 57 | 50.0 % |" in page
    assert "## What simple rules and other tools score" in page


def test_check_passes_where_the_labels_agree(data: Write) -> None:
    ran = quality("--check", "--data", data(citations=[{"text": CITED, "orphan": True}] * 20))
    assert (ran.code, ran.err) == (0, "")
    assert "orphan-citation          right in 1.000 of 20\n" in ran.out


def test_check_fails_below_a_bound(data: Write) -> None:
    cases = [{"text": CITED, "orphan": i > 1} for i in range(30)]
    ran = quality("--check", "--data", data(citations=cases, clean=[{"text": CITED}]))
    assert ran.code == 1
    first, *clean = ran.err.splitlines()
    assert first == "orphan-citation: right in 0.933 of 30, to be at least 0.95"
    assert [line.split(":")[0] for line in clean] == [
        "clean articles, flagged",
        "clean articles, untrue per 1,000 words",
    ]


def test_without_data_it_says_what_is_needed(data: Write, tmp_path: Path) -> None:
    ran = quality("--data", tmp_path / "nowhere")
    assert ran.code == 2
    assert "boilerplate.dev.jsonl.gz is missing" in ran.err
    assert "benchmarks/quality/README.md" in ran.err
    folder = data()
    folder.joinpath("names", "names.dev.jsonl.gz").unlink()
    ran = quality("--data", folder, "--check")
    assert ran.code == 2
    assert "names.dev.jsonl.gz is missing" in ran.err


def test_a_reader_may_find_a_diagnostic_in_a_clean_article_true(scoring: Any) -> None:
    hits = [scoring.Hit("orphan-citation", "CIT001", n, n, "[1]") for n in (5, 7, 9)]
    verdicts = {("a", "orphan-citation", 5): ["true"], ("a", "orphan-citation", 7): ["false", "true"]}
    scores = scoring.Scores()
    scoring.clean({"id": "a", "tier": "B", "text": "word " * 1000}, hits, scores, verdicts)
    assert scores.figure("tiers A and B", "untrue per 1,000 words") == 2
    assert [scores.counts[v] for v in scoring.VERDICTS] == [1, 0, 1, 1]


def test_each_page_weighs_one(scoring: Any) -> None:
    scores = scoring.Scores()
    for count in (2, 8):  # every line is reported, half of them rightly
        lines = [{"n": n, "label": ("content", "boilerplate")[n % 2]} for n in range(1, count + 1)]
        case = {"regime": "extracted", "tier": "A", "lang": "en", "source": "made", "lines": lines}
        scoring.boilerplate(case, [scoring.Hit("page-furniture", "BOI011", 1, count, "")], scores)
    assert scores.groups["tier A"] == scoring.Tally(right=1, wrong=1)
    assert scores.groups["tier A, lines alike"] == scoring.Tally(right=5, wrong=5)
    assert scores.rules["page-furniture"] == scoring.Tally(right=1, wrong=1)


def test_a_name_is_found_once(scoring: Any) -> None:
    finding = {"n": 3, "wrong": "Witkof", "right": "Witkoff"}
    hits = [scoring.Hit("misspelled-name", "NAM001", n, n, "Witkof") for n in (3, 3, 4)]
    scores = scoring.Scores()
    scoring.names({"origin": "made", "findings": [finding, {**finding, "n": 9}]}, hits, scores)
    assert scores.groups["all"] == scoring.Tally(right=1, wrong=2, missed=1)


def test_bounds_of_articles_that_were_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks" / "quality")
    import field

    bounds = [
        {"of": "field", "figure": "precision", "at-least": 0.95, "bound": 0.9},
        {"of": "field", "figure": "misnamed", "at-most": 0.01, "bound": 0.02},
        {"of": "oneline", "figure": "recall", "at-least": 0.55, "bound": 0.5},
    ]
    found = {"field": {"precision": 0.92, "misnamed": 0.03, "kinds": {"cut": [1.0, 4], "join": [3.0, 4]}}}
    assert list(field.broken(found, bounds)) == [
        ("field.py, precision: 0.9200", ""),
        ("field.py, misnamed: 0.0300", "field.py, misnamed: 0.0300, to be at most 0.02"),
    ]
    assert list(field.rows(found, bounds)) == [
        ["field", "precision", "0.92", "≥ 0.95", "no"],
        ["field", "misnamed", "0.03", "≤ 0.01", "no"],
    ]
    assert list(field.kinds(found["field"])) == [["cut", "4", "0.25"], ["join", "4", "0.75"]]


def test_articles_that_were_read_whole_are_left_out_where_they_are_not_at_hand(data: Write, tmp_path: Path) -> None:
    ran = quality("--data", data(citations=[{"text": CITED, "orphan": True}]), "--output", tmp_path / "page.md")
    assert ran.code == 0
    assert "## In the field" not in (tmp_path / "page.md").read_text(encoding="utf-8")
