"""constraints.txt, which tools/lock.py writes, holds a version that fits for all that pyproject.toml asks for."""

from __future__ import annotations

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"].values()
ASKED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *[name for extra in EXTRAS for name in extra],
]


def locked() -> dict[str, str]:
    """The versions that hold for this Python on this platform, by name."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = [Requirement(line.partition("#")[0]) for line in lines if line[:1].isalnum()]
    return {
        canonicalize_name(r.name): str(r.specifier).removeprefix("==")
        for r in found
        if not r.marker or r.marker.evaluate()
    }


@pytest.mark.parametrize("asked", [text for text in ASKED if not text.startswith("artlint[")])
def test_what_pyproject_asks_for_is_locked(asked: str) -> None:
    wanted = Requirement(asked)
    version = locked().get(canonicalize_name(wanted.name))
    assert version is not None, "python tools/lock.py renews constraints.txt"
    assert wanted.specifier.contains(version), "python tools/lock.py renews constraints.txt"
