"""Patterns of users: time limits, and what they may match."""

from __future__ import annotations

import pathlib

import pytest

from artlint.checks.base import instantiate
from artlint.checks.common.phrases import Clock
from artlint.checks.pattern import Pattern
from artlint.engine.linter import Linter
from artlint.text.article import Article


def test_a_catastrophic_pattern_is_stopped_and_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "slow.yaml").write_text(
        "- name: slow\n  code: OWN001\n  check: pattern\n  summary: s\n  why: w\n  message: m\n  options: {patterns: ['^(a|aa)+$']}\n",
        "utf-8",
    )
    (tmp_path / "artlint.yaml").write_text("rule-paths: [slow.yaml]\n")
    linter = Linter.from_config(str(tmp_path / "artlint.yaml"))
    found = {
        d.rule: d.message
        for d in linter.lint_text("262\nThe harbour was closed for a week after the storm.\n" + "a" * 60 + "!\n")
    }
    assert found["rule-timeout"] == "the rule “slow” took too long here and was stopped"
    assert "stray-number" in found, "the run goes on"


def pattern_check(**options: object) -> Pattern:
    values = {"patterns": [], "unless": [], "company": [], "about": [], "quoted": True, "ignore_case": False, **options}
    return instantiate(Pattern, values, Pattern.prepare(values))


def test_a_sound_pattern_with_many_matches_is_not_stopped() -> None:
    check = pattern_check(patterns=[r"\p{Lu}\p{Ll}+", "[Nn]ame"])
    assert len(list(check.run(Article("Name " * 20_000)))) == 20_000


def test_a_pattern_has_one_budget_for_an_article() -> None:
    check = pattern_check(patterns=["^(a|aa)+$"])
    clock = Clock(Article(""))
    with pytest.raises(TimeoutError):
        clock.run("p", lambda seconds: check._get("^(a|aa)+$", "a")[0].search("a" * 60 + "!", timeout=seconds))
    with pytest.raises(TimeoutError):
        clock.run("p", lambda seconds: pytest.fail(f"there are {seconds} seconds left"))
    assert clock.run("another", lambda seconds: 0 < seconds <= 1)
