"""`sarif`: valid, and read by the tools of others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from artlint.base.model import Result
from tests.reporters.made import DOCS, find, render
from tests.support import SHARED


def test_sarif_result(results: tuple[Result, ...]) -> None:
    (run,) = json.loads(render("sarif", *results))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    place = {"uri": "a/b.txt"}
    assert run["results"][1] == {
        "ruleId": "BOI001", "ruleIndex": 1, "level": "warning",
        "message": {"text": "“Read more”,\r\n100% of: “it”"},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": {
            "startLine": 2, "startColumn": 2, "endLine": 4, "endColumn": 1, "charOffset": 21, "charLength": 41}}}],
        "partialFingerprints": {"artlint/v1": "00ff"},
        "relatedLocations": [{"id": 1, "message": {"text": "the first\nplace"}, "physicalLocation": {
            "artifactLocation": place,
            "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 3}}}],
        "fixes": [{
            "description": {"text": "Delete these lines"}, "properties": {"applicability": "safe"},
            "artifactChanges": [{"artifactLocation": place, "replacements": [
                {"deletedRegion": {"charOffset": 21, "charLength": 41}, "insertedContent": {"text": ""}},
                {"deletedRegion": {"charOffset": 6, "charLength": 1}, "insertedContent": {"text": "·"}}]}]}],
    }  # fmt: skip
    assert run["results"][0]["level"] == "note"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "not UTF-8: \x00"


def test_sarif_describes_each_reported_rule_once(results: tuple[Result, ...]) -> None:
    (run,) = json.loads(render("sarif", *results, *results))["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("artlint", "1.2.3")
    own, related = driver["rules"]
    assert related == {
        "id": "BOI001", "name": "RelatedLinks",
        "shortDescription": {"text": "A block of links was scraped with the text."},
        "fullDescription": {"text": "Readers meet headlines that have nothing to do with the article."},
        "help": {
            "text": "A block of links was scraped with the text.\n\n"
                    "Readers meet headlines that have nothing to do with the article.",
            "markdown": "**related-links**: A block of links was scraped with the text.\n\n"
                        "Readers meet headlines that have nothing to do with the article.\n\n"
                        "Reported, between ⟦ and ⟧:\n\n    Text.\n    ⟦Read more\n    ```⟧\n\n"
                        "Not reported:\n\n    Read on.\n"},
        "defaultConfiguration": {"level": "warning"}, "properties": {"tags": ["boilerplate"]},
    }  # fmt: skip
    assert own["defaultConfiguration"]["level"] == "note"
    assert {r["ruleId"]: r["ruleIndex"] for r in run["results"]} == {"OWN001": 0, "BOI001": 1}


def test_sarif_is_valid_by_its_schema(results: tuple[Result, ...]) -> None:
    schema = SHARED / "schemas" / "sarif-schema-2.1.0.json"
    if not schema.is_file():
        pytest.skip(f"{schema} is not here")
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.validators.validator_for(json.loads(schema.read_text("utf-8")))(
        json.loads(schema.read_text("utf-8"))
    )
    odd = find("abc", 1, 1, rule="not-in-the-table", code="XXX001", path="/tmp/a b%é:\ud800.txt")
    for given in (results, (), (Result("x", (odd,)),)):
        assert [e.message for e in validator.iter_errors(json.loads(render("sarif", *given)))] == []
    broken = json.loads(render("sarif", *results))
    broken["runs"][0]["results"][0]["level"] = "info"
    assert list(validator.iter_errors(broken))


def test_sarif_is_valid_with_links(results: tuple[Result, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("artlint.reporters.base.HELP_URL", DOCS)
    test_sarif_is_valid_by_its_schema(results)


def test_sarif_tools_can_read_it(results: tuple[Result, ...], tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("sarif")
    if not command.exists():
        pytest.skip("sarif-tools is not installed beside this Python")
    file = tmp_path / "out.sarif"
    file.write_text(render("sarif", *results), "utf-8")
    done = subprocess.run([str(command), "summary", str(file)], capture_output=True, text=True, check=True)
    counts = [row.strip() for row in done.stdout.splitlines() if row.strip()]
    assert {"error: 0", "warning: 1", "note: 1"} <= set(counts), done.stdout
    assert any(row.startswith("- BOI001") and row.endswith(": 1") for row in counts), done.stdout
