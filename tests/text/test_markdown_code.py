"""Code in Markdown is nobody's article: no rule speaks of it, and no fix changes it."""

from __future__ import annotations

import pytest

from artlint.engine.linter import Linter
from artlint.text.article import Article

LINTER = Linter.from_config(None, preview=True)
TITLE = "# Mending Broken Text\n"
TEXT = f"{TITLE}\nThe harbour is closed for a week, and nobody on the quay knows why that is so.\n\n"


def code(text: str) -> list[str]:
    article = Article(text, format="markdown")
    return [article.slice(span) for span in article.code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A `word` and ``two ` words``.\n", ["`word`", "``two ` words``"]),
        ("Lead:\n\n    indented\n    twice\n\nText.\n", ["indented\n    twice"]),
        ("Lead\n    goes on here\n", []),
        ("- item\n\n    its second paragraph\n\n      code of it\n", ["code of it"]),
        ("```\na\n\nb\n```\nText.\n", ["a\n\nb"]),
        ("\ttab\n", ["tab"]),
        ("A `span over\ntwo lines` ends.\n", ["`span over", "two lines`"]),
        ("No ` partner here.\n", []),
    ],
)
def test_where_code_stands(text: str, expected: list[str]) -> None:
    assert code(text) == expected


def test_plain_text_has_no_code() -> None:
    assert Article("A `word`.\n\n    indented\n").code == []


@pytest.mark.parametrize(
    "sample",
    [
        '```python\ntext = "The harbourâ€™s cafÃ© is closed"\nprint(text.encode("cp1252"))\n```\n',
        "    The harbourâ€™s cafÃ© is closed &amp; [Your Name] [INST]\n",
        'Write `The harbourâ€™s cafÃ©`, `[Your Name] "`, `\\u2019` or `window.dataLayer = []` into the box below.\n',
    ],
    ids=["fenced", "indented", "inline"],
)
def test_no_rule_speaks_of_code(sample: str) -> None:
    text = TEXT + sample + "\nThe ferry leaves at noon, as it has done every day since the war ended.\n"
    found = [d for d in LINTER.lint(Article(text, format="markdown")) if d.severity != "info"]
    assert [d.code for d in found if d.span.end > len(TITLE)] == []  # that the title is of the page may be guessed


def test_no_fix_changes_code() -> None:
    text = TEXT + "The cafÃ© is not `cafÃ©`, nor is it closed.\n"
    (found,) = LINTER.lint(Article(text, format="markdown"))
    assert found.fix is not None
    assert [text[edit.span.start : edit.span.end] for edit in found.fix.edits] == ["cafÃ©"]
    assert all(edit.span.end <= text.index("`") for edit in found.fix.edits)


def test_a_fix_of_a_habit_leaves_code_alone() -> None:
    """A finding that speaks of the whole article edits it in many places, of which some may lie in code."""
    lines = "The ferry , the bridge , the road and the quay are closed , the mayor said .\n\n" * 8
    fence = "```\ncall(a , b , c)\n```\n\n"
    text = TITLE + "\n" + lines + fence + lines
    (found,) = (d for d in LINTER.lint(Article(text, format="markdown")) if d.rule == "spaced-marks")
    assert found.fix is not None
    edited = [edit.span for edit in found.fix.edits]
    assert len(edited) == 64
    assert not any(text.index(fence) <= span.start < text.index(fence) + len(fence) for span in edited)


def test_block_text_masks_code_and_keeps_places() -> None:
    article = Article('Say `a "b"` to “them”.\n', format="markdown")
    (block,) = article.blocks
    assert block.text == "Say _a__b__ to “them”."
    assert article.slice(block.span(4, 11)) == '`a "b"`'
