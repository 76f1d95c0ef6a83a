"""What must hold for any text at all."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlint.engine.linter import Linter
from artlint.text.position import line_spans
from tests.support.texts import SEED_TEXTS, TEXTS

LINTER = Linter.from_config(None, select=["ALL"], ignore=["STD"], preview=True)  # STD: their lines end at \n


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

Jan Quellenderf wants a dam as well. The council will have to decide in May whether the town can pay for both of them at the

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


def wrapped(text: str, width: int) -> str:
    return "\n\n".join(textwrap.fill(p, width) for p in text.split("\n") if p.strip()) + "\n"


@pytest.mark.parametrize("width", [60, 72, 79])
def test_a_hard_wrapped_seed_is_the_same(width: int) -> None:
    """Phrases that a line end divides are found too."""
    text = "\n\n".join(p for p in SEED_TEXTS[3].split("\n") if p.strip()) + "\n"
    assert facts(wrapped(text, width)) == facts(text)


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
        text, runs = make(n), []
        for _ in range(2):  # the quicker one: what else the machine does only adds
            begun = process_time()
            LINTER.lint_text(text)
            runs.append(process_time() - begun)
        times.append(min(runs))
    assert times[1] < 5
    assert times[1] < 3 * times[0] + 0.2
