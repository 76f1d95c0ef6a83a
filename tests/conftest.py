"""Fixtures for all tests: the real command in a process of its own, and the seed articles."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import ROOT, SEEDS, Ran, python_path, run
from tests.support.articles import CLEAN, FAULTY, write
from tests.support.processes import workers_of_this_process

collect_ignore = ["ruleset/plugins/plugin_example"]  # its rules need a check that only an installed plugin has

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    """With `-n`, tests that share what is costly to start are one group, for one worker."""
    config.addinivalue_line("markers", "xdist_group(name): tests that one worker takes, where there are several")
    if getattr(config.option, "dist", "no") == "load":  # what `-n` alone means
        config.option.dist = "loadgroup"
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # of a shell that runs this in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five seed articles, which no test may change."""
    return SEEDS


@pytest.fixture
def articles(seeds: Path, tmp_path: Path) -> Path:
    """A folder with copies of the seeds, to be changed at will."""
    return Path(shutil.copytree(seeds, tmp_path / "articles"))


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables for a process: this checkout, a cache apart from the user's, no hint of a terminal or a git hook."""
    mine = ("ARTLINT_", "GIT_", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(mine)}
    return {**kept, "PYTHONPATH": python_path(), "ARTLINT_CACHE_DIR": str(tmp_path_factory.mktemp("cache"))}


@pytest.fixture
def artlint(environment: dict[str, str], tmp_path: Path) -> Callable[..., Ran]:
    """`artlint("check", path, cwd=..., input=...)`: the installed command, for real. No run may show a traceback."""

    def call(*args: object, env: dict[str, str] | None = None, cwd: Path = tmp_path, **options: Any) -> Ran:
        command = [sys.executable, "-m", "artlint", *map(str, args)]
        ran = run(command, env={**environment, **(env or {})}, cwd=cwd, **options)
        assert "Traceback" not in ran.err, ran.err
        return ran

    return call


@pytest.fixture
def no_process_is_left() -> Iterator[None]:
    """The test does not hang, and leaves no process behind."""

    def too_long(*_: object) -> None:
        raise TimeoutError("this hangs")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(300)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    gc.collect()
    assert workers_of_this_process() == []


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return write(tmp_path / "faulty.txt", FAULTY)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return write(tmp_path / "clean.txt", CLEAN)


@pytest.fixture
def rows(seeds: Path) -> list[dict[str, Any]]:
    """The seeds as records."""
    return [
        {"id": i, "url": f"https://www.Site{i % 2}.example/a/{i}", "text": p.read_bytes().decode(), "score": 1.5}
        for i, p in enumerate(sorted(seeds.glob("*.txt")))
    ]
