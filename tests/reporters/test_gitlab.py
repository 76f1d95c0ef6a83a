"""`gitlab`: a report on code quality."""

from __future__ import annotations

import json

from artlint.base.model import Position, Result
from tests.reporters.made import find, render


def test_gitlab(results: tuple[Result, ...]) -> None:
    issue = json.loads(render("gitlab", *results))[1]
    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "description": "“Read more”, 100% of: “it”", "check_name": "related-links", "severity": "minor",
        "location": {"path": "a/b.txt", "lines": {"begin": 2, "end": 3},
                     "positions": {"begin": {"line": 2, "column": 2}, "end": {"line": 4, "column": 1}}},
    }  # fmt: skip
    levels = [find("abc", 0, 1, severity=s) for s in ("info", "warning", "error")]
    issues = json.loads(render("gitlab", Result("x", tuple(levels))))
    assert [i["severity"] for i in issues] == ["info", "minor", "major"]


def test_gitlab_fingerprints_differ_within_a_report_and_stay_between_reports() -> None:
    here, there = find("abc", 0, 1), find("abc", 0, 1, path="c.txt")
    prints = [i["fingerprint"] for i in json.loads(render("gitlab", Result("", (here, there, here))))]
    assert len(set(prints)) == 3
    moved = here._replace(start=Position(9, 1), end=Position(9, 2))
    assert [i["fingerprint"] for i in json.loads(render("gitlab", Result("", (moved,))))] == prints[:1]
