"""`artlint baseline`: what is known is not reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.articles import FAULTY, Artlint, write


def test_a_baseline_silences_what_is_known(artlint: Artlint, articles: Path, tmp_path: Path) -> None:
    count = len(artlint("articles").lines)
    assert f"{count} diagnostics of 5 files written" in artlint("baseline", "articles").err
    assert artlint("articles").out == ""
    assert artlint("articles").code == 0
    assert f"{count} known faults of" in artlint("articles").err
    assert len(artlint("articles", "--no-baseline").lines) == count
    first = (tmp_path / ".artlint-baseline.json").read_bytes()
    artlint("baseline", "articles")
    assert (tmp_path / ".artlint-baseline.json").read_bytes() == first


def test_a_baseline_follows_moved_lines_and_hides_no_other_fault(artlint: Artlint, faulty: Path) -> None:
    artlint("baseline", faulty)
    write(faulty, FAULTY.replace("\n\n", "\n\nIt was raining on that day. The river was high.\n\n"))
    assert artlint(faulty).out == ""
    write(faulty, FAULTY.replace("&amp;", "&nbsp;"))
    ran = artlint(faulty)
    assert (ran.code, len(ran.lines)) == (1, 1)
    assert "1 entry of" in ran.err
    assert "matches nothing any more" in ran.err


def test_a_second_fault_of_the_same_words_is_new(artlint: Artlint, faulty: Path) -> None:
    artlint("baseline", faulty)
    write(faulty, FAULTY + "The mayor &amp; the council came late. They left early.\n")
    assert len(artlint(faulty).lines) == 1


def test_a_baseline_is_pruned_on_request(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    gone = write(tmp_path / "gone.txt", FAULTY)
    artlint("baseline", tmp_path)
    gone.unlink()
    assert "1 entry of" in artlint(faulty).err
    assert "1 stale entry dropped" in artlint("baseline", "--prune", faulty).err
    assert list(json.loads((tmp_path / ".artlint-baseline.json").read_text())["files"]) == ["faulty.txt"]
    assert artlint(faulty) == artlint(faulty, "--baseline", ".artlint-baseline.json")
    assert "match nothing" not in artlint(faulty).err


@pytest.mark.parametrize(
    "content", [None, "{", "[]", '{"version": 9, "files": {}}', '{"version": 1, "files": {"a": [{}]}}']
)
def test_a_baseline_that_is_none(artlint: Artlint, tmp_path: Path, faulty: Path, content: str | None) -> None:
    if content is not None:
        write(tmp_path / "known.json", content)
    ran = artlint(faulty, "--baseline", "known.json")
    assert (ran.code, ran.out) == (2, "")
    assert "known.json" in ran.err
    assert "artlint baseline" in ran.err


def test_a_baseline_of_some_rules_leaves_the_others(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    artlint("baseline", faulty)
    before = (tmp_path / ".artlint-baseline.json").read_bytes()
    assert "match nothing" not in artlint(faulty, "--select", "PUN").err
    for args in ([], ["--prune"]):
        artlint("baseline", faulty, "--select", "PUN", *args)
        assert (tmp_path / ".artlint-baseline.json").read_bytes() == before


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_each_file_has_the_threshold_and_the_baseline_of_its_configuration(
    artlint: Artlint, tmp_path: Path, order: tuple[str, str]
) -> None:
    write(tmp_path / "a" / "artlint.yaml", "fail-on: error\n")
    write(tmp_path / "b" / "artlint.yaml", "select: [ENC]\n")
    write(tmp_path / "a" / "a.txt", FAULTY)
    write(tmp_path / "b" / "b.txt", FAULTY)
    assert artlint(*order).code == 1
    assert artlint("baseline", *order).code == 0
    assert (tmp_path / "a" / ".artlint-baseline.json").exists()
    assert (tmp_path / "b" / ".artlint-baseline.json").exists()
    assert artlint(*order).lines == []
