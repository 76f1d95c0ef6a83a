"""Output formats: exact outputs for hard texts, and the documents read back by the tools that they are for."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from artlint.base.model import Diagnostic, Edit, Fix, Place, Position, Result, Span
from artlint.reporters.base import Context
from artlint.reporters.shape import posix, uri, visible
from artlint.ruleset.plugins import registry
from artlint.text.position import Positions
from tests.support import SHARED

ABOUT: dict[str, dict[str, Any]] = {
    "related-links": {
        "code": "BOI001", "severity": "warning", "origin": "artlint", "tags": ["furniture"],
        "summary": "A block of links was scraped with the text.",
        "why": "Readers meet headlines that have nothing to do with the article.\n",
        "examples": [{"bad": "Text.\n⟦Read more\n```⟧\n", "good": None}, {"bad": None, "good": "Read on.\n"}],
    },
    "house-rule": {
        "code": "OWN001", "severity": "info", "origin": "rules.yaml", "tags": [],
        "summary": "Our own rule.", "why": "We want it.", "examples": [],
    },
}  # fmt: skip
RULES: Any = {
    name: SimpleNamespace(**{**about, "examples": [SimpleNamespace(**example) for example in about["examples"]]})
    for name, about in ABOUT.items()
}
FORMATS = ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson"]
DOCS = "https://docs.example/artlint/rules/"

# Rows:   1                 2                  3                       4
CRLF = "日本語の記事 📰 e\u0301te\u0301 end\r\n\tRead more\x1b[31m\r\nHamas Reasserts Control\r\nlast \u202eline"


def find(text: str, start: int, end: int, /, **fields: object) -> Diagnostic:
    """A diagnostic on text[start:end], as the engine would make it."""
    at = Positions(text).at
    base = Diagnostic(
        "related-links", "BOI001", "warning", "a/b.txt", Span(start, end), at(start), at(end), "found", (), None, "00ff"
    )
    return base._replace(**fields)  # type: ignore[arg-type]


def on(text: str, marked: str, **fields: object) -> Diagnostic:
    return find(text, text.index(marked), text.index(marked) + len(marked), **fields)


def render(name: str, *results: Result, color: bool = False, width: int = 60) -> str:
    out = io.StringIO()
    reporter = registry.reporter_class(name)(out, Context(RULES, "1.2.3", color=color, width=width))
    for result in results:
        reporter.article(result if reporter.needs_text else result._replace(text=""))
    reporter.close()
    text = out.getvalue()
    text.encode("utf-8")  # whatever came in, it can be written
    return text


def excerpt(text: str, diagnostic: Diagnostic, width: int = 60) -> list[str]:
    """The rows of the full form that show the text: without head, place, the empty gutter row and the help."""
    rows = render("full", Result("a/b.txt", (diagnostic,), text), width=width).splitlines()
    while "-->" not in rows[1]:  # a long head
        del rows[1]
    assert rows[2].strip() == "|"
    gutter = rows[1][: rows[1].index("-->")]
    summary = "A block of links was scraped with the text."
    assert rows[-2:] == [f"{gutter} = help: {summary} (artlint rule related-links)", ""]
    return rows[3:-2]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    """The documentation is published somewhere."""
    monkeypatch.setattr("artlint.reporters.base.HELP_URL", DOCS)


@pytest.fixture
def results() -> tuple[Result, ...]:
    """A multi-line span with everything on it, an info of a user's own rule, a clean file, and one unreadable."""
    block = on(CRLF, "Read more\x1b[31m\r\nHamas Reasserts Control\r\n")
    at = Positions(CRLF).at
    block = block._replace(
        message="“Read more”,\r\n100% of: “it”",
        related=(Place(at(0), at(2), "the first\nplace"),),
        fix=Fix("Delete these lines", (Edit(block.span, ""), Edit(Span(6, 7), "·")), "safe"),
    )
    emoji = on(CRLF, "📰", rule="house-rule", code="OWN001", severity="info", fingerprint="0a")
    return (
        Result("a/b.txt", (emoji, block), CRLF),
        Result("clean.txt", (), "Fine.\n"),
        Result("broken.txt", problem="not UTF-8: \x00"),
    )


# full


