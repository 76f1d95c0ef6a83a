"""Which files are found: folders, links, what is excluded and what cannot be read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import without_privileges
from tests.support.articles import CLEAN, FAULTY, Artlint, write


def test_a_missing_path_is_an_error_and_the_rest_is_checked(artlint: Artlint, faulty: Path) -> None:
    ran = artlint("nowhere.txt", faulty)
    assert ran.code == 2
    assert "artlint: nowhere.txt: no such file or folder" in ran.err
    assert len(ran.lines) == 1


def test_no_file_matched(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "notes.docx", CLEAN)
    ran = artlint("data")
    assert ran.code == 2
    assert "no files to check in data" in ran.err
    assert ".md, .text, .txt" in ran.err.replace(".markdown, ", "")


def test_a_file_named_on_the_command_line_needs_no_known_ending(artlint: Artlint, tmp_path: Path) -> None:
    assert len(artlint(write(tmp_path / "article.html5", FAULTY)).lines) == 1


def test_a_broken_link(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", CLEAN)
    (tmp_path / "data" / "b.txt").symlink_to("gone.txt")
    for path in ("data", "data/b.txt"):
        ran = artlint(path)
        assert ran.code == 2
        assert "artlint: data/b.txt: broken symbolic link to gone.txt" in ran.err


def test_a_circle_of_links_ends(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", FAULTY)
    (tmp_path / "data" / "again").symlink_to(".")
    assert len(artlint("data").lines) == 1


def test_a_pipe_in_a_folder_is_passed_over(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", FAULTY)
    os.mkfifo(tmp_path / "data" / "b.txt")
    assert len(artlint("data", timeout=20).lines) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="permissions are taken from root by a Linux system call")
def test_no_rights(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", FAULTY)
    folder, file = tmp_path / "data" / "closed", write(tmp_path / "data" / "b.txt", CLEAN)
    folder.mkdir()
    try:
        folder.chmod(0)
        file.chmod(0)
        ran = artlint("data", preexec_fn=without_privileges)
        assert ran.code == 2
        assert "artlint: data/closed: cannot read the folder: Permission denied" in ran.err
        assert "artlint: data/b.txt: cannot be read: Permission denied" in ran.err
        assert len(ran.lines) == 1  # the file that can be read is checked
    finally:
        folder.chmod(0o700)


def test_a_nested_configuration_excludes_from_above(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "artlint.yaml", "exclude: [old/]\n")
    write(tmp_path / "data" / "old" / "a.txt", FAULTY)
    write(tmp_path / "data" / "new" / "a.txt", FAULTY)
    assert [line.split(":")[0] for line in artlint(".").lines] == ["data/new/a.txt"]


def test_folders_nested_deeply(artlint: Artlint, tmp_path: Path) -> None:
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1100):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").write_text(FAULTY)
        os.chdir(here)
        assert len(artlint(".").lines) == 1
    finally:
        os.chdir(here)
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)  # neither shutil nor pytest can


def test_the_files_can_be_listed(artlint: Artlint, tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.md", "b/skipped.txt", "notes.pdf"):
        write(tmp_path / name, FAULTY)
    write(tmp_path / "artlint.yaml", "exclude: [skipped.txt]\n")
    ran = artlint(".", "--show-files")
    assert (ran.code, ran.lines, ran.err) == (0, ["a.txt", "b/c.md"], "")
    assert artlint("b", "a.txt", "--show-files", "--fix").lines == ["a.txt", "b/c.md"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == FAULTY, "nothing is checked, and nothing fixed"
    ran = artlint("a.txt", "gone.txt", "--show-files")
    assert (ran.code, ran.lines) == (2, ["a.txt"])
    assert "gone.txt" in ran.err


def test_exclude_and_force_exclude(artlint: Artlint, tmp_path: Path) -> None:
    """A hook names its files; what the configuration excludes must be left out of them too."""
    write(tmp_path / "artlint.yaml", "exclude: [old/]\n")
    write(tmp_path / "old" / "a.txt", FAULTY)
    write(tmp_path / "new" / "a.txt", FAULTY)
    assert [line.split(":")[0] for line in artlint(".").lines] == ["new/a.txt"]
    assert len(artlint("old/a.txt").lines) == 1
    assert artlint("--force-exclude", "old/a.txt") == (0, "", "")
    assert len(artlint("--force-exclude", "old/a.txt", "new/a.txt").lines) == 1
    assert artlint("--exclude", "new/", ".").code == 2


def test_a_folder_by_the_name_of_the_patterns_is_none(artlint: Artlint, tmp_path: Path) -> None:
    (tmp_path / "data" / ".gitignore").mkdir(parents=True)
    (tmp_path / "data" / "a.txt").write_text("A title\n\nIt is so &amp; so.\n")
    ran = artlint("data")
    assert (ran.code, ran.out.startswith("data/a.txt:3:10: ENC004")) == (1, True)
