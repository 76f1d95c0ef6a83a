"""What must hold for any text at all."""

from __future__ import annotations

import pathlib
import re
import textwrap
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlint.checks.base import OptionError, instantiate
from artlint.checks.common import regex_analysis
from artlint.checks.common.phrases import Clock
from artlint.checks.consistency import Consistency
from artlint.checks.pattern import Pattern
from artlint.engine.linter import Linter
from artlint.text.article import Article
from artlint.text.position import Positions, line_spans
from tests.support import SEEDS

LINTER = Linter.from_config(None, select=["ALL"], ignore=["STD"], preview=True)  # STD: their lines end at \n
SEED_TEXTS = [p.read_bytes().decode("utf-8") for p in sorted(SEEDS.glob("*.txt"))]

# Pieces that make rules fire, between any characters at all.
PIECES = st.sampled_from(
    [
        "262",
        "Related Articles",
        "Share",
        "“so",
        "so”",
        '"',
        "[3][1]",
        "**b**",
        "&amp;",
        "â€™",
        "\u200b",
        "�",
        "\n",
        "\n\n",
        "\r\n",
        ". ",
        "…",
        "The harbour was closed for a week after the storm.",
        "Die Brücke ist zu.",
        "Вода поднялась.",
        "他说：「好」。",
        "Witkoff met Witkoff.",
        "Witkock",
        "[+20 chars]",
        "As an AI language model, I",
        "[Your Name]",
        "<br>",
        "\x08",
        "\ufeff",
        "\u2028",
        "\x0c",
        "👩\u200d🔬",
        "é",
        "References",
        "| a | b |",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=25).map("".join)


@settings(max_examples=300)
@given(TEXTS, st.sampled_from(["text", "markdown"]))
def test_spans_lie_inside_and_places_agree(text: str, form: str) -> None:
    """No exception on any text; spans inside it; rows and columns lead to the same characters."""
    for d in LINTER.lint_text(text, format=form):
        assert 0 <= d.span.start <= d.span.end <= len(text)
        lines = [*line_spans(text), (len(text), len(text))]
        assert lines[d.start.row - 1][0] + d.start.column - 1 == d.span.start
        assert lines[d.end.row - 1][0] + d.end.column - 1 == d.span.end
        for edit in d.fix.edits if d.fix else ():
            assert 0 <= edit.span.start <= edit.span.end <= len(text)


@pytest.mark.parametrize("text", SEED_TEXTS, ids=range(len(SEED_TEXTS)))
def test_messages_quote_what_is_marked(text: str) -> None:
    """A message that quotes from the article quotes from the span."""
    for d in LINTER.lint_text(text):
        if d.rule in (
            "misspelled-name",
            "unbalanced-quotes",
            "truncated-ending",
            "stray-number",
            "dangling-reference",
            "markdown-residue",
        ):
            for words in re.findall("“([^”]*)”", d.message)[:1]:
                assert " ".join(words.split()) in " ".join(text[d.span.start : d.span.end].split()), d


def facts(text: str) -> list:
    return [(d.rule, d.message, " ".join(text[d.span.start : d.span.end].split())) for d in LINTER.lint_text(text)]


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("text", SEED_TEXTS, ids=range(len(SEED_TEXTS)))
def test_line_ends_change_nothing(text: str, end: str) -> None:
    assert facts(text.replace("\n", end)) == facts(text)


@settings(max_examples=100)
@given(TEXTS)
def test_line_ends_change_nothing_anywhere(text: str) -> None:
    text = text.replace("\r", "")
    assert facts(text.replace("\n", "\r\n")) == facts(text)


WRAPPED = """\
Harbour Reopens After the Storm

The first ships came in at dawn, and the crews were given soup by volunteers who had filled sandbags all night long. “It was a long
night,” said Jan Quellendorf, who keeps the northern lock; Quellendorf had not slept since Monday. The league was founded in 1887[3][1].

For more on this, see our previous reports. The mayor, who had been against the bridge when it was first proposed, said that she “would
not stand in its way, and neither would her party.

Jan Quellenderf wants a dam as well. The council will have to decide in May whether the town can pay for both of them at once

Related Articles

Mediators Leave the Capital Without a Deal
"""


@pytest.mark.parametrize("width", [60, 72, 79, 100])
def test_hard_wrapped_is_the_same(width: int) -> None:
    """A paragraph is a paragraph, on one line or on many."""
    paragraphs = [" ".join(p.split("\n")) for p in WRAPPED.strip().split("\n\n")]
    one_line = "\n\n".join(paragraphs) + "\n"
    wrapped = "\n\n".join(textwrap.fill(p, width) for p in paragraphs) + "\n"
    expected = facts(one_line)
    assert [f[0] for f in expected] == [
        "orphan-citation",
        "dangling-reference",
        "unbalanced-quotes",
        "misspelled-name",
        "truncated-ending",
        "related-links",
    ]
    assert facts(wrapped) == expected


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("(?i)ſtop|K9", ["stop", "K9"]),
        ("(?i)straße", ["STRASSE", "straße"]),
        ("(?i)σας", ["ΣΑΣ", "σας"]),
        (r"\p{Lu}x", ["Éx"]),
        ("(?:a|bc)+d?", ["bc"]),
    ],
)
def test_literals_know_case(pattern: str, matches: list[str]) -> None:
    import regex

    sets = regex_analysis.required(pattern)
    for text in matches:
        if regex.search(pattern, text):
            lowered = Article(text).lowered
            assert all(any(w in lowered for w in words) for words in sets), (pattern, text, sets)


