"""`artlint rules`: the list, some of it, and as data."""

from __future__ import annotations

import json

from tests.support.articles import Artlint


def listed(artlint: Artlint, *options: str) -> list[str]:
    return [line.split()[1] for line in artlint("rules", *options).lines]


def test_the_list_can_be_narrowed(artlint: Artlint) -> None:
    everything = listed(artlint)
    duplication = listed(artlint, "--select", "DUP")
    assert {"repeated-block", "repeated-title"} <= set(duplication) < set(everything)
    assert listed(artlint, "--select", "duplication,END001") == [*duplication, "truncated-ending"]
    assert listed(artlint, "END001") == listed(artlint, "--select", "truncated-ending") == ["truncated-ending"]
    assert listed(artlint, "quotation", "mark", "PUN")
    assert set(listed(artlint, "--fixable")) < set(everything)


def test_it_says_how_safe_a_fix_is(artlint: Artlint) -> None:
    assert " [*] " in artlint("rules", "--select", "repeated-title").out
    assert " [!] " in artlint("rules", "--select", "related-links").out
    found = json.loads(artlint("rules", "--output-format", "json").out)
    fixes = {r["name"]: r["fix"] for r in found}
    assert (fixes["repeated-title"], fixes["related-links"], fixes["too-short"]) == ("safe", "unsafe", None)
    assert {r["name"] for r in found if r["fix"]} == set(listed(artlint, "--fixable"))


def test_what_answers_to_nothing_is_an_error(artlint: Artlint) -> None:
    for options in (["--select", "DUPP"], ["nothing-like-it"]):
        ran = artlint("rules", *options)
        assert (ran.code, ran.out) == (2, "")
        assert "\n  help: " in ran.err
