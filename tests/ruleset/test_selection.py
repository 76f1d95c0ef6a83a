"""Which rules run: selectors, and settings for paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from artlint.ruleset import config
from artlint.ruleset.selection import Selection
from tests.support.articles import FAULTY, Artlint, write


@pytest.mark.parametrize(
    ("flag", "selector", "hint"),
    [
        ("--select", "html-entitty", "html-entity"),
        ("--ignore", "MKP02", "MKP002"),
        ("--extend-select", "duplicaton", "duplication"),
        ("--select", "zzzzzz", "artlint rules"),
    ],
)
def test_a_selector_that_means_nothing(artlint: Artlint, faulty: Path, flag: str, selector: str, hint: str) -> None:
    ran = artlint(faulty, flag, selector)
    assert (ran.code, ran.out) == (2, "")
    assert f"{flag}: no rule answers to “{selector}”" in ran.err
    assert hint in ran.err


def test_select_and_ignore(artlint: Artlint, seeds: Path) -> None:
    def rules(*args: str) -> set[str]:
        return {line.split(": ")[1].split()[1] for line in artlint(seeds, "-q", *args).lines}

    everything = rules()
    assert rules("--select", "DUP") == {"repeated-block", "repeated-title"}
    assert rules("--select", "DUP", "--ignore", "repeated-title") == {"repeated-block"}
    assert rules("--select", "DUP001,NAM") == {"repeated-block", "misspelled-name"}
    assert rules("--ignore", "DUP") == everything - {"repeated-block", "repeated-title"}
    assert rules("--extend-select", "too-short") >= everything


def test_a_selection_loses_nothing(artlint: Artlint, seeds: Path) -> None:
    """Boilerplate is found whatever is selected; only what a rule left out would have settled comes besides."""
    all_lines = artlint(seeds, "-q").lines
    for prefix in sorted({line.split(": ")[1][:3] for line in all_lines}):
        wanted = [line for line in all_lines if line.split(": ")[1].startswith(prefix)]
        assert set(wanted) <= set(artlint(seeds, "-q", "--select", prefix).lines)


def test_paths_of_their_own(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "artlint.yaml", "per-path:\n- paths: [raw/]\n  ignore: [html-entity]\n")
    for folder in ("raw", "done"):
        write(tmp_path / "data" / folder / "a.txt", FAULTY)
    assert [line.split(":")[0] for line in artlint("data").lines] == ["data/done/a.txt"]


@pytest.mark.parametrize(("configuration", "fixes"), [
    ("{}", {"repeated-title": "safe", "related-links": "unsafe", "truncated-ending": "suggestion"}),
    ("fixable: [DUP]", {"repeated-title": "safe", "related-links": None, "truncated-ending": None}),
    ("unfixable: [repeated-title]", {"repeated-title": None, "related-links": "unsafe"}),
    ("{fixable: [ALL], unfixable: [BOI]}", {"repeated-title": "safe", "related-links": None}),
    ("extend-safe-fixes: [ALL]", {"repeated-title": "safe", "related-links": "safe", "truncated-ending": "suggestion"}),
    ("extend-unsafe-fixes: [duplication]", {"repeated-title": "unsafe", "related-links": "unsafe"}),
    ("fixable: []", {"repeated-title": None, "related-links": None}),
])  # fmt: skip
def test_the_configuration_says_what_is_fixed(tmp_path: Path, configuration: str, fixes: dict[str, str | None]) -> None:
    tmp_path.joinpath("artlint.yaml").write_text(configuration, encoding="utf-8")
    rules = Selection(config.load(str(tmp_path / "artlint.yaml"))).for_path("a.txt").known
    assert {name: rules[name].record.fix and rules[name].record.fix.safety for name in fixes} == fixes
