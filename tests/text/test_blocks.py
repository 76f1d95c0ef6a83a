"""Paragraphs of lines that a program wrapped, and lines that none did."""

from __future__ import annotations

import textwrap

import pytest

from artlint.text.article import Article


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
