"""An article on standard input."""

from __future__ import annotations

import codecs
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.articles import CLEAN, ENTITY, FAULTY, Artlint, write


def test_standard_input(artlint: Artlint, tmp_path: Path) -> None:
    assert artlint("-", input=CLEAN).code == 0
    ran = artlint("-", input=FAULTY)
    assert (ran.code, ran.lines) == (1, [f"-:3:12: {ENTITY}: [*] “&amp;” is an HTML entity, not a character"])
    assert artlint("-", "--stdin-filename", "new/a.txt", input=FAULTY).lines[0].startswith("new/a.txt:3:12: ")
    assert artlint("-", tmp_path, input=FAULTY).code == 2
    assert artlint("-", input=b"a\0b").code == 2


def test_the_name_of_standard_input_decides(artlint: Artlint, tmp_path: Path) -> None:
    """Its ending says how it is read, its place which configuration holds."""
    bold = "The **bridge** opens again\n\nThe bridge over the river opened on Monday. Nobody spoke.\n"
    assert "markdown-residue" in artlint("-", "--stdin-filename", "a.txt", input=bold).out
    assert artlint("-", "--stdin-filename", "a.md", input=bold).out == ""
    write(tmp_path / "quiet" / "artlint.yaml", "ignore: [ENC]\n")
    assert artlint("-", "--stdin-filename", "quiet/a.txt", input=FAULTY).code == 0


@pytest.mark.parametrize(
    "data",
    [
        FAULTY.encode(),
        FAULTY.replace("\n", "\r\n").encode(),
        FAULTY.replace("\n", "\r").encode(),
        codecs.BOM_UTF8 + FAULTY.encode(),
        codecs.BOM_UTF16_LE + FAULTY.encode("utf-16-le"),
        FAULTY.rstrip().encode(),
    ],
)
def test_fixing_standard_input_is_a_filter(environment: dict[str, str], tmp_path: Path, data: bytes) -> None:
    """Bytes in, bytes out: line ends and byte order mark as they came, and a second pass changes nothing."""

    def filtered(content: bytes) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "artlint", "fix", "-"],
            input=content,
            capture_output=True,
            cwd=tmp_path,
            env=environment,
            check=True,
        ).stdout

    wide = data.startswith(codecs.BOM_UTF16_LE)
    width = "utf-16-le" if wide else "utf-8"
    assert filtered(data) == data.replace("&amp;".encode(width), "&".encode(width))
    assert filtered(filtered(data)) == filtered(data)
