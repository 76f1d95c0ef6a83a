"""Rows and marks of the report: which characters are marked, and with what."""

from __future__ import annotations

from artlint.base.model import Edit, Fix, Span
from artlint.base.shown_text import visible
from artlint.reporters.web import marks
from tests.reporters.made import found


# ---- what a page is told
def covered(text: str, *spans: tuple[int, int]) -> dict[int, str]:
    """The text under each mark, rows joined by a bar."""
    out: dict[int, list[str]] = {}
    for row in marks.rows(text, [found(text, *span) for span in spans], visible):
        parts: dict[int, str] = {}
        for segment in row.segments:
            for number in segment.marks:
                parts[number] = parts.get(number, "") + segment.text
        for number, part in parts.items():
            out.setdefault(number, []).append(part)
    return {number: "|".join(parts) for number, parts in out.items()}


def test_rows_hold_the_whole_text_and_marks_the_exact_characters() -> None:
    text = "one two\nthree\r\n\r\nfour 👩‍👩‍👧 e\u0301 five"
    drawn = marks.rows(text, [], visible)
    assert ["".join(s.text for s in row.segments) for row in drawn] == ["one two", "three", "", text[17:]]
    assert covered(text, (0, 3), (2, 13), (4, 7)) == {0: "one", 1: "e two|three", 2: "two"}
    assert covered(text, (22, 27)) == {0: "👩‍👩‍👧"}


def test_a_mark_without_characters_is_a_place() -> None:
    assert covered("ab\ncd\n", (1, 1), (2, 3), (6, 6), (99, 120)) == {0: "", 1: "", 2: "", 3: ""}
    row = marks.rows("ab", [found("ab", 1, 1)], visible)[0]
    assert [(s.text, s.marks) for s in row.segments] == [("a", ()), ("", (0,)), ("b", ())]
    assert marks.rows("", [found("", 0, 0)], visible)[0].begin == (0,)


def test_the_shortest_mark_lies_on_top_and_a_note_begins_once() -> None:
    text = "aaa bbb\nccc"
    drawn = marks.rows(text, [found(text, 0, 11), found(text, 4, 7)], visible)
    assert [s.marks for s in drawn[0].segments] == [(0,), (1, 0)]
    assert [row.begin for row in drawn] == [(0, 1), ()]


def test_what_nobody_would_see_is_named() -> None:
    pieces = marks.rows("a\u202eb\x00\ud800\tc\u200d", [], visible)[0].segments
    assert [(p.text, p.unseen) for p in pieces] == [
        ("a", False), ("<U+202E>", True), ("b", False), ("␀<U+D800>", True), ("\tc\u200d", False),
    ]  # fmt: skip


def sides(text: str, *edits: tuple[int, int, str]) -> list[tuple[str, str]]:
    fix = Fix("Repair", tuple(Edit(Span(start, end), new) for start, end, new in edits), "safe")
    signs = {"same": "{}", "cut": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return [
        tuple("".join(signs[p.kind].format(p.text) for p in side) for side in change)  # type: ignore[misc]
        for change in marks.changes(text, fix, visible)[0]
    ]


def test_before_and_after_show_a_few_words_around() -> None:
    text = "word " * 20 + "Witkock said " + "so " * 40
    before, after = sides(text, (100, 107, "Witkoff"))[0]
    assert before == "…" + "word " * 9 + "[-Witkock-] said" + " so" * 14 + "…"
    assert after == before.replace("[-Witkock-]", "[+Witkoff+]")
    assert sides("a\nRead more\nb\n", (2, 12, "")) == [("a\n[-Read more↵\n-]b…", "a\nb…")]
    assert sides("a\n" * 30, (0, 60, ""))[0][0] == "[-" + "a↵\n" * 4 + "-] … 24 lines … [-↵\na↵\na↵\n-]"
    assert sides("all", (0, 3, "")) == [("[-all-]", "")]


def test_a_long_deletion_is_cut_and_far_places_are_counted() -> None:
    before, _ = sides("x" * 5000, (0, 5000, ""))[0]
    assert before == "[-" + "x" * 100 + "-] … 4,800 characters … [-" + "x" * 100 + "-]"
    fix = Fix("Repair", tuple(Edit(Span(i * 200, i * 200 + 1), "") for i in range(5)), "safe")
    shown, more = marks.changes("y" * 2000, fix, visible)
    assert (len(shown), more) == (3, 2)
