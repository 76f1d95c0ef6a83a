"""What makes a run on one file start quickly: patterns and modules kept between runs, and nothing imported in vain."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

import pytest

from artlint.base.startup import cached_re
from tests.support import SEEDS

SHOW = """
import os, sys
from artlint.cli.main import entry
end, sys.argv = os._exit, ["artlint", *sys.argv[1:]]
os._exit = lambda code: (print(*sys.modules, file=sys.stderr), sys.stderr.flush(), end(code))
entry()
"""


def loaded(tmp_path: pathlib.Path, *arguments: str) -> tuple[str, set[str]]:
    """What `artlint ...` prints, and the modules that it has imported."""
    environment = {**os.environ, "ARTLINT_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", SHOW, *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, encoding="utf-8")
    return run.stdout, set(run.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("seed", sorted(p.name for p in SEEDS.glob("*.txt")))
def test_a_second_run_imports_nothing_that_takes_long(tmp_path: pathlib.Path, seed: str) -> None:
    first, _ = loaded(tmp_path, str(SEEDS / seed))
    again, modules = loaded(tmp_path, str(SEEDS / seed))
    slow = {
        "argparse",
        "collections",
        "enum",
        "functools",
        "importlib.metadata",
        "inspect",
        "pluggy",
        "pycld2",
        "re",
        "regex",
    }
    assert again == first
    assert not modules & (slow | {"typing", "msgspec", "yaml"})


def test_few_files_need_no_database(tmp_path: pathlib.Path) -> None:
    """It takes longer to import than fifteen files take to check."""
    files = [tmp_path / f"{n}.txt" for n in range(16)]
    for n, file in enumerate(files):
        file.write_text(f"The ferry number {n} left at dawn, and nobody waved.\n")
    for several, is_loaded in ((files[:1], False), (files[:15], False), (files, True)):
        assert ("sqlite3" in loaded(tmp_path / "cache", *map(str, several))[1]) is is_loaded


def test_no_cache_keeps_nothing(tmp_path: pathlib.Path) -> None:
    loaded(tmp_path, "--no-cache", str(SEEDS / "000_1d7bb6fb8fdfc525.txt"))
    assert not list(tmp_path.iterdir())


def test_what_is_damaged_is_made_again(tmp_path: pathlib.Path) -> None:
    seed = str(SEEDS / "000_1d7bb6fb8fdfc525.txt")
    loaded(tmp_path, seed)
    first, _ = loaded(tmp_path, seed)
    kept = list(tmp_path.iterdir())
    assert {".patterns", ".snapshot"} <= {p.suffix for p in kept}
    for path in kept:
        path.write_bytes(path.read_bytes()[:-50])
    assert loaded(tmp_path, seed)[0] == first


PATTERNS = [
    (r"(?P<first>\w)(?P=first)", "a bb cc"),
    (r"(?i)STRASSE|[à-ÿ]{2,}", "Straße, àé, strasse"),
    (r"(?<![\w.])(?:19|20)\d\d\b", "in 1999 and 2.2024, 2001"),
    ("[\u0e00-\u0eff\u3040-\u30ff]+", "a かな b"),
]


@pytest.mark.parametrize(("pattern", "text"), PATTERNS)
def test_a_kept_pattern_finds_what_it_should(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, pattern: str, text: str
) -> None:
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(tmp_path))
    for fresh in (True, False):
        monkeypatch.setattr(cached_re, "_ready", {})
        monkeypatch.setattr(cached_re, "_stored", None)
        monkeypatch.setattr(cached_re, "_new", {})
        found = [(m.span(), m.groupdict()) for m in cached_re.finditer(pattern, text)]
        assert found == [(m.span(), m.groupdict()) for m in re.finditer(pattern, text)]
        assert bool(cached_re._new) is fresh
        cached_re.save()


def test_templates_and_errors_are_those_of_re() -> None:
    for pattern, template in ((r"(.)\1+", r"\1"), (r"(a)|(b)", r"<\2-\1>"), ("a", r"\\"), (r"(?P<x>a)", r"\g<x>\n")):
        assert cached_re.sub(pattern, template, "aabbab") == re.sub(pattern, template, "aabbab")
    assert cached_re.escape("a.b [c]\n") == re.escape("a.b [c]\n")
    with pytest.raises(cached_re.error):
        cached_re.compile("(")
