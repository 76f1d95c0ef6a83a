"""Slips on the command line and in rules that would do harm, or pass in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.articles import Artlint

ENDLESS = """\
- name: strip
  code: ZZZ001
  check: pattern
  severity: warning
  summary: A word is missing.
  why: The word is missing.
  message: "“{text}” lacks a word"
  options: {patterns: ['\\bGaza\\b']}
  fix: {replace: "Gaza Strip", safety: safe}
  examples:
    - bad: "⟦Gaza⟧ is.\\n"
    - bad: "In ⟦Gaza⟧ now.\\n"
    - good: "In Gaze now.\\n"
    - good: "In gaza now.\\n"
"""
TEXT = "The war in Gaza goes on, they say.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path


def test_a_fix_that_is_a_fault_again_is_refused(artlint: Artlint, folder: Path) -> None:
    (folder / "my.yaml").write_text(ENDLESS)
    (folder / "artlint.yaml").write_text("rule-paths: [my.yaml]\nselect: [ZZZ]\n")
    ran = artlint("fix", "a.txt")
    assert ran.code == 2
    assert "a.txt: the fix of strip has no end: what it writes is reported again" in ran.err
    assert (folder / "a.txt").read_text() == TEXT
    tested = artlint("test", "my.yaml")
    assert tested.code == 1
    assert "strip, example 1: the fix of strip has no end" in tested.out + tested.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--select", ""], "argument --select: it is empty"),
        (["--extend-select", " , "], "argument --extend-select: it is empty"),
        (["--ignore", ""], "argument --ignore: it is empty"),
        (["--exclude", "["], "“[” opens a bracket and does not close it"),
        (["--stdin-filename", "x.txt"], "--stdin-filename is the name of standard input, which is not read"),
        (["--isolated", "--config", "artlint.yaml"], "not allowed with argument"),
    ],
)
def test_options_that_cannot_be_meant(artlint: Artlint, folder: Path, options: list[str], said: str) -> None:
    (folder / "artlint.yaml").write_text("")
    ran = artlint("check", "a.txt", *options)
    assert (ran.code, said in ran.err) == (2, True), ran.err


def test_unsafe_fixes_alone_are_named(artlint: Artlint, folder: Path) -> None:
    ran = artlint("a.txt", "--unsafe-fixes")
    assert (ran.code, "--unsafe-fixes does nothing by itself" in ran.err) == (0, True)
    assert "by itself" not in artlint("fix", "a.txt", "--unsafe-fixes").err
    assert artlint("a.txt", "--exclude", "[b-z].txt", "--exclude", r"\[x").code == 0


def test_patterns_of_a_configuration(artlint: Artlint, folder: Path) -> None:
    (folder / "artlint.yaml").write_text('exclude: ["a[b"]\n')
    ran = artlint("a.txt")
    assert (ran.code, "artlint.yaml:1:11: “a[b” opens a bracket" in ran.err) == (2, True), ran.err


def test_a_link_to_itself_is_named_and_the_rest_is_checked(artlint: Artlint, folder: Path) -> None:
    (folder / "b.txt").symlink_to("b.txt")
    ran = artlint(".")
    assert (ran.code, "artlint: b.txt: broken symbolic link to b.txt" in ran.err) == (2, True)
    assert "No faults found in 1 file" in ran.err
