"""`json` and `json-lines`."""

from __future__ import annotations

import io
import json

from artlint.base.model import Result
from artlint.reporters.base import Context
from artlint.ruleset.plugins import registry
from tests.reporters.made import CRLF, RULES, find, render


def test_json_has_the_shape_that_ruff_has(results: tuple[Result, ...]) -> None:
    first, second = json.loads(render("json", *results))
    assert list(first) == ["code", "name", "severity", "message", "filename", "location", "end_location", "related",
                           "fix", "url", "fingerprint"]  # fmt: skip
    assert (first["fix"], first["url"], first["related"]) == (None, None, [])
    assert second == {
        "code": "BOI001", "name": "related-links", "severity": "warning", "message": "“Read more”,\r\n100% of: “it”",
        "filename": "a/b.txt", "location": {"row": 2, "column": 2}, "end_location": {"row": 4, "column": 1},
        "related": [{"filename": "a/b.txt", "location": {"row": 1, "column": 1},
                     "end_location": {"row": 1, "column": 3}, "message": "the first\nplace"}],
        "fix": {"applicability": "safe", "message": "Delete these lines", "edits": [
            {"content": "", "start": 21, "end": 62, "location": {"row": 2, "column": 2},
             "end_location": {"row": 4, "column": 1}},
            {"content": "·", "start": 6, "end": 7, "location": {"row": 1, "column": 7},
             "end_location": {"row": 1, "column": 8}}]},
        "url": None, "fingerprint": "00ff",
    }  # fmt: skip
    assert CRLF[21:62] == "Read more\x1b[31m\r\nHamas Reasserts Control\r\n"


def test_json_lines_hold_the_same_objects(results: tuple[Result, ...]) -> None:
    rows = render("json-lines", *results).splitlines()
    assert [json.loads(row) for row in rows] == json.loads(render("json", *results))
    assert render("json-lines") == ""


def test_json_is_readable_and_survives_lone_surrogates_and_controls() -> None:
    message = "日本 \ud800 \x9b \u2028 \u202e \u0085"
    output = render("json-lines", Result("a", (find("abc", 0, 1, message=message),), "abc"))
    assert '"日本 \\ud800 \\u009b \\u2028 \\u202e \\u0085"' in output
    assert len(output.splitlines()) == 1
    assert json.loads(output)["message"] == message


def test_json_is_written_as_articles_come(results: tuple[Result, ...]) -> None:
    out = io.StringIO()
    reporter = registry.reporter_class("json")(out, Context(RULES, "1"))
    reporter.article(results[0])
    assert out.getvalue().count('"fingerprint"') == 2
