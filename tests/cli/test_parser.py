"""What the command line understands, and what it says of the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.articles import Artlint


def test_version_and_help(artlint: Artlint) -> None:
    from artlint.base.version import __version__

    assert artlint("--version").out == f"artlint {__version__}\n"
    ran = artlint("--help")
    assert ran.code == 0
    for command in ("check", "fix", "rules", "rule", "test", "baseline", "config", "completion"):
        assert re.search(rf"^    {command}\b", ran.out, re.M), command
        assert artlint(command, "--help").code == 0


@pytest.mark.parametrize(
    "args",
    [
        ["--selct", "DUP"],
        ["-j", "x"],
        ["-j", "0"],
        ["-j", "-3"],
        ["--fail-on", "fatal"],
        ["--color", "pink"],
        ["--select"],
    ],
)
def test_an_option_that_is_wrong_stops_the_run(artlint: Artlint, faulty: Path, args: list[str]) -> None:
    ran = artlint(faulty, *args)
    assert (ran.code, ran.out) == (2, "")
    assert args[0].lstrip("-") in ran.err


def test_what_was_meant_is_said(artlint: Artlint, tmp_path: Path) -> None:
    """A misspelt option or command is one line and a guess; a file of that name is a file."""
    ran = artlint(str(tmp_path), "--profle")
    assert (ran.code, ran.err) == (
        2,
        "artlint check: unrecognized arguments: --profle\n  help: did you mean --profile?\n",
    )
    ran = artlint("ruls")
    assert ran.code == 2
    assert "did you mean “artlint rules”?" in ran.err
    (tmp_path / "ruls").write_text("The harbour was closed for a week after the storm.\n", encoding="utf-8")
    assert artlint("ruls", cwd=tmp_path).code == 0
