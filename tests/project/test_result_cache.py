"""Results that are kept between runs: the same bytes out, and nothing stale."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from artlint.base.model import Fact
from artlint.base.startup import disk_cache
from artlint.project.cache_store import CacheStore
from artlint.project.fact_cache import FactCache
from tests.support.articles import Artlint

FAULTS = ["Advertisement", "The talks ended on &amp; Thursday.", "citeturn0search1", "It was a long night for all,"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sixty articles, of which some have a fault; the last one is no text."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for n in range(60):
        text = f"The ferry number {n} left the harbour at dawn, and nobody waved.\n\nIt came back at night.\n"
        articles.joinpath(f"{n:02}.txt").write_text(text + (f"\n{FAULTS[n % 4]}\n" if n % 3 == 0 else ""))
    articles.joinpath("zz.txt").write_bytes(b"\0\1\2\3" * 100)
    return articles


def store_of(environment: dict[str, str]) -> Path:
    return Path(environment["ARTLINT_CACHE_DIR"], "results", "results.sqlite3")


def entries_of(environment: dict[str, str]) -> dict[bytes, bytes]:
    with sqlite3.connect(store_of(environment)) as database:
        return dict(database.execute("SELECT key, data FROM entries"))


@pytest.fixture
def environment_of_its_own(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return {**environment, "ARTLINT_CACHE_DIR": str(tmp_path / "cache")}


@pytest.fixture
def check(artlint: Artlint, environment_of_its_own: dict[str, str]) -> Artlint:
    return lambda *args, **more: artlint(
        *args, env={"ARTLINT_CACHE_DIR": environment_of_its_own["ARTLINT_CACHE_DIR"]}, **more
    )


@pytest.mark.parametrize("form", ["json-lines", "full"])
def test_the_same_bytes_with_and_without(
    check: Artlint, folder: Path, form: str, environment_of_its_own: dict[str, str]
) -> None:
    plain = check(folder, "--no-cache", "--output-format", form)
    assert not store_of(environment_of_its_own).exists()
    first = check(folder, "--output-format", form)
    assert len(entries_of(environment_of_its_own)) == 2 * 60 + 1, "results, facts, and what follows from these"
    again = check(folder, "--output-format", form)
    parallel = check(folder, "--output-format", form, "-j", "2")
    assert {(r.code, r.out, r.err) for r in (plain, first, again, parallel)} == {(2, plain.out, plain.err)}
    assert len(plain.lines) >= 20


def test_a_run_that_knows_all_looks_at_no_rule(
    check: Artlint, folder: Path, environment_of_its_own: dict[str, str]
) -> None:
    """What is kept is what is reported: a message that was changed in the cache is the one that is shown."""
    check(folder)
    for key, packed in entries_of(environment_of_its_own).items():
        entry = disk_cache.unpack(packed)
        if len(entry) == 2 and entry[1] and isinstance(entry[1], tuple):  # a result that has diagnostics
            notes, found = entry
            entry = notes, ((*found[0][:7], "from the cache", *found[0][8:]), *found[1:])
            change(environment_of_its_own, key, disk_cache.pack(entry))
    assert "from the cache" in check(folder).out


def change(environment: dict[str, str], key: bytes, data: bytes) -> None:
    with sqlite3.connect(store_of(environment)) as database:
        database.execute("UPDATE entries SET data = ? WHERE key = ?", (data, key))


def test_a_changed_file_is_checked_again(check: Artlint, folder: Path) -> None:
    before = check(folder, "--output-format", "concise").lines
    folder.joinpath("01.txt").write_text("Advertisement\n")
    after = check(folder, "--output-format", "concise").lines
    assert [line for line in after if line not in before] == [line for line in after if "01.txt" in line] != []


def test_other_rules_and_settings_are_other_results(check: Artlint, folder: Path) -> None:
    everything = check(folder, "--output-format", "concise").lines
    assert 0 < len(check(folder, "--select", "BOI", "--output-format", "concise").lines) < len(everything)
    folder.joinpath("artlint.yaml").write_text("ignore: [html-entity]\n")
    assert check(folder, "--output-format", "concise").lines == [x for x in everything if "html-entity" not in x]
    assert check(folder, "--isolated", "--output-format", "concise").lines == everything


@pytest.mark.parametrize("damage", ["empty", "foreign", "cut off", "other columns", "overwritten", "entries"])
def test_a_damaged_cache_costs_time_alone(
    check: Artlint, folder: Path, environment_of_its_own: dict[str, str], damage: str
) -> None:
    """The same is reported, and the next run finds a whole one."""
    first = check(folder)
    known = entries_of(environment_of_its_own)
    path = store_of(environment_of_its_own)
    content = path.read_bytes()
    if damage == "other columns":
        path.unlink()
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE entries (key BLOB, value BLOB)")
    elif damage == "entries":
        for key, data in known.items():
            change(environment_of_its_own, key, data[:-1])
    elif damage == "overwritten":
        path.write_bytes(content[:4096] + bytes(len(content) - 4096))
    else:
        path.write_bytes({"empty": b"", "foreign": b"\0\0\0\0", "cut off": content[:5000]}[damage])
    for _ in range(2):
        again = check(folder)
        assert (again.out, again.err) == (first.out, first.err)
        assert entries_of(environment_of_its_own) == known


def test_two_runs_at_once(folder: Path, environment_of_its_own: dict[str, str]) -> None:
    command = [sys.executable, "-m", "artlint", str(folder), "-j", "1"]
    runs = [
        subprocess.Popen(command, env=environment_of_its_own, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    outputs = {run.communicate(timeout=60) for run in runs}
    assert len(outputs) == 1
    assert len(entries_of(environment_of_its_own)) == 2 * 60 + 1
    left = subprocess.run(command, env=environment_of_its_own, capture_output=True, check=False)
    assert (left.stdout, left.stderr) in outputs


def test_a_store_that_others_could_have_written_is_not_read(
    check: Artlint, folder: Path, environment_of_its_own: dict[str, str]
) -> None:
    first = check(folder)
    store = store_of(environment_of_its_own)
    assert (store.parent.stat().st_mode & 0o777, store.stat().st_mode & 0o777) == (0o700, 0o600)
    for key in entries_of(environment_of_its_own):
        change(environment_of_its_own, key, disk_cache.pack(((), ())))
    assert check(folder).out != first.out
    store.parent.chmod(0o777)
    assert check(folder).out == first.out
    store.parent.chmod(0o700)
    store.chmod(0o666)
    assert check(folder).out == first.out
    assert store.stat().st_mode & 0o777 == 0o600


def test_facts_are_those_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is moved comes from another source, and what it is grouped by is another."""
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(tmp_path))
    kept = FactCache(CacheStore())
    kept.put(b"bytes", "a/1.txt", [Fact("r", b"k", "a/1.txt", 0, "")])
    kept.save()
    kept = FactCache(CacheStore())
    assert kept.find({"a/2.txt": b"bytes", "b/1.txt": b"bytes", "a/3.txt": b"other"}) == {"a/2.txt"}
    assert kept.get(b"bytes", "a/2.txt") == (Fact("r", b"k", "a/2.txt", 0, ""),)
    assert kept.get(b"bytes", "b/1.txt") is None


def test_what_shows_across_files_is_kept_for_these_very_files(check: Artlint, folder: Path) -> None:
    """The same bytes when nothing changed, and new ones when a copy comes, is changed or goes."""
    story = "".join(
        f"The {n}th ship came in at dawn with a crew of {n + 4} and no cargo to speak of.\n" for n in range(9)
    )
    for name in ("aa", "bb"):
        folder.joinpath(f"{name}.txt").write_text(story)
    first = check(folder)
    assert first.out.count("duplicate-article") == 1
    assert check(folder).out == first.out == check("--no-cache", folder).out
    folder.joinpath("cc.txt").write_text(story)
    assert check(folder).out.count("duplicate-article") == 2
    folder.joinpath("bb.txt").write_text("It was quiet in the harbour for the rest of the year.\n")
    assert check(folder).out.count("duplicate-article") == 1
    folder.joinpath("cc.txt").unlink()
    assert check(folder).out.count("duplicate-article") == 0
    assert check(folder).out == check("--no-cache", folder).out
