"""`artlint compare`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.articles import Artlint

ROOT = Path(__file__).parents[3]


def test_the_seeds(artlint: Artlint) -> None:
    """Five articles about one event: the day, the dead and the days of the talks differ."""
    ran = artlint("compare", "seeds", "--output-format", "json", cwd=ROOT)
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert told["nearest"].startswith("seeds/001_")

    def having(kind: str, text: str) -> list[str]:
        return [path[6:9] for d in told[kind] if d["text"] == text for path in d["articles"]]

    assert (having("dates", "Monday"), having("dates", "Thursday")) == (["003"], ["004"])
    assert (having("numbers", "85"), having("numbers", "59,000"), having("numbers", "262")) == (["004"], ["002"], [])
    assert "001" in having("numbers", "1,000")
    assert len(told["shares"]) == 10
    text = artlint("compare", "seeds", cwd=ROOT).out
    assert text.startswith("nearest the source: seeds/001_")
    assert "\n  Thursday: seeds/004_" in text


def test_quotations_in_two_wordings(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "“We have decided to bring our team home from the region after two long weeks,” he said.\n"
    )
    (tmp_path / "b.txt").write_text(
        "“We have decided to bring our staff home from the region after two long weeks,” he said.\n"
    )
    ran = artlint("compare", "a.txt", "b.txt", "--output-format", "json")
    [quotation] = json.loads(ran.out)["quotations"]
    assert (quotation["article"], quotation["row"]) == ("b.txt", 1)
    assert "bring our staff home" in quotation["message"]


def test_what_cannot_be_compared(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The harbour is closed.\n")
    (tmp_path / "b.txt").write_bytes(b"\0\1\2\0")
    for paths, said in (
        (["a.txt"], "1 article to compare"),
        (["a.txt", "b.txt"], "b.txt: "),
        (["a.txt", "c.txt"], "c.txt: no such file"),
    ):
        ran = artlint("compare", *paths)
        assert (ran.code, said in ran.err) == (2, True), ran.err
