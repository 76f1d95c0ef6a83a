"""Rule files that are wrong: each is one error with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.articles import Artlint, write

RULE = """\
- name: own-rule
  code: OWN001
  check: pattern
  summary: Our own rule.
  why: We want it so.
  message: "“{text}” is not ours"
  options:
    patterns: ['Monday']
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("  why:", "  whi:", "5:3", "did you mean “why”"),
        ("  summary:", "  severty: error\n  summary:", "4:3", "severity"),
        ("  why:", "  check: lines\n  why:", "5:3", "check"),
        ("  options:", "  default: no\n  options:", "7:12", "false"),
        ("['Monday']", "Monday", "8:15", "list"),
        ("['Monday']", "['Mon(day']", "8:16", "does not compile"),
        ("{text}", "{txt}", "6:12", "did you mean “text”"),
        ("check: pattern", "check: patern", "3:10", "pattern"),
        ("patterns:", "paterns:", "8:", "patterns"),
        ("name: own-rule", "name: html-entity", "1:1", "encoding.yaml"),
        ("We want it so.", "we: it", "5:10", "not valid YAML"),
    ],
)
def test_loading_rules_is_strict(
    artlint: Artlint, tmp_path: Path, faulty: Path, old: str, new: str, place: str, words: str
) -> None:
    write(tmp_path / "artlint.yaml", "rule-paths: [own.yaml]\n")
    own = write(tmp_path / "own.yaml", RULE)
    assert "OWN001 own-rule" in artlint(faulty).out
    write(own, RULE.replace(old, new, 1))
    ran = artlint(faulty)
    assert (ran.code, ran.out) == (2, "")
    assert re.match(rf"artlint: {re.escape(str(own))}:{place}", ran.err), ran.err
    assert words in ran.err
    assert re.search(r"^ +\d+ \| .*\n +\^", ran.err, re.M), ran.err  # the excerpt
