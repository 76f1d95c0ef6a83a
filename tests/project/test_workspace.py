"""Files that are fixed: each for itself, and nothing is lost on the way to the disk."""

from __future__ import annotations

import codecs
import os
import pathlib
from collections.abc import Sequence

import pytest
from hypothesis import event
from hypothesis import strategies as st

from artlint.base.model import Diagnostic
from artlint.engine import fixer
from artlint.project.decode import decode, encode
from artlint.project.lint_options import LintOptions
from artlint.project.workspace import FixedFile, Workspace
from tests.engine.faulty_articles import ORDINARY, holds_for

RULES = """\
- name: %s
  code: %s
  check: pattern
  summary: s
  why: w
  message: m
  options: {patterns: ['%s']}
  fix: {replace: '%s', safety: safe, title: t}
"""


def workspace(folder: pathlib.Path, *rules: tuple[str, str, str, str]) -> Workspace:
    (folder / "rules.yaml").write_text("".join(RULES % rule for rule in rules), "utf-8")
    (folder / "artlint.yaml").write_text("rule-paths: [rules.yaml]\n", "utf-8")
    return Workspace(LintOptions(config=str(folder / "artlint.yaml"), select=tuple(name for name, *_ in rules)))


def fix(files: Workspace, path: pathlib.Path) -> FixedFile:
    """As `artlint fix` does."""
    return files.save(files.fix(str(path), ["safe"]))


def test_rounds_that_are_not_enough_are_told(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 9 + "\n", "utf-8")
    (tmp_path / "b.txt").write_text("x" * 15 + "\n", "utf-8")
    files = workspace(tmp_path, ("one", "OWN001", "^x", ""))
    assert fix(files, tmp_path / "a.txt").result.notes == ()
    done = fix(files, tmp_path / "b.txt")
    assert "10 rounds of fixes were not enough" in done.result.notes[0]
    assert (tmp_path / "b.txt").read_text("utf-8") == "xxxxx\n"


def test_entities_escaped_many_times_are_one_fix(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("a &" + "amp;" * 31 + " b &lt; c\n", "utf-8")
    files = workspace(tmp_path, ("entity", "OWN001", "&(?:amp;)*(?:amp|lt);", "{unescaped}"))
    done = files.fix(str(tmp_path / "a.txt"), ["safe"])
    assert (done.new_text, len(done.fixed), done.result.notes) == ("a & b < c\n", 2, ())


def test_one_file_that_fails_stops_no_other(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("ab\n", "utf-8")
    (tmp_path / "b.txt").write_text("c\n", "utf-8")
    files = workspace(
        tmp_path, ("to", "OWN001", "ab", "ba"), ("fro", "OWN002", "ba", "ab"), ("last", "OWN003", "c", "d")
    )
    done = fix(files, tmp_path / "a.txt")
    assert "circle: fro, to" in done.result.problem
    assert (tmp_path / "a.txt").read_text("utf-8") == "ab\n"
    fix(files, tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_text("utf-8") == "d\n"


def test_a_write_that_fails_is_a_problem_of_that_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("c\n", "utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    done = fix(workspace(tmp_path, ("last", "OWN003", "c", "d")), path)
    assert done.result.problem == "cannot be written: Permission denied; it was left as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "artlint.yaml", "rules.yaml"]


def test_the_longest_name_can_be_written(tmp_path: pathlib.Path) -> None:
    path = tmp_path / ("a" * 251 + ".txt")
    path.write_text("c\n", "utf-8")
    done = fix(workspace(tmp_path, ("last", "OWN003", "c", "d")), path)
    assert (done.result.problem, path.read_text("utf-8")) == ("", "d\n")


ENCODINGS = [
    (b"", "utf-8"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (b"", "cp1251"),
    (b"", "cp1252"),
]


def test_a_file_keeps_its_form(tmp_path: pathlib.Path) -> None:
    """On the disk, too, nothing changes but what the fixes change: not the encoding, its mark or the permissions."""
    path, files = tmp_path / "a.txt", Workspace(LintOptions(isolated=True))

    def check(text: str, encoding: tuple[bytes, str], mode: int) -> Sequence[Diagnostic]:
        mark, codec = encoding
        data = mark + text.encode(codec, "ignore")
        path.write_bytes(data)
        path.chmod(mode)
        done = files.save(files.fix(str(path), ["safe", "unsafe"]))
        after = path.read_bytes()
        assert path.stat().st_mode & 0o7777 == mode
        if done.result.problem:  # a repair may need a letter that an old encoding does not have
            assert after == data
            assert codec.startswith("cp") or "binary" in done.result.problem, done.result.problem
            event(f"problem: {done.result.problem.partition(':')[0]}")
        else:
            decoded = decode(data)
            fixed_text = fixer.fix_text(decoded.text, ORDINARY.lint_text, ["safe", "unsafe"])[0]
            assert after == encode(fixed_text, decoded.encoding)
            assert after.startswith(mark)
            if not decoded.note:  # what is guessed may be guessed otherwise the next time
                assert not files.fix(str(path), ["safe", "unsafe"]).fixed
        assert os.listdir(tmp_path) == ["a.txt"]
        return done.fixed

    modes = st.sampled_from([0o644, 0o600, 0o755, 0o664])
    holds_for(check, st.sampled_from(ENCODINGS), modes, examples=150, least=0.4, rules=9)
