"""Comments in Markdown that silence rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.articles import CLEAN, ENTITY, FAULTY, Artlint, write

BROKEN = (
    "The bridge opens again\n\nThe cafÃ© by the road opened on Monday. Nobody spoke.\n"  # in Markdown, &amp; is right
)

MOJIBAKE = "ENC001 mojibake"


def test_comments_in_markdown(artlint: Artlint, tmp_path: Path) -> None:
    title, body = BROKEN.split("\n\n")
    other = "The mayor left the crÃ¨che late. They left early.\n"
    path = write(tmp_path / "a.md", f"# {title}\n\n<!-- artlint-ignore: mojibake -->\n\n{body}\n\n{other}")
    lines = artlint(path).lines
    assert len(lines) == 1
    assert "crÃ¨che" in lines[0]
    write(path, f"# {title}\n\n<!-- artlint-ignore-file: ENC001 -->\n\n{body}\n{other}")
    assert artlint(path).lines == []


@pytest.mark.parametrize(
    ("comment", "rule", "words"),
    [
        ("artlint-ignore", "ART002 blanket-suppression", "names no rule"),
        ("artlint-ignore: repeated-block", "ART001 unused-suppression", "nothing to silence"),
        ("artlint-ignore: mojibakke", "ART001 unused-suppression", "no rule answers to “mojibakke”: did you mean"),
    ],
)
def test_a_comment_that_silences_nothing(artlint: Artlint, tmp_path: Path, comment: str, rule: str, words: str) -> None:
    path = write(tmp_path / "a.md", "# " + BROKEN.replace("\n\n", f"\n\n<!-- {comment} -->\n\n"))
    lines = artlint(path).lines
    assert [line.split(": ")[1] for line in lines] == [rule, MOJIBAKE]
    assert words in lines[0]


def test_a_comment_for_a_rule_that_did_not_run_says_nothing(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "# " + BROKEN.replace("\n\n", "\n\n<!-- artlint-ignore: mojibake -->\n\n"))
    assert artlint(path, "--select", "PUN,ART").lines == []


def test_a_comment_in_a_code_fence_is_shown_and_not_meant(artlint: Artlint, tmp_path: Path) -> None:
    fence = "\n\n```\n<!-- artlint-ignore-file: mojibake -->\n```\n\n"
    path = write(tmp_path / "a.md", "# " + BROKEN.replace("\n\n", fence))
    assert [line.split(": ")[1] for line in artlint(path).lines] == [MOJIBAKE]


def test_a_comment_of_no_use_is_known_again_when_it_moves(artlint: Artlint, tmp_path: Path) -> None:
    text = "# " + CLEAN + "\n<!-- artlint-ignore: repeated-block -->\n"
    path = write(tmp_path / "a.md", text)
    artlint("baseline", path)
    write(path, text.replace("\n\n", "\n\nIt was raining on that day. The river was high.\n\n", 1))
    assert artlint(path).lines == []


def test_a_comment_in_plain_text_is_text(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", FAULTY + "\n<!-- artlint-ignore-file: ENC004 -->\n")
    assert ENTITY in artlint(path).out


def test_a_comment_in_a_code_span_silences_nothing(artlint: Artlint, tmp_path: Path) -> None:
    text = "Title of it all\n\nIt was cold.[1] The comment {}<!-- artlint-ignore: CIT -->{} is shown.[2]\n"
    (tmp_path / "a.md").write_text(text.format("`", "`"))
    (tmp_path / "b.md").write_text(text.format("", ""))
    ran = artlint(".", "--select", "CIT,ART")
    assert [line.partition(" ")[0] for line in ran.lines] == ["a.md:3:13:"]