def test_full_shows_everything_in_order(results: tuple[Result, ...]) -> None:
    assert (
        render("full", *results)
        == """\
info OWN001 house-rule: found
 --> a/b.txt:1:8
  |
1 | 日本語の記事 📰 e\u0301te\u0301 end
  |              ^^
  = help: Our own rule. (artlint rule house-rule)

warning BOI001 related-links: “Read more”, 100% of: “it”
 --> a/b.txt:2:2
  |
2 | ┃ ␉Read more␛[31m
3 | ┃ Hamas Reasserts Control
  = related: a/b.txt:1:1: the first place
  = fix (safe): Delete these lines
  = help: A block of links was scraped with the text. (artlint rule related-links)

"""
    )


def test_full_never_lets_the_text_command_the_terminal(results: tuple[Result, ...]) -> None:
    nasty = "a\x1b]0;x\x07\x9b2J\u202e\u2066\u200f\u061c\u200b\x7f\ud800\u2028b"
    d = find(
        nasty,
        0,
        len(nasty),
        message=nasty,
        path=nasty,
        related=(Place(Position(1, 1), Position(1, 2), nasty),),
        fix=Fix(nasty, (), "unsafe"),
    )
    for name in ("full", "concise", "github", "junit"):
        output = render(name, Result(nasty, (d,), nasty))
        assert not [c for c in output if c in nasty and c not in "a]0;x2Jb"], name
    assert excerpt(nasty, d._replace(related=(), fix=None), width=200)[0] == (
        "1 | a␛]0;x␇<U+009B>2J<U+202E><U+2066><U+200F><U+061C><U+200B>␡<U+D800><U+2028>b"
    )


def test_spelling_that_needs_joiners_is_kept() -> None:
    assert visible("می\u200cخواهم 👩\u200d🚀 e\u0301") == "می\u200cخواهم 👩\u200d🚀 e\u0301"


@pytest.mark.parametrize(("text", "marked", "carets"), [
    ("東京都 x", "京都", "  ^^^^"),
    ("cafe\u0301 noir", "noir", "     ^^^^"),
    ("cafe\u0301 noir", "fe\u0301", "  ^^"),
    ("cafe\u0301 noir", "\u0301", "   ^"),
    ("a\tb", "b", "  ^"),
    ("\u1112\u1161\u11ab글 x", "글", "  ^^"),
    ("ｆｕｌｌ", "ｕ", "  ^^"),
    ("a\u200bb", "\u200b", " ^^^^^^^^"),
])  # fmt: skip
def test_full_carets_stand_under_wide_and_combining_characters(text: str, marked: str, carets: str) -> None:
    assert excerpt(text, on(text, marked))[1] == "  | " + carets


@pytest.mark.parametrize("at", [0, 3, 4])
def test_full_points_at_an_empty_span(at: int) -> None:
    assert excerpt("abc\r\nd", find("abc\r\nd", at, at)) == ["1 | abc", "  | " + " " * min(at, 3) + "^"]


def test_full_on_an_empty_text() -> None:
    assert excerpt("", find("", 0, 0)) == ["1 |", "  | ^"]


def test_full_windows_a_long_line_around_the_span() -> None:
    text = "x" * 500_000 + "FAULT" + "y" * 500_000
    shown, carets = excerpt(text, on(text, "FAULT"), width=40)
    assert shown == "1 | …" + "x" * 14 + "FAULT" + "y" * 15 + "…"
    assert len(shown) == 40
    assert carets == "  | " + " " * 15 + "^^^^^"


def test_full_windows_at_the_edges_of_a_line() -> None:
    text = "FAULT" + "y" * 100
    assert excerpt(text, on(text, "FAULT"), width=30) == ["1 | FAULT" + "y" * 19 + "…", "  | ^^^^^"]
    text = "x" * 100 + "FAULT"
    assert excerpt(text, on(text, "FAULT"), width=30) == ["1 | …" + "x" * 19 + "FAULT", "  | " + " " * 20 + "^^^^^"]
    assert excerpt(text, find(text, 0, 105), width=30) == ["1 | " + "x" * 24 + "…", "  | " + "^" * 25]


