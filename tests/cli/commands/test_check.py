"""`artlint fix` and `--diff`: what changes on the disk, and what is shown of it."""

from __future__ import annotations

import codecs
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import without_privileges
from tests.support.articles import FAULTY, FIXED, Artlint, contents, write

UNSAFE = (
    "The bridge opens again\n\nThe bridge opened on Monday. Nobody spoke.\nShare this article\nIt rained all day.\n"
)


@pytest.mark.skipif(sys.platform != "linux", reason="permissions are taken from root by a Linux system call")
def test_a_file_that_cannot_be_written_is_left(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "data" / "a.txt", FAULTY)
    path.parent.chmod(0o500)
    try:
        ran = artlint("fix", path, preexec_fn=without_privileges)
    finally:
        path.parent.chmod(0o700)
    assert ran.code == 2
    assert "cannot be written: Permission denied" in ran.err
    assert contents(path.parent) == {"a.txt": FAULTY.encode()}


def test_fix_on_the_seeds(artlint: Artlint, articles: Path, seeds: Path) -> None:
    before = contents(articles)
    ran = artlint("fix", "articles")
    assert ran.code == 1  # not everything can be fixed without loss
    assert "Fixed " in ran.err
    after = contents(articles)
    assert after.keys() == before.keys()
    assert sum(after[name] != before[name] for name in after) == 3
    again = artlint("articles", "--fix")
    assert contents(articles) == after
    assert "Fixed" not in again.err
    assert again.out == ran.out == artlint("articles").out
    assert contents(seeds) == before


def test_unsafe_fixes_are_asked_for(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", UNSAFE)
    assert "--unsafe-fixes" in artlint("fix", path).err
    assert path.read_text() == UNSAFE
    artlint("fix", path, "--unsafe-fixes")
    assert path.read_text() == UNSAFE.replace("Share this article\n", "")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_fix_keeps_line_ends_and_byte_order_mark(artlint: Artlint, tmp_path: Path, end: str, mark: bytes) -> None:
    path = write(tmp_path / "a.txt", mark + FAULTY.replace("\n", end).encode())
    assert artlint("fix", path).code == 0
    assert path.read_bytes() == mark + FIXED.replace("\n", end).encode()


def test_fix_keeps_permissions_and_links(artlint: Artlint, tmp_path: Path) -> None:
    real, link = write(tmp_path / "store" / "a.txt", FAULTY), tmp_path / "data" / "a.txt"
    real.chmod(0o640)
    link.parent.mkdir()
    link.symlink_to("../store/a.txt")
    (tmp_path / ".git").mkdir()  # a link may lead anywhere in its repository
    assert artlint("fix", "data").code == 0
    assert link.is_symlink()
    assert real.read_text() == FIXED
    assert real.stat().st_mode & 0o7777 == 0o640
    assert list(contents(tmp_path)) == ["data/a.txt", "store/a.txt"]


def test_fix_leaves_a_clean_file_alone(artlint: Artlint, clean: Path) -> None:
    before = clean.stat()
    assert artlint("fix", clean).code == 0
    assert (clean.stat().st_ino, clean.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("command", [["--diff"], ["--fix", "--diff"]])
def test_diff_changes_nothing(artlint: Artlint, articles: Path, command: list[str]) -> None:
    before = contents(articles)
    ran = artlint("articles", *command)
    assert (ran.code, contents(articles)) == (1, before)
    assert "3 files would change" in ran.err


def test_diff_of_clean_files(artlint: Artlint, clean: Path) -> None:
    ran = artlint(clean, "--diff")
    assert (ran.code, ran.out, ran.err) == (0, "", "no file would change\n")


@pytest.mark.parametrize(
    "text",
    [
        FAULTY,
        FAULTY.rstrip(),
        FAULTY.replace("\n", "\r\n"),
        FAULTY.replace("Monday. ", "Monday.\u2028"),
        FAULTY.replace("Monday. ", "Monday.\x85 \x0b"),
    ],
)
def test_git_applies_the_diff(artlint: Artlint, tmp_path: Path, text: str) -> None:
    """The difference and the fix are the same thing."""
    path, twin = write(tmp_path / "a.txt", text), write(tmp_path / "twin" / "a.txt", text)
    ran = artlint("a.txt", "--diff", "--select", "html-entity")
    subprocess.run(["git", "apply", "-"], input=ran.out.encode(), cwd=twin.parent, check=True, capture_output=True)
    artlint("fix", path, "--select", "html-entity")
    assert twin.read_bytes() == path.read_bytes() == text.replace("&amp;", "&").encode()