@pytest.mark.parametrize("pattern", ["(?:harbour){e<=1}", r"harbour\d{s<=1:[a-z]}", r"\\p{e<=3}"])
def test_what_is_fuzzy_requires_nothing(pattern: str) -> None:
    """`re` would take the braces for characters, and its matches for all there are."""
    assert regex_analysis.required(pattern) == []
    assert not regex_analysis.bounded(pattern)


def test_braces_that_are_no_constraint_are_read() -> None:
    assert regex_analysis.required(r"a\{bc[{;]d{2}") == [["a{bc"], [";", "{"]]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^(a|aa)+$", False),
        (r"^(\w+\s?)*$", False),
        (r"\w+x", False),
        (r"a{1,30}b{1,30}", True),
        (r"(a{1,9}){1,9}", False),
        (r"\bread more\b", True),
        (r"(x)\1", False),
    ],
)
def test_bounded(pattern: str, expected: bool) -> None:
    assert regex_analysis.bounded(pattern) is expected


def test_a_catastrophic_pattern_is_stopped_and_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "slow.yaml").write_text(
        "- name: slow\n  code: OWN001\n  check: pattern\n  summary: s\n  why: w\n  message: m\n  options: {patterns: ['^(a|aa)+$']}\n",
        "utf-8",
    )
    (tmp_path / "artlint.yaml").write_text("rule-paths: [slow.yaml]\n")
    linter = Linter.from_config(str(tmp_path / "artlint.yaml"))
    found = {
        d.rule: d.message
        for d in linter.lint_text("262\nThe harbour was closed for a week after the storm.\n" + "a" * 60 + "!\n")
    }
    assert found["rule-timeout"] == "the rule “slow” took too long here and was stopped"
    assert "stray-number" in found, "the run goes on"


def pattern_check(**options: object) -> Pattern:
    values = {"patterns": [], "unless": [], "ignore_case": False, **options}
    return instantiate(Pattern, values, Pattern.prepare(values))


def test_a_sound_pattern_with_many_matches_is_not_stopped() -> None:
    check = pattern_check(patterns=[r"\p{Lu}\p{Ll}+", "[Nn]ame"])
    assert len(list(check.run(Article("Name " * 20_000)))) == 20_000


def test_a_pattern_has_one_budget_for_an_article() -> None:
    check = pattern_check(patterns=["^(a|aa)+$"])
    clock = Clock(Article(""))
    with pytest.raises(TimeoutError):
        clock.run("p", lambda seconds: check._get("^(a|aa)+$", "a")[0].search("a" * 60 + "!", timeout=seconds))
    with pytest.raises(TimeoutError):
        clock.run("p", lambda seconds: pytest.fail(f"there are {seconds} seconds left"))
    assert clock.run("another", lambda seconds: 0 < seconds <= 1)


def test_forms_are_patterns_of_regex() -> None:
    Consistency.prepare({"forms": {"a": r"\p{Lu}", "b": "b"}})
    with pytest.raises(OptionError, match="does not compile"):
        Consistency.prepare({"forms": {"a": "(", "b": "b"}})