def test_full_windows_wide_characters_by_cells_and_cuts_no_letter_from_its_accent() -> None:
    text = "語" * 50 + "FAULT" + "e\u0301" * 50
    shown, carets = excerpt(text, on(text, "FAULT"), width=40)
    assert shown == "1 | …" + "語" * 7 + "FAULT" + "e\u0301" * 15 + "…"
    assert carets == "  | " + " " * 15 + "^^^^^"
    text = "e\u0301" * 50 + "FAULT" + "語" * 50
    assert excerpt(text, on(text, "FAULT"), width=40)[0].startswith("1 | …e\u0301e")


def test_full_shows_at_most_four_lines_of_a_span() -> None:
    text = "".join(f"line {n}\n" for n in range(1, 13))
    assert excerpt(text, find(text, text.index("line 8"), len("".join(f"line {n}\n" for n in range(1, 13))))) == [
        " 8 | ┃ line 8", " 9 | ┃ line 9", "10 | ┃ line 10", " … | ┃", "12 | ┃ line 12"]  # fmt: skip
    assert len(excerpt(text, find(text, 0, text.index("line 5")))) == 4
    assert excerpt("a\n\nb\n", find("a\n\nb\n", 0, 4)) == ["1 | ┃ a", "2 | ┃", "3 | ┃ b"]


def test_full_shows_a_span_of_one_row_with_its_line_end_by_carets() -> None:
    assert excerpt("a b\nc\n", find("a b\nc\n", 2, 4)) == ["1 | a b", "  |   ^"]


def test_full_windows_each_long_row_beside_the_bar() -> None:
    text = "x" * 100 + "FAULT\n" + "y" * 100
    shown = excerpt(text, find(text, 100, len(text)), width=30)
    assert shown == ["1 | ┃ …" + "x" * 17 + "FAULT", "2 | ┃ " + "y" * 22 + "…"]


@pytest.mark.parametrize(("message", "width", "rows"), [
    ("one two three", 44, ["warning BOI001 related-links: one two three"]),
    ("one two three", 43, ["warning BOI001 related-links: one two three"]),
    ("one two three", 42, ["warning BOI001 related-links: one two", "    three"]),
    ("one  two three", 33, ["warning BOI001 related-links: one", "    two three"]),
    ("one two three", 32, ["warning BOI001 related-links:", "    one two three"]),
    ("one two three four five", 10, ["warning BOI001 related-links:", "    one two three four", "    five"]),
    ("語" * 20, 32, ["warning BOI001 related-links:", "    " + "語" * 14, "    " + "語" * 6]),
    ("a " + "b" * 60 + " c", 40, ["warning BOI001 related-links: a", "    " + "b" * 36, "    " + "b" * 24 + " c"]),
    ("one e\u0301e\u0301e\u0301 x", 37, ["warning BOI001 related-links: one e\u0301e\u0301e\u0301", "    x"]),
])  # fmt: skip
def test_full_wraps_a_long_message(message: str, width: int, rows: list[str]) -> None:
    output = render("full", Result("a/b.txt", (find("abc", 0, 1, message=message),), "abc"), width=width).splitlines()
    assert output[: len(rows) + 1] == [*rows, " --> a/b.txt:1:1"]


def related_rows(*places: Place) -> list[str]:
    rows = excerpt("abc", find("abc", 0, 1, related=places))
    return [row for row in rows if "related" in row]


def test_full_collapses_related_places_with_the_same_message() -> None:
    markers = [Place(Position(1, n), Position(1, n + 1), "a marker") for n in range(1, 9)]
    other = Place(Position(2, 1), Position(2, 2), "the list")
    assert related_rows(*markers[:1]) == ["  = related: a/b.txt:1:1: a marker"]
    assert related_rows(markers[0], other, markers[1]) == [
        "  = related: a/b.txt:1:1, a/b.txt:1:2: a marker",
        "  = related: a/b.txt:2:1: the list",
    ]
    five = ", ".join(f"a/b.txt:1:{n}" for n in range(1, 6))
    assert related_rows(*markers[:5]) == [f"  = related: {five}: a marker"]
    assert related_rows(*markers) == [f"  = related: {five} … and 3 more: a marker"]


def test_full_ends_the_list_of_related_places() -> None:
    places = [Place(Position(1, n), Position(1, n + 1), f"no. {n}") for n in (*range(1, 9), 8)]
    five = [f"  = related: a/b.txt:1:{n}: no. {n}" for n in range(1, 6)]
    assert related_rows(*places[:5]) == five
    assert related_rows(*places) == [*five, "  = related: … and 4 more"]


