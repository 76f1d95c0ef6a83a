"""The command as people run it: real processes, real files, and whatever the world does to both."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from tests.support.articles import ENTITY, FAULTY, Artlint, write


def test_a_path_alone_is_checked(artlint: Artlint, seeds: Path) -> None:
    short, long = artlint("seeds", cwd=seeds.parent), artlint("check", "seeds", cwd=seeds.parent)
    assert short == long
    assert short.code == 1
    assert short.lines[0].startswith("seeds/000_1d7bb6fb8fdfc525.txt:")


def test_without_a_path_this_folder_is_checked(artlint: Artlint, faulty: Path) -> None:
    assert artlint("check").lines == [f"faulty.txt:3:12: {ENTITY}: [*] “&amp;” is an HTML entity, not a character"]


def test_exit_codes(artlint: Artlint, faulty: Path, clean: Path) -> None:
    assert artlint(clean).code == 0
    assert artlint(faulty, clean).code == 1
    assert artlint(faulty, clean, "nowhere.txt").code == 2
    assert artlint().code == 2
    assert artlint(faulty, "--exit-zero").code == 0


@pytest.mark.parametrize(
    ("limit", "codes"), [("info", (1, 1, 1)), ("warning", (0, 1, 1)), ("error", (0, 0, 1)), (None, (0, 1, 1))]
)
def test_fail_on(artlint: Artlint, tmp_path: Path, limit: str | None, codes: tuple[int, ...]) -> None:
    """The threshold decides, whatever else is found; `warning` is the default."""
    faulty = write(tmp_path / "a.txt", FAULTY)
    for severity, code in zip(("info", "warning", "error"), codes, strict=True):
        write(tmp_path / "artlint.yaml", f"rules: {{html-entity: {{severity: {severity}}}}}\n")
        ran = artlint(faulty, *(["--fail-on", limit] if limit else []))
        assert (ran.code, len(ran.lines)) == (code, 1), severity


def test_fail_on_in_the_configuration_yields_to_the_option(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    write(tmp_path / "artlint.yaml", "fail-on: error\n")
    assert artlint(faulty).code == 0
    assert artlint(faulty, "--fail-on", "warning").code == 1


def test_quiet_prints_diagnostics_only(artlint: Artlint, faulty: Path) -> None:
    loud, quiet = artlint(faulty), artlint(faulty, "-q")
    assert (quiet.out, quiet.err, quiet.code) == (loud.out, "", 1)
    assert "1 warning found in 1 of 1 file." in loud.err
    assert "1 with --fix" in loud.err


def test_verbose_says_what_is_used(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    assert "none found, the defaults hold" in artlint(faulty, "-v").err
    write(tmp_path / "artlint.yaml", "ignore: [PUN]\n")
    assert str(tmp_path / "artlint.yaml") in artlint(faulty, "-v").err


def test_one_line_of_10_megabytes(artlint: Artlint, tmp_path: Path) -> None:
    sentence = "The talks ended on Thursday and nobody spoke to the press. "
    path = write(tmp_path / "a.txt", sentence * (10_000_000 // len(sentence) + 1))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = artlint(path, "-q", timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 60
    assert ran.code in (0, 1)


def test_a_fault_of_our_own_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from artlint.cli import main

    def parse(argv: object) -> None:
        raise ZeroDivisionError("one\ntwo")

    monkeypatch.setattr(main, "parse", parse)
    monkeypatch.setattr(main, "_silence", lambda: None)
    assert main.main(["x"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "please report it" in err
