"""Configurations that are odd or broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.articles import FAULTY, Artlint, write


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("pyproject.toml", "tool = 3\n# [tool.artlint]\n", 1, ""),
        ("artlint.yaml", "ignore: &a [*a]\n", 2, "holds itself"),
        ("artlint.yaml", "ignore: " + "[" * 3000 + "]" * 3000, 2, "artlint.yaml:1:108: nested too deep"),
        ("pyproject.toml", "[tool.artlint]\nignore = " + "[" * 3000 + "]" * 3000, 2, "pyproject.toml: nested too deep"),
    ],
)
def test_odd_configurations(
    artlint: Artlint, tmp_path: Path, faulty: Path, name: str, content: str, code: int, words: str
) -> None:
    write(tmp_path / name, content)
    ran = artlint(faulty)
    assert ran.code == code
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_a_broken_configuration_is_the_same_error_in_a_worker(artlint: Artlint, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write(tmp_path / "data" / folder / "a.txt", FAULTY)
    write(tmp_path / "data" / "b" / "artlint.yaml", "selekt: [DUP]\n")
    alone, together = artlint("data", "-j", "1"), artlint("data", "-j", "2")
    assert (alone.code, alone.err) == (together.code, together.err)
    assert f"{tmp_path}/data/b/artlint.yaml:1:1: unknown key “selekt”" in alone.err
    assert "did you mean “select”?" in alone.err
