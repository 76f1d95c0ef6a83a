"""`artlint completion`: scripts for shells."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.articles import Artlint


def test_bash_completion_is_bash(artlint: Artlint) -> None:
    ran = artlint("completion", "bash")
    subprocess.run(["bash", "-n"], input=ran.out.encode(), check=True)
    # What a shell would be given after “artlint ba”
    ask = ran.out + '\nCOMP_WORDS=(artlint ba); COMP_CWORD=1; _shtab_artlint; echo "${COMPREPLY[@]}"\n'
    answer = subprocess.run(["bash"], input=ask.encode(), capture_output=True, check=False)
    assert answer.stdout.decode().split() == ["baseline"]


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_completion_for_other_shells_names_the_commands(artlint: Artlint, shell: str) -> None:
    assert "baseline" in artlint("completion", shell).out