def test_full_colors_only_when_asked() -> None:
    result = Result("a/b.txt", (find("abc", 1, 2, severity="error"),), "abc")
    assert render("full", result, color=True, width=40).splitlines()[:5] == [  # colours take no room
        "\x1b[1;31merror BOI001\x1b[0m \x1b[1mrelated-links:\x1b[0m found",
        " \x1b[1;34m-->\x1b[0m a/b.txt:1:2",
        "  \x1b[1;34m|\x1b[0m",
        "\x1b[1;34m1 |\x1b[0m abc",
        "  \x1b[1;34m|\x1b[0m  \x1b[1;31m^\x1b[0m",
    ]
    rows = Result("a/b.txt", (find("a\n\n\n\nb", 0, 6),), "a\n\n\n\nb")
    bar = "\x1b[1;33m┃\x1b[0m"
    assert render("full", rows, color=True).splitlines()[3:8] == [
        f"\x1b[1;34m1 |\x1b[0m {bar} a",
        f"\x1b[1;34m2 |\x1b[0m {bar}",
        f"\x1b[1;34m3 |\x1b[0m {bar}",
        f"\x1b[1;34m… |\x1b[0m {bar}",
        f"\x1b[1;34m5 |\x1b[0m {bar} b",
    ]
    assert "\x1b" not in render("full", result, rows)


# concise, GitHub


def test_concise(results: tuple[Result, ...]) -> None:
    assert render("concise", *results) == (
        "a/b.txt:1:8: OWN001 house-rule: found\n"
        "a/b.txt:2:2: BOI001 related-links: “Read more”, 100% of: “it”\n")  # fmt: skip


def test_github_escapes_messages_and_properties(results: tuple[Result, ...]) -> None:
    assert render("github", *results) == (
        "::notice file=a/b.txt,line=1,col=8,endLine=1,endColumn=9,title=OWN001 house-rule::found\n"
        "::warning file=a/b.txt,line=2,col=2,endLine=3,title=BOI001 related-links"
        "::“Read more”,%0D%0A100%25 of: “it”\n")  # fmt: skip
    odd = find("abc", 0, 1, path="./50%,a:b\n.txt", severity="error", message="a:b,c\x1b")
    assert render("github", Result("", (odd,))) == (
        "::error file=50%25%2Ca%3Ab%0A.txt,line=1,col=1,endLine=1,endColumn=2,title=BOI001 related-links::a:b,c␛\n"
    )


# JSON


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


@pytest.mark.parametrize("given", [(), (Result("clean.txt", (), "Fine.\n"),)])
def test_documents_are_whole_when_nothing_is_found(given: tuple[Result, ...]) -> None:
    assert json.loads(render("json", *given)) == json.loads(render("gitlab", *given)) == []
    assert json.loads(render("rdjson", *given))["diagnostics"] == []
    assert json.loads(render("sarif", *given))["runs"][0]["results"] == []
    assert len(ET.fromstring(render("junit", *given))) == len(given)
    assert render("full", *given) == render("concise", *given) == render("github", *given) == ""


# SARIF


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
        "defaultConfiguration": {"level": "warning"}, "properties": {"tags": ["furniture"]},
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


@pytest.mark.parametrize(("path", "expected"), [
    ("./a b/é#?.txt", "a%20b/%C3%A9%23%3F.txt"),
    ("c:d.txt", "c%3Ad.txt"),
    ("/tmp/x.txt", "file:///tmp/x.txt"),
    ("\udce9.txt", "%E9.txt"),
])  # fmt: skip
def test_paths_as_uris(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_windows_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    assert posix("a\\b.txt") == "a\\b.txt"
    monkeypatch.setattr("os.sep", "\\")
    assert posix(".\\a\\b.txt") == "a/b.txt"


# GitLab, JUnit, reviewdog


def test_gitlab(results: tuple[Result, ...]) -> None:
    issue = json.loads(render("gitlab", *results))[1]
    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "description": "“Read more”, 100% of: “it”", "check_name": "related-links", "severity": "minor",
        "location": {"path": "a/b.txt", "lines": {"begin": 2, "end": 3},
                     "positions": {"begin": {"line": 2, "column": 2}, "end": {"line": 4, "column": 1}}},
    }  # fmt: skip
    levels = [find("abc", 0, 1, severity=s) for s in ("info", "warning", "error")]
    issues = json.loads(render("gitlab", Result("x", tuple(levels))))
    assert [i["severity"] for i in issues] == ["info", "minor", "major"]


