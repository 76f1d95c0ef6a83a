"""What is kept in small files between runs, and when it is removed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from artlint.base.startup import disk_cache


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(disk_cache, "enabled", True)


def built(key: str, data: object = 0) -> bool:
    """Whether the data of this key had to be built."""
    calls = []
    assert disk_cache.get_or_build(key, lambda: (calls.append(1) or data, [])) == data
    return bool(calls)


def age(path: Path, days: float) -> None:
    then = time.time() - days * disk_cache.DAY
    os.utime(path, (then, then))


def test_it_is_built_once() -> None:
    assert [built("a", 1), built("a", 1), built("b", 2), built("a", 1)] == [True, False, True, False]


def test_what_is_not_used_is_removed(tmp_path: Path) -> None:
    """And what is used is not, however long ago it was made. Other files are nobody's business."""
    built("old")
    (old,) = tmp_path.iterdir()
    built("used")
    (used,) = set(tmp_path.iterdir()) - {old}
    other = tmp_path / "notes.txt"
    other.write_text("mine")
    for path in (old, used, other):
        age(path, disk_cache.MAX_DAYS + 1)
    assert not built("used")
    built("new")
    assert (old.exists(), used.exists(), other.exists()) == (False, True, True)


def test_what_a_killed_writer_left_is_removed(tmp_path: Path) -> None:
    left, young = (tmp_path / f".{digit * 16}.artlint" for digit in "0a")
    for path, days in ((left, 1.1), (young, 0.9)):
        path.write_bytes(b"half")
        age(path, days)
    built("new")
    assert (left.exists(), young.exists()) == (False, True)


def test_beyond_the_room_the_oldest_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "signature", lambda: "")
    monkeypatch.setattr(disk_cache, "MAX_BYTES", 3500)
    for name in "abc":
        built(name, name * 1000)
        for path in tmp_path.iterdir():
            age(
                path, 0.1 + (time.time() - path.stat().st_mtime) / disk_cache.DAY
            )  # one writes quicker than time is told
    built("d", "d" * 1000)
    assert [built(name, name * 1000) for name in "dcb"] == [False, False, False]
    assert built("a", "a" * 1000)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such permissions")
def test_what_others_could_have_written_is_not_read(tmp_path: Path) -> None:
    built("a")
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o666)
    assert built("a")
    assert path.stat().st_mode & 0o777 == 0o600
    assert not built("a")
