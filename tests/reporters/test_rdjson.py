"""`rdjson`: places in bytes of UTF-8, and edits."""

from __future__ import annotations

import json
import time

from artlint.base.model import Place, Position, Result, Span
from tests.reporters.made import CRLF, find, render


def test_rdjson_counts_bytes_of_utf8(results: tuple[Result, ...]) -> None:
    document = json.loads(render("rdjson", *results))
    assert document["source"] == {"name": "artlint"}
    first, second = document["diagnostics"]
    assert first == {
        "message": "found", "severity": "INFO", "code": {"value": "OWN001"},
        "location": {"path": "a/b.txt", "range": {
            "start": {"line": 1, "column": 20}, "end": {"line": 1, "column": 24}}},
    }  # fmt: skip
    assert second["severity"] == "WARNING"
    assert second["code"] == {"value": "BOI001"}
    assert second["location"]["range"] == {"start": {"line": 2, "column": 2}, "end": {"line": 4, "column": 1}}
    assert second["relatedLocations"] == [
        {
            "message": "the first place",
            "location": {
                "path": "a/b.txt",
                "range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 7}},
            },
        }
    ]


def test_rdjson_offers_the_edits_of_a_fix_as_one(results: tuple[Result, ...]) -> None:
    (suggestion,) = json.loads(render("rdjson", *results))["diagnostics"][1]["suggestions"]
    assert suggestion["range"] == {"start": {"line": 1, "column": 19}, "end": {"line": 4, "column": 1}}
    assert CRLF[:6] + suggestion["text"] + CRLF[62:] == CRLF[:6] + "·" + CRLF[7:21] + CRLF[62:]


def test_rdjson_is_quick_on_one_long_line() -> None:
    """Each look-up that counted its row from the beginning would make this several seconds, wherever it jumps."""
    text = "é word " * 100_000
    first = Place(Position(1, 1), Position(1, 7), "first")
    found = tuple(find("é word", 0, 6)._replace(span=Span(n, n + 6), related=(first,)) for n in range(0, 700_000, 70))
    began = time.process_time()
    render("rdjson", Result("a/b.txt", found, text))
    assert time.process_time() - began < 2.5