def test_gitlab_fingerprints_differ_within_a_report_and_stay_between_reports() -> None:
    here, there = find("abc", 0, 1), find("abc", 0, 1, path="c.txt")
    prints = [i["fingerprint"] for i in json.loads(render("gitlab", Result("", (here, there, here))))]
    assert len(set(prints)) == 3
    moved = here._replace(start=Position(9, 1), end=Position(9, 2))
    assert [i["fingerprint"] for i in json.loads(render("gitlab", Result("", (moved,))))] == prints[:1]


def test_junit(results: tuple[Result, ...]) -> None:
    output = render("junit", *results)
    assert output.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="artlint">\n')
    found, clean, broken = ET.fromstring(output.encode("utf-8"))
    assert found.attrib == {"name": "a/b.txt", "tests": "2", "failures": "1", "errors": "0"}
    note, warning = found
    assert [child.tag for child in note] == ["system-out"]
    assert note[0].text == "a/b.txt:1:8: OWN001 house-rule: found"
    assert warning.attrib == {
        "name": "BOI001 related-links at 2:2", "classname": "a/b.txt", "file": "a/b.txt", "line": "2"}  # fmt: skip
    assert warning[0].tag == "failure"
    assert warning[0].attrib == {"message": "“Read more”, 100% of: “it”", "type": "warning"}
    assert [(len(clean), len(case)) for case in clean] == [(1, 0)]
    assert [child.tag for child in broken[0]] == ["error"]
    assert broken[0][0].get("message") == "not UTF-8: ␀"


def test_junit_replaces_what_xml_cannot_hold() -> None:
    message = '<&"]]>' + "".join(map(chr, range(32))) + "\ud800\udfff\ufffe\uffff\U0001f4f0x"
    root = ET.fromstring(render("junit", Result("p\x0c", (find("abc", 0, 1, message=message),))).encode("utf-8"))
    shown = root[0][0][0].get("message") or ""
    assert shown.startswith('<&"]]>␀␁')
    assert shown.endswith("<U+D800><U+DFFF><U+FFFE><U+FFFF>📰x")


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


# all of them


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
    test_sarif_is_valid_by_its_schema(results)


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
        "  = related: a/b.txt:2:7: here",
        "  = related: a/b.txt:2:7: same",
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


def test_full_and_rdjson_show_the_row_after_the_last_line_end() -> None:
    d = find("a\n", 2, 2)
    assert excerpt("a\n", d) == ["2 |", "  | ^"]
    (shown,) = json.loads(render("rdjson", Result("a/b.txt", (d,), "a\n")))["diagnostics"]
    assert shown["location"]["range"] == {"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 1}}


@pytest.mark.parametrize("first", ["", "\n", "short é\n", "é" * 5000 + "\n"])
def test_columns_of_long_rows_in_units_of_utf8_and_utf16(first: str) -> None:
    """In any order of look-ups, and at the borders of the steps in which a long row is counted."""
    row = "aé語📰\ud800" * 4000
    text = f"{first}{row}\r\nend"
    positions = Positions(text)
    offsets = [*range(0, len(row), 29), 4095, 4096, 4097, 8192, len(row)]
    random.Random(1).shuffle(offsets)
    for offset in offsets:
        before = row[:offset]
        expected = len(before.encode("utf-8", "surrogatepass")) + 1
        assert positions.utf8(len(first) + offset) == (bool(first) + 1, expected)
        expected = len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1
        assert positions.utf16(len(first) + offset) == (bool(first) + 1, expected)
    assert positions.utf8(len(text)) == positions.utf16(len(text)) == (bool(first) + 2, 4)


def test_rdjson_is_quick_on_one_long_line() -> None:
    """Each look-up that counted its row from the beginning would make this several seconds, wherever it jumps."""
    text = "é word " * 100_000
    first = Place(Position(1, 1), Position(1, 7), "first")
    found = tuple(find("é word", 0, 6)._replace(span=Span(n, n + 6), related=(first,)) for n in range(0, 700_000, 70))
    began = time.process_time()
    render("rdjson", Result("a/b.txt", found, text))
    assert time.process_time() - began < 2.5