def wrapped(text: str, width: int) -> str:
    return "\n\n".join(textwrap.fill(p, width) for p in text.split("\n") if p.strip()) + "\n"


@pytest.mark.parametrize("width", [60, 72, 79])
def test_a_hard_wrapped_seed_is_the_same(width: int) -> None:
    """Phrases that a line end divides are found too."""
    text = "\n\n".join(p for p in SEED_TEXTS[3].split("\n") if p.strip()) + "\n"
    assert facts(wrapped(text, width)) == facts(text)


def test_wrapping_is_seen_beside_exceptions() -> None:
    """A long address, or one short line in the middle of a sentence, is no end of a paragraph."""
    paragraph = textwrap.fill("The harbour was closed for a week after the storm had torn away the lock. " * 9, 72)
    lines = paragraph.split("\n")
    address = "https://harbour.example/" + "a" * 150
    short = [*lines[:4], lines[4].rsplit(" ", 3)[0], lines[4].split(" ", lines[4].count(" ") - 2)[-1], *lines[5:]]
    for text in ([*lines[:3], address, *lines[3:]], short):
        article = Article("\n".join(text) + "\n\n" + paragraph)
        assert [(b.first, b.last) for b in article.blocks] == [
            (1, len(text)),
            (len(text) + 2, len(text) + 1 + len(lines)),
        ]


@pytest.mark.parametrize(
    "lines",
    [
        ["The harbour is closed", "The lock is broken", "The bridge is open", "The mayor has gone home"] * 3,
        ["Tyger Tyger, burning bright,", "In the forests of the night;", "what immortal hand or eye,"] * 4,
        ["The harbour was closed for a week after the storm had torn away the lock, and was not open before May."] * 5,
    ],
)
def test_lines_that_no_program_wrapped_stay_apart(lines: list[str]) -> None:
    assert len(Article("\n".join(lines)).blocks) == len(lines)


def test_places_in_a_wrapped_paragraph() -> None:
    text = textwrap.fill("The harbour was closed for a week after the storm had torn away the lock. " * 9, 72)
    (block,) = Article("  \n" + text + "\n").blocks
    assert block.last > block.first
    for i in range(len(block.text) + 1):
        assert block.offset(i) == 3 + i
    assert block.offset(len(block.text) + 9) == block.end


SENTENCE = "The harbour was closed for a week after the storm, and the crews were given soup by volunteers. "


@pytest.mark.parametrize(
    "make",
    [
        lambda n: textwrap.fill(SENTENCE * (n * 50 // len(SENTENCE)), 72),
        lambda n: "“so " * n,
        lambda n: '"so" ' * (n // 2),
        lambda n: "Witkoff met Jan Witkoff. " * (n // 2),
        lambda n: "a &amp; b " * n,
    ],
    ids=["wrapped", "opening", "straight", "names", "entities"],
)
def test_large_texts_take_their_time_and_no_more(make: Callable[[int], str]) -> None:
    """Twice the text, about twice the time (a megabyte, or 20,000 marks on a line)."""
    LINTER.lint_text(make(500))
    times = []
    for n in (10_000, 20_000):
        text = make(n)
        begun = process_time()
        LINTER.lint_text(text)
        times.append(process_time() - begun)
    assert times[1] < 5
    assert times[1] < 3 * times[0] + 0.2


@settings(max_examples=200)
@given(st.text(alphabet="ab\n\r\u2028\x0c\x85é👩", max_size=30))
def test_positions(text: str) -> None:
    """Lines end at LF, CRLF and CR only; columns in UTF-16 and UTF-8 count their own units."""
    positions = Positions(text)
    lines = re.split(r"\r\n|\r|\n", text)
    for offset in range(len(text) + 1):
        if text[max(0, offset - 1) : offset + 1] == "\r\n":
            continue
        row, column = positions.at(offset)
        before = lines[row - 1][: column - 1]
        assert len(re.split(r"\r\n|\r|\n", text[:offset])) == row
        assert re.split(r"\r\n|\r|\n", text[:offset])[-1] == before
        assert positions.utf16(offset).column == len(before.encode("utf-16-le")) // 2 + 1
        assert positions.utf8(offset).column == len(before.encode()) + 1
