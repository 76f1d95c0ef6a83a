"""Fixing: which fixes go together, when it ends, and that nothing is lost on the way to the disk."""

from __future__ import annotations

import codecs
import os
import pathlib
import random

import pytest

from artlint import fixer
from artlint.errors import ArtlintError
from artlint.model import Diagnostic, Edit, Fix, Position, Span
from artlint.sources.decode import NotText, decode, encode
from artlint.workspace import Workspace

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


def diagnostic(*edits: Edit, rule: str = "r", safety: str = "safe") -> Diagnostic:
    place = Position(1, 1)
    return Diagnostic(rule, "R", "info", "", edits[0].span, place, place, "m", (), Fix("t", edits, safety), "")


def workspace(folder: pathlib.Path, *rules: tuple[str, str, str, str]) -> Workspace:
    (folder / "rules.yaml").write_text("".join(RULES % rule for rule in rules), "utf-8")
    (folder / "artlint.yaml").write_text("rule-paths: [rules.yaml]\n", "utf-8")
    return Workspace({"config": str(folder / "artlint.yaml"), "select": [name for name, *_ in rules]})


def test_choose_takes_what_comes_first() -> None:
    """The same choice as comparing each edit with all that were taken before it."""

    def clash(a: Edit, b: Edit) -> bool:
        return a.span == b.span or (a.span.start < b.span.end and b.span.start < a.span.end)

    chance = random.Random(3)
    for _ in range(500):
        found = []
        for _ in range(chance.randrange(12)):
            at = sorted(chance.choices(range(30), k=chance.choice([2, 2, 4])))
            edits = [Edit(Span(a, b), chance.choice("xy")) for a, b in zip(at[::2], at[1::2], strict=True)]
            found.append(diagnostic(*edits, safety=chance.choice(["safe", "safe", "suggestion"])))
        expected: list[Diagnostic] = []
        for d in found:
            taken = [e for other in expected for e in other.fix.edits]
            if d.fix.safety == "safe" and not any(clash(e, t) for e in d.fix.edits for t in taken):
                expected.append(d)
        assert fixer.choose(found, ["safe"]) == expected


def test_choose_is_quick() -> None:
    from time import process_time

    found = [diagnostic(Edit(Span(i, i + 1), "")) for i in range(20_000)]
    begun = process_time()
    assert len(fixer.choose(found, ["safe"])) == 20_000
    assert process_time() - begun < 2


def test_a_circle_names_all_its_rules() -> None:
    after = {"a": "b", "b": "c", "c": "a", "z": "a"}

    def lint(text: str) -> list[Diagnostic]:
        return [diagnostic(Edit(Span(0, 1), after[text]), rule=f"rule-{text}")]

    with pytest.raises(ArtlintError, match="in a circle: rule-a, rule-b, rule-c\n"):
        fixer.mend("z", lint, ["safe"])


def test_rounds_that_are_not_enough_are_told(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 9 + "\n", "utf-8")
    (tmp_path / "b.txt").write_text("x" * 15 + "\n", "utf-8")
    files = workspace(tmp_path, ("one", "OWN001", "^x", ""))
    assert files.mend(str(tmp_path / "a.txt"), ["safe"], write=True).result.notes == ()
    mended = files.mend(str(tmp_path / "b.txt"), ["safe"], write=True)
    assert "10 rounds of fixes were not enough" in mended.result.notes[0]
    assert (tmp_path / "b.txt").read_text("utf-8") == "xxxxx\n"


def test_entities_escaped_many_times_are_one_fix(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("a &" + "amp;" * 31 + " b &lt; c\n", "utf-8")
    files = workspace(tmp_path, ("entity", "OWN001", "&(?:amp;)*(?:amp|lt);", "{unescaped}"))
    mended = files.mend(str(tmp_path / "a.txt"), ["safe"], write=False)
    assert (mended.after, len(mended.fixed), mended.result.notes) == ("a & b < c\n", 2, ())


def test_one_file_that_fails_stops_no_other(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("ab\n", "utf-8")
    (tmp_path / "b.txt").write_text("c\n", "utf-8")
    files = workspace(
        tmp_path, ("to", "OWN001", "ab", "ba"), ("fro", "OWN002", "ba", "ab"), ("last", "OWN003", "c", "d")
    )
    mended = files.mend(str(tmp_path / "a.txt"), ["safe"], write=True)
    assert "circle: fro, to" in mended.result.problem
    assert (tmp_path / "a.txt").read_text("utf-8") == "ab\n"
    files.mend(str(tmp_path / "b.txt"), ["safe"], write=True)
    assert (tmp_path / "b.txt").read_text("utf-8") == "d\n"


def test_a_write_that_fails_is_a_problem_of_that_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("c\n", "utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    mended = workspace(tmp_path, ("last", "OWN003", "c", "d")).mend(str(path), ["safe"], write=True)
    assert mended.result.problem == "cannot be written: Permission denied; it was left as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "artlint.yaml", "rules.yaml"]


def test_the_longest_name_can_be_written(tmp_path: pathlib.Path) -> None:
    path = tmp_path / ("a" * 251 + ".txt")
    path.write_text("c\n", "utf-8")
    mended = workspace(tmp_path, ("last", "OWN003", "c", "d")).mend(str(path), ["safe"], write=True)
    assert (mended.result.problem, path.read_text("utf-8")) == ("", "d\n")


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_marked_encoding_is_kept_and_no_guess(mark: bytes, codec: str) -> None:
    data = mark + "\ufeffThe harbour — 👩\n".encode(codec)
    decoded = decode(data)
    assert (decoded.text, decoded.note) == ("\ufeffThe harbour — 👩\n", "")
    assert encode(decoded.text, decoded.encoding) == data


@pytest.mark.parametrize("data", [codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF16_BE + b"\0a\0\0", b"\xff\xfe\0\xd8"])
def test_a_mark_alone_makes_no_text(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)
