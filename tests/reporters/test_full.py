"""`full`: the excerpt, its carets, and what a terminal may be shown."""

from __future__ import annotations

import json

import pytest

from artlint.base.model import Fix, Place, Position, Result
from artlint.base.shown_text import visible
from tests.reporters.made import excerpt, find, on, related_rows, render


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
  = related: 1:1: the first place
  = fix (safe): Delete these lines
  = help: A block of links was scraped with the text.
      (artlint rule related-links)

"""
    )


def test_full_never_lets_the_text_command_the_terminal() -> None:
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


def test_full_shows_both_ends_of_a_mark_that_does_not_fit() -> None:
    text = "x" * 100 + "FAULT"
    shown = "x" * 17 + "…" + "xxx" + "FAULT"
    assert excerpt(text, find(text, 0, 105), width=30) == ["1 | " + shown, "  | " + "^" * 26]
    text = "語" * 50 + " and then the sentence stops after the"
    assert excerpt(text, find(text, 0, len(text)), width=40) == [
        "1 | " + "語" * 12 + "…s after the",
        "  | " + "^" * 36,
    ]
    text = "before " + "x" * 100 + " behind"
    assert excerpt(text, find(text, 7, 107), width=30)[0] == "1 | …" + "x" * 16 + "…" + "x" * 7 + "…"


def test_full_wraps_what_it_says_beside_the_excerpt_and_keeps_a_command_whole() -> None:
    text = "a b\n" * 8
    places = tuple(
        Place(Position(n, 1), Position(n, 2), "it stands here, too, and nobody knows why") for n in range(2, 9)
    )
    other = Place(Position(1, 1), Position(1, 2), "and there", path="other.txt")
    d = find(
        text,
        0,
        1,
        related=(*places, other),
        fix=Fix("Delete these lines, all of them, and what is around them", (), "safe"),
    )
    once = """\
  = related: 2:1, 3:1, 4:1, 5:1, 6:1 … and 2
      more: it stands here, too, and nobody
      knows why
  = related: other.txt:1:1: and there
  = fix (safe): Delete these lines, all of
      them, and what is around them
"""
    rendered = render("full", Result("a/b.txt", (d, d), text), width=44)
    assert rendered.count(once) == 2
    help_rows = "  = help: A block of links was scraped with\n      the text. (artlint rule related-links)\n"
    assert rendered.count(help_rows) == rendered.count("help") == 1, "once an article"


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
    assert shown == ["1 | ┃ …" + "x" * 17 + "FAULT", "2 | ┃ " + "y" * 16 + "…" + "y" * 7]


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


def test_full_collapses_related_places_with_the_same_message() -> None:
    markers = [Place(Position(1, n), Position(1, n + 1), "a marker") for n in range(1, 9)]
    other = Place(Position(2, 1), Position(2, 2), "the list")
    assert related_rows(*markers[:1]) == ["  = related: 1:1: a marker"]
    assert related_rows(markers[0], other, markers[1]) == [
        "  = related: 1:1, 1:2: a marker",
        "  = related: 2:1: the list",
    ]
    five = ", ".join(f"1:{n}" for n in range(1, 6))
    assert related_rows(*markers[:5]) == [f"  = related: {five}: a marker"]
    assert related_rows(*markers) == [f"  = related: {five} … and 3 more: a marker"]


def test_full_ends_the_list_of_related_places() -> None:
    places = [Place(Position(1, n), Position(1, n + 1), f"no. {n}") for n in (*range(1, 9), 8)]
    five = [f"  = related: 1:{n}: no. {n}" for n in range(1, 6)]
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


def test_full_and_rdjson_show_the_row_after_the_last_line_end() -> None:
    d = find("a\n", 2, 2)
    assert excerpt("a\n", d) == ["2 |", "  | ^"]
    (shown,) = json.loads(render("rdjson", Result("a/b.txt", (d,), "a\n")))["diagnostics"]
    assert shown["location"]["range"] == {"start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 1}}
