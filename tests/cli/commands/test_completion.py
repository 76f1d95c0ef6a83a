"""`artlint completion`: scripts for shells, asked in the shells themselves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.articles import Artlint

CASES = [
    ("artlint ba", ["baseline"]),
    ("artlint seeds/ --sel", ["--select"]),
    ("artlint check --output-format sar", ["sarif"]),
    ("artlint --output-format sar", ["sarif"]),
    ("artlint check --select repeated-t", ["repeated-title"]),
    ("artlint rule repeated-t", ["repeated-title"]),
    ("artlint check --fail-on w", ["warning"]),
    ("artlint check --config artlint.y", ["artlint.yaml"]),
    ("artlint check see", ["seeds"]),
    ("artlint completion fi", ["fish"]),
]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "artlint.yaml").write_text("rules: {}\n")
    return tmp_path


def asked(shell: str, script: str, folder: Path) -> list[str]:
    done = subprocess.run([shell], input=script, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return [word.split("\t")[0].rstrip("/") for word in done.stdout.splitlines()]


def test_bash(artlint: Artlint, here: Path) -> None:
    script = artlint("completion", "bash").out
    subprocess.run(["bash", "-n"], input=script.encode(), check=True)
    for line, words in CASES:
        typed = f"COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()"
        ask = f"{script}\n{typed}; _artlint; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
        assert asked("bash", ask, here) == words, line


def test_bash_goes_on_after_a_comma(artlint: Artlint, here: Path) -> None:
    typed = "COMP_WORDS=(artlint check --select DUP,repeated-t); COMP_CWORD=3; _artlint"
    script = artlint("completion", "bash").out
    assert asked("bash", f'{script}\n{typed}; echo "${{COMPREPLY[@]}}"\n', here) == ["DUP,repeated-title"]


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish (Debian: fish)")
def test_fish(artlint: Artlint, here: Path) -> None:
    script = artlint("completion", "fish").out
    for line, words in CASES:
        assert asked("fish", f"{script}\ncomplete -C '{line}'\n", here) == words, line


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh (Debian: zsh)")
def test_zsh_script_is_zsh(artlint: Artlint) -> None:
    script = artlint("completion", "zsh").out
    subprocess.run(["zsh", "-n"], input=script.encode(), check=True)
    assert "baseline" in script


def test_tcsh_script_names_the_commands(artlint: Artlint) -> None:
    assert "baseline" in artlint("completion", "tcsh").out
