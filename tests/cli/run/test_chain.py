"""Packs that judge in turn give the verdicts of as many passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.articles import Artlint
from tests.support.record_files import write_records

SENTENCE = "The harbour was closed for a week after the storm had torn away the northern lock."
LINES = ["Share", "Home | News | Sport", "Read our terms of use and our policy on cookies here.", "So it is"]


def corpus(seeds: Path) -> list[dict[str, Any]]:
    """The seeds with more and more of a page between their lines: of some C4 leaves an article, of some little."""
    pages = []
    for n in range(40):
        lines = sorted(seeds.glob("*.txt"))[n % 5].read_text(encoding="utf-8").split("\n")[: 4 + n]
        for k in range(2 * n):
            lines.insert((k * 3 + n) % (len(lines) + 1), f"{LINES[(n + k) % len(LINES)]} {k}")
        pages.append({"id": n, "text": "\n".join(lines)})
    return pages


def verdicts(artlint: Artlint, *command: str) -> list[str]:
    ran = artlint(*command, "--isolated", "--output-format", "jsonl", "-q")
    return [json.loads(line)["verdict"] for line in ran.lines]


def test_a_chain_is_as_many_passes(artlint: Artlint, tmp_path: Path, seeds: Path) -> None:
    write_records(tmp_path / "a.jsonl", corpus(seeds))
    in_turn = verdicts(artlint, "a.jsonl", "--chain", "datatrove-c4,datatrove-fineweb")
    artlint("a.jsonl", "--isolated", "--select", "datatrove-c4", "--unsafe-fixes", "--write-fixed", "left", "-q")
    first = verdicts(artlint, "a.jsonl", "--select", "datatrove-c4", "--ignore", "drops-lines")
    second = verdicts(artlint, "left/a.jsonl", "--select", "datatrove-fineweb")
    assert in_turn == ["keep" if pair == ("keep", "keep") else "drop" for pair in zip(first, second, strict=True)]
    at_once = verdicts(artlint, "a.jsonl", "--select", "datatrove-c4,datatrove-fineweb", "--ignore", "drops-lines")
    assert 0 < in_turn.count("keep") != at_once.count("keep")
    ran = artlint(
        "a.jsonl", "--isolated", "--chain", "datatrove-c4,datatrove-fineweb", "--write-kept", "kept", "-j", "2"
    )
    assert f"{in_turn.count('keep')} records in 1 file written to kept." in ran.err


def test_places_are_those_of_the_whole_article(artlint: Artlint, tmp_path: Path) -> None:
    text = f"Share\n{SENTENCE} {SENTENCE}\nHome | News\nSo &amp; so it was on that day, they say.\n"
    write_records(tmp_path / "a.jsonl", [{"text": text}])
    ran = artlint("a.jsonl", "--isolated", "--chain", "datatrove-c4,html-entity", "--output-format", "jsonl")
    found = {d["rule"]: d for row in map(json.loads, ran.lines) for d in row["diagnostics"]}
    entity = found["html-entity"]
    assert text[entity["start"] : entity["end"]] == "&amp;"
    assert (entity["line"], entity["column"]) == (4, 4)


def test_what_a_chain_is_not_for(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    write_records(tmp_path / "a.jsonl", [{"text": SENTENCE}])
    for command, problem in (
        (("a.txt", "--chain", "c4,fineweb"), "--chain judges files of records"),
        (
            ("a.jsonl", "--chain", "c4,fineweb", "--write-fixed", "out"),
            "--chain judges files of records, and fixes none",
        ),
        (("a.jsonl", "--chain", "c4", "--select", "fineweb"), "--chain says which rules run, as --select does"),
        (("a.jsonl", "--chain", "c4,finewep"), "finewep"),
    ):
        ran = artlint(*command, "--isolated")
        assert ran.code == 2, command
        assert problem in ran.err
