"""Output formats: exact outputs for hard texts, and the documents read back by the tools that they are for."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from artlint.base.model import Place, Position, Result
from artlint.ruleset.plugins import registry
from artlint.text.position import Positions
from tests.reporters.made import DOCS, find, related_rows, render
from tests.support.articles import FORMATS


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    """The documentation is published somewhere."""
    monkeypatch.setattr("artlint.reporters.base.HELP_URL", DOCS)


@pytest.mark.parametrize("given", [(), (Result("clean.txt", (), "Fine.\n"),)])
def test_documents_are_whole_when_nothing_is_found(given: tuple[Result, ...]) -> None:
    assert json.loads(render("json", *given)) == json.loads(render("gitlab", *given)) == []
    assert json.loads(render("rdjson", *given))["diagnostics"] == []
    assert json.loads(render("sarif", *given))["runs"][0]["results"] == []
    assert len(ET.fromstring(render("junit", *given))) == len(given)
    assert render("full", *given) == render("concise", *given) == render("github", *given) == ""


def test_every_built_in_format_is_tested_here() -> None:
    own = [name for name, (_, origin) in registry.reporters().items() if origin == "artlint"]
    elsewhere = ["dolma", "jsonl", "parquet", "html"]  # tests/cli/run, test_html.py
    assert sorted([*FORMATS, *elsewhere]) == sorted(own)


def links(results: tuple[Result, ...]) -> list[Any]:
    """All that formats say on where to read more: of artlint, of a user's own rule, of a rule of artlint's."""
    (run,) = json.loads(render("sarif", *results))["runs"]
    driver, rdjson = run["tool"]["driver"], json.loads(render("rdjson", *results))
    return [
        *(driver.get("informationUri"), *(rule.get("helpUri") for rule in driver["rules"])),
        *(rdjson["source"].get("url"), *(d["code"].get("url") for d in rdjson["diagnostics"])),
        *(d["url"] for d in json.loads(render("json", *results))),
    ]


def test_links_are_left_out_until_the_documentation_is_published(results: tuple[Result, ...]) -> None:
    assert links(results) == [None] * 8
    for name in FORMATS:
        assert "http" not in render(name, *results).replace("https://json.schemastore.org/", ""), name


@pytest.mark.usefixtures("published")
def test_links_lead_to_the_documentation(results: tuple[Result, ...]) -> None:
    """A user's own rule has no page there."""
    home, page = "https://docs.example/artlint/", DOCS + "related-links"
    assert links(results) == [home, None, page, home, None, page, None, page]


def test_related_places_in_another_file() -> None:
    text = "é first\nagain é here\n"
    places = (
        Place(Position(7, 3), Position(8, 5), "there", "./c.txt"),  # there are no such rows in this text
        Place(Position(2, 7), Position(2, 8), "here"),
        Place(Position(2, 7), Position(2, 8), "same", "a/b.txt"),
    )
    result = Result("a/b.txt", (find(text, 0, 1, related=places),), text)
    for output in (json.loads(render("json", result))[0], json.loads(render("json-lines", result))):
        assert [r["filename"] for r in output["related"]] == ["./c.txt", "a/b.txt", "a/b.txt"]
        assert output["related"][0]["location"] == {"row": 7, "column": 3}
    sarif = [
        r["physicalLocation"] for r in json.loads(render("sarif", result))["runs"][0]["results"][0]["relatedLocations"]
    ]
    assert [r["artifactLocation"]["uri"] for r in sarif] == ["c.txt", "a/b.txt", "a/b.txt"]
    assert sarif[0]["region"] == {"startLine": 7, "startColumn": 3, "endLine": 8, "endColumn": 5}
    rdjson = [r["location"] for r in json.loads(render("rdjson", result))["diagnostics"][0]["relatedLocations"]]
    here = {"path": "a/b.txt", "range": {"start": {"line": 2, "column": 7}, "end": {"line": 2, "column": 9}}}
    # Its bytes cannot be counted, so there are no columns.
    assert rdjson == [{"path": "c.txt", "range": {"start": {"line": 7}, "end": {"line": 8}}}, here, here]
    assert related_rows(*places) == [
        "  = related: ./c.txt:7:3: there",
        "  = related: 2:7: here",
        "  = related: 2:7: same",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_place_after_the_last_line_end(name: str, end: str) -> None:
    text = f"a{end}"
    assert Positions(text).at(len(text)) == Position(2, 1)
    for start in (0, len(text)):
        d = find(text, start, len(text), path="\ud800")
        d = d._replace(related=(Place(d.start, d.end, "here"),))
        assert render(name, Result("\ud800", (d,), text)) != ""
