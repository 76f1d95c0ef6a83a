"""What several test files need: the real command in a process of its own, and the seed articles."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent


class Ran(NamedTuple):
    """How a command ended: its exit code, and its two outputs with line ends as they were written."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def run(command: list[str], *, input: str | bytes = b"", timeout: float = 120, **options: Any) -> Ran:
    """Run a command to its end; outputs are read as UTF-8 and not translated."""
    data = input.encode() if isinstance(input, str) else input
    done = subprocess.run(command, input=data, capture_output=True, timeout=timeout, check=False, **options)
    return Ran(done.returncode, *(b.decode("utf-8", "surrogateescape") for b in (done.stdout, done.stderr)))


def without_privileges() -> None:
    """Take from root the capability to read what the permissions forbid; for others there is nothing to take."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five seed articles, which no test may change."""
    return ROOT / "seeds"


@pytest.fixture
def articles(seeds: Path, tmp_path: Path) -> Path:
    """A folder with copies of the seeds, to be changed at will."""
    return Path(shutil.copytree(seeds, tmp_path / "articles"))


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables for a process: a cache apart from the user's, and no hint of a terminal or of a git hook."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ARTLINT_", "GIT_")) and k != "NO_COLOR"}
    return {**kept, "ARTLINT_CACHE_DIR": str(tmp_path_factory.mktemp("cache"))}


@pytest.fixture
def artlint(environment: dict[str, str], tmp_path: Path) -> Callable[..., Ran]:
    """`artlint("check", path, cwd=..., input=...)`: the installed command, for real. No run may show a traceback."""

    def call(*args: object, env: dict[str, str] | None = None, cwd: Path = tmp_path, **options: Any) -> Ran:
        command = [sys.executable, "-m", "artlint", *map(str, args)]
        ran = run(command, env={**environment, **(env or {})}, cwd=cwd, **options)
        assert "Traceback" not in ran.err, ran.err
        return ran

    return call


def session(leader: int) -> set[int]:
    """The processes of a session that still run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, number = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(number) == leader and state != "Z":
            found.add(int(stat.parent.name))
    return found
