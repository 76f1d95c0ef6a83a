"""The file of what runs keep: by key, for several at once, and never more than there is room for."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from artlint.base.startup import disk_cache
from artlint.project import cache_store
from artlint.project.cache_store import CacheStore


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file is."""
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache_store, "TIMEOUT", 0)
    return tmp_path / "results" / "results.sqlite3"


def write(entries: dict[bytes, object], days_ago: int = 0) -> None:
    store = CacheStore()
    store._today -= days_ago
    for key, data in entries.items():
        store.put(key, data)
    store.close()


def read(*keys: bytes) -> dict[bytes, object]:
    store = CacheStore()
    found = store.read(keys)
    assert store.find(keys) >= found.keys()
    store.close()
    return found


def test_entries_are_those_of_their_keys() -> None:
    write({b"%d" % n: (n, "text", None) for n in range(2000)})
    write({b"7": "another"})
    assert read(b"7", b"12", b"no") == {b"7": "another", b"12": (12, "text", None)}
    assert len(read(*[b"%d" % n for n in range(3000)])) == 2000
    assert read() == {}


def test_what_is_not_plain_is_not_kept() -> None:
    class Text(str):
        pass

    write({b"a": Text("a"), b"b": "b"})
    assert read(b"a", b"b") == {b"b": "b"}


def test_much_is_written_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_store, "MAX_UNWRITTEN", 100)
    store = CacheStore()
    for n in range(20):
        store.put(b"%d" % n, "ten letters")
    assert 10 < len(read(*[b"%d" % n for n in range(20)])) < 20
    store.close()
    assert len(read(*[b"%d" % n for n in range(20)])) == 20


def test_a_locked_file_counts_as_empty_and_stays_as_it_is(place: Path) -> None:
    write({b"a": 1})
    database = sqlite3.connect(place, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    assert read(b"a") == {}
    write({b"b": 2})
    database.execute("ROLLBACK")
    database.close()
    assert read(b"a", b"b") == {b"a": 1}


def test_a_run_that_ends_half_way_leaves_no_half() -> None:
    write({b"a": 1})
    store = CacheStore()
    assert store.read([b"a"])
    store.put(b"b", 2)
    del store
    assert read(b"a", b"b") == {b"a": 1}


def test_what_is_not_used_is_removed() -> None:
    """What a run has read counts as used, as does what another version of artlint has."""
    write({b"old": 1, b"used": 2}, days_ago=disk_cache.MAX_DAYS)
    assert read(b"used")
    write({b"new": 3}, days_ago=-1)
    assert read(b"old", b"used", b"new") == {b"used": 2, b"new": 3}


def test_beyond_the_room_the_oldest_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_store, "MAX_BYTES", 200_000)
    for days in range(9, 0, -1):
        write({b"%d %d" % (days, n): "x" * 5000 for n in range(10)}, days_ago=days)
    assert read(b"9 0", b"9 5", b"1 0", b"1 9").keys() == {b"1 0", b"1 9"}
    assert read(b"3 0"), "which counts as used today"
    write({b"0 %d" % n: "x" * 5000 for n in range(20)})
    assert read(b"3 0", b"3 1", b"0 0", b"0 19").keys() == {b"3 0", b"0 0", b"0 19"}
    write({b"all": "x" * 500_000})
    assert read(b"all", b"0 19") == {}, "it has no room at all"


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(blocked / "below"))
    write({b"a": 1})
    assert read(b"a") == {}
    monkeypatch.setattr(disk_cache, "folder", lambda: "")
    write({b"a": 1})
    assert read(b"a") == {}
