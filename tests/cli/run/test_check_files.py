"""A run over files: one that kills the process that checks it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.base.processes.work import KILLED
from tests.support import python_path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def test_a_file_that_kills(artlint: Callable[..., Any], tmp_path: Path) -> None:
    """A check of a plugin that kills its process: the file is reported, every other one is checked."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import os\n"
        "from artlint.project.workspace import Workspace\n"
        "read = Workspace.read\n"
        "def killing(self, path, data=None):\n"
        "    found = read(self, path, data)\n"
        "    if 'poison' in found[0].text:\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return found\n"
        "Workspace.read = killing\n"
    )
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(100):
        (folder / f"{n:03}.txt").write_text(f"One sentence &amp; another, {n} of them.\n")
    clean = artlint("articles", "-j", "2", "--no-cache", "--output-format", "concise")
    (folder / "041.txt").write_text("This is poison.\n")
    env = {"PYTHONPATH": python_path(site)}
    lines = [line for line in clean.lines if "041.txt" not in line]
    for jobs in ("2", "8"):
        for more in ([], ["--no-cache"], ["--profile"]):
            env["ARTLINT_CACHE_DIR"] = str(tmp_path / jobs)
            ran = artlint("articles", "-j", jobs, "--output-format", "concise", *more, env=env)
            assert ran.code == 2
            assert f"artlint: articles/041.txt: {KILLED}" in ran.err
            assert ran.lines == lines
        before = [path.read_bytes() for path in sorted(folder.iterdir())]
        shown = artlint("articles", "-j", jobs, "--diff", env=env)
        assert f"artlint: articles/041.txt: {KILLED}" in shown.err
        assert shown.out.count("--- a/") == 99
        assert [path.read_bytes() for path in sorted(folder.iterdir())] == before
